//! What a message leads to on a ticket that it speaks of.
//!
//! What is trusted: the reply address is signed for one person and one ticket, so whoever writes to
//! it from that person's own address is that person; and so is whoever our own mail server vouches
//! for. A sender's address alone can be forged, and is believed for what does little harm. Nothing
//! but a comment, files or a new incident ever comes of a message.

use crate::kernel::actor::Actor;
use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::ids::CommandId;
use crate::kernel::proof::Proof;
use crate::kernel::refusal::Refusal;
use crate::kernel::time::Timestamp;
use crate::tickets::attachment::Attachment;
use crate::tickets::command::Command;
use crate::tickets::decide::decide;
use crate::tickets::decide::output::Decision;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::evolve::evolve;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::{spoken, viewer};
use crate::tickets::workflow::State;

/// Where a message of somebody the desk knows goes, that speaks of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is said on the ticket.
    Said,
    /// It is a new incident: what it speaks of is over, and is taken up again.
    TakenUp,
    /// It is a new incident, as if it had named no ticket: that there is one is not betrayed.
    New,
    /// It is in the name of somebody of the desk, and nothing proves that it is them.
    Unproven,
    /// Whoever wrote it decides, and says so on the page.
    Refused,
}

/// Where a message goes that `actor` is said to have written on this ticket.
pub fn answer(ticket: &Ticket, actor: &Actor, proof: Proof, now: Timestamp) -> Answer {
    match viewer(ticket, actor) {
        None => return Answer::New,
        Some(_) if proof == Proof::Claimed && actor.role.is_agent() => return Answer::Unproven,
        Some(Viewer::Approver) => return Answer::Refused,
        Some(Viewer::Agent | Viewer::Participant) => {}
    }
    // What can still be reopened is answered on: the desk sees it in its queue and reopens it.
    let is_over = match ticket.state {
        State::Cancelled | State::Refused => true,
        State::Closed => ticket.reopen_until.is_none_or(|until| now > until),
        _ => false,
    };
    if is_over {
        Answer::TakenUp
    } else {
        Answer::Said
    }
}

/// What a message says, and whose word there is for who wrote it.
#[derive(Clone, Debug)]
pub struct Said {
    pub text: String,
    pub files: Vec<Attachment>,
    pub proof: Proof,
}

/// Decides what a message says on a ticket: its words, and its files for those whom the words are for.
///
/// # Errors
/// The ticket takes neither now; the message is set aside then.
pub fn say(
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    said: Said,
    (id, now): (CommandId, Timestamp),
) -> Result<Decision, Refusal> {
    let Said { text, files, proof } = said;
    let mut decision;
    if text.is_empty() {
        let attachments = at_most(files, spoken(ticket));
        let attach = Command::Attach { attachments };
        decision = decide(ticket, actor, facts, id, attach, now)?;
    } else {
        decision = decide(ticket, actor, facts, id, Command::Comment { text }, now)?;
        let to = decision.events.iter().find_map(Event::said_to);
        let happened = decision.events.iter().map(|event| Envelope {
            ticket: ticket.id,
            at: now,
            by: actor.who.clone(),
            command: id,
            event: event.clone(),
        });
        let after = happened.fold(ticket.clone(), |ticket, one| evolve(ticket, &one));
        let to = to.unwrap_or(Audience::Participants);
        let files = files_with_words(&after, actor, facts, at_most(files, to), (id, now));
        decision.events.extend(files);
    }
    mark(&mut decision.events, proof);
    Ok(decision)
}

/// Decides on the files of a message that made a ticket: they are for whom its description is for.
pub fn files_of_report(
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    (files, proof): (Vec<Attachment>, Proof),
    (id, now): (CommandId, Timestamp),
) -> Vec<Event> {
    let files = at_most(files, Audience::Everyone);
    let mut events = files_with_words(ticket, actor, facts, files, (id, now));
    mark(&mut events, proof);
    events
}

/// Files whose words are kept are kept too, even where nothing else is attached any more.
fn files_with_words(
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    files: Vec<Attachment>,
    (id, now): (CommandId, Timestamp),
) -> Vec<Event> {
    if files.is_empty() {
        return Vec::new();
    }
    let attach = Command::Attach {
        attachments: files.clone(),
    };
    if let Ok(decision) = decide(ticket, actor, facts, id, attach, now) {
        return decision.events;
    }
    let attached = |attachment| Event::Attached {
        attachment,
        unread: !actor.role.is_agent(),
        by_mail: None,
    };
    files.into_iter().map(attached).collect()
}

/// Files for those whom the words are for, and nobody more.
fn at_most(files: Vec<Attachment>, to: Audience) -> Vec<Attachment> {
    let narrowed = |file: Attachment| Attachment {
        audience: file.audience.max(to),
        ..file
    };
    files.into_iter().map(narrowed).collect()
}

/// Notes how sure it is who wrote what was said and sent.
fn mark(events: &mut [Event], proof: Proof) {
    for event in events {
        if let Event::Commented { by_mail, .. } | Event::Attached { by_mail, .. } = event {
            *by_mail = Some(proof);
        }
    }
}
