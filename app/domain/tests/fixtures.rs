//! Events as they were stored once are read for ever, and fold to the same tickets.
#![allow(clippy::unwrap_used)]

use guichet_domain::evolve;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{
    CategoryId, CommandId, ItemId, PersonId, ServiceId, TeamId, TextId, TicketId,
};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::tagged::StoredEvent;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::evaluation::FieldValue;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const START: Timestamp = Timestamp(1_780_000_000_000_000);

fn streams() -> BTreeMap<String, Vec<StoredEvent>> {
    serde_json::from_str(include_str!("fixtures/events-v1.json")).unwrap()
}

/// The ticket that a stream folds to: one event each second, by persons 5, 4, 5, 4 …
fn fold(name: &str) -> Ticket {
    let stored = streams().remove(name).unwrap();
    stored
        .into_iter()
        .zip(0..)
        .fold(Ticket::unrecorded(TicketId(42)), |ticket, (stored, n)| {
            let envelope = Envelope {
                ticket: TicketId(42),
                at: START.plus(n * 1_000_000),
                by: Who::Person(PersonId(5 - n % 2)),
                command: CommandId::default(),
                event: Event::read(stored).unwrap(),
            };
            evolve(ticket, &envelope)
        })
}

fn text(n: u128) -> TextId {
    TextId(Uuid::from_u128(
        0x0000_0000_0000_4000_8000_0000_0000_0000
            + u128::from_str_radix(&n.to_string(), 16).unwrap(),
    ))
}

fn at(seconds: i64) -> Timestamp {
    START.plus(seconds * 1_000_000)
}

/// The name each event is stored under. A new event does not compile here without one, and then
/// wants a fixture.
fn name(event: &Event) -> &'static str {
    match event {
        Event::Recorded(_) => "recorded",
        Event::Edited { .. } => "edited",
        Event::Categorised { .. } => "categorised",
        Event::DiagnosisStarted { .. } => "diagnosis_started",
        Event::FindingAdded { .. } => "finding_added",
        Event::CauseRecorded { .. } => "cause_recorded",
        Event::WorkaroundRecorded { .. } => "workaround_recorded",
        Event::Held { .. } => "held",
        Event::Resumed { .. } => "resumed",
        Event::Resolved { .. } => "resolved",
        Event::Told { .. } => "told",
        Event::ResolvedAtFirstContact(_) => "resolved_at_first_contact",
        Event::Confirmed { .. } => "confirmed",
        Event::Closed { .. } => "closed",
        Event::Reopened { .. } => "reopened",
        Event::Cancelled { .. } => "cancelled",
        Event::CancelWished { .. } => "cancel_wished",
        Event::Converted { .. } => "converted",
        Event::EvaluationStarted { .. } => "evaluation_started",
        Event::Evaluated { .. } => "evaluated",
        Event::Approved { .. } => "approved",
        Event::Refused { .. } => "refused",
        Event::AskedBack { .. } => "asked_back",
        Event::FulfilmentStarted { .. } => "fulfilment_started",
        Event::Fulfilled { .. } => "fulfilled",
        Event::AnalysisStarted { .. } => "analysis_started",
        Event::KnownErrorDeclared { .. } => "known_error_declared",
        Event::FixStarted { .. } => "fix_started",
        Event::RiskAccepted { .. } => "risk_accepted",
        Event::Assigned { .. } => "assigned",
        Event::Unassigned { .. } => "unassigned",
        Event::ApproverReplaced { .. } => "approver_replaced",
        Event::ClosureMoved { .. } => "closure_moved",
        Event::AffectedChanged { .. } => "affected_changed",
        Event::ConfidentialityChanged { .. } => "confidentiality_changed",
        Event::ItemChanged { .. } => "item_changed",
        Event::HandedOver { .. } => "handed_over",
        Event::Commented { .. } => "commented",
        Event::MarkedRead => "marked_read",
        Event::Attached { .. } => "attached",
        Event::Watched { .. } => "watched",
        Event::Unwatched { .. } => "unwatched",
        Event::Linked { .. } => "linked",
        Event::Unlinked { .. } => "unlinked",
        Event::Redacted { .. } => "redacted",
        Event::Restricted { .. } => "restricted",
        Event::ClocksSet { .. } => "clocks_set",
        Event::Escalated { .. } => "escalated",
        Event::UserReminded { .. } => "user_reminded",
        Event::SimilarFound { .. } => "similar_found",
        Event::GroupDismissed { .. } => "group_dismissed",
        Event::SplitOff { .. } => "split_off",
        Event::Major(_) => "major",
        Event::Merge(_) => "merge",
        Event::Imported { .. } => "imported",
    }
}

