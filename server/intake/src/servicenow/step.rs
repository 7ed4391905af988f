//! One difference, one event: the workflow's where it allows the step, an imported one elsewhere.

use super::names::Names;
use super::replay::Rules;
use super::row::Row;
use guichet_desk::{Desk, History, Step};
use guichet_domain::command::{Categorisation, Cause, Command, Solution};
use guichet_domain::event::{Envelope, Event, Imported};
use guichet_domain::facts::{Actor, Facts, Role};
use guichet_domain::ticket::{
    Classification, Hold, HoldReason, Permanence, Resolution, ResolutionCode, State, Who,
};
use guichet_domain::{CommandId, PersonId, TextId, Ticket, TicketId, Timestamp, decide, evolve};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the commands of imported rows are derived from.
const NAMESPACE: Uuid = Uuid::from_u128(0x5365_7276_6963_454e_8f77_6775_6963_6865);

/// The texts of one event, named after its command.
pub struct Texts<'a> {
    command: CommandId,
    texts: &'a mut Vec<(TextId, String)>,
    n: u32,
}

impl Texts<'_> {
    pub fn add(&mut self, text: String) -> TextId {
        let id = self.command.text(self.n);
        self.n += 1;
        self.texts.push((id, text));
        id
    }
}

/// A change of state that the workflow would have refused, or a time that the source moves.
#[derive(Default)]
struct Shortcut {
    hold: Option<Hold>,
    reopened: bool,
    closed: bool,
    resolved_at: Option<Timestamp>,
}

/// The history of one incident as it grows.
pub struct Steps<'a> {
    pub names: &'a Names,
    desk: &'a Desk,
    rules: &'a Rules,
    ticket: Ticket,
    history: History,
    number: String,
    key: String,
    keys: BTreeMap<String, u32>,
    at: Timestamp,
    by: Option<PersonId>,
}

impl<'a> Steps<'a> {
    pub fn new(desk: &'a Desk, names: &'a Names, rules: &'a Rules, first: &Row) -> Self {
        Self {
            names,
            desk,
            rules,
            ticket: Ticket::unrecorded(TicketId::default()),
            history: History {
                external: Some(format!("servicenow:{}", first.number)),
                ..History::default()
            },
            number: first.number.clone(),
            key: String::new(),
            keys: BTreeMap::new(),
            at: Timestamp::default(),
            by: None,
        }
    }

    pub fn finish(self) -> History {
        self.history
    }

    pub fn open(&mut self, row: &Row, at: Timestamp) {
        self.at = at;
        self.by = self.names.person(row.opened_by.as_ref());
        self.key = "opened".into();
    }

    /// What follows is of this row. A row is known by its count and time, and by how many of the
    /// same stand before it.
    pub fn begin(&mut self, row: &Row, at: Timestamp) {
        self.at = at;
        self.by = self.names.person(row.updated_by.as_ref());
        let key = format!("{}@{}", row.mod_count, row.updated_at.0);
        let n = self.keys.entry(key.clone()).or_default();
        self.key = format!("{key}#{n}");
        *n += 1;
    }

    fn command(&self, change: &str) -> CommandId {
        let name = format!("servicenow/{}/{}/{change}", self.number, self.key);
        CommandId(Uuid::new_v5(&NAMESPACE, name.as_bytes()))
    }

