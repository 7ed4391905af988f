//! The directory: read whole, saved one entry at a time.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::{Position, Stamp};
use crate::kernel::writer::Txn;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::stream::{Stream, StreamEvent};
use guichet_domain::{CommandId, Timestamp};
use std::sync::Arc;

impl Conn {
    /// The whole directory.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an entry cannot be read.
    pub async fn directory(&mut self) -> Result<Directory, StoreError> {
        let mut directory = Directory::default();
        for entry in self.entries_after(0).await? {
            directory.save(entry);
        }
        Ok(directory)
    }

    /// Entries saved after a position, in their present form.
    pub(crate) async fn entries_after(
        &mut self,
        position: Position,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<(String, i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT kind, id, data FROM entry WHERE position > $1")
            .bind(position).fetch_all(c).await?);
        let read = rows.into_iter().map(|(kind, id, data)| {
            let json = format!("{{\"{kind}\":{data}}}");
            serde_json::from_str(&json).map_err(|e| StoreError::Entry(format!("{kind} {id}"), e))
        });
        read.collect()
    }

    /// Position of the last saved entry: a directory read at the same position is still current.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
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
        let (stream, data) = (entry.stream(), entry.store().data);
        change!(self, c => sqlx::query(
            "INSERT INTO entry (kind, id, position, data) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, id) DO UPDATE SET position = excluded.position, data = excluded.data")
            .bind(stream.kind.name()).bind(stream.id).bind(position).bind(data.to_string()).execute(c).await?.rows_affected());
        Ok(())
    }
}

impl Txn {
    /// The directory as this transaction sees it.
    pub fn directory_now(&self) -> Arc<Directory> {
        Arc::clone(&self.directory)
    }

    /// The next free number among the entries of a kind.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn next_entry(&mut self, kind: Stream) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(id), 0) + 1 FROM entry WHERE kind = $1";
        let (id,): (i64,) =
            on!(&mut self.conn, c => sqlx::query_as(sql).bind(kind.name()).fetch_one(c).await?);
        Ok(id)
    }

    /// Saves an entry, as an event in its own stream.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses.
    pub async fn save(
        &mut self,
        entry: Entry,
        by: &Who,
        (command, at): (CommandId, Timestamp),
        client: Option<&Client>,
    ) -> Result<(), StoreError> {
        let stream = entry.stream();
        let version = self.conn.version(stream).await?;
        let by = by.person();
        let stamp = Stamp { at, by, command };
        self.append_to(stream, version, &[(stamp, &entry)], &[])
            .await?;
        if let Entry::Person(person) = &entry
            && let Some(known) = self.directory.people.get(&person.id)
            && known.email != person.email
        {
            self.conn.clear_bounce(person.id).await?;
            self.conn.void_answers(person.id).await?;
        }
        self.conn.put_entry(&entry, self.position).await?;
        self.entries = self.position;
        Arc::make_mut(&mut self.directory).save(entry);
        self.put_client(at, client).await
    }
}
