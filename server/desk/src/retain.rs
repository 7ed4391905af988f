//! What is kept for a while only, by the rules of the house: first counted, then taken away.

use crate::{Desk, DeskError};
use guichet_domain::audit::Deed;
use guichet_domain::command::Command;
use guichet_domain::ticket::{Reference, Removed, Who};
use guichet_domain::time::DAY;
use guichet_domain::view::readable;
use guichet_domain::{FileId, TicketId, Timestamp};
use guichet_store::Passing;
use serde::{Deserialize, Serialize};

/// Under this name stands when the rules were followed last.
const RETAINED: &str = "retained_at";
/// Letters that are looked after at once.
const LETTERS: i64 = 500;

/// For how many days something is kept; 0 is for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// Texts and files of closed tickets, since anything happened there.
    pub retention_closed_days: u32,
    /// Files of closed tickets, since anything happened there.
    pub retention_files_days: u32,
    /// Sessions, links and waits, since they ended.
    pub retention_sessions_days: u32,
    /// Letters that were sent or given up.
    pub retention_mail_days: u32,
    /// Where deeds of the audit log came from.
    pub retention_origins_days: u32,
}

impl Keep {
    pub const NAMES: &'static [&'static str] = &[
        "retention_closed_days",
        "retention_files_days",
        "retention_sessions_days",
        "retention_mail_days",
        "retention_origins_days",
    ];
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            retention_closed_days: 0,
            retention_files_days: 0,
            retention_sessions_days: 7,
            retention_mail_days: 90,
            retention_origins_days: 365,
        }
    }
}

/// What the rules took away, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Closed tickets whose texts and files go.
    pub emptied: Vec<Reference>,
    /// Other closed tickets whose files go.
    pub stripped: Vec<Reference>,
    /// Files of either.
    pub files: u64,
    pub sign_ins: u64,
    pub letters: u64,
    pub origins: u64,
}

impl Retained {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn deed(&self) -> Deed {
        Deed::Retained {
            tickets: self.emptied.len() as u64,
            files: self.files,
            sign_ins: self.sign_ins,
            letters: self.letters,
            origins: self.origins,
        }
    }
}

impl Desk {
    /// Takes away what the rules keep no longer, and says what; with `dry` it only says so, and
    /// changes nothing.
    ///
    /// # Errors
    /// The database does not answer. What was done by then is done, and the rest is found again.
    pub async fn retain(&self, keep: &Keep, dry: bool) -> Result<Retained, DeskError> {
        let mut done = Retained::default();
        if let Some(before) = self.since(keep.retention_closed_days) {
            for id in self.store.read().await?.long_closed(before, false).await? {
                if let Some((reference, files)) = self.empty(id, true, dry).await? {
                    done.emptied.push(reference);
                    done.files += files;
                }
            }
        }
        if let Some(before) = self.since(keep.retention_files_days) {
            for id in self.store.read().await?.long_closed(before, true).await? {
                if done.emptied.iter().any(|reference| reference.id == id) {
                    continue;
                }
                if let Some((reference, files)) = self.empty(id, false, dry).await? {
                    done.stripped.push(reference);
                    done.files += files;
                }
            }
        }
        done.sign_ins = self
            .pass(Passing::SignIns, keep.retention_sessions_days, dry)
            .await?;
        done.letters = self
            .pass(Passing::Letters, keep.retention_mail_days, dry)
            .await?;
        done.origins = self
            .pass(Passing::Origins, keep.retention_origins_days, dry)
            .await?;
        Ok(done)
    }

    /// Remembers that the rules were followed, and writes into the audit log what they took away.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn retained(&self, done: &Retained) -> Result<(), DeskError> {
        let (desk, deed) = (self.clone(), (!done.is_nothing()).then(|| done.deed()));
        self.store
            .write(move |txn| {
                let (desk, deed) = (desk.clone(), deed.clone());
                Box::pin(async move {
                    if let Some(deed) = deed {
                        desk.note_in(txn, &deed, None, &Who::System, None).await?;
                    }
                    txn.set_meta(RETAINED, &desk.now().0.to_string()).await
                })
            })
            .await?;
        Ok(())
    }

    /// Whether a day has passed since the rules were followed last.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn retention_is_due(&self) -> Result<bool, DeskError> {
        let last = self.store.read().await?.meta(RETAINED).await?;
        let last = last.and_then(|text| text.parse().ok());
        Ok(last.is_none_or(|last| self.now() >= Timestamp(last).plus(DAY)))
    }

    /// The instant before which so many days have passed; nothing where they never do.
    pub fn since(&self, days: u32) -> Option<Timestamp> {
        (days > 0).then(|| self.now().plus(-i64::from(days) * DAY))
    }

    /// Letters that said something that was emptied since: when each was posted, and its key. What
    /// they were written to is to go; then [`Desk::letters_settled`] is told.
    ///
    /// # Errors
    /// The database does not answer; so below.
    pub async fn stale_letters(&self) -> Result<Vec<(Timestamp, String)>, DeskError> {
        Ok(self.store.read().await?.stale_letters(LETTERS).await?)
    }

    /// What these letters said is in no file any more.
    pub async fn letters_settled(&self, keys: Vec<String>) -> Result<(), DeskError> {
        Ok(self
            .store
            .write(move |txn| {
                let keys = keys.clone();
                Box::pin(async move { txn.letters_settled(&keys).await })
            })
            .await?)
    }

    async fn pass(&self, what: Passing, days: u32, dry: bool) -> Result<u64, DeskError> {
        let Some(before) = self.since(days) else {
            return Ok(0);
        };
        let count = self.store.read().await?.count_passed(what, before).await?;
        if dry || count == 0 {
            return Ok(count);
        }
        let job = self
            .store
            .write(move |txn| Box::pin(async move { txn.forget_passed(what, before).await }));
        Ok(job.await?)
    }

    /// Empties a ticket, or removes its files alone: by the same road as everybody, so that an
    /// event says so. Answers with its reference and how many files there were; nothing where
    /// there was nothing to do, or somebody was quicker.
    async fn empty(
        &self,
        id: TicketId,
        all: bool,
        dry: bool,
    ) -> Result<Option<(Reference, u64)>, DeskError> {
        let Some(loaded) = self.store.read().await?.loaded(id).await? else {
            return Ok(None);
        };
        let left = readable(loaded.history());
        let files: Vec<FileId> = left
            .keys()
            .filter_map(|what| match what {
                Removed::File(file) => Some(*file),
                _ => None,
            })
            .collect();
        let steps: Vec<Removed> = match all {
            true if left.is_empty() => Vec::new(),
            true => vec![Removed::All],
            false => files.iter().map(|file| Removed::File(*file)).collect(),
        };
        if steps.is_empty() {
            return Ok(None);
        }
        let answer = (loaded.ticket().reference(), files.len() as u64);
        if dry {
            return Ok(Some(answer));
        }
        for what in steps {
            let reason = String::new();
            let command = Command::Redact { what, reason };
            match self.carry_out_by_itself(id, command).await {
                Ok(()) => {}
                Err(DeskError::Refused(refusal)) => {
                    tracing::debug!(%id, %refusal, "retention");
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        for file in files {
            self.drop_file(file).await;
        }
        Ok(Some(answer))
    }
}
