//! Leases for tasks one process does at a time, and how far a mailbox was read.

use crate::desk::Desk;
use crate::kernel::error::DeskError;

/// Duration of a lease in microseconds; a process silent for longer is replaced by another.
const LEASE: i64 = 90_000_000;

impl Desk {
    /// Takes or extends the lease of a task; `false` if another process has it.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn hold_lease(&self, name: &'static str, holder: &str) -> Result<bool, DeskError> {
        let (holder, now) = (holder.to_owned(), self.now());
        let taken = self.store.write(move |txn| {
            let holder = holder.clone();
            Box::pin(async move { txn.take_lease(name, &holder, now, now.plus(LEASE)).await })
        });
        Ok(taken.await?)
    }

    /// Releases the lease of a task.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn give_lease_back(&self, name: &'static str, holder: &str) -> Result<(), DeskError> {
        let holder = holder.to_owned();
        let given = self.store.write(move |txn| {
            let holder = holder.clone();
            Box::pin(async move { txn.drop_lease(name, &holder).await })
        });
        Ok(given.await?)
    }

    /// UIDVALIDITY and last UID read of an IMAP mailbox; `None` if it was never read.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn mailbox(&self, mailbox: &str) -> Result<Option<(i64, i64)>, DeskError> {
        Ok(self.store.read().await?.mailbox(mailbox).await?)
    }

    /// Records the UIDVALIDITY and the last UID read of an IMAP mailbox.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn mailbox_read(
        &self,
        mailbox: &str,
        validity: i64,
        uid: i64,
    ) -> Result<(), DeskError> {
        let mailbox = mailbox.to_owned();
        let read = self.store.write(move |txn| {
            let mailbox = mailbox.clone();
            Box::pin(async move { txn.set_mailbox(&mailbox, validity, uid).await })
        });
        Ok(read.await?)
    }
}
