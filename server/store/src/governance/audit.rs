//! The audit log: audit events in their own streams, and the network addresses they came from.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{Position, Stamp};
use crate::kernel::writer::Txn;
use guichet_domain::governance::audit::{AuditEvent, AuditTopic};
use guichet_domain::governance::stream_class::{Readers, StreamForm};
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::kernel::tagged::{Json, StoredEvent};
use guichet_domain::{CommandId, PersonId, Timestamp};
use sqlx_macros::FromRow;

/// Criteria that narrow the audit log; all that are set must hold.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only events caused by, or concerning, one of these people.
    pub who: Option<Vec<PersonId>>,
    /// Only events of this topic.
    pub topic: Option<AuditTopic>,
    /// Only events at or after this instant.
    pub since: Option<Timestamp>,
    /// Only events before this instant.
    pub until: Option<Timestamp>,
    /// Only events that came from exactly this network address.
    pub address: Option<String>,
}

/// An event that belongs to no ticket.
#[derive(Clone, Debug, FromRow)]
pub struct AuditRow {
    /// Position of the event in the log.
    pub position: Position,
    /// Kind of its stream, as [`Stream::name`] writes it.
    pub stream: String,
    /// Number of the stream within its kind, such as the person or the entry concerned.
    pub id: i64,
    at: i64,
    actor: Option<i64>,
    #[sqlx(rename = "type")]
    name: String,
    v: i64,
    /// Data of the event, as stored JSON.
    pub data: String,
    /// Data of the entry before it was saved, as stored JSON; `None` if it was new.
    pub before: Option<String>,
    address: Option<String>,
    device: Option<String>,
}

impl AuditRow {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    /// Who caused it; `None` is the system.
    pub fn by(&self) -> Option<PersonId> {
        self.actor.map(PersonId)
    }

    /// Parses the audit event; `None` if the row is a saved entry.
    ///
    /// # Errors
    /// [`StoreError`] if no version of the program can have written such an event.
    pub fn audited(&self) -> Result<Option<AuditEvent>, StoreError> {
        let kind = Stream::from_name(&self.stream);
        if kind.is_none_or(|kind| kind.class().form != StreamForm::Audit) {
            return Ok(None);
        }
        Ok(Some(AuditEvent::read(StoredEvent {
            name: self.name.clone(),
            v: self.v,
            data: Json::from_text(self.data.clone()),
        })?))
    }

    /// Network address and device it came from; `None` if not recorded or no longer kept.
    pub fn client(&self) -> Option<Client> {
        Some(Client {
            address: self.address.clone()?,
            device: self.device.clone().unwrap_or_default(),
        })
    }
}

impl Conn {
    /// Number of events in a stream.
    pub(crate) async fn version(&mut self, stream: StreamId) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(version), 0) FROM event WHERE stream = $1 AND id = $2";
        let (version,): (i64,) = on!(self, c => sqlx::query_as(sql).bind(stream.kind.name()).bind(stream.id).fetch_one(c).await?);
        Ok(version)
    }

    /// Rows that match `filter`, before position `before`, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn audit(
        &mut self,
        filter: &AuditFilter,
        before: Option<Position>,
        limit: i64,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let (from, key) = match (filter.address.is_some(), self.is_postgres()) {
            // What came from one address is little: it leads.
            (true, _) => (
                "client o JOIN event e ON e.position = o.position",
                "o.position",
            ),
            (false, true) => (
                "event e LEFT JOIN client o ON o.position = e.position",
                "e.position",
            ),
            // SQLite would walk the whole log backwards, tickets and all.
            (false, false) => (
                "event e INDEXED BY event_audit LEFT JOIN client o ON o.position = e.position",
                "e.position",
            ),
        };
        let select = format!(
            "SELECT e.position, e.stream, e.id, e.at, e.actor, e.type, e.v, e.data, p.data AS before,
                    o.address, o.device
             FROM {from}
             LEFT JOIN event p ON p.stream = e.stream AND p.id = e.id AND p.version = e.version - 1
                  AND e.type = 'saved'
             WHERE e.stream <> 'ticket' AND {key} < "
        );
        let rows = on!(self, c => {
            let mut query = sqlx::QueryBuilder::new(select);
            query.push_bind(before.unwrap_or(i64::MAX));
            let read = Stream::names_where(|class| class.readers == Readers::Administrators);
            one_of(&mut query, "e.stream", read);
            if let Some(address) = &filter.address {
                query.push(" AND o.address = ").push_bind(address.as_str());
            }
            if let Some(since) = filter.since {
                query.push(" AND e.at >= ").push_bind(since.0);
            }
            if let Some(until) = filter.until {
                query.push(" AND e.at < ").push_bind(until.0);
            }
            if let Some(who) = &filter.who {
                query.push(" AND (FALSE");
                for who in who {
                    query.push(" OR e.actor = ").push_bind(who.0)
                        .push(" OR e.stream IN ('person', 'access') AND e.id = ").push_bind(who.0);
                }
                query.push(")");
            }
            if let Some(topic) = filter.topic {
                let (streams, types) = topic.streams();
                one_of(&mut query, "e.stream", streams.iter().map(|kind| kind.name()));
                if !types.is_empty() {
                    one_of(&mut query, "e.type", types.iter().copied());
                }
            }
            query.push(format!(" ORDER BY {key} DESC LIMIT ")).push_bind(limit);
            query.build_query_as::<AuditRow>().fetch_all(c).await?
        });
        Ok(rows)
    }
}

fn one_of<DB: sqlx::Database>(
    query: &mut sqlx::QueryBuilder<DB>,
    column: &str,
    names: impl IntoIterator<Item = &'static str>,
) where
    &'static str: sqlx::Type<DB> + for<'q> sqlx::Encode<'q, DB>,
{
    query.push(format!(" AND {column} IN ("));
    let mut list = query.separated(", ");
    for name in names {
        list.push_bind(name);
    }
    query.push(")");
}

impl Txn {
    /// Appends an audit event to its stream, and records the client it came from. `by` is who
    /// caused it, as far as they were authenticated; `about` is the person whose account it
    /// concerns.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses.
    pub async fn note(
        &mut self,
        audited: &AuditEvent,
        about: Option<PersonId>,
        by: &Who,
        (command, at): (CommandId, Timestamp),
        client: Option<&Client>,
    ) -> Result<(), StoreError> {
        let stream = audited.stream(about);
        let version = self.conn.version(stream).await?;
        let by = by.person();
        let stamp = Stamp { at, by, command };
        self.append_to(stream, version, &[(stamp, audited)], &[])
            .await?;
        self.put_client(at, client).await
    }

    /// Records the client the newest event came from.
    pub(crate) async fn put_client(
        &mut self,
        at: Timestamp,
        client: Option<&Client>,
    ) -> Result<(), StoreError> {
        if let Some(client) = client {
            change!(&mut self.conn, c => sqlx::query(
                "INSERT INTO client (position, at, address, device) VALUES ($1, $2, $3, $4)")
                .bind(self.position).bind(at.0).bind(&client.address).bind(&client.device)
                .execute(c).await?.rows_affected());
        }
        Ok(())
    }
}
