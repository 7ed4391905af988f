//! Notifications. One reader follows the log event by event; its position is written in the same
//! transaction as the notifications, so that none is doubled or lost.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use crate::kernel::writer::Txn;
use crate::notifications::outbox::OutboundEmail;
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Channels, Topic, Wishes};
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::{PersonId, TicketId, Timestamp};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};

/// A notification of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The recipient.
    pub person: PersonId,
    /// Position of the event it is about.
    pub position: Position,
    /// What happened, from the recipient's point of view.
    pub notice: Notice,
    /// The ticket or article it is about.
    pub about: StreamId,
    /// When it happened.
    pub at: Timestamp,
    /// When it was marked as read; `None` while unread.
    pub read_at: Option<Timestamp>,
}

/// The notifications, e-mails and reminders a stretch of the log leads to.
#[derive(Clone, Debug, Default)]
pub struct Notified {
    /// Notifications to store.
    pub notifications: Vec<Notification>,
    /// E-mails to put into the outbox.
    pub outbound: Vec<OutboundEmail>,
    /// Reminders to approvers: the ticket, the position of the event that asked them, and when to
    /// remind.
    pub reminders: Vec<(TicketId, Position, Timestamp)>,
}

/// Selects which notifications of a person to mark as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those of one ticket or article.
    Of(StreamId),
    /// The one of this event and notice.
    One(Position, Notice),
}

type NoticeRow = (i64, i64, String, String, i64, i64, Option<i64>);

fn notification(row: NoticeRow) -> Option<Notification> {
    let (person, position, kind, stream, id, at, read_at) = row;
    Some(Notification {
        person: PersonId(person),
        position,
        notice: Notice::from_name(&kind)?,
        about: Stream::from_name(&stream)?.of(id),
        at: Timestamp(at),
        read_at: read_at.map(Timestamp),
    })
}

impl Conn {
    /// Position up to which the log was notified.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer (the same for the functions below) or the
    /// stored position is damaged.
    pub async fn notified_up_to(&mut self) -> Result<Position, StoreError> {
        let Some(notified) = self.meta("notified").await? else {
            return Ok(0);
        };
        // From the beginning, everybody would be notified of everything once more.
        notified.parse().map_err(|_| {
            StoreError::Setting(
                "the position \"notified\" in the table meta is damaged: restore a backup, or put the last \
                 position of the log there"
                    .into(),
            )
        })
    }

    /// Stretches of the log that nobody is notified of and that end after a position: first and
    /// last position.
    pub async fn suppressed_after(
        &mut self,
        position: Position,
    ) -> Result<Vec<(Position, Position)>, StoreError> {
        let sql = "SELECT first, last FROM suppressed WHERE last > $1 ORDER BY first";
        Ok(on!(self, c => sqlx::query_as(sql).bind(position).fetch_all(c).await?))
    }

    /// Number of unread notifications of a person.
    pub async fn unread(&mut self, person: PersonId) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM notification WHERE person = $1 AND read_at IS NULL";
        let (n,): (i64,) = on!(self, c => sqlx::query_as(sql).bind(person.0).fetch_one(c).await?);
        Ok(n)
    }

    /// Whether a person has unread notifications of a ticket or article.
    pub async fn unread_of(
        &mut self,
        person: PersonId,
        about: StreamId,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM notification
                   WHERE person = $1 AND id = $2 AND stream = $3 AND read_at IS NULL LIMIT 1";
        let row: Option<(i32,)> = on!(self, c => sqlx::query_as(sql)
            .bind(person.0).bind(about.id).bind(about.kind.name()).fetch_optional(c).await?);
        Ok(row.is_some())
    }

    /// Notifications of a person before an instant and position, latest first, at most `limit`.
    pub async fn notifications(
        &mut self,
        person: PersonId,
        before: (Timestamp, Position),
        limit: i64,
    ) -> Result<Vec<Notification>, StoreError> {
        let rows: Vec<NoticeRow> = on!(self, c => sqlx::query_as(
            "SELECT person, position, kind, stream, id, at, read_at FROM notification
             WHERE person = $1 AND (at, position) < ($2, $3) ORDER BY at DESC, position DESC LIMIT $4")
            .bind(person.0).bind(before.0.0).bind(before.1).bind(limit).fetch_all(c).await?);
        Ok(rows.into_iter().filter_map(notification).collect())
    }

    /// Notification preferences of these people; those who set none are left out.
    pub async fn wishes(
        &mut self,
        people: &BTreeSet<PersonId>,
    ) -> Result<BTreeMap<PersonId, Wishes>, StoreError> {
        if people.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
        let sql = format!(
            "SELECT person, topic, app, mail FROM preference WHERE person IN ({})",
            ids.join(", ")
        );
        let rows: Vec<(i64, String, bool, bool)> =
            on!(self, c => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(c).await?);
        let mut wishes: BTreeMap<PersonId, Wishes> = BTreeMap::new();
        for (person, topic, app, mail) in rows {
            // A topic of a newer version is none of ours.
            if let Some(topic) = Topic::from_name(&topic) {
                let chosen = wishes.entry(PersonId(person)).or_default();
                chosen.0.insert(topic, Channels { app, mail });
            }
        }
        Ok(wishes)
    }
}

