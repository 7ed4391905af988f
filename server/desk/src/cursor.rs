//! Positions as outsiders see them: opaque, so that no gap in them betrays what they may not see.

use crate::DeskError;
use aes::Aes128;
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use guichet_store::{Key, Store};
use rand::RngCore;

pub(crate) struct Cursors(Aes128);

impl Cursors {
    pub async fn open(store: &Store) -> Result<Self, DeskError> {
        let mut drawn = [0_u8; 16];
        rand::rng().fill_bytes(&mut drawn);
        let drawn = hex(&drawn);
        let key = store
            .write(move |txn| {
                let drawn = drawn.clone();
                Box::pin(async move {
                    if let Some(key) = txn.meta("cursor_key").await? {
                        return Ok(key);
                    }
                    txn.set_meta("cursor_key", &drawn).await?;
                    Ok(drawn)
                })
            })
            .await?;
        let key = unhex(&key).unwrap_or_default();
        Ok(Self(Aes128::new(&key.into())))
    }

    pub fn position(&self, position: i64) -> String {
        self.seal(position, 0)
    }

    pub fn read_position(&self, cursor: &str) -> Option<i64> {
        self.unseal(cursor)
            .filter(|(_, mark)| *mark == 0)
            .map(|(position, _)| position)
    }

    /// A place in a list. Its parts are in what its reader sees, so it is only packed.
    pub fn key(key: Key) -> String {
        format!("{}.{}.{}", key.rank, key.at, key.id)
    }

    pub fn read_key(cursor: &str) -> Option<Key> {
        let mut parts = cursor.split('.').map(str::parse);
        let key = Key {
            rank: parts.next()?.ok()?,
            at: parts.next()?.ok()?,
            id: parts.next()?.ok()?,
        };
        parts.next().is_none().then_some(key)
    }

    fn seal(&self, value: i64, mark: i64) -> String {
        let mut block = [0_u8; 16];
        block[..8].copy_from_slice(&value.to_be_bytes());
        block[8..].copy_from_slice(&mark.to_be_bytes());
        let mut block = block.into();
        self.0.encrypt_block(&mut block);
        hex(&block)
    }

    fn unseal(&self, cursor: &str) -> Option<(i64, i64)> {
        let mut block = unhex(cursor)?.into();
        self.0.decrypt_block(&mut block);
        let half = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_be_bytes);
        Some((half(&block[..8])?, half(&block[8..])?))
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0_u8; 16];
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(bytes)
}
