//! The program is killed in the middle of its work, again and again: what was answered is there,
//! once, and all is well. GUICHET_CRASHES says how often (`make crash`: 100 times), GUICHET_SEED
//! repeats a run.
#![allow(clippy::unwrap_used)]

mod mail;
mod place;
mod room;

use place::*;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// splitmix64: the same seed, the same instants.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What was sent, and whether it was answered.
#[derive(Default)]
struct Sent {
    answered: BTreeSet<String>,
    unanswered: BTreeSet<String>,
    /// Tickets that anything was sent about.
    tickets: BTreeSet<i64>,
}

/// What the file of a command holds: its name says the command.
fn content(id: &str) -> String {
    id.repeat(2000)
}

/// Sends a file to a ticket; what was answered, if anything was.
async fn send_file(client: &reqwest::Client, url: &str, id: &str, ticket: i64) -> Option<u16> {
    let file = Part::text(content(id)).file_name(format!("{id}.txt"));
    let form = Form::new()
        .text("action", "attach")
        .text("command", id.to_owned())
        .part("file", file);
    let call = client.post(format!("{url}/tickets/INC-{ticket}"));
    let answer = call.multipart(form).send().await.ok()?;
    Some(answer.status().as_u16())
}

/// Notes on tickets, files and new tickets, one after the other, until nobody answers any more.
async fn work(
    client: reqwest::Client,
    url: String,
    numbers: Arc<AtomicU64>,
    mine: Vec<i64>,
) -> Sent {
    let mut sent = Sent::default();
    for turn in 0_usize.. {
        let n = numbers.fetch_add(1, Ordering::SeqCst);
        // Far apart: a command's texts are numbered on from its own id.
        let id = format!("{n:08x}-0000-4000-8000-000000000000");
        let ticket = mine[turn % mine.len()];
        sent.unanswered.insert(id.clone());
        sent.tickets.insert(ticket);
        if turn % 5 == 2 {
            match send_file(&client, &url, &id, ticket).await {
                None => return sent,
                Some(429) => tokio::time::sleep(Duration::from_millis(20)).await,
                Some(status) => {
                    assert_eq!(status, 303, "a file is taken");
                    sent.answered.insert(id.clone());
                }
            }
            sent.unanswered.remove(&id);
            continue;
        }
        let (function, body) = if turn % 5 == 4 {
            let draft = json!({"kind": "incident", "subject": format!("Panne {n}"),
                "description": "", "affected": 1, "reporter": null, "channel": "phone",
                "noticed_at": null, "confidential": false, "service": null, "impact": null,
                "urgency": null, "item": null, "fields": {}, "follows": null});
            ("record", json!({"id": id, "draft": draft}))
        } else {
            let command = json!({"note": {"text": format!("note {n}")}});
            (
                "carry-out",
                json!({"command": {"id": id, "ticket": ticket, "command": command}}),
            )
        };
        let Ok(answer) = client
            .post(format!("{url}/api/{function}"))
            .json(&body)
            .send()
            .await
        else {
            return sent;
        };
        let status = answer.status();
        let Ok(answer) = answer.json::<Value>().await else {
            return sent;
        };
        if status.as_u16() == 429 {
            sent.unanswered.remove(&id);
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        }
        let done = answer
            .get("Ok")
            .unwrap_or_else(|| panic!("{function}: {status} {answer}"));
        if function == "record" {
            sent.tickets.insert(done["id"].as_i64().unwrap());
        }
        sent.unanswered.remove(&id);
        sent.answered.insert(id);
    }
    sent
}

