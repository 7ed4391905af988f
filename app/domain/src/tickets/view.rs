//! Who sees what: the one place that decides it, for pages, lists, streams and exports.

use crate::kernel::actor::Actor;
use crate::kernel::audience::{Audience, Viewer};
use crate::kernel::ids::TeamId;
use crate::kernel::removed::Removed;
use crate::tickets::clock::Clocks;
use crate::tickets::event::{Envelope, Event, FirstContact, Imported, Recorded};
use crate::tickets::hold::Hold;
use crate::tickets::merging::MergeEvent;
use crate::tickets::offered::Offered;
use crate::tickets::ticket::{Internal, Ticket};
use std::collections::BTreeMap;

/// Whether an agent may see a ticket of that team. A `scoped` ticket is for its team only.
pub fn in_scope(scoped: bool, team: Option<TeamId>, actor: &Actor) -> bool {
    !scoped || team.is_some_and(|team| actor.teams.contains(&team))
}

/// Returns in which quality `actor` sees the ticket; `None` if not at all.
pub fn viewer(ticket: &Ticket, actor: &Actor) -> Option<Viewer> {
    let at_the_desk = actor.role.is_agent() && {
        let (scoped, team) = ticket.scope();
        in_scope(scoped, team, actor)
    };
    if actor.is_system() || at_the_desk {
        return Some(Viewer::Agent);
    }
    let person = actor.person()?;
    if ticket.readers().contains(&person) {
        return Some(Viewer::Participant);
    }
    let approver = ticket
        .approval
        .as_ref()
        .is_some_and(|a| a.approvers.contains(&person));
    approver.then_some(Viewer::Approver)
}

/// Returns the audience of a comment written now: everyone while an approver's question is open, so
/// that the approver reads the answer, otherwise the participants. Files sent with a comment, or
/// without one, have the same audience.
pub fn spoken(ticket: &Ticket) -> Audience {
    let asked = ticket
        .approval
        .as_ref()
        .is_some_and(|approval| approval.asked_back);
    if asked {
        Audience::Everyone
    } else {
        Audience::Participants
    }
}

/// Returns the ticket as that viewer may know it.
pub fn view(ticket: &Ticket, viewer: Viewer) -> Ticket {
    let mut seen = ticket.clone();
    if viewer != Viewer::Agent {
        seen.internal = Internal::default();
        if let Some(hold) = &mut seen.hold {
            hold.problem = None;
        }
        if let Some(merged) = &mut seen.merged {
            merged.for_user();
        }
        for joined in &mut seen.joined {
            joined.unread = false;
        }
        seen.clocks = seen.clocks.map(|clocks| clocks.for_user());
        seen.comments
            .retain(|comment| viewer.reads(comment.audience));
        seen.attachments
            .retain(|attachment| viewer.reads(attachment.audience));
    }
    seen
}

/// Returns the event as that viewer may know it; `None` if they may not know that it happened.
pub fn seen(envelope: &Envelope, viewer: Viewer) -> Option<Envelope> {
    if viewer == Viewer::Agent {
        return Some(envelope.clone());
    }
    let (audience, event) = outside(&envelope.event);
    viewer.reads(audience).then(|| Envelope {
        event,
        ..envelope.clone()
    })
}

