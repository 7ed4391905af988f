//! The outbox. A row names a recipient and an event, never the words: these are read from the log
//! when the e-mail is sent, so that what was removed meanwhile is not sent.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use crate::kernel::writer::Txn;
use crate::queue::filter::Scope;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::{ArticleId, PersonId, TicketId, Timestamp};
use sqlx::AssertSqlSafe;

/// An e-mail to be sent to one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboundEmail {
    /// Unique key: posting it again has no effect. The Message-ID is derived from it.
    pub key: String,
    /// What it says: the name of a notice, or of an e-mail about no ticket.
    pub kind: String,
    /// The recipient.
    pub person: PersonId,
    /// Address to send it to, if not the person's own.
    pub address: Option<String>,
    /// The ticket and the position of the event it is about.
    pub about: Option<(TicketId, Position)>,
    /// The article it is about.
    pub article: Option<ArticleId>,
    /// When it was posted.
    pub at: Timestamp,
}

/// An e-mail and its delivery state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxRow {
    /// The e-mail itself.
    pub outbound: OutboundEmail,
    /// When it is tried next; `None` once it was sent or given up.
    pub due: Option<Timestamp>,
    /// How often it was tried.
    pub tries: i64,
    /// Error of the last attempt, if it failed.
    pub error: Option<String>,
    /// When the mail server accepted it.
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
}

#[derive(sqlx_macros::FromRow)]
struct Row {
    key: String,
    kind: String,
    person: i64,
    address: Option<String>,
    ticket: Option<i64>,
    position: Option<i64>,
    article: Option<i64>,
    at: i64,
    due: Option<i64>,
    tries: i64,
    error: Option<String>,
    sent_at: Option<i64>,
    failed_at: Option<i64>,
}

impl Row {
    fn posted(self) -> OutboxRow {
        OutboxRow {
            outbound: OutboundEmail {
                key: self.key,
                kind: self.kind,
                person: PersonId(self.person),
                address: self.address,
                about: self.ticket.map(TicketId).zip(self.position),
                article: self.article.map(ArticleId),
                at: Timestamp(self.at),
            },
            due: self.due.map(Timestamp),
            tries: self.tries,
            error: self.error,
            sent_at: self.sent_at.map(Timestamp),
            failed_at: self.failed_at.map(Timestamp),
        }
    }
}

impl Txn {
    /// Puts an e-mail into the outbox: it is sent once this transaction is committed. Posting the
    /// same key twice has no effect.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses; the same for the functions below.
    pub async fn post(&mut self, outbound: &OutboundEmail) -> Result<(), StoreError> {
        let (ticket, position) = outbound.about.unzip();
        change!(&mut self.conn, c => sqlx::query(
            "INSERT INTO outbox (key, kind, person, address, ticket, position, at, due, tries, article)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, $8) ON CONFLICT (key) DO NOTHING")
            .bind(&outbound.key).bind(&outbound.kind).bind(outbound.person.0).bind(outbound.address.as_deref())
            .bind(ticket.map(|t| t.0)).bind(position).bind(outbound.at.0)
            .bind(outbound.article.map(|a| a.0)).execute(c).await?.rows_affected());
        self.posted = true;
        Ok(())
    }

