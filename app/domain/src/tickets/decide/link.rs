//! Links between tickets.

use crate::kernel::action::Action;
use crate::kernel::reference::{Kind, Reference};
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use crate::tickets::link::{Link, Relation};
use crate::tickets::ticket::{LINKS_MAX, Ticket};
use crate::tickets::view::viewer;
use std::collections::BTreeSet;

/// Links the ticket to others, all or none. Those that it is linked to already stay so.
pub(super) fn link(c: &mut Case<'_>, to: &[Reference], relation: Relation) -> Result<(), Refusal> {
    let to: BTreeSet<Reference> = to.iter().copied().collect();
    if to.is_empty() {
        return Err(invalid(Field::Link, Problem::Missing));
    }
    // Before anything is said of them: whether one is linked already would tell that it exists.
    for named in &to {
        if named.id == c.ticket.id {
            return Err(invalid(Field::Link, Problem::Invalid));
        }
        other(c, *named)?;
    }
    let links = &c.ticket.internal.links;
    let new: Vec<Link> = to
        .into_iter()
        .map(|to| Link { to, relation })
        .filter(|link| !links.contains(link))
        .collect();
    if links.len() + new.len() > LINKS_MAX {
        return Err(invalid(Field::Link, Problem::too_many(LINKS_MAX)));
    }
    if new.is_empty() {
        return Err(Refusal::Impossible {
            action: Action::Link,
            why: Why::AlreadySo,
        });
    }
    for link in new {
        add(c, link)?;
    }
    Ok(())
}

/// Links the ticket to the problem that causes it, unless it is so already.
pub(super) fn caused_by(c: &mut Case<'_>, problem: Reference) -> Result<(), Refusal> {
    let link = Link {
        to: problem,
        relation: Relation::CausedBy,
    };
    if other(c, problem)?.is_some_and(|other| other.kind != Kind::Problem) {
        return Err(invalid(Field::Link, Problem::Unknown));
    }
    if c.ticket.internal.links.contains(&link) {
        return Ok(());
    }
    add(c, link)
}

fn add(c: &mut Case<'_>, mut link: Link) -> Result<(), Refusal> {
    let back = Link {
        to: c.ticket.reference(),
        relation: link.relation.inverse(),
    };
    if let Some(other) = other(c, link.to)? {
        // What it is may have changed since it was named.
        link.to = other.reference();
        c.out.link_back(other, back);
    }
    c.out.push(Event::Linked { link });
    Ok(())
}

/// Removes the links to another ticket, and those that lead back from it.
pub(super) fn unlink(c: &mut Case<'_>, to: Reference) -> Result<(), Refusal> {
    let there = other(c, to)?;
    let leads = |link: &&Link, id| link.to.id == id;
    let links = &c.ticket.internal.links;
    let mine: Vec<Link> = links.iter().filter(|l| leads(l, to.id)).cloned().collect();
    if mine.is_empty() {
        return Err(Refusal::Impossible {
            action: Action::Unlink,
            why: Why::AlreadySo,
        });
    }
    if let Some(other) = there {
        let id = c.ticket.id;
        let links = other.internal.links.iter().filter(|l| leads(l, id));
        for link in links.cloned().collect::<Vec<_>>() {
            c.out.unlink_back(other.id, link);
        }
    }
    for link in mine {
        c.out.push(Event::Unlinked { link });
    }
    Ok(())
}

/// Returns the other ticket; `None` in the browser, since only the server knows other tickets.
/// Whether a ticket that the actor cannot see exists is not disclosed.
pub(super) fn other<'a>(c: &Case<'a>, to: Reference) -> Result<Option<&'a Ticket>, Refusal> {
    let Some(others) = &c.facts.others else {
        return Ok(None);
    };
    let seen = |other: &&Ticket| viewer(other, c.actor).is_some();
    let other = others.get(&to.id).filter(seen);
    other
        .map(Some)
        .ok_or(invalid(Field::Link, Problem::Unknown))
}
