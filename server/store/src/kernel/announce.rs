//! What the rest of the process is told once a transaction is committed.

use guichet_domain::PersonId;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// People named in one notification of PostgreSQL at most: its payload ends at 8,000 bytes.
const NAMED: usize = 400;

/// Where the log ends, whose notifications changed, and that there are e-mails.
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
    /// The log is known to go up to here.
    pub fn reached(&self, position: i64) {
        self.head.send_if_modified(|head| {
            let later = position > *head;
            *head = position.max(*head);
            later
        });
    }

    pub fn notified(&self, people: BTreeSet<PersonId>) {
        // Nobody listening is no fault.
        let _ = self.notified.send(Arc::new(people));
    }

    pub fn posted(&self) {
        self.posted.send_modify(|n| *n += 1);
    }

    pub fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    pub fn notify_to(&self) -> broadcast::Receiver<Arc<BTreeSet<PersonId>>> {
        self.notified.subscribe()
    }

    pub fn outbound(&self) -> watch::Receiver<u64> {
        self.posted.subscribe()
    }
}

/// People as a notification names them; nobody stands for too many to be named.
pub(crate) fn payload(people: &BTreeSet<PersonId>) -> String {
    if people.len() > NAMED {
        return String::new();
    }
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    ids.join(",")
}

pub(crate) fn people(payload: &str) -> BTreeSet<PersonId> {
    payload
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect()
}
