//! Telling the users of a problem's incidents what is known of it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable, outcome};
use crate::tickets::neighbours::tickets_of;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::recurrence::telling::{
    TellUsers, TellingLine, TellingPage, ToTell, caused_by, check, source, to_tell,
};
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::resolution::ResolutionCode;
use guichet_domain::tickets::telling::{Known, Source, Telling};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CommandId, PersonId, TextId, Ticket, TicketId};
use guichet_store::{Aggregate, Conn, Snapshot, Txn};
use std::collections::{BTreeMap, BTreeSet};

/// What is told to the users of several incidents.
pub(crate) struct ToldOf {
    pub known: Known,
    /// The problem or major incident, as it stands.
    pub cause: Ticket,
    /// The text of it.
    pub source: TextId,
    /// In both languages; where one is empty, the other one is told.
    pub text: Label,
    /// How it is written.
    pub format: Format,
    /// How incidents that are open are resolved with it, if they are.
    pub resolve: Option<ResolutionCode>,
}

impl Desk {
    /// Whom it would reach to tell what is known of a problem, as far as the caller may see them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such problem for the caller.
    pub async fn telling(
        &self,
        caller: Caller,
        problem: TicketId,
        known: Known,
    ) -> Result<TellingPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let problem = seen_problem(&mut conn, &actor, problem).await?;
        let incidents = seen_incidents(&mut conn, &actor, &problem).await?;
        let incidents: Vec<&Ticket> = incidents.iter().map(Aggregate::ticket).collect();
        let source = source(&problem, known);
        let due = source.map(|source| to_tell(problem.id, source, &incidents));
        let due = due.unwrap_or_default();
        let texts = incidents.iter().map(|one| (one.id, one.subject));
        let own = [Some(problem.subject), source].into_iter().flatten();
        let texts = texts.chain(own.map(|text| (problem.id, text)));
        let bodies = conn.bodies_of(texts.collect::<Vec<_>>()).await?;
        let body = |of: &Ticket, text| bodies.get(&(of.id, text)).cloned().unwrap_or_default();
        let line = |due: &ToTell| {
            let incident = incidents.iter().find(|one| one.id == due.incident)?;
            let names = due.to.iter().filter_map(|id| directory.people.get(id));
            Some(TellingLine {
                incident: incident.reference(),
                subject: body(incident, incident.subject),
                state: incident.state,
                hold: incident.hold.as_ref().map(|hold| hold.reason),
                to: names.map(|person| person.name.clone()).collect(),
                language: language_of(incident.affected, &directory),
                is_open: due.is_open,
            })
        };
        let lines: Vec<TellingLine> = due.iter().filter_map(line).collect();
        let told = |one: &&&Ticket| {
            let before = source.and_then(|source| one.internal.told_of(problem.id, source));
            before.is_some()
        };
        let told = incidents.iter().filter(told).count();
        Ok(TellingPage {
            problem: problem.reference(),
            subject: body(&problem, problem.subject),
            source: source.map(|text| (text, body(&problem, text))),
            told: i64::try_from(told).unwrap_or(i64::MAX),
            lines,
        })
    }

    /// Tells the users of a problem's incidents what is known of it, each once and in their own
    /// language. Returns how many people are notified. The same command sent twice tells once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such problem for the caller, [`DeskError::Refused`] if
    /// there is nothing to tell, or something else than the form showed; then nobody is told.
    pub async fn tell_users(
        &self,
        caller: Caller,
        id: CommandId,
        form: TellUsers,
    ) -> Result<usize, DeskError> {
        let desk = self.clone();
        let told = self.store.attempt_command(id, move |txn| {
            let (desk, form) = (desk.clone(), form.clone());
            Box::pin(async move { outcome(desk.tell_users_in(txn, caller, id, form).await) })
        });
        told.await?
    }

    async fn tell_users_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        form: TellUsers,
    ) -> Result<usize, DeskError> {
        let directory = txn.directory_now();
        let actor = caller.agent(&directory)?;
        let problem = seen_problem(txn, &actor, form.problem).await?;
        let incidents = seen_incidents(txn, &actor, &problem).await?;
        let content = self.content(caller, "tell-users", &form)?;
        if let Some(before) = told_by(caller, id, &incidents) {
            return Ok(before);
        }
        check(&form, &problem)?;
        let code = problem
            .resolution
            .as_ref()
            .map(|resolution| resolution.code);
        let incidents: Vec<&Ticket> = incidents.iter().map(Aggregate::ticket).collect();
        let due = to_tell(problem.id, form.source, &incidents);
        let reached: BTreeSet<PersonId> = due.iter().flat_map(|due| due.to.clone()).collect();
        let resolves = form.resolve;
        let told = ToldOf {
            known: form.known,
            cause: problem,
            source: form.source,
            text: Label::new(form.fr, form.en),
            format: Format::Plain,
            resolve: resolves.then(|| code.unwrap_or(ResolutionCode::Other)),
        };
        // An incident that is part of another ticket is told by the desk itself, beneath.
        let is_merged = |due: &ToTell| {
            let mut incidents = incidents.iter();
            incidents.any(|one| one.id == due.incident && one.is_merged())
        };
        let (beneath, due): (Vec<ToTell>, Vec<ToTell>) = due.into_iter().partition(is_merged);
        self.tell_each_in(txn, Some((caller, content)), id, &told, due, &incidents)
            .await?;
        self.tell_each_in(txn, None, id, &told, beneath, &incidents)
            .await?;
        Ok(reached.len())
    }

    /// Tells the users of each of these incidents, as one command for each.
    pub(crate) async fn tell_each_in(
        &self,
        txn: &mut Txn,
        by: Option<(Caller, String)>,
        id: CommandId,
        told: &ToldOf,
        due: Vec<ToTell>,
        incidents: &[&Ticket],
    ) -> Result<(), DeskError> {
        let directory = txn.directory_now();
        let others = BTreeMap::from([(told.cause.id, told.cause.clone())]);
        for due in due {
            let incident = due.incident;
            let affected = incidents.iter().find(|one| one.id == incident);
            let affected = affected.map(|one| one.affected).unwrap_or_default();
            let (text, _) = told.text.said_in(language_of(affected, &directory));
            let telling = Telling {
                known: told.known,
                source: Source {
                    problem: told.cause.reference(),
                    text: told.source,
                },
                text: text.to_owned(),
                to: due.to,
                resolve: told.resolve.filter(|_| due.is_open),
            };
            let command = CommandEnvelope {
                id: id.about(incident),
                ticket: incident,
                command: Command::TellUser(telling),
                format: told.format,
            };
            // Read once, however many are told of it.
            Box::pin(self.carry_out_knowing(txn, by.clone(), command, others.clone())).await?;
        }
        Ok(())
    }
}

