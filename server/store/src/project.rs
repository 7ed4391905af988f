//! The readings of a ticket's events: its row, its people, the counts, its words.

use crate::StoreError;
use crate::conn::{Conn, on};
use crate::details::Details;
use crate::log::{Line, TICKET};
use crate::search::marks;
use crate::writer::Txn;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::{PersonId, TextId, TicketId};
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{seen, viewer};
use guichet_domain::tickets::workflow::State;
use std::collections::{BTreeMap, BTreeSet};

/// A ticket and what its row holds beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub ticket: Ticket,
    pub updated_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

impl Reading {
    pub fn unrecorded(id: TicketId) -> Self {
        Self {
            ticket: Ticket::unrecorded(id),
            updated_at: Timestamp::default(),
            done_at: None,
        }
    }

    /// The reading after one more event.
    pub fn after(self, envelope: &Envelope) -> Self {
        let before = self.ticket.state;
        let public = seen(envelope, Viewer::Participant).is_some();
        let ticket = guichet_domain::evolve(self.ticket, envelope);
        let done_at = match (before.is_open(), ticket.state.is_open()) {
            (true, false) => Some(envelope.at),
            (_, true) => None,
            (false, false) => self.done_at,
        };
        Self {
            updated_at: if public { envelope.at } else { self.updated_at },
            done_at,
            ticket,
        }
    }

    pub fn of(id: TicketId, history: &[Envelope]) -> Self {
        history.iter().fold(Self::unrecorded(id), Self::after)
    }