impl Txn {
    /// Writes the notifications for the events after `from`, up to `upto`. Returns `false`, and
    /// writes nothing, if another process was first.
    pub async fn notify(
        &mut self,
        from: Position,
        upto: Position,
        notified: &Notified,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE meta SET value = $2 WHERE key = 'notified' AND value = $1";
        let ours = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(from.to_string()).bind(upto.to_string()).execute(c).await?.rows_affected());
        if ours == 0 {
            return Ok(false);
        }
        change!(&mut self.conn, c => sqlx::query("DELETE FROM suppressed WHERE last <= $1")
            .bind(upto).execute(c).await?.rows_affected());
        for (ticket, position, due) in &notified.reminders {
            self.set_deadline(*ticket, Deadline::ApprovalReminder, *due, *position);
        }
        self.put_notified(notified).await?;
        Ok(true)
    }

    /// Writes a reminder of what the event at `position` asked for. Returns `false`, and writes
    /// nothing, if it is no longer due.
    pub async fn remind(
        &mut self,
        ticket: TicketId,
        position: Position,
        notified: &Notified,
    ) -> Result<bool, StoreError> {
        let ours = self.take_deadline(ticket, Deadline::ApprovalReminder, position);
        if !ours.await? {
            return Ok(false);
        }
        self.put_notified(notified).await?;
        Ok(true)
    }

    async fn put_notified(&mut self, notified: &Notified) -> Result<(), StoreError> {
        for one in &notified.notifications {
            change!(&mut self.conn, c => sqlx::query(
                "INSERT INTO notification (person, position, kind, stream, id, at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (person, position, kind) DO NOTHING")
                .bind(one.person.0).bind(one.position).bind(one.notice.name())
                .bind(one.about.kind.name()).bind(one.about.id).bind(one.at.0).execute(c).await?.rows_affected());
            self.notified.insert(one.person);
        }
        for outbound in &notified.outbound {
            self.post(outbound).await?;
        }
        Ok(())
    }

    /// Marks notifications of a person as read. Returns how many were unread.
    pub async fn mark_read(
        &mut self,
        person: PersonId,
        which: Which,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE notification SET read_at = $1 WHERE person = $2 AND read_at IS NULL ";
        let n = match which {
            Which::All => change!(&mut self.conn, c => sqlx::query(sql)
                .bind(now.0).bind(person.0).execute(c).await?.rows_affected()),
            Which::Of(about) => {
                let sql = format!("{sql} AND id = $3 AND stream = $4");
                change!(&mut self.conn, c => sqlx::query(AssertSqlSafe(sql))
                    .bind(now.0).bind(person.0).bind(about.id).bind(about.kind.name()).execute(c).await?.rows_affected())
            }
            Which::One(position, notice) => {
                let sql = format!("{sql} AND position = $3 AND kind = $4");
                change!(&mut self.conn, c => sqlx::query(AssertSqlSafe(sql))
                    .bind(now.0).bind(person.0).bind(position).bind(notice.name())
                    .execute(c).await?.rows_affected())
            }
        };
        if n > 0 {
            self.notified.insert(person);
        }
        Ok(n)
    }

    /// Stores a person's notification preferences; those equal to the default are not stored.
    pub async fn choose(&mut self, person: PersonId, wishes: &Wishes) -> Result<(), StoreError> {
        change!(&mut self.conn, c => sqlx::query("DELETE FROM preference WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        for (topic, chosen) in &wishes.0 {
            if *chosen == topic.delivered() {
                continue;
            }
            change!(&mut self.conn, c => sqlx::query(
                "INSERT INTO preference (person, topic, app, mail) VALUES ($1, $2, $3, $4)")
                .bind(person.0).bind(topic.name()).bind(chosen.app).bind(chosen.mail)
                .execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Excludes what this transaction wrote after `before` from notification: it is imported
    /// history.
    pub async fn suppress(&mut self, before: Position) -> Result<(), StoreError> {
        let (first, last) = (before + 1, self.position);
        if last < first {
            return Ok(());
        }
        let sql = "UPDATE suppressed SET last = $2 WHERE last = $1";
        let longer = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(before).bind(last).execute(c).await?.rows_affected());
        if longer == 0 {
            change!(&mut self.conn, c => sqlx::query("INSERT INTO suppressed (first, last) VALUES ($1, $2)")
                .bind(first).bind(last).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Position of the last event, as this transaction sees it.
    pub fn position(&self) -> Position {
        self.position
    }
}
