//! Tells the rest of the process what a committed transaction changed.

use guichet_domain::PersonId;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// Maximum number of people named in one PostgreSQL notification: its payload must stay under 8,000
/// bytes.
const NAMED: usize = 400;

/// Broadcasts the end of the log, whose notifications changed, and that e-mails were posted.
pub(crate) struct Announce {
    head: watch::Sender<i64>,
    notified: broadcast::Sender<Arc<BTreeSet<PersonId>>>,
    posted: watch::Sender<u64>,
}

impl Default for Announce {
    fn default() -> Self {
        Self {
            head: watch::channel(0).0,
            notified: broadcast::channel(1024).0,
            posted: watch::channel(0).0,
        }
    }
}

impl Announce {
    /// Records that the log reaches at least `position`; wakes the readers if that is new.
    pub fn reached(&self, position: i64) {
        self.head.send_if_modified(|head| {
            let later = position > *head;
            *head = position.max(*head);
            later
        });
    }

    /// Tells the listeners whose notifications changed.
    pub fn notified(&self, people: BTreeSet<PersonId>) {
        // Nobody listening is no fault.
        let _ = self.notified.send(Arc::new(people));
    }

    /// Tells the listeners that there are new e-mails in the outbox.
    pub fn posted(&self) {
        self.posted.send_modify(|n| *n += 1);
    }

    /// A receiver of the last committed position.
    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// A receiver of the people whose notifications changed.
    pub fn notify_to(&self) -> broadcast::Receiver<Arc<BTreeSet<PersonId>>> {
        self.notified.subscribe()
    }

    /// A receiver that changes each time e-mails are posted.
    pub fn outbound(&self) -> watch::Receiver<u64> {
        self.posted.subscribe()
    }
}

/// Payload of a PostgreSQL notification: comma-separated ids, empty if there are too many to name.
pub(crate) fn payload(people: &BTreeSet<PersonId>) -> String {
    if people.len() > NAMED {
        return String::new();
    }
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    ids.join(",")
}

/// The people named in a payload of [`payload`]; empty if it names nobody in particular.
pub(crate) fn people(payload: &str) -> BTreeSet<PersonId> {
    payload
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect()
}
