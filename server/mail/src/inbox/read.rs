//! From the bytes of a message to a letter.

use super::{automatic, body, bounce, files, fold};
use crate::address::{Addresses, ReplyAddress};
use guichet_desk::{Hint, Incoming, LetterNature};
use guichet_domain::form::one_line;
use guichet_domain::letter::{FOLD, Reason};
use mail_parser::{Addr, Message, MessageParser};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reply addresses of ours that are looked at in one letter: a mail program writes one.
const REPLIES_MAX: usize = 20;

/// A letter, and the reply addresses that it was sent to: whether they are its sender's own is to be
/// seen.
#[derive(Debug, Default)]
pub struct Read {
    pub letter: Incoming,
    pub replies: Vec<ReplyAddress>,
}

/// Reads a message. It is never lost: what cannot be read comes back whole, to be set aside.
pub fn read(original: Vec<u8>, ours: &Addresses) -> Read {
    // Where the parser itself fails, nobody else's mail must wait.
    let parsed = catch_unwind(AssertUnwindSafe(|| letter(&original, ours)));
    match parsed.ok().flatten() {
        Some(Read { letter, replies }) => Read {
            letter: Incoming { original, ..letter },
            replies,
        },
        None => Read {
            letter: unread(String::new(), original, Reason::Unreadable),
            replies: Vec::new(),
        },
    }
}

/// A letter of which only its bytes are known, to be set aside.
pub(super) fn unread(subject: String, original: Vec<u8>, reason: Reason) -> Incoming {
    Incoming {
        key: hash(&[&original]),
        content: hash(&[&original]),
        subject,
        nature: LetterNature::Aside(reason),
        original,
        ..Incoming::default()
    }
}

/// What a message says, whoever it is to and whatever wrote it: for somebody who has looked at it.
pub fn content(original: Vec<u8>) -> Incoming {
    match Addresses::new([0; 32], "nobody@invalid") {
        Some(none) => read(original, &none).letter,
        None => Incoming::default(),
    }
}

fn letter(original: &[u8], ours: &Addresses) -> Option<Read> {
    let message = MessageParser::default().parse(original)?;
    let from = message.from().and_then(|from| from.first())?;
    let sender = address(from)?;
    let id = message
        .message_id()
        .map(str::trim)
        .filter(|id| !id.is_empty());
    let raw_body = original.get(message.root_part().raw_body_offset() as usize..);
    // Encoded words can hide line breaks.
    let subject = one_line(message.subject().unwrap_or_default());
    let date = automatic::raw(&message, "Date").unwrap_or_default();
    let content = hash(&[
        sender.as_bytes(),
        subject.as_bytes(),
        date.as_bytes(),
        raw_body.unwrap_or_default(),
    ]);
    let folded = fold::fold(&body::text(&message));
    let text = match (folded.said.as_str(), folded.folded.as_str()) {
        (said, "") => said.to_owned(),
        (said, folded) => format!("{said}\n\n{FOLD}\n\n{folded}"),
    };
    let files = files::files(&message);
    let replies: Vec<ReplyAddress> = recipients(&message)
        .filter_map(|to| ours.read(&to))
        .take(REPLIES_MAX)
        .collect();
    let from_us = sender == ours.mailbox().to_lowercase()
        || ours.read(&sender).is_some()
        || id.is_some_and(|id| ours.is_ours(id));
    let nature = match bounce::undelivered(&message) {
        Some(undelivered) => LetterNature::Bounce(undelivered),
        None if from_us => LetterNature::Automatic(Reason::Ours),
        None => match automatic::automatic(&message) {
            Some(reason) => LetterNature::Automatic(reason),
            None => LetterNature::Written,
        },
    };
    let mut references = automatic::ids(message.in_reply_to());
    references.extend(automatic::ids(message.references()).into_iter().rev());
    references.truncate(100);
    let named = replies.iter().map(|to| Hint::Ticket(to.reference.id));
    let referred = references.iter().map(|id| match ours.ticket_of_thread(id) {
        Some(ticket) => Hint::Ticket(ticket),
        None => Hint::Letter(message_key(id)),
    });
    let letter = Incoming {
        key: id.map_or_else(|| content.clone(), message_key),
        content,
        message: id.and_then(reference),
        name: one_line(from.name().unwrap_or_default()),
        hints: named.chain(referred).collect(),
        sender,
        signed: None,
        subject,
        text,
        files: files.kept,
        too_large: files.too_large,
        too_many: files.too_many,
        nature,
        original: Vec::new(),
    };
    Some(Read { letter, replies })
}

/// A Message-ID as our own headers may hold it: whoever sent it chose it.
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

/// What a Message-ID is remembered as.
fn message_key(id: &str) -> String {
    hash(&[id.trim().trim_matches(['<', '>']).as_bytes()])
}

fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn address(addr: &Addr<'_>) -> Option<String> {
    let address = addr.address()?.trim().to_lowercase();
    let whole = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    (whole && clean && address.len() <= 254).then_some(address)
}

/// Every address it was sent to, also those that servers write down.
fn recipients<'a>(message: &'a Message<'_>) -> impl Iterator<Item = String> + 'a {
    let named = [message.to(), message.cc()].into_iter().flatten();
    let named = named.flat_map(|list| list.iter().filter_map(address));
    let written = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Envelope-To",
    ];
    let written = written
        .into_iter()
        .filter_map(|name| automatic::raw(message, name))
        .map(|to| to.trim_matches(['<', '>']).to_lowercase());
    named.chain(written)
}
