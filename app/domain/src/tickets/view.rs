//! Who sees what: the one place that says so, for pages, lists, streams and exports alike.

use crate::kernel::actor::Actor;
use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::removed::Removed;
use crate::tickets::event::{Envelope, Event, Imported};
use crate::tickets::ticket::{Internal, Ticket};
use std::collections::BTreeMap;

/// In which quality `actor` sees the ticket, if at all.
pub fn viewer(ticket: &Ticket, actor: &Actor) -> Option<Viewer> {
    let in_team = ticket.team.is_some_and(|team| actor.teams.contains(&team));
    if actor.is_system() || actor.role.is_agent() && (in_team || !ticket.is_scoped()) {
        return Some(Viewer::Agent);
    }
    let person = actor.person()?;
    if ticket.participants().contains(&person) {
        return Some(Viewer::Participant);
    }
    let approver = ticket
        .approval
        .as_ref()
        .is_some_and(|a| a.approvers.contains(&person));
    approver.then_some(Viewer::Approver)
}

/// For whom an answer on the ticket is: what answers an approver's question is for the approver
/// too. So are the files that are brought with it, or without a word.
pub fn spoken(ticket: &Ticket) -> Audience {
    let asked = ticket
        .approval
        .as_ref()
        .is_some_and(|approval| approval.asked_back);
    if asked {
        Audience::Everyone
    } else {
        Audience::Participants
    }
}

/// The ticket as that viewer knows it.
pub fn view(ticket: &Ticket, viewer: Viewer) -> Ticket {
    let mut seen = ticket.clone();
    if viewer != Viewer::Agent {
        seen.internal = Internal::default();
        seen.comments
            .retain(|comment| viewer.reads(comment.audience));
        seen.attachments
            .retain(|attachment| viewer.reads(attachment.audience));
    }
    seen
}

/// The event as that viewer may learn of it; nothing where they may not know it happened.
pub fn seen(envelope: &Envelope, viewer: Viewer) -> Option<Envelope> {
    if viewer == Viewer::Agent {
        return Some(envelope.clone());
    }
    let event = match &envelope.event {
        Event::FindingAdded { .. }
        | Event::CauseRecorded { .. }
        | Event::Linked { .. }
        | Event::Imported {
            change: Imported::Note { .. },
        }
        | Event::MarkedRead => return None,
        Event::Commented { audience, .. } | Event::Redacted { audience, .. }
            if !viewer.reads(*audience) =>
        {
            return None;
        }
        Event::Attached { attachment, .. } if !viewer.reads(attachment.audience) => return None,
        Event::Attached {
            attachment,
            by_mail,
            ..
        } => Event::Attached {
            attachment: attachment.clone(),
            unread: false,
            by_mail: *by_mail,
        },
        Event::Commented {
            text,
            audience,
            by_mail,
            ..
        } => Event::Commented {
            text: *text,
            audience: *audience,
            unread: false,
            by_mail: *by_mail,
        },
        Event::Categorised {
            to,
            classification,
            priority,
            restricted,
            reason: _,
        } => Event::Categorised {
            to: *to,
            classification: classification.clone(),
            priority: *priority,
            restricted: *restricted,
            reason: None,
        },
        Event::Resolved {
            to,
            resolution,
            closes_at,
            cause: _,
        } => Event::Resolved {
            to: *to,
            resolution: resolution.clone(),
            closes_at: *closes_at,
            cause: None,
        },
        Event::ResolvedAtFirstContact(first) => {
            let mut first = first.clone();
            first.priority_reason = None;
            first.cause = None;
            Event::ResolvedAtFirstContact(first)
        }
        Event::HandedOver { team, note: _ } => Event::HandedOver {
            team: *team,
            note: None,
        },
        other => other.clone(),
    };
    Some(Envelope {
        event,
        ..envelope.clone()
    })
}

/// What is still there to be read in a history, and for whose eyes it is.
pub fn readable(history: &[Envelope]) -> BTreeMap<Removed, Audience> {
    let mut readable = BTreeMap::new();
    for envelope in history {
        for text in envelope.event.texts() {
            let reads = |viewer| {
                seen(envelope, viewer).is_some_and(|seen| seen.event.texts().contains(&text))
            };
            let audience = match (reads(Viewer::Approver), reads(Viewer::Participant)) {
                (true, _) => Audience::Everyone,
                (false, true) => Audience::Participants,
                (false, false) => Audience::Agents,
            };
            readable.insert(Removed::Text(text), audience);
        }
        match &envelope.event {
            Event::Attached { attachment, .. } => {
                readable.insert(Removed::File(attachment.file), attachment.audience);
            }
            Event::Redacted {
                what: Removed::All, ..
            } => readable.clear(),
            Event::Redacted { what, .. } => {
                readable.remove(what);
            }
            _ => {}
        }
    }
    readable
}
