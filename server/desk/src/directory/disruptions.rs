//! Disruptions as agents see and save them: with the tickets about them, of which nobody learns more
//! than they may see.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::neighbours::visible;
use guichet_domain::TicketId;
use guichet_domain::directory::disruption::{Disruption, Phase};
use guichet_domain::directory::disruption_form::TICKETS_MAX;
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::form::Form;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, Why};
use guichet_domain::queue::disruptions::{DisruptionLine, LinkedTicket};
use guichet_domain::tickets::ticket::Ticket;
use guichet_store::Txn;
use std::collections::BTreeSet;

/// Number of ended disruptions on the agents' page.
const ENDED_SHOWN: usize = 20;

impl Desk {
    /// Disruptions as agents see them: those that last, those that are planned, and the 20 that
    /// ended last.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn disruptions(&self, caller: Caller) -> Result<Vec<DisruptionLine>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.agent(&directory)?;
        let now = self.now();
        let mut shown: Vec<&Disruption> = directory.disruptions.values().collect();
        shown.sort_by_key(|disruption| disruption.place(now));
        let mut ended = 0;
        shown.retain(|disruption| {
            ended += usize::from(disruption.phase(now) == Phase::Ended);
            ended <= ENDED_SHOWN
        });
        let named = shown
            .iter()
            .flat_map(|one| one.tickets.iter().chain(&one.major));
        let named = named.copied();
        let named: BTreeSet<TicketId> = named.collect();
        let seen = visible(&mut snapshot.conn, &actor, named).await?;
        let subjects = seen.iter().map(|(id, ticket)| (*id, ticket.subject));
        let subjects = snapshot.conn.bodies_of(subjects).await?;
        let linked = |ticket: &Ticket| LinkedTicket {
            reference: ticket.reference(),
            state: ticket.state,
            hold: ticket.hold.as_ref().map(|hold| hold.reason),
            subject: subjects
                .get(&(ticket.id, ticket.subject))
                .cloned()
                .unwrap_or_default(),
        };
        let line = |one: &Disruption| {
            let mut disruption = one.clone();
            disruption.tickets.retain(|id| seen.contains_key(id));
            disruption.major = disruption.major.filter(|id| seen.contains_key(id));
            let tickets = disruption.tickets.iter();
            let tickets = tickets.filter_map(|id| seen.get(id)).map(linked).collect();
            DisruptionLine {
                phase: one.phase(now),
                overdue: one.is_overdue(now),
                linked: tickets,
                disruption,
            }
        };
        Ok(shown.into_iter().map(line).collect())
    }

    /// Refuses a disruption that links tickets that are not there or that the actor does not see,
    /// which are told apart for nobody; with them, everything else that is wrong is named. Tickets
    /// that are linked and hidden from the actor are added to the entry, and to the entry as its form
    /// showed it, so that they stay linked. Of one that belongs to a major incident that lasts, news
    /// and its end are refused: they are given on the page of the team, which tells those concerned.
    /// Other entries are left as they are.
    pub(crate) async fn check_links(
        &self,
        txn: &mut Txn,
        actor: &Actor,
        entry: &mut Entry,
        was: Option<&mut Entry>,
    ) -> Result<(), DeskError> {
        let Entry::Disruption(wanted) = entry else {
            return Ok(());
        };
        let directory = txn.directory_now();
        let linked = directory.disruptions.get(&wanted.id);
        let linked = linked.map(|one| one.tickets.clone()).unwrap_or_default();
        let many = wanted.tickets.len() > TICKETS_MAX;
        let named: BTreeSet<TicketId> = match many {
            true => BTreeSet::new(),
            false => wanted.tickets.union(&linked).copied().collect(),
        };
        let seen = visible(txn, actor, named).await?;
        let unknown = wanted.tickets.iter().filter(|id| !seen.contains_key(id));
        let unknown: Vec<TicketId> = unknown.copied().collect();
        if !unknown.is_empty() {
            let mut form = Form::default();
            let _ = wanted.clone().checked(&mut form, &directory, self.now());
            if many {
                form.error(Field::Link, Problem::too_many(TICKETS_MAX));
            } else {
                for id in unknown {
                    form.named_error(Field::Link, &id.to_string(), Problem::Unknown);
                }
            }
            form.finish()?;
        }
        let hidden = linked.iter().filter(|id| !seen.contains_key(id));
        let hidden: BTreeSet<TicketId> = hidden.copied().collect();
        let now = directory.disruptions.get(&wanted.id);
        let major = now.and_then(|one| one.major);
        let next_update = now.and_then(|one| one.next_update);
        let led = now.filter(|one| one.major.is_some() && one.ended.is_none());
        let says_more =
            |now: &Disruption| wanted.updates.iter().any(|one| !now.updates.contains(one));
        if led.is_some_and(|now| wanted.ended.is_some() || says_more(now)) {
            return Err(DeskError::Refused(Refusal::Impossible {
                action: Action::UpdateMajor,
                why: Why::IsMajor,
            }));
        }
        wanted.tickets.extend(&hidden);
        (wanted.major, wanted.next_update) = (major, next_update);
        if let Some(Entry::Disruption(was)) = was {
            was.tickets.extend(&hidden);
            (was.major, was.next_update) = (major, next_update);
        }
        Ok(())
    }
}
