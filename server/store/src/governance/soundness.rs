//! Consistency checks of the database: its own integrity check, gaps in the log, missing texts, and
//! the files it names.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::log::Logged;
use crate::kernel::tx::Tx;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::stream::StreamId;
use guichet_domain::{FileId, TextId};
use std::collections::{BTreeMap, BTreeSet};

/// Number of events read at once.
const STRETCH: i64 = 5000;

/// Maximum number of missing texts reported.
const SAID: usize = 20;

impl Conn {
    /// Faults below the level of events, one sentence each; empty if there are none.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
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

    /// Texts an event names that do not exist.
    async fn missing_texts(&mut self) -> Result<Vec<String>, StoreError> {
        let mut missing = Vec::new();
        let mut position = 0;
        loop {
            let logged = self.after(position, STRETCH).await?;
            let Some(last) = logged.last() else {
                return Ok(missing);
            };
            position = last.position();
            let mut named: BTreeMap<StreamId, BTreeSet<TextId>> = BTreeMap::new();
            for (stream, event) in logged.iter().filter_map(Logged::event) {
                let texts = event.beside().texts;
                if !texts.is_empty() {
                    named.entry(stream).or_default().extend(texts);
                }
            }
            for (stream, texts) in named {
                let there = self.texts_named(stream, texts.iter().copied()).await?;
                let not_there = texts.iter().filter(|text| !there.contains_key(text));
                for text in not_there.take(SAID.saturating_sub(missing.len())) {
                    missing.push(format!("the text {text} of {stream} is missing"));
                }
            }
        }
    }

    /// Number of tickets.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_tickets(&mut self) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM ticket";
        let (n,): (i64,) = on!(self, c => sqlx::query_as(sql).fetch_one(c).await?);
        Ok(n)
    }

    /// The files named by events and not removed, with their sizes in bytes, and the files that
    /// hold e-mails, without a size.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer, or an event that may name a file cannot be
    /// read.
    pub async fn files(&mut self) -> Result<BTreeMap<FileId, Option<i64>>, StoreError> {
        let mut named: BTreeMap<FileId, (StreamId, i64)> = BTreeMap::new();
        for logged in self.file_events().await? {
            let Some((stream, event)) = logged.event() else {
                continue;
            };
            let beside = event.beside();
            if let Some((file, size)) = beside.file {
                named.insert(file, (stream, size));
            }
            match beside.removes {
                Some(Removed::File(file)) => drop(named.remove(&file)),
                Some(Removed::All) => named.retain(|_, (of, _)| *of != stream),
                Some(Removed::Text(_)) | None => {}
            }
        }
        let named = named
            .into_iter()
            .map(|(file, (_, size))| (file, Some(size)));
        let messages = self.message_files().await?;
        Ok(named
            .chain(messages.into_iter().map(|file| (file, None)))
            .collect())
    }
}
