//! Incidents that are alike and close in time: trouble that several people have at once.

use crate::kernel::ids::{PersonId, TicketId};
use crate::kernel::time::Timestamp;
use crate::recurrence::recent::{SHOWN, WITHIN};
use crate::tickets::comparison::{comes_together, is_compared};
use crate::tickets::event::{Envelope, Event};
use crate::tickets::similar::Similar;
use crate::tickets::ticket::Ticket;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Number of people from which on incidents that are alike are a group.
pub const PEOPLE: usize = 3;

/// How alike two incidents have to be to come together, from 0 to 1000. It was set with other texts
/// than those it is measured with.
pub const ALIKE: u16 = 120;

/// How alike an incident has to be to one of several to come to them. Less is enough where it is like
/// two of them.
pub const CLEARLY_ALIKE: u16 = 200;

/// Which part of the ranks that those of a group could have among what is most like one of them they
/// must have: two of three. Where they have fewer, there are as many incidents of the kind at any time,
/// and no trouble.
pub const RANKS: (usize, usize) = (2, 3);

/// Maximum number of incidents that are known at a time: the oldest make room.
const KEPT: usize = 20_000;

/// An incident that may come to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The incident.
    pub ticket: TicketId,
    /// When it was recorded.
    pub at: Timestamp,
    /// The person it affects.
    pub person: PersonId,
    /// Whether it counts; others may come to it all the same.
    pub counts: bool,
}

impl Reported {
    /// Returns what is known of an incident.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            ticket: ticket.id,
            at: ticket.recorded_at,
            person: ticket.affected,
            counts: comes_together(ticket),
        }
    }
}

/// Incidents that are alike and close in time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// The incidents, in order of their numbers.
    pub tickets: Vec<TicketId>,
    /// The one that is most like the others.
    pub likest: TicketId,
    /// Number of people they affect.
    pub people: usize,
}

#[derive(Clone, Debug)]
struct Member {
    reported: Reported,
    /// The first of those it came together with, or itself.
    cluster: TicketId,
    /// How alike it and the others are, summed up.
    alike: u32,
}

/// What came together, as incidents come in.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    members: BTreeMap<TicketId, Member>,
    clusters: BTreeMap<TicketId, Cluster>,
    /// What was recorded before is known no more, whatever happens to it.
    since: Timestamp,
}

#[derive(Clone, Debug, Default)]
struct Cluster {
    members: BTreeSet<TicketId>,
    /// Number of people when an agent said that there is nothing to it; the largest, if several did.
    dismissed: usize,
    /// Ranks that its incidents could have among what is most like one of them, and those they have.
    ranks: (usize, usize),
}

impl Groups {
    /// Adds an incident and those before it that are like it, or what is known of it now. Which it
    /// came to is decided once, when it is added.
    pub fn put(&mut self, reported: Reported, similar: &[Similar]) {
        if let Some(known) = self.members.get_mut(&reported.ticket) {
            known.reported = reported;
            return;
        }
        if reported.at < self.since {
            return;
        }
        let ticket = reported.ticket;
        let alike = similar.iter().filter_map(|one| {
            let other = self.members.get(&one.ticket)?;
            (one.score >= ALIKE && is_close(other, reported.at)).then_some((other.cluster, *one))
        });
        let mut clusters: BTreeMap<TicketId, Vec<Similar>> = BTreeMap::new();
        for (cluster, one) in alike {
            clusters.entry(cluster).or_default().push(one);
        }
        let joined = clusters.into_iter().filter(|(cluster, with)| {
            let is_alone = self.close(*cluster, reported.at).nth(1).is_none();
            is_alone || with.len() > 1 || with.iter().any(|one| one.score >= CLEARLY_ALIKE)
        });
        let most = joined.max_by_key(|(cluster, with)| (sum(with), Reverse(*cluster)));
        let (cluster, with) = most.unwrap_or((ticket, Vec::new()));
        for one in &with {
            if let Some(other) = self.members.get_mut(&one.ticket) {
                other.alike += u32::from(one.score);
            }
        }
        let alike = sum(&with);
        let possible = self.close(cluster, reported.at).take(SHOWN).count();
        let joined = self.clusters.entry(cluster).or_default();
        let first = similar.iter().take(possible);
        let had = first.filter(|one| with.iter().any(|other| other.ticket == one.ticket));
        joined.ranks.1 += had.count();
        joined.ranks.0 += possible;
        joined.members.insert(ticket);
        let member = Member {
            reported,
            cluster,
            alike,
        };
        self.members.insert(ticket, member);
        while self.members.len() > KEPT {
            let oldest = self.members.keys().next().copied();
            oldest.into_iter().for_each(|oldest| self.remove(oldest));
        }
    }

