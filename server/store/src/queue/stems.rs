//! The stems of texts that were indexed lately: who adds a comment to a ticket has all of it indexed
//! again, and stemming is what takes the time.

use crate::kernel::store::Store;
use guichet_domain::TextId;
use guichet_domain::kernel::stemming::stems;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};

/// Bytes of stems that are kept at most, in this process.
const ROOM: u64 = 8 * 1024 * 1024;

/// Bytes that a stem takes beside its letters, about.
const BESIDE: usize = 40;

/// Stems, by their text and by the hash of what it says: one that was emptied, by whichever process, is
/// another.
type Known = (u64, Arc<[String]>);

static KNOWN: LazyLock<Cache<TextId, Known, Bytes>> =
    LazyLock::new(|| Cache::with_weighter(10_000, ROOM, Bytes));

#[derive(Clone)]
struct Bytes;

impl Weighter<TextId, Known> for Bytes {
    fn weight(&self, _: &TextId, (_, stems): &Known) -> u64 {
        let taken: usize = stems.iter().map(|stem| stem.len() + BESIDE).sum();
        (BESIDE + taken) as u64
    }
}

/// The stems of a text.
pub(crate) fn stems_of(id: TextId, body: &str) -> Arc<[String]> {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let hash = hasher.finish();
    if let Some((of, stems)) = KNOWN.get(&id)
        && of == hash
    {
        return stems;
    }
    let made: Arc<[String]> = stems(body).into();
    KNOWN.insert(id, (hash, Arc::clone(&made)));
    made
}

impl Store {
    /// Something was removed, here or by another process: nothing made of it stays in memory.
    pub fn forget_words(&self) {
        KNOWN.clear();
    }

    /// Whether anything is kept in memory that could have been removed.
    pub fn keeps_words(&self) -> bool {
        !KNOWN.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_would_be_found_and_has_a_size() {
        let id = |n: u128| TextId(uuid::Uuid::from_u128(n));
        for n in 0..40 {
            let body = format!("imprimante bloquée {n} {}", "mot ".repeat(5_000));
            assert_eq!(stems_of(id(n), &body)[..], stems(&body)[..]);
            assert_eq!(stems_of(id(n), &body)[..], stems(&body)[..], "kept");
        }
        // Another text under the same name, as when it was emptied.
        assert_eq!(stems_of(id(39), "[…]")[..], stems("[…]")[..]);
        assert!(!KNOWN.is_empty() && KNOWN.weight() <= ROOM);
    }
}
