//! Major incidents as agents declare, lead and read them.

use crate::directory::card::People;
use crate::kernel::ids::{PersonId, ServiceId, TextId, TicketId};
use crate::kernel::language::Label;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::hold::HoldReason;
use crate::tickets::link::Relation;
use crate::tickets::major::Major;
use crate::tickets::resolution::Resolution;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form that declares a major incident: in one act it is led, announced and the parent of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclareMajor {
    /// The incident.
    pub incident: TicketId,
    /// Agent who leads; required.
    pub leader: Option<PersonId>,
    /// Why, for agents; required.
    pub reason: String,
    /// When people hear of it again; required.
    pub next_update: Option<Timestamp>,
    /// Title of what everybody is told; required in one language.
    pub title: Label,
    /// What everybody is told; may be empty.
    pub message: Label,
    /// Service that is disrupted, if it is a single one.
    pub service: Option<ServiceId>,
    /// Incidents that become its children.
    pub children: Vec<Reference>,
}

/// The form that says how a major incident stands, to everybody and to those whom it affects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateMajor {
    /// The incident.
    pub incident: TicketId,
    /// What is said, in one language at least. Where one is empty, the other is shown.
    pub text: Label,
    /// When people hear of it again; required.
    pub next_update: Option<Timestamp>,
}

/// The form that makes a major incident one like others again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDownMajor {
    /// The incident.
    pub incident: TicketId,
    /// Why, for agents; required.
    pub reason: String,
    /// What everybody reads of it for a day; may be empty.
    pub last_word: Label,
}

/// The page of a team that works on a major incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorPage {
    /// The incident.
    pub incident: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// State in the workflow.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// Service of the incident.
    pub service: Option<ServiceId>,
    /// What makes it a major incident; `None` if it never was one.
    pub major: Option<Major>,
    /// Whether it can be declared one now.
    pub can_be_declared: bool,
    /// Its children that the reader may see.
    pub children: Vec<ChildLine>,
    /// Number of people whom it affects, of those that the reader may see.
    pub people: i64,
    /// What happened, oldest first.
    pub timeline: Vec<Envelope>,
    /// The texts that it names.
    pub texts: BTreeMap<TextId, String>,
    /// The people whom it names.
    pub named: People,
    /// Who can lead and be given something to do, by name.
    pub agents: Vec<(PersonId, String)>,
    /// When this was read.
    pub now: Timestamp,
    /// Opaque cursor of the live stream at which the page was read.
    pub cursor: String,
}

/// A child of a major incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildLine {
    /// The child.
    pub reference: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// State in the workflow.
    pub state: State,
    /// What it waits for, if it is on hold.
    pub hold: Option<HoldReason>,
    /// Name of the affected user.
    pub affected: String,
    /// Whether its user said that it still happens after it was resolved.
    pub still_happens: bool,
}

/// The major incidents, and what is still to be done about them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Majors {
    /// Those that last, the latest first.
    pub on: Vec<MajorLine>,
    /// Those that have ended and were not reviewed, the latest first.
    pub to_review: Vec<MajorLine>,
    /// Those that were reviewed, the latest first.
    pub reviewed: Vec<MajorLine>,
    /// Open tasks, the most urgent first.
    pub tasks: Vec<OpenTask>,
}

/// A major incident in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MajorLine {
    /// The incident.
    pub incident: Reference,
    /// Its subject, in one line.
    pub subject: String,
    /// Name of its leader.
    pub leader: String,
    /// When it was declared.
    pub declared_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When people hear of it again.
    pub next_update: Timestamp,
    /// Whether that time has passed.
    pub is_late: bool,
}

/// Something that somebody has still to do about a major incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTask {
    /// The incident.
    pub incident: Reference,
    /// Its place among the tasks of the incident.
    pub task: u32,
    /// What is to be done.
    pub text: String,
    /// Name of who does it.
    pub to: String,
    /// Until when, if that was said.
    pub until: Option<Timestamp>,
    /// Whether that time has passed.
    pub is_late: bool,
}

/// Returns the children of an incident, by its links.
pub fn children(parent: &Ticket) -> impl Iterator<Item = TicketId> {
    let links = parent.internal.links.iter();
    let children = links.filter(|link| link.relation == Relation::ParentOf);
    children.map(|link| link.to.id)
}

/// Returns the resolution that the children of an incident are resolved with: the one that ended it as
/// a major incident, which all agents may read. `None` while it lasts, after it was stepped down, and
/// once it was taken up again.
pub fn resolves_children(parent: &Ticket) -> Option<&Resolution> {
    let major = parent.internal.major.as_ref()?;
    let resolution = parent.resolution.as_ref();
    resolution.filter(|_| major.resolved && !parent.is_scoped())
}

/// Whether the event belongs into the timeline of a major incident, beside what was written.
pub fn is_of_timeline(event: &Event) -> bool {
    let is_filed = matches!(event, Event::Categorised { .. });
    let moves = event.moves_to().is_some() && !is_filed;
    moves
        || matches!(
            event,
            Event::Recorded(_) | Event::Major(_) | Event::Assigned { .. }
        )
}
