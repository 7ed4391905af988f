//! How long others wait while what was removed is wiped out of the database.

use crate::Outcome;
use crate::visitor::Visitor;
use guichet_desk::{Ids, RandomIds};
use serde_json::json;
use std::time::{Duration, Instant};

/// Texts that are removed at once, of the first tickets that the agent sees.
const EMPTIED: usize = 50;
const FIRST: i64 = 5_000;

/// The program wipes once a minute: within this time it has, and as long is measured before.
const LASTS: Duration = Duration::from_secs(75);

/// Commands one after the other, before and while it happens: how long each took.
pub async fn waits(agent: &Visitor, user: &Visitor) -> Outcome<[Vec<Duration>; 2]> {
    let quiet = commands(user).await?;
    let mut emptied = 0;
    for ticket in 1..=FIRST {
        // Some are for others to see.
        let Ok(page) = agent.call("ticket", &json!({ "id": ticket })).await else {
            continue;
        };
        let Some(text) = page["ticket"]["description"].as_str() else {
            continue;
        };
        let redact = json!({"redact": {"what": {"text": text}, "reason": "Bench"}});
        let command = json!({"id": RandomIds.draw(), "ticket": ticket, "command": redact});
        let answer = agent
            .call("carry-out", &json!({ "command": command }))
            .await?;
        emptied += usize::from(answer.get("Ok").is_some());
        if emptied == EMPTIED {
            break;
        }
    }
    if emptied < EMPTIED {
        return Err("there is too little to be emptied".into());
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
