//! Carrying out commands on tickets.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::tally::name;
use crate::tickets::content::same_content;
use crate::tickets::facts::{facts, facts_for, facts_to_ask, today};
use crate::tickets::log::{append_to_others, envelopes};
use crate::tickets::neighbours::Neighbours;
use crate::tickets::neighbours::tickets_of;
use crate::tickets::update::update;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::{Format, Text};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::live::message::Update;
use guichet_domain::recurrence::telling::caused_by;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::major::MajorCommand;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{readable, viewer};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, PersonId, TextId, TicketId, Timestamp, decide};
use guichet_store::{Aggregate, Appended, Txn};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Result of a command.
pub(crate) struct CommandResult {
    appended: Appended,
    events: Vec<Envelope>,
    texts: Vec<(TextId, Text)>,
    directory: Arc<Directory>,
}

impl Desk {
    /// Carries out a command on a ticket and returns, after the commit, what happened, as far as
    /// the caller may see it. The same command sent twice is carried out once and returns the same.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the ticket does not exist or is hidden from the caller,
    /// [`DeskError::Refused`] if the workflow does not allow it, [`DeskError::Reused`] if the id
    /// was used for another command. Nothing is written then.
    pub async fn carry_out(
        &self,
        caller: Caller,
        command: CommandEnvelope,
    ) -> Result<Update, DeskError> {
        // A file is attached by bringing its bytes, never by naming it: see [`Desk::attach`].
        if matches!(command.command, Command::Attach { .. }) {
            return Err(DeskError::Forbidden);
        }
        // What everybody is told of goes with what they are told: see [`Desk::declare_major`].
        let is_told = matches!(
            command.command,
            Command::Major(
                MajorCommand::Declare { .. }
                    | MajorCommand::Update { .. }
                    | MajorCommand::StepDown { .. }
            )
        );
        if is_told {
            return Err(DeskError::Forbidden);
        }
        let name = name(command.command.action());
        let content = self.content(caller, "carry_out", &(command.ticket, &command.command))?;
        let outcome = self.carry_out_any(caller, command, content).await;
        self.tally.count(&name, &outcome);
        outcome
    }

    /// Same as [`Desk::carry_out`], for commands the desk itself makes. `content` is the keyed hash
    /// by which the same command is recognised.
    pub(crate) async fn carry_out_any(
        &self,
        caller: Caller,
        command: CommandEnvelope,
        content: String,
    ) -> Result<Update, DeskError> {
        let desk = self.clone();
        let ticket = command.ticket;
        let id = command.id;
        let done = self
            .store
            .attempt_command(id, move |txn| {
                let (desk, command) = (desk.clone(), command.clone());
                let by = Some((caller, content.clone()));
                Box::pin(async move { outcome(desk.answered_in(txn, by, command).await) })
            })
            .await??;
        let update = match done {
            Some((done, neighbours)) => self.update_for(caller, done, &neighbours).await?,
            None => self.answer(caller, ticket, id).await?,
        };
        self.drop_removed(&update.events).await;
        Ok(update)
    }

    /// Carries out a command on behalf of the system, such as one that is due by date.
    pub(crate) async fn carry_out_by_itself(
        &self,
        ticket: TicketId,
        command: Command,
    ) -> Result<(), DeskError> {
        self.carry_out_for_itself(CommandEnvelope {
            id: self.new_command(),
            ticket,
            command,
            format: Format::Plain,
        })
        .await
    }

    /// Same as [`Desk::carry_out_by_itself`], for a command that several processes may give: it is
    /// carried out once.
    pub(crate) async fn carry_out_for_itself(
        &self,
        command: CommandEnvelope,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self.store.attempt_command(command.id, move |txn| {
            let (desk, command) = (desk.clone(), command.clone());
            Box::pin(async move { outcome(desk.carry_out_in(txn, None, command).await) })
        });
        done.await?.map(drop)
    }

    /// Same as [`Desk::carry_out_in`], with what the answer needs beside.
    async fn answered_in(
        &self,
        txn: &mut Txn,
        by: Option<(Caller, String)>,
        command: CommandEnvelope,
    ) -> Result<Option<(CommandResult, Neighbours)>, DeskError> {
        let Some(done) = self.carry_out_in(txn, by, command).await? else {
            return Ok(None);
        };
        let neighbours = Neighbours::of(txn, &done.events).await?;
        Ok(Some((done, neighbours)))
    }

