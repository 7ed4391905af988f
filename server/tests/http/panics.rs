//! Panics of the whole process, which a server survives and a test would not hear of: an answer that
//! is cut off by one looks like a network that failed.

use std::sync::{Mutex, Once};

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Fails the test that holds it where anything has panicked by its end.
pub struct Watch(());

impl Watch {
    /// Notes every panic from here on, and says it as before.
    pub fn begin() -> Self {
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
        Self(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A test that fails has said so.
        if !std::thread::panicking() {
            let seen = SEEN.lock().map(|seen| seen.clone()).unwrap_or_default();
            assert_eq!(seen, [] as [String; 0], "the server panicked");
        }
    }
}
