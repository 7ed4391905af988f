//! Takes messages in for the desk.

use super::read::{Read, unread};
use super::reader::{ReadError, Reader};
use crate::address::{Addresses, Answerer};
use guichet_desk::{Desk, DeskError, InboundRules, Incoming, MessageNature, Received, Undelivered};
use guichet_domain::directory::whole::Directory;
use guichet_domain::mail::inbound::Reason;
use std::sync::Arc;

/// Number of the attempt at which a message never read to the end is set aside unread.
const STARTS: i64 = 3;

/// Why a message stays in its mailbox.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Takes messages in for a desk.
#[derive(Clone)]
pub struct Inbox {
    pub desk: Desk,
    pub addresses: Addresses,
    pub rules: InboundRules,
    pub reader: Reader,
}

impl Inbox {
    /// Reads a message and takes it in. After this it is stored at the desk; taking it in twice
    /// does no harm.
    ///
    /// # Errors
    /// The database or the files do not answer, or no message can be read at all; the message must
    /// then be handed in again.
    pub async fn take(&self, message: Vec<u8>) -> Result<Received, TakeError> {
        self.take_named(message, "").await
    }

    /// Same as [`Inbox::take`], with a name for the message in case it cannot be read.
    ///
    /// Each attempt to read is recorded before it begins. A message that itself uses up memory or
    /// time is set aside at once, since another attempt would end the same way. If the process or
    /// the whole program was ended from outside, the message is read again, and set aside at the
    /// third attempt, whichever process made the others.
    ///
    /// # Errors
    /// Same as [`Inbox::take`].
    pub async fn take_named(&self, message: Vec<u8>, name: &str) -> Result<Received, TakeError> {
        let message: Arc<[u8]> = message.into();
        let received = loop {
            let start = self.desk.begin_message(&message).await?;
            if start >= STARTS {
                let received = self.unread(&message, name, Reason::Interrupted).await?;
                break Ok(received);
            }
            match self.inbound(Arc::clone(&message)).await {
                Ok(inbound) => break self.receive(inbound).await,
                Err(TakeError::Read(ReadError::Interrupted(why))) => {
                    tracing::warn!(why, start, "a message was not read");
                }
                Err(TakeError::Read(ReadError::Costly)) => {
                    tracing::warn!(bytes = message.len(), "a message costs too much to be read");
                    break self.unread(&message, name, Reason::Costly).await;
                }
                Err(error) => break Err(error),
            }
        };
        // Neither what was taken in nor what the database kept from it ended the program.
        self.desk.end_message(&message).await?;
        received
    }

    /// Takes a message in to be set aside for `reason`, whatever it contains.
    ///
    /// # Errors
    /// Same as [`Inbox::take`].
    pub async fn put_aside(&self, message: Vec<u8>, reason: Reason) -> Result<Received, TakeError> {
        let message: Arc<[u8]> = message.into();
        match self.inbound(Arc::clone(&message)).await {
            Ok(inbound) => {
                let nature = MessageNature::Aside(reason);
                self.receive(Incoming { nature, ..inbound }).await
            }
            Err(TakeError::Read(ReadError::Interrupted(_) | ReadError::Costly)) => {
                self.unread(&message, "", reason).await
            }
            Err(error) => Err(error),
        }
    }

    /// Records among the messages set aside that one could not be fetched from the mailbox, where
    /// it stays.
    ///
    /// # Errors
    /// Same as [`Inbox::take`].
    pub async fn miss(&self, which: String) -> Result<Received, TakeError> {
        let note = which.clone().into_bytes();
        self.unread(&note, &which, Reason::Withheld).await
    }

    async fn unread(
        &self,
        message: &[u8],
        name: &str,
        reason: Reason,
    ) -> Result<Received, TakeError> {
        let original = message.to_vec();
        let inbound = unread(name.to_owned(), message, reason);
        self.receive(Incoming {
            original,
            ..inbound
        })
        .await
    }

