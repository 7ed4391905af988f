//! Cache of rendered texts; cleared when something is removed.

use crate::kernel::prose::named::NamedFiles;
use guichet_domain::TextId;
use guichet_domain::kernel::prose::{Format, Prose, Text};
use quick_cache::Weighter;
use quick_cache::sync::Cache as Kept;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

/// Maximum size of the cached HTML in this process, in bytes.
const ROOM: u64 = 16 * 1024 * 1024;

/// Approximate overhead per text, in bytes.
const BESIDE: u64 = 128;

/// Renderings by text id and by a hash of the text and the files that it may name, so that an emptied
/// text is not found. Each text
/// has one audience, so response times reveal nothing about others' texts. The cache ends with the
/// process, and so with the version of the renderer.
pub(super) struct Cache {
    kept: Kept<TextId, ([u8; 32], String), Bytes>,
    /// Number of times it was cleared.
    age: AtomicU64,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<TextId, ([u8; 32], String)> for Bytes {
    fn weight(&self, _: &TextId, (_, html): &([u8; 32], String)) -> u64 {
        html.len() as u64 + BESIDE
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            kept: Kept::with_weighter(10_000, ROOM, Bytes),
            age: AtomicU64::new(0),
        }
    }
}

impl Cache {
    pub fn get(&self, id: TextId, text: &Text, files: &NamedFiles) -> Option<String> {
        let (hash, html) = self.kept.get(&id)?;
        (hash == digest(&text.body, text.format, files)).then_some(html)
    }

    /// Keeps a rendering, unless the cache was cleared since it had this age.
    pub fn put(&self, age: u64, id: TextId, prose: &Prose, files: &NamedFiles) {
        let digest = digest(&prose.body, prose.format, files);
        self.kept.insert(id, (digest, prose.html.clone()));
        // Removed while it was made.
        if self.age() != age {
            self.kept.remove(&id);
        }
    }

    pub fn age(&self) -> u64 {
        self.age.load(Ordering::SeqCst)
    }

    pub fn clear(&self) {
        self.age.fetch_add(1, Ordering::SeqCst);
        self.kept.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

fn digest(body: &str, format: Format, files: &NamedFiles) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(format.name());
    hash.update(body.as_bytes());
    for part in files.bytes() {
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn prose(body: &str) -> Prose {
        Prose {
            body: body.into(),
            format: Format::Plain,
            html: format!("<p>{body}</p>"),
        }
    }

    #[test]
    fn a_text_that_was_emptied_is_another_and_a_late_one_is_not_kept() {
        let (cache, id) = (Cache::default(), TextId::default());
        let none = &NamedFiles::default();
        let age = cache.age();
        cache.put(age, id, &prose("secret"), none);
        assert_eq!(
            cache.get(id, &Text::plain("secret"), none).unwrap(),
            "<p>secret</p>"
        );
        assert_eq!(cache.get(id, &Text::plain("[…]"), none), None);
        let mut files = NamedFiles::default();
        files.add("x.png".into(), "/help/1/files/x".into(), true);
        assert_eq!(
            cache.get(id, &Text::plain("secret"), &files),
            None,
            "it may name another picture"
        );
        cache.clear();
        assert!(cache.is_empty() && cache.get(id, &Text::plain("secret"), none).is_none());
        // Rendered before the removal, done after it.
        cache.put(age, id, &prose("secret"), none);
        assert!(cache.is_empty());
    }

    #[test]
    fn it_has_a_size() {
        let cache = Cache::default();
        let prose = prose(&"x".repeat(100_000));
        for n in 0..2_000_u128 {
            let id = TextId(uuid::Uuid::from_u128(n));
            cache.put(cache.age(), id, &prose, &NamedFiles::default());
        }
        assert!(cache.kept.weight() <= ROOM, "{}", cache.kept.weight());
        assert!(!cache.is_empty());
    }
}
