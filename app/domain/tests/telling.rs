//! Who is told what is known of a problem: everybody once, whatever was told before.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::ids::{CommandId, PersonId, TextId, TicketId};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Refusal, Why};
use guichet_domain::recurrence::telling::{TellUsers, to_tell};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::ResolutionCode;
use guichet_domain::tickets::telling::{Known, Source, Telling, ToldBefore};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PROBLEM: Reference = Reference {
    kind: Kind::Problem,
    id: TicketId(9),
};

fn text(n: u128) -> TextId {
    CommandId::default().text(u32::try_from(n).unwrap())
}

/// Incidents of these people, each with those who watch it.
fn incidents(people: &[(i64, Vec<i64>)]) -> Vec<Ticket> {
    let incident = |(n, (affected, watchers)): (usize, &(i64, Vec<i64>))| {
        let mut ticket = Ticket::unrecorded(TicketId(20 + n as i64));
        ticket.affected = PersonId(*affected);
        ticket.watchers = watchers.iter().copied().map(PersonId).collect();
        ticket
    };
    people.iter().enumerate().map(incident).collect()
}

fn told(tickets: &mut [Ticket], source: TextId) -> BTreeMap<PersonId, usize> {
    let mut times = BTreeMap::new();
    let all: Vec<&Ticket> = tickets.iter().collect();
    for due in to_tell(PROBLEM.id, source, &all) {
        let ticket = tickets
            .iter_mut()
            .find(|one| one.id == due.incident)
            .unwrap();
        for person in &due.to {
            *times.entry(*person).or_default() += 1;
        }
        ticket.internal.told.push(ToldBefore {
            problem: PROBLEM.id,
            text: source,
            to: due.to,
        });
    }
    times
}

proptest! {
    /// Incidents come one after the other, and now and then those there are are told.
    #[test]
    fn everybody_is_told_each_text_once(
        people in prop::collection::vec((0..6_i64, prop::collection::vec(0..6_i64, 0..3)), 1..20),
        rounds in prop::collection::vec((1..20_usize, 0..2_u128), 1..6),
    ) {
        let mut tickets = incidents(&people);
        let mut times: BTreeMap<(PersonId, u128), usize> = BTreeMap::new();
        let mut reached: BTreeMap<u128, usize> = BTreeMap::new();
        for (upto, which) in rounds {
            let upto = upto.min(tickets.len());
            for (person, n) in told(&mut tickets[..upto], text(which)) {
                *times.entry((person, which)).or_default() += n;
            }
            let before = reached.entry(which).or_default();
            *before = upto.max(*before);
        }
        for ((person, which), n) in &times {
            prop_assert_eq!(*n, 1, "{:?} of {}", person, which);
        }
        for (which, upto) in reached {
            for (affected, watchers) in &people[..upto] {
                for person in watchers.iter().chain([affected]) {
                    prop_assert!(times.contains_key(&(PersonId(*person), which)));
                }
            }
        }
    }
}

#[test]
fn what_was_cancelled_or_is_no_incident_is_not_told() {
    let mut tickets = incidents(&[(1, vec![]), (2, vec![]), (3, vec![]), (4, vec![])]);
    tickets[0].state = State::Cancelled;
    tickets[1].kind = Kind::Request;
    tickets[2].state = State::Closed;
    let all: Vec<&Ticket> = tickets.iter().collect();
    let due = to_tell(PROBLEM.id, text(0), &all);
    let due: Vec<_> = due
        .iter()
        .map(|one| (one.incident.0, one.is_open))
        .collect();
    // Who has an open one is told by that: they can answer that it still happens.
    assert_eq!(due, [(23, true), (22, false)]);
}

#[test]
fn whose_language_has_no_text_is_told_in_the_other() {
    let form = |fr: &str, en: &str| TellUsers {
        problem: PROBLEM.id,
        known: Known::Workaround,
        source: text(0),
        fr: fr.into(),
        en: en.into(),
        resolve: false,
    };
    let both = form("Redémarrez", "Restart");
    assert_eq!(
        (both.text(Language::Fr), both.text(Language::En)),
        ("Redémarrez", "Restart")
    );
    assert_eq!(form("Redémarrez", " \n").text(Language::En), "Redémarrez");
    assert_eq!(form("", "Restart").text(Language::Fr), "Restart");
}

fn telling(known: Known, resolve: Option<ResolutionCode>) -> Telling {
    Telling {
        known,
        source: Source {
            problem: PROBLEM,
            text: text(7),
        },
        text: "Redémarrez Word.".into(),
        to: BTreeSet::from([USER, BOB]),
        resolve,
    }
}

/// An incident of [`USER`] that the problem causes.
fn caused() -> Desk {
    let draft = NewTicket {
        subject: "Word se ferme".into(),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    desk.ticket.internal.links.insert(Link {
        to: PROBLEM,
        relation: Relation::CausedBy,
    });
    desk
}

#[test]
fn it_is_told_to_those_who_take_part_and_once() {
    let mut desk = caused();
    let events = desk.act(
        &actor(ALICE),
        Command::TellUser(telling(Known::Workaround, None)),
    );
    let events = events.unwrap();
    let [Event::Told { to, text: said, .. }] = &events
        .iter()
        .map(|one| one.event.clone())
        .collect::<Vec<_>>()[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(*to, BTreeSet::from([USER]));
    assert_eq!(desk.ticket.workaround, Some(*said));
    assert_eq!(desk.ticket.state, State::New);
    let again = desk.act(
        &actor(ALICE),
        Command::TellUser(telling(Known::Workaround, None)),
    );
    assert!(
        matches!(
            again,
            Err(Refusal::Impossible {
                why: Why::AlreadySo,
                ..
            })
        ),
        "{again:?}"
    );
}

#[test]
fn a_fix_resolves_with_its_cause_and_a_workaround_does_not() {
    let code = Some(ResolutionCode::SoftwareFix);
    let mut desk = caused();
    let refused = desk.act(
        &actor(ALICE),
        Command::TellUser(telling(Known::Workaround, code)),
    );
    assert!(matches!(refused, Err(Refusal::Invalid(_))), "{refused:?}");
    desk.act(&actor(ALICE), Command::TellUser(telling(Known::Fix, code)))
        .unwrap();
    let resolution = desk.ticket.resolution.clone().unwrap();
    assert_eq!(desk.ticket.state, State::Resolved);
    assert_eq!(
        (resolution.code, resolution.cause_known),
        (ResolutionCode::SoftwareFix, true)
    );
    // Its user may say that it still happens.
    desk.act(
        &actor(USER),
        Command::Reopen {
            reason: "Encore".into(),
        },
    )
    .unwrap();
    assert_eq!(desk.ticket.state, State::Diagnosing);
}

#[test]
fn nothing_is_told_of_a_problem_that_is_not_its_cause() {
    let mut desk = caused();
    let mut other = telling(Known::Fix, None);
    other.source.problem.id = TicketId(10);
    let refused = desk.act(&actor(ALICE), Command::TellUser(other));
    assert!(matches!(refused, Err(Refusal::Invalid(_))), "{refused:?}");
    let refused = desk.act(&actor(USER), Command::TellUser(telling(Known::Fix, None)));
    assert!(refused.is_err(), "users tell nothing");
}
