//! Nobody learns what they may not see: the same questions, asked of desks that differ only in
//! something that is hidden from whoever asks, are answered byte for byte alike.
//!
//! The questions come from the program's own tables: its addresses with every method they take
//! ([`guichet_server::routes::listed`]), its server functions, the notices that are mailed. One that
//! cannot be asked here fails, so whatever is built later joins.
//!
//! What this proves, for each of these rows: of a confidential ticket (of an internal note and its
//! file, of an answer and its file) nothing shows in what the row answers, in its status, its
//! headers or its body, to any of those it is hidden from. What is drawn anew for each answer is left
//! out (`plain.rs`); how long an answer takes is not looked at. Reference numbers are given out in
//! one row: whoever records a ticket sees from its number how many were recorded before, and there
//! the numbers are compared less those of what is hidden.
//!
//! Its teeth: the same questions are asked by people who may see what is hidden. A row whose answer
//! to any of them differs shows the hidden ticket, so the comparison sees it there; one that never
//! does is listed in [`SHOWS_NO_TICKET`], and that list is compared too. And each row in turn is
//! answered to those outside as it is to those inside, which is what a leak there is; or, where
//! nobody is shown a ticket, with a word of the hidden one in each answer. Exactly that row then
//! turns red.

mod askers;
mod contents;
mod interview;
mod plain;
mod questions;
pub mod visitor;
mod world;

use askers::Asker;
use interview::{Answers, differing, interview, messages, rows};
use plain::plain;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use world::{Hidden, WORD, World};

