//! What is new in the mailbox, one message after the other. A message is marked as read only once
//! the desk has it: after a crash it may come again, and is known by then.

use super::connect::{Line, Mailbox, MailboxError, PATIENCE};
use super::receive::Inbox;
use async_imap::Session;
use futures::TryStreamExt;
use guichet_domain::letter::Reason;
use std::collections::{BTreeSet, HashMap};
use tokio::time::timeout;

/// Bytes of a message at most; of a larger one the headers are kept, and it stays in the mailbox.
const MESSAGE_MAX: u32 = 60 * 1024 * 1024;
/// How often one message may fail before it is set aside unread, so that it does not stop the rest.
const TRIES: u32 = 3;

/// A mailbox that is open.
pub(super) struct Open<'a> {
    pub inbox: &'a Inbox,
    pub session: Session<Line>,
    pub name: String,
    /// The numbers of messages mean something only together with it.
    pub validity: i64,
}

impl<'a> Open<'a> {
    pub async fn open(inbox: &'a Inbox, mailbox: &Mailbox) -> Result<Self, MailboxError> {
        let mut session = mailbox.connect().await?;
        let selected = timeout(PATIENCE, session.select(&mailbox.folder)).await??;
        Ok(Self {
            inbox,
            session,
            name: mailbox.name(),
            validity: i64::from(selected.uid_validity.unwrap_or_default()),
        })
    }

    /// Takes in everything that is new.
    pub async fn drain(&mut self, failed: &mut HashMap<u32, u32>) -> Result<(), MailboxError> {
        loop {
            while self.session.unsolicited_responses.try_recv().is_ok() {}
            self.take_all(failed).await?;
            // What came while this one was taken in was announced on the way.
            if self.session.unsolicited_responses.is_empty() {
                return Ok(());
            }
        }
    }

    async fn take_all(&mut self, failed: &mut HashMap<u32, u32>) -> Result<(), MailboxError> {
        let known = self.inbox.desk.mailbox(&self.name).await?;
        let mut last = known
            .filter(|(validity, _)| *validity == self.validity)
            .map(|(_, uid)| uid);
        for uid in self.unread(last).await? {
            self.take(uid, failed).await?;
            failed.remove(&uid);
            if last.is_none_or(|last| i64::from(uid) > last) {
                last = Some(i64::from(uid));
                let (desk, uid) = (&self.inbox.desk, i64::from(uid));
                desk.mailbox_read(&self.name, self.validity, uid).await?;
            }
            let seen = self
                .session
                .uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)");
            let marking = async { seen.await?.try_collect::<Vec<_>>().await };
            timeout(PATIENCE, marking).await??;
        }
        Ok(())
    }

    /// What nobody has marked as read, and what came since the last time even where somebody has.
    async fn unread(&mut self, last: Option<i64>) -> Result<BTreeSet<u32>, MailboxError> {
        let mut uids: BTreeSet<u32> = timeout(PATIENCE, self.session.uid_search("UNSEEN"))
            .await??
            .into_iter()
            .collect();
        if let Some(last) = last {
            let later = format!("UID {}:*", last + 1);
            let later = timeout(PATIENCE, self.session.uid_search(later)).await??;
            // The last message answers to any range that ends with a star.
            uids.extend(later.into_iter().filter(|uid| i64::from(*uid) > last));
        }
        Ok(uids)
    }

    async fn take(&mut self, uid: u32, failed: &mut HashMap<u32, u32>) -> Result<(), MailboxError> {
        let Some(size) = self.size(uid).await? else {
            // Somebody took it away meanwhile.
            return Ok(());
        };
        let large = size > MESSAGE_MAX;
        let Some(message) = self.message(uid, large).await? else {
            return Ok(());
        };
        if large {
            self.inbox.put_aside(message, Reason::TooLarge).await?;
            return Ok(());
        }
        let tries = failed.entry(uid).or_default();
        *tries += 1;
        let copy = (*tries > TRIES).then(|| message.clone());
        match (self.inbox.take(message).await, copy) {
            // Where it can be set aside, it is not the database that is to blame.
            (Err(error), Some(copy)) => {
                tracing::error!(%error, uid, "a message is set aside, because it cannot be taken in");
                self.inbox.put_aside(copy, Reason::Unreadable).await?;
                Ok(())
            }
            (outcome, _) => Ok(outcome.map(drop)?),
        }
    }

    async fn size(&mut self, uid: u32) -> Result<Option<u32>, MailboxError> {
        let fetched = async {
            let answer = self.session.uid_fetch(uid.to_string(), "(UID RFC822.SIZE)");
            answer.await?.try_collect::<Vec<_>>().await
        };
        let fetched = timeout(PATIENCE, fetched).await??;
        let found = fetched.iter().find(|fetch| fetch.uid == Some(uid));
        Ok(found.map(|fetch| fetch.size.unwrap_or_default()))
    }

    /// The message, or its headers alone, without marking it as read.
    async fn message(&mut self, uid: u32, header: bool) -> Result<Option<Vec<u8>>, MailboxError> {
        let what = if header {
            "(UID BODY.PEEK[HEADER])"
        } else {
            "(UID BODY.PEEK[])"
        };
        let fetched = async {
            let answer = self.session.uid_fetch(uid.to_string(), what);
            answer.await?.try_collect::<Vec<_>>().await
        };
        let fetched = timeout(PATIENCE * 5, fetched).await??;
        let found = fetched.iter().find(|fetch| fetch.uid == Some(uid));
        Ok(found.map(|fetch| {
            let bytes = if header { fetch.header() } else { fetch.body() };
            bytes.unwrap_or_default().to_vec()
        }))
    }
}
