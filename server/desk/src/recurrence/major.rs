//! Major incidents: declared, told of and ended in one transaction each, with what everybody reads of
//! them and with their children.

use crate::desk::Desk;
use crate::directory::administer::EntryEdit;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::recurrence::telling::ToldOf;
use crate::tickets::content::same_content;
use crate::tickets::neighbours::tickets_of;
use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate};
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::prose::{Format, Text};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Refusal::Invalid;
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::recurrence::major::{
    DeclareMajor, StepDownMajor, UpdateMajor, children, resolves_children,
};
use guichet_domain::recurrence::telling::{ToTell, to_tell};
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::major::{MajorCommand, MajorEvent};
use guichet_domain::tickets::resolution::Permanence;
use guichet_domain::tickets::telling::Known;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CommandId, DisruptionId, TextId, Ticket, TicketId, Timestamp};
use guichet_store::{Conn, Txn};
use serde::Serialize;
use std::collections::BTreeSet;

/// Number by which the command that saves the announcement follows from the one of the form, and that
/// which links the children. No ticket has it.
const ANNOUNCEMENT: TicketId = TicketId(-1);
const CHILDREN: TicketId = TicketId(-2);
/// That which adds the last word; far from the others, since one more number is mixed into it.
const LAST_WORD: TicketId = TicketId(1 << 31);

/// Number of the text by which commands that resolve children follow from the one that resolved their
/// parent, so that those of a child's children are others again. No command brings so many texts.
const CASCADE: u32 = 97;

impl Desk {
    /// Declares an incident a major one: it gets a leader, everybody is told, and others become its
    /// children. The same command sent twice does it once.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if there is no such
    /// incident for them, [`DeskError::Refused`] names what is wrong; then nothing is written.
    pub async fn declare_major(
        &self,
        caller: Caller,
        id: CommandId,
        form: DeclareMajor,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self.store.attempt_command(id, move |txn| {
            let (desk, form) = (desk.clone(), form.clone());
            Box::pin(async move { outcome(desk.declare_in(txn, caller, id, form).await) })
        });
        done.await?
    }

