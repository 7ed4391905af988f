//! What people see of a ticket is what they may, however it came about.
#![allow(clippy::unwrap_used)]

mod common;

use common::any_event::{KINDS, event};
use common::desk::*;
use common::dice::Dice;
use common::walk::{recorded, step, walks};
use guichet_domain::evolve;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::{Audience, Viewer};
use guichet_domain::kernel::ids::{CommandId, ItemId, PersonId, TextId, TicketId};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::stream::{ATTACHED, REDACTED, StreamEvent};
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::command;
use guichet_domain::tickets::evaluation::{FieldAnswer, FieldValue};
use guichet_domain::tickets::event::{Envelope, Event, Imported};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::major::MajorEvent;
use guichet_domain::tickets::merging::{MergeEvent, Shares};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::similar::Similar;
use guichet_domain::tickets::telling::Source;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{seen, view, viewer};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The law: folding what one may see gives what one may see of the fold.
fn commutes(before: &Ticket, happened: &Envelope) {
    let after = evolve(before.clone(), happened);
    for viewer in Viewer::ALL {
        let known = view(before, *viewer);
        let expected = view(&after, *viewer);
        match seen(happened, *viewer) {
            Some(told) => assert_eq!(evolve(known, &told), expected, "{viewer:?}: {happened:?}"),
            None => assert_eq!(known, expected, "{viewer:?} misses {happened:?}"),
        }
    }
}

