//! Reading something again when the live stream says that it changed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How long changes are gathered before they are asked for.
pub const GATHER: Duration = Duration::from_secs(1);

type Reading = Pin<Box<dyn Future<Output = ()>>>;

/// Reads something again: many changes are one question, asked one at a time, and the last change is
/// never missed. Does nothing once its page was left.
#[derive(Clone, Copy)]
pub struct Again {
    asking: StoredValue<Asking>,
    read: StoredValue<Arc<dyn Fn() -> Reading + Send + Sync>>,
}

/// Whether an answer is awaited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    No,
    /// It will be asked for after a pause.
    Soon,
    /// It was asked for.
    Now,
    /// Something changed since it was.
    Anew,
}

impl Again {
    /// `read` asks for it, and shows the answer.
    pub fn new<R: Future<Output = ()> + 'static>(
        read: impl Fn() -> R + Send + Sync + 'static,
    ) -> Self {
        Self {
            asking: StoredValue::new(Asking::No),
            read: StoredValue::new(Arc::new(move || Box::pin(read()))),
        }
    }

    /// Asks after a pause, in which more may change.
    pub fn ask(self, pause: Duration) {
        match self.asking.try_get_value() {
            Some(Asking::No) => self.asking.set_value(Asking::Soon),
            Some(Asking::Now) => return self.asking.set_value(Asking::Anew),
            Some(Asking::Soon | Asking::Anew) | None => return,
        }
        set_timeout(move || self.go(), pause);
    }

    /// Asks at once: somebody did something, and waits for what came of it.
    pub fn ask_now(self) {
        match self.asking.try_get_value() {
            Some(Asking::No | Asking::Soon) => self.go(),
            Some(Asking::Now) => self.asking.set_value(Asking::Anew),
            Some(Asking::Anew) | None => {}
        }
    }

    fn go(self) {
        // What was to be asked for soon may be asked for already.
        match self.asking.try_get_value() {
            Some(Asking::No | Asking::Soon) => self.asking.set_value(Asking::Now),
            Some(Asking::Now | Asking::Anew) | None => return,
        }
        let Some(read) = self.read.try_get_value() else {
            return;
        };
        spawn_local(async move {
            read().await;
            let was = self.asking.try_get_value();
            let _ = self.asking.try_set_value(Asking::No);
            if was == Some(Asking::Anew) {
                self.ask(GATHER);
            }
        });
    }
}
