//! The key that seals secrets, where it is kept, and the random secrets of the desk.
//!
//! By default the key is in the table `meta`, beside what it seals. If it is kept outside (in a
//! file or the environment), the database alone reveals none of its secrets. A proof in `meta`,
//! sealed by the key, shows at the start whether it is the right one: with a missing, damaged or
//! different key nothing starts, and no new key is ever drawn in its place. The same holds for a
//! secret that was changed or is missing: a second proof lists them all.

use crate::kernel::error::DeskError;
use crate::kernel::seal::{Seal, purpose};
use guichet_store::kernel::private;
use guichet_store::{Conn, Store, StoreError};
use hkdf::Hkdf;
use rand::RngCore;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

const SEAL_KEY: &str = "seal_key";

const PROOF: &str = "seal_proof";

/// Key in `meta` of the second proof: the name and digest of each random secret.
const DRAWN: &str = "drawn_proof";

pub(crate) const CURSOR_KEY: &str = "cursor_key";

/// Signs the reply addresses in outgoing e-mails.
pub(crate) const MAIL_KEY: &str = "mail_key";

/// Ending of the names of the desk's random secrets.
const ENDING: &str = "_key";

/// Prefix of a secret sealed by an outside key.
const SEALED: &str = "sealed:";

/// Maximum size of a key file, in bytes.
const FILE_MAX: u64 = 4096;

/// A key of 256 bits kept outside the database, written as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct OutsideKey([u8; 32]);

impl std::fmt::Debug for OutsideKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OutsideKey")
    }
}

impl OutsideKey {
    /// Draws a random key.
    pub fn draw() -> Self {
        let mut key = [0; 32];
        rand::rng().fill_bytes(&mut key);
        Self(key)
    }

    /// Parses a key of 64 hexadecimal digits.
    ///
    /// # Errors
    /// A message if it is anything else, or all bytes are the same.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let mut key = [0; 32];
        match hex::decode_to_slice(text, &mut key) {
            Ok(()) if is_drawn(&key) => Ok(Self(key)),
            _ => Err("a key is 64 hexadecimal digits, as `guichet key new FILE` writes it"),
        }
    }

    /// Reads a key file, and makes it private to its owner.
    ///
    /// # Errors
    /// A message that names the file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let at = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let file = std::fs::File::open(path).map_err(|e| at(&e))?;
        let mut text = String::new();
        let read = file.take(FILE_MAX).read_to_string(&mut text);
        read.map_err(|e| at(&e))?;
        private::mend(path);
        Self::parse(&text).map_err(|why| at(&why))
    }

    /// Writes the key to a new file, private to its owner.
    ///
    /// # Errors
    /// The error of the file system if the file exists or cannot be created.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut file = private::new_file(path)?;
        writeln!(file, "{}", hex::encode(self.0))?;
        file.sync_all()
    }

    /// The key as text, which backups are encrypted with instead of a passphrase.
    pub(crate) fn as_passphrase(&self) -> String {
        hex::encode(self.0)
    }

    fn seal_key(&self) -> [u8; 16] {
        let mut key = [0; 16];
        let expanded = Hkdf::<Sha256>::new(None, &self.0).expand(b"guichet seal_key", &mut key);
        debug_assert!(expanded.is_ok(), "16 bytes are no more than HKDF gives");
        key
    }
}

/// Whether bytes can be random: if all are alike, the file or field was overwritten.
fn is_drawn(key: &[u8]) -> bool {
    key.iter().any(|byte| Some(byte) != key.first())
}

/// The sealing key, and whether it is kept outside the database.
pub(crate) struct Ring {
    pub seal: Arc<Seal>,
    outside: bool,
}

fn sentence<T>(text: &str) -> Result<T, StoreError> {
    Err(StoreError::Setting(text.into()))
}

