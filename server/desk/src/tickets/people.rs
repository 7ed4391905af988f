//! People named by a ticket and its history.

use crate::directory::card::{card, card_for_agent};
use guichet_domain::PersonId;
use guichet_domain::directory::card::People;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::major::MajorEvent;
use guichet_domain::tickets::ticket::Ticket;
use std::collections::BTreeSet;

/// Everybody the ticket or its history names, as far as this viewer may know them.
pub(crate) fn people_of(
    ticket: &Ticket,
    history: &[Envelope],
    quality: Viewer,
    directory: &Directory,
) -> People {
    let mut named: BTreeSet<PersonId> = ticket.participants();
    named.extend(ticket.assignee);
    named.extend(ticket.recorded_by.person());
    named.extend(
        ticket
            .approval
            .iter()
            .flat_map(|approval| approval.approvers.iter().copied()),
    );
    for envelope in history {
        if let Who::Person(person) = envelope.by {
            named.insert(person);
        }
        match &envelope.event {
            Event::Assigned { to } => drop(named.insert(*to)),
            Event::Unassigned { from } => drop(named.insert(*from)),
            Event::Major(
                MajorEvent::Declared { leader: to, .. }
                | MajorEvent::Led { leader: to }
                | MajorEvent::TaskGiven { to, .. },
            ) if quality == Viewer::Agent => drop(named.insert(*to)),
            Event::AffectedChanged { to } => drop(named.insert(*to)),
            Event::ApproverReplaced { from, to, .. } => {
                named.insert(*from);
                named.extend(to);
            }
            Event::Watched { person } | Event::Unwatched { person } => drop(named.insert(*person)),
            _ => {}
        }
    }
    named
        .into_iter()
        .filter_map(|person| {
            let card = match quality {
                Viewer::Agent => card_for_agent(person, directory)?,
                Viewer::Participant | Viewer::Approver => card(person, directory)?,
            };
            Some((person, card))
        })
        .collect()
}
