//! The fold of events into a ticket. It applies the outcomes that events hold and knows no rules.

use crate::kernel::actor::Who;
use crate::kernel::ids::{CommandId, TextId, TicketId};
use crate::kernel::priority::Priority;
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::tickets::classification::Classification;
use crate::tickets::comment::Comment;
use crate::tickets::event::{Envelope, Event, Imported, Recorded};
use crate::tickets::hold::Reminders;
use crate::tickets::major;
use crate::tickets::merging::{Joined, MergeEvent};
use crate::tickets::resolution::Resolution;
use crate::tickets::telling::{Known, ToldBefore};
use crate::tickets::ticket::{Merged, Own, Ticket};
use crate::tickets::workflow::State;

/// Returns the ticket after one more event.
pub fn evolve(ticket: Ticket, envelope: &Envelope) -> Ticket {
    match &envelope.event {
        Event::Merge(event) => merged(ticket, event, envelope.at),
        _ => beneath(ticket, |own| apply(own, envelope)),
    }
}

/// Returns the ticket after something that happened to it by itself, merged or not.
fn beneath(ticket: Ticket, happens: impl FnOnce(Ticket) -> Ticket) -> Ticket {
    let (own, merged) = ticket.lifted();
    happens(own).covered(merged)
}

/// Returns the ticket after what happened to two tickets of which one was merged into the other.
fn merged(ticket: Ticket, event: &MergeEvent, at: Timestamp) -> Ticket {
    let (mut ticket, mut merged) = ticket.lifted();
    match event {
        MergeEvent::Into { into, shares } => {
            merged = Some(Box::new(Merged {
                into: Some(*into),
                at,
                shares: shares.clone(),
                own: Own::default(),
            }));
        }
        MergeEvent::Undone { .. } => merged = None,
        MergeEvent::Joined {
            from,
            people,
            unread,
        } => ticket.joined.push(Joined {
            from: *from,
            at,
            people: people.clone(),
            unread: *unread,
        }),
        MergeEvent::Parted { from } => ticket.joined.retain(|one| one.from.id != from.id),
        MergeEvent::Spoken { from, unread } => {
            let mut joined = ticket.joined.iter_mut();
            if let Some(joined) = joined.find(|one| one.from.id == from.id) {
                joined.unread = *unread;
            }
        }
        MergeEvent::Removed { .. } => {}
        MergeEvent::Shared { shares, .. } => {
            if let Some(merged) = &mut merged {
                merged.shares.clone_from(shares);
            }
        }
    }
    ticket.covered(merged)
}

