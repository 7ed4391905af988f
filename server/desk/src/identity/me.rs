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
        let zone = person
            .zone
            .as_deref()
            .and_then(|name| crate::kernel::zone::zone(name, self.now()));
        let approvals = snapshot.conn.awaiting(caller.person).await?.len();
        Ok(Me {
            person: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            actor: person.actor(),
            language: person.language,
            zone: zone.unwrap_or_else(|| self.zone().clone()),
            approvals: i64::try_from(approvals).unwrap_or(i64::MAX),
            unread: snapshot.conn.unread(caller.person).await?,
        })
    }
}
