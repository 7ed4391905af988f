//! Parses the bytes of a message.

use super::charset::Clues;
use super::{
    automatic, body, bounce, bounds, files, fold, head, plain_bounce, results, sender, smime,
};
use crate::address::{Addresses, ReplyAddress};
use guichet_desk::{Hint, Incoming, MessageNature};
use guichet_domain::kernel::form::{TEXT_MAX, one_line};
use guichet_domain::mail::fold::FOLD;
use guichet_domain::mail::inbound::Reason;
use mail_parser::{Address, HeaderName, Message, MessageParser};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reply addresses of ours checked in one message; a mail program writes one.
const REPLIES_MAX: usize = 20;
/// Recipients checked in one message.
const RECEIVERS_MAX: usize = 1_000;
/// Referenced messages (`References`, `In-Reply-To`) that are looked up.
const REFERENCES_MAX: usize = 100;
/// Characters read of a subject; what a ticket's does not hold goes to the text.
const SUBJECT_MAX: usize = TEXT_MAX;
/// Characters read of a sender's name; fewer are kept.
const NAME_MAX: usize = 2_000;
/// Bytes of headers searched for the subject and sender of a message that is not parsed.
const NAMED_BY: usize = 16 * 1024;

/// A parsed message, and the reply addresses it was sent to. Whether their signatures belong to the
/// sender is not checked yet.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Read {
    pub inbound: Incoming,
    pub replies: Vec<ReplyAddress>,
}

/// Settings that a message is read with.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub ours: &'a Addresses,
    /// Mail server whose statements about senders are trusted (`authserv-id`, RFC 8601).
    pub server: Option<&'a str>,
}

/// Reads a message. An unreadable one is not lost: it comes back whole, to be set aside.
pub fn read(original: Vec<u8>, ours: &Addresses) -> Read {
    let known = Known { ours, server: None };
    let Read { inbound, replies } = read_bytes(&original, known);
    Read {
        inbound: Incoming {
            original,
            ..inbound
        },
        replies,
    }
}

/// Reads a message; the result is without the bytes of the message.
pub(super) fn read_bytes(original: &[u8], known: Known<'_>) -> Read {
    // Where the parser itself fails, nobody else's mail must wait.
    let parsed = catch_unwind(AssertUnwindSafe(|| match bounds::check(original) {
        Ok(()) => inbound(original, known),
        Err(_) => Some(costly(original)),
    }));
    parsed.ok().flatten().unwrap_or_else(|| Read {
        inbound: unread(String::new(), original, Reason::Unreadable),
        replies: Vec::new(),
    })
}

/// A message to be set aside of which only the bytes are known; the result is without them.
pub(super) fn unread(subject: String, original: &[u8], reason: Reason) -> Incoming {
    Incoming {
        key: hash(&[original]),
        content: hash(&[original]),
        subject,
        nature: MessageNature::Aside(reason),
        ..Incoming::default()
    }
}

/// A message to be set aside as too costly, with the subject and sender found at its beginning.
fn costly(original: &[u8]) -> Read {
    let mut start = original.get(..NAMED_BY).unwrap_or(original);
    // What is parsed even of this is within bounds, or costs what they are there against.
    while bounds::check(start).is_err() {
        start = start.get(..start.len() / 2).unwrap_or_default();
    }
    let head = parser().parse_headers(start);
    let subject = head.as_ref().and_then(|head| head.subject());
    let mut inbound = unread(shown(subject.unwrap_or_default()), original, Reason::Costly);
    if let Some(sender) = head.as_ref().and_then(sender::sender) {
        (inbound.sender, inbound.name) = (sender.address, sender.name);
    }
    Read {
        inbound,
        replies: Vec::new(),
    }
}

/// A parser that decodes only the headers we need, and leaves the others raw. The cost is bounded,
/// see [`bounds`].
fn parser() -> MessageParser {
    MessageParser::new()
        .header_address(HeaderName::From)
        .header_address(HeaderName::To)
        .header_address(HeaderName::Cc)
        .header_text(HeaderName::Subject)
        .header_id(HeaderName::MessageId)
        .header_id(HeaderName::InReplyTo)
        .header_id(HeaderName::References)
        .with_mime_headers()
        .default_header_raw()
}

/// Text from outside, on one line: encoded words can hide line breaks.
fn shown(text: &str) -> String {
    one_line(text).chars().take(SUBJECT_MAX).collect()
}

