//! Events of every kind, decided by nobody: what the fold and the views must stand.

use super::commands::attachment;
use super::desk::*;
use super::dice::Dice;
use guichet_domain::directory::service_level::Target;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{
    ArticleId, CategoryId, DisruptionId, FileId, ItemId, PersonId, TeamId, TicketId,
};
use guichet_domain::kernel::ids::{CalendarId, ServiceLevelId};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::promise::{Promise, Rank};
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::approval::{Approval, Replacement};
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::clock::{Clock, Clocks, Pause, Stand, Sum};
use guichet_domain::tickets::evaluation::{Evaluation, FieldAnswer, FieldValue};
use guichet_domain::tickets::event::{Event, FirstContact, Imported, Recorded};
use guichet_domain::tickets::hold::{Hold, HoldReason, Reminders};
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::major::MajorEvent;
use guichet_domain::tickets::merging::{MergeEvent, Shares};
use guichet_domain::tickets::offered::Offered;
use guichet_domain::tickets::resolution::{Permanence, Resolution, ResolutionCode};
use guichet_domain::tickets::similar::Similar;
use guichet_domain::tickets::telling::{Known, Source};
use guichet_domain::tickets::workflow::State;
use std::collections::BTreeSet;

/// How many kinds [`event`] knows, counting each imported change.
pub const KINDS: u64 = 61;

fn state(d: &mut Dice) -> State {
    d.of(State::ALL)
}

fn time(d: &mut Dice) -> Timestamp {
    START.plus(d.below(1 << 40) as i64)
}

fn person(d: &mut Dice) -> PersonId {
    d.of(EVERYBODY)
}

fn hold(d: &mut Dice) -> Hold {
    Hold {
        reason: d.of(HoldReason::ALL),
        until: d.maybe(time),
        before: state(d),
        problem: d.maybe(reference),
        reminders: Reminders {
            told: d.below(4) as u8,
            next: d.maybe(time),
        },
    }
}

fn classification(d: &mut Dice) -> Classification {
    Classification {
        service: d.of(&[OPEN, RESTRICTED]),
        category: CategoryId(d.below(4) as i64),
        impact: d.of(Impact::ALL),
        urgency: d.of(Urgency::ALL),
    }
}

fn resolution(d: &mut Dice) -> Resolution {
    Resolution {
        permanence: d.of(Permanence::ALL),
        code: d.of(ResolutionCode::ALL),
        notes: d.text_id(),
        first_contact: d.one_in(2),
        cause_known: d.one_in(2),
        at: time(d),
    }
}

fn approval(d: &mut Dice) -> Approval {
    let some =
        |d: &mut Dice| -> BTreeSet<PersonId> { (0..d.below(4)).map(|_| person(d)).collect() };
    Approval {
        rule: d.of(&[ApprovalRule::OneOf, ApprovalRule::All]),
        approvers: some(d),
        approved_by: some(d),
        asked_back: d.one_in(2),
    }
}

fn reference(d: &mut Dice) -> Reference {
    Reference {
        kind: d.of(Kind::ALL),
        id: TicketId(d.below(99) as i64 + 1),
    }
}

pub fn begun(d: &mut Dice) -> Recorded {
    Recorded {
        kind: d.of(Kind::ALL),
        subject: d.text_id(),
        description: d.maybe(Dice::text_id),
        affected: person(d),
        reporter: d.maybe(person),
        channel: d.of(Channel::ALL),
        noticed_at: d.maybe(time),
        place: d.maybe(Dice::text_id),
        confidential: d.one_in(2),
        restricted: d.one_in(2),
        service: d.maybe(|d| d.of(&[OPEN, RESTRICTED])),
        impact: d.maybe(|d| d.of(Impact::ALL)),
        urgency: d.maybe(|d| d.of(Urgency::ALL)),
        priority: d.of(Priority::ALL),
        team: d.maybe(|d| TeamId(d.below(3) as i64)),
        item: d.maybe(|d| ItemId(d.below(6) as i64)),
        fields: answers(d),
        follows: d.maybe(reference),
        external: d.maybe(|_| "INC0000045".into()),
        by_mail: d.maybe(|d| d.of(&[Proof::Signed, Proof::Claimed])),
        offered: Offered {
            shown: (0..d.below(3)).map(|n| ArticleId(n as i64 + 1)).collect(),
            opened: (0..d.below(2)).map(|n| ArticleId(n as i64 + 1)).collect(),
        },
        clocks: d.maybe(clocks),
    }
}

