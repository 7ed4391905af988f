//! What an inbound message that refers to a ticket leads to.
//!
//! Trust: a reply address is signed for one person and one ticket, so a message sent to it from
//! that person's own address is from that person. So is a message from a domain that our own mail
//! server vouches for. The sender's address alone can be forged, and is trusted only for what does
//! little harm. A message never leads to anything but a comment, files or a new incident.

use crate::kernel::actor::Actor;
use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::ids::{CommandId, TicketId};
use crate::kernel::proof::Proof;
use crate::kernel::refusal::Refusal;
use crate::kernel::time::Timestamp;
use crate::tickets::attachment::Attachment;
use crate::tickets::command::Command;
use crate::tickets::decide::decide;
use crate::tickets::decide::output::Decision;
use crate::tickets::event::Event;
use crate::tickets::evolve::after;
use crate::tickets::facts::Facts;
use crate::tickets::merging::MergeEvent;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::{spoken, viewer};
use crate::tickets::workflow::State;

/// Where a message goes that refers to a ticket and is from a person the desk knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It becomes a comment on the ticket.
    Said,
    /// It becomes a new incident that follows up the ticket, which is over.
    TakenUp,
    /// It becomes a new incident as if it named no ticket, since the sender must not learn of this
    /// one.
    New,
    /// It claims to be from an agent without proof, and is set aside.
    Unproven,
    /// It is set aside: its sender sees the ticket as an approver only, and decides on the page.
    Refused,
}

/// Returns where a message goes that `actor` is said to have written about `ticket`, which may be
/// part of `into`: what is over then is that one.
pub fn answer(
    ticket: &Ticket,
    into: Option<&Ticket>,
    actor: &Actor,
    proof: Proof,
    now: Timestamp,
) -> Answer {
    match viewer(ticket, actor) {
        None => return Answer::New,
        Some(_) if proof == Proof::Claimed && actor.role.is_agent() => return Answer::Unproven,
        Some(Viewer::Approver) => return Answer::Refused,
        Some(Viewer::Agent | Viewer::Participant) => {}
    }
    // A ticket that can still be reopened takes comments: they put it in the queue, and an agent
    // reopens it.
    let worked_on = into.unwrap_or(ticket);
    let is_over = match worked_on.state {
        State::Cancelled | State::Refused => true,
        State::Closed => worked_on.reopen_until.is_none_or(|until| now > until),
        _ => false,
    };
    if is_over {
        Answer::TakenUp
    } else {
        Answer::Said
    }
}

/// What a message says, and how sure the desk is of its sender.
#[derive(Clone, Debug)]
pub struct Said {
    /// Text of the message; empty if it only brings files.
    pub text: String,
    /// Files of the message, already stored.
    pub files: Vec<Attachment>,
    /// How sure the desk is of the sender.
    pub proof: Proof,
}

/// Decides the comment and the files that a message adds to a ticket. The files are for no wider
/// audience than the text.
///
/// # Errors
/// [`Refusal`] if the ticket takes neither now; the message is then set aside.
pub fn say(
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    said: Said,
    (id, now): (CommandId, Timestamp),
) -> Result<Decision, Refusal> {
    let Said { text, files, proof } = said;
    let (merged, ticket) = (ticket, &*ticket.spoken_at());
    let mut decision;
    if text.is_empty() {
        let attachments = at_most(files, spoken(ticket));
        let attach = Command::Attach { attachments };
        decision = decide(ticket, actor, facts, id, attach, now)?;
    } else {
        decision = decide(ticket, actor, facts, id, Command::Comment { text }, now)?;
        let to = decision.events.iter().find_map(Event::said_to);
        let after = after(ticket, &decision.events, &actor.who, (id, now));
        let to = to.unwrap_or(Audience::Participants);
        let files = files_with_words(&after, actor, facts, at_most(files, to), (id, now));
        decision.events.extend(files);
    }
    mark(&mut decision.events, proof);
    decision.others.extend(heard(merged, actor));
    Ok(decision)
}

/// Tells the ticket that this one is part of, if it is, that somebody spoke here.
fn heard(ticket: &Ticket, actor: &Actor) -> Option<(TicketId, Event)> {
    let into = ticket.merged_into()?;
    let person = actor.person();
    let is_requester = person.is_some_and(|person| ticket.is_requester(person));
    let spoken = MergeEvent::Spoken {
        from: ticket.reference(),
        unread: is_requester || viewer(ticket, actor) != Some(Viewer::Agent),
    };
    Some((into.id, Event::Merge(spoken)))
}

/// Returns the events of the files that came with what became a new ticket, with the proof of its
/// sender if it came by mail; they have the audience of its description. They are no answer.
pub fn files_of_report(files: Vec<Attachment>, by_mail: Option<Proof>) -> Vec<Event> {
    let files = at_most(files, Audience::Everyone).into_iter();
    let attached = |attachment| Event::Attached {
        attachment,
        unread: false,
        by_mail,
    };
    files.map(attached).collect()
}

/// Attaches the files of a message whose text is kept, even if the ticket takes no other files now.
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

/// Narrows the audience of files to that of the text they came with.
fn at_most(files: Vec<Attachment>, to: Audience) -> Vec<Attachment> {
    let narrowed = |file: Attachment| Attachment {
        audience: file.audience.max(to),
        ..file
    };
    files.into_iter().map(narrowed).collect()
}

/// Records the proof of the sender in the comment and the files.
fn mark(events: &mut [Event], proof: Proof) {
    for event in events {
        if let Event::Commented { by_mail, .. } | Event::Attached { by_mail, .. } = event {
            *by_mail = Some(proof);
        }
    }
}