/// Every text and file that an event names, and for whose eyes it is: said here a second time, of
/// every event.
fn named(event: &Event) -> Vec<(String, Audience)> {
    use Audience::{Agents, Everyone};
    let all = |audience: Audience, texts: &[Option<TextId>]| {
        let texts = texts.iter().flatten();
        texts
            .map(|text| (text.to_string(), audience))
            .collect::<Vec<_>>()
    };
    let answers = |fields: &[FieldAnswer]| -> Vec<Option<TextId>> {
        let text = |answer: &FieldAnswer| match answer.value {
            FieldValue::Text(text) => Some(text),
            FieldValue::Choice(_) | FieldValue::Number(_) | FieldValue::Date(_) => None,
        };
        fields.iter().map(text).collect()
    };
    match event {
        Event::Recorded(recorded) => {
            let mut texts = vec![Some(recorded.subject), recorded.description, recorded.place];
            texts.extend(answers(&recorded.fields));
            all(Everyone, &texts)
        }
        Event::Edited {
            subject,
            description,
        } => all(Everyone, &[*subject, *description]),
        Event::Converted { fields, .. } | Event::ItemChanged { fields, .. } => {
            all(Everyone, &answers(fields))
        }
        Event::ConfidentialityChanged { reason, .. } => all(Agents, &[*reason]),
        Event::WorkaroundRecorded { text } => all(Everyone, &[Some(*text)]),
        Event::Held { note, .. } => all(Everyone, &[*note]),
        Event::Evaluated {
            evaluation, reason, ..
        } => all(Everyone, &[evaluation.impact, *reason]),
        Event::Approved { comment, .. } => all(Everyone, &[*comment]),
        Event::AskedBack { question } => all(Everyone, &[Some(*question)]),
        Event::Fulfilled { done, .. } => all(Everyone, &[Some(*done)]),
        Event::Closed { reason, .. } | Event::Cancelled { reason, .. } => all(Everyone, &[*reason]),
        Event::Reopened { reason, .. }
        | Event::CancelWished { reason }
        | Event::Refused { reason, .. }
        | Event::RiskAccepted { reason, .. } => all(Everyone, &[Some(*reason)]),
        Event::FindingAdded { text } | Event::CauseRecorded { text } => all(Agents, &[Some(*text)]),
        Event::HandedOver { note, .. } => all(Agents, &[*note]),
        Event::Categorised { reason, .. } => all(Agents, &[*reason]),
        Event::Resolved {
            resolution,
            cause,
            with,
            ..
        } => {
            let public = all(Everyone, &[Some(resolution.notes)]);
            let with = with.iter().map(|with| (with.id.to_string(), Agents));
            [public, all(Agents, &[*cause]), with.collect()].concat()
        }
        Event::Told { text, source, .. } => {
            let mut named = all(Everyone, &[Some(*text)]);
            if let Some(Source { problem, text }) = source {
                named.push((problem.id.to_string(), Agents));
                named.extend(all(Agents, &[Some(*text)]));
            }
            named
        }
        Event::ResolvedAtFirstContact(first) => {
            let public = all(Everyone, &[Some(first.resolution.notes)]);
            [public, all(Agents, &[first.priority_reason, first.cause])].concat()
        }
        Event::Commented { text, audience, .. } => all(*audience, &[Some(*text)]),
        Event::Attached { attachment, .. } => {
            vec![(attachment.file.to_string(), attachment.audience)]
        }
        Event::Redacted {
            what,
            reason,
            audience,
        } => {
            let mut named = all(*audience, &[*reason]);
            match what {
                Removed::Text(text) => named.push((text.to_string(), *audience)),
                Removed::File(file) => named.push((file.to_string(), *audience)),
                Removed::All => {}
            }
            named
        }
        Event::SimilarFound { similar } => {
            let one = |one: &Similar| serde_json::to_string(one).unwrap();
            similar.iter().map(|s| (one(s), Agents)).collect()
        }
        Event::SplitOff { to } => vec![(to.id.to_string(), Agents)],
        Event::Major(event) => match event {
            MajorEvent::Declared { reason: text, .. }
            | MajorEvent::SteppedDown { reason: text }
            | MajorEvent::TaskGiven { text, .. } => all(Agents, &[Some(*text)]),
            MajorEvent::Updated { fr, en, .. } => all(Agents, &[*fr, *en]),
            MajorEvent::Reviewed { happened, helped } => {
                all(Agents, &[Some(*happened), Some(*helped)])
            }
            MajorEvent::Led { .. } | MajorEvent::UpdateMissed | MajorEvent::TaskDone { .. } => {
                Vec::new()
            }
        },
        // Who takes part in a ticket is known to all who see it.
        Event::Merge(event) => {
            let all = |people: &BTreeSet<PersonId>| -> Vec<(String, Audience)> {
                let people = people.iter();
                people.map(|one| (one.to_string(), Everyone)).collect()
            };
            match event {
                MergeEvent::Into {
                    into: from,
                    shares: Shares { people, .. },
                }
                | MergeEvent::Shared {
                    from,
                    shares: Shares { people, .. },
                }
                | MergeEvent::Joined { from, people, .. } => {
                    [vec![(from.id.to_string(), Everyone)], all(people)].concat()
                }
                MergeEvent::Undone { from } | MergeEvent::Parted { from } => {
                    vec![(from.id.to_string(), Everyone)]
                }
                MergeEvent::Spoken { from, .. } | MergeEvent::Removed { from } => {
                    vec![(from.id.to_string(), Audience::Participants)]
                }
            }
        }
        Event::GroupDismissed { with, .. } => {
            with.iter().map(|one| (one.to_string(), Agents)).collect()
        }
        Event::Imported { change } => match change {
            Imported::Note { text } => all(Agents, &[Some(*text)]),
            Imported::State { resolution, .. } => {
                all(Everyone, &[resolution.as_ref().map(|r| r.notes)])
            }
            Imported::Rating { .. }
            | Imported::Category { .. }
            | Imported::Owner { .. }
            | Imported::Affected { .. }
            | Imported::Counted { .. } => Vec::new(),
        },
        Event::DiagnosisStarted { .. }
        | Event::Resumed { .. }
        | Event::Confirmed { .. }
        | Event::EvaluationStarted { .. }
        | Event::FulfilmentStarted { .. }
        | Event::AnalysisStarted { .. }
        | Event::KnownErrorDeclared { .. }
        | Event::FixStarted { .. }
        | Event::Assigned { .. }
        | Event::Unassigned { .. }
        | Event::ApproverReplaced { .. }
        | Event::ClosureMoved { .. }
        | Event::MarkedRead
        | Event::Watched { .. }
        | Event::Unwatched { .. }
        | Event::Linked { .. }
        | Event::Unlinked { .. }
        | Event::AffectedChanged { .. }
        | Event::ClocksSet { .. }
        | Event::UserReminded { .. }
        | Event::Escalated { .. }
        | Event::Restricted { .. } => Vec::new(),
    }
}