fn apply(mut ticket: Ticket, envelope: &Envelope) -> Ticket {
    if let Some(to) = envelope.event.moves_to() {
        if to == State::Cancelled && ticket.state != State::Cancelled {
            ticket.cancelled_in = Some(ticket.before().unwrap_or(ticket.state));
        } else if to != State::Cancelled {
            ticket.cancelled_in = None;
        }
        if to != ticket.state {
            ticket.hold = None;
        }
        ticket.state = to;
    }
    match &envelope.event {
        Event::Recorded(recorded) => record(&mut ticket, recorded, envelope),
        Event::Edited {
            subject,
            description,
        } => {
            ticket.subject = subject.unwrap_or(ticket.subject);
            ticket.description = description.or(ticket.description);
        }
        Event::Categorised {
            classification,
            priority,
            restricted,
            reason,
            ..
        } => {
            classify(&mut ticket, classification, *priority, *restricted);
            ticket.internal.priority_reason = *reason;
        }
        Event::FindingAdded { text } => ticket.internal.findings.push(*text),
        Event::CauseRecorded { text } => {
            ticket.internal.cause = Some(*text);
            ticket.internal.cause_unknown = false;
        }
        Event::WorkaroundRecorded { text } => ticket.workaround = Some(*text),
        Event::Told {
            known,
            text,
            source,
            to,
        } => {
            if *known == Known::Workaround {
                ticket.workaround = Some(*text);
            }
            ticket
                .internal
                .told
                .extend(source.as_ref().map(|source| ToldBefore {
                    problem: source.problem.id,
                    text: source.text,
                    to: to.clone(),
                }));
        }
        Event::Held { hold, .. } => ticket.hold = Some(hold.clone()),
        // A hold that ends by its date leaves answers unread.
        Event::Resumed { .. } => {
            if envelope.by != Who::System {
                ticket.internal.answered_unread = false;
                read_joined(&mut ticket);
            }
        }
        Event::Resolved {
            resolution,
            closes_at,
            cause,
            ..
        } => {
            resolve(&mut ticket, resolution, *closes_at, *cause);
        }
        Event::ResolvedAtFirstContact(first) => {
            classify(
                &mut ticket,
                &first.classification,
                first.priority,
                first.restricted,
            );
            ticket.internal.priority_reason = first.priority_reason;
            resolve(&mut ticket, &first.resolution, first.closes_at, first.cause);
        }
        Event::Confirmed { reopen_until, .. } | Event::Closed { reopen_until, .. } => {
            ticket.closed_at = Some(envelope.at);
            ticket.closes_at = None;
            ticket.reopen_until = Some(*reopen_until);
        }
        Event::Reopened { .. } => reopen(&mut ticket),
        Event::Cancelled { reason, .. } => {
            ticket.reason = *reason;
            ticket.closed_at = Some(envelope.at);
        }
        Event::CancelWished { .. } => ticket.cancel_wished = true,
        Event::Converted {
            kind, item, fields, ..
        } => {
            let before = ticket.reference();
            ticket.aliases.push(before);
            ticket.kind = *kind;
            ticket.item = *item;
            ticket.fields = fields.clone();
            ticket.evaluation = None;
            ticket.approval = None;
        }
        Event::Evaluated {
            to,
            evaluation,
            reason,
            approval,
        } => {
            ticket.evaluation = Some(evaluation.clone());
            ticket.approval = approval.clone();
            ticket.reason = *reason;
            if to.is_final() {
                ticket.closed_at = Some(envelope.at);
            }
        }
        Event::Approved { to, .. } => {
            if let (Some(approval), Who::Person(person)) = (&mut ticket.approval, &envelope.by) {
                approval.approved_by.insert(*person);
                // A question of another approver stays open until the request is approved.
                approval.asked_back &= *to == State::AwaitingApproval;
            }
        }
        Event::Refused { reason, .. } => {
            ticket.reason = Some(*reason);
            ticket.closed_at = Some(envelope.at);
        }
        Event::AskedBack { .. } => {
            if let Some(approval) = &mut ticket.approval {
                approval.asked_back = true;
            }
        }
        Event::Fulfilled {
            done, closes_at, ..
        } => {
            ticket.done = Some(*done);
            ticket.closes_at = *closes_at;
        }
        Event::RiskAccepted { reason, .. } => ticket.reason = Some(*reason),
        Event::Assigned { to } => {
            ticket.assignee = Some(*to);
            ticket.first_owner.get_or_insert(*to);
        }
        Event::Unassigned { .. } => ticket.assignee = None,
        Event::ApproverReplaced { from, to, rule, .. } => {
            if let Some(approval) = &mut ticket.approval {
                approval.approvers.remove(from);
                approval.approvers.extend(to);
                approval.rule = *rule;
            }
        }
        Event::ClosureMoved { closes_at } => ticket.closes_at = *closes_at,
        Event::AffectedChanged { to } => {
            ticket.affected = *to;
            ticket.reporter = ticket.reporter.filter(|reporter| reporter != to);
        }
        Event::ConfidentialityChanged { confidential, .. } => ticket.confidential = *confidential,
        Event::ItemChanged { item, fields, .. } => {
            ticket.item = Some(*item);
            ticket.fields.clone_from(fields);
            ticket.evaluation = None;
            ticket.approval = None;
        }
        Event::HandedOver { team, .. } => {
            ticket.team = Some(*team);
            ticket.assignee = None;
            ticket.hand_overs += 1;
        }
        Event::Commented {
            text,
            audience,
            unread,
            by_mail: _,
        } => {
            ticket.comments.push(Comment {
                text: *text,
                by: envelope.by.clone(),
                at: envelope.at,
                audience: *audience,
            });
            ticket.internal.answered_unread |= unread;
            let by_requester = envelope
                .by
                .person()
                .is_some_and(|person| ticket.is_requester(person));
            if let Some(approval) = ticket.approval.as_mut().filter(|_| by_requester) {
                approval.asked_back &= *audience != crate::kernel::audience::Audience::Everyone;
            }
        }
        Event::MarkedRead => {
            ticket.internal.answered_unread = false;
            read_joined(&mut ticket);
        }
        Event::Attached {
            attachment,
            unread,
            by_mail: _,
        } => {
            ticket.attachments.push(attachment.clone());
            ticket.internal.answered_unread |= unread;
        }
        Event::Watched { person } => {
            ticket.watchers.insert(*person);
        }
        Event::Unwatched { person } => {
            ticket.watchers.remove(person);
            for joined in &mut ticket.joined {
                joined.people.remove(person);
            }
        }
        Event::Linked { link } => {
            ticket.internal.links.insert(link.clone());
        }
        Event::Unlinked { link } => {
            ticket.internal.links.remove(link);
        }
        // Texts are stored beside the log and emptied there.
        Event::Redacted { what, audience, .. } => ticket.attachments.retain(|a| {
            let meant = *what == Removed::All || *what == Removed::File(a.file);
            // A file does not vanish for a viewer who is not told of the removal.
            !(meant && audience.includes(a.audience))
        }),
        Event::Restricted { restricted } => ticket.restricted = *restricted,
        Event::UserReminded { told, next } => {
            if let Some(hold) = &mut ticket.hold {
                hold.reminders = Reminders {
                    told: *told,
                    next: *next,
                };
            }
        }
        Event::GroupDismissed { .. } | Event::SplitOff { .. } | Event::Merge(_) => {}
        Event::Major(event) => {
            let before = ticket.internal.major.take().map(|major| *major);
            ticket.internal.major = major::after(before, event, envelope.at).map(Box::new);
        }
        Event::SimilarFound { similar } => ticket.internal.similar.clone_from(similar),
        Event::ClocksSet { clocks, .. } => ticket.clocks = Some(*clocks.clone()),
        Event::Escalated {
            promise,
            percent,
            next,
            ..
        } => {
            let clocks = ticket.clocks.as_mut();
            if let Some(sum) = clocks.and_then(|clocks| clocks.of_mut(*promise).sum.as_mut()) {
                sum.told = *percent;
                sum.next = *next;
            }
        }
        Event::Imported { change } => import(&mut ticket, change, envelope),
        Event::DiagnosisStarted { .. }
        | Event::EvaluationStarted { .. }
        | Event::FulfilmentStarted { .. }
        | Event::AnalysisStarted { .. }
        | Event::KnownErrorDeclared { .. }
        | Event::FixStarted { .. } => {}
    }
    // Nobody works on it any more.
    if let Some(major) = &mut ticket.internal.major
        && !ticket.state.is_open()
    {
        major.end(envelope.at, ticket.resolution.is_some());
    }
    ticket
}