fn damaged<T>(name: &str) -> Result<T, StoreError> {
    Err(StoreError::Setting(format!(
        "the key {name:?} in the table meta is damaged or gone: restore a backup; where there is none, \
         `guichet key forget` draws new keys, and everybody sets up their second factor again"
    )))
}

const MISSING: &str = "secrets of this desk are sealed, and the key is missing: name its file in the \
     setting key_file, or restore a backup; where it is lost for good, `guichet key forget` draws new \
     keys, and everybody sets up their second factor again";

const WRONG: &str = "the key is not the one that sealed the secrets of this desk: name the file of the \
     right one in the setting key_file, or restore a backup; where it is lost for good, \
     `guichet key forget` draws new keys, and everybody sets up their second factor again";

const TWO: &str = "the setting key_file (or GUICHET_KEY) names a key, but the secrets of this desk are \
     sealed by the one in its database: take the setting away, then `guichet key rotate --to FILE` \
     moves them under a key of their own";

impl Ring {
    /// Opens the key of a database, and draws one if nothing was ever sealed.
    pub async fn open(conn: &mut Conn, outside: Option<&OutsideKey>) -> Result<Self, StoreError> {
        let (kept, proof) = (conn.meta(SEAL_KEY).await?, conn.meta(PROOF).await?);
        let key = match (outside, kept) {
            (Some(_), Some(_)) => return sentence(TWO),
            (Some(_), None) if proof.is_none() && has_sealed(conn).await? => {
                return sentence(MISSING);
            }
            (Some(outside), None) => outside.seal_key(),
            (None, Some(kept)) => match read_key(&kept) {
                Some(key) => key,
                None => return damaged(SEAL_KEY),
            },
            (None, None) if proof.is_some() || has_sealed(conn).await? => {
                return sentence(MISSING);
            }
            (None, None) => {
                let mut drawn = [0; 16];
                rand::rng().fill_bytes(&mut drawn);
                conn.set_meta(SEAL_KEY, &hex::encode(drawn)).await?;
                drawn
            }
        };
        let ring = Self {
            seal: Arc::new(Seal::with(key)),
            outside: outside.is_some(),
        };
        match proof {
            Some(proof) if ring.seal.unseal(&proof, PROOF).is_err() => return sentence(WRONG),
            Some(_) => ring.check(conn).await?,
            None => ring.begin(conn).await?,
        }
        Ok(ring)
    }

    /// Checks that every secret is as it was drawn.
    async fn check(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let there = self.drawn(conn).await?;
        let Some(proof) = conn.meta(DRAWN).await? else {
            // From before there was one.
            return self.prove(conn, &there).await;
        };
        let Ok(proof) = self.seal.unseal(&proof, DRAWN) else {
            return damaged(DRAWN);
        };
        let proven: BTreeMap<String, String> =
            serde_json::from_slice(&proof).or_else(|_| damaged(DRAWN))?;
        let names = proven.keys().chain(there.keys());
        match names
            .into_iter()
            .find(|name| proven.get(*name) != there.get(*name))
        {
            Some(name) => damaged(name),
            None => Ok(()),
        }
    }

    /// Digest of each secret, by name.
    async fn drawn(&self, conn: &mut Conn) -> Result<BTreeMap<String, String>, StoreError> {
        let secrets = secrets(conn).await?;
        let digests = secrets.into_iter().map(|(name, kept)| {
            let digest = hex::encode(Sha256::digest(self.read(&name, &kept)?));
            Ok((name, digest))
        });
        digests.collect()
    }

    async fn prove(
        &self,
        conn: &mut Conn,
        drawn: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let drawn = serde_json::to_vec(drawn);
        let drawn = drawn.map_err(|error| StoreError::Setting(error.to_string()))?;
        let proof = self.seal(&drawn, DRAWN)?;
        conn.set_meta(DRAWN, &proof).await
    }