/// Rows that show no ticket to anybody, however they are asked here.
const SHOWS_NO_TICKET: &[&str] = &[
    "GET /healthz",
    "GET /originals/{ticket}/{command}",
    "GET /readyz",
    "GET /sign-in/code",
    "GET /sign-in/enrol",
    "POST /account/absence",
    "POST /account/notifications",
    "POST /account/sessions",
    "POST /admin/mail",
    "POST /admin/people/{person}/sessions",
    "POST /api/add-person",
    "POST /api/add-starting-set",
    "POST /api/administration",
    "POST /api/announcements",
    "POST /api/anonymise",
    "POST /api/apply-promises",
    "POST /api/audit",
    "POST /api/beginning",
    "POST /api/bounces",
    "POST /api/calendar-days",
    "POST /api/call-choices",
    "POST /api/catalogue",
    "POST /api/dismiss-group",
    "POST /api/feedback-question",
    "POST /api/gaps",
    "POST /api/groups",
    "POST /api/invite",
    "POST /api/invite-all",
    "POST /api/uninvited",
    "POST /people-import",
    // A major incident is announced: none of them is hidden.
    "POST /api/majors",
    "mail lead_given",
    "mail task_given",
    "mail update_missed",
    "mail update_told",
    "POST /api/item",
    "POST /api/inbound-messages",
    "POST /api/look-at-article",
    "POST /api/look-at-ticket",
    "POST /api/most-useful",
    "POST /api/my-absence",
    "POST /api/my-access",
    "POST /api/person-access",
    // Of the words that are sent it tells a category.
    "POST /api/propose",
    "POST /api/record",
    "POST /api/preview",
    // All open tickets follow the present rules.
    "POST /api/preview-applying",
    "POST /api/preview-promises",
    "POST /api/remove-factor",
    "POST /api/see-to-gap",
    "POST /api/wishes",
    "POST /language",
    // Nobody is waited for so long here.
    "mail awaited",
    "mail closure_offered",
    "mail unanswered",
    // Of articles.
    "mail review_asked",
    "mail review_due",
    "mail sent_back",
    "POST /inbound-messages/{message}",
    "POST /notifications",
    "POST /sign-in/code",
    "POST /sign-in/enrol",
    "POST /sign-out",
    "POST /sign-out-everywhere",
    "POST /theme",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_what_is_hidden_on_sqlite() {
    nobody_learns_what_is_hidden([None, None, None, None, None]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_what_is_hidden_on_postgres() {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let meant = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok();
        assert!(meant, "run it under .ci/postgres");
        return;
    };
    let names = [0, 1, 2, 3, 4].map(|n| format!("difference_{}_{n}", std::process::id()));
    for name in &names {
        psql(&server, &format!("CREATE DATABASE {name}"));
    }
    let folder = server.rsplit_once('/').unwrap().0.to_owned();
    let urls = names.clone().map(|name| Some(format!("{folder}/{name}")));
    let outcome = tokio::spawn(nobody_learns_what_is_hidden(urls)).await;
    for name in &names {
        psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    }
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

fn psql(server: &str, sql: &str) {
    let output = Command::new("psql").args([server, "-qc", sql]).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// Those from whom a note is hidden though they see the ticket, and somebody who may read it.
const OF_NOTES: [Asker; 5] = [
    Asker::Requester,
    Asker::Watcher,
    Asker::Approver,
    Asker::ApproverWhoDecided,
    Asker::AgentOfAnotherTeam,
];
/// Likewise of what a user says of how they were served, which administrators and other agents do not
/// read: asked in the same order, for who has read an article before is counted.
const OF_FEEDBACK: &[Asker] = Asker::OUTSIDE.split_at(9).0;
/// Who has said it.
const AUTHOR: Asker = Asker::Requester;

/// Likewise of what is said to participants.
const OF_ANSWERS: [Asker; 3] = [Asker::Approver, Asker::ApproverWhoDecided, Asker::Watcher];

async fn nobody_learns_what_is_hidden(databases: [Option<String>; 5]) {
    let all: Vec<Asker> = Asker::OUTSIDE.into_iter().chain(Asker::INSIDE).collect();
    let [one, two, three, four, five] = databases;
    let (mut nothing, mut tickets, mut note, mut answer, mut feedback) = tokio::join!(
        World::open(one, Hidden::Nothing),
        World::open(two, Hidden::Tickets),
        World::open(three, Hidden::Note),
        World::open(four, Hidden::Answer),
        World::open(five, Hidden::Feedback),
    );
    // What there is anywhere is asked for everywhere.
    let mut things = nothing.things.clone();
    for world in [&tickets, &note, &answer, &feedback] {
        things.tickets.extend(world.things.tickets.clone());
        things.files.extend(world.things.files.clone());
        let files = world.things.article_files.clone();
        things.article_files.extend(files);
        things.feedback.extend(world.things.feedback.clone());
    }
    let rows = rows(&mut nothing).await;
    let mut mailed = Vec::new();
    for world in [&nothing, &tickets, &note, &answer, &feedback] {
        mailed.push(messages(world).await);
    }
    let (nothing, tickets, note, answer, feedback) = tokio::join!(
        interview(&mut nothing, &rows, &things, &all, true),
        interview(&mut tickets, &rows, &things, &all, true),
        interview(&mut note, &rows, &things, &OF_NOTES, false),
        interview(&mut answer, &rows, &things, &OF_ANSWERS, false),
        interview(&mut feedback, &rows, &things, OF_FEEDBACK, false),
    );
    let mut worlds = [nothing, tickets, note, answer, feedback];
    for (world, mailed) in worlds.iter_mut().zip(mailed) {
        world.extend(mailed);
    }
    let [nothing, tickets, note, answer, feedback] = &worlds;

    assert_alike(nothing, tickets, &Asker::OUTSIDE, "a ticket");
    assert_alike(nothing, note, &OF_NOTES[..4], "a note");
    assert_alike(nothing, answer, &OF_ANSWERS[..2], "an answer");
    let others = OF_FEEDBACK.iter().filter(|asker| **asker != AUTHOR);
    let others: Vec<Asker> = others.copied().collect();
    assert_alike(nothing, feedback, &others, "what a user says");

    let seeing = sighted(nothing, tickets, &Asker::INSIDE);
    let asked: BTreeSet<String> = tickets.keys().map(|(_, row, _)| row.clone()).collect();
    let blind: BTreeSet<&str> = asked
        .iter()
        .map(String::as_str)
        .filter(|row| !seeing.contains(*row))
        .collect();
    let declared: BTreeSet<&str> = SHOWS_NO_TICKET.iter().copied().collect();
    let undeclared: Vec<_> = blind.difference(&declared).collect();
    let seen: Vec<_> = declared.difference(&blind).collect();
    assert!(
        undeclared.is_empty() && seen.is_empty(),
        "not seen to show a ticket: {undeclared:?}; seen to, or not there: {seen:?}"
    );
    for (world, asker) in [(note, OF_NOTES[4]), (answer, OF_ANSWERS[2])] {
        let seeing = sighted(nothing, world, &[asker]);
        for row in [
            "GET /files/{ticket}/{file}",
            "POST /api/ticket",
            "POST /api/catch-up",
            "GET /live",
        ] {
            assert!(seeing.contains(row), "{row} to {asker:?}: {seeing:?}");
        }
    }
    let seeing_feedback = sighted(nothing, feedback, &[AUTHOR]);
    for row in [
        "GET /tickets/{reference}",
        "POST /api/feedback-of-ticket",
        "POST /api/catch-up",
        "GET /live",
    ] {
        assert!(seeing_feedback.contains(row), "{row}: {seeing_feedback:?}");
    }
    // A leak in one row turns that row red, and no other.
    for row in &asked {
        let leaks = |world: &Answers, word: &str| -> Answers {
            let mut world = world.clone();
            if !seeing.contains(row) {
                let theirs = world.iter_mut().filter(|((_, of, _), _)| of == row);
                theirs.for_each(|(_, said)| *said = plain(&format!("{said}{word}")).into());
            }
            for insider in Asker::INSIDE {
                let inside: BTreeMap<_, _> = world
                    .iter()
                    .filter(|((asker, of, _), _)| *asker == insider && of == row)
                    .map(|((_, of, label), said)| ((of.clone(), label.clone()), said.clone()))
                    .collect();
                for ((of, label), said) in inside {
                    let key = (Asker::Watcher, of, format!("{label} as {insider:?}"));
                    world.insert(key, said);
                }
            }
            world
        };
        let (without, with) = (leaks(nothing, ""), leaks(tickets, WORD));
        let red = differing(&without, &with, &Asker::OUTSIDE);
        let red: BTreeSet<&String> = red.iter().map(|(_, row, _)| row).collect();
        assert_eq!(red, BTreeSet::from([row]));
    }
}

/// The rows that answer some of these people differently.
fn sighted(one: &Answers, other: &Answers, askers: &[Asker]) -> BTreeSet<String> {
    let differing = differing(one, other, askers);
    differing.into_iter().map(|(_, row, _)| row).collect()
}

fn assert_alike(without: &Answers, with: &Answers, askers: &[Asker], what: &str) {
    let differing = differing(without, with, askers);
    let shown: Vec<String> = differing
        .iter()
        .take(20)
        .map(|key| {
            let (one, other) = (&*without[key], &*with[key]);
            let at = one
                .bytes()
                .zip(other.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let near = |text: &str| {
                let bytes = text.as_bytes();
                let part = &bytes[at.saturating_sub(120)..bytes.len().min(at + 200)];
                String::from_utf8_lossy(part).into_owned()
            };
            format!(
                "{key:?}\n  without: {}\n  with:    {}",
                near(one),
                near(other)
            )
        })
        .collect();
    assert!(
        differing.is_empty(),
        "{} answers betray {what}:\n{}",
        differing.len(),
        shown.join("\n")
    );
}
