//! Recipients of notifications. Nobody is notified of what the view of a ticket hides from them.

use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::kernel::actor::Role;
use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::ids::{PersonId, TextId};
use crate::kernel::priority::Priority;
use crate::kernel::promise::Rank;
use crate::notifications::mention::mentioned;
use crate::notifications::notice::Notice;
use crate::tickets::event::{Envelope, Event};
use crate::tickets::hold::REMINDERS;
use crate::tickets::major::MajorEvent;
use crate::tickets::merging::MergeEvent;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::{seen, viewer};
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Person to be notified of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The person.
    pub person: PersonId,
    /// Kind of the notification.
    pub notice: Notice,
    /// Whether they are notified only because they watch the ticket.
    pub watching: bool,
    /// Whether they caused the event themselves; true only for the receipt of their report.
    pub own: bool,
}

/// Returns everybody to be notified of an event, each once. `before` and `after` are the ticket
/// around the event, `said` is the text of a comment or note.
///
/// People are not notified of what they did themselves, except for the receipt of a report. Nor are
/// they notified of what they may not see, except that their decision is no longer awaited.
pub fn recipients(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    said: Option<&str>,
    directory: &Directory,
) -> Vec<Recipient> {
    let mut recipients: BTreeMap<PersonId, Notice> = BTreeMap::new();
    let mut tell = |people: BTreeSet<PersonId>, notice| {
        for person in people {
            recipients.entry(person).or_insert(notice);
        }
    };
    // The most specific kind comes first, because everybody is notified once.
    if matches!(envelope.event, Event::Commented { .. }) {
        tell(
            mentioned(said.unwrap_or_default(), directory),
            Notice::Mentioned,
        );
    }
    let (awaited, awaits) = (awaited(before), awaited(after));
    if matches!(
        envelope.event,
        Event::Evaluated { .. }
            | Event::ApproverReplaced { .. }
            | Event::Merge(MergeEvent::Undone { .. })
    ) {
        // Approvers who were asked before are not asked again.
        let asked = match envelope.event {
            Event::Evaluated { .. } => awaits.clone(),
            _ => &awaits - &awaited,
        };
        tell(asked, Notice::ApprovalAsked);
    }
    tell(&awaited - &awaits, Notice::ApprovalWithdrawn);
    for (people, notice) in for_agents(before, after, envelope, directory) {
        tell(people, notice);
    }
    if let Event::AffectedChanged { to } = envelope.event {
        tell(BTreeSet::from([to]), Notice::Recorded);
    }
    let from_user = !from_the_desk(after, envelope, directory);
    let told = for_participants(before, after, envelope);
    // That a user has reopened it is news for agents alone.
    if let Some(notice) = told.filter(|notice| !from_user || *notice != Notice::Reopened) {
        // That it is part of another ticket is news for those whose it was.
        let is_own = matches!(notice, Notice::Merged | Notice::Unmerged);
        tell(
            if is_own {
                after.participants()
            } else {
                after.readers()
            },
            notice,
        );
    }
    let by = envelope.by.person();
    recipients
        .into_iter()
        .map(|(person, notice)| Recipient {
            person,
            notice,
            watching: watches(after, person, notice),
            own: Some(person) == by,
        })
        .filter(|recipient| !recipient.own || recipient.notice == Notice::Recorded)
        .filter(|recipient| may_learn(before, after, envelope, recipient, directory))
        .collect()
}

