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

/// Refuses to tell of anything but the problem that causes the ticket, the major incident that it
/// belongs to, or itself as one. Returns what it is told of; `None` where only the server knows it.
fn told_of<'a>(c: &Case<'a>, source: &Source) -> Result<Option<&'a Ticket>, Refusal> {
    let is_major = |ticket: &Ticket| ticket.internal.major.is_some();
    let unknown = || invalid(Field::Link, Problem::Unknown);
    if source.problem.id == c.ticket.id {
        let fits = is_major(c.ticket);
        return fits.then_some(Some(c.ticket)).ok_or_else(unknown);
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
    // What it was when it was linked may have changed since.
    let leads = |link: &Link| link.relation == relation && link.to.id == source.problem.id;
    let is_linked = c.ticket.internal.links.iter().any(leads);
    (fits && is_linked).then_some(other).ok_or_else(unknown)
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
    let other = told_of(c, &source)?;
    let before = c.ticket.internal.told_of(source.problem.id, source.text);
    if before.is_some() {
        return Err(Refusal::Impossible {
            action: Action::TellUser,
            why: Why::AlreadySo,
        });
    }
    let mut form = Form::default();
    let text = form.required(Field::Text, &text, TEXT_MAX);
    // A major incident may be over though what caused it is only worked round.
    let resolves = match (known, source.problem.kind) {
        (Known::Fix, _) | (Known::Workaround, Kind::Incident) => true,
        (Known::Workaround, Kind::Problem | Kind::Request) | (Known::Update, _) => false,
    };
    if resolve.is_some() && !resolves {
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
    let cause_known = other.and_then(|other| other.resolution.as_ref());
    let cause_known = cause_known.is_none_or(|resolution| resolution.cause_known);
    c.out.push(Event::Resolved {
        to,
        resolution: Resolution {
            permanence: match known {
                Known::Workaround => Permanence::Workaround,
                Known::Fix | Known::Update => Permanence::Permanent,
            },
            code,
            notes: text,
            first_contact: false,
            cause_known,
            at: c.now,
        },
        closes_at: c.facts.closes_at,
        cause: None,
        with: Some(source.problem),
    });
    Ok(())
}