    /// Those of a cluster that are close to that moment, the latest first.
    fn close(&self, cluster: TicketId, at: Timestamp) -> impl Iterator<Item = &Member> {
        let cluster = self.clusters.get(&cluster).into_iter();
        let members = cluster.flat_map(|cluster| cluster.members.iter().rev());
        let members = members.filter_map(|id| self.members.get(id));
        members.filter(move |member| is_close(member, at))
    }

    /// Takes an incident out.
    pub fn remove(&mut self, ticket: TicketId) {
        let Some(member) = self.members.remove(&ticket) else {
            return;
        };
        if let Some(cluster) = self.clusters.get_mut(&member.cluster) {
            cluster.members.remove(&ticket);
            if cluster.members.is_empty() {
                self.clusters.remove(&member.cluster);
            }
        }
    }

    /// Takes out what was recorded before that moment.
    pub fn forget_before(&mut self, moment: Timestamp) {
        self.since = self.since.max(moment);
        let members = self.members.values();
        let old = members.filter(|member| member.reported.at < moment);
        let old: Vec<TicketId> = old.map(|member| member.reported.ticket).collect();
        old.into_iter().for_each(|ticket| self.remove(ticket));
    }

    /// Notes that an agent said of these incidents, which affected so many people then, that there is
    /// nothing to it: what they came to is shown again when half as many people more are affected.
    pub fn dismiss(&mut self, tickets: &BTreeSet<TicketId>, people: usize) {
        let known = tickets.iter().filter_map(|one| self.members.get(one));
        let clusters: BTreeSet<TicketId> = known.map(|member| member.cluster).collect();
        for cluster in clusters {
            if let Some(cluster) = self.clusters.get_mut(&cluster) {
                cluster.dismissed = cluster.dismissed.max(people);
            }
        }
    }

    /// Returns the groups that are to be shown now, the one that affects most people first.
    pub fn shown(&self, now: Timestamp) -> Vec<Group> {
        let large = self.clusters.values();
        let large = large.filter(|cluster| cluster.members.len() >= PEOPLE);
        let shown = large.filter_map(|cluster| {
            let members = cluster.members.iter().filter_map(|id| self.members.get(id));
            let members: Vec<&Member> = members
                .filter(|member| now.since(member.reported.at) <= WITHIN)
                .filter(|member| member.reported.counts)
                .collect();
            let people = people(members.iter().copied());
            let is_usual = RANKS.1 * cluster.ranks.1 < RANKS.0 * cluster.ranks.0;
            let is_shown = !is_usual && people >= PEOPLE && 2 * people >= 3 * cluster.dismissed;
            let likest = members
                .iter()
                .max_by_key(|member| (member.alike, Reverse(member.reported.ticket)))
                .filter(|_| is_shown)?;
            Some(Group {
                tickets: members
                    .iter()
                    .map(|member| member.reported.ticket)
                    .collect(),
                likest: likest.reported.ticket,
                people,
            })
        });
        let mut shown: Vec<Group> = shown.collect();
        shown.sort_by_key(|group| {
            (
                Reverse(group.people),
                Reverse(group.tickets.last().copied()),
            )
        });
        shown
    }
}

fn is_close(member: &Member, at: Timestamp) -> bool {
    at.since(member.reported.at).abs() <= WITHIN
}

/// How alike one is to these, summed up.
fn sum(with: &[Similar]) -> u32 {
    with.iter().map(|one| u32::from(one.score)).sum()
}

/// Number of people that are affected: who reports twice counts once.
fn people<'a>(members: impl Iterator<Item = &'a Member>) -> usize {
    let people: BTreeSet<PersonId> = members.map(|member| member.reported.person).collect();
    people.len()
}

/// Maximum number of incidents that a dismissal names: they say which group it was.
const NAMED: usize = 200;

/// Returns the event that keeps that an agent saw nothing in incidents coming together, which affected
/// so many people: the first of them keeps it. `None` if it is kept already, or if these are no
/// incidents that come together.
pub fn group_dismissed(
    first: &Ticket,
    history: &[Envelope],
    with: &[&Ticket],
    people: usize,
) -> Option<Event> {
    let every = with.iter().copied().chain([first]);
    let with: BTreeSet<TicketId> = with.iter().map(|other| other.id).collect();
    let event = Event::GroupDismissed {
        with: with.iter().copied().take(NAMED).collect(),
        people: u32::try_from(people).unwrap_or(u32::MAX),
    };
    let is_group = with.len() + 1 >= PEOPLE && !with.contains(&first.id);
    let is_known = history.iter().any(|envelope| envelope.event == event);
    (is_group && every.into_iter().all(is_compared) && !is_known).then_some(event)
}
