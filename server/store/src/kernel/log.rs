//! The log: appending events and reading them back.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{LogLine, Position, Stamp};
use crate::kernel::unreadable;
use crate::kernel::writer::Txn;
use guichet_domain::directory::entry::Entry;
use guichet_domain::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::governance::stream_class::StreamForm;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::ids::{ArticleId, FeedbackId, PersonId, TextId, TicketId};
use guichet_domain::kernel::prose::{Format, Text};
use guichet_domain::kernel::stream::{ATTACHED, REDACTED, Stream, StreamEvent, StreamId};
use guichet_domain::kernel::tagged::{Json, StoredEvent};
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::knowledge::event::{ArticleEnvelope, ArticleEvent};
use guichet_domain::tickets::event::{Envelope, Event};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of texts or tickets named in one query.
const NAMED: usize = 400;

/// Events of tickets with their positions, or the error that kept a ticket from being read.
pub type Histories = BTreeMap<TicketId, Result<Vec<(Position, Envelope)>, StoreError>>;

/// One event of the log, read after a position.
#[derive(Clone, Debug)]
pub enum Logged {
    /// An event of a ticket.
    Ticket(Position, Envelope),
    /// An event of an article.
    Article(Position, ArticleEnvelope),
    /// An event of a feedback.
    Feedback(Position, FeedbackEnvelope),
    /// A saved entry of the directory.
    Entry(Position, Entry),
    /// An event this program cannot read, with the error message.
    Unreadable(Position, String),
    /// An audit event, for administrators; it belongs to no ticket and to no projection.
    AuditEvent(Position, AuditEvent),
}

impl Logged {
    /// Stream and event, for streams that texts and files can belong to.
    pub(crate) fn event(&self) -> Option<(StreamId, &dyn StreamEvent)> {
        match self {
            Self::Ticket(_, envelope) => Some((envelope.ticket.into(), &envelope.event)),
            Self::Article(_, envelope) => Some((envelope.article.into(), &envelope.event)),
            Self::Feedback(_, envelope) => Some((envelope.feedback.into(), &envelope.event)),
            Self::Entry(_, entry) => Some((entry.stream(), entry)),
            Self::AuditEvent(..) | Self::Unreadable(..) => None,
        }
    }

    /// Position of the event in the log.
    pub fn position(&self) -> Position {
        match self {
            Self::Ticket(position, _)
            | Self::Article(position, _)
            | Self::Feedback(position, _)
            | Self::Entry(position, _)
            | Self::AuditEvent(position, _)
            | Self::Unreadable(position, ..) => *position,
        }
    }
}

#[derive(sqlx_macros::FromRow)]
struct Row {
    position: i64,
    stream: String,
    id: i64,
    at: i64,
    actor: Option<i64>,
    command: String,
    #[sqlx(rename = "type")]
    name: String,
    v: i64,
    data: String,
}

impl Row {
    fn stored(self) -> StoredEvent {
        StoredEvent {
            name: self.name,
            v: self.v,
            data: Json::from_text(self.data),
        }
    }

    fn envelope(self) -> Result<Envelope, StoreError> {
        Ok(Envelope {
            ticket: TicketId(self.id),
            at: Timestamp(self.at),
            by: self.by(),
            command: self.command.parse().unwrap_or_default(),
            event: Event::read(self.stored())?,
        })
    }

    fn article_envelope(self) -> Result<ArticleEnvelope, StoreError> {
        Ok(ArticleEnvelope {
            article: ArticleId(self.id),
            at: Timestamp(self.at),
            by: self.by(),
            command: self.command.parse().unwrap_or_default(),
            event: ArticleEvent::read(self.stored())?,
        })
    }

    fn feedback_envelope(self) -> Result<FeedbackEnvelope, StoreError> {
        Ok(FeedbackEnvelope {
            feedback: FeedbackId(self.id),
            at: Timestamp(self.at),
            by: self.by(),
            command: self.command.parse().unwrap_or_default(),
            event: FeedbackEvent::read(self.stored())?,
        })
    }

    fn by(&self) -> Who {
        self.actor
            .map_or(Who::System, |id| Who::Person(PersonId(id)))
    }