fn clocks(d: &mut Dice) -> Clocks {
    Clocks {
        own: clock(d),
        resolve: clock(d),
    }
}

fn clock(d: &mut Dice) -> Clock {
    Clock {
        stand: match d.below(4) {
            0 => Stand::Untargeted,
            1 => Stand::Running,
            2 => Stand::Paused {
                why: Pause::Hold(d.of(HoldReason::ALL)),
            },
            _ => Stand::Stopped {
                kept: d.maybe(|d| d.one_in(2)),
            },
        },
        since: time(d),
        due: d.maybe(time),
        soon: d.maybe(time),
        sum: Some(Sum {
            used: d.below(10_000) as i64,
            target: d.maybe(|d| Target {
                level: ServiceLevelId(d.below(3) as i64 + 1),
                calendar: CalendarId(1),
                revision: d.below(2) as u32,
                minutes: d.below(500) as u32 + 1,
                pauses: BTreeSet::from([d.of(HoldReason::ALL)]),
            }),
            told: d.below(200) as u16,
            next: d.maybe(time),
        }),
    }
}

fn imported(d: &mut Dice, kind: u64) -> Imported {
    match kind {
        0 => Imported::State {
            to: state(d),
            hold: d.maybe(hold),
            reopened: d.one_in(2),
            closed: d.one_in(2),
            resolution: d.maybe(resolution),
        },
        1 => Imported::Rating {
            impact: d.of(Impact::ALL),
            urgency: d.of(Urgency::ALL),
            priority: d.of(Priority::ALL),
        },
        2 => Imported::Category {
            service: d.maybe(|_| OPEN),
            category: d.maybe(|_| CategoryId(1)),
        },
        3 => Imported::Owner {
            team: d.maybe(|_| TeamId(2)),
            assignee: d.maybe(person),
            handed_over: d.one_in(2),
        },
        4 => Imported::Affected { person: person(d) },
        5 => Imported::Counted {
            hand_overs: d.below(9) as u32,
            reopenings: d.below(9) as u32,
        },
        _ => Imported::Note { text: d.text_id() },
    }
}

