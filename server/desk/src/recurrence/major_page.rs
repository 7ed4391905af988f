//! Major incidents as agents read them: the page of each, and the list of all with what is still to be
//! done.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::recurrence::major::seen_incident;
use crate::tickets::facts::facts_for;
use crate::tickets::neighbours::{Neighbours, tickets_of};
use crate::tickets::people::people_of;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::recurrence::major::{
    ChildLine, MajorLine, MajorPage, Majors, OpenTask, children, is_of_timeline,
};
use guichet_domain::tickets::allowed::{Availability, availability};
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::major::Major;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, TextId, Ticket, TicketId, Timestamp};
use guichet_store::{Conn, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// Number of reviewed major incidents in the list.
const REVIEWED_SHOWN: usize = 20;

type Bodies = BTreeMap<(TicketId, TextId), String>;

impl Desk {
    /// The page of an incident that is a major one, was one or may become one.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if there is no such
    /// incident for them.
    pub async fn major(&self, caller: Caller, id: TicketId) -> Result<MajorPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let (actor, now) = (caller.agent(&directory)?, self.now());
        let position = conn.head().await?;
        let incident = seen_incident(&mut conn, &actor, id).await?;
        let aggregate = conn.aggregate(id).await?;
        let history = aggregate.iter().flat_map(|one| one.history());
        let timeline: Vec<Envelope> = history
            .filter(|one| is_of_timeline(&one.event))
            .cloned()
            .collect();
        let neighbours = Neighbours::of(&mut conn, &timeline).await?;
        let timeline = neighbours.events_for(&actor, &timeline);
        let named = timeline.iter().flat_map(|one| one.event.texts());
        let named = named.chain(incident.texts()).map(|text| (id, text));
        let bodies = conn.bodies_of(named.collect::<BTreeSet<_>>()).await?;
        let texts: BTreeMap<TextId, String> = bodies
            .into_iter()
            .map(|((_, text), body)| (text, body))
            .collect();
        let mut people = BTreeSet::from([incident.affected]);
        let mut lines = Vec::new();
        for (child, reopened) in family(&mut conn, &incident).await? {
            if viewer(&child, &actor) == Some(Viewer::Agent) {
                people.insert(child.affected);
                lines.push((child, reopened));
            }
        }
        let subjects = lines.iter().map(|(child, _)| (child.id, child.subject));
        let subjects = conn.bodies_of(subjects.collect::<Vec<_>>()).await?;
        let children = lines
            .iter()
            .map(|(child, again)| child_line(child, *again, &subjects, &directory))
            .collect();
        let facts = facts_for(&directory, &self.zone, now, &incident);
        let declared = availability(Action::DeclareMajor, &incident, &actor, &facts, now);
        let agents = directory.agents();
        let mut agents: Vec<(PersonId, String)> =
            agents.map(|agent| (agent.id, agent.name.clone())).collect();
        agents.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(MajorPage {
            incident: incident.reference(),
            subject: texts.get(&incident.subject).cloned().unwrap_or_default(),
            state: incident.state,
            hold: incident.hold.as_ref().map(|hold| hold.reason),
            service: incident.service,
            can_be_declared: declared == Availability::Possible,
            children,
            people: i64::try_from(people.len()).unwrap_or(i64::MAX),
            named: people_of(&incident, &timeline, Viewer::Agent, &directory),
            major: incident.internal.major.map(|major| *major),
            timeline,
            texts,
            agents,
            now,
            cursor: self.stream_cursor(caller, position)?,
        })
    }

    /// The major incidents that the caller may see, and what is still to be done about them.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn majors(&self, caller: Caller) -> Result<Majors, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let (actor, now) = (caller.agent(&directory)?, self.now());
        let named = directory.disruptions.values();
        let named: BTreeSet<TicketId> = named.filter_map(|one| one.major).collect();
        let seen = tickets_of(&mut conn, named).await?;
        // Whoever only takes part in one learns nothing of how it is worked on.
        let is_worked_on = |one: &&Ticket| viewer(one, &actor) == Some(Viewer::Agent);
        let majors = seen
            .values()
            .filter(is_worked_on)
            .filter_map(|ticket| Some((ticket, ticket.internal.major.as_deref()?)));
        let mut majors: Vec<(&Ticket, &Major)> = majors.collect();
        majors.sort_by_key(|(_, major)| std::cmp::Reverse(major.declared_at));
        let texts = majors.iter().flat_map(|(ticket, major)| {
            let texts = major.texts().chain([ticket.subject]);
            texts.map(|text| (ticket.id, text))
        });
        let bodies = conn.bodies_of(texts.collect::<BTreeSet<_>>()).await?;
        let mut all = Majors::default();
        for (ticket, major) in majors {
            let line = major_line(ticket, major, &bodies, &directory, now);
            let list = match (major.is_on(), &major.review) {
                (true, _) => &mut all.on,
                (false, None) => &mut all.to_review,
                (false, Some(_)) => &mut all.reviewed,
            };
            list.push(line);
            let tasks = open_tasks(ticket, major, &bodies, &directory, now);
            all.tasks.extend(tasks);
        }
        all.reviewed.truncate(REVIEWED_SHOWN);
        // What has no date is not urgent.
        all.tasks
            .sort_by_key(|task| (task.until.is_none(), task.until));
        Ok(all)
    }
}

