//! What every kind of ticket knows: who is in charge, waiting, talking, closing.

use super::Case;
use crate::action::Action;
use crate::asking::{self, Answers};
use crate::command::{Edit, Waited};
use crate::event::Event;
use crate::form::{Form, REASON_MAX, SHORT_MAX, SUBJECT_MAX, TEXT_MAX};
use crate::ids::*;
use crate::refusal::{Field, FieldError, Problem, Refusal, Why};
use crate::ticket::*;
use crate::time::Timestamp;
use crate::view::{Audience, Viewer, spoken, viewer};

pub(super) fn invalid(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }])
}

/// Whoever sees that somebody else has it can take it from them; whoever does not is told first.
pub(super) fn take(c: &mut Case<'_>, was: Option<PersonId>) -> Result<(), Refusal> {
    let to = c.actor.person().ok_or(Refusal::Impossible {
        action: Action::Take,
        why: Why::NotYours,
    })?;
    if c.ticket.assignee != was {
        return Err(Refusal::Conflict(vec![Field::Assignee]));
    }
    c.out.push(Event::Assigned { to });
    Ok(())
}

pub(super) fn assign(c: &mut Case<'_>, to: PersonId, was: Option<PersonId>) -> Result<(), Refusal> {
    let agents = c.facts.agents.as_ref().ok_or(Refusal::AskServer)?;
    let teams = agents
        .get(&to)
        .ok_or_else(|| invalid(Field::Assignee, Problem::Unknown))?;
    // What only its team sees is not given to somebody who could not see it.
    if c.ticket.is_scoped() && !c.ticket.team.is_some_and(|team| teams.contains(&team)) {
        return Err(invalid(Field::Assignee, Problem::Invalid));
    }
    if c.ticket.assignee == Some(to) {
        return Err(Refusal::Impossible {
            action: Action::Assign,
            why: Why::AlreadySo,
        });
    }
    if c.ticket.assignee != was {
        return Err(Refusal::Conflict(vec![Field::Assignee]));
    }
    c.out.push(Event::Assigned { to });
    Ok(())
}

/// The assignee empties, the state stays.
pub(super) fn hand_over(
    c: &mut Case<'_>,
    team: TeamId,
    note: &str,
    was: Option<TeamId>,
) -> Result<(), Refusal> {
    let teams = c.facts.teams.as_ref().ok_or(Refusal::AskServer)?;
    if !teams.contains(&team) {
        return Err(invalid(Field::Team, Problem::Unknown));
    }
    if c.ticket.team == Some(team) {
        return Err(Refusal::Impossible {
            action: Action::HandOver,
            why: Why::AlreadySo,
        });
    }
    if c.ticket.team != was {
        return Err(Refusal::Conflict(vec![Field::Team]));
    }
    let note = c.optional(Field::Text, note, REASON_MAX)?;
    c.out.push(Event::HandedOver { team, note });
    Ok(())
}

pub(super) fn hold(
    c: &mut Case<'_>,
    wanted: Waited,
    note: &str,
    was: Option<Waited>,
) -> Result<(), Refusal> {
    let mut form = Form::default();
    let until = form.chosen(Field::Until, wanted.until);
    if until.is_some_and(|until| until <= c.now) {
        form.error(Field::Until, Problem::InThePast);
    }
    let note = form.optional(Field::Text, note, REASON_MAX);
    form.finish()?;
    let Waited { reason, until } = waits(c, Waited { until, ..wanted }, was)?;
    let (to, before) = if c.ticket.state == State::OnHold {
        (State::OnHold, before_hold(c)?)
    } else {
        (c.go(Action::Hold)?, c.ticket.state)
    };
    let note = c.out.optional_text(note);
    c.out.push(Event::Held {
        to,
        hold: Hold {
            reason,
            until,
            before,
        },
        note,
    });
    Ok(())
}

