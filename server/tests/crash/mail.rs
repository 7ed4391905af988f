//! The program is killed in the midst of reading mail, at every message that may bring it about: at
//! its third start it sets the message aside, whole, and goes on with the rest.
//!
//! strace holds the process that reads up, so that the kill comes in the midst however fast the
//! machine is.

#[allow(dead_code)]
#[path = "../../mail/tests/inbound/messages.rs"]
mod messages;
#[allow(dead_code)]
#[path = "../../mail/tests/common/shapes.rs"]
mod shapes;

use crate::place::*;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The process that reads does not end by itself: the program waits for its word.
const HELD_UP: &str = "inject=exit_group:delay_enter=600000000";

fn var(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is missing: run it under .ci/mail"))
}

/// Everything that is ill-meant, and small: of few messages where no more are asked for.
fn all(often: Option<usize>) -> Vec<Vec<u8>> {
    let corpus = messages::corpus().into_iter().map(|(_, message)| message);
    let mut all: Vec<Vec<u8>> = corpus
        .chain(shapes::all().map(|(_, shape)| shape(2_048)))
        // A mailbox holds none with these (RFC 3501, section 4.3).
        .filter(|message| !message.contains(&0))
        .collect();
    all.sort();
    all.dedup();
    let step = often.map_or(all.len() / 2, |_| 1);
    all.into_iter().step_by(step).collect()
}

/// Puts messages into somebody's mailbox.
fn deliver(user: &str, messages: &[Vec<u8>]) {
    let address = var("TEST_IMAP_URL");
    let mut stream = TcpStream::connect(address.trim_start_matches("imap://")).unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut until = |start: &str| {
        let said = lines.find(|line| line.as_ref().unwrap().starts_with(start));
        assert!(said.is_some(), "never said: {start}");
    };
    until("* OK");
    let login = format!("a LOGIN \"{user}\" \"{}\"\r\n", var("TEST_MAIL_PASSWORD"));
    stream.write_all(login.as_bytes()).unwrap();
    until("a OK");
    for message in messages {
        let append = format!("b APPEND INBOX {{{}}}\r\n", message.len());
        stream.write_all(append.as_bytes()).unwrap();
        until("+");
        stream.write_all(message).unwrap();
        stream.write_all(b"\r\n").unwrap();
        until("b OK");
    }
}

/// Processes that a process has started, whichever of its threads did.
fn started_by(process: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{process}/task"));
    let children = threads
        .into_iter()
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("children")).ok());
    let children: Vec<String> = children.collect();
    let numbers = children.iter().flat_map(|line| line.split_whitespace());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// Kills the program when it reads a message: both processes at once, as the end of a machine does.
fn kill_in_the_midst(strace: &mut Child) {
    let (program, reader) = loop {
        let programs = started_by(strace.id());
        let readers = programs
            .iter()
            .map(|program| (*program, started_by(*program)));
        let mut reading = readers.filter_map(|(program, readers)| {
            let reader = readers.into_iter().find(|reader| {
                let line = std::fs::read_to_string(format!("/proc/{reader}/cmdline"));
                line.is_ok_and(|line| line.contains("read-message"))
            });
            Some((program, reader?))
        });
        if let Some(found) = reading.next() {
            break found;
        }
        assert!(strace.try_wait().unwrap().is_none(), "it ended by itself");
        sleep(Duration::from_millis(5));
    };
    let kill = format!("kill -9 {program} {reader}");
    let killed = Command::new("sh").args(["-c", &kill]).status();
    assert!(killed.unwrap().success());
    // It may wait for ever for one that was killed while it was held up.
    strace.kill().unwrap();
    strace.wait().unwrap();
    // Nobody may have asked yet how they ended: then nothing is left of them but that.
    let is_there = |pid: &u32| {
        let line = std::fs::read(format!("/proc/{pid}/cmdline"));
        line.is_ok_and(|line| !line.is_empty())
    };
    while [program, reader].iter().any(is_there) {
        sleep(Duration::from_millis(5));
    }
}

/// Nobody waits for the mailbox to be free again: its reader is no more.
async fn free(database: &str) {
    let sql = "DELETE FROM lease";
    if database.starts_with("sqlite:") {
        let mut conn = SqliteConnection::connect(database).await.unwrap();
        conn.execute(sql).await.unwrap();
    } else {
        let mut conn = PgConnection::connect(database).await.unwrap();
        conn.execute(sql).await.unwrap();
    }
}

/// Messages that were set aside, and why.
async fn aside(client: &reqwest::Client, url: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let body = json!({"fate": "aside", "after": after});
        let call = client
            .post(format!("{url}/api/inbound-messages"))
            .json(&body)
            .send();
        let answer: Value = call.await.unwrap().json().await.unwrap();
        all.extend(answer[0].as_array().unwrap().iter().cloned());
        after = answer[1].clone();
        if after.is_null() {
            return all;
        }
    }
}

async fn killed_while_it_reads(place: Place, user: &str) {
    let often = std::env::var("GUICHET_CRASHES");
    let hostile = all(often.ok().map(|n| n.parse().unwrap()));
    let last = messages::message(
        "From: claire.dubois@exemple.fr\nSubject: encore debout\nMessage-ID: <last@exemple.fr>",
        "Au secours",
    );
    deliver(user, &[&hostile[..], &[last]].concat());
    let filled = place.guichet(&["demo", "--tickets", "1"]).output().unwrap();
    assert!(filled.status.success(), "{filled:?}");
    let mailbox = var("TEST_IMAP_URL").replace(
        "://",
        &format!(
            "://{}:{}@",
            user.replace('@', "%40"),
            var("TEST_MAIL_PASSWORD")
        ),
    );
    let serve = ["serve", "--address", "127.0.0.1:0", "--imap", &mailbox];
    for _ in 0..2 * hostile.len() {
        let program = place.guichet(&serve);
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"])
            .args(["-e", "trace=exit_group", "-e", HELD_UP])
            .arg(program.get_program())
            .args(program.get_args())
            .current_dir(place.folder.path())
            .stderr(Stdio::null());
        let (mut strace, _) = listening(strace);
        kill_in_the_midst(&mut strace);
        free(&place.database).await;
    }
    // Left alone it sets the last of them aside and goes on.
    let (mut child, url) = listening(place.guichet(&serve));
    let agent = signed_in(&url, AGENTS[0]).await;
    let administrator = signed_in(&url, "admin@exemple.fr").await;
    loop {
        let body = json!({"query": {"view": "open", "text": "encore debout"}});
        let call = agent.post(format!("{url}/api/queue")).json(&body).send();
        let queue: Value = call.await.unwrap().json().await.unwrap();
        if queue["lines"]
            .as_array()
            .is_some_and(|lines| lines.len() == 1)
        {
            break;
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        sleep(Duration::from_millis(20));
    }
    let messages = aside(&administrator, &url).await;
    let interrupted =
        |inbound: &&Value| inbound["reason"] == "interrupted" && inbound["kept"] == true;
    assert_eq!(messages.iter().filter(interrupted).count(), hostile.len());
    assert_eq!(messages.len(), hostile.len(), "{messages:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    place.is_well();
    println!(
        "killed twice at each of {} messages: all set aside",
        hostile.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_reads_on_sqlite() {
    let place = place(|folder| format!("sqlite:{}", folder.join("guichet.db").display()));
    killed_while_it_reads(place, "killed-sqlite@guichet.test").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_reads_on_postgres() {
    let Some(server) = postgres() else { return };
    let name = format!("reading_{}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    killed_while_it_reads(place(|_| url), "killed-postgres@guichet.test").await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}
