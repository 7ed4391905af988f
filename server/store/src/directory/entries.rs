//! What administrators set up: read whole, saved an entry at a time.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::LogLine;
use crate::kernel::writer::Txn;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::tagged::{Stored, to_tagged};
use guichet_domain::{CommandId, Timestamp};
use std::sync::Arc;

impl Conn {
    /// Everything administrators set up.
    ///
    /// # Errors
    /// An entry of an unknown form.
    pub async fn directory(&mut self) -> Result<Directory, StoreError> {
        let rows: Vec<(String, i64, String)> =
            on!(self, c => sqlx::query_as("SELECT kind, id, data FROM entry").fetch_all(c).await?);
        let mut directory = Directory::default();
        for (kind, id, data) in rows {
            let json = format!("{{\"{kind}\":{data}}}");
            let entry: Entry = serde_json::from_str(&json)
                .map_err(|e| StoreError::Entry(format!("{kind} {id}"), e))?;
            directory.save(entry);
        }
        Ok(directory)
    }

    /// The position of the last saved entry: a directory read at it is still the same.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn directory_position(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(position), 0) FROM entry";
        let (position,): (i64,) = on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(position)
    }

    pub(crate) async fn put_entry(
        &mut self,
        entry: &Entry,
        position: i64,
    ) -> Result<(), StoreError> {
        let (kind, id) = entry.key();
        let data = content(entry);
        on!(self, c => sqlx::query(
            "INSERT INTO entry (kind, id, position, data) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, id) DO UPDATE SET position = excluded.position, data = excluded.data")
            .bind(kind).bind(id).bind(position).bind(data.to_string()).execute(c).await?.rows_affected());
        Ok(())
    }
}

fn content(entry: &Entry) -> serde_json::Value {
    to_tagged(entry).1.unwrap_or_default()
}

impl Txn {
    /// The directory as this transaction sees it.
    pub fn directory_now(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    /// The next free number among the entries of a kind.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn next_entry(&mut self, kind: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM entry WHERE kind = $1";
        let (id,): (i64,) =
            on!(&mut self.conn, c => sqlx::query_as(sql).bind(kind).fetch_one(c).await?);
        Ok(id)
    }

    /// Saves an entry: an event in its own stream.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn save(
        &mut self,
        entry: Entry,
        by: &Who,
        (command, at): (CommandId, Timestamp),
        client: Option<&Client>,
    ) -> Result<(), StoreError> {
        let (kind, id) = entry.key();
        let version = self.conn.version(kind, id).await?;
        let position = self.position + 1;
        let stored = Stored {
            name: "saved".into(),
            v: 1,
            data: content(&entry),
        };
        let line = LogLine {
            position,
            stream: kind,
            id,
            version: version + 1,
            at,
            by: by.person(),
            command,
            content: self.contents.remove(&command),
            stored,
        };
        self.conn.append(line).await?;
        if let Entry::Person(person) = &entry
            && let Some(known) = self.directory.people.get(&person.id)
            && known.email != person.email
        {
            self.conn.clear_bounce(person.id).await?;
            self.conn.void_answers(person.id).await?;
        }
        self.conn.put_entry(&entry, position).await?;
        self.position = position;
        self.entries = position;
        Arc::make_mut(&mut self.directory).save(entry);
        self.put_client(at, client).await
    }
}
