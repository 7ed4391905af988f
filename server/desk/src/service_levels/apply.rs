//! Applying the present rules to tickets that are open.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable, outcome, unless_unreadable};
use crate::tickets::facts::facts;
use crate::tickets::log::envelopes;
use futures::future::try_join_all;
use guichet_domain::directory::service_level::PromiseRules;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::service_levels::moves::{Moves, ROWS, differ};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::viewer;
use guichet_domain::tickets::winding::{applied, counted_again};
use guichet_domain::{CommandId, TicketId};
use guichet_store::Txn;
use sha2::{Digest, Sha256};
use std::sync::Arc;

impl Desk {
    /// What the present rules would move if they were applied to all open tickets, of those that the
    /// caller may see.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn preview_applying(&self, caller: Caller) -> Result<Moves, DeskError> {
        let directory = self.directory().await?;
        let actor = caller.administrator(&directory)?;
        let now = self.now();
        let rules = self.promises(&directory);
        let mut moves = Moves {
            rules: hash(&directory),
            ..Moves::default()
        };
        let mut after = TicketId(0);
        loop {
            let mut conn = self.store.read().await?;
            let open = conn.open_tickets(after).await?;
            let Some(last) = open.last() else {
                return Ok(moves);
            };
            after = *last;
            for (_, aggregate) in conn.aggregates(open.iter().copied()).await? {
                let Some(aggregate) = if_readable(aggregate)? else {
                    continue;
                };
                let ticket = aggregate.ticket();
                if viewer(ticket, &actor) != Some(Viewer::Agent) {
                    continue;
                }
                let Some(clocks) = counted_again(aggregate.history(), &rules) else {
                    continue;
                };
                if !differ(ticket.clocks.as_ref(), &clocks) {
                    continue;
                }
                let subject = match moves.rows.len() < ROWS {
                    true => conn.subject_of(ticket.id).await?,
                    false => String::new(),
                };
                let named = (ticket.reference(), subject);
                moves.add(named, (ticket.clocks.as_ref(), &clocks), now);
            }
        }
    }

    /// Applies the present rules to all open tickets, if they are those of a preview. Returns the
    /// number of tickets changed, of those that the caller may see.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::Refused`] if the
    /// rules have changed since the preview.
    pub async fn apply_promises(&self, caller: Caller, rules: &str) -> Result<usize, DeskError> {
        let directory = self.directory().await?;
        let actor = caller.administrator(&directory)?;
        if hash(&directory) != rules {
            return Err(DeskError::Refused(Refusal::Conflict(vec![Field::Times])));
        }
        let (mut applied, mut after) = (0, TicketId(0));
        loop {
            let open = self.store.read().await?.open_tickets(after).await?;
            let Some(last) = open.last() else {
                let tickets = u64::try_from(applied).unwrap_or(u64::MAX);
                let audited = AuditEvent::PromisesApplied { tickets };
                self.note(&audited, None, &actor.who).await?;
                return Ok(applied);
            };
            after = *last;
            // At once, so that the writer commits many together.
            let all = open.into_iter().map(|id| self.apply_one(id, &actor, rules));
            let seen = try_join_all(all).await?;
            applied += seen.into_iter().filter(|seen| *seen).count();
        }
    }

    /// Applies the rules to one ticket. Returns whether it changed and the actor may see it.
    async fn apply_one(
        &self,
        ticket: TicketId,
        actor: &Actor,
        rules: &str,
    ) -> Result<bool, DeskError> {
        let (desk, actor, rules) = (self.clone(), actor.clone(), rules.to_owned());
        let id = self.new_command();
        let done = self.store.attempt(move |txn| {
            let (desk, actor, rules) = (desk.clone(), actor.clone(), rules.clone());
            Box::pin(async move { outcome(desk.apply_in(txn, (ticket, id), &actor, &rules).await) })
        });
        unless_unreadable(done.await.map_err(DeskError::from).flatten())
    }

    async fn apply_in(
        &self,
        txn: &mut Txn,
        (ticket, id): (TicketId, CommandId),
        actor: &Actor,
        rules: &str,
    ) -> Result<bool, DeskError> {
        let (directory, now) = (txn.directory_now(), self.now());
        if hash(&directory) != rules {
            return Ok(false);
        }
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        let before = aggregate.ticket().clocks.as_ref();
        let rules = self.promises(&directory);
        let clocks = applied(before, aggregate.history(), &rules, now);
        let Some(clocks) = clocks.filter(|clocks| differ(before, clocks)) else {
            return Ok(false);
        };
        let seen = viewer(aggregate.ticket(), actor) == Some(Viewer::Agent);
        let event = Event::ClocksSet {
            clocks: Box::new(clocks),
            applied: true,
        };
        let events = envelopes(ticket, actor, id, now, vec![event]);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(seen)
    }

    fn promises(&self, directory: &Arc<Directory>) -> Arc<PromiseRules> {
        let facts = facts(directory, &self.zone, self.now());
        facts.promises.unwrap_or_default()
    }
}

/// The rules as a hash, by which a preview is known to be of the present ones.
fn hash(directory: &Directory) -> String {
    let rules = (&directory.service_levels, &directory.calendars);
    let bytes = serde_json::to_vec(&rules).unwrap_or_default();
    let digest = Sha256::digest(&bytes);
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