/// Returns the ticket after what a command of `by` does to it at that time.
pub fn after(
    ticket: &Ticket,
    events: &[Event],
    by: &Who,
    (command, at): (CommandId, Timestamp),
) -> Ticket {
    let happened = happened(ticket.id, events, by, (command, at));
    happened.fold(ticket.clone(), |folded, envelope| evolve(folded, &envelope))
}

/// Returns the events of a command of `by` at that time, each with what it happened to.
pub(crate) fn happened(
    ticket: TicketId,
    events: &[Event],
    by: &Who,
    (command, at): (CommandId, Timestamp),
) -> impl Iterator<Item = Envelope> {
    events.iter().map(move |event| Envelope {
        ticket,
        at,
        by: by.clone(),
        command,
        event: event.clone(),
    })
}

/// What was said at the tickets that are part of this one was read.
fn read_joined(ticket: &mut Ticket) {
    for joined in &mut ticket.joined {
        joined.unread = false;
    }
}

fn record(ticket: &mut Ticket, recorded: &Recorded, envelope: &Envelope) {
    ticket.kind = recorded.kind;
    ticket.subject = recorded.subject;
    ticket.description = recorded.description;
    ticket.affected = recorded.affected;
    ticket.reporter = recorded.reporter;
    ticket.channel = recorded.channel;
    ticket.by_mail = recorded.by_mail;
    ticket.confidential = recorded.confidential;
    ticket.restricted = recorded.restricted;
    ticket.recorded_at = envelope.at;
    ticket.recorded_by = envelope.by.clone();
    ticket.noticed_at = recorded.noticed_at;
    ticket.follows = recorded.follows;
    ticket.external.clone_from(&recorded.external);
    ticket.service = recorded.service;
    ticket.impact = recorded.impact;
    ticket.urgency = recorded.urgency;
    ticket.priority = recorded.priority;
    ticket.team = recorded.team;
    ticket.place = recorded.place;
    ticket.item = recorded.item;
    ticket.fields.clone_from(&recorded.fields);
    ticket.internal.offered.clone_from(&recorded.offered);
    ticket.clocks.clone_from(&recorded.clocks);
}

