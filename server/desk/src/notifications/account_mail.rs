//! E-mails that concern no ticket: what somebody asks for at the door.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_store::{OutboundEmail, Txn};

/// An e-mail whose link works once. The row in the outbox holds no token: it is made when the
/// e-mail is sent, so that nothing that opens a door lies in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::VariantArray)]
pub enum AccountEmail {
    PasswordReset,
    Invitation,
    EmailChange,
    /// Word to the present address that another is to take its place; without a link.
    EmailNotice,
    /// Word that mail in one's name was set aside, because nothing proves who wrote it; without a
    /// link.
    UnprovenMail,
}

/// Whether e-mails reach people: there is a server that takes them.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailGoesOut(pub bool);

impl AccountEmail {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

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
            .find(|outbound| outbound.name() == name)
    }
}

impl Desk {
    /// Puts an e-mail into the outbox, within the transaction of whatever it follows from. It goes
    /// to `address`, or without one to the address that the person has when it is sent; to
    /// somebody without an address nothing goes.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn post(
        &self,
        txn: &mut Txn,
        outbound: AccountEmail,
        person: PersonId,
        address: Option<&str>,
    ) -> Result<(), DeskError> {
        let outbound = OutboundEmail {
            key: format!("{}.{}", outbound.name(), self.ids.draw()),
            kind: outbound.name().into(),
            person,
            address: address.map(str::to_owned),
            about: None,
            at: self.now(),
        };
        Ok(txn.post(&outbound).await?)
    }
}
