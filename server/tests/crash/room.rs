//! No room is left: a clear refusal, nothing half written, and on it goes when there is room.

use crate::found;
use crate::place::*;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

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
    // Wherever SQLite writes next, in its log or in its file, it soon comes to this.
    let full = |pid, _: &Path| limit(pid, "200000:unlimited".into());
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
        // What SQLite could not put into its file yet stays beside it, and belongs there.
        let beside = |name: &String| name.ends_with("-wal") || name.ends_with("-shm");
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !beside(name))
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