fn inbound(original: &[u8], known: Known<'_>) -> Option<Read> {
    let ours = known.ours;
    let country = head::country(original);
    let clues = Clues {
        claimed: None,
        country: country.as_deref(),
    };
    let original = head::readable(original, clues);
    let original = original.as_ref();
    let message = parser().parse(original)?;
    let from = sender::sender(&message)?;
    let sender = from.address;
    let vouched = known
        .server
        .is_some_and(|server| results::vouched(&message, server, &sender));
    let id = message
        .message_id()
        .map(str::trim)
        .filter(|id| !id.is_empty());
    let raw_body = original.get(message.root_part().raw_body_offset() as usize..);
    let subject = shown(message.subject().unwrap_or_default());
    let date = automatic::raw(&message, "Date").unwrap_or_default();
    let content = hash(&[
        sender.as_bytes(),
        subject.as_bytes(),
        date.as_bytes(),
        raw_body.unwrap_or_default(),
    ]);
    // What is within a signature is read as if it stood there without.
    let signed = smime::signed_content(&message).filter(|signed| bounds::check(signed).is_ok());
    let within = signed.as_deref().and_then(|signed| parser().parse(signed));
    let told = within.as_ref().unwrap_or(&message);
    let body = body::text(told, clues);
    let folded = fold::fold(&body.text, &subject);
    // What is longer is cut on the ticket in any case.
    let (said, folded) = (short(&folded.said), short(&folded.folded));
    let text = match (said, folded) {
        (said, "") => said.to_owned(),
        (said, folded) => format!("{said}\n\n{FOLD}\n\n{folded}"),
    };
    let files = files::files(told, clues);
    let replies: Vec<ReplyAddress> = recipients(&message)
        .filter_map(|to| ours.read(&to))
        .take(REPLIES_MAX)
        .collect();
    let from_us = sender == ours.mailbox().to_ascii_lowercase()
        || ours.read(&sender).is_some()
        || id.is_some_and(|id| ours.is_ours(id));
    let bounced = bounce::undelivered(&message)
        .or_else(|| plain_bounce::undelivered(&message, &sender, &subject, &body.text));
    let nature = match bounced {
        Some(undelivered) => MessageNature::Bounce(undelivered),
        None if from.equivocal => MessageNature::Aside(Reason::Equivocal),
        None if from_us => MessageNature::Automatic(Reason::Ours),
        None => match automatic::automatic(&message, &sender, &subject, &body.text) {
            Some(reason) => MessageNature::Automatic(reason),
            None => MessageNature::Written,
        },
    };
    let mut references = automatic::ids(message.in_reply_to());
    references.extend(automatic::ids(message.references()).into_iter().rev());
    references.truncate(REFERENCES_MAX);
    let named = replies.iter().map(|to| Hint::Ticket(to.reference.id));
    let referred = references.iter().map(|id| match ours.ticket_of_thread(id) {
        Some(ticket) => Hint::Ticket(ticket),
        None => Hint::Message(message_key(id)),
    });
    let inbound = Incoming {
        key: id.map_or_else(|| content.clone(), message_key),
        content,
        message: id.and_then(reference),
        name: from.name.chars().take(NAME_MAX).collect(),
        hints: named.chain(referred).collect(),
        sender,
        signed: None,
        vouched,
        subject,
        text,
        cut: body.cut,
        unverified: within.is_some(),
        files: files.kept,
        too_large: files.too_large,
        too_many: files.too_many,
        nature,
        channel: None,
        original: Vec::new(),
    };
    Some(Read { inbound, replies })
}

/// A Message-ID that is safe in our own headers, since the sender chose it.
fn reference(id: &str) -> Option<String> {
    let id = id.trim().trim_matches(['<', '>']);
    let harmless = id
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'));
    let whole = id
        .split_once('@')
        .is_some_and(|(left, right)| !left.is_empty() && !right.is_empty());
    (harmless && whole && id.len() <= 200).then(|| id.to_owned())
}

/// The key that a Message-ID is remembered by.
fn message_key(id: &str) -> String {
    hash(&[id.trim().trim_matches(['<', '>']).as_bytes()])
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hex::encode(hasher.finalize())
}

/// Text cut a little above what a ticket takes, so that the ticket shows that it was cut.
fn short(text: &str) -> &str {
    match text.char_indices().nth(TEXT_MAX + 1) {
        Some((at, _)) => text.get(..at).unwrap_or_default(),
        None => text,
    }
}

/// Every address the message was sent to, including those that mail servers add.
fn recipients<'a>(message: &'a Message<'_>) -> impl Iterator<Item = String> + 'a {
    let named = [message.to(), message.cc()].into_iter().flatten();
    let named = named
        .flat_map(Address::iter)
        .take(RECEIVERS_MAX)
        .filter_map(sender::address);
    let written = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
    ];
    let written = written
        .into_iter()
        .filter_map(|name| automatic::raw(message, name))
        .map(|to| to.trim_matches(['<', '>']).to_ascii_lowercase());
    named.chain(written)
}
