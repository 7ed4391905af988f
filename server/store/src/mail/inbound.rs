//! Incoming mail: messages taken in or set aside, bounces, mailbox positions, and leases.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::name::name;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::kernel::stream::ATTACHED;
use guichet_domain::mail::inbound::{Bounced, Fate, Reason};
use guichet_domain::{CommandId, FileId, PersonId, TicketId, Timestamp};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};

/// Number of messages emptied by one statement.
const AT_ONCE: usize = 500;

/// Texts that a message brings with one command, at most: its subject and its description.
const TEXTS_MAX: u32 = 4;

/// A message as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Number of the message, in the order of arrival.
    pub id: i64,
    /// Identifies the message if it is delivered again.
    pub key: String,
    /// Distinguishes two messages with the same key.
    pub content: String,
    /// Its Message-ID, if it has one that others can refer to.
    pub message: Option<String>,
    /// When it was taken in.
    pub at: Timestamp,
    /// Sender's address; empty if none can be read.
    pub sender: String,
    /// Sender's display name.
    pub name: String,
    /// Subject line.
    pub subject: String,
    /// What became of it.
    pub fate: Fate,
    /// Why it did not go to a ticket, if it did not.
    pub reason: Option<Reason>,
    /// The ticket it became, or was added to.
    pub ticket: Option<TicketId>,
    /// Command with which its words reached the ticket.
    pub command: Option<CommandId>,
    /// File that holds its raw bytes, if they are kept.
    pub file: Option<FileId>,
}

#[derive(sqlx_macros::FromRow)]
struct Row {
    id: i64,
    key: String,
    content: String,
    message: Option<String>,
    at: i64,
    sender: String,
    name: String,
    subject: String,
    fate: String,
    reason: Option<String>,
    ticket: Option<i64>,
    command: Option<String>,
    file: Option<String>,
}

fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_value(text.into())
        .map_err(|e| StoreError::Entry(format!("inbound message {text}"), e))
}

impl Row {
    fn inbound(self) -> Result<StoredMessage, StoreError> {
        Ok(StoredMessage {
            id: self.id,
            key: self.key,
            content: self.content,
            message: self.message,
            at: Timestamp(self.at),
            sender: self.sender,
            name: self.name,
            subject: self.subject,
            fate: word(&self.fate)?,
            reason: self.reason.as_deref().map(word).transpose()?,
            ticket: self.ticket.map(TicketId),
            command: self.command.and_then(|command| command.parse().ok()),
            file: self.file.and_then(|file| file.parse().ok()),
        })
    }
}

