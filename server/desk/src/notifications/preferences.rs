//! Notification preferences.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::notifications::preferences::Wishes;

impl Desk {
    /// The caller's notification preferences, as far as they differ from the defaults.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn wishes(&self, caller: Caller) -> Result<Wishes, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.person(&snapshot.directory)?;
        let mut all = snapshot.conn.wishes(&[caller.person].into()).await?;
        Ok(all.remove(&caller.person).unwrap_or_default())
    }

    /// Stores the caller's notification preferences.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn choose_wishes(&self, caller: Caller, wishes: Wishes) -> Result<(), DeskError> {
        self.store
            .attempt(move |txn| {
                let wishes = wishes.clone();
                Box::pin(async move {
                    outcome(
                        async {
                            caller.in_txn(txn)?;
                            Ok(txn.choose(caller.person, &wishes).await?)
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}
