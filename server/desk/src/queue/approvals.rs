//! Requests that await a person's decision, and those that they decided.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::neighbours::visible;
use guichet_domain::tickets::page::{Approvals, Decided};
use guichet_store::Snapshot;

/// Maximum number of requests per page.
pub(crate) const PAGES: usize = 20;

/// Maximum size of their texts in bytes, unless a single request exceeds it.
pub(crate) const ROOM: usize = 1_000_000;

/// Number of past decisions that are shown.
const DECIDED: i64 = 20;

impl Desk {
    /// The requests awaiting the caller's decision, with all that is needed to decide: the first
    /// ones, as many as fit on a page; and their latest decisions.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn approvals(&self, caller: Caller) -> Result<Approvals, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let ids = snapshot.conn.awaiting(caller.person).await?;
        let decided = decided(caller, &mut snapshot).await?;
        let first = ids.get(..PAGES).unwrap_or(&ids);
        let (pages, left) = self.ticket_pages(caller, snapshot, first, ROOM).await?;
        let more = ids.len() - first.len() + left;
        Ok(Approvals {
            pages,
            more,
            decided,
        })
    }
}

/// The latest decisions of the caller on requests that they may still see.
async fn decided(caller: Caller, snapshot: &mut Snapshot) -> Result<Vec<Decided>, DeskError> {
    let actor = caller.actor(&snapshot.directory)?;
    let conn = &mut snapshot.conn;
    let taken = conn.decisions_of(caller.person, DECIDED).await?;
    let tickets = visible(conn, &actor, taken.iter().map(|(id, _, _)| *id)).await?;
    let subjects = tickets.iter().map(|(id, ticket)| (*id, ticket.subject));
    let bodies = conn.bodies_of(subjects).await?;
    let people = &snapshot.directory.people;
    let shown = taken.into_iter().filter_map(|(id, approved, at)| {
        let ticket = tickets.get(&id)?;
        Some(Decided {
            reference: ticket.reference(),
            subject: bodies
                .get(&(id, ticket.subject))
                .cloned()
                .unwrap_or_default(),
            affected: people
                .get(&ticket.affected)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            approved,
            at,
            state: ticket.state,
        })
    });
    Ok(shown.collect())
}
