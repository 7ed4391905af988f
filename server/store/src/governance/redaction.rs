//! Permanent removal: the one operation that changes what was written. Position, time, author and
//! type of every event stay as they are.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::CommandId;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::kernel::stream::{ATTACHED, Stream, StreamId};
use serde_json::Value;

/// Key in `meta` of the position of the last removal whose traces are still to be wiped.
pub(crate) const TO_SCRUB: &str = "to_scrub";

impl Conn {
    /// Empties a text, a file's name, or all texts and file names of a stream, as the command `by`
    /// asks; its event stands at `position`.
    pub(crate) async fn redact(
        &mut self,
        stream: StreamId,
        what: Removed,
        (by, position): (CommandId, i64),
    ) -> Result<(), StoreError> {
        let (kind, id) = (stream.kind.name(), stream.id);
        match what {
            Removed::Text(text) => {
                let sql = "UPDATE text SET body = $1 WHERE stream = $2 AND owner = $3 AND id = $4";
                change!(self, c => sqlx::query(sql).bind(REMOVED).bind(kind).bind(id).bind(text.to_string())
                    .execute(c).await?.rows_affected());
            }
            Removed::All => {
                let sql = "UPDATE text SET body = $1 WHERE stream = $2 AND owner = $3";
                change!(self, c => sqlx::query(sql).bind(REMOVED).bind(kind).bind(id).execute(c).await?.rows_affected());
            }
            Removed::File(_) => {}
        }
        if let Some(ticket) = stream.ticket() {
            self.remove_originals(ticket, what).await?;
        }
        if stream.kind == Stream::Ticket && !matches!(what, Removed::File(_)) {
            // An e-mail's subject may say the same; the list of e-mails does without it.
            let sql = "UPDATE inbound_message SET subject = $1 WHERE ticket = $2";
            change!(self, c => sqlx::query(sql).bind(REMOVED).bind(id).execute(c).await?.rows_affected());
            // One that is on its way may have been written with the words that were there.
            let sql = "UPDATE outbox SET stale = TRUE WHERE ticket = $1 AND tries > 0";
            change!(self, c => sqlx::query(sql).bind(id).execute(c).await?.rows_affected());
        }
        // What commands on it said would tell, to whoever guesses, whether a guess is right.
        let sql = "UPDATE event SET content = '' WHERE stream = $1 AND id = $2 AND command <> $3 AND content IS NOT NULL";
        change!(self, c => sqlx::query(sql).bind(kind).bind(id).bind(by.to_string()).execute(c).await?.rows_affected());
        if !matches!(what, Removed::Text(_)) {
            self.forget_file_names(stream, what).await?;
        }
        self.set_meta(TO_SCRUB, &position.to_string()).await
    }

    /// Removes file names from the events that attached them.
    async fn forget_file_names(
        &mut self,
        stream: StreamId,
        what: Removed,
    ) -> Result<(), StoreError> {
        let lines: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT version, data FROM event WHERE stream = $1 AND id = $2 AND type = $3")
            .bind(stream.kind.name()).bind(stream.id).bind(ATTACHED).fetch_all(c).await?);
        for (version, data) in lines {
            let mut data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry(ATTACHED.into(), e))?;
            let Some(attachment) = data.get_mut("attachment") else {
                continue;
            };
            let file = attachment.get("file").and_then(Value::as_str);
            let meant = match what {
                Removed::File(removed) => file == Some(removed.to_string().as_str()),
                _ => true,
            };
            if meant && let Some(name) = attachment.get_mut("name") {
                *name = REMOVED.into();
                let sql =
                    "UPDATE event SET data = $1 WHERE stream = $2 AND id = $3 AND version = $4";
                change!(self, c => sqlx::query(sql).bind(data.to_string()).bind(stream.kind.name())
                    .bind(stream.id).bind(version)
                    .execute(c).await?.rows_affected());
            }
        }
        Ok(())
    }
}