/// Who reads what is for whom.
fn reads(viewer: Viewer, audience: Audience) -> bool {
    match (audience, viewer) {
        (Audience::Everyone, _) | (_, Viewer::Agent) => true,
        (Audience::Participants, Viewer::Participant) => true,
        (Audience::Participants, Viewer::Approver) | (Audience::Agents, _) => false,
    }
}

/// No view and no event of a log names what its viewer may not know, and each event names what
/// they may.
fn nothing_leaks(log: &[Envelope]) {
    for viewer in Viewer::ALL {
        let mut secrets = BTreeSet::new();
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for happened in log {
            ticket = evolve(ticket, happened);
            let told = seen(happened, *viewer).map(|e| serde_json::to_string(&e).unwrap());
            // Its own number is no secret to whoever sees it.
            let named = named(&happened.event).into_iter();
            for (id, audience) in named.filter(|(id, _)| *id != happened.ticket.to_string()) {
                let is_told = told.as_deref().unwrap_or_default().contains(&id);
                assert_eq!(
                    is_told,
                    reads(*viewer, audience),
                    "{viewer:?}: {happened:?}"
                );
                // What was removed may have been everybody's.
                if !is_told && !matches!(happened.event, Event::Redacted { .. }) {
                    secrets.insert(id);
                }
            }
        }
        let known = serde_json::to_string(&view(&ticket, *viewer)).unwrap();
        for secret in secrets {
            assert!(!known.contains(&secret), "{viewer:?} reads {secret}");
        }
    }
}

fn envelope(kind: u64, dice: &mut Dice) -> Envelope {
    let event = event(kind, dice);
    Envelope {
        ticket: TicketId(42),
        at: START.plus(dice.below(1 << 40) as i64),
        by: dice
            .maybe(|d| Who::Person(d.of(EVERYBODY)))
            .unwrap_or_default(),
        command: CommandId(dice.uuid()),
        event,
    }
}

proptest! {
    #![proptest_config(common::cases(256))]

    #[test]
    fn seeing_and_folding_commute_for_events_of_any_kind(
        steps in prop::collection::vec((0..KINDS, any::<u64>()), 1..40),
    ) {
        // With chance of its own: no other event names the same texts.
        let mut log = vec![envelope(0, &mut Dice(!steps[0].1))];
        log.extend(steps.iter().map(|(kind, seed)| envelope(*kind, &mut Dice(*seed))));
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for happened in &log {
            commutes(&ticket, happened);
            ticket = evolve(ticket, happened);
        }
        nothing_leaks(&log);
    }

    #[test]
    fn seeing_and_folding_commute_for_what_is_decided((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
        }
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for happened in &desk.log {
            commutes(&ticket, happened);
            ticket = evolve(ticket, happened);
        }
        nothing_leaks(&desk.log);
    }

    #[test]
    fn a_view_is_a_view_of_itself(steps in prop::collection::vec((0..KINDS, any::<u64>()), 1..30)) {
        let ticket = steps
            .iter()
            .map(|(kind, seed)| envelope(*kind, &mut Dice(*seed)))
            .fold(Ticket::unrecorded(TicketId(42)), |ticket, happened| evolve(ticket, &happened));
        for viewer in Viewer::ALL {
            let known = view(&ticket, *viewer);
            prop_assert_eq!(view(&known, *viewer), known);
        }
        prop_assert_eq!(view(&ticket, Viewer::Agent), ticket);
    }
}

