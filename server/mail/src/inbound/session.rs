//! Takes new messages from the mailbox, one after the other. A message is marked as read only once
//! the desk has it: after a crash it may come again, and is then recognised.

use super::connect::{Line, Mailbox, MailboxError, PATIENCE};
use super::receive::{Inbox, TakeError};
use async_imap::Session;
use futures::TryStreamExt;
use guichet_domain::mail::inbound::Reason;
use std::collections::{BTreeSet, HashMap};
use tokio::time::timeout;

/// Bytes of a message at most; a larger one stays in the mailbox, and only its headers are kept.
const MESSAGE_MAX: u32 = 60 * 1024 * 1024;
/// How often one message may fail before it is set aside unread, so that it does not stop the rest.
const TRIES: u32 = 3;

/// How often the connection may break on one message: that is seldom the message's own fault.
const BREAKS: u32 = 20;

/// How often messages have failed, by their UID.
#[derive(Debug, Default)]
pub struct Failed(HashMap<u32, Tries>);

#[derive(Debug, Default)]
struct Tries {
    /// Times the mailbox did not hand the message over.
    withheld: u32,
    /// Times the connection broke, or the server's answer could not be read.
    broken: u32,
    /// Times the desk did not take the message in.
    refused: u32,
}

/// Data that the mailbox handed over for one message.
enum Fetched {
    Whole(Vec<u8>),
    /// Headers of a message that is too large.
    Header(Vec<u8>),
}

/// A mailbox that is open.
pub(super) struct Open<'a> {
    pub inbox: &'a Inbox,
    pub session: Session<Line>,
    pub name: String,
    /// UIDVALIDITY of the folder: UIDs are only comparable under the same value.
    pub validity: i64,
}

impl<'a> Open<'a> {
    pub async fn open(inbox: &'a Inbox, mailbox: &Mailbox) -> Result<Self, MailboxError> {
        let mut session = mailbox.connect().await?;
        let selected = timeout(PATIENCE, session.select(mailbox.encoded_folder())).await??;
        Ok(Self {
            inbox,
            session,
            name: mailbox.name(),
            validity: i64::from(selected.uid_validity.unwrap_or_default()),
        })
    }

    /// Takes in every new message.
    pub async fn drain(&mut self, failed: &mut Failed) -> Result<(), MailboxError> {
        loop {
            while self.session.unsolicited_responses.try_recv().is_ok() {}
            self.take_all(failed).await?;
            // What came while this one was taken in was announced on the way.
            if self.session.unsolicited_responses.is_empty() {
                return Ok(());
            }
        }
    }

    async fn take_all(&mut self, failed: &mut Failed) -> Result<(), MailboxError> {
        let known = self.inbox.desk.mailbox(&self.name).await?;
        let mut last = known
            .filter(|(validity, _)| *validity == self.validity)
            .map(|(_, uid)| uid);
        for uid in self.unread(last).await? {
            self.take(uid, failed).await?;
            failed.0.remove(&uid);
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

    /// UIDs of messages not marked as read, and of those that came after `last` even if they are
    /// marked.
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

    async fn take(&mut self, uid: u32, failed: &mut Failed) -> Result<(), MailboxError> {
        let tries = failed.0.entry(uid).or_default();
        if tries.withheld >= TRIES || tries.broken >= BREAKS {
            tracing::error!(
                uid,
                "the mailbox does not hand a message over: that is set aside"
            );
            self.inbox.miss(self.called(uid)).await?;
            return Ok(());
        }
        let message = match self.fetch(uid).await {
            Ok(Some(message)) => message,
            Ok(None) => return Ok(()),
            Err(error) => {
                match error {
                    MailboxError::Withheld => tries.withheld += 1,
                    _ => tries.broken += 1,
                }
                return Err(error);
            }
        };
        let message = match message {
            Fetched::Whole(message) => message,
            Fetched::Header(header) => {
                self.inbox.put_aside(header, Reason::TooLarge).await?;
                return Ok(());
            }
        };
        tries.refused += 1;
        let copy = (tries.refused > TRIES).then(|| message.clone());
        let called = self.called(uid);
        match (self.inbox.take_named(message, &called).await, copy) {
            // It is none of its own fault.
            (Err(error @ TakeError::Read(_)), _) => {
                tries.refused -= 1;
                Err(error.into())
            }
            // Where it can be set aside, it is not the database that is to blame.
            (Err(error), Some(copy)) => {
                tracing::error!(%error, uid, "a message is set aside, because it cannot be taken in");
                self.inbox.put_aside(copy, Reason::Unreadable).await?;
                Ok(())
            }
            (outcome, _) => Ok(outcome.map(drop)?),
        }
    }

    /// Name for a message that could not be read.
    fn called(&self, uid: u32) -> String {
        format!("{}, UID {uid}, UIDVALIDITY {}", self.name, self.validity)
    }

    async fn fetch(&mut self, uid: u32) -> Result<Option<Fetched>, MailboxError> {
        let size = self.size(uid).await?;
        let large = size.is_some_and(|size| size > MESSAGE_MAX);
        let message = match size {
            Some(_) => self.message(uid, large).await?,
            None => None,
        };
        match message {
            Some(message) if large => Ok(Some(Fetched::Header(message))),
            Some(message) => Ok(Some(Fetched::Whole(message))),
            // A server may refuse to hand over what it has (`NO`: RFC 3501, section 6.4.5).
            None if self.is_there(uid).await? => Err(MailboxError::Withheld),
            // Somebody took it away meanwhile.
            None => Ok(None),
        }
    }

    async fn is_there(&mut self, uid: u32) -> Result<bool, MailboxError> {
        let found = self.session.uid_search(format!("UID {uid}"));
        Ok(timeout(PATIENCE, found).await??.contains(&uid))
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

    /// Fetches the message, or only its headers, without marking it as read. `None` if it is gone.
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
        let Some(fetch) = found else { return Ok(None) };
        let bytes = if header { fetch.header() } else { fetch.body() };
        Ok(Some(bytes.ok_or(MailboxError::Withheld)?.to_vec()))
    }
}