    /// Whose decision is awaited.
    pub fn awaited(&self) -> BTreeSet<PersonId> {
        match &self.ticket.approval {
            Some(approval) if self.ticket.state == State::AwaitingApproval => {
                approval.pending().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    pub fn tally(&self) -> TallyKey {
        TallyKey {
            kind: name(&self.ticket.kind),
            state: self.ticket.state.name(),
            team: self.ticket.team.map_or(0, |t| t.0),
            assignee: self.ticket.assignee.map_or(0, |a| a.0),
            scoped: self.ticket.is_scoped(),
            answered: self.ticket.internal.answered_unread,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TallyKey {
    pub kind: String,
    pub state: String,
    pub team: i64,
    pub assignee: i64,
    pub scoped: bool,
    pub answered: bool,
}

pub(crate) fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

impl Txn {
    /// The number of the next ticket.
    pub fn next_ticket(&self) -> TicketId {
        TicketId(self.last_ticket + 1)
    }

    /// Appends what happened to a ticket and brings every reading up to date. Without `loaded`
    /// it is a new one: [`Txn::next_ticket`].
    ///
    /// # Errors
    /// The database refuses; the transaction is then good for nothing but rolling back.
    pub async fn happen(
        &mut self,
        loaded: Option<Loaded>,
        events: &[Envelope],
        texts: &[(TextId, String)],
    ) -> Result<Ticket, StoreError> {
        let Some(ticket) = events.first().map(|envelope| envelope.ticket) else {
            return Err(StoreError::Setting("a command without events".into()));
        };
        for (id, body) in texts {
            self.conn.pending.text(ticket, *id, body.clone());
        }
        let version = loaded
            .as_ref()
            .map_or(0, |loaded| loaded.history.len() as i64);
        for (n, envelope) in (1..).zip(events) {
            let line = Line {
                position: self.position + n,
                stream: TICKET,
                id: ticket.0,
                version: version + n,
                at: envelope.at,
                by: envelope.by.person(),
                command: envelope.command,
                content: self.contents.remove(&envelope.command),
                stored: envelope.event.store(),
            };
            self.conn.append(line).await?;
        }
        self.position += events.len() as i64;
        self.last_ticket = self.last_ticket.max(ticket.0);
        let before = loaded.map(|loaded| loaded.reading);
        let start = before
            .clone()
            .unwrap_or_else(|| Reading::unrecorded(ticket));
        let after = events.iter().fold(start, Reading::after);
        let mut emptied = false;
        for envelope in events {
            if let Event::Redacted { what, .. } = &envelope.event {
                let by = (envelope.command, self.position);
                self.conn.redact(ticket, *what, by).await?;
                emptied = true;
            }
        }
        let all = if before.is_some() && (emptied || !texts.is_empty()) {
            self.conn.texts(ticket).await?
        } else {
            texts.iter().cloned().collect()
        };
        self.conn.project(before.as_ref(), &after, &all).await?;
        self.count(before.as_ref(), &after);
        Ok(after.ticket)
    }
}

impl Txn {
    /// Notes that a ticket is now of another sort; see [`Txn::write_tallies`].
    fn count(&mut self, before: Option<&Reading>, after: &Reading) {
        *self.tallies.entry(after.tally()).or_default() += 1;
        if let Some(before) = before {
            *self.tallies.entry(before.tally()).or_default() -= 1;
        }
    }

    /// Writes the counts that have changed, once for the whole transaction: many commands change
    /// the same few.
    pub(crate) async fn write_tallies(&mut self) -> Result<(), StoreError> {
        for (key, by) in std::mem::take(&mut self.tallies) {
            if by != 0 {
                self.conn.count(&key, by).await?;
            }
        }
        Ok(())
    }
}

/// A ticket, its history, and what lists say of it.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub(crate) reading: Reading,
    history: Vec<Envelope>,
}

impl Loaded {
    pub(crate) fn of(id: TicketId, history: Vec<Envelope>) -> Option<Self> {
        (!history.is_empty()).then(|| Self {
            reading: Reading::of(id, &history),
            history,
        })
    }

    pub fn ticket(&self) -> &Ticket {
        &self.reading.ticket
    }

    pub fn history(&self) -> &[Envelope] {
        &self.history
    }

    /// Its line in lists.
    pub fn summary(&self, subject: String) -> Summary {
        Summary::of(
            &self.reading.ticket,
            subject,
            self.reading.updated_at,
            self.reading.done_at,
        )
    }

    /// The ticket before the first event of a command.
    pub fn before_command(&self, command: guichet_domain::CommandId) -> Option<Ticket> {
        let first = self
            .history
            .iter()
            .position(|envelope| envelope.command == command)?;
        self.before(self.history.len() - first)
    }

    /// The ticket before its last `n` events.
    pub fn before(&self, n: usize) -> Option<Ticket> {
        let earlier = self.history.len().checked_sub(n)?;
        (earlier > 0).then(|| {
            self.history[..earlier].iter().fold(
                Ticket::unrecorded(self.reading.ticket.id),
                guichet_domain::evolve,
            )
        })
    }
}

impl Conn {
    /// Whether somebody sees the ticket, in whichever quality. Nobody sees one that is not there.
    ///
    /// # Errors
    /// The database does not answer, or an event cannot be read.
    pub async fn sees(&mut self, actor: &Actor, id: TicketId) -> Result<bool, StoreError> {
        let loaded = self.loaded(id).await?;
        Ok(loaded.is_some_and(|loaded| viewer(loaded.ticket(), actor).is_some()))
    }

    /// Writes the readings of a ticket, but for the counts; `before` is what they hold now.
    pub(crate) async fn project(
        &mut self,
        before: Option<&Reading>,
        after: &Reading,
        texts: &BTreeMap<TextId, String>,
    ) -> Result<(), StoreError> {
        let id = after.ticket.id;
        let subject = match texts.get(&after.ticket.subject) {
            Some(subject) => subject.clone(),
            None => self.subject(id).await?,
        };
        let summary = Summary::of(&after.ticket, subject, after.updated_at, after.done_at);
        let (old_people, old_awaited) = match before {
            Some(reading) => (reading.ticket.participants(), reading.awaited()),
            None => Default::default(),
        };
        self.pending.ticket(summary, Details::of(&after.ticket));
        let people = after.ticket.participants();
        for person in people.difference(&old_people) {
            self.pending.participant(*person, id);
        }
        for person in old_people.difference(&people) {
            on!(self, c => sqlx::query("DELETE FROM participant WHERE person = $1 AND ticket = $2")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        let awaited = after.awaited();
        for person in awaited.difference(&old_awaited) {
            on!(self, c => sqlx::query("INSERT INTO approval (person, ticket) VALUES ($1, $2)")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        for person in old_awaited.difference(&awaited) {
            on!(self, c => sqlx::query("DELETE FROM approval WHERE person = $1 AND ticket = $2")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        let marked = before.map(|reading| marks(&reading.ticket));
        if !texts.is_empty() || marked != Some(marks(&after.ticket)) {
            let all;
            let texts = if before.is_some() && texts.is_empty() {
                all = self.texts(id).await?;
                &all
            } else {
                texts
            };
            self.put_words(after, texts, before.is_some()).await?;
        }
        self.write_when_full().await
    }

    async fn subject(&mut self, id: TicketId) -> Result<String, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT subject FROM ticket WHERE id = $1").bind(id.0).fetch_optional(c).await?);
        Ok(row.map(|(subject,)| subject).unwrap_or_default())
    }

    pub(crate) async fn count(&mut self, key: &TallyKey, by: i64) -> Result<(), StoreError> {
        on!(self, c => sqlx::query(
            "INSERT INTO tally (kind, state, team, assignee, scoped, answered, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (kind, state, team, assignee, scoped, answered) DO UPDATE SET n = tally.n + excluded.n")
            .bind(&key.kind).bind(&key.state).bind(key.team).bind(key.assignee).bind(key.scoped)
            .bind(key.answered).bind(by)
            .execute(c).await?.rows_affected());
        Ok(())
    }
}