/// A hold that is changed while it lasts: each field by itself.
fn waits(c: &Case<'_>, wanted: Waited, was: Option<Waited>) -> Result<Waited, Refusal> {
    let Some(hold) = &c.ticket.hold else {
        return Ok(wanted);
    };
    let was = was.as_ref();
    let mut conflicts = Vec::new();
    let reason = super::merge(
        was.map(|was| &was.reason),
        wanted.reason,
        hold.reason,
        Field::HoldReason,
        &mut conflicts,
    );
    let until = super::merge(
        was.map(|was| &was.until),
        wanted.until,
        hold.until,
        Field::Until,
        &mut conflicts,
    );
    if !conflicts.is_empty() {
        return Err(Refusal::Conflict(conflicts));
    }
    Ok(Waited { reason, until })
}

/// The state to return to; the first of the workflow where an import did not say a possible one.
fn before_hold(c: &Case<'_>) -> Result<State, Refusal> {
    let before = c.ticket.hold.as_ref().map(|hold| hold.before);
    c.go_to(Action::Resume, before)
        .or_else(|_| c.go(Action::Resume))
}

pub(super) fn resume(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = before_hold(c)?;
    c.out.push(Event::Resumed { to });
    Ok(())
}

fn reopen_until(c: &Case<'_>) -> Result<Timestamp, Refusal> {
    c.facts.reopen_until.ok_or(Refusal::AskServer)
}

pub(super) fn confirm(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Confirm)?;
    let reopen_until = reopen_until(c)?;
    c.out.push(Event::Confirmed { to, reopen_until });
    Ok(())
}

/// By an agent with a reason; by the desk itself, without, once the time has come.
pub(super) fn close(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Close)?;
    let reopen_until = reopen_until(c)?;
    let reason = if c.actor.is_system() {
        None
    } else {
        Some(c.required(Field::Reason, reason, REASON_MAX)?)
    };
    c.out.push(Event::Closed {
        to,
        reason,
        reopen_until,
    });
    Ok(())
}

pub(super) fn reopen(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Reopen)?;
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::Reopened { to, reason });
    Ok(())
}

/// Users need not say why; agents tell the user.
pub(super) fn cancel(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Cancel)?;
    let requester = c
        .actor
        .person()
        .is_some_and(|person| c.ticket.is_requester(person));
    let reason = if requester {
        c.optional(Field::Reason, reason, REASON_MAX)?
    } else {
        Some(c.required(Field::Reason, reason, REASON_MAX)?)
    };
    c.out.push(Event::Cancelled { to, reason });
    Ok(())
}

/// Not everybody with the role is an agent on every ticket.
fn acts_as_agent(c: &Case<'_>) -> bool {
    viewer(c.ticket, c.actor) == Some(Viewer::Agent)
}

/// The user answers what waited for the user.
fn answers_a_hold(c: &Case<'_>) -> bool {
    let person = c.actor.person();
    let hold = c.ticket.hold.as_ref();
    person.is_some_and(|person| c.ticket.is_requester(person))
        && c.ticket.state == State::OnHold
        && hold.is_some_and(|hold| hold.reason == HoldReason::User)
}

/// For everyone on the ticket. The user's word puts a ticket that waited for it back to work, and
/// marks any other as answered.
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
    } else if from_agent && !c.actor.is_system() && c.ticket.internal.answered_unread {
        mark_read(c);
    } else if !from_agent {
        keep_from_closing(c);
    }
    Ok(())
}

/// What was answered is read: what is done closes by itself again, as if it were done now.
pub(super) fn mark_read(c: &mut Case<'_>) {
    c.out.push(Event::MarkedRead);
    let (ticket, closes_at) = (c.ticket, c.facts.closes_at);
    if matches!(ticket.state, State::Resolved | State::Fulfilled) && ticket.closes_at.is_none() {
        c.out.push(Event::ClosureMoved { closes_at });
    }
}

/// Nothing closes over an answer that nobody has read, and nobody is told that it will.
fn keep_from_closing(c: &mut Case<'_>) {
    if c.ticket.state.is_done() && c.ticket.closes_at.is_some() {
        c.out.push(Event::ClosureMoved { closes_at: None });
    }
}