    fn entry(self) -> Result<Entry, StoreError> {
        let json = format!("{{\"{}\":{}}}", self.stream, self.data);
        serde_json::from_str(&json)
            .map_err(|e| StoreError::Entry(format!("{} {}", self.stream, self.id), e))
    }

    fn logged_or_not(self) -> Logged {
        let position = self.position;
        self.read(Self::logged)
            .unwrap_or_else(|error| Logged::Unreadable(position, error.to_string()))
    }

    /// Applies `read`; an error is logged once per event.
    fn read<T>(self, read: impl FnOnce(Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let (position, stream, id) = (self.position, self.stream.clone(), self.id);
        read(self).inspect_err(|error| unreadable::say_once(position, &stream, id, error))
    }

    fn logged(self) -> Result<Logged, StoreError> {
        let position = self.position;
        // A stream that a newer program has is read as an entry of a kind that there is not.
        let form =
            Stream::from_name(&self.stream).map_or(StreamForm::Entry, |kind| kind.class().form);
        Ok(match form {
            StreamForm::Ticket => Logged::Ticket(position, self.envelope()?),
            StreamForm::Article => Logged::Article(position, self.article_envelope()?),
            StreamForm::Feedback => Logged::Feedback(position, self.feedback_envelope()?),
            StreamForm::Audit => Logged::AuditEvent(position, AuditEvent::read(self.stored())?),
            StreamForm::Entry => Logged::Entry(position, self.entry()?),
        })
    }
}

impl Txn {
    /// Appends events to one stream that has `version` events so far. Writes the texts and files
    /// they bring, and empties what they remove.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the transaction can then only be rolled back.
    pub(crate) async fn append_to(
        &mut self,
        stream: StreamId,
        version: i64,
        events: &[(Stamp, &dyn StreamEvent)],
        texts: &[(TextId, Text)],
    ) -> Result<(), StoreError> {
        for (id, text) in texts {
            self.conn.pending.text(stream, *id, text.clone());
        }
        let mut removed = Vec::new();
        for (n, (stamp, event)) in (1..).zip(events) {
            self.position += 1;
            let content = self.contents.remove(&stamp.command);
            self.commands.add(stamp.command, stream, content.clone());
            self.conn.pending.line(LogLine {
                position: self.position,
                stream,
                version: version + n,
                at: stamp.at,
                by: stamp.by,
                command: stamp.command,
                content,
                stored: event.store(),
            });
            removed.extend(event.beside().removes.map(|what| (what, stamp.command)));
            self.conn.write_when_full().await?;
        }
        for (what, command) in removed {
            let by = (command, self.position);
            self.conn.redact(stream, what, by).await?;
            self.commands.forget();
        }
        Ok(())
    }
}

impl Conn {
    /// Writes the pending rows if there are many, to keep memory small.
    pub(crate) async fn write_when_full(&mut self) -> Result<(), StoreError> {
        if self.pending.is_full() {
            self.settled().await?;
        }
        Ok(())
    }

    /// Position of the last event; 0 if the log is empty.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for every query below.
    pub async fn head(&mut self) -> Result<Position, StoreError> {
        let sql = "SELECT COALESCE(MAX(position), 0) FROM event";
        let (head,): (i64,) = on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(head)
    }

    /// Events of a ticket, oldest first; empty if there is no such ticket.
    pub async fn history(&mut self, ticket: TicketId) -> Result<Vec<Envelope>, StoreError> {
        let placed = self.placed_history(ticket).await?;
        Ok(placed.into_iter().map(|(_, envelope)| envelope).collect())
    }

