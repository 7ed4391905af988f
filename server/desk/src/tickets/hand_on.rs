//! Handing on work: tickets of people who left or teams that were dissolved, and decisions of
//! approvers who are away.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome, unless_unreadable};
use crate::tickets::facts::{facts, today};
use crate::tickets::log::envelopes;
use futures::future::try_join_all;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::open_work::OpenWork;
use guichet_domain::directory::organisation::OnDay;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::{PersonId, TeamId, TicketId, hand_on};
use guichet_store::{Scope, Txn};

impl Desk {
    /// Hands on tickets and decisions waiting for people and teams that are no longer there,
    /// including any left over when the program last stopped. Returns the number of tickets
    /// changed.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn hand_on(&self) -> Result<usize, DeskError> {
        let mut handed = 0;
        let mut after = TicketId(0);
        loop {
            let mut snapshot = self.snapshot().await?;
            let directory = &snapshot.directory;
            let day = today(&self.zone, self.now());
            let here = |id: i64| {
                let person = directory.people.get(&PersonId(id));
                person.is_some_and(|person| person.active && person.role.is_agent())
            };
            let stands = |id: i64| directory.teams.get(&TeamId(id)).is_some_and(|t| t.active);
            let (mut assignees, mut teams) = snapshot.conn.in_charge().await?;
            assignees.retain(|id| !here(*id));
            teams.retain(|id| !stands(*id));
            let decides = |person: &Person| {
                let away = person.absence.as_ref();
                person.active && !away.is_some_and(|a| a.substitute.is_some() && a.covers(day))
            };
            let mut approvers = snapshot.conn.approvers().await?;
            approvers.retain(|id| !directory.people.get(&PersonId(*id)).is_some_and(decides));
            let waiting = snapshot
                .conn
                .waiting_for(&assignees, &teams, &approvers, after)
                .await?;
            drop(snapshot);
            let Some(last) = waiting.last() else {
                return Ok(handed);
            };
            after = *last;
            // At once, so that the writer commits many together.
            let all = waiting.into_iter().map(|ticket| self.hand_on_one(ticket));
            handed += try_join_all(all)
                .await?
                .into_iter()
                .filter(|done| *done)
                .count();
        }
    }

    async fn hand_on_one(&self, ticket: TicketId) -> Result<bool, DeskError> {
        let desk = self.clone();
        let done = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.hand_on_in(txn, ticket).await) })
        });
        unless_unreadable(done.await.map_err(DeskError::from).flatten())
    }

    async fn hand_on_in(&self, txn: &mut Txn, ticket: TicketId) -> Result<bool, DeskError> {
        let (directory, now) = (txn.directory_now(), self.now());
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let facts = facts(&directory, &self.zone, now);
        let organisation = OnDay(&directory, today(&self.zone, now));
        let id = self.new_command();
        let events = hand_on(aggregate.ticket(), &facts, &organisation, (id, now));
        if events.is_empty() {
            return Ok(false);
        }
        let events = envelopes(ticket, &Actor::system(), id, now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(true)
    }

    /// Number of open tickets and decisions of an entry that would be handed on if it were
    /// deactivated, as far as the caller may see them.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn open_work(&self, caller: Caller, of: Entry) -> Result<OpenWork, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.administrator(&snapshot.directory)?;
        let scope = Scope::of(&actor);
        Ok(snapshot.conn.open_work(&scope, of.stream()).await?)
    }
}
