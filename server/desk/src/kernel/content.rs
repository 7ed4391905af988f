//! Keyed hashes of commands (HMAC, RFC 2104), so that the log does not hold their texts twice.

use crate::kernel::error::DeskError;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Name of the key in `meta`.
pub(crate) const CONTENT_KEY: &str = "content_key";

/// The key of these hashes.
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