const NAMES: [&str; 55] = [
    "recorded",
    "edited",
    "categorised",
    "diagnosis_started",
    "finding_added",
    "cause_recorded",
    "workaround_recorded",
    "held",
    "resumed",
    "resolved",
    "told",
    "resolved_at_first_contact",
    "confirmed",
    "closed",
    "reopened",
    "cancelled",
    "cancel_wished",
    "converted",
    "evaluation_started",
    "evaluated",
    "approved",
    "refused",
    "asked_back",
    "fulfilment_started",
    "fulfilled",
    "analysis_started",
    "known_error_declared",
    "fix_started",
    "risk_accepted",
    "assigned",
    "unassigned",
    "approver_replaced",
    "closure_moved",
    "affected_changed",
    "confidentiality_changed",
    "item_changed",
    "handed_over",
    "commented",
    "marked_read",
    "attached",
    "watched",
    "unwatched",
    "linked",
    "unlinked",
    "redacted",
    "restricted",
    "clocks_set",
    "escalated",
    "user_reminded",
    "similar_found",
    "group_dismissed",
    "split_off",
    "major",
    "merge",
    "imported",
];

#[test]
fn every_event_has_a_fixture_and_each_is_read() {
    let mut read = BTreeSet::new();
    for stored in streams().into_values().flatten() {
        let event = Event::read(stored.clone()).unwrap();
        assert_eq!(name(&event), stored.name);
        read.insert(name(&event));
        let now = event.store();
        if now.v == stored.v {
            assert_eq!(
                now, stored,
                "the present form has changed: it needs a new version"
            );
        } else {
            assert!(["commented", "attached"].contains(&stored.name.as_str()));
            assert_eq!((stored.v, now.v), (1, 2));
        }
        assert_eq!(Event::read(now).unwrap(), event);
    }
    assert_eq!(read, BTreeSet::from(NAMES));
}

#[test]
fn the_first_form_of_a_comment_knew_only_internal_or_not() {
    let comments = fold("incident").comments;
    let audiences: Vec<Audience> = comments.iter().map(|c| c.audience).collect();
    assert_eq!(
        audiences,
        [
            Audience::Agents,
            Audience::Participants,
            Audience::Participants
        ]
    );
}

#[test]
fn the_first_form_of_a_file_was_for_everyone_whatever_it_came_with() {
    let files = fold("attached").attachments;
    let audiences: Vec<Audience> = files.iter().map(|file| file.audience).collect();
    assert_eq!(
        audiences,
        [
            Audience::Participants,
            Audience::Agents,
            Audience::Everyone,
            Audience::Participants
        ]
    );
}

#[test]
fn what_nobody_can_have_written_is_not_read() {
    let stored = |name: &str, v, data: Value| StoredEvent {
        name: name.into(),
        v,
        data: data.into(),
    };
    let text = serde_json::json!({ "text": Uuid::nil() });
    assert!(Event::read(stored("finding_added", 1, text.clone())).is_ok());
    for wrong in [
        stored("finding_added", 2, text.clone()),
        stored("commented", 3, text.clone()),
        stored("finding_lost", 1, text),
        stored("finding_added", 1, serde_json::json!({})),
        stored("resumed", 1, serde_json::json!({ "to": "somewhere" })),
        stored("recorded", 1, serde_json::Value::Null),
    ] {
        let (name, v) = (wrong.name.clone(), wrong.v);
        let error = Event::read(wrong).unwrap_err();
        assert_eq!((error.name, error.v), (name, v));
    }
}

#[test]
fn the_incident_of_the_fixtures() {
    let ticket = fold("incident");
    assert_eq!(ticket.reference().to_string(), "INC-42");
    assert_eq!(
        (ticket.state, ticket.reopenings, ticket.hand_overs),
        (State::Closed, 1, 1)
    );
    assert_eq!(
        (ticket.subject, ticket.description),
        (text(4), Some(text(2)))
    );
    assert_eq!(
        (ticket.affected, ticket.reporter),
        (PersonId(1), Some(PersonId(2)))
    );
    assert_eq!(
        (ticket.recorded_at, ticket.noticed_at),
        (START, Some(START.plus(-DAY)))
    );
    assert_eq!(
        (ticket.recorded_by.person(), ticket.channel),
        (Some(PersonId(5)), Channel::Phone)
    );
    assert!(ticket.confidential && ticket.restricted);
    assert_eq!(
        (ticket.impact, ticket.urgency),
        (Some(Impact::High), Some(Urgency::High))
    );
    assert_eq!(
        (ticket.service, ticket.category),
        (Some(ServiceId(2)), Some(CategoryId(3)))
    );
    assert_eq!(
        (ticket.priority, ticket.internal.priority_reason),
        (Priority::High, Some(text(5)))
    );
    assert_eq!(
        (ticket.team, ticket.assignee, ticket.first_owner),
        (Some(TeamId(2)), None, Some(PersonId(10)))
    );
    assert_eq!(ticket.watchers, BTreeSet::from([PersonId(4)]));
    assert_eq!(ticket.follows.unwrap().to_string(), "INC-41");
    assert_eq!(ticket.external.as_deref(), Some("INC0000045"));
    assert_eq!(
        ticket
            .fields
            .iter()
            .map(|f| f.value.clone())
            .collect::<Vec<_>>(),
        [
            FieldValue::Text(text(3)),
            FieldValue::Choice("rouge".into()),
            FieldValue::Number(3),
            FieldValue::Date("2026-05-01".into()),
        ]
    );
    assert_eq!((ticket.hold, ticket.workaround), (None, Some(text(8))));
    assert_eq!(ticket.internal.findings, [text(6)]);
    assert!(!ticket.internal.answered_unread);
    assert_eq!(
        (ticket.attachments.len(), ticket.internal.links.len()),
        (1, 1)
    );
    let resolution = ticket.resolution.unwrap();
    assert_eq!(
        (resolution.permanence, resolution.code),
        (Permanence::Permanent, ResolutionCode::VendorFix)
    );
    assert!(!resolution.cause_known && ticket.internal.cause_unknown);
    assert_eq!((ticket.closed_at, ticket.closes_at), (Some(at(27)), None));
    assert_eq!(ticket.reopen_until, Some(START.plus(15 * DAY)));
}

