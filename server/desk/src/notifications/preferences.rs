//! What somebody wants to be notified of, and how.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::notifications::preferences::Wishes;

impl Desk {
    /// What somebody wants to be told, where it is not as delivered.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    pub async fn wishes(&self, caller: Caller) -> Result<Wishes, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.person(&snapshot.directory)?;
        let mut all = snapshot.conn.wishes(&[caller.person].into()).await?;
        Ok(all.remove(&caller.person).unwrap_or_default())
    }

    /// Keeps what somebody wants to be told.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
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
