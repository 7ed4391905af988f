//! Panics of the whole process, which a server survives and a test would not hear of.

use std::sync::{Mutex, Once};

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Notes every panic from here on, and says it as before.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if let Ok(mut seen) = SEEN.lock() {
                seen.push(panic.to_string());
            }
            before(panic);
        }));
    });
}

pub fn seen() -> Vec<String> {
    SEEN.lock().map(|seen| seen.clone()).unwrap_or_default()
}
