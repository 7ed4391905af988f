//! Recording tickets: reports and requests of users, calls taken by agents.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use crate::tickets::facts::{facts, facts_to_ask, today};
use crate::tickets::log::{append_to_others, envelopes};
use crate::tickets::neighbours::tickets_of;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::tickets::ticket::LINKS_MAX;
use guichet_domain::{CommandId, NewTicket};
use guichet_store::{Outcome, Txn};
use std::collections::BTreeSet;

impl Desk {
    /// Records a ticket and returns its reference. The same command sent twice records one ticket.
    ///
    /// # Errors
    /// [`DeskError::Refused`] names the fields that are wrong, [`DeskError::Forbidden`] if a user
    /// records a problem, [`DeskError::Reused`] if the id was used for another command.
    pub async fn record(
        &self,
        caller: Caller,
        id: CommandId,
        draft: NewTicket,
    ) -> Result<Reference, DeskError> {
        let (desk, told) = (self.clone(), draft.clone());
        let recorded = self.store.attempt_command(id, move |txn| {
            let (desk, draft) = (desk.clone(), draft.clone());
            Box::pin(async move {
                let directory = txn.directory_now();
                let recorded = desk.record_in(txn, caller, id, draft, Channel::Portal);
                outcome(recorded.await.map(|reference| (reference, directory)))
            })
        });
        let (reference, directory) = recorded.await??;
        self.note_unanswered(caller, &directory, reference.id, &told)
            .await;
        Ok(reference)
    }

    /// Whether a ticket would be recorded; nothing is.
    ///
    /// # Errors
    /// As for [`Desk::record`].
    pub async fn check_record(
        &self,
        caller: Caller,
        id: CommandId,
        draft: NewTicket,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let checked = self.store.attempt_command(id, move |txn| {
            let (desk, draft) = (desk.clone(), draft.clone());
            Box::pin(async move {
                let recorded = desk.record_in(txn, caller, id, draft, Channel::Portal);
                let recorded = recorded.await.map(drop);
                Ok::<Outcome<(), _>, _>(Outcome::Abort(recorded))
            })
        });
        checked.await?.map_or_else(|checked| checked, Ok)
    }

    /// Records a ticket within the writer's transaction. `channel` is how a user's report arrived;
    /// an agent's draft states its own.
    pub(crate) async fn record_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        mut draft: NewTicket,
        channel: Channel,
    ) -> Result<Reference, DeskError> {
        let actor = caller.in_txn(txn)?;
        let content = self.content(caller, "record", &draft)?;
        if let Some(done) = txn.done(id).await? {
            let ticket = match done.ticket() {
                Some(ticket) => txn.aggregate(ticket).await?,
                None => None,
            };
            let mine = ticket
                .filter(|aggregate| aggregate.ticket().recorded_by.person() == Some(caller.person));
            let mine = mine.ok_or(DeskError::Reused(None))?;
            same_content(txn, &done, &content).await?;
            return Ok(mine.ticket().reference());
        }
        let directory = txn.directory_now();
        if !actor.role.is_agent() {
            // What only the desk decides is not taken from a form.
            draft.channel = channel;
            draft.format = Format::Plain;
            draft.reporter = None;
            draft.category = None;
            draft.settlement = None;
            draft.causes = Vec::new();
            draft.split = false;
            if draft.kind == Kind::Problem {
                return Err(DeskError::Forbidden);
            }
        }
        let mut parent = None;
        if let Some(what) = draft.me_too {
            let person = caller.person(&directory)?;
            let language = person.language.unwrap_or_default();
            let happening = self.happening(txn, &directory, &actor, what, language);
            let happening = happening.await?;
            // Once is enough: it leads to the one there is.
            if let Some(mine) = happening.mine {
                return Ok(mine);
            }
            draft.kind = Kind::Incident;
            draft.affected = None;
            draft.subject = happening.title;
            draft.service = happening.service;
            parent = Some(happening.parent);
        }
        let now = self.now();
        let affected = draft.affected.unwrap_or(caller.person);
        let reporter = draft
            .reporter
            .or((!actor.role.is_agent()).then_some(caller.person));
        let mut facts = facts_to_ask(
            facts(&directory, &self.zone, now),
            &directory,
            draft.item,
            (affected, reporter),
            today(&self.zone, now),
        );
        let named = [draft.affected, draft.reporter].into_iter().flatten();
        facts.people = Some(
            named
                .filter(|p| directory.people.get(p).is_some_and(|p| p.active))
                .collect::<BTreeSet<_>>(),
        );
        let causes = draft.causes.iter().take(LINKS_MAX);
        let named = causes.chain(&draft.follows).map(|named| named.id);
        facts.others = Some(tickets_of(txn, named.collect::<BTreeSet<_>>()).await?);
        facts.parent = parent;
        facts.number = Some(txn.next_ticket());
        let decision = guichet_domain::record(&draft, &actor, &facts, id, now)?;
        let ticket = txn.next_ticket();
        let texts = decision.texts_in(draft.format);
        let events = envelopes(ticket, &actor, id, now, decision.events);
        txn.remember(id, content);
        let appended = txn.append(None, &events, &texts).await?;
        let ticket = appended.aggregate.ticket();
        append_to_others(txn, decision.others, &actor, id, now).await?;
        Ok(ticket.reference())
    }
}