pub(super) fn note(c: &mut Case<'_>, text: &str) -> Result<(), Refusal> {
    let text = c.required(Field::Text, text, TEXT_MAX)?;
    c.out.push(Event::Commented {
        text,
        audience: Audience::Agents,
        unread: false,
        by_mail: None,
    });
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
        // The audience of what they came with, which the desk knows. Only an agent can keep a file
        // among agents.
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

pub(super) fn watch(c: &mut Case<'_>, person: PersonId) -> Result<(), Refusal> {
    let known = c
        .facts
        .people
        .as_ref()
        .ok_or(Refusal::AskServer)?
        .contains(&person);
    if !known {
        return Err(invalid(Field::Person, Problem::Unknown));
    }
    if c.ticket.watchers.contains(&person) {
        return Err(Refusal::Impossible {
            action: Action::Watch,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Watched { person });
    Ok(())
}

pub(super) fn unwatch(c: &mut Case<'_>, person: PersonId) -> Result<(), Refusal> {
    if !c.ticket.watchers.contains(&person) {
        return Err(Refusal::Impossible {
            action: Action::Unwatch,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Unwatched { person });
    Ok(())
}

pub(super) fn link(c: &mut Case<'_>, to: Reference, relation: Relation) -> Result<(), Refusal> {
    if to.id == c.ticket.id {
        return Err(invalid(Field::Link, Problem::Invalid));
    }
    let link = Link { to, relation };
    if c.ticket.internal.links.contains(&link) {
        return Err(Refusal::Impossible {
            action: Action::Link,
            why: Why::AlreadySo,
        });
    }
    c.out.push(Event::Linked { link });
    Ok(())
}

pub(super) fn edit(
    c: &mut Case<'_>,
    subject: Option<Edit>,
    description: Option<Edit>,
) -> Result<(), Refusal> {
    let mut form = Form::default();
    let mut conflicts = Vec::new();
    let new_subject = subject.map(|edit| {
        if edit.was != Some(c.ticket.subject) {
            conflicts.push(Field::Subject);
        }
        form.line(Field::Subject, &edit.text, SUBJECT_MAX)
    });
    let new_description = description.map(|edit| {
        if edit.was != c.ticket.description {
            conflicts.push(Field::Description);
        }
        form.required(Field::Description, &edit.text, TEXT_MAX)
    });
    form.finish()?;
    if !conflicts.is_empty() {
        return Err(Refusal::Conflict(conflicts));
    }
    if new_subject.is_none() && new_description.is_none() {
        return Err(Refusal::Impossible {
            action: Action::Edit,
            why: Why::AlreadySo,
        });
    }
    let subject = c.out.optional_text(new_subject);
    let description = c.out.optional_text(new_description);
    c.out.push(Event::Edited {
        subject,
        description,
    });
    Ok(())
}

/// An incident that is a request, or the other way round. The old reference stays as an alias.
pub(super) fn convert(
    c: &mut Case<'_>,
    to: Kind,
    named: Option<ItemId>,
    typed: &Answers,
) -> Result<(), Refusal> {
    let state = c.go(Action::Convert)?;
    let impossible = |why| Refusal::Impossible {
        action: Action::Convert,
        why,
    };
    if to == Kind::Problem {
        return Err(impossible(Why::NotInThisState));
    }
    if to == c.ticket.kind {
        return Err(impossible(Why::AlreadySo));
    }
    let facts = c.facts;
    let item = match to {
        Kind::Request => {
            let item = facts.item.as_ref().ok_or(Refusal::AskServer)?.as_ref();
            let problem = named.map_or(Problem::Missing, |_| Problem::Unknown);
            Some(item.ok_or_else(|| invalid(Field::Item, problem))?)
        }
        _ => None,
    };
    let mut form = Form::default();
    let answers = item.map(|item| asking::read(&mut form, item, typed));
    form.finish()?;
    let fields = asking::store(&mut c.out, answers.unwrap_or_default());
    c.out.push(Event::Converted {
        to: state,
        kind: to,
        item: item.map(|item| item.id),
        fields,
    });
    match item {
        Some(item) => asking::evaluate(&mut c.out, item, facts),
        None => Ok(()),
    }
}
