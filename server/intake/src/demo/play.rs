//! Plays a ticket through the workflow against a simulated clock. The rules of the desk apply, so
//! that nothing happens here that they would refuse.

use super::dice::Dice;
use super::texts::talk::{ENGLISH, FRENCH, Talk};
use super::world::World;
use crate::Error;
use guichet_desk::{History, Step};
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::decide::tell::tell;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::{
    CommandId, Decision, NewTicket, PersonId, Ticket, TicketId, Timestamp, decide, evolve, record,
};
use uuid::Uuid;

/// Prefix of command identifiers: "guiche" and the marks of UUID version 8. The rest grows with
/// ticket and step, so that the log's indexes grow at their end.
const COMMANDS: u128 = 0x6775_6963_6865_8000_8000_0000_0000_0000;

/// One ticket while it is played.
pub struct Play<'a> {
    pub world: &'a World,
    pub dice: Dice,
    pub ticket: Ticket,
    pub at: Timestamp,
    /// Time after which nothing happens.
    pub end: Timestamp,
    pub english: bool,
    step: u128,
    history: History,
}

impl<'a> Play<'a> {
    pub fn new(world: &'a World, id: TicketId, at: Timestamp, dice: Dice, english: bool) -> Self {
        Self {
            world,
            dice,
            ticket: Ticket::unrecorded(id),
            at,
            end: world.now,
            english,
            step: 0,
            history: History::default(),
        }
    }

    pub fn talk(&self) -> &'static Talk {
        if self.english { &ENGLISH } else { &FRENCH }
    }

    /// One of the sentences.
    pub fn say(&mut self, all: &[&'static str]) -> String {
        self.dice.word(all).to_owned()
    }

    pub fn finish(mut self) -> History {
        self.pass(self.end);
        self.history
    }

    /// What time brings until then: people are told that a promise comes near or was missed, users
    /// are reminded that their answer is awaited.
    fn pass(&mut self, until: Timestamp) {
        loop {
            let kinds = [Deadline::Escalation, Deadline::UserReminder];
            let due = kinds.iter().filter_map(|kind| kind.due(&self.ticket)).min();
            let Some(due) = due.filter(|due| *due <= until) else {
                return;
            };
            let facts = self.facts(due);
            let events = tell(&self.ticket, &facts, due);
            if events.is_empty() {
                return;
            }
            let id = self.command();
            let decision = Decision {
                events,
                ..Decision::default()
            };
            let now = std::mem::replace(&mut self.at, due);
            self.write_down(None, id, decision);
            self.at = now;
        }
    }

    fn facts(&self, at: Timestamp) -> Facts {
        let directory = &self.world.directory;
        let (affected, reporter) = (self.ticket.affected, self.ticket.reporter);
        let desk = &self.world.desk;
        desk.facts_at(directory, self.ticket.item, affected, reporter, at)
    }

    /// Lets some minutes pass, between `low` and `high`, and then until the desk is open: nobody writes
    /// at night. Close to the end time runs slower, so that the story always fits in.
    pub fn wait(&mut self, low: i64, high: i64) {
        let next = self.at.plus(self.dice.between(low, high) * MINUTE);
        let next = self.world.working(&mut self.dice, next);
        self.go_to(next);
    }

    fn go_to(&mut self, next: Timestamp) {
        let half = self.at.plus(self.end.since(self.at) / 2);
        let soon = self
            .at
            .plus(self.end.since(self.at) / 50)
            .min(self.at.plus(MINUTE));
        self.at = if next <= half {
            next.max(self.at)
        } else {
            // Before the desk shut last, if that is not too early.
            self.world.worked(half).max(soon)
        };
    }

    fn command(&mut self) -> CommandId {
        self.step += 1;
        let ticket = u128::from(self.ticket.id.0.unsigned_abs());
        CommandId(Uuid::from_u128(COMMANDS | ticket << 24 | self.step << 12))
    }

    pub fn record(&mut self, by: PersonId, draft: &NewTicket) -> Result<(), Error> {
        let id = self.command();
        let actor = self.world.actor(Some(by));
        let directory = &self.world.directory;
        let affected = draft.affected.unwrap_or(by);
        let reporter = draft.reporter.or((!actor.role.is_agent()).then_some(by));
        let facts = self
            .world
            .desk
            .facts_at(directory, draft.item, affected, reporter, self.at);
        let decision = record(draft, &actor, &facts, id, self.at);
        let decision = decision.map_err(|refusal| Error::Script {
            what: format!("recording {:?}", draft.subject),
            refusal,
        })?;
        self.write_down(Some(by), id, decision);
        Ok(())
    }

    /// Carries out a command by `by`, or by the desk itself if there is none.
    pub fn act(&mut self, by: impl Into<Option<PersonId>>, command: Command) -> Result<(), Error> {
        let by = by.into();
        self.pass(self.at);
        let id = self.command();
        let facts = self.facts(self.at);
        let actor = self.world.actor(by);
        let action = command.action();
        let decision = decide(&self.ticket, &actor, &facts, id, command, self.at);
        let decision = decision.map_err(|refusal| Error::Script {
            what: format!(
                "{action:?} by {by:?} on ticket {} in {:?}",
                self.ticket.id, self.ticket.state
            ),
            refusal,
        })?;
        self.write_down(by, id, decision);
        Ok(())
    }

    fn write_down(&mut self, by: Option<PersonId>, command: CommandId, decision: Decision) {
        let actor = self.world.actor(by);
        let format = match actor.role.is_agent() {
            true => Format::Markdown,
            false => Format::Plain,
        };
        let texts = decision.texts_in(format);
        let who = actor.who;
        for event in decision.events {
            let envelope = Envelope {
                ticket: self.ticket.id,
                at: self.at,
                by: who.clone(),
                command,
                event,
            };
            self.ticket = evolve(self.ticket.clone(), &envelope);
            let Envelope { at, by, event, .. } = envelope;
            self.history.steps.push(Step {
                command,
                at,
                by,
                event,
            });
        }
        self.history.texts.extend(texts);
    }
}