/// The problem, if the actor may see it.
async fn seen_problem(
    conn: &mut Conn,
    actor: &Actor,
    problem: TicketId,
) -> Result<Ticket, DeskError> {
    let found = tickets_of(conn, [problem]).await?.remove(&problem);
    found
        .filter(|one| one.kind == Kind::Problem && is_seen(one, actor))
        .ok_or(DeskError::NotFound)
}

fn is_seen(ticket: &Ticket, actor: &Actor) -> bool {
    viewer(ticket, actor) == Some(Viewer::Agent)
}

/// The incidents that the problem causes and that the actor may see.
async fn seen_incidents(
    conn: &mut Conn,
    actor: &Actor,
    problem: &Ticket,
) -> Result<Vec<Aggregate>, DeskError> {
    let mut seen = Vec::new();
    for (_, aggregate) in conn.aggregates(caused_by(problem)).await? {
        // One that cannot be read is as one that is not there.
        let aggregate = if_readable(aggregate)?;
        seen.extend(aggregate.filter(|one| is_seen(one.ticket(), actor)));
    }
    Ok(seen)
}

/// How many people this command of the caller notified, if it was carried out before.
fn told_by(caller: Caller, id: CommandId, incidents: &[Aggregate]) -> Option<usize> {
    let histories = incidents.iter().flat_map(Aggregate::history);
    let done = histories.filter(|one| {
        one.command == id.about(one.ticket) && one.by.person() == Some(caller.person)
    });
    let told: Vec<&BTreeSet<PersonId>> = done
        .filter_map(|one| match &one.event {
            Event::Told { to, .. } => Some(to),
            _ => None,
        })
        .collect();
    let people: BTreeSet<PersonId> = told.iter().copied().flatten().copied().collect();
    (!told.is_empty()).then_some(people.len())
}

fn language_of(person: PersonId, directory: &Directory) -> Language {
    let person = directory.people.get(&person);
    person
        .and_then(|person| person.language)
        .unwrap_or_default()
}