/// How often each command stands in the histories of these tickets, with its text. Files of the
/// commands that are `new` are read whole.
async fn found(
    client: &reqwest::Client,
    url: &str,
    tickets: &BTreeSet<i64>,
    new: impl Fn(&str) -> bool,
) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for ticket in tickets {
        let answer = client
            .post(format!("{url}/api/ticket"))
            .json(&json!({"id": ticket}))
            .send()
            .await
            .unwrap();
        let page: Value = answer.json().await.unwrap();
        for envelope in page["history"].as_array().into_iter().flatten() {
            let event = &envelope["event"];
            let Some((name, data)) = event.as_object().and_then(|event| event.iter().next()) else {
                continue;
            };
            let text = match name.as_str() {
                "recorded" => &data["subject"],
                "commented" => &data["text"],
                "attached" => {
                    let file = &data["attachment"];
                    let name = file["name"].as_str().unwrap();
                    // Others have files too.
                    if let Some(id) = name.strip_suffix(".txt").filter(|id| id.len() == 36) {
                        if new(id) {
                            let path = file["file"].as_str().unwrap();
                            let call = client.get(format!("{url}/files/{ticket}/{path}"));
                            let answer = call.send().await.unwrap();
                            assert_eq!(answer.status(), 200, "{ticket}: {name}");
                            let body = answer.text().await.unwrap();
                            assert!(body == content(id), "{ticket}: {name} is not whole");
                        }
                        *counts.entry(id.to_owned()).or_default() += 1;
                    }
                    continue;
                }
                _ => continue,
            };
            let text = &page["texts"][text.as_str().unwrap()]["body"];
            assert!(
                text.as_str().is_some_and(|text| !text.is_empty()),
                "a text is missing: {page}"
            );
            let command = envelope["command"].as_str().unwrap().to_owned();
            *counts.entry(command).or_default() += 1;
        }
    }
    counts
}

async fn crash(place: Place) {
    let often: u64 = std::env::var("GUICHET_CRASHES").map_or(3, |n| n.parse().unwrap());
    let seed = std::env::var("GUICHET_SEED").map_or_else(
        |_| {
            u64::from(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap()
                    .subsec_nanos(),
            )
        },
        |seed| seed.parse().unwrap(),
    );
    println!("GUICHET_SEED={seed}");
    let mut dice = seed;
    let filled = place
        .guichet(&["demo", "--tickets", "40"])
        .output()
        .unwrap();
    assert!(filled.status.success(), "{filled:?}");

    let numbers = Arc::new(AtomicU64::new(1));
    let clients: Vec<reqwest::Client> = AGENTS
        .iter()
        .map(|_| {
            reqwest::Client::builder()
                .cookie_store(true)
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap()
        })
        .collect();
    let (mut child, mut url) = place.serve();
    for (client, email) in clients.iter().zip(AGENTS) {
        let form = [("email", email), ("password", PASSWORD)];
        let answer = client
            .post(format!("{url}/sign-in"))
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303, "{email} signs in");
    }
    // Tickets that everybody at the desk sees.
    let queue = json!({"query": {"view": "open", "after": null}});
    let answer = clients[0]
        .post(format!("{url}/api/queue"))
        .json(&queue)
        .send()
        .await
        .unwrap();
    let queue: Value = answer.json().await.unwrap();
    let open: Vec<i64> = queue["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["summary"]["scoped"] == false)
        .map(|line| line["summary"]["reference"]["id"].as_i64().unwrap())
        .collect();
    assert!(open.len() >= 4, "{queue}");

    let (mut answered, mut cut) = (0, 0);
    for round in 1..=often {
        let workers: Vec<_> = clients
            .iter()
            .enumerate()
            .map(|(n, client)| {
                let mine = open.iter().copied().skip(n).step_by(2).collect();
                tokio::spawn(work(
                    client.clone(),
                    url.clone(),
                    Arc::clone(&numbers),
                    mine,
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(30 + next(&mut dice) % 500)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let mut sent = Sent::default();
        for worker in workers {
            let one = worker.await.unwrap();
            sent.answered.extend(one.answered);
            sent.unanswered.extend(one.unanswered);
            sent.tickets.extend(one.tickets);
        }
        (child, url) = place.serve();
        let new = |id: &str| sent.answered.contains(id) || sent.unanswered.contains(id);
        let counts = found(&clients[0], &url, &sent.tickets, new).await;
        for id in &sent.answered {
            assert_eq!(counts.get(id), Some(&1), "round {round}: {id} was answered");
        }
        for id in &sent.unanswered {
            assert!(
                counts.get(id).is_none_or(|n| *n == 1),
                "round {round}: {id} happened twice"
            );
        }
        answered += sent.answered.len();
        cut += sent.unanswered.len();
        place.is_well();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answered > 0, "there was a load");
    println!(
        "{often} times killed: {answered} commands answered, {cut} cut off; none lost, none twice"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_on_sqlite() {
    crash(place(|folder| {
        format!("sqlite:{}", folder.join("guichet.db").display())
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_on_postgres() {
    let Some(server) = postgres() else { return };
    let name = format!("crash_{}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    crash(place(|_| url)).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}
