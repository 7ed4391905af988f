//! Retention: what has passed its retention period is counted, then deleted.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::readable;
use guichet_domain::{FileId, TicketId, Timestamp};
use guichet_store::{Aggregate, Conn, Expirable, Txn};
use serde::{Deserialize, Serialize};

/// Key in `meta` of the time the retention policy was last applied.
const RETAINED: &str = "retained_at";

/// Maximum number of e-mails handled at once.
const AT_ONCE: i64 = 500;

/// Retention periods in days; 0 keeps for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPolicy {
    /// Texts and files of closed tickets, counted from the last activity.
    pub retention_closed_days: u32,
    /// Files of closed tickets, counted from the last activity.
    pub retention_files_days: u32,
    /// Sessions, links and throttling, counted from their end.
    pub retention_sessions_days: u32,
    /// E-mails that were sent or given up.
    pub retention_mail_days: u32,
    /// Sender, subject and original of incoming messages, counted from their arrival.
    pub retention_inbound_days: u32,
    /// Network addresses and devices of audit events.
    pub retention_clients_days: u32,
}

impl RetentionPolicy {
    /// Names of the fields, as the configuration spells them.
    pub const NAMES: &'static [&'static str] = &[
        "retention_closed_days",
        "retention_files_days",
        "retention_sessions_days",
        "retention_mail_days",
        "retention_inbound_days",
        "retention_clients_days",
    ];
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        Self {
            retention_closed_days: 0,
            retention_files_days: 0,
            retention_sessions_days: 7,
            retention_mail_days: 90,
            retention_inbound_days: 90,
            retention_clients_days: 365,
        }
    }
}

/// What the retention policy deleted, or would delete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Closed tickets whose texts and files are removed.
    pub emptied: Vec<Reference>,
    /// Other closed tickets whose files are removed.
    pub stripped: Vec<Reference>,
    /// Number of feedback whose words are removed.
    pub feedback: u64,
    /// Number of files of both.
    pub files: u64,
    /// Number of expired sessions, pending sign-ins, links, throttles and known networks.
    pub sign_ins: u64,
    /// Number of e-mails that were sent or given up.
    pub emails: u64,
    /// Number of incoming messages emptied.
    pub received: u64,
    /// Number of audit events whose network address and device are deleted.
    pub clients: u64,
    /// Number of files nothing named, older than a day.
    pub orphans: u64,
}

impl Retained {
    /// Whether nothing was deleted.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn audited(&self) -> AuditEvent {
        AuditEvent::Retained {
            tickets: self.emptied.len() as u64,
            feedback: self.feedback,
            files: self.files + self.orphans,
            sign_ins: self.sign_ins,
            mail: self.emails + self.received,
            clients: self.clients,
        }
    }
}

impl Desk {
    /// Deletes what the policy no longer keeps, and returns what; with `dry` it only counts and
    /// changes nothing.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer. What was deleted by then stays deleted; the
    /// rest is found again the next time.
    pub async fn retain(&self, keep: &RetentionPolicy, dry: bool) -> Result<Retained, DeskError> {
        let mut done = Retained::default();
        if let Some(before) = self.since(keep.retention_closed_days) {
            let closed = self.long_closed(before, false).await?;
            for id in closed {
                if let Some((reference, files)) = self.empty(id, before, true, dry).await? {
                    done.emptied.push(reference);
                    done.files += files;
                }
            }
            done.feedback = self.empty_feedback(before, dry).await?;
        }
        if let Some(before) = self.since(keep.retention_files_days) {
            let closed = self.long_closed(before, true).await?;
            for id in closed {
                if done.emptied.iter().any(|reference| reference.id == id) {
                    continue;
                }
                if let Some((reference, files)) = self.empty(id, before, false, dry).await? {
                    done.stripped.push(reference);
                    done.files += files;
                }
            }
        }
        done.sign_ins = self
            .expire(Expirable::SignIns, keep.retention_sessions_days, dry)
            .await?;
        done.emails = self
            .expire(Expirable::Mail, keep.retention_mail_days, dry)
            .await?;
        done.received = self
            .empty_messages(keep.retention_inbound_days, dry)
            .await?;
        done.clients = self
            .expire(Expirable::Clients, keep.retention_clients_days, dry)
            .await?;
        if !dry {
            self.drop_originals().await?;
        }
        done.orphans = self.sweep(dry).await?;
        Ok(done)
    }

    /// Records that the policy was applied, and writes what it deleted to the audit log.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses.
    pub async fn retained(&self, done: &Retained) -> Result<(), DeskError> {
        let (desk, audited) = (self.clone(), (!done.is_nothing()).then(|| done.audited()));
        self.store
            .write(move |txn| {
                let (desk, audited) = (desk.clone(), audited.clone());
                Box::pin(async move {
                    if let Some(audited) = audited {
                        desk.note_in(txn, &audited, None, &Who::System).await?;
                    }
                    txn.set_meta(RETAINED, &desk.now().0.to_string()).await
                })
            })
            .await?;
        Ok(())
    }