    async fn declare_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        form: DeclareMajor,
    ) -> Result<(), DeskError> {
        let Some((actor, content)) = self.begun(txn, caller, id, form.incident, &form).await?
        else {
            return Ok(());
        };
        let incident = seen_incident(txn, &actor, form.incident).await?;
        // What is wrong with the incident comes before what is wrong with its announcement, and is
        // found without one.
        let declare = |disruption| MajorCommand::Declare {
            leader: form.leader,
            reason: form.reason.clone(),
            next_update: form.next_update,
            disruption,
        };
        let announcement = Disruption {
            service: form.service,
            title: form.title.clone(),
            message: form.message.clone(),
            major: Some(incident.id),
            next_update: form.next_update,
            tickets: [incident.id].into(),
            ..Disruption::default()
        };
        let disruption = self.announce_in(txn, &actor.who, id, announcement).await;
        let number = disruption.as_ref().copied().unwrap_or_default();
        let by = Some((caller, content));
        let declare = Command::Major(declare(number));
        let declared = self
            .command_in(txn, by.clone(), (id, incident.id), declare)
            .await;
        both(disruption.map(drop), declared)?;
        // Those that are its children already stay so.
        let known: BTreeSet<TicketId> = children(&incident).collect();
        let mut new = form.children;
        new.retain(|child| !known.contains(&child.id));
        if new.is_empty() {
            return Ok(());
        }
        let link = Command::Link {
            to: new,
            relation: Relation::ParentOf,
        };
        self.command_in(txn, by, (id.about(CHILDREN), incident.id), link)
            .await
    }

    /// Says how a major incident stands: in its announcement, and to whoever takes part in it or in
    /// one of its open children, each once and in their language.
    ///
    /// # Errors
    /// As for [`Desk::declare_major`].
    pub async fn update_major(
        &self,
        caller: Caller,
        id: CommandId,
        form: UpdateMajor,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self.store.attempt_command(id, move |txn| {
            let (desk, form) = (desk.clone(), form.clone());
            Box::pin(async move { outcome(desk.update_major_in(txn, caller, id, form).await) })
        });
        done.await?
    }

    async fn update_major_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        form: UpdateMajor,
    ) -> Result<(), DeskError> {
        let Some((actor, content)) = self.begun(txn, caller, id, form.incident, &form).await?
        else {
            return Ok(());
        };
        let incident = seen_incident(txn, &actor, form.incident).await?;
        let by = Some((caller, content));
        let update = MajorCommand::Update {
            fr: form.text.fr.clone(),
            en: form.text.en.clone(),
            next_update: form.next_update,
        };
        let update = Command::Major(update);
        self.command_in(txn, by.clone(), (id, incident.id), update)
            .await?;
        let (incident, source) = updated(txn, incident.id, id).await?;
        let disruption = incident.internal.major.as_ref().map(|one| one.disruption);
        if let Some(mut announced) = announcement(txn, disruption) {
            announced.next_update = form.next_update;
            announced.updates.push(DisruptionUpdate {
                at: Timestamp::default(),
                text: form.text.clone(),
            });
            self.announce_in(txn, &actor.who, id, announced).await?;
        }
        let told = ToldOf {
            known: Known::Update,
            cause: incident.clone(),
            source,
            text: form.text,
            format: Format::Plain,
            resolve: None,
        };
        let family = tickets_of(txn, children(&incident)).await?;
        // Those that are part of another ticket are told beneath.
        let open = family.values().filter(|one| one.alone().state.is_open());
        let everybody: Vec<&Ticket> = open.chain([&incident]).collect();
        let due = to_tell(incident.id, told.source, &everybody);
        // A child that the agent does not see is told by the desk itself, of which they learn nothing.
        let sees = |due: &ToTell| {
            let one = everybody.iter().find(|one| one.id == due.incident);
            one.is_some_and(|one| !one.is_merged() && viewer(one, &actor) == Some(Viewer::Agent))
        };
        let (seen, hidden): (Vec<ToTell>, Vec<ToTell>) = due.into_iter().partition(sees);
        self.tell_each_in(txn, by, id, &told, seen, &everybody)
            .await?;
        self.tell_each_in(txn, None, id, &told, hidden, &everybody)
            .await
    }

    /// Makes a major incident one like others again. Its children stay its children.
    ///
    /// # Errors
    /// As for [`Desk::declare_major`].
    pub async fn step_down_major(
        &self,
        caller: Caller,
        id: CommandId,
        form: StepDownMajor,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self.store.attempt_command(id, move |txn| {
            let (desk, form) = (desk.clone(), form.clone());
            Box::pin(async move { outcome(desk.step_down_in(txn, caller, id, form).await) })
        });
        done.await?
    }

    async fn step_down_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        form: StepDownMajor,
    ) -> Result<(), DeskError> {
        let Some((actor, content)) = self.begun(txn, caller, id, form.incident, &form).await?
        else {
            return Ok(());
        };
        let incident = seen_incident(txn, &actor, form.incident).await?;
        let disruption = incident.internal.major.as_ref().map(|one| one.disruption);
        let reason = form.reason;
        let step_down = Command::Major(MajorCommand::StepDown { reason });
        let by = Some((caller, content));
        self.command_in(txn, by, (id, incident.id), step_down)
            .await?;
        let Some(mut ended) = announcement(txn, disruption) else {
            return Ok(());
        };
        if !form.last_word.is_empty() {
            ended.last_word = form.last_word;
        }
        // The announcement was ended by the command itself.
        self.announce_in(txn, &actor.who, id.about(LAST_WORD), ended)
            .await
            .map(drop)
    }

    /// Who asks, and the content by which the command is recognised; `None` if it was carried out.
    async fn begun(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        incident: TicketId,
        form: &impl Serialize,
    ) -> Result<Option<(Actor, String)>, DeskError> {
        let actor = caller.agent(&txn.directory_now())?;
        let content = self.content(caller, "major", form)?;
        let Some(done) = txn.done(id).await? else {
            return Ok(Some((actor, content)));
        };
        if done.stream != Some(incident.into()) {
            return Err(DeskError::Reused(None));
        }
        same_content(txn, &done, &content).await?;
        Ok(None)
    }

    async fn command_in(
        &self,
        txn: &mut Txn,
        by: Option<(Caller, String)>,
        (id, ticket): (CommandId, TicketId),
        command: Command,
    ) -> Result<(), DeskError> {
        let command = CommandEnvelope {
            id,
            ticket,
            command,
            format: Format::Plain,
        };
        Box::pin(self.carry_out_in(txn, by, command))
            .await
            .map(drop)
    }

    /// Saves what everybody is told.
    async fn announce_in(
        &self,
        txn: &mut Txn,
        by: &Who,
        id: CommandId,
        disruption: Disruption,
    ) -> Result<DisruptionId, DeskError> {
        let change = EntryEdit {
            id: id.about(ANNOUNCEMENT),
            entry: Entry::Disruption(disruption),
            was: None,
        };
        self.save_in(txn, change, by).await.map(DisruptionId)
    }

    /// What follows from a command for major incidents: one that ended is announced no more, and the
    /// resolution of one resolves its children, those of before and those that are linked to it later.
    pub(crate) async fn settle_major_in(
        &self,
        txn: &mut Txn,
        was_on: bool,
        after: &Ticket,
        linked: Vec<TicketId>,
        (id, by): (CommandId, &Who),
    ) -> Result<(), DeskError> {
        let mut parents = linked;
        if was_on && !after.is_major() {
            let disruption = after.internal.major.as_ref().map(|one| one.disruption);
            if let Some(mut ended) = announcement(txn, disruption).filter(|one| one.ended.is_none())
            {
                ended.ended = Some(self.now());
                self.announce_in(txn, by, id, ended).await?;
            }
            parents.push(after.id);
        }
        for parent in tickets_of(txn, parents).await?.into_values() {
            self.resolve_children_in(txn, &parent, id).await?;
        }
        Ok(())
    }

    /// Resolves the open children of a major incident that its resolution ended, unless they were
    /// resolved with it before: their users may have said that it still happens.
    async fn resolve_children_in(
        &self,
        txn: &mut Txn,
        parent: &Ticket,
        id: CommandId,
    ) -> Result<(), DeskError> {
        let Some(resolution) = resolves_children(parent) else {
            return Ok(());
        };
        let notes = txn.texts_named(parent.id, [resolution.notes]).await?;
        // What was removed is told to nobody.
        let notes = notes.into_values().find(|text| text.body != REMOVED);
        let Some(Text { body, format }) = notes else {
            return Ok(());
        };
        let told = ToldOf {
            known: match resolution.permanence {
                Permanence::Permanent => Known::Fix,
                Permanence::Workaround => Known::Workaround,
            },
            cause: parent.clone(),
            source: resolution.notes,
            text: Label::new(body.clone(), body),
            format,
            resolve: Some(resolution.code),
        };
        let family = tickets_of(txn, children(parent)).await?;
        let open: Vec<&Ticket> = family.values().filter(|one| one.state.is_open()).collect();
        let due = to_tell(parent.id, resolution.notes, &open);
        let id = CommandId(id.text(CASCADE).0);
        for due in due.into_iter().filter(|due| due.is_open) {
            // One of them may be a major incident as well, and have resolved another by now.
            let child = tickets_of(txn, [due.incident]).await?;
            if child.values().any(|child| child.state.is_open()) {
                self.tell_each_in(txn, None, id, &told, vec![due], &open)
                    .await?;
            }
        }
        Ok(())
    }
}

