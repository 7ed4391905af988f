//! Whether the database is sound: its own word for it, a log without gaps, texts for every event,
//! and which files it names.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::tx::Tx;
use guichet_domain::{FileId, TicketId};
use serde_json::Value;
use std::collections::BTreeMap;

impl Conn {
    /// What is wrong below the level of events, a sentence each; empty when all is well.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn faults(&mut self) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        if let Tx::Sqlite(tx) = self.settled().await? {
            let said: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check(20)")
                .fetch_all(&mut **tx)
                .await?;
            faults.extend(
                said.into_iter()
                    .map(|(line,)| line)
                    .filter(|line| line != "ok"),
            );
        }
        let sql =
            "SELECT COUNT(*), COALESCE(MIN(position), 1), COALESCE(MAX(position), 0) FROM event";
        let (lines, first, last): (i64, i64, i64) =
            on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        if first != 1 || lines != last {
            faults.push(format!(
                "the log has {lines} lines, from position {first} to {last}: some are missing"
            ));
        }
        let sql = "SELECT stream, id FROM event GROUP BY stream, id HAVING COUNT(*) <> MAX(version) LIMIT 20";
        let gaps: Vec<(String, i64)> = on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        faults.extend(
            gaps.into_iter()
                .map(|(stream, id)| format!("events of {stream} {id} are missing")),
        );
        faults.extend(self.missing_texts().await?);
        Ok(faults)
    }

    /// Texts that an event names and that are nowhere.
    async fn missing_texts(&mut self) -> Result<Vec<String>, StoreError> {
        let mut missing = Vec::new();
        let mut last = 0;
        loop {
            let sql =
                "SELECT id FROM event WHERE stream = 'ticket' AND id > $1 ORDER BY id LIMIT 1";
            let next: Option<(i64,)> =
                on!(self, c => sqlx::query_as(sql).bind(last).fetch_optional(c).await?);
            let Some((id,)) = next else {
                return Ok(missing);
            };
            last = id;
            let history = self.history(TicketId(id)).await?;
            let texts = self.texts(TicketId(id)).await?;
            let named = history.iter().flat_map(|envelope| envelope.event.texts());
            for text in named
                .filter(|text| !texts.contains_key(text))
                .take(20 - missing.len().min(20))
            {
                missing.push(format!("the text {text} of ticket {id} is missing"));
            }
        }
    }

    /// How many tickets there are.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn count_tickets(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM ticket";
        let (n,): (i64,) = on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(n)
    }

    /// The files that tickets have now, with their sizes, and those that hold e-mails.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn files(&mut self) -> Result<BTreeMap<FileId, Option<i64>>, StoreError> {
        let sql = "SELECT id, type, data FROM event
             WHERE stream = 'ticket' AND type IN ('attached', 'redacted') ORDER BY id, version";
        let lines: Vec<(i64, String, String)> =
            on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let mut files: BTreeMap<FileId, (i64, i64)> = BTreeMap::new();
        let id =
            |value: Option<&Value>| value.and_then(Value::as_str).and_then(|id| id.parse().ok());
        for (ticket, kind, data) in lines {
            let data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry(kind.clone(), e))?;
            let (attachment, what) = (data.get("attachment"), data.get("what"));
            if let Some(file) = id(attachment.and_then(|a| a.get("file"))) {
                let size = attachment
                    .and_then(|a| a.get("size"))
                    .and_then(Value::as_i64);
                files.insert(file, (ticket, size.unwrap_or(0)));
            } else if let Some(file) = id(what.and_then(|what| what.get("file"))) {
                files.remove(&file);
            } else if what.and_then(Value::as_str) == Some("all") {
                files.retain(|_, (of, _)| *of != ticket);
            }
        }
        let outbound = self.message_files().await?;
        let outbound = outbound.into_iter().map(|file| (file, None));
        let files = files
            .into_iter()
            .map(|(file, (_, size))| (file, Some(size)));
        Ok(files.chain(outbound).collect())
    }
}