fn classify(
    ticket: &mut Ticket,
    classification: &Classification,
    priority: Priority,
    restricted: bool,
) {
    ticket.service = Some(classification.service);
    ticket.category = Some(classification.category);
    ticket.impact = Some(classification.impact);
    ticket.urgency = Some(classification.urgency);
    ticket.priority = priority;
    ticket.restricted = restricted;
}

fn resolve(
    ticket: &mut Ticket,
    resolution: &Resolution,
    closes_at: Option<Timestamp>,
    cause: Option<TextId>,
) {
    ticket.resolution = Some(resolution.clone());
    ticket.closes_at = closes_at;
    if cause.is_some() {
        ticket.internal.cause = cause;
        ticket.internal.cause_unknown = !resolution.cause_known;
    }
}

fn reopen(ticket: &mut Ticket) {
    ticket.reopenings += 1;
    ticket.cancel_wished = false;
    ticket.resolution = None;
    if let Some(major) = &mut ticket.internal.major {
        major.resolved = false;
    }
    ticket.done = None;
    ticket.closes_at = None;
    ticket.closed_at = None;
    ticket.reopen_until = None;
}

fn import(ticket: &mut Ticket, change: &Imported, envelope: &Envelope) {
    match change {
        Imported::State {
            hold,
            reopened,
            closed,
            resolution,
            ..
        } => {
            if *reopened {
                reopen(ticket);
            }
            if hold.is_some() {
                ticket.hold.clone_from(hold);
            }
            if resolution.is_some() {
                ticket.resolution.clone_from(resolution);
            }
            if *closed {
                ticket.closed_at = Some(envelope.at);
                ticket.closes_at = None;
            }
        }
        Imported::Rating {
            impact,
            urgency,
            priority,
        } => {
            ticket.impact = Some(*impact);
            ticket.urgency = Some(*urgency);
            ticket.priority = *priority;
        }
        Imported::Category { service, category } => {
            ticket.service = *service;
            ticket.category = *category;
        }
        Imported::Owner {
            team,
            assignee,
            handed_over,
        } => {
            ticket.team = *team;
            ticket.assignee = *assignee;
            if let Some(assignee) = assignee {
                ticket.first_owner.get_or_insert(*assignee);
            }
            ticket.hand_overs += u32::from(*handed_over);
        }
        Imported::Affected { person } => ticket.affected = *person,
        Imported::Counted {
            hand_overs,
            reopenings,
        } => {
            ticket.hand_overs = *hand_overs;
            ticket.reopenings = *reopenings;
        }
        Imported::Note { text } => ticket.comments.push(Comment {
            text: *text,
            by: envelope.by.clone(),
            at: envelope.at,
            audience: crate::kernel::audience::Audience::Agents,
        }),
    }
}
