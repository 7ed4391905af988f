//! From a message to the desk.

use super::read::{Read, read, unread};
use crate::address::Addresses;
use guichet_desk::{Desk, DeskError, Incoming, LetterNature, LetterRules, Received};
use guichet_domain::letter::Reason;

/// Takes messages in for a desk.
#[derive(Clone)]
pub struct Inbox {
    pub desk: Desk,
    pub addresses: Addresses,
    pub rules: LetterRules,
}

impl Inbox {
    /// Reads a message and takes it in. After this it is the desk's: twice does no harm.
    ///
    /// # Errors
    /// The database or the files do not answer; the message must then be brought again.
    pub async fn take(&self, message: Vec<u8>) -> Result<Received, DeskError> {
        let letter = self.letter(message).await?;
        let received = self.desk.receive(letter, self.rules).await?;
        tracing::info!(fate = ?received.fate, reason = ?received.reason, again = received.again, "letter");
        Ok(received)
    }

    /// Takes a message in without looking at more than who says to have written it.
    ///
    /// # Errors
    /// As [`Inbox::take`].
    pub async fn put_aside(&self, message: Vec<u8>, reason: Reason) -> Result<Received, DeskError> {
        let letter = self.letter(message).await?;
        let letter = Incoming {
            nature: LetterNature::Aside(reason),
            ..letter
        };
        self.desk.receive(letter, self.rules).await
    }

    /// Sets aside that a message could not be had from the mailbox, where it stays.
    ///
    /// # Errors
    /// As [`Inbox::take`].
    pub async fn miss(&self, which: String) -> Result<Received, DeskError> {
        let note = which.clone().into_bytes();
        let letter = unread(which, note, Reason::Withheld);
        self.desk.receive(letter, self.rules).await
    }

    /// Reads a message, and looks whether its sender proves who they are.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn letter(&self, message: Vec<u8>) -> Result<Incoming, DeskError> {
        let addresses = self.addresses.clone();
        // Large messages take their time, which others must not wait for.
        let read = tokio::task::spawn_blocking(move || read(message, &addresses)).await;
        let read = read.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        let Read {
            mut letter,
            replies,
        } = read;
        let directory = self.desk.directory().await?;
        let Some(person) = directory.person_by_email(&letter.sender) else {
            return Ok(letter);
        };
        for to in &replies {
            let ticket = to.reference.id;
            let recorded = self.desk.recorded_at(ticket).await?;
            if recorded.is_some_and(|at| self.addresses.is_signed_for(to, at, person.id)) {
                letter.signed = Some((ticket, person.id));
                break;
            }
        }
        Ok(letter)
    }
}