    pub fn push(
        &mut self,
        change: &str,
        by: Option<PersonId>,
        event: impl FnOnce(&mut Texts<'_>) -> Event,
    ) {
        let command = self.command(change);
        let texts = &mut self.history.texts;
        let mut texts = Texts {
            command,
            texts,
            n: 0,
        };
        let event = event(&mut texts);
        self.happen(command, by, event);
    }

    fn imported(&mut self, change: &str, imported: Imported) {
        self.push(change, self.by, |_| Event::Imported { change: imported });
    }

    fn happen(&mut self, command: CommandId, by: Option<PersonId>, event: Event) {
        let who = by.map_or(Who::System, Who::Person);
        let envelope = Envelope {
            ticket: self.ticket.id,
            at: self.at,
            by: who.clone(),
            command,
            event,
        };
        let ticket = std::mem::replace(&mut self.ticket, Ticket::unrecorded(TicketId::default()));
        self.ticket = evolve(ticket, &envelope);
        self.history.steps.push(Step {
            command,
            at: self.at,
            by: who,
            event: envelope.event,
        });
    }

    /// Does it the workflow's way, if the workflow allows it and it leads where the row says.
    fn try_to(&mut self, change: &str, command: Command, leads_to: State) -> bool {
        let id = self.command(change);
        let actor = Actor {
            who: self.by.map_or(Who::System, Who::Person),
            role: Role::Agent,
            teams: BTreeSet::new(),
        };
        let settings = &self.rules.settings;
        let now = self
            .desk
            .facts_at(settings, None, PersonId::default(), None, self.at);
        // Cloned without what no command of an import asks for.
        let facts = Facts {
            matrix: self.rules.facts.matrix.clone(),
            agents: match command {
                Command::Assign { .. } => self.rules.facts.agents.clone(),
                _ => None,
            },
            teams: match command {
                Command::HandOver { .. } => self.rules.facts.teams.clone(),
                _ => None,
            },
            services: match command {
                Command::Categorise(_) | Command::ResolveAtFirstContact { .. } => {
                    self.rules.facts.services.clone()
                }
                _ => None,
            },
            closes_at: now.closes_at,
            reopen_until: now.reopen_until,
            ..Facts::default()
        };
        let Ok(decision) = decide(&self.ticket, &actor, &facts, id, command, self.at) else {
            return false;
        };
        let to = decision.events.iter().rev().find_map(Event::moves_to);
        if to.unwrap_or(self.ticket.state) != leads_to {
            return false;
        }
        self.history.texts.extend(decision.texts);
        for event in decision.events {
            self.happen(id, self.by, event);
        }
        true
    }

    /// The first row tells the rest of what the recording could not hold.
    pub fn first(&mut self, row: &Row) {
        if row.category.is_some() {
            self.categorise(row);
        }
        self.own(row);
        self.state(row);
        self.count(row);
    }

    pub fn compare(&mut self, before: &Row, row: &Row) {
        if before.caller != row.caller {
            let person = self.names.caller(row);
            self.imported("caller", Imported::Affected { person });
        }
        // A ticket is taken up again before it changes hands, and changes hands before it ends.
        let reopens = !self.ticket.state.is_open() && row.state.is_open();
        if reopens {
            self.state(row);
        }
        if (&before.group, &before.assignee) != (&row.group, &row.assignee) {
            self.own(row);
        }
        if (&before.category, &before.subcategory) != (&row.category, &row.subcategory) {
            self.categorise(row);
        }
        if (before.impact, before.urgency, before.priority)
            != (row.impact, row.urgency, row.priority)
        {
            self.rate(row);
        }
        self.state(row);
        for (column, now) in &row.rest {
            let then = before.rest.get(column).cloned().flatten();
            if then != *now {
                let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".into());
                let text = format!("{column}: {} → {}", known(&then), known(now));
                self.push(&format!("column {column}"), self.by, |texts| {
                    let text = texts.add(text);
                    Event::Imported {
                        change: Imported::Note { text },
                    }
                });
            }
        }
        self.count(row);
    }

    /// Categorising by the workflow would move a new ticket on: only where the row does so too.
    fn form(&self, row: &Row, wanted: Classification) -> Option<Command> {
        if self.ticket.state == State::New && row.state == State::New {
            return None;
        }
        Some(Command::Categorise(Categorisation {
            service: Some(wanted.service),
            category: Some(wanted.category),
            impact: Some(wanted.impact),
            urgency: Some(wanted.urgency),
            priority: row.priority,
            reason: "ServiceNow".into(),
            was: self.ticket.classification(),
        }))
    }

    fn classified(&mut self, change: &str, row: &Row, wanted: Option<Classification>) -> bool {
        let Some(command) = wanted.and_then(|wanted| self.form(row, wanted)) else {
            return false;
        };
        let leads_to = match self.ticket.state {
            State::New => State::Categorised,
            other => other,
        };
        self.try_to(change, command, leads_to)
    }

    fn categorise(&mut self, row: &Row) {
        let (service, category) = (self.names.service(row), self.names.category(row));
        let wanted = || {
            Some(Classification {
                service: service?,
                category: category?,
                impact: self.ticket.impact?,
                urgency: self.ticket.urgency?,
            })
        };
        let wanted = wanted();
        if !self.classified("category", row, wanted) {
            self.imported("category", Imported::Category { service, category });
        }
    }

    fn rate(&mut self, row: &Row) {
        let (Some(impact), Some(urgency), Some(priority)) = (row.impact, row.urgency, row.priority)
        else {
            return;
        };
        let wanted = self.ticket.service.zip(self.ticket.category);
        let wanted = wanted.map(|(service, category)| Classification {
            service,
            category,
            impact,
            urgency,
        });
        if !self.classified("rating", row, wanted) {
            let rating = Imported::Rating {
                impact,
                urgency,
                priority,
            };
            self.imported("rating", rating);
        }
    }

    /// Group and assignee. A hand-over of the workflow always counts and empties the assignee.
    fn own(&mut self, row: &Row) {
        let team = self.names.team(row);
        let assignee = self.names.person(row.assignee.as_ref());
        let moved = team != self.ticket.team;
        let counted = row.hand_overs > self.ticket.hand_overs;
        let stays = assignee.is_some() && assignee == self.ticket.assignee;
        let state = self.ticket.state;
        if moved {
            let was = self.ticket.team;
            let by_workflow = counted
                && !stays
                && team.is_some_and(|team| {
                    let note = String::new();
                    self.try_to("group", Command::HandOver { team, note, was }, state)
                });
            if !by_workflow {
                let assignee = if stays { assignee } else { None };
                let handed_over = counted;
                self.imported(
                    "group",
                    Imported::Owner {
                        team,
                        assignee,
                        handed_over,
                    },
                );
            }
        }
        if assignee == self.ticket.assignee {
            return;
        }
        let was = self.ticket.assignee;
        let by_workflow = assignee.is_some_and(|to| {
            let itself = Some(to) == self.by;
            let assign = Command::Assign { to, was };
            let command = if itself { Command::Take } else { assign };
            self.try_to("assignee", command, state)
        });
        if !by_workflow {
            let handed_over = false;
            self.imported(
                "assignee",
                Imported::Owner {
                    team,
                    assignee,
                    handed_over,
                },
            );
        }
    }

    fn state(&mut self, row: &Row) {
        let reason = self.ticket.hold.as_ref().map(|hold| hold.reason);
        if row.state == self.ticket.state && row.hold == reason {
            return self.again(row);
        }
        let command = self.way(row);
        if command.is_some_and(|command| self.try_to("state", command, row.state)) {
            return;
        }
        let before = match &self.ticket.hold {
            Some(hold) => hold.before,
            None => self.ticket.state,
        };
        let before = if before.is_open() {
            before
        } else {
            State::Diagnosing
        };
        let solved = match row.state {
            State::Resolved => true,
            State::Closed => self.ticket.resolution.is_none(),
            _ => false,
        };
        let at = match (row.state, row.resolved_at) {
            (State::Closed, Some(resolved_at)) => resolved_at.min(self.at),
            _ => self.at,
        };
        let change = Shortcut {
            hold: row.hold.map(|reason| Hold {
                reason,
                until: None,
                before,
            }),
            reopened: !self.ticket.state.is_open() && row.state.is_open(),
            closed: row.state == State::Closed,
            resolved_at: solved.then_some(at),
        };
        self.enter("state", row, change);
    }

    /// Goes to the state of the row by no way that the workflow knows.
    fn enter(&mut self, change: &str, row: &Row, shortcut: Shortcut) {
        let Shortcut {
            hold,
            reopened,
            closed,
            resolved_at,
        } = shortcut;
        let to = row.state;
        let notes = notes(row);
        self.push(change, self.by, |texts| {
            let resolution = resolved_at.map(|at| Resolution {
                permanence: Permanence::Permanent,
                code: ResolutionCode::Other,
                notes: texts.add(notes),
                first_contact: false,
                cause_known: false,
                at,
            });
            Event::Imported {
                change: Imported::State {
                    to,
                    hold,
                    reopened,
                    closed,
                    resolution,
                },
            }
        });
    }

    /// The workflow's own way to the state of the row, if it has one.
    fn way(&self, row: &Row) -> Option<Command> {
        Some(match (self.ticket.state, row.state) {
            (State::Categorised, State::Diagnosing) => Command::Diagnose,
            (State::OnHold, State::New | State::Categorised | State::Diagnosing) => Command::Resume,
            (State::Resolved | State::Closed, State::Diagnosing) => Command::Reopen {
                reason: format!("reopen_count: {}", row.reopenings),
            },
            (_, State::OnHold) => Command::Hold {
                reason: row.hold.unwrap_or(HoldReason::User),
                until: None,
                note: String::new(),
            },
            (State::New, State::Resolved) => {
                let class = self.ticket.classification()?;
                let Some(Command::Categorise(categorisation)) = self.form(row, class) else {
                    return None;
                };
                let solution = solution(row);
                Command::ResolveAtFirstContact {
                    categorisation,
                    solution,
                }
            }
            (_, State::Resolved) => Command::Resolve(solution(row)),
            (_, State::Closed) => Command::Close { reason: notes(row) },
            _ => return None,
        })
    }

    /// The state is the same; the moment may have come at which the source says that the ticket was
    /// resolved or closed.
    fn again(&mut self, row: &Row) {
        if row.state == State::Resolved && row.resolved_at <= Some(self.at) {
            self.resolve_again(row, "resolution");
        }
        let closed = self.ticket.closed_at;
        if row.state == State::Closed && row.closed_at == Some(self.at) && closed != row.closed_at {
            let closed = Shortcut {
                closed: true,
                ..Shortcut::default()
            };
            self.enter("closure", row, closed);
        }
    }

    fn resolve_again(&mut self, row: &Row, change: &str) {
        let resolved = self
            .ticket
            .resolution
            .as_ref()
            .map(|resolution| resolution.at);
        if row.resolved_at.is_some() && resolved != row.resolved_at {
            let resolved_at = row.resolved_at;
            self.enter(
                change,
                row,
                Shortcut {
                    resolved_at,
                    ..Shortcut::default()
                },
            );
        }
    }

    /// At the end the resolution has the time that the source gives it.
    pub fn settle_resolution(&mut self, last: &Row) {
        if !self.ticket.state.is_open() {
            self.resolve_again(last, "resolution at the end");
        }
    }

    /// The source counts, and it is believed.
    fn count(&mut self, row: &Row) {
        if (self.ticket.hand_overs, self.ticket.reopenings) != (row.hand_overs, row.reopenings) {
            let counted = Imported::Counted {
                hand_overs: row.hand_overs,
                reopenings: row.reopenings,
            };
            self.imported("counted", counted);
        }
    }
}

/// All that the source says of a solution.
fn notes(row: &Row) -> String {
    let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".into());
    let (code, by) = (known(&row.closed_code), known(&row.resolved_by));
    format!("closed_code: {code} · resolved_by: {by}")
}

fn solution(row: &Row) -> Solution {
    let cause = row.rest.get("caused_by").cloned().flatten();
    Solution {
        permanence: Permanence::Permanent,
        code: ResolutionCode::Other,
        notes: notes(row),
        cause: match cause {
            Some(cause) => Cause::Known(cause),
            None => Cause::Unknown("caused_by: ?".into()),
        },
    }
}
