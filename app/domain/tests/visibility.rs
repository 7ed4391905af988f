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
use guichet_domain::kernel::ids::{CommandId, ItemId, TicketId};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::command;
use guichet_domain::tickets::event::{Envelope, Event, Imported};
use guichet_domain::tickets::record::NewTicket;
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

/// What an event holds for agents alone, and what for everybody but approvers: said here a second
/// time, by id.
fn kept_from(happened: &Envelope, viewer: Viewer) -> Vec<String> {
    if viewer == Viewer::Agent {
        return Vec::new();
    }
    let hidden = |audience: Audience| match audience {
        Audience::Agents => true,
        Audience::Participants => viewer == Viewer::Approver,
        Audience::Everyone => false,
    };
    let texts = match &happened.event {
        Event::FindingAdded { text }
        | Event::CauseRecorded { text }
        | Event::Imported {
            change: Imported::Note { text },
        } => vec![Some(*text)],
        Event::Categorised { reason, .. } => vec![*reason],
        Event::Resolved { cause, .. } => vec![*cause],
        Event::ResolvedAtFirstContact(first) => vec![first.priority_reason, first.cause],
        Event::HandedOver { note, .. } => vec![*note],
        Event::Commented { text, audience, .. } if hidden(*audience) => vec![Some(*text)],
        Event::Attached { attachment, .. } if hidden(attachment.audience) => {
            return vec![attachment.file.to_string()];
        }
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .flatten()
        .map(|text| text.to_string())
        .collect()
}

/// No view and no told event of a log names what its viewer may not know.
fn nothing_leaks(log: &[Envelope]) {
    for viewer in Viewer::ALL {
        let secrets: BTreeSet<String> = log.iter().flat_map(|e| kept_from(e, *viewer)).collect();
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for happened in log {
            ticket = evolve(ticket, happened);
            let told = seen(happened, *viewer).map(|e| serde_json::to_string(&e).unwrap());
            for secret in kept_from(happened, *viewer) {
                assert!(
                    !told.as_deref().unwrap_or_default().contains(&secret),
                    "{viewer:?}: {happened:?}"
                );
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
        let mut log = vec![envelope(0, &mut Dice(steps[0].1))];
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
        names.insert(event(kind, &mut Dice(kind)).store().name);
    }
    assert_eq!(names.len(), 42);
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
