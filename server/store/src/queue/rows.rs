//! Pending rows of the list tables: tickets, participants, words, counts.

use crate::kernel::error::StoreError;
use crate::kernel::name::name;
use crate::kernel::pending::{ROWS, Rows};
use crate::kernel::tx::{Tx, on_tx};
use crate::queue::details::Details;
use crate::queue::select::NOT_DUE;
use crate::tickets::aggregate::TallyKey;
use futures::future::BoxFuture;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TicketId};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

/// Pending rows of tickets.
#[derive(Default)]
pub(crate) struct TicketRows {
    /// The latest row of each ticket; it replaces earlier ones.
    tickets: BTreeMap<TicketId, (Summary, Details)>,
    participants: Vec<(PersonId, TicketId)>,
    /// Words of tickets.
    words: Vec<(TicketId, String)>,
}

impl TicketRows {
    pub fn ticket(&mut self, summary: Summary, details: Details) {
        let id = summary.reference.id;
        self.tickets.insert(id, (summary, details));
    }

    pub fn participant(&mut self, person: PersonId, ticket: TicketId) {
        self.participants.push((person, ticket));
    }

    pub fn words(&mut self, ticket: TicketId, words: String) {
        self.words.push((ticket, words));
    }
}

impl Rows for TicketRows {
    fn is_full(&self) -> bool {
        self.tickets.len() >= ROWS
    }

    fn write(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Result<(), StoreError>> {
        let Self {
            tickets,
            participants,
            words,
        } = *self;
        Box::pin(async move {
            let tickets: Vec<_> = tickets.into_values().collect();
            for part in tickets.chunks(ROWS) {
                write_tickets(tx, part).await?;
            }
            for part in participants.chunks(ROWS) {
                write_participants(tx, part).await?;
            }
            for part in words.chunks(ROWS) {
                write_words(tx, part).await?;
            }
            Ok(())
        })
    }
}

/// Changes of the counts, added up for the whole transaction: many commands change the same few.
#[derive(Default)]
pub(crate) struct Tallies(BTreeMap<TallyKey, i64>);

impl Tallies {
    pub fn add(&mut self, key: TallyKey, by: i64) {
        *self.0.entry(key).or_default() += by;
    }
}

impl Rows for Tallies {
    fn write(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            for (key, by) in self.0.into_iter().filter(|(_, by)| *by != 0) {
                write_tally(tx, &key, by).await?;
            }
            Ok(())
        })
    }
}

async fn write_tally(tx: &mut Tx, key: &TallyKey, by: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO tally (kind, state, team, assignee, scoped, answered, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (kind, state, team, assignee, scoped, answered) DO UPDATE SET n = tally.n + excluded.n";
    on_tx!(tx, c => sqlx::query(sql)
        .bind(&key.kind).bind(&key.state).bind(key.team).bind(key.assignee).bind(key.scoped)
        .bind(key.answered).bind(by)
        .execute(c).await?.rows_affected());
    Ok(())
}

async fn write_tickets(tx: &mut Tx, tickets: &[(Summary, Details)]) -> Result<(), StoreError> {
    let sql = "INSERT INTO ticket (id, kind, state, open, state_before, hold, hold_until, priority,
            subject, affected, reporter, team, assignee, service, item, scoped, answered, claimed, reopenings,
            recorded_at, updated_at, done_at, closes_at, due_at, due_soon, due_promise, paused_at, external, category, channel, impact, urgency, code) ";
    let changed = " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state,
            open = excluded.open, state_before = excluded.state_before, hold = excluded.hold,
            hold_until = excluded.hold_until, priority = excluded.priority,
            subject = excluded.subject, affected = excluded.affected, reporter = excluded.reporter,
            team = excluded.team, assignee = excluded.assignee, service = excluded.service,
            item = excluded.item, scoped = excluded.scoped, answered = excluded.answered,
            claimed = excluded.claimed,
            reopenings = excluded.reopenings, updated_at = excluded.updated_at,
            done_at = excluded.done_at, closes_at = excluded.closes_at, due_at = excluded.due_at,
            due_soon = excluded.due_soon, due_promise = excluded.due_promise,
            paused_at = excluded.paused_at, category = excluded.category,
            channel = excluded.channel, impact = excluded.impact, urgency = excluded.urgency,
            code = excluded.code";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(sql);
        query.push_values(tickets, |mut row, (summary, details)| {
            row.push_bind(summary.reference.id.0)
                .push_bind(name(&summary.reference.kind))
                .push_bind(summary.state.name())
                .push_bind(summary.in_queue())
                .push_bind(summary.before.map(State::name))
                .push_bind(summary.hold.map(|hold| name(&hold)))
                .push_bind(summary.hold_until.map(|until| until.0))
                .push_bind(summary.priority.rank())
                .push_bind(summary.subject.as_str())
                .push_bind(summary.affected.0)
                .push_bind(summary.reporter.map(|person| person.0))
                .push_bind(summary.team.map(|team| team.0))
                .push_bind(summary.assignee.map(|person| person.0))
                .push_bind(summary.service.map(|service| service.0))
                .push_bind(summary.item.map(|item| item.0))
                .push_bind(summary.scoped)
                .push_bind(summary.answered)
                .push_bind(summary.claimed)
                .push_bind(i64::from(summary.reopenings))
                .push_bind(summary.recorded_at.0)
                .push_bind(summary.updated_at.0)
                .push_bind(summary.done_at.map(|at| at.0))
                .push_bind(summary.closes_at.map(|at| at.0))
                .push_bind(due_at(summary))
                .push_bind(summary.due.map(|due| due.soon.0))
                .push_bind(summary.due.map(|due| name(&due.promise)))
                .push_bind(summary.paused_since.map(|at| at.0))
                .push_bind(details.external.as_deref())
                .push_bind(details.category.map(|category| category.0))
                .push_bind(name(&details.channel))
                .push_bind(details.impact.map(|impact| name(&impact)))
                .push_bind(details.urgency.map(|urgency| name(&urgency)))
                .push_bind(details.code.map(|code| name(&code)));
        });
        query.push(changed).build().execute(c).await?.rows_affected()
    });
    Ok(())
}

/// Where a ticket stands in lists by due time; nowhere if it stands in no queue.
fn due_at(summary: &Summary) -> Option<i64> {
    let at = summary.due.map_or(NOT_DUE, |due| due.at.0);
    summary.in_queue().then_some(at)
}

async fn write_participants(
    tx: &mut Tx,
    participants: &[(PersonId, TicketId)],
) -> Result<(), StoreError> {
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new("INSERT INTO participant (person, ticket) ");
        query.push_values(participants, |mut row, (person, ticket)| {
            row.push_bind(person.0).push_bind(ticket.0);
        });
        query.build().execute(c).await?.rows_affected()
    });
    Ok(())
}

async fn write_words(tx: &mut Tx, words: &[(TicketId, String)]) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(tx) => {
            let mut query = QueryBuilder::new("INSERT INTO ticket_text (rowid, words) ");
            query.push_values(words, |mut row, (ticket, words)| {
                row.push_bind(ticket.0).push_bind(words.as_str());
            });
            query.build().execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            let mut query = QueryBuilder::new("INSERT INTO ticket_text (ticket, words) ");
            query.push_values(words, |mut row, (ticket, words)| {
                row.push_bind(ticket.0)
                    .push("array_to_tsvector(string_to_array(")
                    .push_bind_unseparated(words.as_str())
                    .push_unseparated(", ' '))");
            });
            query.build().execute(&mut **tx).await?;
        }
    }
    Ok(())
}