/// Returns the text of an event that the notification quotes: what was written to participants, but
/// never notes for agents.
pub fn quoted(event: &Event) -> Option<TextId> {
    match event {
        Event::Recorded(recorded) => recorded.description,
        Event::Commented { text, audience, .. } => (*audience != Audience::Agents).then_some(*text),
        Event::AskedBack { question } => Some(*question),
        Event::Held { note, .. } => *note,
        Event::Approved { comment, .. } => *comment,
        Event::Refused { reason, .. }
        | Event::Reopened { reason, .. }
        | Event::CancelWished { reason } => Some(*reason),
        Event::Evaluated { reason, .. }
        | Event::Cancelled { reason, .. }
        | Event::Closed { reason, .. } => *reason,
        Event::Told { text, .. } => Some(*text),
        Event::Major(MajorEvent::TaskGiven { text, .. }) => Some(*text),
        Event::Major(MajorEvent::Declared { reason, .. }) => Some(*reason),
        Event::Resolved { resolution, .. } => Some(resolution.notes),
        Event::ResolvedAtFirstContact(first) => Some(first.resolution.notes),
        Event::Fulfilled { done, .. } => Some(*done),
        Event::Edited { .. }
        | Event::Categorised { .. }
        | Event::DiagnosisStarted { .. }
        | Event::FindingAdded { .. }
        | Event::CauseRecorded { .. }
        | Event::WorkaroundRecorded { .. }
        | Event::Resumed { .. }
        | Event::Confirmed { .. }
        | Event::Converted { .. }
        | Event::EvaluationStarted { .. }
        | Event::FulfilmentStarted { .. }
        | Event::AnalysisStarted { .. }
        | Event::KnownErrorDeclared { .. }
        | Event::FixStarted { .. }
        | Event::RiskAccepted { .. }
        | Event::Assigned { .. }
        | Event::Unassigned { .. }
        | Event::ApproverReplaced { .. }
        | Event::ClosureMoved { .. }
        | Event::AffectedChanged { .. }
        | Event::ConfidentialityChanged { .. }
        | Event::ItemChanged { .. }
        | Event::Unlinked { .. }
        | Event::HandedOver { .. }
        | Event::MarkedRead
        | Event::Attached { .. }
        | Event::Watched { .. }
        | Event::Unwatched { .. }
        | Event::Linked { .. }
        | Event::Redacted { .. }
        | Event::Restricted { .. }
        | Event::ClocksSet { .. }
        | Event::Escalated { .. }
        | Event::SimilarFound { .. }
        | Event::GroupDismissed { .. }
        | Event::SplitOff { .. }
        | Event::Merge(_)
        | Event::Major(_)
        | Event::UserReminded { .. }
        | Event::Imported { .. } => None,
    }
}

/// Whether the event asks approvers to decide, or answers their question. The time until their
/// reminder begins with it.
pub fn asks(before: &Ticket, after: &Ticket, envelope: &Envelope) -> bool {
    let open = |ticket: &Ticket| ticket.approval.as_ref().is_some_and(|a| a.asked_back);
    let answered = open(before) && !open(after);
    after.state == State::AwaitingApproval
        && (answered
            || matches!(
                envelope.event,
                Event::Evaluated { .. } | Event::ApproverReplaced { .. }
            ))
}

/// Returns the approvers to remind that their decision is awaited; nobody while a question of an
/// approver is open.
pub fn reminded(ticket: &Ticket, directory: &Directory) -> Vec<Recipient> {
    let open = ticket.approval.as_ref().filter(|a| !a.asked_back);
    let people = open.map(|_| awaited(ticket)).unwrap_or_default();
    people
        .into_iter()
        .filter(|person| directory.people.get(person).is_some_and(|p| p.active))
        .map(|person| Recipient {
            person,
            notice: Notice::ApprovalReminded,
            watching: false,
            own: false,
        })
        .collect()
}

/// Returns the approvers whose decision is awaited.
fn awaited(ticket: &Ticket) -> BTreeSet<PersonId> {
    match &ticket.approval {
        Some(approval) if ticket.state == State::AwaitingApproval => approval.pending().collect(),
        _ => BTreeSet::new(),
    }
}

