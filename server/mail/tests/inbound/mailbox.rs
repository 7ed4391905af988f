//! A real mailbox, on the server that TEST_IMAP_URL names.

use crate::databases::Databases;
use crate::desk::*;
use crate::messages::message;
use async_imap::{Client, Session};
use futures::TryStreamExt;
use guichet_desk::{Caller, InboundRules};
use guichet_domain::TicketId;
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_mail::inbound::{Credentials, Failed, Mailbox, Security, take_in, watch};
use sqlx::{Connection, Executor, SqliteConnection};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch::{Sender, channel};
use tokio::task::JoinHandle;

fn var(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} names no mail server to test with: run the tests under `.ci/mail run`")
    })
}

/// A mailbox that only this test uses.
fn mailbox(test: &str, security: Security) -> Mailbox {
    let url = match security {
        Security::Tls => var("TEST_IMAPS_URL"),
        _ => var("TEST_IMAP_URL"),
    };
    let (host, port) = url.split_once("://").unwrap().1.rsplit_once(':').unwrap();
    Mailbox {
        security,
        host: if security == Security::Plain {
            host.into()
        } else {
            "localhost".into()
        },
        port: port.parse().unwrap(),
        user: format!("{test}@guichet.test"),
        credentials: Credentials::Password(var("TEST_MAIL_PASSWORD")),
        folder: "INBOX".into(),
        authorities: Some(var("TEST_MAIL_CA").into()),
    }
}

/// A person looking into the same mailbox.
async fn person(test: &str) -> Session<TcpStream> {
    let mailbox = mailbox(test, Security::Plain);
    let tcp = TcpStream::connect((mailbox.host.as_str(), mailbox.port))
        .await
        .unwrap();
    let mut client = Client::new(tcp);
    client.read_response().await.unwrap().unwrap();
    let mut session = client
        .login(&mailbox.user, &var("TEST_MAIL_PASSWORD"))
        .await
        .unwrap();
    session.select("INBOX").await.unwrap();
    session
}

async fn append(session: &mut Session<TcpStream>, message: Vec<u8>) {
    session.append("INBOX", None, None, message).await.unwrap();
}

async fn unseen(session: &mut Session<TcpStream>) -> usize {
    session.noop().await.unwrap();
    session.uid_search("UNSEEN").await.unwrap().len()
}

fn start(office: &Office, mailbox: Mailbox, holder: &str) -> (Sender<bool>, JoinHandle<()>) {
    let (stop, stopping) = channel(false);
    let reading = watch(office.inbox.clone(), mailbox, holder.to_owned(), stopping);
    (stop, tokio::spawn(reading))
}