    /// Takes due e-mails for sending, at most `limit`: they are not due again until `back`. One not
    /// reported on by then, as after a crash, is due again.
    pub async fn take_emails(
        &mut self,
        now: Timestamp,
        back: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let rows: Vec<Row> = change!(&mut self.conn, c => sqlx::query_as(
            "UPDATE outbox SET due = $2, tries = tries + 1
             WHERE key IN (SELECT key FROM outbox WHERE due <= $1 ORDER BY due, key LIMIT $3)
             RETURNING key, kind, person, address, ticket, position, article, at, due, tries, error, sent_at, failed_at")
            .bind(now.0).bind(back.0).bind(limit).fetch_all(c).await?);
        let mut outbound: Vec<OutboxRow> = rows.into_iter().map(Row::posted).collect();
        outbound.sort_by(|a, b| {
            (a.outbound.at, &a.outbound.key).cmp(&(b.outbound.at, &b.outbound.key))
        });
        Ok(outbound)
    }

    /// Records that the mail server accepted an e-mail.
    pub async fn email_sent(&mut self, key: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET due = NULL, error = NULL, failed_at = NULL, sent_at = $2 WHERE key = $1";
        change!(&mut self.conn, c => sqlx::query(sql).bind(key).bind(now.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Records a failed attempt; the e-mail is tried again at `due`.
    pub async fn email_postponed(
        &mut self,
        key: &str,
        due: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET due = $2, error = $3 WHERE key = $1 AND sent_at IS NULL";
        change!(&mut self.conn, c => sqlx::query(sql)
            .bind(key).bind(due.0).bind(error).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Gives an e-mail up; it is tried again only on request.
    pub async fn email_failed(
        &mut self,
        key: &str,
        now: Timestamp,
        error: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET due = NULL, failed_at = $2, error = $3 WHERE key = $1 AND sent_at IS NULL";
        change!(&mut self.conn, c => sqlx::query(sql)
            .bind(key).bind(now.0).bind(error).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Deletes an unsent e-mail, because there is no recipient any more or nothing to say.
    pub async fn email_dropped(&mut self, key: &str) -> Result<(), StoreError> {
        change!(&mut self.conn, c => sqlx::query("DELETE FROM outbox WHERE key = $1 AND sent_at IS NULL")
            .bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Makes e-mails that failed or were given up due now: the one with `key`, or all. Returns how
    /// many of them `scope` may see.
    pub async fn emails_again(
        &mut self,
        scope: &Scope,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let seen = about_seen(scope);
        let mut counted = 0;
        // All of them are all, also those that are not counted to whoever asks.
        for condition in [seen.as_str(), "$2 = ''"] {
            let sql = format!(
                "UPDATE outbox SET due = $1, tries = 0, failed_at = NULL
                 WHERE sent_at IS NULL AND tries > 0 AND ($2 = '' OR key = $2) AND {condition}"
            );
            let n = change!(&mut self.conn, c => sqlx::query(AssertSqlSafe(sql))
                .bind(now.0).bind(key.unwrap_or_default()).execute(c).await?.rows_affected());
            self.posted |= n > 0;
            if condition == seen {
                counted = n;
            }
        }
        Ok(counted)
    }

    /// Records that what these e-mails said is in no file any more.
    pub async fn emails_settled(&mut self, keys: &[String]) -> Result<(), StoreError> {
        for key in keys {
            change!(&mut self.conn, c => sqlx::query("UPDATE outbox SET stale = FALSE WHERE key = $1")
                .bind(key).execute(c).await?.rows_affected());
        }
        Ok(())
    }
}

impl Conn {
    /// Keys and times of the last e-mails that were sent, or are being sent, to a person.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn emails_to(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let rows: Vec<(String, i64)> = on!(self, c => sqlx::query_as(
            "SELECT key, at FROM outbox WHERE person = $1 AND tries > 0 ORDER BY at DESC LIMIT $2")
            .bind(person.0).bind(limit).fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .map(|(key, at)| (key, Timestamp(at)))
            .collect())
    }

    /// E-mails not sent so far, those given up first, then the latest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn emails_in_trouble(
        &mut self,
        scope: &Scope,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = format!(
            "SELECT key, kind, person, address, ticket, position, article, at, due, tries, error, sent_at, failed_at
             FROM outbox WHERE sent_at IS NULL AND (failed_at IS NOT NULL OR due IS NOT NULL) AND {}
             ORDER BY CASE WHEN failed_at IS NULL THEN 1 ELSE 0 END, at DESC, key LIMIT $1",
            about_seen(scope)
        );
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(limit).fetch_all(c).await?);
        Ok(rows.into_iter().map(Row::posted).collect())
    }

    /// Number of e-mails that wait, and number of those given up.
    pub async fn emails_counted(&mut self, scope: &Scope) -> Result<(i64, i64), StoreError> {
        let seen = about_seen(scope);
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM outbox WHERE due IS NOT NULL AND {seen}),
                    (SELECT COUNT(*) FROM outbox WHERE failed_at IS NOT NULL AND {seen})"
        );
        Ok(on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(c).await?))
    }

    /// The last `limit` e-mails sent to a person about a ticket, earliest first: when sent, key,
    /// when posted.
    pub async fn emails_before(
        &mut self,
        person: PersonId,
        ticket: TicketId,
        limit: i64,
    ) -> Result<Vec<(Timestamp, String, Timestamp)>, StoreError> {
        let rows: Vec<(i64, String, i64)> = on!(self, c => sqlx::query_as(
            "SELECT sent_at, key, at FROM outbox WHERE person = $1 AND ticket = $2 AND sent_at IS NOT NULL
             ORDER BY at DESC, position DESC LIMIT $3")
            .bind(person.0).bind(ticket.0).bind(limit).fetch_all(c).await?);
        let outbound = |(sent, key, at)| (Timestamp(sent), key, Timestamp(at));
        Ok(rows.into_iter().rev().map(outbound).collect())
    }

    /// One e-mail and its delivery state.
    pub async fn outbound(&mut self, key: &str) -> Result<Option<OutboxRow>, StoreError> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(
            "SELECT key, kind, person, address, ticket, position, article, at, due, tries, error, sent_at, failed_at
             FROM outbox WHERE key = $1").bind(key).fetch_optional(c).await?);
        Ok(row.map(Row::posted))
    }

    /// When the next e-mail is due.
    pub async fn next_email(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let (due,): (Option<i64>,) = on!(self, c => sqlx::query_as(
            "SELECT MIN(due) FROM outbox WHERE due IS NOT NULL").fetch_one(c).await?);
        Ok(due.map(Timestamp))
    }

    /// E-mails sent or given up whose content was removed since: when each was posted, and its key.
    /// At most `limit`.
    pub async fn stale_emails(
        &mut self,
        limit: i64,
    ) -> Result<Vec<(Timestamp, String)>, StoreError> {
        let rows: Vec<(i64, String)> = on!(self, c => sqlx::query_as(
            "SELECT at, key FROM outbox WHERE stale AND due IS NULL ORDER BY key LIMIT $1")
            .bind(limit).fetch_all(c).await?);
        Ok(rows
            .into_iter()
            .map(|(at, key)| (Timestamp(at), key))
            .collect())
    }
}

/// SQL condition: e-mails about tickets visible to an agent, and about no ticket. What a user says of
/// how they were served is not for all who see the ticket: not even that they said anything.
fn about_seen(scope: &Scope) -> String {
    let seen = scope.condition();
    let of_feedback = Notice::ALL.iter().filter(|notice| notice.is_of_feedback());
    let kinds: Vec<String> = of_feedback.map(|one| format!("'{}'", one.name())).collect();
    let kinds = kinds.join(", ");
    format!(
        "(kind NOT IN ({kinds}) AND (ticket IS NULL OR ticket IN (SELECT id FROM ticket WHERE {seen})))"
    )
}