/// Returns the assignee if they are an active agent, otherwise the agents of the team.
fn in_charge(ticket: &Ticket, directory: &Directory) -> BTreeSet<PersonId> {
    let assignee = ticket
        .assignee
        .filter(|assignee| directory.agents().any(|agent| agent.id == *assignee));
    match (assignee, ticket.team) {
        (Some(assignee), _) => BTreeSet::from([assignee]),
        (None, Some(team)) => directory
            .agents()
            .filter(|agent| agent.teams.contains(&team))
            .map(|agent| agent.id)
            .collect(),
        (None, None) => BTreeSet::new(),
    }
}

/// Returns the active people who are told of a promise in this rank.
fn of_rank(rank: Rank, ticket: &Ticket, directory: &Directory) -> BTreeSet<PersonId> {
    let is_in_team = |person: &Person| ticket.team.is_some_and(|team| person.teams.contains(&team));
    let those = |fits: &dyn Fn(&Person) -> bool| {
        let agents = directory.agents().filter(|person| fits(person));
        agents.map(|person| person.id).collect()
    };
    match rank {
        Rank::Assignee => in_charge(ticket, directory),
        Rank::Team => those(&is_in_team),
        Rank::Lead => those(&|person| person.role == Role::TeamLead && is_in_team(person)),
        Rank::Manager => those(&|person| person.role == Role::SupportManager),
    }
}

/// Whether the event comes from an agent or the desk itself rather than from its requester.
fn from_the_desk(ticket: &Ticket, envelope: &Envelope, directory: &Directory) -> bool {
    let Some(person) = envelope.by.person() else {
        return true;
    };
    let actor = directory.people.get(&person).map(|person| person.actor());
    !ticket.is_requester(person)
        && actor.is_some_and(|actor| viewer(ticket, &actor) == Some(Viewer::Agent))
}

/// Returns the agents of the team of a ticket that has become critical and has no assignee yet, as
/// one does who is told of everything that happens to it.
fn newly_critical(before: &Ticket, after: &Ticket, directory: &Directory) -> BTreeSet<PersonId> {
    let was = before.priority == Priority::Critical;
    if was || after.priority != Priority::Critical || !after.state.is_open() {
        return BTreeSet::new();
    }
    in_charge(after, directory)
}

