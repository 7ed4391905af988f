//! Incidents that come together, as agents are shown them, and what they say of it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable, outcome};
use crate::tickets::log::envelopes;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::recurrence::groups::{Group, PEOPLE, group_dismissed};
use guichet_domain::recurrence::page::{
    GroupIncident, GroupLine, GroupLines, INCIDENTS_SHOWN, site,
};
use guichet_domain::tickets::comparison::comes_together;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, TextId, Ticket, TicketId};
use guichet_store::{Snapshot, Txn};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of groups that are shown.
const SHOWN: usize = 5;

/// Maximum number of incidents of a group that are read, the latest.
const READ: usize = 200;

type Bodies = BTreeMap<(TicketId, TextId), String>;

impl Desk {
    /// The incidents that come together now and that the caller may see.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn groups(&self, caller: Caller) -> Result<GroupLines, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let (version, mut groups) = self.comparing.groups(self.now());
        groups.truncate(SHOWN);
        let named = groups.iter().flat_map(latest);
        let mut tickets = BTreeMap::new();
        for (id, aggregate) in conn.aggregates(named).await? {
            if let Some(aggregate) = if_readable(aggregate)? {
                tickets.insert(id, aggregate.ticket().clone());
            }
        }
        // They are looked at as they stand now, which may be later than what they came together by.
        tickets.retain(|_, ticket| counts(ticket, &actor));
        let subjects = tickets.values().map(|ticket| (ticket.id, ticket.subject));
        let bodies = conn.bodies_of(subjects.collect::<Vec<_>>()).await?;
        let lines = groups
            .iter()
            .filter_map(|group| line(group, &tickets, &bodies, &directory))
            .collect();
        Ok(GroupLines { version, lines })
    }

    /// Notes that the caller saw nothing in the group of an incident, which was shown to affect so many
    /// people. It is shown again when half as many more are affected. Changes nothing where there is no
    /// such group.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn dismiss_group(
        &self,
        caller: Caller,
        of: TicketId,
        people: i64,
    ) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        caller.agent(&directory)?;
        let (_, groups) = self.comparing.groups(self.now());
        let group = groups.into_iter().find(|group| group.tickets.contains(&of));
        let Some(group) = group else { return Ok(()) };
        // What came since was not seen, and not dismissed.
        let people = usize::try_from(people)
            .unwrap_or_default()
            .min(group.people);
        let first: Vec<TicketId> = group.tickets.iter().copied().take(READ).collect();
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let (desk, first) = (desk.clone(), first.clone());
            Box::pin(async move { outcome(desk.dismiss_in(txn, caller, &first, people).await) })
        });
        done.await??;
        // Whoever asks next is not shown it once more, however much there is to compare.
        let tickets = group.tickets.into_iter().collect();
        self.comparing.dismiss(&tickets, people, self.now());
        Ok(())
    }

    async fn dismiss_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        tickets: &[TicketId],
        people: usize,
    ) -> Result<(), DeskError> {
        let actor = caller.agent(&txn.directory_now())?;
        let mut seen = Vec::new();
        for (_, aggregate) in txn.aggregates(tickets.iter().copied()).await? {
            let aggregate = if_readable(aggregate)?;
            seen.extend(aggregate.filter(|one| counts(one.ticket(), &actor)));
        }
        if seen.is_empty() {
            return Ok(());
        }
        let first = seen.remove(0);
        let others: Vec<&Ticket> = seen.iter().map(|one| one.ticket()).collect();
        let Some(event) = group_dismissed(first.ticket(), first.history(), &others, people) else {
            return Ok(());
        };
        let id = first.ticket().id;
        let events = envelopes(id, &actor, self.new_command(), self.now(), vec![event]);
        txn.append(Some(first), &events, &[]).await?;
        Ok(())
    }
}

/// The latest incidents of a group, at most [`READ`].
fn latest(group: &Group) -> impl Iterator<Item = TicketId> {
    group.tickets.iter().rev().take(READ).copied()
}

/// Whether an incident still counts among those that come together, for an agent who may see it.
fn counts(ticket: &Ticket, actor: &Actor) -> bool {
    viewer(ticket, actor) == Some(Viewer::Agent) && comes_together(ticket)
}

/// What is shown of a group; nothing if too few people are left.
fn line(
    group: &Group,
    tickets: &BTreeMap<TicketId, Ticket>,
    bodies: &Bodies,
    directory: &Directory,
) -> Option<GroupLine> {
    let all: Vec<&Ticket> = latest(group).filter_map(|id| tickets.get(&id)).collect();
    let affected: BTreeSet<PersonId> = all.iter().map(|ticket| ticket.affected).collect();
    if affected.len() < PEOPLE {
        return None;
    }
    let likest = tickets.get(&group.likest).or(all.last().copied())?;
    let is_whole = group.tickets.len() <= READ;
    let people = if is_whole {
        affected.len()
    } else {
        group.people
    };
    let subject = |ticket: &Ticket| bodies.get(&(ticket.id, ticket.subject)).cloned();
    let incidents = all
        .iter()
        .take(INCIDENTS_SHOWN)
        .map(|ticket| GroupIncident {
            reference: ticket.reference(),
            subject: subject(ticket).unwrap_or_default(),
            state: ticket.state,
            hold: ticket.hold.as_ref().map(|hold| hold.reason),
            recorded_at: ticket.recorded_at,
        });
    let times = || all.iter().map(|ticket| ticket.recorded_at);
    Some(GroupLine {
        likest: likest.reference(),
        subject: subject(likest).unwrap_or_default(),
        people: i64::try_from(people).unwrap_or(i64::MAX),
        sites: sites(&affected, directory),
        incidents: incidents.collect(),
        more: i64::try_from(all.len().saturating_sub(INCIDENTS_SHOWN)).unwrap_or(i64::MAX),
        within: times().max()?.since(times().min()?),
    })
}

/// Where these people work, each site once.
fn sites(people: &BTreeSet<PersonId>, directory: &Directory) -> Vec<String> {
    let known = people.iter().filter_map(|id| directory.people.get(id));
    let places = known.filter_map(|person| person.place.as_deref()).map(site);
    let sites: BTreeMap<String, &str> = places
        .filter(|site| !site.is_empty())
        .map(|site| (site.to_lowercase(), site))
        .collect();
    sites.into_values().map(str::to_owned).collect()
}