/// Both or neither: everything that is wrong with either is said at once.
fn both(one: Result<(), DeskError>, other: Result<(), DeskError>) -> Result<(), DeskError> {
    match (one, other) {
        (Err(DeskError::Refused(Invalid(mut all))), Err(DeskError::Refused(Invalid(more)))) => {
            all.extend(more);
            Err(DeskError::Refused(Invalid(all)))
        }
        (Err(DeskError::Refused(_)), Err(other)) => Err(other),
        (one, other) => one.and(other),
    }
}

/// The announcement as it stands.
fn announcement(txn: &Txn, id: Option<DisruptionId>) -> Option<Disruption> {
    txn.directory_now().disruptions.get(&id?).cloned()
}

/// The incident, or what was one while it was a major one, if the actor may see it.
pub(super) async fn seen_incident(
    conn: &mut Conn,
    actor: &Actor,
    incident: TicketId,
) -> Result<Ticket, DeskError> {
    let found = tickets_of(conn, [incident]).await?.remove(&incident);
    found
        .filter(|one| one.kind == Kind::Incident || one.internal.major.is_some())
        .filter(|one| viewer(one, actor) == Some(Viewer::Agent))
        .ok_or(DeskError::NotFound)
}

/// The incident after the command that updated it, and the text that is told of it.
async fn updated(
    txn: &mut Txn,
    incident: TicketId,
    id: CommandId,
) -> Result<(Ticket, TextId), DeskError> {
    let aggregate = txn.aggregate(incident).await?;
    let aggregate = aggregate.ok_or(DeskError::NotFound)?;
    let mut history = aggregate.history().iter().rev();
    let text = history.find_map(|one| match &one.event {
        Event::Major(MajorEvent::Updated { fr, en, .. }) if one.command == id => fr.or(*en),
        _ => None,
    });
    let text = text.ok_or(DeskError::NotFound)?;
    Ok((aggregate.ticket().clone(), text))
}
