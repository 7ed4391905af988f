//! Limits on the size of answers, listed for operators.

use crate::directory::people;
use crate::governance::audit;
use crate::live::subscription;
use crate::mail::inbound::aside;
use crate::notifications::{bell, outgoing};
use crate::queue::{agents_queue, approvals, export, my_tickets};
use crate::tickets::{conversation_part, ticket_page};

/// Kinds of answers and the maximum size of each, in words.
pub fn answers() -> Vec<(&'static str, String)> {
    let kb = |bytes: usize| format!("{} kB of text", bytes / 1000);
    vec![
        (
            "tickets of a queue in one answer",
            agents_queue::PAGE.to_string(),
        ),
        (
            "tickets of one's own in one answer",
            my_tickets::PAGE.to_string(),
        ),
        ("notifications in one answer", bell::PAGE.to_string()),
        (
            "lines of the audit log in one answer",
            audit::PAGE.to_string(),
        ),
        ("messages set aside in one answer", aside::SHOWN.to_string()),
        (
            "e-mails of the outbox in one answer",
            outgoing::SHOWN.to_string(),
        ),
        ("people found by one search", people::SHOWN.to_string()),
        ("a ticket with a part of its history", kb(ticket_page::ROOM)),
        (
            "that part",
            format!(
                "{} entries, {}",
                conversation_part::ENTRIES,
                kb(conversation_part::PART)
            ),
        ),
        (
            "requests to decide in one answer",
            format!("{}, {}", approvals::PAGES, kb(approvals::ROOM)),
        ),
        (
            "news for a browser that was away",
            format!(
                "{}, {}",
                subscription::WORTH_SENDING,
                kb(subscription::CATCH_UP_MAX)
            ),
        ),
        (
            "export of a queue",
            format!("{} tickets at a time, never held whole", export::PART),
        ),
        ("the directory, to administrators", "all of it".into()),
        ("what is known of a person, to them", "all of it".into()),
    ]
}
