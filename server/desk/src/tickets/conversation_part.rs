//! Parts of long conversations, so that a page has a bounded size.

use guichet_domain::kernel::prose::{Prose, Texts};
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::ticket::Ticket;
use std::collections::BTreeSet;
use std::ops::Range;

/// Maximum number of entries per part.
pub(crate) const ENTRIES: usize = 100;

/// Approximate size of an entry on a page beside its texts, in bytes.
const ENTRY: usize = 1_200;

/// Maximum size of a part on a page in bytes, unless a single entry exceeds it.
pub(crate) const PART: usize = 600_000;

/// Number of latest files shown beside the conversation; the others are in it.
const FILES: usize = 50;

const FINDINGS: usize = 3;

const FORMER: usize = 20;

/// The entries before `end` that may form a part.
pub(crate) fn candidates(history: &[Envelope], end: usize) -> Range<usize> {
    let end = end.min(history.len());
    end.saturating_sub(ENTRIES)..end
}

/// The last of these entries, as many as fit into `room`, at least one.
pub(crate) fn fitting(
    history: &[Envelope],
    among: Range<usize>,
    room: usize,
    weight: impl Fn(&Envelope) -> usize,
) -> Range<usize> {
    let end = among.end;
    let entries = history.get(among).unwrap_or_default().iter().rev();
    let weights = entries.scan(0, |taken, envelope| {
        *taken += ENTRY + weight(envelope);
        Some(*taken)
    });
    let fit = weights.take_while(|taken| *taken <= room).count();
    end - fit.max(1).min(end)..end
}

/// Size of a text on a page in bytes: it is included as Markdown, as HTML for the browser to read,
/// and as displayed HTML.
pub(crate) fn weight(prose: &Prose) -> usize {
    carried(&prose.body) + carried(&prose.html) + prose.html.len()
}

/// Size of a text as JSON within a script, in bytes.
pub(crate) fn carried(text: &str) -> usize {
    let escaped = |byte| match byte {
        b'<' => 6,
        b'"' | b'\\' => 4,
        b'\n' => 3,
        _ => 1,
    };
    text.bytes().map(escaped).sum()
}

/// Size of the texts of an entry on a page, in bytes.
pub(crate) fn weight_of(envelope: &Envelope, texts: &Texts) -> usize {
    let named = envelope.event.texts();
    named
        .iter()
        .filter_map(|id| texts.get(id))
        .map(weight)
        .sum()
}

/// Shortens the growing lists of a ticket to the latest elements and those these entries name.
pub(crate) fn trim(ticket: &mut Ticket, entries: &[Envelope]) {
    let named: BTreeSet<_> = entries.iter().filter_map(file_of).collect();
    let mut spare = ticket.attachments.len().saturating_sub(FILES);
    ticket.attachments.retain(|attachment| {
        let old = spare > 0;
        spare = spare.saturating_sub(1);
        !old || named.contains(&attachment.file)
    });
    // What was said stands in the conversation.
    ticket.comments.clear();
    keep_last(&mut ticket.internal.findings, FINDINGS);
    keep_last(&mut ticket.aliases, FORMER);
}

fn file_of(envelope: &Envelope) -> Option<guichet_domain::FileId> {
    match &envelope.event {
        Event::Attached { attachment, .. } => Some(attachment.file),
        _ => None,
    }
}

fn keep_last<T>(all: &mut Vec<T>, n: usize) {
    all.drain(..all.len().saturating_sub(n));
}
