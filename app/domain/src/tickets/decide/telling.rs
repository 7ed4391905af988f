//! Telling the user of an incident what is known of its cause.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, TEXT_MAX};
use crate::kernel::reference::Kind;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::decide::link::other;
use crate::tickets::event::Event;
use crate::tickets::link::{Link, Relation};
use crate::tickets::resolution::{Permanence, Resolution};
use crate::tickets::telling::{Known, Source, Telling};
use crate::tickets::ticket::Ticket;

/// Whether the ticket is an incident of that problem, or belongs to that major incident.
fn concerns(c: &Case<'_>, source: &Source) -> Result<bool, Refusal> {
    let is_major = |ticket: &Ticket| ticket.internal.major.is_some();
    if source.problem.id == c.ticket.id {
        return Ok(is_major(c.ticket));
    }
    let other = other(c, source.problem)?;
    let relation = match source.problem.kind {
        Kind::Incident => Relation::ChildOf,
        Kind::Problem | Kind::Request => Relation::CausedBy,
    };
    let fits = other.is_none_or(|other| match other.kind {
        Kind::Problem => true,
        Kind::Incident => is_major(other),
        Kind::Request => false,
    });
    let to = source.problem;
    let link = Link { to, relation };
    Ok(fits && c.ticket.internal.links.contains(&link))
}

/// Tells it once: the same text of the same problem is not told again.
pub(super) fn tell_user(c: &mut Case<'_>, telling: Telling) -> Result<(), Refusal> {
    let Telling {
        known,
        source,
        text,
        to,
        resolve,
    } = telling;
    if !concerns(c, &source)? {
        return Err(invalid(Field::Link, Problem::Unknown));
    }
    let before = c.ticket.internal.told_of(source.problem.id, source.text);
    if before.is_some() {
        return Err(Refusal::Impossible {
            action: Action::TellUser,
            why: Why::AlreadySo,
        });
    }
    let mut form = Form::default();
    let text = form.required(Field::Text, &text, TEXT_MAX);
    if resolve.is_some() && known != Known::Fix {
        form.error(Field::Value, Problem::Invalid);
    }
    form.finish()?;
    let text = c.out.text(text);
    let participants = c.ticket.participants();
    c.out.push(Event::Told {
        known,
        text,
        source: Some(source.clone()),
        to: to.intersection(&participants).copied().collect(),
    });
    let Some(code) = resolve else {
        return Ok(());
    };
    let to = c.go(match source.problem.kind {
        Kind::Incident => Action::ResolveWithParent,
        Kind::Problem | Kind::Request => Action::ResolveWithCause,
    })?;
    c.out.push(Event::Resolved {
        to,
        resolution: Resolution {
            permanence: Permanence::Permanent,
            code,
            notes: text,
            first_contact: false,
            cause_known: true,
            at: c.now,
        },
        closes_at: c.facts.closes_at,
        cause: None,
        with: Some(source.problem),
    });
    Ok(())
}
