//! The projections of a ticket's events: its row, its participants, the counts, its words.

use crate::kernel::conn::{Conn, change};
use crate::kernel::error::StoreError;
use crate::kernel::line::Stamp;
use crate::kernel::writer::Txn;
use crate::queue::details::Details;
use crate::queue::marks::marks;
use crate::queue::rows::{Tallies, TicketRows};
use crate::tickets::aggregate::{Aggregate, Projection};
use crate::tickets::deadlines::DeadlineRows;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::ids::{TextId, TicketId};
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::stream::StreamEvent;
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::view::viewer;
use std::collections::BTreeMap;

/// A ticket after events were appended.
#[derive(Clone, Debug)]
pub struct Appended {
    /// The ticket with its whole history.
    pub aggregate: Aggregate,
    /// Its subject as text.
    pub subject: String,
}

impl Txn {
    /// Number of the next new ticket.
    pub fn next_ticket(&self) -> TicketId {
        TicketId(self.last_ticket + 1)
    }

    /// Appends events to a ticket and updates all projections. Without `aggregate` the ticket is
    /// new: see [`Txn::next_ticket`].
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the transaction can then only be rolled back.
    pub async fn append(
        &mut self,
        aggregate: Option<Aggregate>,
        events: &[Envelope],
        texts: &[(TextId, Text)],
    ) -> Result<Appended, StoreError> {
        let Some(ticket) = events.first().map(|envelope| envelope.ticket) else {
            return Err(StoreError::Setting("a command without events".into()));
        };
        let version = aggregate
            .as_ref()
            .map_or(0, |aggregate| aggregate.history().len() as i64);
        let stamped: Vec<(Stamp, &dyn StreamEvent)> = events
            .iter()
            .map(|envelope| {
                let stamp = Stamp {
                    at: envelope.at,
                    by: envelope.by.person(),
                    command: envelope.command,
                };
                (stamp, &envelope.event as &dyn StreamEvent)
            })
            .collect();
        self.append_to(ticket.into(), version, &stamped, texts)
            .await?;
        self.last_ticket = self.last_ticket.max(ticket.0);
        let before = aggregate
            .as_ref()
            .map(|aggregate| aggregate.projection.clone());
        let start = before
            .clone()
            .unwrap_or_else(|| Projection::unrecorded(ticket));
        let after = events.iter().fold(start, Projection::after);
        let emptied = events
            .iter()
            .any(|one| one.event.beside().removes.is_some());
        let all = if before.is_some() && (emptied || !texts.is_empty()) {
            self.conn.texts(ticket).await?
        } else {
            texts.iter().cloned().collect()
        };
        let subject = self.conn.project(before.as_ref(), &after, &all).await?;
        self.count(before.as_ref(), &after);
        Ok(Appended {
            aggregate: Aggregate::after(aggregate, after, events, self.position),
            subject,
        })
    }
}

impl Txn {
    /// Moves a ticket from one count to another.
    fn count(&mut self, before: Option<&Projection>, after: &Projection) {
        let tallies: &mut Tallies = self.conn.pending.at_commit();
        tallies.add(after.tally(), 1);
        if let Some(before) = before {
            tallies.add(before.tally(), -1);
        }
    }
}

impl Conn {
    /// Whether an actor may see the ticket in any role; `false` if there is no such ticket.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event cannot be read.
    pub async fn sees(&mut self, actor: &Actor, id: TicketId) -> Result<bool, StoreError> {
        let aggregate = self.aggregate(id).await?;
        Ok(aggregate.is_some_and(|aggregate| viewer(aggregate.ticket(), actor).is_some()))
    }

    /// Writes the projections of a ticket except the counts; `before` is their present state.
    /// Returns the subject.
    pub(crate) async fn project(
        &mut self,
        before: Option<&Projection>,
        after: &Projection,
        texts: &BTreeMap<TextId, Text>,
    ) -> Result<String, StoreError> {
        let id = after.ticket.id;
        let subject = match texts.get(&after.ticket.subject) {
            Some(subject) => subject.body.clone(),
            None => self.subject_of(id).await?,
        };
        let summary = Summary::of(
            &after.ticket,
            subject.clone(),
            after.updated_at,
            after.done_at,
        );
        let (old_people, old_awaited) = match before {
            Some(projection) => (projection.ticket.participants(), projection.awaited()),
            None => Default::default(),
        };
        let rows: &mut TicketRows = self.pending.rows();
        rows.ticket(summary, Details::of(&after.ticket));
        let people = after.ticket.participants();
        for person in people.difference(&old_people) {
            self.pending.rows::<TicketRows>().participant(*person, id);
        }
        for person in old_people.difference(&people) {
            change!(self, c => sqlx::query("DELETE FROM participant WHERE person = $1 AND ticket = $2")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        for kind in Deadline::ALL {
            let due = kind.due(&after.ticket);
            if due != before.and_then(|before| kind.due(&before.ticket)) {
                let rows: &mut DeadlineRows = self.pending.rows();
                rows.set(id, *kind, due.map(|due| (due, None)));
            }
        }
        let awaited = after.awaited();
        for person in awaited.difference(&old_awaited) {
            change!(self, c => sqlx::query("INSERT INTO approval (person, ticket) VALUES ($1, $2)")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        for person in old_awaited.difference(&awaited) {
            change!(self, c => sqlx::query("DELETE FROM approval WHERE person = $1 AND ticket = $2")
                .bind(person.0).bind(id.0).execute(c).await?.rows_affected());
        }
        let marked = before.map(|projection| marks(&projection.ticket));
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
        self.write_when_full().await?;
        Ok(subject)
    }
}