    /// Same as [`Desk::carry_out`], within the writer's transaction, for a caller and content hash
    /// or, if `by` is `None`, for the system. Returns `None` if the command was carried out before.
    pub(crate) async fn carry_out_in(
        &self,
        txn: &mut Txn,
        by: Option<(Caller, String)>,
        command: CommandEnvelope,
    ) -> Result<Option<CommandResult>, DeskError> {
        let others = tickets_of(txn, command.command.others()).await?;
        self.carry_out_knowing(txn, by, command, others).await
    }

    /// Same as [`Desk::carry_out_in`], where the other tickets that the command names are known.
    pub(crate) async fn carry_out_knowing(
        &self,
        txn: &mut Txn,
        by: Option<(Caller, String)>,
        command: CommandEnvelope,
        others: BTreeMap<TicketId, Ticket>,
    ) -> Result<Option<CommandResult>, DeskError> {
        let CommandEnvelope {
            id,
            ticket,
            command,
            format,
        } = command;
        let directory = txn.directory_now();
        let actor = match &by {
            Some((caller, _)) => caller.actor(&directory)?,
            None => Actor::system(),
        };
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        if let Some(done) = txn.done(id).await? {
            // Done before: on this very ticket, or elsewhere, of which nothing is told.
            if done.stream != Some(ticket.into()) {
                return Err(DeskError::Reused(None));
            }
            if let Some((_, content)) = by {
                same_content(txn, &done, &content).await?;
            }
            return Ok(None);
        }
        let format = match command {
            // A correction is written as what it corrects.
            Command::Edit { .. } => format_of_description(txn, aggregate.ticket()).await?,
            _ if actor.role.is_agent() || actor.is_system() => format,
            _ => Format::Plain,
        };
        // Nothing more is to be waited for, or it is known what helps.
        let knows = matches!(
            command,
            Command::DeclareKnownError
                | Command::AcceptRisk { .. }
                | Command::Cancel { .. }
                | Command::Close { .. }
        ) && aggregate.ticket().kind == Kind::Problem;
        let now = self.now();
        let linked = kin(ticket, &command);
        let mut facts = self.facts_of(&directory, &aggregate, &command, now);
        facts.others = Some(others);
        let decision = decide(aggregate.ticket(), &actor, &facts, id, command, now)?;
        let texts = decision.texts_in(format);
        let events = envelopes(ticket, &actor, id, now, decision.events);
        if let Some((_, content)) = by {
            txn.remember(id, content);
        }
        let before = aggregate.ticket().state;
        let was_major = aggregate.ticket().is_major();
        let appended = txn.append(Some(aggregate), &events, &texts).await?;
        let ended = (before, appended.aggregate.ticket());
        self.ask_in(txn, &directory, ended, id, now).await?;
        let told = CommandResult {
            appended,
            events,
            texts,
            directory,
        };
        append_to_others(txn, decision.others, &actor, id, now).await?;
        if was_major || !linked.is_empty() {
            let after = told.appended.aggregate.ticket();
            let of = (id, &actor.who);
            self.settle_major_in(txn, was_major, after, linked, of)
                .await?;
        }
        if knows {
            let problem = told.appended.aggregate.ticket().clone();
            Box::pin(self.wake_in(txn, &problem, id)).await?;
        }
        Ok(Some(told))
    }

    /// Takes up again what waited for a problem.
    async fn wake_in(
        &self,
        txn: &mut Txn,
        problem: &Ticket,
        id: CommandId,
    ) -> Result<(), DeskError> {
        let caused = tickets_of(txn, caused_by(problem)).await?;
        let waits = |one: &&Ticket| {
            // One that is part of another ticket waits beneath.
            let one = one.alone();
            let awaited = one.hold.as_ref().and_then(|hold| hold.problem);
            one.state == State::OnHold && awaited.is_some_and(|awaited| awaited.id == problem.id)
        };
        for incident in caused.values().filter(waits) {
            let command = CommandEnvelope {
                id: id.about(incident.id),
                ticket: incident.id,
                command: Command::Resume,
                format: Format::Plain,
            };
            self.carry_out_in(txn, None, command).await?;
        }
        Ok(())
    }

