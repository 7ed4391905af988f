//! What a command said, as a keyed hash (HMAC, RFC 2104): the log does not hold words twice.

use crate::kernel::error::DeskError;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Under this name their key is kept.
pub(crate) const CONTENT_KEY: &str = "content_key";

/// The key of those hashes.
pub(crate) struct Contents([u8; 32]);

impl Contents {
    pub const fn with(key: [u8; 32]) -> Self {
        Self(key)
    }

    pub fn hash(&self, content: &[u8]) -> Result<String, DeskError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .map_err(|error| DeskError::Hash(error.to_string()))?;
        mac.update(content);
        Ok(hex::encode(mac.finalize().into_bytes()))
    }
}