    async fn receive(&self, inbound: Incoming) -> Result<Received, TakeError> {
        let received = self.desk.receive(inbound, self.rules).await?;
        tracing::info!(fate = ?received.fate, reason = ?received.reason, again = received.again, "inbound message");
        Ok(received)
    }

    /// Reads a message, and checks whether its sender is proven.
    ///
    /// # Errors
    /// The database does not answer, or the message was not read.
    pub async fn inbound(&self, message: impl Into<Arc<[u8]>>) -> Result<Incoming, TakeError> {
        let message = message.into();
        let read = self.reader.read(Arc::clone(&message), &self.addresses);
        let Read {
            mut inbound,
            replies,
        } = read.await?;
        inbound.original = message.to_vec();
        let directory = self.desk.directory().await?;
        if let MessageNature::Bounce(all) = &mut inbound.nature {
            *all = self.sent_by_us(&directory, std::mem::take(all)).await?;
        }
        let sender = directory.mail_sender(&inbound.sender);
        if let Some(sender) = sender.filter(|_| may_be_let_in(&inbound.nature)) {
            inbound.nature = MessageNature::Written;
            inbound.channel = Some(sender.channel);
        }
        let Some(person) = directory.person_by_email(&inbound.sender) else {
            return Ok(inbound);
        };
        if replies.is_empty() {
            return Ok(inbound);
        }
        let epoch = self.desk.answer_epoch(person.id).await?;
        for to in &replies {
            let ticket = to.reference.id;
            let recorded = self.desk.recorded_at(ticket).await?;
            let answerer = recorded.map(|recorded| Answerer {
                person: person.id,
                recorded,
                epoch,
            });
            if answerer.is_some_and(|answerer| self.addresses.is_signed_for(to, answerer)) {
                inbound.signed = Some((ticket, person.id));
                break;
            }
        }
        Ok(inbound)
    }
}

/// Whether a message can be let in by the address of a program.
fn may_be_let_in(nature: &MessageNature) -> bool {
    match nature {
        MessageNature::Written => true,
        MessageNature::Automatic(reason) => reason.may_be_let_in(),
        MessageNature::Bounce(_) | MessageNature::Aside(_) => false,
    }
}

impl Inbox {
    /// Keeps the reported recipients to whom the desk did send the returned message: anybody can
    /// forge a delivery report, but only the recipient of a message knows its Message-ID. Where a
    /// report in words does not name it, it counts for whomever the desk has written to: it is a
    /// remark beside their address, which goes away when they write.
    async fn sent_by_us(
        &self,
        directory: &Directory,
        reported: Vec<Undelivered>,
    ) -> Result<Vec<Undelivered>, TakeError> {
        let mut ours = Vec::new();
        for one in reported {
            let person = directory.person_by_email(&one.address);
            let Some(person) = person else {
                continue;
            };
            let messages = self.desk.emails_to(person.id).await?;
            let is_ours = match &one.returned {
                Some(id) => {
                    let id = format!("<{id}>");
                    let mut ids = messages.iter();
                    ids.any(|(key, at)| self.addresses.message_id(key, *at) == id)
                }
                // All that is known is whom it was to.
                None => one.in_words && !messages.is_empty(),
            };
            if is_ours {
                ours.push(one);
            }
        }
        Ok(ours)
    }
}

/// The content of a message, without regard to its recipients or its sender; for somebody who has
/// looked at it. A message that cannot be read has no content.
///
/// # Errors
/// No message can be read at all.
pub async fn content(original: Vec<u8>, reader: &Reader) -> Result<Incoming, ReadError> {
    let message: Arc<[u8]> = original.into();
    let nobody = Addresses::new([0; 32], "nobody@invalid");
    let nobody = nobody.ok_or_else(|| ReadError::Interrupted("no address".into()))?;
    match reader.read(Arc::clone(&message), &nobody).await {
        Ok(read) => Ok(read.inbound),
        Err(error @ ReadError::Cannot(_)) => Err(error),
        Err(ReadError::Costly | ReadError::Interrupted(_)) => {
            Ok(unread(String::new(), &message, Reason::Costly))
        }
    }
}