    /// Whether a day has passed since the policy was last applied.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn retention_is_due(&self) -> Result<bool, DeskError> {
        let last = self.store.read().await?.meta(RETAINED).await?;
        let last = last.and_then(|text| text.parse().ok());
        Ok(last.is_none_or(|last| self.now() >= Timestamp(last).plus(DAY)))
    }

    /// The instant `days` days ago; `None` for 0, which keeps for ever.
    pub fn since(&self, days: u32) -> Option<Timestamp> {
        (days > 0).then(|| self.now().plus(-i64::from(days) * DAY))
    }

    /// E-mails whose content was removed since they were sent: when each was posted, and its key.
    /// Copies written to files must be deleted; then [`Desk::emails_settled`] is called.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; the same for [`Desk::emails_settled`].
    pub async fn stale_emails(&self) -> Result<Vec<(Timestamp, String)>, DeskError> {
        Ok(self.store.read().await?.stale_emails(AT_ONCE).await?)
    }

    /// Records that copies of these e-mails are in no file any more.
    pub async fn emails_settled(&self, keys: Vec<String>) -> Result<(), DeskError> {
        Ok(self
            .store
            .write(move |txn| {
                let keys = keys.clone();
                Box::pin(async move { txn.emails_settled(&keys).await })
            })
            .await?)
    }

    /// The closed tickets to empty; no snapshot is held afterwards.
    async fn long_closed(
        &self,
        before: Timestamp,
        with_files: bool,
    ) -> Result<Vec<TicketId>, DeskError> {
        let mut conn = self.store.read().await?;
        Ok(conn.long_closed(before, with_files).await?)
    }

    async fn expire(&self, what: Expirable, days: u32, dry: bool) -> Result<u64, DeskError> {
        let Some(before) = self.since(days) else {
            return Ok(0);
        };
        let count = self.store.read().await?.count_expired(what, before).await?;
        if dry || count == 0 {
            return Ok(count);
        }
        let job = self
            .store
            .write(move |txn| Box::pin(async move { txn.delete_expired(what, before).await }));
        Ok(job.await?)
    }

    /// Removes sender, subject and original of old incoming messages. Their keys stay, so that none
    /// is taken in twice.
    async fn empty_messages(&self, days: u32, dry: bool) -> Result<u64, DeskError> {
        let Some(before) = self.since(days) else {
            return Ok(0);
        };
        let count = self
            .store
            .read()
            .await?
            .messages_to_empty(before)
            .await?
            .len() as u64;
        if dry || count == 0 {
            return Ok(count);
        }
        let job = self.store.write(move |txn| {
            Box::pin(async move {
                let messages = txn.messages_to_empty(before).await?;
                let files = txn.empty_messages(&messages, false).await?;
                Ok((messages.len() as u64, files))
            })
        });
        let (count, files) = job.await?;
        for file in files {
            self.drop_file(file).await;
        }
        Ok(count)
    }

    /// Empties a ticket, or removes its files only, by the same command as everybody, so that an
    /// event records it. Returns its reference and the number of files; `None` if there was nothing
    /// to do, another process was first, or the ticket has been active since `before`.
    async fn empty(
        &self,
        id: TicketId,
        before: Timestamp,
        all: bool,
        dry: bool,
    ) -> Result<Option<(Reference, u64)>, DeskError> {
        if dry {
            let mut conn = self.store.read().await?;
            let Some(aggregate) = conn.aggregate(id).await? else {
                return Ok(None);
            };
            if is_kept(&mut conn, &aggregate, before).await? {
                return Ok(None);
            }
            let steps = steps(&aggregate, before, all);
            let files = files(&aggregate).len() as u64;
            return Ok((!steps.is_empty()).then(|| (aggregate.ticket().reference(), files)));
        }
        let desk = self.clone();
        let emptied = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.empty_in(txn, id, before, all).await) })
        });
        let Some((reference, files)) = emptied.await?? else {
            return Ok(None);
        };
        for file in &files {
            self.drop_file(*file).await;
        }
        Ok(Some((reference, files.len() as u64)))
    }

    /// What to empty is found in the transaction that empties it: a ticket reopened since it was
    /// listed keeps its texts.
    async fn empty_in(
        &self,
        txn: &mut Txn,
        id: TicketId,
        before: Timestamp,
        all: bool,
    ) -> Result<Option<(Reference, Vec<FileId>)>, DeskError> {
        let Some(aggregate) = txn.aggregate(id).await? else {
            return Ok(None);
        };
        if is_kept(txn, &aggregate, before).await? {
            return Ok(None);
        }
        let mut gone = Vec::new();
        let mut is_changed = false;
        for what in steps(&aggregate, before, all) {
            let reason = String::new();
            let command = CommandEnvelope {
                id: self.new_command(),
                ticket: id,
                command: Command::Redact { what, reason },
                format: Format::Plain,
            };
            match self.carry_out_in(txn, None, command).await {
                Ok(_) => is_changed = true,
                // What was written before it stands.
                Err(DeskError::Refused(refusal)) => {
                    tracing::debug!(%id, %refusal, "retention");
                    break;
                }
                Err(error) => return Err(error),
            }
            match what {
                Removed::File(file) => gone.push(file),
                _ => gone.extend(files(&aggregate)),
            }
        }
        Ok(is_changed.then(|| (aggregate.ticket().reference(), gone)))
    }
}