    /// First start: verifies that existing secrets are sealed by this key, and seals those that
    /// must be.
    async fn begin(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (person, secrets) in conn.sealed().await? {
            for secret in secrets.into_iter().flatten() {
                if self.seal.unseal(&secret, &purpose(person)).is_err() {
                    return sentence(WRONG);
                }
            }
        }
        if self.outside {
            for (name, kept) in secrets(conn).await? {
                match hex::decode(&kept).ok().filter(|secret| is_whole(secret)) {
                    Some(secret) => self.put(conn, &name, &secret).await?,
                    None => return damaged(&name),
                }
            }
        }
        let proof = self.seal(b"", PROOF)?;
        conn.set_meta(PROOF, &proof).await?;
        let drawn = self.drawn(conn).await?;
        self.prove(conn, &drawn).await
    }

    fn seal(&self, secret: &[u8], purpose: &str) -> Result<String, StoreError> {
        let sealed = self.seal.seal(secret, purpose);
        sealed.map_err(|error| StoreError::Setting(error.to_string()))
    }

    async fn put(&self, conn: &mut Conn, name: &str, secret: &[u8]) -> Result<(), StoreError> {
        let kept = if self.outside {
            format!("{SEALED}{}", self.seal(secret, name)?)
        } else {
            hex::encode(secret)
        };
        conn.set_meta(name, &kept).await
    }

    /// Decodes a stored secret.
    fn read(&self, name: &str, kept: &str) -> Result<Vec<u8>, StoreError> {
        let secret = match (self.outside, kept.strip_prefix(SEALED)) {
            (true, Some(sealed)) => self.seal.unseal(sealed, name).ok(),
            (false, None) => hex::decode(kept).ok(),
            // Written by somebody who has not the key, or for one that is not used.
            (true, None) | (false, Some(_)) => None,
        };
        match secret.filter(|secret| is_whole(secret)) {
            Some(secret) => Ok(secret),
            None => damaged(name),
        }
    }

    /// The secret of a name: drawn on first use, afterwards the same in every process.
    pub async fn secret<const N: usize>(
        &self,
        conn: &mut Conn,
        name: &str,
    ) -> Result<[u8; N], StoreError> {
        if let Some(kept) = conn.meta(name).await? {
            let secret = <[u8; N]>::try_from(self.read(name, &kept)?);
            return secret.or_else(|_| damaged(name));
        }
        let mut drawn = [0; N];
        rand::rng().fill_bytes(&mut drawn);
        self.put(conn, name, &drawn).await?;
        let all = self.drawn(conn).await?;
        self.prove(conn, &all).await?;
        Ok(drawn)
    }
}

fn read_key(kept: &str) -> Option<[u8; 16]> {
    let mut key = [0; 16];
    hex::decode_to_slice(kept, &mut key).ok()?;
    is_drawn(&key).then_some(key)
}

/// Whether these bytes can be a drawn secret, of 128 or 256 bits.
fn is_whole(secret: &[u8]) -> bool {
    matches!(secret.len(), 16 | 32) && is_drawn(secret)
}

/// The desk's random secrets, as stored.
async fn secrets(conn: &mut Conn) -> Result<Vec<(String, String)>, StoreError> {
    let mut kept = conn.all_meta().await?;
    kept.retain(|(name, _)| name.ends_with(ENDING) && name != SEAL_KEY);
    Ok(kept)
}

/// Whether anything is sealed.
async fn has_sealed(conn: &mut Conn) -> Result<bool, StoreError> {
    let mut kept = secrets(conn).await?.into_iter();
    if kept.any(|(_, kept)| kept.starts_with(SEALED)) {
        return Ok(true);
    }
    let mut secrets = conn.sealed().await?.into_iter();
    Ok(secrets.any(|(_, secrets)| secrets.iter().any(Option::is_some)))
}