#[test]
fn every_kind_of_event_is_thrown() {
    let mut names = BTreeSet::new();
    for kind in 0..KINDS {
        let event = event(kind, &mut Dice(kind));
        let (name, beside) = (event.store().name, event.beside());
        // Files that are named and what is removed are found in the log by these names.
        assert_eq!(beside.file.is_some(), name == ATTACHED, "{name}");
        assert_eq!(beside.removes.is_some(), name == REDACTED, "{name}");
        names.insert(name);
    }
    assert_eq!(names.len(), 55);
}

/// Whom else the same problem hit is nobody's business.
#[test]
fn who_is_told_of_a_problem_and_of_which_is_for_agents() {
    for seed in 0..200 {
        let told = Envelope {
            ticket: TicketId(42),
            at: Timestamp::default(),
            by: Who::System,
            command: CommandId::default(),
            event: event(50, &mut Dice(seed)),
        };
        for viewer in Viewer::ALL {
            let seen = seen(&told, *viewer).unwrap();
            let Event::Told { source, to, .. } = &seen.event else {
                panic!("{seen:?}")
            };
            if *viewer == Viewer::Agent {
                assert_eq!(seen, told);
            } else {
                assert!(source.is_none() && to.is_empty(), "{viewer:?}: {seen:?}");
            }
        }
    }
}

#[test]
fn whose_fix_is_awaited_is_for_agents() {
    let draft = NewTicket {
        subject: "Word is slow".into(),
        affected: Some(USER),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let problem = "PRB-7".parse().unwrap();
    desk.done(
        ALICE,
        command::Command::Hold {
            reason: HoldReason::Problem,
            until: Some(desk.now.plus(DAY)),
            note: String::new(),
            internal: String::new(),
            problem: Some(problem),
            was: None,
        },
    );
    let names = |viewer| {
        let ticket = view(&desk.ticket, viewer);
        let told = desk.log.iter().filter_map(|e| seen(e, viewer));
        let by_event = told.fold(Ticket::unrecorded(TicketId(42)), |t, e| evolve(t, &e));
        let problem = |ticket: &Ticket| ticket.hold.as_ref().unwrap().problem;
        (problem(&ticket), problem(&by_event))
    };
    assert_eq!(names(Viewer::Agent), (Some(problem), Some(problem)));
    assert_eq!(names(Viewer::Participant), (None, None));
}

#[test]
fn who_sees_a_ticket_at_all() {
    for confidential in [false, true] {
        let draft = NewTicket {
            kind: Kind::Request,
            subject: "A badge".into(),
            affected: Some(USER),
            reporter: Some(REPORTER),
            confidential,
            item: Some(ItemId(6)),
            ..NewTicket::default()
        };
        let mut desk = Desk::record(&draft, &actor(ALICE)).unwrap();
        desk.done(ALAN, command::Command::Watch { person: WATCHER });
        let quality = |person| viewer(&desk.ticket, &actor(person));
        for person in [USER, REPORTER, WATCHER] {
            assert_eq!(quality(person), Some(Viewer::Participant));
        }
        for person in [MANAGER, SPONSOR] {
            assert_eq!(quality(person), Some(Viewer::Approver));
        }
        for person in [ALICE, ALAN] {
            assert_eq!(quality(person), Some(Viewer::Agent));
        }
        for person in [BEA, BOB, ADMIN] {
            assert_eq!(
                quality(person),
                (!confidential).then_some(Viewer::Agent),
                "{person}"
            );
        }
        for person in [STRANGER, DIRECTOR] {
            assert_eq!(quality(person), None);
        }
        // An agent of another team who watches it reads what a user reads.
        desk.done(ALICE, command::Command::Watch { person: BEA });
        let expected = if confidential {
            Viewer::Participant
        } else {
            Viewer::Agent
        };
        assert_eq!(viewer(&desk.ticket, &actor(BEA)), Some(expected));
    }
}