    /// Same as [`Conn::history`], each event with its position.
    pub async fn placed_history(
        &mut self,
        ticket: TicketId,
    ) -> Result<Vec<(Position, Envelope)>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT position, stream, id, at, actor, command, type, v, data FROM event
             WHERE stream = 'ticket' AND id = $1 ORDER BY version")
            .bind(ticket.0).fetch_all(c).await?);
        rows.into_iter()
            .map(|row| Ok((row.position, row.read(Row::envelope)?)))
            .collect()
    }

    /// Events of an article, oldest first; empty if there is no such article.
    pub async fn article_history(
        &mut self,
        article: ArticleId,
    ) -> Result<Vec<ArticleEnvelope>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT position, stream, id, at, actor, command, type, v, data FROM event
             WHERE stream = 'article' AND id = $1 ORDER BY version")
            .bind(article.0).fetch_all(c).await?);
        let rows = rows.into_iter();
        rows.map(|row| row.read(Row::article_envelope)).collect()
    }

    /// Events of a feedback with their positions, oldest first; empty if there is no such feedback.
    pub async fn feedback_history(
        &mut self,
        feedback: FeedbackId,
    ) -> Result<Vec<(Position, FeedbackEnvelope)>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT position, stream, id, at, actor, command, type, v, data FROM event
             WHERE stream = 'feedback' AND id = $1 ORDER BY version")
            .bind(feedback.0).fetch_all(c).await?);
        let rows = rows.into_iter();
        rows.map(|row| Ok((row.position, row.read(Row::feedback_envelope)?)))
            .collect()
    }

    /// Events of several tickets with their positions, oldest first. A ticket that cannot be read
    /// has an error of its own; the others are not affected.
    pub async fn histories(
        &mut self,
        tickets: impl IntoIterator<Item = TicketId>,
    ) -> Result<Histories, StoreError> {
        let tickets: BTreeSet<TicketId> = tickets.into_iter().collect();
        let tickets: Vec<String> = tickets.iter().map(ToString::to_string).collect();
        let mut histories = Histories::new();
        for some in tickets.chunks(NAMED) {
            let sql = format!(
                "SELECT position, stream, id, at, actor, command, type, v, data FROM event
                 WHERE stream = 'ticket' AND id IN ({}) ORDER BY id, version",
                some.join(", ")
            );
            let rows: Vec<Row> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
                .persistent(false).fetch_all(c).await?);
            for row in rows {
                let (ticket, position) = (TicketId(row.id), row.position);
                let history = histories.entry(ticket).or_insert_with(|| Ok(Vec::new()));
                if let Ok(known) = history {
                    match row.read(Row::envelope) {
                        Ok(envelope) => known.push((position, envelope)),
                        Err(error) => *history = Err(error),
                    }
                }
            }
        }
        Ok(histories)
    }

    /// Events after a position, in log order, at most `limit`. An event that cannot be read
    /// (written by a newer program, or damaged) is returned as [`Logged::Unreadable`].
    pub async fn after(
        &mut self,
        position: Position,
        limit: i64,
    ) -> Result<Vec<Logged>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT position, stream, id, at, actor, command, type, v, data FROM event
             WHERE position > $1 ORDER BY position LIMIT $2")
            .bind(position).bind(limit).fetch_all(c).await?);
        Ok(rows.into_iter().map(Row::logged_or_not).collect())
    }

    /// Events of any stream that attach a file or remove something, in log order. An unreadable one
    /// is an error, because files no event names are deleted.
    pub(crate) async fn file_events(&mut self) -> Result<Vec<Logged>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT position, stream, id, at, actor, command, type, v, data FROM event
             WHERE type IN ($1, $2) ORDER BY position")
            .bind(ATTACHED).bind(REDACTED).fetch_all(c).await?);
        rows.into_iter().map(|row| row.read(Row::logged)).collect()
    }

    /// The texts of a stream with these ids, by id; missing ones are left out.
    pub async fn texts_named(
        &mut self,
        stream: impl Into<StreamId>,
        ids: impl IntoIterator<Item = TextId>,
    ) -> Result<BTreeMap<TextId, Text>, StoreError> {
        let stream = stream.into();
        let ids: BTreeSet<TextId> = ids.into_iter().collect();
        let ids: Vec<String> = ids.iter().map(TextId::to_string).collect();
        let mut found = BTreeMap::new();
        for some in ids.chunks(NAMED) {
            let places: Vec<String> = (3..some.len() + 3).map(|n| format!("${n}")).collect();
            let sql = format!(
                "SELECT id, body, format FROM text WHERE stream = $1 AND owner = $2 AND id IN ({})",
                places.join(", ")
            );
            let rows: Vec<(String, String, String)> = on!(self, c => {
                let mut query = sqlx::query_as(AssertSqlSafe(sql))
                    .persistent(false)
                    .bind(stream.kind.name())
                    .bind(stream.id);
                for id in some {
                    query = query.bind(id);
                }
                query.fetch_all(c).await?
            });
            let texts = rows.into_iter();
            found
                .extend(texts.filter_map(|(id, body, format)| {
                    Some((id.parse().ok()?, text(body, &format)))
                }));
        }
        Ok(found)
    }

    /// The texts of tickets with these ids; missing ones are left out.
    pub async fn texts_of(
        &mut self,
        wanted: impl IntoIterator<Item = (TicketId, TextId)>,
    ) -> Result<BTreeMap<(TicketId, TextId), Text>, StoreError> {
        let wanted: BTreeSet<(TicketId, TextId)> = wanted.into_iter().collect();
        let wanted: Vec<(TicketId, TextId)> = wanted.into_iter().collect();
        let mut found = BTreeMap::new();
        for some in wanted.chunks(NAMED) {
            let rows: Vec<(i64, String, String, String)> = on!(self, c => {
                let mut query = sqlx::QueryBuilder::new("WITH wanted (owner, id) AS (");
                query.push_values(some, |mut row, (ticket, id)| {
                    row.push_bind(ticket.0).push_bind(id.to_string());
                });
                query.push(
                    ") SELECT text.owner, text.id, text.body, text.format FROM wanted JOIN text
                     ON text.stream = 'ticket' AND text.owner = wanted.owner AND text.id = wanted.id",
                );
                query.build_query_as().persistent(false).fetch_all(c).await?
            });
            let texts = rows.into_iter();
            found.extend(texts.filter_map(|(ticket, id, body, format)| {
                Some(((TicketId(ticket), id.parse().ok()?), text(body, &format)))
            }));
        }
        Ok(found)
    }

    /// The characters of texts of a stream with these ids, wherever all are read in one way;
    /// missing ones are left out.
    pub async fn bodies_named(
        &mut self,
        stream: impl Into<StreamId>,
        ids: impl IntoIterator<Item = TextId>,
    ) -> Result<BTreeMap<TextId, String>, StoreError> {
        let texts = self.texts_named(stream, ids).await?.into_iter();
        Ok(texts.map(|(id, text)| (id, text.body)).collect())
    }

    /// The characters of all texts of a stream, by id.
    pub async fn bodies(
        &mut self,
        stream: impl Into<StreamId>,
    ) -> Result<BTreeMap<TextId, String>, StoreError> {
        let texts = self.texts(stream).await?.into_iter();
        Ok(texts.map(|(id, text)| (id, text.body)).collect())
    }

    /// The characters of texts of tickets with these ids, such as their subjects; missing ones are
    /// left out.
    pub async fn bodies_of(
        &mut self,
        wanted: impl IntoIterator<Item = (TicketId, TextId)>,
    ) -> Result<BTreeMap<(TicketId, TextId), String>, StoreError> {
        let texts = self.texts_of(wanted).await?.into_iter();
        Ok(texts.map(|(id, text)| (id, text.body)).collect())
    }

    /// Whether anything was removed from any stream after position `after`, up to and including
    /// `upto`.
    pub async fn removed_between(
        &mut self,
        after: Position,
        upto: Position,
    ) -> Result<bool, StoreError> {
        let row: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT position FROM event
             WHERE position > $1 AND position <= $2 AND type = $3 LIMIT 1")
            .bind(after).bind(upto).bind(REDACTED).fetch_optional(c).await?);
        Ok(row.is_some())
    }

    /// All texts of a stream, by id.
    pub async fn texts(
        &mut self,
        stream: impl Into<StreamId>,
    ) -> Result<BTreeMap<TextId, Text>, StoreError> {
        let stream = stream.into();
        let rows: Vec<(String, String, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, body, format FROM text WHERE stream = $1 AND owner = $2")
            .bind(stream.kind.name()).bind(stream.id).fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .filter_map(|(id, body, format)| Some((id.parse().ok()?, text(body, &format))))
            .collect())
    }
}

/// A text as its row has it.
fn text(body: String, format: &str) -> Text {
    Text {
        body,
        format: Format::from_name(format),
    }
}