fn for_agents(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    directory: &Directory,
) -> Vec<(BTreeSet<PersonId>, Notice)> {
    let from_user = !from_the_desk(after, envelope, directory);
    let assignee: BTreeSet<PersonId> = after.assignee.into_iter().collect();
    let answered = |yes: bool| {
        let people = if yes {
            in_charge(after, directory)
        } else {
            BTreeSet::new()
        };
        vec![(people, Notice::Answered)]
    };
    match &envelope.event {
        Event::Assigned { to } => vec![(BTreeSet::from([*to]), Notice::Assigned)],
        Event::HandedOver { .. } | Event::Unassigned { .. } => {
            vec![(in_charge(after, directory), Notice::HandedOver)]
        }
        Event::Commented { audience, .. } if from_user && *audience != Audience::Agents => {
            let asked = |ticket: &Ticket| ticket.approval.as_ref().is_some_and(|a| a.asked_back);
            let mut people = answered(true);
            if asked(before) && !asked(after) {
                people.push((awaited(after), Notice::Answered));
            }
            people
        }
        // Files that came with the report are not an answer.
        Event::Attached { .. } => answered(from_user && envelope.at != after.recorded_at),
        Event::Reopened { .. } | Event::CancelWished { .. } => answered(from_user),
        // The assignee learns that they may go on or may stop.
        Event::Approved {
            to: State::Approved,
            ..
        } => vec![(assignee, Notice::Decided)],
        Event::Refused { .. } => vec![(assignee, Notice::Refused)],
        Event::Cancelled { .. } => vec![(assignee, Notice::Cancelled)],
        Event::UserReminded { told: 0, .. } => Vec::new(),
        Event::UserReminded { told, .. } => {
            let asked = BTreeSet::from_iter([after.affected].into_iter().chain(after.reporter));
            if *told <= REMINDERS {
                vec![(asked, Notice::Awaited)]
            } else {
                vec![
                    (asked, Notice::ClosureOffered),
                    (in_charge(after, directory), Notice::Unanswered),
                ]
            }
        }
        Event::Escalated { percent, to, .. } => {
            let notice = match percent {
                0..100 => Notice::DueSoon,
                100.. => Notice::Overdue,
            };
            let ranks = to.iter();
            ranks
                .map(|rank| (of_rank(*rank, after, directory), notice))
                .collect()
        }
        Event::Told { known, to, .. } => vec![(to.clone(), Notice::of(*known))],
        Event::Major(event) => of_major(after, event, directory),
        Event::Recorded(_) | Event::Categorised { .. } => {
            vec![(newly_critical(before, after, directory), Notice::Critical)]
        }
        Event::Approved { .. }
        | Event::Commented { .. }
        | Event::Edited { .. }
        | Event::DiagnosisStarted { .. }
        | Event::FindingAdded { .. }
        | Event::CauseRecorded { .. }
        | Event::WorkaroundRecorded { .. }
        | Event::Held { .. }
        | Event::Resumed { .. }
        | Event::Resolved { .. }
        | Event::ResolvedAtFirstContact(_)
        | Event::Confirmed { .. }
        | Event::Closed { .. }
        | Event::Converted { .. }
        | Event::EvaluationStarted { .. }
        | Event::Evaluated { .. }
        | Event::AskedBack { .. }
        | Event::FulfilmentStarted { .. }
        | Event::Fulfilled { .. }
        | Event::AnalysisStarted { .. }
        | Event::KnownErrorDeclared { .. }
        | Event::FixStarted { .. }
        | Event::RiskAccepted { .. }
        | Event::ApproverReplaced { .. }
        | Event::ClosureMoved { .. }
        | Event::AffectedChanged { .. }
        | Event::ConfidentialityChanged { .. }
        | Event::ItemChanged { .. }
        | Event::Unlinked { .. }
        | Event::MarkedRead
        | Event::Watched { .. }
        | Event::Unwatched { .. }
        | Event::Linked { .. }
        | Event::Redacted { .. }
        | Event::Restricted { .. }
        | Event::SimilarFound { .. }
        | Event::GroupDismissed { .. }
        | Event::SplitOff { .. }
        | Event::Merge(_)
        | Event::ClocksSet { .. }
        | Event::Imported { .. } => Vec::new(),
    }
}

/// Returns who is told of what happened to a major incident.
fn of_major(
    after: &Ticket,
    event: &MajorEvent,
    directory: &Directory,
) -> Vec<(BTreeSet<PersonId>, Notice)> {
    let one = |person: PersonId, notice| vec![(BTreeSet::from([person]), notice)];
    match event {
        MajorEvent::Declared { leader, .. } | MajorEvent::Led { leader } => {
            one(*leader, Notice::LeadGiven)
        }
        MajorEvent::TaskGiven { to, .. } => one(*to, Notice::TaskGiven),
        MajorEvent::UpdateMissed => {
            let leader = after.internal.major.as_ref().map(|major| major.leader);
            let mut agents = directory.agents();
            match leader.filter(|leader| agents.any(|agent| agent.id == *leader)) {
                Some(leader) => one(leader, Notice::UpdateMissed),
                // Nobody leads it any more.
                None => vec![(in_charge(after, directory), Notice::UpdateMissed)],
            }
        }
        // The users are told of it by an event of their own.
        MajorEvent::Updated { .. }
        | MajorEvent::TaskDone { .. }
        | MajorEvent::SteppedDown { .. }
        | MajorEvent::Reviewed { .. } => Vec::new(),
    }
}

