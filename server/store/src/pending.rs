//! Rows that wait to be written: what a batch of commands adds goes in together, a statement a
//! table, before the next reading of the transaction and at the latest at its end. A statement
//! costs a way to the database and back, a row in it next to nothing.

use crate::StoreError;
use crate::conn::{Tx, on_tx};
use crate::details::Details;
use crate::log::{Done, Line};
use crate::project::name;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, PersonId, TextId, TicketId};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

/// Rows of one statement at most: SQLite binds 32,766 values to one, and a ticket has 28.
const ROWS: usize = 1000;

/// What is to be added to a transaction.
#[derive(Default)]
pub(crate) struct Pending {
    lines: Vec<Line>,
    texts: Vec<(TicketId, TextId, String)>,
    /// The last row of a ticket stands for those before it.
    tickets: BTreeMap<TicketId, (Summary, Details)>,
    participants: Vec<(PersonId, TicketId)>,
    /// The words of new tickets.
    words: Vec<(TicketId, String)>,
}

impl Pending {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
            && self.texts.is_empty()
            && self.tickets.is_empty()
            && self.participants.is_empty()
            && self.words.is_empty()
    }

    /// Enough waits for one statement: more would only take memory.
    pub fn is_full(&self) -> bool {
        [self.lines.len(), self.texts.len(), self.tickets.len()]
            .into_iter()
            .any(|rows| rows >= ROWS)
    }

    pub fn line(&mut self, line: Line) {
        self.lines.push(line);
    }

    pub fn text(&mut self, ticket: TicketId, id: TextId, body: String) {
        self.texts.push((ticket, id, body));
    }

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

    /// Where a command waits to be written as carried out.
    pub fn done(&self, command: CommandId) -> Option<Done> {
        let line = self.lines.iter().find(|line| line.command == command)?;
        Some(Done {
            stream: line.stream.to_owned(),
            id: line.id,
            content: line.content.clone(),
        })
    }

    /// Writes everything and waits for nothing any more.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let Self {
            lines,
            texts,
            tickets,
            participants,
            words,
        } = std::mem::take(self);
        for part in texts.chunks(ROWS) {
            write_texts(tx, part).await?;
        }
        for part in lines.chunks(ROWS) {
            write_lines(tx, part).await?;
        }
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
    }
}

async fn write_texts(tx: &mut Tx, texts: &[(TicketId, TextId, String)]) -> Result<(), StoreError> {
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new("INSERT INTO text (ticket, id, body) ");
        query.push_values(texts, |mut row, (ticket, id, body)| {
            row.push_bind(ticket.0).push_bind(id.to_string()).push_bind(body.as_str());
        });
        query.build().execute(c).await?.rows_affected()
    });
    Ok(())
}

async fn write_lines(tx: &mut Tx, lines: &[Line]) -> Result<(), StoreError> {
    let sql = "INSERT INTO event (position, stream, id, version, at, actor, command, type, v, data, content) ";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(sql);
        query.push_values(lines, |mut row, line| {
            row.push_bind(line.position)
                .push_bind(line.stream)
                .push_bind(line.id)
                .push_bind(line.version)
                .push_bind(line.at.0)
                .push_bind(line.by.map(|person| person.0))
                .push_bind(line.command.to_string())
                .push_bind(line.stored.name.as_str())
                .push_bind(line.stored.v)
                .push_bind(line.stored.data.to_string())
                .push_bind(line.content.as_deref());
        });
        query.build().execute(c).await?.rows_affected()
    });
    Ok(())
}

async fn write_tickets(tx: &mut Tx, tickets: &[(Summary, Details)]) -> Result<(), StoreError> {
    let sql = "INSERT INTO ticket (id, kind, state, open, before_hold, hold, hold_until, priority,
            subject, affected, reporter, team, assignee, service, item, scoped, answered, claimed, reopenings,
            recorded_at, updated_at, done_at, closes_at, external, category, channel, impact, urgency, code) ";
    let changed = " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state,
            open = excluded.open, before_hold = excluded.before_hold, hold = excluded.hold,
            hold_until = excluded.hold_until, priority = excluded.priority,
            subject = excluded.subject, affected = excluded.affected, reporter = excluded.reporter,
            team = excluded.team, assignee = excluded.assignee, service = excluded.service,
            item = excluded.item, scoped = excluded.scoped, answered = excluded.answered,
            claimed = excluded.claimed,
            reopenings = excluded.reopenings, updated_at = excluded.updated_at,
            done_at = excluded.done_at, closes_at = excluded.closes_at, category = excluded.category,
            channel = excluded.channel, impact = excluded.impact, urgency = excluded.urgency,
            code = excluded.code";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(sql);
        query.push_values(tickets, |mut row, (summary, details)| {
            row.push_bind(summary.reference.id.0)
                .push_bind(name(&summary.reference.kind))
                .push_bind(summary.state.name())
                .push_bind(summary.in_queue())
                .push_bind(summary.before_hold.map(State::name))
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
