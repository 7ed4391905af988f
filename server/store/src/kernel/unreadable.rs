//! Reports each unreadable event of the log once, in the program's own log.

use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// Maximum number of positions remembered, to bound memory.
const REMEMBERED: usize = 10_000;

static SAID: Mutex<BTreeSet<Position>> = Mutex::new(BTreeSet::new());

/// Logs that an event cannot be read, unless that was logged before.
pub(crate) fn say_once(position: Position, stream: &str, id: i64, error: &StoreError) {
    let is_new = SAID
        .lock()
        .is_ok_and(|mut said| said.len() < REMEMBERED && said.insert(position));
    if is_new {
        tracing::error!(position, stream, id, %error, "an event cannot be read and is passed over");
    }
}
