//! Secrets that must be read again: sealed with AES-GCM (NIST SP 800-38D), each for one purpose.
//!
//! A key kept in the same database (see `keys.rs`) protects a table that is shown or copied alone,
//! and prevents moving a secret to another row; only a key kept elsewhere protects against a reader
//! of the whole database.

use crate::kernel::error::DeskError;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes128Gcm, KeyInit, Nonce};
use guichet_domain::PersonId;
use rand::RngCore;

/// Purpose of a sealed second factor.
pub(crate) fn purpose(person: PersonId) -> String {
    format!("factor of {person}")
}

pub(crate) struct Seal(Aes128Gcm);

/// Length of a nonce in bytes.
const NONCE: usize = 12;

impl Seal {
    pub(crate) fn with(key: [u8; 16]) -> Self {
        Self(Aes128Gcm::new(&key.into()))
    }

    /// Seals a secret; it can be unsealed for the same `purpose` only.
    pub fn seal(&self, secret: &[u8], purpose: &str) -> Result<String, DeskError> {
        let mut nonce = [0_u8; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload {
            msg: secret,
            aad: purpose.as_bytes(),
        };
        let sealed = self
            .0
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|e| DeskError::Hash(e.to_string()))?;
        Ok(hex::encode([&nonce[..], &sealed].concat()))
    }

    pub fn unseal(&self, sealed: &str, purpose: &str) -> Result<Vec<u8>, DeskError> {
        let broken = || DeskError::Hash(format!("the secret of {purpose} cannot be unsealed"));
        let bytes = hex::decode(sealed).map_err(|_| broken())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
        let payload = Payload {
            msg: sealed,
            aad: purpose.as_bytes(),
        };
        self.0
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| broken())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secret_is_unsealed_for_its_purpose_only() {
        let seal = Seal::with([7; 16]);
        let sealed = seal.seal(b"12345678901234567890", "factor of 5").unwrap();
        assert!(!sealed.contains("3132333435"), "{sealed}");
        assert_eq!(
            seal.unseal(&sealed, "factor of 5").unwrap(),
            b"12345678901234567890"
        );
        assert!(seal.unseal(&sealed, "factor of 6").is_err());
        assert!(
            Seal::with([8; 16]).unseal(&sealed, "factor of 5").is_err(),
            "another key"
        );
        for broken in [
            "",
            "é",
            "0",
            "00",
            &sealed[2..],
            &sealed[..sealed.len() - 2],
        ] {
            assert!(seal.unseal(broken, "factor of 5").is_err(), "{broken}");
        }
        assert_ne!(
            sealed,
            seal.seal(b"12345678901234567890", "factor of 5").unwrap()
        );
    }
}
