//! The stems of texts that were indexed lately: who adds a comment to a ticket has all of it indexed
//! again, and stemming is what takes the time.

use crate::kernel::store::Store;
use guichet_domain::TextId;
use guichet_domain::kernel::stemming::stems;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

/// Bytes of stems of one generation: two are kept.
const ROOM: usize = 4 << 20;

/// Stems found by their text and by what it says: one that was emptied, by whichever process, is
/// another.
#[derive(Default)]
struct Known {
    young: HashMap<TextId, (u64, Arc<[String]>)>,
    old: HashMap<TextId, (u64, Arc<[String]>)>,
    taken: usize,
}

static KNOWN: Mutex<Option<Known>> = Mutex::new(None);

/// The stems of a text.
pub(crate) fn stems_of(id: TextId, body: &str) -> Arc<[String]> {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let hash = hasher.finish();
    if let Some(found) = find(id, hash) {
        return found;
    }
    let made: Arc<[String]> = stems(body).into();
    keep(id, hash, &made);
    made
}

impl Store {
    /// Something was removed, here or by another process: nothing made of it stays in memory.
    pub fn forget_words(&self) {
        if let Ok(mut known) = KNOWN.lock() {
            *known = None;
        }
    }

    /// Whether anything is kept in memory that could have been removed.
    pub fn keeps_words(&self) -> bool {
        KNOWN.lock().map_or(true, |known| known.is_some())
    }
}

fn find(id: TextId, hash: u64) -> Option<Arc<[String]>> {
    let mut known = KNOWN.lock().ok()?;
    let known = known.as_mut()?;
    let found = known.young.get(&id).or_else(|| known.old.get(&id));
    let found = found.filter(|(of, _)| *of == hash)?.1.clone();
    if !known.young.contains_key(&id) {
        known.add(id, hash, &found);
    }
    Some(found)
}

fn keep(id: TextId, hash: u64, stems: &Arc<[String]>) {
    if let Ok(mut known) = KNOWN.lock() {
        known.get_or_insert_default().add(id, hash, stems);
    }
}

impl Known {
    fn add(&mut self, id: TextId, hash: u64, stems: &Arc<[String]>) {
        // A word takes about as much beside its letters.
        let taken: usize = stems.iter().map(|stem| stem.len() + 40).sum();
        if self.taken + taken > ROOM {
            self.old = std::mem::take(&mut self.young);
            self.taken = 0;
        }
        if taken <= ROOM {
            self.taken += taken;
            self.young.insert(id, (hash, Arc::clone(stems)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_would_be_found_and_has_a_size() {
        let id = |n: u128| TextId(uuid::Uuid::from_u128(n));
        for n in 0..40 {
            let body = format!("imprimante bloquée {}", "mot ".repeat(5_000));
            assert_eq!(stems_of(id(n), &body)[..], stems(&body)[..]);
            assert_eq!(stems_of(id(n), &body)[..], stems(&body)[..], "kept");
        }
        // Another text under the same name, as when it was emptied.
        assert_eq!(stems_of(id(39), "[…]")[..], stems("[…]")[..]);
        let taken = |known: &HashMap<TextId, (u64, Arc<[String]>)>| -> usize {
            known
                .values()
                .flat_map(|(_, stems)| stems.iter())
                .map(|s| s.len() + 40)
                .sum()
        };
        if let Ok(known) = KNOWN.lock()
            && let Some(known) = known.as_ref()
        {
            assert!(taken(&known.young) <= ROOM && taken(&known.old) <= ROOM);
        }
    }
}
