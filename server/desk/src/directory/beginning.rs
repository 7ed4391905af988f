//! How far a desk is set up, as the page that leads through it shows it.

use crate::desk::Desk;
use crate::directory::starting_set;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::notifications::account_mail::MailGoesOut;
use guichet_domain::directory::beginning::{Beginning, Surroundings};
use guichet_domain::directory::standing::{is_empty, standing, takes_starting_set};

/// Whether mail comes in: a mailbox is configured.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailComesIn(pub bool);

impl Desk {
    /// How far the desk is set up: every step with what it lacks, and the starting set as long as it
    /// can be added.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn beginning(
        &self,
        caller: Caller,
        comes_in: MailComesIn,
        goes_out: MailGoesOut,
    ) -> Result<Beginning, DeskError> {
        let directory = self.administration(caller).await?;
        let beside = Surroundings {
            mail_in: comes_in.0,
            mail_out: goes_out.0,
            uninvited: self.uninvited(caller).await?,
        };
        Ok(Beginning {
            steps: standing(&directory, beside),
            set: takes_starting_set(&directory).then(starting_set::contents),
        })
    }

    /// Whether the caller is to be led to setting the desk up: they are an administrator, and it is
    /// as good as empty.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn is_to_begin(&self, caller: Caller) -> Result<bool, DeskError> {
        let directory = self.directory().await?;
        let administers = caller.actor(&directory)?.role.is_administrator();
        Ok(administers && is_empty(&directory))
    }
}