/// The children of a major incident, each with whether its user said that it still happens.
async fn family(conn: &mut Conn, parent: &Ticket) -> Result<Vec<(Ticket, bool)>, DeskError> {
    let mut family = Vec::new();
    for (_, aggregate) in conn.aggregates(children(parent)).await? {
        let Some(aggregate) = if_readable(aggregate)? else {
            continue;
        };
        let child = aggregate.ticket().clone();
        let resolved = |one: &Envelope| matches!(&one.event, Event::Resolved { with: Some(with), .. } if with.id == parent.id);
        let mut since = aggregate.history().iter().skip_while(|one| !resolved(one));
        let reopened = since.any(|one| matches!(one.event, Event::Reopened { .. }));
        family.push((child, reopened));
    }
    Ok(family)
}

fn child_line(
    child: &Ticket,
    reopened: bool,
    subjects: &Bodies,
    directory: &Directory,
) -> ChildLine {
    ChildLine {
        reference: child.reference(),
        subject: body(subjects, child, child.subject),
        state: child.state,
        hold: child.hold.as_ref().map(|hold| hold.reason),
        affected: name(directory, child.affected),
        still_happens: reopened && child.state.is_open(),
    }
}

fn major_line(
    ticket: &Ticket,
    major: &Major,
    bodies: &Bodies,
    directory: &Directory,
    now: Timestamp,
) -> MajorLine {
    MajorLine {
        incident: ticket.reference(),
        subject: body(bodies, ticket, ticket.subject),
        leader: name(directory, major.leader),
        declared_at: major.declared_at,
        ended_at: major.ended_at,
        next_update: major.next_update,
        is_late: major.is_on() && major.next_update <= now,
    }
}

fn open_tasks(
    ticket: &Ticket,
    major: &Major,
    bodies: &Bodies,
    directory: &Directory,
    now: Timestamp,
) -> Vec<OpenTask> {
    let open = (0..).zip(&major.tasks);
    let open = open.filter(|(_, task)| task.done_at.is_none());
    open.map(|(place, task)| OpenTask {
        incident: ticket.reference(),
        task: place,
        text: body(bodies, ticket, task.text),
        to: name(directory, task.to),
        until: task.until,
        is_late: task.until.is_some_and(|until| until <= now),
    })
    .collect()
}

fn body(bodies: &Bodies, ticket: &Ticket, text: TextId) -> String {
    bodies.get(&(ticket.id, text)).cloned().unwrap_or_default()
}

fn name(directory: &Directory, person: PersonId) -> String {
    let person = directory.people.get(&person);
    person.map(|person| person.name.clone()).unwrap_or_default()
}
