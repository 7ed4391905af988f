//! Cache of the stems of recently indexed texts: a new comment has the whole ticket indexed again,
//! and stemming is the slow part.

use crate::kernel::store::Store;
use guichet_domain::TextId;
use guichet_domain::kernel::stemming::stems;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, LazyLock};

/// Maximum size of the cache in this process, in bytes.
const ROOM: u64 = 8 * 1024 * 1024;

/// Approximate size of a stem beside its letters, in bytes.
const BESIDE: usize = 40;

/// The hash of a text and its stems. A text that was emptied, by any process, has another hash.
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
    /// Empties the cache, after something was removed here or by another process.
    pub fn forget_words(&self) {
        KNOWN.clear();
    }

    /// Whether the cache holds anything that could have been removed.
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
