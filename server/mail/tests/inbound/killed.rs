//! Readers that end before they have read: whoever ends them, no message is lost, and none stops the
//! rest.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use crate::messages::{corpus, message};
use crate::shapes;
use guichet_desk::{InboundRules, Received};
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_mail::inbound::{ReadError, Reader, TakeError, read};
use std::sync::Arc;
use std::time::Duration;

on_both!(
    what_is_killed_in_the_midst_is_set_aside_at_the_third_start,
    a_start_is_remembered_by_whoever_starts_next,
    what_the_message_itself_brings_about_is_set_aside_at_once,
    a_reader_that_cannot_be_started_loses_nothing,
    what_was_read_or_could_not_be_written_begins_anew,
);

fn reader(arguments: &[&str]) -> Reader {
    // No outcome is to depend on how fast the machine is.
    let patience = Duration::from_secs(600);
    Reader::of(env!("CARGO_BIN_EXE_guichet-reader").into(), arguments).patient(patience)
}

fn report(n: usize) -> Vec<u8> {
    let headers =
        format!("From: claire@exemple.fr\nSubject: panne {n}\nMessage-ID: <{n}@exemple.fr>");
    message(&headers, "Au secours")
}

/// Everything that is ill-meant, and small.
fn messages() -> Vec<Vec<u8>> {
    let corpus = corpus().into_iter().map(|(_, message)| message);
    corpus
        .chain(shapes::all().map(|(_, shape)| shape(2_048)))
        .collect()
}

fn set_aside(received: &Received) {
    let interrupted = (Fate::Aside, Some(Reason::Interrupted));
    assert_eq!((received.fate, received.reason), interrupted);
}

async fn what_is_killed_in_the_midst_is_set_aside_at_the_third_start(db: Databases) {
    let mut office = office(&db, InboundRules::default()).await;
    let mut all = messages();
    all.sort();
    all.dedup();
    for (n, message) in all.iter().enumerate() {
        let bytes = (message.len() / 2).to_string();
        office.inbox.reader = reader(&["killed-after", &bytes]);
        let called = format!("boîte, UID {n}");
        let received = office
            .inbox
            .take_named(message.clone(), &called)
            .await
            .unwrap();
        set_aside(&received);
        let line = &office.waiting().await[0];
        assert_eq!((line.subject.as_str(), line.kept), (called.as_str(), true));
        let whole = office
            .desk
            .bytes_of_message(guichet_desk::Caller { person: ADMIN }, line.id)
            .await;
        assert_eq!(&whole.unwrap(), message);
    }
    // The rest goes on.
    office.inbox.reader = reader(&[]);
    let received = office.message(report(1)).await;
    assert_eq!(received.fate, Fate::Ticket);
}

/// Begins to read and is ended in the midst, with the whole program.
async fn interrupted(office: &Office, message: &[u8]) {
    let mut inbox = office.inbox.clone();
    inbox.reader = reader(&["silent"]);
    let (desk, message) = (office.desk.clone(), message.to_vec());
    let reading = tokio::spawn(async move { inbox.take(message).await });
    // It is written down before anything is read.
    while started(&desk).await == 0 {
        tokio::task::yield_now().await;
    }
    reading.abort();
    assert!(reading.await.is_err());
}

async fn started(desk: &guichet_desk::Desk) -> i64 {
    desk.store()
        .read()
        .await
        .unwrap()
        .messages_begun()
        .await
        .unwrap()
}

async fn a_start_is_remembered_by_whoever_starts_next(db: Databases) {
    let first = office(&db, InboundRules::default()).await;
    let message = report(1);
    interrupted(&first, &message).await;
    let mut next = first.again().await;
    next.inbox.reader = reader(&["killed-after", "10"]);
    // Started a second time and killed, then set aside at the third.
    set_aside(&next.inbox.take(message).await.unwrap());
    next.inbox.reader = reader(&[]);
    assert_eq!(next.message(report(2)).await.fate, Fate::Ticket);
}

