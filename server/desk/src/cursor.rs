//! Positions as outsiders see them: opaque, so that no gap in them betrays what they may not see.

use aes::Aes128;
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use guichet_domain::Timestamp;
use guichet_domain::time::MINUTE;
use guichet_store::Key;
use rand::RngCore;

/// Minutes after which the stream is not taken up where it was left: the page is read again.
const STREAM_MINUTES: i64 = 60;

pub(crate) struct Cursors(Aes128);

impl Cursors {
    pub fn with(key: [u8; 16]) -> Self {
        Self(Aes128::new(&key.into()))
    }

    /// The same position never looks the same: two readings do not tell whether anything happened
    /// between them.
    pub fn position(&self, position: i64) -> String {
        self.seal(position, 0)
    }

    pub fn read_position(&self, cursor: &str) -> Option<i64> {
        self.unseal(cursor).map(|(position, _)| position)
    }

    /// A position in the stream, and when it was given out: how far one can come back to it is told
    /// by the clock, since a count of what happened would count what nobody may see.
    pub fn stream(&self, position: i64, now: Timestamp) -> String {
        let minutes = u32::try_from(now.0 / MINUTE).unwrap_or_default();
        self.seal(position, minutes)
    }

    /// The position of a cursor of the stream that is not too old.
    pub fn read_stream(&self, cursor: &str, now: Timestamp) -> Option<i64> {
        let (position, minutes) = self.unseal(cursor)?;
        let age = now.0 / MINUTE - i64::from(minutes);
        (age <= STREAM_MINUTES).then_some(position)
    }

    fn seal(&self, position: i64, minutes: u32) -> String {
        let mut block = [0_u8; 16];
        block[..8].copy_from_slice(&position.to_be_bytes());
        block[8..12].copy_from_slice(&minutes.to_be_bytes());
        rand::rng().fill_bytes(&mut block[12..]);
        let mut block = block.into();
        self.0.encrypt_block(&mut block);
        hex(&block)
    }

    /// Whatever was made up decrypts to rubbish, and rubbish is no position: those begin with zeros.
    fn unseal(&self, cursor: &str) -> Option<(i64, u32)> {
        let mut block = unhex(cursor)?.into();
        self.0.decrypt_block(&mut block);
        let (position, rest) = block.split_at(8);
        let position = position.try_into().ok().map(i64::from_be_bytes)?;
        let minutes = rest[..4].try_into().ok().map(u32::from_be_bytes)?;
        (0..1 << 40)
            .contains(&position)
            .then_some((position, minutes))
    }

    /// A place among notifications: an instant, and the position of an event.
    pub fn place(&self, at: i64, position: i64) -> String {
        let mut block = [0_u8; 16];
        block[..8].copy_from_slice(&at.to_be_bytes());
        block[8..].copy_from_slice(&position.to_be_bytes());
        let mut block = block.into();
        self.0.encrypt_block(&mut block);
        hex(&block)
    }

    pub fn read_place(&self, cursor: &str) -> Option<(i64, i64)> {
        let mut block = unhex(cursor)?.into();
        self.0.decrypt_block(&mut block);
        let (at, position) = block.split_at(8);
        let number = |bytes: &[u8]| bytes.try_into().ok().map(i64::from_be_bytes);
        Some((number(at)?, number(position)?))
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
