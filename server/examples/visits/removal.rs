//! How long others wait while what was removed is wiped out of the database.

use crate::Outcome;
use crate::visitor::Visitor;
use guichet_desk::{Ids, RandomIds};
use serde_json::json;
use std::time::{Duration, Instant};

/// Tickets that are emptied at once.
const EMPTIED: i64 = 50;

/// The program wipes once a minute: within this time it has, and as long is measured before.
const LASTS: Duration = Duration::from_secs(75);

/// Commands one after the other, before and while it happens: how long each took.
pub async fn waits(admin: &Visitor, user: &Visitor) -> Outcome<[Vec<Duration>; 2]> {
    let quiet = commands(user).await?;
    for ticket in 1..=EMPTIED {
        let redact = json!({"redact": {"what": "all", "reason": "Bench"}});
        let command = json!({"id": RandomIds.draw(), "ticket": ticket, "command": redact});
        admin
            .function("carry-out", json!({ "command": command }))
            .await?;
    }
    Ok([quiet, commands(user).await?])
}

async fn commands(user: &Visitor) -> Outcome<Vec<Duration>> {
    let (start, mut times) = (Instant::now(), Vec::new());
    while start.elapsed() < LASTS {
        let begun = Instant::now();
        user.record(times.len()).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}