async fn what_the_message_itself_brings_about_is_set_aside_at_once(db: Databases) {
    let mut office = office(&db, InboundRules::default()).await;
    office.inbox.reader = reader(&["without-memory"]);
    let received = office.message(report(1)).await;
    assert_eq!(
        (received.fate, received.reason),
        (Fate::Aside, Some(Reason::Costly))
    );
    office.inbox.reader = reader(&[]);
    let parts = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(400);
    let received = office
        .inbound("Claire <claire@exemple.fr>", "Subject: trop", &parts)
        .await;
    assert_eq!(
        (received.fate, received.reason),
        (Fate::Aside, Some(Reason::Costly))
    );
    let line = &office.waiting().await[0];
    let named = (
        line.sender.as_str(),
        line.name.as_str(),
        line.subject.as_str(),
    );
    assert_eq!(named, ("claire@exemple.fr", "Claire", "trop"));
    assert_eq!(office.message(report(2)).await.fate, Fate::Ticket);
}

async fn a_reader_that_cannot_be_started_loses_nothing(db: Databases) {
    let mut office = office(&db, InboundRules::default()).await;
    office.inbox.reader = Reader::of("/nowhere/guichet".into(), &[]);
    for _ in 0..5 {
        let taken = office.inbox.take(report(1)).await;
        assert!(
            matches!(taken, Err(TakeError::Read(ReadError::Cannot(_)))),
            "{taken:?}"
        );
    }
    assert_eq!(office.waiting().await, []);
    office.inbox.reader = reader(&[]);
    assert_eq!(office.message(report(1)).await.fate, Fate::Ticket);
}

async fn what_was_read_or_could_not_be_written_begins_anew(db: Databases) {
    let mut office = office(&db, InboundRules::default()).await;
    office.inbox.reader = reader(&[]);
    for _ in 0..5 {
        assert_eq!(office.message(report(1)).await.fate, Fate::Ticket);
    }
    assert_eq!(started(&office.desk).await, 0);
}

#[tokio::test]
async fn the_process_says_what_this_one_would() {
    let ours = crate::corpus::addresses();
    let apart = reader(&[]);
    for (name, message) in corpus() {
        let here = read(message.clone(), &ours);
        let there = apart.read(Arc::from(message), &ours).await.unwrap();
        let files = |inbound: &guichet_desk::Incoming| inbound.files.clone();
        assert_eq!(files(&there.inbound), files(&here.inbound), "{name}");
        assert_eq!(there.replies, here.replies, "{name}");
        let mut inbound = here.inbound;
        inbound.original = Vec::new();
        assert_eq!(
            format!("{:?}", there.inbound),
            format!("{inbound:?}"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn what_is_no_answer_is_none() {
    let ours = crate::corpus::addresses();
    let message: Arc<[u8]> = Arc::from(report(1));
    for arguments in [&["chatty"][..], &["environment"], &["unknown"]] {
        let read = reader(arguments).read(Arc::clone(&message), &ours).await;
        assert!(
            matches!(read, Err(ReadError::Interrupted(_))),
            "{arguments:?}: {read:?}"
        );
    }
    // Of our environment it has nothing, only how its allocator is to behave: that many variables is
    // what it ends with.
    let read = reader(&["environment"]).read(message, &ours).await;
    assert!(
        format!("{read:?}").contains("\"exit status: 1\""),
        "{read:?}"
    );
}

#[tokio::test]
async fn a_reader_that_never_ends_is_ended() {
    let ours = crate::corpus::addresses();
    let reader = reader(&["silent"]).patient(Duration::from_millis(100));
    let read = reader.read(Arc::from(report(1)), &ours).await;
    assert!(matches!(read, Err(ReadError::Interrupted(_))), "{read:?}");
}

#[tokio::test]
async fn memory_and_time_have_an_end() {
    let ours = crate::corpus::addresses();
    // Some ten million bytes, of which each five are a part.
    let parts = "--b\n\n".repeat(2_000_000);
    let headers =
        "From: claire@exemple.fr\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    let read = reader(&[])
        .read(Arc::from(message(headers, &parts)), &ours)
        .await;
    assert!(matches!(read, Err(ReadError::Costly)), "{read:?}");
}
