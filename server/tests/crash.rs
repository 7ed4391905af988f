//! The program is killed in the middle of its work, again and again: what was answered is there,
//! once, and all is well. GUICHET_CRASHES says how often (`make crash`: 100 times), GUICHET_SEED
//! repeats a run.
#![allow(clippy::unwrap_used)]

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const PASSWORD: &str = "guichet-demo-2026";
/// Those who work at the same time.
const AGENTS: [&str; 4] = [
    "nadia.benali@exemple.fr",
    "thomas.leroy@exemple.fr",
    "sofia.martin@exemple.fr",
    "james.carter@exemple.fr",
];

struct Place {
    database: String,
    folder: tempfile::TempDir,
}

impl Place {
    fn guichet(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .args(["--database", &self.database, "--log", "error"])
            .args([
                "--files",
                &self.folder.path().join("files").display().to_string(),
            ])
            .current_dir(self.folder.path());
        command
    }

    /// Starts the program and says where it is.
    fn serve(&self) -> (Child, String) {
        // Four agents ask for more than people do.
        listening(self.guichet(&[
            "serve",
            "--address",
            "127.0.0.1:0",
            "--requests-per-account",
            "1000000",
            "--requests-per-address",
            "1000000",
        ]))
    }

    fn is_well(&self) {
        let output = self.guichet(&["check"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

fn listening(mut command: Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines
        .find_map(|line| {
            Some(
                line.unwrap()
                    .split_once("Guichet is at ")?
                    .1
                    .split(' ')
                    .next()?
                    .to_owned(),
            )
        })
        .expect("the program starts");
    // Whatever it says later has somewhere to go.
    std::thread::spawn(move || lines.for_each(drop));
    (child, url)
}

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

fn place(database: impl FnOnce(&Path) -> String) -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place {
        database: database(folder.path()),
        folder,
    }
}

/// A browser of an agent.
async fn agent(url: &str) -> reqwest::Client {
    let client = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let form = [("email", AGENTS[0]), ("password", PASSWORD)];
    let answer = client
        .post(format!("{url}/sign-in"))
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    client
}

async fn note(client: &reqwest::Client, url: &str, n: u64, text: &str) -> Value {
    let id = format!("{n:08x}-0000-4000-8000-000000000000");
    let command = json!({"id": id, "ticket": 1, "command": {"note": {"text": text}}});
    let call = client
        .post(format!("{url}/api/carry-out"))
        .json(&json!({"command": command}));
    call.send().await.unwrap().json().await.unwrap()
}

/// A file larger than any room that is left; how that is answered.
async fn attach(client: &reqwest::Client, ticket: &str) -> u16 {
    let file = Part::bytes(vec![7; 19 << 20]).file_name("grand.bin");
    let form = Form::new().text("action", "attach").part("file", file);
    let call = client.post(ticket).header("accept", "text/html");
    call.multipart(form).send().await.unwrap().status().as_u16()
}

/// Refused in words, nothing half written, and on it goes when there is room: `full` and `room`
/// take the room away and give it back.
async fn no_room(place: Place, full: impl Fn(u32, &Path), room: impl Fn(u32)) {
    let filled = place
        .guichet(&["demo", "--tickets", "10"])
        .output()
        .unwrap();
    assert!(filled.status.success(), "{filled:?}");
    // A write beyond the limit is an error for the program to handle, not its end.
    let mut shell = Command::new("sh");
    let program = place.guichet(&["serve", "--address", "127.0.0.1:0"]);
    shell
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(place.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let (mut child, url) = listening(shell);
    let client = agent(&url).await;
    let text = "long ".repeat(3000);
    assert!(note(&client, &url, 1, &text).await["Ok"].is_object());
    let report = [
        ("subject", "x"),
        ("description", "x"),
        ("effect", "hampered"),
        ("scope", "me"),
    ];
    let call = client.post(format!("{url}/report")).form(&report);
    let recorded = call.header("accept", "text/html").send().await.unwrap();
    let there = recorded.headers()["location"].to_str().unwrap();
    let ticket = format!("{url}{}", there.split('?').next().unwrap());
    full(child.id(), place.folder.path());
    let mut n = 1;
    let refused = loop {
        n += 1;
        let answer = note(&client, &url, n, &text).await;
        if answer.get("Ok").is_none() {
            break answer;
        }
        assert!(n < 2000, "the room never ends");
    };
    assert_eq!(refused["Err"], "no_room", "{refused}");
    // What was there can be read, and the refused command is nowhere.
    let counts = found(&client, &url, &BTreeSet::from([1]), |_| true).await;
    for done in 1..n {
        assert_eq!(
            counts.get(&format!("{done:08x}-0000-4000-8000-000000000000")),
            Some(&1)
        );
    }
    assert!(!counts.contains_key(&format!("{n:08x}-0000-4000-8000-000000000000")));
    assert_eq!(attach(&client, &ticket).await, 507);
    room(child.id());
    let again = note(&client, &url, n, &text).await;
    assert!(again["Ok"].is_object(), "{again}");
    assert_eq!(attach(&client, &ticket).await, 303);
    child.kill().unwrap();
    child.wait().unwrap();
    place.is_well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_room_on_sqlite() {
    let limit = |pid: u32, limit: String| {
        let done = Command::new("prlimit")
            .args(["--pid", &pid.to_string(), &format!("--fsize={limit}")])
            .status();
        assert!(done.unwrap().success());
    };
    let full = |pid, folder: &Path| {
        let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
        let largest = size("guichet.db").max(size("guichet.db-wal"));
        limit(pid, format!("{}:unlimited", largest + 200_000));
    };
    let place = place(|folder| format!("sqlite:{}", folder.join("guichet.db").display()));
    no_room(place, full, |pid| limit(pid, "unlimited:unlimited".into())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_room_on_postgres() {
    let Some(server) = postgres() else { return };
    let name = format!("full_{}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    // What PostgreSQL says when its disk is full, from the third note on.
    let full = |_: u32, _: &Path| {
        psql(&url, "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION full_disk()")
    };
    let room = |_: u32| psql(&url, "DROP TRIGGER full_disk ON event");
    no_room(place(|_| url.clone()), full, room).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

fn postgres() -> Option<String> {
    let server = std::env::var("TEST_DATABASE_URL").ok();
    assert!(
        server.is_some() || std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok(),
        "run it under .ci/postgres"
    );
    server
}

fn psql(server: &str, sql: &str) {
    let output = Command::new("psql")
        .args([server, "-qc", sql])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
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

/// The same command, allowed files of so many bytes: what a disk without room looks like.
fn without_room(command: &Command, bytes: u64) -> std::process::Output {
    // A write beyond the limit is an error for the program to handle, not its end.
    let mut shell = Command::new("prlimit");
    shell
        .arg(format!("--fsize={bytes}"))
        .args(["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    shell.output().unwrap()
}

#[test]
fn a_copy_without_room_leaves_nothing_behind() {
    let here = |folder: &Path| format!("sqlite:{}", folder.join("guichet.db").display());
    let desk = place(here);
    let filled = desk
        .guichet(&["demo", "--tickets", "200"])
        .output()
        .unwrap();
    assert!(filled.status.success(), "{filled:?}");
    let copy = desk.folder.path().join("copy");
    let copy_name = copy.display().to_string();
    let names = |folder: &Path| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let before = names(desk.folder.path());
    let backup = desk.guichet(&["backup", &copy_name]);
    let refused = without_room(&backup, 100_000);
    assert!(!refused.status.success(), "{refused:?}");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("File too large"), "{said}");
    assert_eq!(names(desk.folder.path()), before);
    let done = desk.guichet(&["backup", &copy_name]).output().unwrap();
    assert!(done.status.success(), "{done:?}");

    // Neither over nothing nor over another desk.
    for filled in [None, Some("5")] {
        let other = place(here);
        if let Some(tickets) = filled {
            let made = other.guichet(&["demo", "--tickets", tickets]).output();
            assert!(made.unwrap().status.success());
        }
        let restore = other.guichet(&["restore", &copy_name, "--force"]);
        let refused = without_room(&restore, 200_000);
        assert!(!refused.status.success(), "{refused:?}");
        if filled.is_some() {
            other.is_well();
        }
        let done = other.guichet(&["restore", &copy_name, "--force"]).output();
        assert!(done.as_ref().unwrap().status.success(), "{done:?}");
        other.is_well();
    }
}