impl Conn {
    /// The message stored under a key, if any.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn message_by_key(&mut self, key: &str) -> Result<Option<StoredMessage>, StoreError> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(
            "SELECT id, key, content, message, at, sender, name, subject, fate, reason, ticket, command, file
             FROM inbound_message WHERE key = $1").bind(key).fetch_optional(c).await?);
        row.map(Row::inbound).transpose()
    }

    /// The tickets that the messages stored under these keys made or reached, by key.
    pub async fn tickets_of_messages(
        &mut self,
        keys: &[&str],
    ) -> Result<BTreeMap<String, TicketId>, StoreError> {
        if keys.is_empty() {
            return Ok(BTreeMap::new());
        }
        let found: Vec<(String, i64)> = on!(self, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT key, ticket FROM inbound_message WHERE ticket IS NOT NULL AND key IN (");
            let mut list = query.separated(", ");
            for key in keys {
                list.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        let found = found.into_iter();
        Ok(found.map(|(key, id)| (key, TicketId(id))).collect())
    }

    /// The message with this number, if any.
    pub async fn stored_message(&mut self, id: i64) -> Result<Option<StoredMessage>, StoreError> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(
            "SELECT id, key, content, message, at, sender, name, subject, fate, reason, ticket, command, file
             FROM inbound_message WHERE id = $1").bind(id).fetch_optional(c).await?);
        row.map(Row::inbound).transpose()
    }

    /// Records that processing of a message begins. Returns how often it has begun without ending,
    /// this time included. Records from before `forgotten` are dropped.
    pub async fn begin_message(
        &mut self,
        key: &str,
        now: Timestamp,
        forgotten: Timestamp,
    ) -> Result<i64, StoreError> {
        change!(self, c => sqlx::query("DELETE FROM inbound_start WHERE at < $1")
            .bind(forgotten.0).execute(c).await?.rows_affected());
        let (times,): (i64,) = change!(self, c => sqlx::query_as(
            "INSERT INTO inbound_start (key, at, times) VALUES ($1, $2, 1)
             ON CONFLICT (key) DO UPDATE SET at = excluded.at, times = inbound_start.times + 1
             RETURNING times")
            .bind(key).bind(now.0).fetch_one(c).await?);
        Ok(times)
    }

    /// Records that processing of a message has ended, successfully or not.
    pub async fn end_message(&mut self, key: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM inbound_start WHERE key = $1")
            .bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Number of messages whose processing began and has not ended.
    pub async fn messages_begun(&mut self) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM inbound_start").fetch_one(c).await?);
        Ok(n)
    }

    /// Number of messages from an address that have this reason, after `since`.
    pub async fn messages_aside(
        &mut self,
        sender: &str,
        reason: Reason,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM inbound_message WHERE sender = $1 AND at > $2 AND reason = $3")
            .bind(sender).bind(since.0).bind(name(&reason)).fetch_one(c).await?);
        Ok(n)
    }

    /// Messages with this fate and a number below `before`, newest first, at most `limit`.
    pub async fn messages(
        &mut self,
        fate: Fate,
        before: i64,
        limit: i64,
    ) -> Result<Vec<StoredMessage>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT id, key, content, message, at, sender, name, subject, fate, reason, ticket, command, file
             FROM inbound_message WHERE fate = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
            .bind(name(&fate)).bind(before).bind(limit).fetch_all(c).await?);
        rows.into_iter().map(Row::inbound).collect()
    }

    /// Number of messages with this fate, counted up to `limit`.
    pub async fn count_messages(&mut self, fate: Fate, limit: i64) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM inbound_message WHERE fate = $1 LIMIT $2) AS part")
            .bind(name(&fate)).bind(limit).fetch_one(c).await?);
        Ok(n)
    }

    /// Number of messages from an address after `since`, whatever became of them.
    pub async fn messages_from(
        &mut self,
        sender: &str,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM inbound_message WHERE sender = $1 AND at > $2")
            .bind(sender).bind(since.0).fetch_one(c).await?);
        Ok(n)
    }

    /// Message-IDs an address sent about a ticket, with the time of each, oldest first: the first
    /// one, and the last `limit` ones.
    pub async fn messages_about(
        &mut self,
        ticket: TicketId,
        sender: &str,
        limit: i64,
    ) -> Result<Vec<(Timestamp, String)>, StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "WITH own AS (SELECT id, at, message FROM inbound_message WHERE sender = $2 AND ticket = $1
                  AND message IS NOT NULL AND fate IN ('comment', 'ticket'))
             SELECT at, message FROM own
             WHERE id IN (SELECT MIN(id) FROM own)
                OR id IN (SELECT id FROM (SELECT id FROM own ORDER BY id DESC LIMIT $3) AS last)
             ORDER BY id")
            .bind(ticket.0).bind(sender).bind(limit).fetch_all(c).await?);
        let message = |(at, message)| (Timestamp(at), message);
        Ok(rows.into_iter().map(message).collect())
    }

    /// Stores a message under the next number, which is returned; `inbound.id` is ignored.
    pub async fn put_message(&mut self, inbound: &StoredMessage) -> Result<i64, StoreError> {
        let (id,): (i64,) = change!(self, c => sqlx::query_as(
            "INSERT INTO inbound_message (id, key, content, message, at, sender, name, subject, fate, reason, ticket, command, file)
             VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM inbound_message), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             RETURNING id")
            .bind(&inbound.key).bind(&inbound.content).bind(&inbound.message).bind(inbound.at.0).bind(&inbound.sender)
            .bind(&inbound.name).bind(&inbound.subject).bind(name(&inbound.fate))
            .bind(inbound.reason.map(|reason| name(&reason))).bind(inbound.ticket.map(|t| t.0))
            .bind(inbound.command.map(|command| command.to_string()))
            .bind(inbound.file.map(|file| file.to_string())).fetch_one(c).await?);
        Ok(id)
    }

    /// Records that a message was discarded; its raw bytes are no longer named.
    pub async fn discard_message(&mut self, id: i64) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE inbound_message SET fate = $2, file = NULL WHERE id = $1")
            .bind(id).bind(name(&Fate::Discarded)).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Records that a message was made a ticket with this command.
    pub async fn settle_message(
        &mut self,
        id: i64,
        ticket: TicketId,
        command: CommandId,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE inbound_message SET fate = $2, ticket = $3, command = $4 WHERE id = $1")
            .bind(id).bind(name(&Fate::Ticket)).bind(ticket.0).bind(command.to_string())
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// The message whose words reached a ticket with this command, if its raw bytes are kept.
    pub async fn original_of(
        &mut self,
        ticket: TicketId,
        command: CommandId,
    ) -> Result<Option<(i64, FileId)>, StoreError> {
        let row: Option<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, file FROM inbound_message WHERE ticket = $1 AND command = $2 AND file IS NOT NULL")
            .bind(ticket.0).bind(command.to_string()).fetch_optional(c).await?);
        Ok(row.and_then(|(id, file)| Some((id, file.parse().ok()?))))
    }

    /// No longer names the raw bytes of messages that hold what was removed from a ticket. Their
    /// files wait in [`Conn::removed_originals`] until they are deleted.
    pub(crate) async fn remove_originals(
        &mut self,
        ticket: TicketId,
        what: Removed,
    ) -> Result<(), StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, command FROM inbound_message
             WHERE ticket = $1 AND command IS NOT NULL AND file IS NOT NULL")
            .bind(ticket.0).fetch_all(c).await?);
        for (id, command) in rows {
            let Ok(command) = command.parse::<CommandId>() else {
                continue;
            };
            let holds = match what {
                Removed::All => true,
                Removed::Text(text) => (0..TEXTS_MAX).any(|n| command.text(n) == text),
                Removed::File(file) => self.brought(ticket, command, file).await?,
            };
            if holds {
                let sql = "UPDATE inbound_message SET removed = file, file = NULL WHERE id = $1";
                change!(self, c => sqlx::query(sql).bind(id).execute(c).await?.rows_affected());
            }
        }
        Ok(())
    }

    /// Whether a command attached a file.
    async fn brought(
        &mut self,
        ticket: TicketId,
        command: CommandId,
        file: FileId,
    ) -> Result<bool, StoreError> {
        let lines: Vec<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT data FROM event WHERE stream = 'ticket' AND id = $1 AND command = $2 AND type = $3")
            .bind(ticket.0).bind(command.to_string()).bind(ATTACHED).fetch_all(c).await?);
        let file = file.to_string();
        Ok(lines.iter().any(|(data,)| data.contains(&file)))
    }

    /// Files of messages that were removed and are still to be deleted.
    pub async fn removed_originals(&mut self) -> Result<Vec<FileId>, StoreError> {
        let rows: Vec<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT removed FROM inbound_message WHERE removed IS NOT NULL").fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .filter_map(|(file,)| file.parse().ok())
            .collect())
    }

    /// Records that these files of [`Conn::removed_originals`] are deleted.
    pub async fn originals_deleted(&mut self, files: &[FileId]) -> Result<(), StoreError> {
        for file in files {
            change!(self, c => sqlx::query("UPDATE inbound_message SET removed = NULL WHERE removed = $1")
                .bind(file.to_string()).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Numbers of the messages that came from these addresses, given in lower case.
    pub async fn messages_by(
        &mut self,
        addresses: &BTreeSet<String>,
    ) -> Result<Vec<i64>, StoreError> {
        let mut messages = Vec::new();
        for address in addresses {
            let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
                "SELECT id FROM inbound_message WHERE lower(sender) = $1 ORDER BY id")
                .bind(address).fetch_all(c).await?);
            messages.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(messages)
    }

    /// Numbers of the messages that came before an instant and were not emptied yet.
    pub async fn messages_to_empty(&mut self, before: Timestamp) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT id FROM inbound_message WHERE at < $1
             AND (sender <> $2 OR name <> $2 OR subject <> $2 OR file IS NOT NULL AND command IS NULL)
             ORDER BY id")
            .bind(before.0).bind(REMOVED).fetch_all(c).await?);
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Numbers and files of the bounce reports whose raw bytes are kept.
    pub async fn kept_reports(&mut self) -> Result<Vec<(i64, FileId)>, StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT id, file FROM inbound_message WHERE fate = $1 AND file IS NOT NULL ORDER BY id")
            .bind(name(&Fate::Bounce)).fetch_all(c).await?);
        let kept = |(id, file): (i64, String)| Some((id, file.parse().ok()?));
        Ok(rows.into_iter().filter_map(kept).collect())
    }

    /// Removes sender, subject and raw bytes from messages; with `on_tickets`, also the raw bytes of
    /// those whose words are on tickets, which otherwise go with their words. Their keys stay, so
    /// that they are not taken in a second time; one that awaited a decision is discarded. Returns
    /// the files that held their bytes, which nothing names any more.
    pub async fn empty_messages(
        &mut self,
        messages: &[i64],
        on_tickets: bool,
    ) -> Result<Vec<FileId>, StoreError> {
        let meant = if on_tickets {
            "TRUE"
        } else {
            "command IS NULL"
        };
        let mut files = Vec::new();
        for part in messages.chunks(AT_ONCE) {
            let ids: Vec<String> = part.iter().map(i64::to_string).collect();
            let ids = ids.join(", ");
            let sql = format!(
                "SELECT file FROM inbound_message WHERE file IS NOT NULL AND {meant} AND id IN ({ids})"
            );
            let rows: Vec<(String,)> =
                on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
            files.extend(
                rows.into_iter()
                    .filter_map(|(file,)| file.parse::<FileId>().ok()),
            );
            let sql = format!(
                "UPDATE inbound_message SET sender = $1, name = $1, subject = $1, message = NULL,
                     file = CASE WHEN {meant} THEN NULL ELSE file END,
                     fate = CASE WHEN fate IN ('aside', 'automatic', 'bounce') THEN 'discarded' ELSE fate END
                 WHERE id IN ({ids})"
            );
            change!(self, c => sqlx::query(AssertSqlSafe(sql)).bind(REMOVED).execute(c).await?.rows_affected());
        }
        Ok(files)
    }

    /// The files that hold raw messages; no event names them.
    pub async fn message_files(&mut self) -> Result<Vec<FileId>, StoreError> {
        let rows: Vec<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT file FROM inbound_message WHERE file IS NOT NULL").fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .filter_map(|(file,)| file.parse().ok())
            .collect())
    }

    /// Records that mail to a person bounced.
    pub async fn put_bounce(&mut self, bounced: &Bounced) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO bounce (person, at, status, detail) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person) DO UPDATE SET at = excluded.at, status = excluded.status,
                detail = excluded.detail")
            .bind(bounced.person.0).bind(bounced.at.0).bind(&bounced.status).bind(&bounced.detail)
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets a bounce, because mail reaches the person again or their address changed.
    pub async fn clear_bounce(&mut self, person: PersonId) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM bounce WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Voids the signed reply addresses this person was given so far.
    pub(crate) async fn void_answers(&mut self, person: PersonId) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO answer_epoch (person, epoch) VALUES ($1, 1)
             ON CONFLICT (person) DO UPDATE SET epoch = answer_epoch.epoch + 1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The epoch this person's reply addresses are signed with; 0 at first, one more each time they
    /// are voided.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn answer_epoch(&mut self, person: PersonId) -> Result<i64, StoreError> {
        let epoch: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT epoch FROM answer_epoch WHERE person = $1").bind(person.0).fetch_optional(c).await?);
        Ok(epoch.map_or(0, |(epoch,)| epoch))
    }

    /// Status code the last mail to a person bounced with, if it did (RFC 3463).
    pub async fn bounce_of(&mut self, person: PersonId) -> Result<Option<String>, StoreError> {
        let status: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT status FROM bounce WHERE person = $1").bind(person.0).fetch_optional(c).await?);
        Ok(status.map(|(status,)| status))
    }

    /// All recorded bounces, one per person.
    pub async fn bounces(&mut self) -> Result<Vec<Bounced>, StoreError> {
        let rows: Vec<(i64, i64, String, String)> = on!(self, c => sqlx::query_as(
            "SELECT person, at, status, detail FROM bounce ORDER BY person").fetch_all(c).await?);
        let bounced = |(person, at, status, detail)| Bounced {
            person: PersonId(person),
            at: Timestamp(at),
            status,
            detail,
        };
        Ok(rows.into_iter().map(bounced).collect())
    }

    /// UIDVALIDITY and last UID read of an IMAP mailbox (RFC 9051); `None` if never read.
    pub async fn mailbox(&mut self, mailbox: &str) -> Result<Option<(i64, i64)>, StoreError> {
        Ok(
            on!(self, c => sqlx::query_as("SELECT validity, uid FROM mailbox WHERE name = $1")
            .bind(mailbox).fetch_optional(c).await?),
        )
    }

    /// Records the UIDVALIDITY and the last UID read of an IMAP mailbox.
    pub async fn set_mailbox(
        &mut self,
        mailbox: &str,
        validity: i64,
        uid: i64,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO mailbox (name, validity, uid) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET validity = excluded.validity, uid = excluded.uid")
            .bind(mailbox).bind(validity).bind(uid).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Takes or extends a lease until `until`. Returns `false` if another holder's has not run out.
    pub async fn take_lease(
        &mut self,
        lease: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let taken = change!(self, c => sqlx::query(
            "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $4)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
             WHERE lease.holder = excluded.holder OR lease.until <= $3")
            .bind(lease).bind(holder).bind(now.0).bind(until.0).execute(c).await?.rows_affected());
        Ok(taken == 1)
    }

    /// Releases a lease.
    pub async fn drop_lease(&mut self, lease: &str, holder: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM lease WHERE name = $1 AND holder = $2")
            .bind(lease).bind(holder).execute(c).await?.rows_affected());
        Ok(())
    }
}
