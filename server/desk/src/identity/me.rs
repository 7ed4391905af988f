//! Who the caller is, for the frame of every page.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::identity::me::Me;

impl Desk {
    /// The signed-in person.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn me(&self, caller: Caller) -> Result<Me, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let person = caller.person(&snapshot.directory)?;
        let zone = self.zone_of(person);
        let approvals = snapshot.conn.awaiting(caller.person).await?.len();
        Ok(Me {
            person: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            actor: person.actor(),
            language: person.language,
            zone,
            approvals: i64::try_from(approvals).unwrap_or(i64::MAX),
            unread: snapshot.conn.unread(caller.person).await?,
        })
    }
}
