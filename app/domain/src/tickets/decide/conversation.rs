//! The conversation on a ticket: comments, notes, files.

use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::form::{Form, SHORT_MAX, TEXT_MAX};
use crate::kernel::refusal::{Field, Problem, Refusal, invalid};
use crate::tickets::attachment::Attachment;
use crate::tickets::decide::case::Case;
use crate::tickets::decide::hold::resume;
use crate::tickets::event::Event;
use crate::tickets::hold::HoldReason;
use crate::tickets::view::{spoken, viewer};
use crate::tickets::workflow::State;

/// Whether the actor is an agent on this ticket; the role alone is not enough.
fn acts_as_agent(c: &Case<'_>) -> bool {
    viewer(c.ticket, c.actor) == Some(Viewer::Agent)
}

/// Whether the actor is the requester, and the ticket is on hold for them.
fn answers_a_hold(c: &Case<'_>) -> bool {
    let person = c.actor.person();
    let hold = c.ticket.hold.as_ref();
    person.is_some_and(|person| c.ticket.is_requester(person))
        && c.ticket.state == State::OnHold
        && hold.is_some_and(|hold| hold.reason == HoldReason::User)
}

/// Adds a comment. The requester's comment ends a hold for them; any other comment that is not by
/// an agent marks the ticket as answered.
pub(super) fn comment(c: &mut Case<'_>, text: &str) -> Result<(), Refusal> {
    let text = c.required(Field::Text, text, TEXT_MAX)?;
    let from_requester = c
        .actor
        .person()
        .is_some_and(|person| c.ticket.is_requester(person));
    let from_agent = acts_as_agent(c) && !from_requester;
    let resumes = answers_a_hold(c);
    c.out.push(Event::Commented {
        text,
        audience: spoken(c.ticket),
        unread: !from_agent && !resumes,
        by_mail: None,
    });
    if resumes {
        resume(c)?;
    } else if from_agent && !c.actor.is_system() && c.ticket.is_unread() {
        mark_read(c);
    } else if !from_agent {
        keep_from_closing(c);
    }
    Ok(())
}

/// Marks answers as read. A ticket that is done then closes by itself again, counted from now.
pub(super) fn mark_read(c: &mut Case<'_>) {
    c.out.push(Event::MarkedRead);
    let (ticket, closes_at) = (c.ticket, c.facts.closes_at);
    let was_kept = ticket.closes_at.is_none() || ticket.joined.iter().any(|joined| joined.unread);
    if matches!(ticket.state, State::Resolved | State::Fulfilled) && was_kept {
        c.out.push(Event::ClosureMoved { closes_at });
    }
}

/// Keeps a ticket that is done from closing by itself over an unread answer, so that nobody is told
/// that it will.
fn keep_from_closing(c: &mut Case<'_>) {
    if c.ticket.state.is_done() && c.ticket.closes_at.is_some() {
        c.out.push(Event::ClosureMoved { closes_at: None });
    }
}

pub(super) fn note(c: &mut Case<'_>, text: &str) -> Result<(), Refusal> {
    let mut form = Form::default();
    let text = form.required(Field::Text, text, TEXT_MAX);
    form.finish()?;
    c.note(Some(text));
    Ok(())
}

pub(super) fn attach(c: &mut Case<'_>, attachments: Vec<Attachment>) -> Result<(), Refusal> {
    if attachments.is_empty() {
        return Err(invalid(Field::File, Problem::Missing));
    }
    let agent = acts_as_agent(c);
    let resumes = answers_a_hold(c);
    for attachment in attachments {
        let mut form = Form::default();
        let name = form.line(Field::File, &attachment.name, SHORT_MAX);
        form.finish()?;
        // The desk sets the audience of the text that the files came with. Only an agent can keep a
        // file for agents.
        let audience = match attachment.audience {
            Audience::Agents if !agent => spoken(c.ticket),
            given => given,
        };
        c.out.push(Event::Attached {
            attachment: Attachment {
                name,
                audience,
                ..attachment
            },
            unread: !agent && !resumes,
            by_mail: None,
        });
    }
    if resumes {
        resume(c)?;
    } else if !agent {
        keep_from_closing(c);
    }
    Ok(())
}
