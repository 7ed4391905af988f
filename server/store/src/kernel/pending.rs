//! Rows waiting to be written. What a batch of commands adds is written together, one statement per
//! table, before the transaction's next query and at the latest at its end: a statement costs a
//! round trip to the database, a row in it next to nothing.

use crate::kernel::error::StoreError;
use crate::kernel::line::LogLine;
use crate::kernel::tx::{Tx, on_tx};
use futures::future::BoxFuture;
use guichet_domain::TextId;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::stream::StreamId;
use sqlx::QueryBuilder;
use std::any::Any;

/// Maximum number of rows per statement: SQLite binds 32,766 values to one, and a ticket has 28.
pub(crate) const ROWS: usize = 1000;

/// Pending rows of the tables of one context.
pub(crate) trait Rows: Any + Send {
    /// Whether enough rows wait for one statement; more would only take memory.
    fn is_full(&self) -> bool {
        false
    }

    /// Writes all rows.
    fn write(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Result<(), StoreError>>;
}

/// Rows waiting to be added to a transaction.
#[derive(Default)]
pub(crate) struct Pending {
    lines: Vec<LogLine>,
    texts: Vec<(StreamId, TextId, Text)>,
    tables: Vec<Box<dyn Rows>>,
    /// Rows no query of the transaction reads: they are written right before the commit.
    last: Vec<Box<dyn Rows>>,
    added: u64,
}

impl Pending {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.texts.is_empty() && self.tables.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.lines.len() >= ROWS
            || self.texts.len() >= ROWS
            || self.tables.iter().any(|rows| rows.is_full())
    }

    /// How often something was added.
    pub fn added(&self) -> u64 {
        self.added
    }

    pub fn line(&mut self, line: LogLine) {
        self.added += 1;
        self.lines.push(line);
    }

    pub fn text(&mut self, stream: StreamId, id: TextId, text: Text) {
        self.added += 1;
        self.texts.push((stream, id, text));
    }

    /// The pending rows of a context, to add to.
    pub fn rows<R: Rows + Default>(&mut self) -> &mut R {
        self.added += 1;
        of_kind(&mut self.tables)
    }

    /// Same as [`Pending::rows`], for rows written once at the end of the whole transaction.
    pub fn at_commit<R: Rows + Default>(&mut self) -> &mut R {
        self.added += 1;
        of_kind(&mut self.last)
    }

    /// Writes everything except the rows that wait for the commit.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        for part in std::mem::take(&mut self.texts).chunks(ROWS) {
            write_texts(tx, part).await?;
        }
        for part in std::mem::take(&mut self.lines).chunks(ROWS) {
            write_lines(tx, part).await?;
        }
        for rows in std::mem::take(&mut self.tables) {
            rows.write(tx).await?;
        }
        Ok(())
    }

    /// Writes the rows that wait for the commit.
    pub async fn write_last(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        for rows in std::mem::take(&mut self.last) {
            rows.write(tx).await?;
        }
        Ok(())
    }
}

fn of_kind<R: Rows + Default>(all: &mut Vec<Box<dyn Rows>>) -> &mut R {
    let mut each = all.iter();
    let found = each.position(|rows| (rows.as_ref() as &dyn Any).is::<R>());
    let at = found.unwrap_or_else(|| {
        all.push(Box::<R>::default());
        all.len() - 1
    });
    match (all[at].as_mut() as &mut dyn Any).downcast_mut() {
        Some(rows) => rows,
        None => unreachable!("it was found by its type"),
    }
}

async fn write_texts(tx: &mut Tx, texts: &[(StreamId, TextId, Text)]) -> Result<(), StoreError> {
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new("INSERT INTO text (stream, owner, id, body, format) ");
        query.push_values(texts, |mut row, (stream, id, text)| {
            row.push_bind(stream.kind.name()).push_bind(stream.id)
                .push_bind(id.to_string()).push_bind(text.body.as_str())
                .push_bind(text.format.name());
        });
        query.build().execute(c).await?.rows_affected()
    });
    Ok(())
}

async fn write_lines(tx: &mut Tx, lines: &[LogLine]) -> Result<(), StoreError> {
    let sql = "INSERT INTO event (position, stream, id, version, at, actor, command, type, v, data, content) ";
    on_tx!(tx, c => {
        let mut query = QueryBuilder::new(sql);
        query.push_values(lines, |mut row, line| {
            row.push_bind(line.position)
                .push_bind(line.stream.kind.name())
                .push_bind(line.stream.id)
                .push_bind(line.version)
                .push_bind(line.at.0)
                .push_bind(line.by.map(|person| person.0))
                .push_bind(line.command.to_string())
                .push_bind(line.stored.name.as_str())
                .push_bind(line.stored.v)
                .push_bind(line.stored.data.as_str())
                .push_bind(line.content.as_deref());
        });
        query.build().execute(c).await?.rows_affected()
    });
    Ok(())
}