/// Waits for something that happens elsewhere.
async fn until(what: &str, mut check: impl AsyncFnMut() -> bool) {
    for _ in 0..4800 {
        if check().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("never: {what}");
}

async fn is_there(office: &Office, ticket: i64) -> bool {
    let mut conn = office.desk.store().read().await.unwrap();
    conn.aggregate(TicketId(ticket)).await.unwrap().is_some()
}

fn report(n: u32) -> Vec<u8> {
    let headers =
        format!("From: claire@exemple.fr\nSubject: panne {n}\nMessage-ID: <{n}@exemple.fr>");
    message(&headers, "Au secours")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_there_and_what_comes_becomes_tickets() {
    for (name, security) in [
        ("plain", Security::Plain),
        ("starttls", Security::StartTls),
        ("tls", Security::Tls),
    ] {
        let office = office(&Databases::default(), InboundRules::default()).await;
        let mut person = person(name).await;
        append(&mut person, report(1)).await;
        let (stop, reading) = start(&office, mailbox(name, security), "a");
        until("the first", || is_there(&office, 1)).await;
        // It waits for news by now, or is about to: either way it hears of the next.
        append(&mut person, report(2)).await;
        until("the second", || is_there(&office, 2)).await;
        until("both marked", async || unseen(&mut person).await == 0).await;
        stop.send(true).unwrap();
        reading.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_before_the_mark_takes_nothing_twice_and_loses_nothing() {
    let office = office(&Databases::default(), InboundRules::default()).await;
    let mut person = person("crash").await;
    append(&mut person, report(1)).await;
    append(&mut person, report(2)).await;
    // The desk had the first one, and then the process ended: neither mark nor place was written.
    office.message(report(1)).await;
    let (stop, reading) = start(&office, mailbox("crash", Security::Plain), "a");
    until("the second", || is_there(&office, 2)).await;
    until("both marked", async || unseen(&mut person).await == 0).await;
    assert!(!is_there(&office, 3).await);
    // Somebody marks everything as unread: it is known all the same.
    let marks = person.store("1:*", "-FLAGS (\\Seen)").await.unwrap();
    marks.try_collect::<Vec<_>>().await.unwrap();
    append(&mut person, report(3)).await;
    until("the third", || is_there(&office, 3)).await;
    until("all marked", async || unseen(&mut person).await == 0).await;
    assert!(!is_there(&office, 4).await);
    stop.send(true).unwrap();
    reading.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_read_in_the_mailbox_is_taken_in_too() {
    let office = office(&Databases::default(), InboundRules::default()).await;
    let mut person = person("seen").await;
    append(&mut person, report(1)).await;
    let (stop, reading) = start(&office, mailbox("seen", Security::Plain), "a");
    until("the first", || is_there(&office, 1)).await;
    until("marked", async || unseen(&mut person).await == 0).await;
    stop.send(true).unwrap();
    reading.await.unwrap();
    person
        .append("INBOX", Some("(\\Seen)"), None, report(2))
        .await
        .unwrap();
    let (stop, reading) = start(&office, mailbox("seen", Security::Plain), "b");
    until("the second", || is_there(&office, 2)).await;
    stop.send(true).unwrap();
    reading.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_reads_at_a_time_and_another_takes_over() {
    let office = office(&Databases::default(), InboundRules::default()).await;
    assert!(office.desk.hold_lease("mail_in", "other").await.unwrap());
    assert!(!office.desk.hold_lease("mail_in", "a").await.unwrap());
    assert!(office.desk.hold_lease("mail_in", "other").await.unwrap());
    // The other one falls silent.
    office.clock.advance(91_000_000);
    let mut person = person("lease").await;
    append(&mut person, report(1)).await;
    let (stop, reading) = start(&office, mailbox("lease", Security::Plain), "a");
    until("the first", || is_there(&office, 1)).await;
    assert!(!office.desk.hold_lease("mail_in", "other").await.unwrap());
    stop.send(true).unwrap();
    reading.await.unwrap();
    assert!(
        office.desk.hold_lease("mail_in", "other").await.unwrap(),
        "given back at once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_or_certificate_is_said_and_stopping_is_clean() {
    let right = mailbox("wrong", Security::Tls);
    right.try_out().await.unwrap();
    let password = Mailbox {
        credentials: Credentials::Password("faux".into()),
        ..right.clone()
    };
    let authority = Mailbox {
        authorities: None,
        ..right.clone()
    };
    let folder = Mailbox {
        folder: "Ailleurs".into(),
        ..right
    };
    for (mailbox, said) in [
        (password, "AUTH"),
        (authority, "certificate"),
        (folder, "Ailleurs"),
    ] {
        let error = mailbox.try_out().await.unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        let written = format!("{error} {mailbox:?}");
        assert!(
            !written.contains("faux"),
            "a password is never written down"
        );
        let office = office(&Databases::default(), InboundRules::default()).await;
        let (stop, reading) = start(&office, mailbox, "a");
        stop.send(true).unwrap();
        reading.await.unwrap();
        assert!(office.desk.hold_lease("mail_in", "b").await.unwrap());
    }
}

/// A mailbox of two messages, the first of which it will not hand over: `answer` is what it says
/// instead.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_written_waits_in_the_mailbox() {
    let office = office(&Databases::default(), InboundRules::default()).await;
    let mut person = person("full").await;
    append(&mut person, report(1)).await;
    let file = office.folder.path().join("guichet.db");
    let mut raw = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    // Neither a ticket of it can be written nor that it is set aside.
    let full = "CREATE TRIGGER full BEFORE INSERT ON inbound_message BEGIN SELECT RAISE(FAIL, 'full'); END";
    raw.execute(full).await.unwrap();
    let mailbox = mailbox("full", Security::Plain);
    let mut failed = Failed::default();
    // More often than a message may be withheld or broken: this one is neither.
    for _ in 0..25 {
        let outcome = take_in(&office.inbox, &mailbox, &mut failed).await;
        assert!(outcome.is_err(), "{failed:?}");
    }
    assert!(!is_there(&office, 1).await);
    assert_eq!(office.kept(), 0, "no copy is left lying about");
    assert_eq!(unseen(&mut person).await, 1);
    let admin = Caller { person: ADMIN };
    let (aside, _) = office
        .desk
        .messages(admin, Fate::Aside, None)
        .await
        .unwrap();
    assert!(aside.is_empty(), "{aside:?}");
    raw.execute("DROP TRIGGER full").await.unwrap();
    take_in(&office.inbox, &mailbox, &mut failed).await.unwrap();
    assert!(is_there(&office, 1).await);
    assert_eq!(unseen(&mut person).await, 0);
}

async fn broken_mailbox(answer: &'static str) -> Mailbox {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let (read, mut write) = line.split();
                write.write_all(b"* OK ready\r\n").await.unwrap();
                let mut lines = BufReader::new(read).lines();
                while let Ok(Some(said)) = lines.next_line().await {
                    let (tag, command) = said.split_once(' ').unwrap();
                    let told = say(command, answer);
                    let done = if told.contains(" NO ") {
                        String::new()
                    } else {
                        format!("{tag} OK done\r\n")
                    };
                    let told = told.replace("TAG", tag) + &done;
                    if write.write_all(told.as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    Mailbox {
        port,
        credentials: Credentials::Password("x".into()),
        ..mailbox("broken", Security::Plain)
    }
}

fn say(command: &str, answer: &str) -> String {
    let second = String::from_utf8(report(2)).unwrap();
    match command {
        _ if command.starts_with("SELECT") => "* 2 EXISTS\r\n* OK [UIDVALIDITY 1] valid\r\n".into(),
        _ if command.starts_with("UID SEARCH") => "* SEARCH 7 8\r\n".into(),
        "UID FETCH 7 (UID BODY.PEEK[])" => answer.into(),
        "UID FETCH 8 (UID BODY.PEEK[])" => format!(
            "* 2 FETCH (UID 8 BODY[] {{{}}}\r\n{second})\r\n",
            second.len()
        ),
        "UID FETCH 7 (UID RFC822.SIZE)" => "* 1 FETCH (UID 7 RFC822.SIZE 900)\r\n".into(),
        "UID FETCH 8 (UID RFC822.SIZE)" => "* 2 FETCH (UID 8 RFC822.SIZE 900)\r\n".into(),
        _ => String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_not_to_be_had_does_not_stop_the_rest() {
    for answer in [
        "TAG NO [SERVERBUG] the message is damaged\r\n",
        "",
        "* 1 FETCH (UID 7 BODY[] NIL)\r\n",
    ] {
        let office = office(&Databases::default(), InboundRules::default()).await;
        let mailbox = broken_mailbox(answer).await;
        let mut failed = Failed::default();
        for _ in 0..3 {
            let error = take_in(&office.inbox, &mailbox, &mut failed).await;
            assert!(error.is_err(), "it may yet come: {answer:?} {failed:?}");
            assert!(!is_there(&office, 1).await);
        }
        take_in(&office.inbox, &mailbox, &mut failed).await.unwrap();
        assert!(is_there(&office, 1).await, "the next one is taken in");
        let admin = Caller { person: ADMIN };
        let (aside, _) = office
            .desk
            .messages(admin, Fate::Aside, None)
            .await
            .unwrap();
        let [line] = &aside[..] else {
            panic!("{aside:?}")
        };
        assert_eq!(line.reason, Some(Reason::Withheld));
        assert!(line.subject.ends_with("UID 7, UIDVALIDITY 1"), "{line:?}");
    }
}
