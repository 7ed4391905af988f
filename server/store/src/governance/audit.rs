//! What administrators read afterwards: audit events in their own streams, and where they came from.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{Position, Stamp};
use crate::kernel::writer::Txn;
use guichet_domain::governance::audit::{AuditEvent, AuditTopic};
use guichet_domain::governance::stream_class::{Readers, StreamForm};
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::{CommandId, PersonId, Timestamp};
use sqlx::FromRow;

/// What the audit log is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Who did it, or whom it concerns: one of these.
    pub who: Option<Vec<PersonId>>,
    pub topic: Option<AuditTopic>,
    pub since: Option<Timestamp>,
    /// Not included.
    pub until: Option<Timestamp>,
    pub address: Option<String>,
}

/// A line of the log that is of no ticket.
#[derive(Clone, Debug, FromRow)]
pub struct AuditRow {
    pub position: Position,
    pub stream: String,
    pub id: i64,
    at: i64,
    actor: Option<i64>,
    #[sqlx(rename = "type")]
    name: String,
    v: i64,
    /// JSON, as it was stored.
    pub data: String,
    /// What an entry held before it was saved.
    pub before: Option<String>,
    address: Option<String>,
    device: Option<String>,
}

impl AuditRow {
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    pub fn by(&self) -> Option<PersonId> {
        self.actor.map(PersonId)
    }

    /// The audit events; nothing where it is a saved entry.
    ///
    /// # Errors
    /// A form that no version can have written.
    pub fn audited(&self) -> Result<Option<AuditEvent>, StoreError> {
        let kind = Stream::from_name(&self.stream);
        if kind.is_none_or(|kind| kind.class().form != StreamForm::Audit) {
            return Ok(None);
        }
        let data = serde_json::from_str(&self.data)
            .map_err(|e| StoreError::Entry(self.name.clone(), e))?;
        Ok(Some(AuditEvent::read(StoredEvent {
            name: self.name.clone(),
            v: self.v,
            data,
        })?))
    }

    pub fn client(&self) -> Option<Client> {
        Some(Client {
            address: self.address.clone()?,
            device: self.device.clone().unwrap_or_default(),
        })
    }
}

impl Conn {
    /// The number of the last event in a stream; 0 where there is none.
    pub(crate) async fn version(&mut self, stream: StreamId) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(version), 0) FROM event WHERE stream = $1 AND id = $2";
        let (version,): (i64,) = on!(self, c => sqlx::query_as(sql).bind(stream.kind.name()).bind(stream.id).fetch_one(c).await?);
        Ok(version)
    }

    /// The lines before a position that fit, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The database does not answer.
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
    /// Writes an audit event into its stream, with where it came from beside it. `by` is who did it, as far
    /// as they proved to be somebody; `about` whose account it concerns.
    ///
    /// # Errors
    /// The database refuses.
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

    /// Keeps where the newest line of the log came from.
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
