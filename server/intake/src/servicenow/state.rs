//! Moves the ticket from state to state, by the workflow's own commands where it has one.

use super::row::Row;
use super::step::Steps;
use guichet_domain::Timestamp;
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::event::{Event, Imported};
use guichet_domain::tickets::hold::Hold;
use guichet_domain::tickets::resolution::{Permanence, Resolution, ResolutionCode};
use guichet_domain::tickets::workflow::State;

/// A change of state that the workflow would refuse, or a time that the source corrects.
#[derive(Default)]
struct Shortcut {
    hold: Option<Hold>,
    reopened: bool,
    closed: bool,
    resolved_at: Option<Timestamp>,
}

impl Steps<'_> {
    pub fn state(&mut self, row: &Row) {
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
                problem: None,
                reminders: Default::default(),
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

    /// Moves to the state of the row without a command of the workflow.
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

    /// The workflow's own command to the state of the row, if it has one.
    fn way(&self, row: &Row) -> Option<Command> {
        Some(match (self.ticket.state, row.state) {
            (State::Categorised, State::Diagnosing) => Command::Diagnose,
            (State::OnHold, State::New | State::Categorised | State::Diagnosing) => Command::Resume,
            (State::Resolved | State::Closed, State::Diagnosing) => Command::Reopen {
                reason: format!("reopen_count: {}", row.reopenings),
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

    /// Handles a row in the same state as before: the time may have come at which the source says
    /// that the ticket was resolved or closed.
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

    /// Gives the last resolution the time that the source gives it.
    pub fn settle_resolution(&mut self, last: &Row) {
        if !self.ticket.state.is_open() {
            self.resolve_again(last, "resolution at the end");
        }
    }
}

/// Everything the source says of a solution.
fn notes(row: &Row) -> String {
    let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".into());
    let (code, by) = (known(&row.closed_code), known(&row.resolved_by));
    format!("closed_code: {code} · resolved_by: {by}")
}

fn solution(row: &Row) -> Solution {
    let cause = row.rest.get("caused_by").cloned().flatten();
    Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Other),
        notes: notes(row),
        cause: Some(match cause {
            Some(cause) => Cause::Known(cause),
            None => Cause::Unknown("caused_by: ?".into()),
        }),
    }
}