/// Files of a ticket that were not removed yet.
fn files(aggregate: &Aggregate) -> Vec<FileId> {
    let file = |what: &Removed| match what {
        Removed::File(file) => Some(*file),
        _ => None,
    };
    readable(aggregate.history())
        .keys()
        .filter_map(file)
        .collect()
}

/// Whether the ticket is part of another one that is not over yet: it is kept as long as that one.
async fn is_kept(
    conn: &mut Conn,
    aggregate: &Aggregate,
    before: Timestamp,
) -> Result<bool, DeskError> {
    let Some(into) = aggregate.ticket().merged_into() else {
        return Ok(false);
    };
    let into = conn.aggregate(into.id).await?;
    Ok(into.is_some_and(|into| !is_over(&into, before)))
}

/// Whether the ticket is closed and nothing but removals has happened since `before`.
fn is_over(aggregate: &Aggregate, before: Timestamp) -> bool {
    let done = aggregate.history().iter();
    let last = done
        .filter(|envelope| !matches!(envelope.event, Event::Redacted { .. }))
        .map(|envelope| envelope.at)
        .max();
    aggregate.ticket().state.is_final() && last.is_some_and(|last| last < before)
}

/// What to remove of a ticket; empty unless it is over.
fn steps(aggregate: &Aggregate, before: Timestamp, all: bool) -> Vec<Removed> {
    if !is_over(aggregate, before) || readable(aggregate.history()).is_empty() {
        Vec::new()
    } else if all {
        vec![Removed::All]
    } else {
        files(aggregate).into_iter().map(Removed::File).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::desk::Options;
    use crate::kernel::caller::Caller;
    use crate::kernel::outside::{Clock, RandomIds};
    use guichet_domain::directory::entry::Entry;
    use guichet_domain::directory::person::Person;
    use guichet_domain::directory::team::Team;
    use guichet_domain::kernel::language::Label;
    use guichet_domain::{NewTicket, PersonId, TeamId};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Moved(AtomicI64);

    impl Clock for Moved {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.load(Ordering::SeqCst))
        }
    }

    #[tokio::test]
    async fn a_ticket_that_was_reopened_since_it_was_listed_keeps_its_texts() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Moved(AtomicI64::new(1_790_000_000_000_000)));
        let desk = Desk::open(Options {
            database: format!("sqlite:{}", folder.path().join("g.db").display()),
            files: folder.path().join("files"),
            zone: "Europe/Paris".into(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::new(RandomIds),
            light_hashing: true,
            hashes: 1,
        })
        .await
        .unwrap();
        let team = Team {
            id: TeamId(1),
            name: Label::new("Poste", "Desk"),
            active: true,
        };
        desk.set_up(Entry::Team(team)).await.unwrap();
        let claire = Person {
            id: PersonId(1),
            name: "Claire".into(),
            active: true,
            ..Person::default()
        };
        desk.set_up(Entry::Person(claire)).await.unwrap();
        let caller = Caller {
            person: PersonId(1),
        };
        let mut made = Vec::new();
        for subject in ["Annulé", "Ouvert", "Annulé hier"] {
            let draft = NewTicket {
                subject: subject.into(),
                ..NewTicket::default()
            };
            let id = desk.new_command();
            let recorded = desk.record(caller, id, draft).await;
            made.push(recorded.unwrap().id);
        }
        let cancel = async |ticket| {
            let command = CommandEnvelope {
                id: desk.new_command(),
                ticket,
                command: Command::Cancel {
                    reason: String::new(),
                },
                format: Format::Plain,
            };
            desk.carry_out(caller, command).await
        };
        cancel(made[0]).await.unwrap();
        clock.0.fetch_add(40 * DAY, Ordering::SeqCst);
        cancel(made[2]).await.unwrap();
        let before = desk.since(30).unwrap();
        // As if all had been listed.
        for (n, is_emptied) in [(0, true), (1, false), (2, false)] {
            for dry in [true, false] {
                let done = desk.empty(made[n], before, true, dry).await.unwrap();
                assert_eq!(done.is_some(), is_emptied, "{n} {dry}");
            }
            let texts = desk.store.read().await.unwrap().texts(made[n]).await;
            let is_left = texts.unwrap().values().any(|text| text.body != "[…]");
            assert_eq!(is_left, !is_emptied, "{n}");
        }
    }
}