#[test]
fn the_request_of_the_fixtures() {
    let ticket = fold("request");
    assert_eq!(
        (ticket.reference().to_string().as_str(), ticket.state),
        ("REQ-42", State::Fulfilled)
    );
    assert_eq!(
        ticket
            .aliases
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["INC-42"]
    );
    assert_eq!(
        (ticket.item, ticket.priority),
        (Some(ItemId(4)), Priority::Moderate)
    );
    assert_eq!(ticket.evaluation.unwrap().cost, Some(Cents(4_900)));
    let approval = ticket.approval.unwrap();
    assert_eq!(
        approval.approved_by,
        BTreeSet::from([PersonId(4), PersonId(5)])
    );
    assert!(approval.is_complete() && !approval.asked_back);
    assert!(ticket.cancel_wished && ticket.done.is_some() && ticket.internal.answered_unread);
    assert_eq!(ticket.closes_at, Some(START.plus(7 * DAY)));

    let refused = fold("refused");
    assert_eq!(
        (refused.state, refused.closed_at),
        (State::Refused, Some(at(2)))
    );
    assert!(refused.reason.is_some() && refused.evaluation.unwrap().standard);
}

#[test]
fn the_other_tickets_of_the_fixtures() {
    let first = fold("first_contact");
    assert_eq!(
        (first.state, first.priority),
        (State::Resolved, Priority::Critical)
    );
    assert!(first.resolution.unwrap().first_contact && first.internal.cause.is_some());
    assert_eq!(first.urgency, Some(Urgency::Medium));

    let problem = fold("problem");
    assert_eq!(
        (problem.reference().to_string().as_str(), problem.state),
        ("PRB-42", State::RiskAccepted)
    );
    assert!(problem.reason.is_some() && problem.closed_at.is_none());

    let cancelled = fold("cancelled");
    assert_eq!(
        (cancelled.state, cancelled.closed_at),
        (State::Cancelled, Some(at(1)))
    );
}

#[test]
fn the_handed_on_ticket_of_the_fixtures() {
    let ticket = fold("handed_on");
    assert_eq!(
        (ticket.assignee, ticket.first_owner),
        (None, Some(PersonId(5)))
    );
    let approval = ticket.approval.unwrap();
    assert_eq!(approval.rule, ApprovalRule::OneOf);
    assert_eq!(
        approval.approvers,
        BTreeSet::from([PersonId(9), PersonId(11)])
    );
    assert_eq!(ticket.closes_at, Some(Timestamp(1_780_000_000_000_007)));
}

#[test]
fn the_imported_ticket_of_the_fixtures() {
    let ticket = fold("imported");
    assert_eq!(
        (ticket.state, ticket.hold, ticket.closed_at),
        (State::Closed, None, Some(at(11)))
    );
    assert_eq!((ticket.reopenings, ticket.hand_overs), (2, 5));
    assert_eq!(
        (ticket.priority, ticket.impact),
        (Priority::Low, Some(Impact::Medium))
    );
    assert_eq!(
        (ticket.service, ticket.category),
        (None, Some(CategoryId(9)))
    );
    assert_eq!(
        (ticket.team, ticket.assignee, ticket.first_owner),
        (Some(TeamId(1)), None, Some(PersonId(12)))
    );
    assert_eq!(
        (ticket.affected, ticket.comments[0].audience),
        (PersonId(3), Audience::Agents)
    );
    assert_eq!(ticket.resolution.unwrap().code, ResolutionCode::Other);
}

#[test]
fn the_corrected_request_of_the_fixtures() {
    let ticket = fold("corrected");
    assert_eq!(
        (ticket.affected, ticket.reporter),
        (PersonId(7), None),
        "the reporter has become the affected user"
    );
    assert!(!ticket.confidential);
    assert_eq!(
        (ticket.state, ticket.item, ticket.evaluation.clone()),
        (State::Cancelled, Some(ItemId(5)), None)
    );
    assert_eq!(
        ticket.fields.iter().map(|f| f.value.clone()).next(),
        Some(FieldValue::Number(2))
    );
    assert_eq!(ticket.before(), Some(State::UnderEvaluation));
    assert!(ticket.internal.links.is_empty());
    assert_eq!(ticket.place, Some(text(3)));
}
