//! Secrets that the desk draws for itself once, and keeps in its database.

use crate::{Desk, DeskError};
use rand::RngCore;

impl Desk {
    /// The secret of that name: drawn on first use, the same ever after and in every process.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn secret(&self, name: &'static str) -> Result<[u8; 32], DeskError> {
        let mut drawn = [0_u8; 32];
        rand::rng().fill_bytes(&mut drawn);
        let drawn: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
        let kept = self
            .store
            .write(move |txn| {
                let drawn = drawn.clone();
                Box::pin(async move {
                    if let Some(kept) = txn.meta(name).await? {
                        return Ok(kept);
                    }
                    txn.set_meta(name, &drawn).await?;
                    Ok(drawn)
                })
            })
            .await?;
        let mut secret = [0_u8; 32];
        for (byte, pair) in secret.iter_mut().zip(kept.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).unwrap_or_default();
        }
        Ok(secret)
    }
}
