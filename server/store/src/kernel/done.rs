//! Commands that were carried out: each is once, however often it is sent.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use guichet_domain::kernel::ids::{CommandId, TicketId};
use guichet_domain::kernel::stream::{Stream, StreamId};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// A command that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The stream it was carried out on; `None` if the stream is of a kind this program does not
    /// know.
    pub stream: Option<StreamId>,
    /// Keyed hash of its content: empty if that was removed, `None` if it is not known.
    pub content: Option<String>,
}

impl Done {
    /// The ticket it was carried out on, if its stream is a ticket's.
    pub fn ticket(&self) -> Option<TicketId> {
        let stream = self.stream.filter(|of| of.kind == Stream::Ticket)?;
        Some(TicketId(stream.id))
    }
}

/// What a transaction knows of commands: each was carried out, or (`None`) was not.
#[derive(Default)]
pub(crate) struct KnownCommands(BTreeMap<CommandId, Option<Done>>);

impl KnownCommands {
    /// What is known of the commands of a batch, asked for together: a query costs a round trip to
    /// the database, and every command asks.
    pub async fn of(conn: &mut Conn, commands: Vec<CommandId>) -> Result<Self, StoreError> {
        let mut known: BTreeMap<_, _> = commands
            .into_iter()
            .map(|command| (command, None))
            .collect();
        let Some(last) = known.keys().next_back().copied() else {
            return Ok(Self(known));
        };
        // Padded, so that there are few statements to prepare.
        let places = known.len().next_power_of_two();
        let asked = known.keys().copied().chain(std::iter::repeat(last));
        let asked: Vec<CommandId> = asked.take(places).collect();
        let names: Vec<String> = (1..=places).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT command, stream, id, content FROM event WHERE command IN ({}) ORDER BY position DESC",
            names.join(", ")
        );
        let rows: Vec<(String, String, i64, Option<String>)> = on!(conn, c => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            for command in &asked {
                query = query.bind(command.to_string());
            }
            query.fetch_all(c).await?
        });
        // The first event of a command stands for it: it comes last.
        for (command, stream, id, content) in rows {
            if let Ok(command) = command.parse() {
                known.insert(command, Some(done(&stream, id, content)));
            }
        }
        Ok(Self(known))
    }

    /// What is known of a command; `None` if that has to be asked for.
    pub fn get(&self, command: CommandId) -> Option<Option<Done>> {
        self.0.get(&command).cloned()
    }

    /// Notes an event of a command; the first one stands for it.
    pub fn add(&mut self, command: CommandId, stream: StreamId, content: Option<String>) {
        let known = self.0.entry(command).or_default();
        known.get_or_insert(Done {
            stream: Some(stream),
            content,
        });
    }

    /// Forgets everything, after what commands said was removed.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

fn done(stream: &str, id: i64, content: Option<String>) -> Done {
    Done {
        stream: Stream::from_name(stream).map(|kind| kind.of(id)),
        content,
    }
}

impl Conn {
    /// The stream a command was carried out on; `None` if it was not carried out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn done(&mut self, command: CommandId) -> Result<Option<Done>, StoreError> {
        let sql =
            "SELECT stream, id, content FROM event WHERE command = $1 ORDER BY position LIMIT 1";
        let row: Option<(String, i64, Option<String>)> = on!(self, c => sqlx::query_as(sql)
            .bind(command.to_string()).fetch_optional(c).await?);
        Ok(row.map(|(stream, id, content)| done(&stream, id, content)))
    }
}
