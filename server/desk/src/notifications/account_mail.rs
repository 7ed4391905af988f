//! E-mails that concern no ticket, about a person's account.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_store::{OutboundEmail, Txn};

/// An e-mail about an account. A link in it works once; the row in the outbox holds no token, which
/// is made when the e-mail is sent, so that the database contains nothing that gives access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::VariantArray)]
pub enum AccountEmail {
    /// A link for choosing a new password.
    PasswordReset,
    /// A link for a new person to choose their first password.
    Invitation,
    /// A link that confirms a new address; sent to that address.
    EmailChange,
    /// A notice to the present address that another is to replace it; without a link.
    EmailNotice,
    /// A notice that a message in the person's name was set aside because nothing proves who wrote
    /// it; without a link.
    UnprovenMail,
}

/// Whether e-mails are sent: a mail server is configured.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailGoesOut(pub bool);

impl AccountEmail {
    /// All kinds.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its name in the outbox.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PasswordReset => "password_reset",
            Self::Invitation => "invitation",
            Self::EmailChange => "email_change",
            Self::EmailNotice => "email_notice",
            Self::UnprovenMail => "unproven_mail",
        }
    }

    /// The kind with that name in the outbox; `None` if there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|outbound| outbound.name() == name)
    }
}

impl Desk {
    /// Puts an e-mail into the outbox, in the transaction of its cause. It goes to `address`, or
    /// without one to the person's address at the time of sending; without either nothing is sent.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses.
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
            article: None,
            at: self.now(),
        };
        Ok(txn.post(&outbound).await?)
    }
}
