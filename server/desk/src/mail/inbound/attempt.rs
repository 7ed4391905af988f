//! What began to be read, written down before it is: a message that ends the program is known again
//! when the program has started anew.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::kernel::time::DAY;
use sha2::{Digest, Sha256};

/// For so long it is remembered that a reading began and did not end.
const REMEMBERED: i64 = 30 * DAY;

impl Desk {
    /// Notes that a message is about to be read, and answers how often that has begun without an
    /// end, this time included.
    ///
    /// # Errors
    /// The database does not answer: it must not be read then.
    pub async fn begin_message(&self, message: &[u8]) -> Result<i64, DeskError> {
        let (key, now) = (key(message), self.now());
        let begun = self.store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.begin_message(&key, now, now.plus(-REMEMBERED)).await })
        });
        Ok(begun.await?)
    }

    /// Notes that it was read, or that it was not the message that kept it from being read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end_message(&self, message: &[u8]) -> Result<(), DeskError> {
        let key = key(message);
        let ended = self.store.write(move |txn| {
            let key = key.clone();
            Box::pin(async move { txn.end_message(&key).await })
        });
        Ok(ended.await?)
    }
}

/// What a message is known by before anything in it is looked at.
fn key(message: &[u8]) -> String {
    hex::encode(Sha256::digest(message))
}