/// Returns the kind of notification about an event for participants, if there is one.
fn for_participants(before: &Ticket, after: &Ticket, envelope: &Envelope) -> Option<Notice> {
    let decided = before.state == State::AwaitingApproval && after.state == State::Approved;
    match &envelope.event {
        Event::Recorded(_) => Some(Notice::Recorded),
        Event::Commented { audience, .. } => {
            (*audience != Audience::Agents).then_some(Notice::Message)
        }
        Event::AskedBack { .. } => Some(Notice::Message),
        Event::Held { .. } => Some(Notice::Held),
        Event::Converted { .. } | Event::ItemChanged { .. } => Some(Notice::Converted),
        Event::Reopened { .. } => Some(Notice::Reopened),
        Event::Evaluated {
            to: State::Refused, ..
        }
        | Event::Refused { .. } => Some(Notice::Refused),
        Event::Approved { .. } | Event::Evaluated { .. } => decided.then_some(Notice::Decided),
        // Those were told of the fix who are to be told.
        Event::Resolved { with: Some(_), .. } => None,
        Event::Resolved { with: None, .. }
        | Event::ResolvedAtFirstContact(_)
        | Event::Fulfilled { .. } => Some(Notice::Resolved),
        Event::Cancelled { .. } => Some(Notice::Cancelled),
        Event::Confirmed { .. } | Event::Closed { .. } => Some(Notice::Closed),
        Event::Merge(MergeEvent::Into { .. }) => Some(Notice::Merged),
        Event::Merge(MergeEvent::Undone { .. }) => Some(Notice::Unmerged),
        Event::Edited { .. }
        | Event::Categorised { .. }
        | Event::DiagnosisStarted { .. }
        | Event::FindingAdded { .. }
        | Event::CauseRecorded { .. }
        | Event::WorkaroundRecorded { .. }
        // For some of them alone.
        | Event::Told { .. }
        | Event::Resumed { .. }
        | Event::CancelWished { .. }
        | Event::EvaluationStarted { .. }
        | Event::FulfilmentStarted { .. }
        | Event::AnalysisStarted { .. }
        | Event::KnownErrorDeclared { .. }
        | Event::FixStarted { .. }
        | Event::RiskAccepted { .. }
        | Event::Assigned { .. }
        | Event::Unassigned { .. }
        | Event::ApproverReplaced { .. }
        | Event::ClosureMoved { .. }
        | Event::AffectedChanged { .. }
        | Event::ConfidentialityChanged { .. }
        | Event::Unlinked { .. }
        | Event::HandedOver { .. }
        | Event::MarkedRead
        | Event::Attached { .. }
        | Event::Watched { .. }
        | Event::Unwatched { .. }
        | Event::Linked { .. }
        | Event::Redacted { .. }
        | Event::Restricted { .. }
        | Event::ClocksSet { .. }
        | Event::Escalated { .. }
        | Event::SimilarFound { .. }
        | Event::GroupDismissed { .. }
        | Event::SplitOff { .. }
        | Event::Merge(_)
        | Event::Major(_)
        // Whoever only watches is not asked for an answer.
        | Event::UserReminded { .. }
        | Event::Imported { .. } => None,
    }
}

/// Whether a person is notified only because they watch the ticket.
fn watches(ticket: &Ticket, person: PersonId, notice: Notice) -> bool {
    ticket.watchers.contains(&person)
        && !ticket.is_requester(person)
        && ticket.assignee != Some(person)
        && !notice.is_for_agents()
        && !matches!(notice, Notice::ApprovalAsked | Notice::ApprovalWithdrawn)
}

fn may_learn(
    before: &Ticket,
    after: &Ticket,
    envelope: &Envelope,
    recipient: &Recipient,
    directory: &Directory,
) -> bool {
    let person = directory.people.get(&recipient.person).filter(|p| p.active);
    let Some(actor) = person.map(|person| person.actor()) else {
        return false;
    };
    if recipient.notice == Notice::ApprovalWithdrawn {
        return viewer(before, &actor).is_some();
    }
    viewer(after, &actor).is_some_and(|quality| seen(envelope, quality).is_some())
}