/// An event of the `kind`th kind, with everything in it left to chance.
pub fn event(kind: u64, d: &mut Dice) -> Event {
    match kind {
        0 => Event::Recorded(Box::new(begun(d))),
        1 => Event::Edited {
            subject: d.maybe(Dice::text_id),
            description: d.maybe(Dice::text_id),
        },
        2 => Event::Categorised {
            to: state(d),
            classification: classification(d),
            priority: d.of(Priority::ALL),
            restricted: d.one_in(2),
            reason: d.maybe(Dice::text_id),
        },
        3 => Event::DiagnosisStarted { to: state(d) },
        4 => Event::FindingAdded { text: d.text_id() },
        5 => Event::CauseRecorded { text: d.text_id() },
        6 => Event::WorkaroundRecorded { text: d.text_id() },
        7 => Event::Held {
            to: state(d),
            hold: hold(d),
            note: d.maybe(Dice::text_id),
        },
        8 => Event::Resumed { to: state(d) },
        9 => Event::Resolved {
            to: state(d),
            resolution: resolution(d),
            closes_at: d.maybe(time),
            cause: d.maybe(Dice::text_id),
            with: d.maybe(far),
        },
        10 => Event::ResolvedAtFirstContact(Box::new(FirstContact {
            to: state(d),
            classification: classification(d),
            priority: d.of(Priority::ALL),
            restricted: d.one_in(2),
            priority_reason: d.maybe(Dice::text_id),
            resolution: resolution(d),
            closes_at: d.maybe(time),
            cause: d.maybe(Dice::text_id),
        })),
        11 => Event::Confirmed {
            to: state(d),
            reopen_until: time(d),
        },
        12 => Event::Closed {
            to: state(d),
            reason: d.maybe(Dice::text_id),
            reopen_until: time(d),
        },
        13 => Event::Reopened {
            to: state(d),
            reason: d.text_id(),
        },
        14 => Event::Cancelled {
            to: state(d),
            reason: d.maybe(Dice::text_id),
        },
        15 => Event::CancelWished {
            reason: d.text_id(),
        },
        16 => Event::Converted {
            to: state(d),
            kind: d.of(Kind::ALL),
            item: d.maybe(|_| ItemId(1)),
            fields: answers(d),
        },
        17 => Event::EvaluationStarted { to: state(d) },
        18 => Event::Evaluated {
            to: state(d),
            evaluation: Evaluation {
                feasible: d.one_in(2),
                cost: d.maybe(|d| Cents(d.below(9_999) as i64)),
                impact: d.maybe(Dice::text_id),
                standard: d.one_in(2),
            },
            reason: d.maybe(Dice::text_id),
            approval: d.maybe(approval),
        },
        19 => Event::Approved {
            to: state(d),
            comment: d.maybe(Dice::text_id),
        },
        20 => Event::Refused {
            to: state(d),
            reason: d.text_id(),
        },
        21 => Event::AskedBack {
            question: d.text_id(),
        },
        22 => Event::FulfilmentStarted { to: state(d) },
        23 => Event::Fulfilled {
            to: state(d),
            done: d.text_id(),
            closes_at: d.maybe(time),
        },
        24 => Event::AnalysisStarted { to: state(d) },
        25 => Event::KnownErrorDeclared { to: state(d) },
        26 => Event::FixStarted { to: state(d) },
        27 => Event::RiskAccepted {
            to: state(d),
            reason: d.text_id(),
        },
        28 => Event::Assigned { to: person(d) },
        29 => Event::HandedOver {
            team: TeamId(d.below(3) as i64),
            note: d.maybe(Dice::text_id),
        },
        30 => Event::Commented {
            text: d.text_id(),
            audience: d.of(&[Audience::Everyone, Audience::Participants, Audience::Agents]),
            unread: d.one_in(2),
            by_mail: d.maybe(|d| d.of(&[Proof::Signed, Proof::Claimed])),
        },
        31 => Event::MarkedRead,
        32 => Event::Attached {
            attachment: attachment(d),
            unread: d.one_in(2),
            by_mail: d.maybe(|d| d.of(&[Proof::Signed, Proof::Claimed])),
        },
        33 => Event::Watched { person: person(d) },
        34 => Event::Unwatched { person: person(d) },
        35 => Event::Linked {
            link: Link {
                to: reference(d),
                relation: d.of(Relation::ALL),
            },
        },
        36 => Event::Redacted {
            what: match d.below(3) {
                0 => Removed::Text(d.text_id()),
                1 => Removed::File(FileId(d.uuid())),
                _ => Removed::All,
            },
            reason: d.maybe(Dice::text_id),
            audience: d.of(&[Audience::Everyone, Audience::Participants, Audience::Agents]),
        },
        37 => Event::Restricted {
            restricted: d.one_in(2),
        },
        38 => Event::Unassigned { from: person(d) },
        39 => Event::ApproverReplaced {
            from: person(d),
            to: BTreeSet::from([person(d), person(d)]),
            rule: d.of(&[ApprovalRule::All, ApprovalRule::OneOf]),
            why: match d.below(3) {
                0 => Replacement::Left,
                1 => Replacement::Absent,
                _ => Replacement::Named(d.text_id()),
            },
        },
        40 => Event::ClosureMoved {
            closes_at: d.maybe(time),
        },
        41 => Event::AffectedChanged { to: person(d) },
        42 => Event::ConfidentialityChanged {
            confidential: d.one_in(2),
            reason: d.maybe(Dice::text_id),
        },
        43 => Event::ItemChanged {
            to: state(d),
            item: ItemId(d.below(6) as i64),
            fields: answers(d),
        },
        44 => Event::Unlinked {
            link: Link {
                to: reference(d),
                relation: d.of(Relation::ALL),
            },
        },
        45 => Event::ClocksSet {
            clocks: Box::new(clocks(d)),
            applied: d.one_in(2),
        },
        46 => Event::Escalated {
            promise: d.of(Promise::ALL),
            percent: d.below(200) as u16,
            to: BTreeSet::from([d.of(Rank::ALL)]),
            due: d.maybe(time),
            next: d.maybe(time),
        },
        47 => Event::UserReminded {
            told: d.below(4) as u8,
            next: d.maybe(time),
        },
        48 => Event::SimilarFound {
            similar: vec![Similar {
                ticket: TicketId(d.below(1 << 40) as i64 + 1_000),
                score: d.below(1_001) as u16,
            }],
        },
        49 => Event::GroupDismissed {
            with: vec![TicketId(d.below(1 << 40) as i64 + 1_000)],
            people: d.below(9) as u32,
        },
        50 => Event::Told {
            known: d.of(Known::ALL),
            text: d.text_id(),
            source: d.maybe(|d| Source {
                problem: far(d),
                text: d.text_id(),
            }),
            to: BTreeSet::from([PersonId(d.below(1 << 40) as i64 + 1_000)]),
        },
        51 => Event::SplitOff { to: far(d) },
        52 => Event::Major(major(d)),
        53 => Event::Merge(merging(d)),
        other => Event::Imported {
            change: imported(d, other - 54),
        },
    }
}

