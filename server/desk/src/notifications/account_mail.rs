//! Letters that concern no ticket: what somebody asks for at the door.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_store::{Letter, Txn};

/// A letter whose link works once. The row in the outbox holds no token: it is made when the
/// letter is sent, so that nothing that opens a door lies in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoorLetter {
    PasswordReset,
    Invitation,
    EmailChange,
    /// Word to the present address that another is to take its place; without a link.
    EmailNotice,
    /// Word that mail in one's name was set aside, because nothing proves who wrote it; without a
    /// link.
    UnprovenMail,
}

/// Whether letters reach people: there is a server that takes them.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailGoesOut(pub bool);

impl DoorLetter {
    pub const ALL: &'static [Self] = &[
        Self::PasswordReset,
        Self::Invitation,
        Self::EmailChange,
        Self::EmailNotice,
        Self::UnprovenMail,
    ];

    /// As the outbox names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
            Self::Invitation => "invitation",
            Self::EmailChange => "email_change",
            Self::EmailNotice => "email_notice",
            Self::UnprovenMail => "unproven_mail",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|letter| letter.name() == name)
    }
}

impl Desk {
    /// Puts a letter into the outbox, within the transaction of whatever it follows from. It goes
    /// to `address`, or without one to the address that the person has when it is sent; to
    /// somebody without an address nothing goes.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn post(
        &self,
        txn: &mut Txn,
        letter: DoorLetter,
        person: PersonId,
        address: Option<&str>,
    ) -> Result<(), DeskError> {
        let letter = Letter {
            key: format!("{}.{}", letter.name(), self.ids.draw()),
            kind: letter.name().into(),
            person,
            address: address.map(str::to_owned),
            about: None,
            at: self.now(),
        };
        Ok(txn.post(&letter).await?)
    }
}