/// Returns who may know that the event happened, and the event without what only agents may see.
/// Names every event and every field, so that neither a new event nor a new field is shown before
/// its audience is decided.
#[deny(clippy::wildcard_enum_match_arm)]
fn outside(event: &Event) -> (Audience, Event) {
    let mut outside = event.clone();
    let audience = match &mut outside {
        Event::Categorised {
            to: _,
            classification: _,
            priority: _,
            restricted: _,
            reason,
        } => {
            *reason = None;
            Audience::Everyone
        }
        Event::Resolved {
            to: _,
            resolution: _,
            closes_at: _,
            cause,
            with,
        } => {
            *cause = None;
            *with = None;
            Audience::Everyone
        }
        Event::Told {
            known: _,
            text: _,
            source,
            to,
        } => {
            *source = None;
            to.clear();
            Audience::Everyone
        }
        Event::ResolvedAtFirstContact(first) => {
            let FirstContact {
                to: _,
                classification: _,
                priority: _,
                restricted: _,
                priority_reason,
                resolution: _,
                closes_at: _,
                cause,
            } = first.as_mut();
            *priority_reason = None;
            *cause = None;
            Audience::Everyone
        }
        Event::HandedOver { team: _, note } => {
            *note = None;
            Audience::Everyone
        }
        Event::Commented {
            text: _,
            audience,
            unread,
            by_mail: _,
        } => {
            *unread = false;
            *audience
        }
        Event::Attached {
            attachment,
            unread,
            by_mail: _,
        } => {
            *unread = false;
            attachment.audience
        }
        Event::Redacted {
            what: _,
            reason: _,
            audience,
        } => *audience,
        Event::Imported {
            change:
                Imported::State {
                    to: _,
                    hold,
                    reopened: _,
                    closed: _,
                    resolution: _,
                },
        } => {
            if let Some(hold) = hold {
                hold.problem = None;
            }
            Audience::Everyone
        }
        Event::Held {
            to: _,
            hold,
            note: _,
        } => {
            let Hold {
                reason: _,
                until: _,
                before: _,
                problem,
                reminders: _,
            } = hold;
            *problem = None;
            Audience::Everyone
        }
        Event::ClocksSet { clocks, applied: _ } => {
            **clocks = clocks.for_user();
            Audience::Everyone
        }
        Event::ConfidentialityChanged {
            confidential: _,
            reason,
        } => {
            *reason = None;
            Audience::Everyone
        }
        Event::Merge(MergeEvent::Joined {
            from: _,
            people: _,
            unread,
        }) => {
            *unread = false;
            Audience::Everyone
        }
        Event::Merge(MergeEvent::Removed { from: _ }) => Audience::Participants,
        Event::Merge(MergeEvent::Spoken { from: _, unread }) => {
            *unread = false;
            Audience::Participants
        }
        Event::FindingAdded { text: _ }
        | Event::CauseRecorded { text: _ }
        | Event::Linked { link: _ }
        | Event::Unlinked { link: _ }
        | Event::MarkedRead
        | Event::SimilarFound { similar: _ }
        | Event::GroupDismissed { with: _, people: _ }
        | Event::SplitOff { to: _ }
        | Event::Major(_)
        | Event::Escalated {
            promise: _,
            percent: _,
            to: _,
            due: _,
            next: _,
        }
        | Event::Imported {
            change: Imported::Note { text: _ },
        } => Audience::Agents,
        Event::Recorded(recorded) => {
            let Recorded {
                kind: _,
                subject: _,
                description: _,
                affected: _,
                reporter: _,
                channel: _,
                noticed_at: _,
                place: _,
                confidential: _,
                restricted: _,
                service: _,
                impact: _,
                urgency: _,
                priority: _,
                team: _,
                item: _,
                fields: _,
                follows: _,
                external: _,
                by_mail: _,
                offered,
                clocks,
            } = recorded.as_mut();
            *offered = Offered::default();
            *clocks = clocks.as_ref().map(Clocks::for_user);
            Audience::Everyone
        }
        Event::Edited {
            subject: _,
            description: _,
        }
        | Event::DiagnosisStarted { to: _ }
        | Event::WorkaroundRecorded { text: _ }
        | Event::Resumed { to: _ }
        | Event::UserReminded { told: _, next: _ }
        | Event::Confirmed {
            to: _,
            reopen_until: _,
        }
        | Event::Closed {
            to: _,
            reason: _,
            reopen_until: _,
        }
        | Event::Reopened { to: _, reason: _ }
        | Event::Cancelled { to: _, reason: _ }
        | Event::CancelWished { reason: _ }
        | Event::Converted {
            to: _,
            kind: _,
            item: _,
            fields: _,
        }
        | Event::EvaluationStarted { to: _ }
        | Event::Evaluated {
            to: _,
            evaluation: _,
            reason: _,
            approval: _,
        }
        | Event::Approved { to: _, comment: _ }
        | Event::Refused { to: _, reason: _ }
        | Event::AskedBack { question: _ }
        | Event::FulfilmentStarted { to: _ }
        | Event::Fulfilled {
            to: _,
            done: _,
            closes_at: _,
        }
        | Event::AnalysisStarted { to: _ }
        | Event::KnownErrorDeclared { to: _ }
        | Event::FixStarted { to: _ }
        | Event::RiskAccepted { to: _, reason: _ }
        | Event::Assigned { to: _ }
        | Event::Unassigned { from: _ }
        | Event::ApproverReplaced {
            from: _,
            to: _,
            rule: _,
            why: _,
        }
        | Event::ClosureMoved { closes_at: _ }
        | Event::AffectedChanged { to: _ }
        | Event::ItemChanged {
            to: _,
            item: _,
            fields: _,
        }
        | Event::Watched { person: _ }
        | Event::Unwatched { person: _ }
        // As those are known who watch it.
        | Event::Merge(
            MergeEvent::Into { into: _, shares: _ }
            | MergeEvent::Undone { from: _ }
            | MergeEvent::Parted { from: _ }
            | MergeEvent::Shared { from: _, shares: _ },
        )
        | Event::Restricted { restricted: _ }
        | Event::Imported {
            change:
                Imported::Rating {
                    impact: _,
                    urgency: _,
                    priority: _,
                }
                | Imported::Category {
                    service: _,
                    category: _,
                }
                | Imported::Owner {
                    team: _,
                    assignee: _,
                    handed_over: _,
                }
                | Imported::Affected { person: _ }
                | Imported::Counted {
                    hand_overs: _,
                    reopenings: _,
                },
        } => Audience::Everyone,
    };
    (audience, outside)
}