    pub(crate) fn facts_of(
        &self,
        directory: &Arc<Directory>,
        aggregate: &Aggregate,
        command: &Command,
        now: Timestamp,
    ) -> Facts {
        let ticket = aggregate.ticket();
        let mut facts = match command {
            Command::Convert { item, .. } | Command::ChangeItem { item, .. } => {
                let facts = facts(directory, &self.zone, now);
                let asked = (ticket.affected, ticket.reporter);
                facts_to_ask(facts, directory, *item, asked, today(&self.zone, now))
            }
            _ => facts_for(directory, &self.zone, now, ticket),
        };
        let of = |person: &PersonId| directory.people.get(person);
        let known = match command {
            Command::Watch { person } | Command::Unwatch { person } => {
                of(person).filter(|person| person.active)
            }
            Command::ChangeAffected { to, .. } => of(to).filter(|person| person.active),
            Command::NameApprover { to, .. } => of(to).filter(|person| person.can_sign_in()),
            _ => None,
        };
        let known = known.into_iter().map(|person| person.id);
        facts.people = Some(known.collect::<BTreeSet<_>>());
        if matches!(command, Command::Redact { .. }) {
            facts.readable = Some(readable(aggregate.history()));
        }
        facts
    }

    /// The result of a command as far as the caller may see it, from its own transaction.
    async fn update_for(
        &self,
        caller: Caller,
        told: CommandResult,
        neighbours: &Neighbours,
    ) -> Result<Update, DeskError> {
        let CommandResult {
            appended: Appended { aggregate, subject },
            events,
            texts,
            directory,
        } = told;
        let actor = caller.actor(&directory)?;
        let quality = quality(&aggregate, &actor, events.first())?;
        let texts = self.prose.texts(texts).await;
        let events = neighbours.events_for(&actor, &events);
        Ok(update(
            &aggregate, &events, &texts, &subject, quality, None, &directory,
        ))
    }

    /// Same as [`Desk::update_for`], for a command that was carried out before.
    pub(crate) async fn answer(
        &self,
        caller: Caller,
        ticket: TicketId,
        id: CommandId,
    ) -> Result<Update, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.actor(&snapshot.directory)?;
        let aggregate = snapshot
            .conn
            .aggregate(ticket)
            .await?
            .ok_or(DeskError::NotFound)?;
        let events: Vec<Envelope> = aggregate
            .history()
            .iter()
            .filter(|envelope| envelope.command == id)
            .cloned()
            .collect();
        let neighbours = Neighbours::of(&mut snapshot.conn, &events).await?;
        let events = neighbours.events_for(&actor, &events);
        let quality = quality(&aggregate, &actor, events.first())?;
        let subject = aggregate.ticket().subject;
        let named = events.iter().flat_map(|envelope| envelope.event.texts());
        let conn = &mut snapshot.conn;
        let bodies = conn.texts_named(ticket, named.chain([subject])).await?;
        drop(snapshot.conn);
        let subject = bodies.get(&subject).map(|text| text.body.clone());
        let subject = subject.unwrap_or_default();
        Ok(update(
            &aggregate,
            &events,
            &self.prose.texts(bodies).await,
            &subject,
            quality,
            None,
            &snapshot.directory,
        ))
    }
}

/// Tickets that a command makes parents or children of each other.
fn kin(ticket: TicketId, command: &Command) -> Vec<TicketId> {
    match command {
        Command::Link {
            to,
            relation: Relation::ParentOf | Relation::ChildOf,
        } => to.iter().map(|to| to.id).chain([ticket]).collect(),
        _ => Vec::new(),
    }
}

async fn format_of_description(txn: &mut Txn, ticket: &Ticket) -> Result<Format, DeskError> {
    let texts = txn.texts_named(ticket.id, ticket.description).await?;
    Ok(texts
        .values()
        .next()
        .map_or(Format::Plain, |text| text.format))
}

/// The role in which the actor sees the result of a command that began with `first`. An agent who
/// handed a ticket to a team that alone may see it still sees that result.
fn quality(
    aggregate: &Aggregate,
    actor: &Actor,
    first: Option<&Envelope>,
) -> Result<Viewer, DeskError> {
    let before = || aggregate.before_command(first?.command);
    viewer(aggregate.ticket(), actor)
        .or_else(|| viewer(&before()?, actor))
        .ok_or(DeskError::NotFound)
}
