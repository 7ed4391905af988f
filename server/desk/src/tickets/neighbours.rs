//! Tickets named by another ticket's events: their existence is hidden from those who may not see
//! them.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::hold::Hold;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::viewer;
use guichet_store::{Aggregate, Conn};
use std::collections::{BTreeMap, BTreeSet};

/// The tickets of these numbers, whoever may see them, in order of their numbers. One that cannot be
/// read is as one that is not there.
pub(crate) async fn readable_of(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = TicketId>,
) -> Result<Vec<Aggregate>, DeskError> {
    let mut found = Vec::new();
    for (_, aggregate) in conn.aggregates(ids).await? {
        found.extend(if_readable(aggregate)?);
    }
    Ok(found)
}

/// Same as [`readable_of`], as they stand, by number.
pub(crate) async fn tickets_of(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = TicketId>,
) -> Result<BTreeMap<TicketId, Ticket>, DeskError> {
    let found = readable_of(conn, ids).await?.into_iter();
    let tickets = found.map(|aggregate| (aggregate.ticket().id, aggregate.ticket().clone()));
    Ok(tickets.collect())
}

/// Those of the tickets that the actor may see, by number.
pub(crate) async fn visible(
    conn: &mut Conn,
    actor: &Actor,
    tickets: impl IntoIterator<Item = TicketId>,
) -> Result<BTreeMap<TicketId, Ticket>, DeskError> {
    let mut visible = tickets_of(conn, tickets).await?;
    visible.retain(|_, ticket| viewer(ticket, actor).is_some());
    Ok(visible)
}

/// The tickets that events of another ticket name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours(BTreeMap<TicketId, Ticket>);

impl Neighbours {
    /// Reads the tickets these events name; one that cannot be read is hidden from everybody.
    pub async fn of<'a>(
        conn: &mut Conn,
        events: impl IntoIterator<Item = &'a Envelope>,
    ) -> Result<Self, DeskError> {
        let named: BTreeSet<TicketId> = events
            .into_iter()
            .flat_map(|one| one.event.other_tickets())
            .collect();
        if named.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self(tickets_of(conn, named).await?))
    }

    /// The named tickets the actor may see; which parts of the events are shown depends on them.
    pub fn shown_to<'a>(
        &self,
        actor: &Actor,
        events: impl IntoIterator<Item = &'a Envelope>,
    ) -> BTreeSet<TicketId> {
        events
            .into_iter()
            .flat_map(|one| one.event.other_tickets())
            .filter(|to| self.shows(actor, *to))
            .collect()
    }

    /// The named ticket of that number; the caller looks whether it may be shown.
    pub fn get(&self, id: TicketId) -> Option<&Ticket> {
        self.0.get(&id)
    }

    fn shows(&self, actor: &Actor, to: TicketId) -> bool {
        let ticket = self.0.get(&to);
        ticket.is_some_and(|ticket| viewer(ticket, actor).is_some())
    }

    /// The events without references to tickets the actor may not see.
    pub fn events_for(&self, actor: &Actor, events: &[Envelope]) -> Vec<Envelope> {
        let shown = |envelope: &Envelope| {
            let named = envelope.event.other_tickets();
            let is_shown = |to: &TicketId| self.shows(actor, *to);
            let event = match &envelope.event {
                event if named.iter().all(is_shown) => event.clone(),
                Event::Recorded(recorded) => {
                    let mut recorded = recorded.clone();
                    recorded.follows = None;
                    Event::Recorded(recorded)
                }
                Event::Held { to, hold, note } => Event::Held {
                    to: *to,
                    hold: Hold {
                        problem: None,
                        ..hold.clone()
                    },
                    note: *note,
                },
                Event::Told {
                    known, text, to, ..
                } => Event::Told {
                    known: *known,
                    text: *text,
                    source: None,
                    to: to.clone(),
                },
                Event::Resolved {
                    to,
                    resolution,
                    closes_at,
                    cause,
                    with: _,
                } => Event::Resolved {
                    to: *to,
                    resolution: resolution.clone(),
                    closes_at: *closes_at,
                    cause: *cause,
                    with: None,
                },
                Event::SimilarFound { similar } if named.iter().any(is_shown) => {
                    let shown = similar.iter().filter(|one| is_shown(&one.ticket));
                    Event::SimilarFound {
                        similar: shown.copied().collect(),
                    }
                }
                Event::GroupDismissed { with, people } if named.iter().any(is_shown) => {
                    let shown = with.iter().filter(|one| is_shown(one));
                    Event::GroupDismissed {
                        with: shown.copied().collect(),
                        people: *people,
                    }
                }
                _ => return None,
            };
            Some(Envelope {
                event,
                ..envelope.clone()
            })
        };
        events.iter().filter_map(shown).collect()
    }

    /// The ticket without references to tickets the actor may not see.
    pub fn ticket_for(&self, actor: &Actor, mut ticket: Ticket) -> Ticket {
        ticket.follows = ticket.follows.filter(|to| self.shows(actor, to.id));
        if let Some(hold) = &mut ticket.hold {
            hold.problem = hold.problem.filter(|to| self.shows(actor, to.id));
        }
        if let Some(merged) = &mut ticket.merged {
            merged.without(|to| !self.shows(actor, to));
        }
        let joined = &mut ticket.joined;
        joined.retain(|joined| self.shows(actor, joined.from.id));
        let links = &mut ticket.internal.links;
        links.retain(|link| self.shows(actor, link.to.id));
        let told = &mut ticket.internal.told;
        told.retain(|told| self.shows(actor, told.problem));
        let similar = &mut ticket.internal.similar;
        similar.retain(|one| self.shows(actor, one.ticket));
        ticket
    }
}