/// What may happen to a major incident, whether it is one or not.
pub fn major(d: &mut Dice) -> MajorEvent {
    match d.below(8) {
        0 => MajorEvent::Declared {
            leader: person(d),
            reason: d.text_id(),
            disruption: DisruptionId(d.below(9) as i64),
            next_update: time(d),
        },
        1 => MajorEvent::Led { leader: person(d) },
        2 => MajorEvent::Updated {
            fr: d.maybe(|d| d.text_id()),
            en: d.maybe(|d| d.text_id()),
            next_update: time(d),
        },
        3 => MajorEvent::UpdateMissed,
        4 => MajorEvent::TaskGiven {
            text: d.text_id(),
            to: person(d),
            until: d.maybe(time),
        },
        5 => MajorEvent::TaskDone {
            task: d.below(4) as u32,
        },
        6 => MajorEvent::SteppedDown {
            reason: d.text_id(),
        },
        _ => MajorEvent::Reviewed {
            happened: d.text_id(),
            helped: d.text_id(),
        },
    }
}

/// What may happen to tickets that are merged, whether they are or not.
pub fn merging(d: &mut Dice) -> MergeEvent {
    let people = |d: &mut Dice| BTreeSet::from([PersonId(d.below(1 << 40) as i64 + 1_000)]);
    let shares = |d: &mut Dice| Shares {
        people: people(d),
        scoped: d.one_in(2),
        team: d.maybe(|d| TeamId(d.below(3) as i64)),
    };
    match d.below(7) {
        0 => MergeEvent::Into {
            into: far(d),
            shares: shares(d),
        },
        1 => MergeEvent::Undone { from: far(d) },
        2 => MergeEvent::Joined {
            from: far(d),
            people: people(d),
            unread: d.one_in(2),
        },
        3 => MergeEvent::Parted { from: far(d) },
        4 => MergeEvent::Spoken {
            from: far(d),
            unread: d.one_in(2),
        },
        5 => MergeEvent::Removed { from: far(d) },
        _ => MergeEvent::Shared {
            from: far(d),
            shares: shares(d),
        },
    }
}

/// A problem with a number that nothing else has.
fn far(d: &mut Dice) -> Reference {
    Reference {
        kind: Kind::Problem,
        id: TicketId(d.below(1 << 40) as i64 + 1_000),
    }
}

fn answers(d: &mut Dice) -> Vec<FieldAnswer> {
    let why = FieldValue::Text(d.text_id());
    let answer = |field: &str, value| FieldAnswer {
        field: field.into(),
        value,
    };
    vec![
        answer("why", why),
        answer("how_many", FieldValue::Number(3)),
    ]
}
