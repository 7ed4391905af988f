//! Attempts at processing a message, recorded before it is parsed: a message that crashes the
//! program is recognised after the restart.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::kernel::time::DAY;
use sha2::{Digest, Sha256};

/// How long an attempt that did not end is remembered.
const REMEMBERED: i64 = 30 * DAY;

impl Desk {
    /// Records that processing of a message begins. Returns how often it has begun without ending,
    /// this time included.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; the message must not be parsed then.
    pub async fn begin_message(&self, message: &[u8]) -> Result<i64, DeskError> {
        let (key, now) = (key(message), self.now());
        let begun = self.store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.begin_message(&key, now, now.plus(-REMEMBERED)).await })
        });
        Ok(begun.await?)
    }

    /// Records that processing has ended, or failed for a reason other than the message.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn end_message(&self, message: &[u8]) -> Result<(), DeskError> {
        let key = key(message);
        let ended = self.store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.end_message(&key).await })
        });
        Ok(ended.await?)
    }
}

/// Key of a message before it is parsed: its SHA-256.
fn key(message: &[u8]) -> String {
    hex::encode(Sha256::digest(message))
}