/// Seals all secrets under another key, in one transaction: `to`, or a new one kept in the
/// database. Returns the number of second-factor secrets sealed again. Cursors given out become
/// invalid, and with `reply_addresses` so do the signed addresses in e-mails already sent.
///
/// No process may have the desk open: it would go on sealing with the previous key.
///
/// # Errors
/// [`DeskError`] if `from` is not the key of this desk or a secret cannot be unsealed; nothing has
/// changed then.
pub async fn rotate_key(
    store: &Store,
    from: Option<&OutsideKey>,
    to: Option<&OutsideKey>,
    reply_addresses: bool,
) -> Result<u64, DeskError> {
    let (from, to) = (from.cloned(), to.cloned());
    let sealed = store.write(move |txn| {
        let (from, to) = (from.clone(), to.clone());
        Box::pin(async move {
            let old = Ring::open(txn, from.as_ref()).await?;
            let mut kept = Vec::new();
            for (name, secret) in secrets(txn).await? {
                let goes = name == CURSOR_KEY || reply_addresses && name == MAIL_KEY;
                if !goes {
                    let secret = old.read(&name, &secret)?;
                    kept.push((name, secret));
                }
            }
            let mut factors = Vec::new();
            for (person, sealed) in txn.sealed().await? {
                let open = |sealed: Option<String>| {
                    let secret = sealed.map(|sealed| old.seal.unseal(&sealed, &purpose(person)));
                    let secret = secret.transpose();
                    secret.map_err(|error| StoreError::Setting(error.to_string()))
                };
                let [secret, offered] = sealed;
                factors.push((person, [open(secret)?, open(offered)?]));
            }
            drop_keys(txn).await?;
            // As on a desk where nothing is sealed yet.
            txn.seal_again(&[]).await?;
            let new = Ring::open(txn, to.as_ref()).await?;
            let mut again = Vec::new();
            let mut count = 0;
            for (person, plain) in factors {
                let mut sealed = [None, None];
                for (sealed, plain) in sealed.iter_mut().zip(plain) {
                    if let Some(plain) = plain {
                        *sealed = Some(new.seal(&plain, &purpose(person))?);
                        count += 1;
                    }
                }
                again.push((person, sealed));
            }
            txn.seal_again(&again).await?;
            for (name, secret) in kept {
                new.put(txn, &name, &secret).await?;
            }
            let drawn = new.drawn(txn).await?;
            new.prove(txn, &drawn).await?;
            Ok(count)
        })
    });
    Ok(sealed.await?)
}

async fn drop_keys(conn: &mut Conn) -> Result<(), StoreError> {
    for (name, _) in secrets(conn).await? {
        conn.drop_meta(&name).await?;
    }
    conn.drop_meta(SEAL_KEY).await?;
    conn.drop_meta(DRAWN).await?;
    conn.drop_meta(PROOF).await
}

/// Abandons what is sealed by a lost or damaged key, second factors included, and ends all
/// sessions. The next start draws new keys.
///
/// # Errors
/// [`DeskError::Store`] if the database refuses.
pub async fn forget_key(store: &Store) -> Result<(), DeskError> {
    let done = store.write(|txn| {
        Box::pin(async move {
            drop_keys(txn).await?;
            txn.drop_sealed().await
        })
    });
    Ok(done.await?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_what_was_drawn_and_nothing_else() {
        let key = OutsideKey::draw();
        assert_eq!(OutsideKey::parse(&key.as_passphrase()), Ok(key.clone()));
        assert_ne!(key, OutsideKey::draw());
        assert_ne!(key.seal_key(), OutsideKey::draw().seal_key());
        let zeros = "0".repeat(64);
        for wrong in ["", "00", &zeros, &"é".repeat(32), &key.as_passphrase()[1..]] {
            assert!(OutsideKey::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_file_is_its_owners_alone_and_never_written_over() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let key = OutsideKey::draw();
        key.write(&path).unwrap();
        assert!(OutsideKey::draw().write(&path).is_err());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(OutsideKey::read(&path), Ok(key));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let said = OutsideKey::read(&folder.path().join("none")).unwrap_err();
        assert!(said.contains("none"), "{said}");
    }
}
