//! Builds the history of one incident. Every step has a command of its own, and goes by the
//! workflow if the workflow allows it.

use super::names::Names;
use super::replay::Rules;
use super::row::Row;
use guichet_desk::{Desk, History, Step};
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::prose::{Format, Text};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::{Envelope, Event, Imported};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, PersonId, TextId, Ticket, TicketId, Timestamp, decide, evolve};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Namespace of the UUIDs of imported commands (UUID version 5).
const NAMESPACE: Uuid = Uuid::from_u128(0x5365_7276_6963_454e_8f77_6775_6963_6865);

/// The texts of one event, named after its command.
pub struct Texts<'a> {
    command: CommandId,
    texts: &'a mut Vec<(TextId, Text)>,
    n: u32,
}

impl Texts<'_> {
    pub fn add(&mut self, text: String) -> TextId {
        let id = self.command.text(self.n);
        self.n += 1;
        self.texts.push((id, Text::plain(text)));
        id
    }
}

/// The history of one incident while it is built.
pub struct Steps<'a> {
    pub names: &'a Names,
    desk: &'a Desk,
    rules: &'a Rules,
    pub ticket: Ticket,
    history: History,
    number: String,
    key: String,
    keys: BTreeMap<String, u32>,
    pub at: Timestamp,
    pub by: Option<PersonId>,
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

    /// Begins the steps of a row. A row is identified by its count, its time, and the number of
    /// equal rows before it.
    pub fn begin(&mut self, row: &Row, at: Timestamp) {
        self.at = at;
        self.by = self.names.person(row.updated_by.as_ref());
        let key = format!("{}@{}", row.mod_count, row.updated_at.0);
        let n = self.keys.entry(key.clone()).or_default();
        self.key = format!("{key}#{n}");
        *n += 1;
    }

    pub fn command(&self, change: &str) -> CommandId {
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
        self.append(command, by, event);
    }

    pub fn imported(&mut self, change: &str, imported: Imported) {
        self.push(change, self.by, |_| Event::Imported { change: imported });
    }

    fn append(&mut self, command: CommandId, by: Option<PersonId>, event: Event) {
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

    /// Carries out the command if the workflow allows it and it leads to `leads_to`. Whether it
    /// did.
    pub fn try_to(&mut self, change: &str, command: Command, leads_to: State) -> bool {
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
        let first_contact = matches!(command, Command::ResolveAtFirstContact { .. });
        let Ok(decision) = decide(&self.ticket, &actor, &facts, id, command, self.at) else {
            return false;
        };
        let to = decision.events.iter().rev().find_map(Event::moves_to);
        if to.unwrap_or(self.ticket.state) != leads_to {
            return false;
        }
        let texts = decision.texts_in(Format::Plain);
        self.history.texts.extend(texts);
        for event in decision.events {
            // Who has it, the source says itself.
            if first_contact && matches!(event, Event::Assigned { .. }) {
                continue;
            }
            self.append(id, self.by, event);
        }
        true
    }
}
