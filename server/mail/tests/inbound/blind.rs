//! Messages written by somebody who had seen neither the program nor its examples, with what they
//! expected of each: five of every kind.

use crate::databases::Databases;
use crate::desk::*;
use guichet_desk::{InboundRules, Incoming, MessageNature, Unknown};
use guichet_domain::mail::fold::unfold;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What is expected of a message; what is not given may be anything.
#[derive(Debug, Deserialize)]
struct Expected {
    file: String,
    subject: Option<String>,
    name: Option<String>,
    text: Option<String>,
    /// What is not folded away.
    said: Option<String>,
    /// Lines that stand in the text, in this order.
    contains: Option<Vec<String>>,
    files: Option<Vec<String>>,
    file_start: Option<String>,
    file_end: Option<String>,
    automatic: Option<bool>,
    /// Addresses that a report gives up on.
    bounce: Option<Vec<String>>,
    long_subject: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inbound/blind")
}

fn expected() -> Vec<Expected> {
    let list = std::fs::read(folder().join("expected.json")).unwrap();
    serde_json::from_slice(&list).unwrap()
}

fn bytes(one: &Expected) -> Vec<u8> {
    std::fs::read(folder().join(&one.file)).unwrap()
}

/// What is not as it was expected.
fn differences(one: &Expected, read: &Incoming) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |what: &str, wanted: &Option<String>, found: &str| {
        if let Some(wanted) = wanted
            && wanted.trim() != found.trim()
        {
            wrong.push(format!("{}: {what}: {wanted:?}, not {found:?}", one.file));
        }
    };
    same("subject", &one.subject, &read.subject);
    same("long subject", &one.long_subject, &read.subject);
    same("name", &one.name, &read.name);
    same("text", &one.text, &read.text);
    same("said", &one.said, unfold(&read.text).0);
    let bounced = match &read.nature {
        MessageNature::Bounce(all) => all.iter().map(|one| one.address.clone()).collect(),
        _ => Vec::new(),
    };
    let is_written = read.nature == MessageNature::Written;
    if one
        .automatic
        .is_some_and(|automatic| automatic == is_written)
        || one
            .bounce
            .as_ref()
            .is_some_and(|wanted| *wanted != bounced || is_written)
    {
        wrong.push(format!("{}: {:?}", one.file, read.nature));
    }
    let mut lines = read.text.lines().map(str::trim);
    for wanted in one.contains.iter().flatten() {
        if !lines.any(|line| line == wanted.trim()) {
            wrong.push(format!(
                "{}: no line {wanted:?} in {:?}",
                one.file, read.text
            ));
            break;
        }
    }
    wrong
}

#[test]
fn messages_that_nobody_had_seen_are_read_as_their_writer_meant_them() {
    let all = expected();
    assert_eq!(all.len(), 48);
    let wrong: Vec<String> = all
        .iter()
        .flat_map(|one| {
            let read = guichet_mail::inbound::read(bytes(one), &crate::corpus::addresses());
            differences(one, &read.inbound)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn their_files_have_the_names_that_were_meant() {
    let rules = InboundRules {
        unknown: Unknown::Ticket,
        ..InboundRules::default()
    };
    let office = office(&Databases::default(), rules).await;
    for one in expected() {
        if one.files.is_none() && one.file_start.is_none() {
            continue;
        }
        let received = office.message(bytes(&one)).await;
        let names = office.files(received.ticket.unwrap()).await;
        if let Some(wanted) = &one.files {
            assert_eq!(names, *wanted, "{}", one.file);
        }
        if let (Some(start), Some(end)) = (&one.file_start, &one.file_end) {
            assert!(
                names[0].starts_with(start) && names[0].ends_with(end),
                "{names:?}"
            );
            assert!(names[0].chars().count() <= 200);
        }
    }
}