/// Returns the texts and files of a history that are not removed yet, and who can read each.
pub fn readable(history: &[Envelope]) -> BTreeMap<Removed, Audience> {
    let mut readable = BTreeMap::new();
    for envelope in history {
        for text in envelope.event.texts() {
            let reads = |viewer| {
                seen(envelope, viewer).is_some_and(|seen| seen.event.texts().contains(&text))
            };
            let audience = match (reads(Viewer::Approver), reads(Viewer::Participant)) {
                (true, _) => Audience::Everyone,
                (false, true) => Audience::Participants,
                (false, false) => Audience::Agents,
            };
            readable.insert(Removed::Text(text), audience);
        }
        match &envelope.event {
            Event::Attached { attachment, .. } => {
                readable.insert(Removed::File(attachment.file), attachment.audience);
            }
            Event::Redacted {
                what: Removed::All, ..
            } => readable.clear(),
            Event::Redacted { what, .. } => {
                readable.remove(what);
            }
            Event::Recorded(_)
            | Event::Edited { .. }
            | Event::Categorised { .. }
            | Event::DiagnosisStarted { .. }
            | Event::FindingAdded { .. }
            | Event::CauseRecorded { .. }
            | Event::WorkaroundRecorded { .. }
            | Event::Held { .. }
            | Event::Resumed { .. }
            | Event::Resolved { .. }
            | Event::Told { .. }
            | Event::ResolvedAtFirstContact(_)
            | Event::Confirmed { .. }
            | Event::Closed { .. }
            | Event::Reopened { .. }
            | Event::Cancelled { .. }
            | Event::CancelWished { .. }
            | Event::Converted { .. }
            | Event::EvaluationStarted { .. }
            | Event::Evaluated { .. }
            | Event::Approved { .. }
            | Event::Refused { .. }
            | Event::AskedBack { .. }
            | Event::FulfilmentStarted { .. }
            | Event::Fulfilled { .. }
            | Event::AnalysisStarted { .. }
            | Event::KnownErrorDeclared { .. }
            | Event::FixStarted { .. }
            | Event::RiskAccepted { .. }
            | Event::Assigned { .. }
            | Event::Unassigned { .. }
            | Event::ApproverReplaced { .. }
            | Event::ClocksSet { .. }
            | Event::Escalated { .. }
            | Event::UserReminded { .. }
            | Event::ClosureMoved { .. }
            | Event::AffectedChanged { .. }
            | Event::ConfidentialityChanged { .. }
            | Event::ItemChanged { .. }
            | Event::Unlinked { .. }
            | Event::HandedOver { .. }
            | Event::Commented { .. }
            | Event::MarkedRead
            | Event::SimilarFound { .. }
            | Event::GroupDismissed { .. }
            | Event::SplitOff { .. }
            | Event::Major(_)
            | Event::Merge(_)
            | Event::Watched { .. }
            | Event::Unwatched { .. }
            | Event::Linked { .. }
            | Event::Restricted { .. }
            | Event::Imported { .. } => {}
        }
    }
    readable
}
