//! No sequence of commands leaves the ways that the process knows, and no state is a trap.
#![allow(clippy::unwrap_used)]

mod common;

use common::commands::command;
use common::desk::*;
use common::dice::Dice;
use common::walk::{recorded, step, walks};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::ids::TicketId;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{allowed, evolve};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Ways = &'static [(State, &'static [State])];

/// The process as it is taught and written down, a second time and on its own: for each kind and
/// state, where a ticket may go.
fn ways(kind: Kind) -> Ways {
    use State::*;
    match kind {
        Kind::Incident => &[
            (New, &[Categorised, OnHold, Resolved, Cancelled]),
            (Categorised, &[Diagnosing, OnHold, Resolved, Cancelled]),
            (Diagnosing, &[OnHold, Resolved, Cancelled]),
            (OnHold, &[New, Categorised, Diagnosing, Resolved, Cancelled]),
            (Resolved, &[Closed, Diagnosing]),
            (Closed, &[Diagnosing]),
            (Cancelled, &[]),
        ],
        Kind::Request => &[
            (New, &[UnderEvaluation, Cancelled]),
            (
                UnderEvaluation,
                &[AwaitingApproval, Approved, Refused, OnHold, Cancelled],
            ),
            (AwaitingApproval, &[Approved, Refused, Cancelled]),
            (Approved, &[InFulfilment, AwaitingApproval, Cancelled]),
            (
                InFulfilment,
                &[Fulfilled, AwaitingApproval, OnHold, Cancelled],
            ),
            (OnHold, &[UnderEvaluation, InFulfilment, Cancelled]),
            (Fulfilled, &[Closed, InFulfilment]),
            (Closed, &[InFulfilment]),
            (Refused, &[]),
            (Cancelled, &[]),
        ],
        Kind::Problem => &[
            (New, &[RootCauseAnalysis, KnownError, OnHold, Cancelled]),
            (
                RootCauseAnalysis,
                &[
                    KnownError,
                    FixInProgress,
                    Resolved,
                    RiskAccepted,
                    OnHold,
                    Cancelled,
                ],
            ),
            (
                KnownError,
                &[
                    RootCauseAnalysis,
                    FixInProgress,
                    Resolved,
                    RiskAccepted,
                    OnHold,
                    Cancelled,
                ],
            ),
            (
                FixInProgress,
                &[
                    RootCauseAnalysis,
                    KnownError,
                    Resolved,
                    RiskAccepted,
                    OnHold,
                    Cancelled,
                ],
            ),
            (
                OnHold,
                &[New, RootCauseAnalysis, KnownError, FixInProgress, Cancelled],
            ),
            (Resolved, &[Closed, RootCauseAnalysis]),
            (RiskAccepted, &[Closed, RootCauseAnalysis]),
            (Closed, &[RootCauseAnalysis]),
            (Cancelled, &[]),
        ],
    }
}

/// From where an incident may turn out to be a request, or the other way round; it begins anew.
const TURNS: &[(Kind, &[State])] = &[
    (
        Kind::Incident,
        &[
            State::New,
            State::Categorised,
            State::Diagnosing,
            State::OnHold,
        ],
    ),
    (Kind::Request, &[State::New, State::UnderEvaluation]),
];

/// From where a request may become one for another item; it begins anew.
const ANEW: &[State] = &[
    State::New,
    State::UnderEvaluation,
    State::AwaitingApproval,
    State::Approved,
];

/// Where a new request goes whose item carries its evaluation: nobody evaluates it.
const EVALUATED: &[State] = &[State::AwaitingApproval, State::Approved];

const FINAL: &[State] = &[State::Closed, State::Refused, State::Cancelled];

fn may_go(kind: Kind, from: State, to: State) -> bool {
    ways(kind)
        .iter()
        .any(|(state, next)| *state == from && next.contains(&to))
}

/// Checks one event against the ways, on the ticket before it.
fn keeps_to_the_ways(before: &Ticket, event: &Event, after: &Ticket) {
    let (from, to) = (before.state, after.state);
    if before.kind != after.kind {
        assert!(
            matches!(event, Event::Converted { .. }),
            "{event:?} changed the kind"
        );
        let turns = TURNS
            .iter()
            .any(|(kind, states)| *kind == before.kind && states.contains(&from));
        assert!(
            turns && to == State::New && after.kind != Kind::Problem,
            "{from:?} turned into {to:?}"
        );
        assert!(
            after.aliases.contains(&before.reference()),
            "the old reference stays"
        );
    } else if matches!(event, Event::ItemChanged { .. }) {
        assert!(
            before.kind == Kind::Request && ANEW.contains(&from) && to == State::New,
            "{from:?} became another request in {to:?}"
        );
    } else if matches!(event, Event::Evaluated { evaluation, .. } if evaluation.standard) {
        assert!(
            before.kind == Kind::Request && from == State::New && EVALUATED.contains(&to),
            "{from:?} evaluated itself into {to:?}"
        );
    } else {
        assert!(
            from == to || may_go(before.kind, from, to),
            "{:?}: {from:?} → {to:?} by {event:?}",
            before.kind
        );
    }
    assert!(
        ways(after.kind)
            .iter()
            .any(|(state, _)| *state == after.state)
    );
    assert_eq!(
        after.hold.is_some(),
        after.state == State::OnHold,
        "a hold goes with its state"
    );
}

/// Folds the log of a desk again, looking at every event.
fn check_log(log: &[Envelope]) -> BTreeSet<(Kind, State, State)> {
    let mut visited = BTreeSet::new();
    let mut ticket = Ticket::unrecorded(TicketId(42));
    for envelope in log {
        let after = evolve(ticket.clone(), envelope);
        if matches!(envelope.event, Event::Recorded(_)) {
            assert_eq!(after.state, State::New);
        } else {
            keeps_to_the_ways(&ticket, &envelope.event, &after);
        }
        if ticket.kind == after.kind && ticket.state != after.state {
            visited.insert((after.kind, ticket.state, after.state));
        }
        ticket = after;
    }
    visited
}

/// Somebody, by one command or after taking the ticket, moves it on; cancelling does not count.
fn has_a_way_out(desk: &Desk) -> bool {
    let moves = |desk: &Desk| {
        actors().iter().any(|actor| {
            allowed(&desk.ticket, actor, &desk.facts(), desk.now)
                .iter()
                .filter(|a| {
                    let anew = [Action::Convert, Action::ChangeItem];
                    a.action != Action::Cancel && !anew.contains(&a.action)
                })
                .any(|a| {
                    (0..4).any(|seed| {
                        let command =
                            command(a.action, &desk.ticket, desk.now, &mut Dice(seed), false);
                        let mut desk = desk.clone();
                        let before = desk.ticket.state;
                        desk.act(actor, command).is_ok() && desk.ticket.state != before
                    })
                })
        })
    };
    moves(desk)
        || [ALICE, BEA].iter().any(|agent| {
            let mut desk = desk.clone();
            desk.act(
                &actor(*agent),
                Command::Take {
                    was: desk.ticket.assignee,
                },
            )
            .is_ok()
                && moves(&desk)
        })
}

proptest! {
    #![proptest_config(common::cases(192))]

    #[test]
    fn no_sequence_of_commands_leaves_the_ways((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            let log = desk.log.len();
            let texts = desk.texts.len();
            let step = step(&mut desk, seed);
            if step.result.is_err() {
                prop_assert_eq!(&step.before, &desk.ticket, "a refusal changes nothing");
                prop_assert_eq!((log, texts), (desk.log.len(), desk.texts.len()));
            }
        }
        check_log(&desk.log);
        let folded = desk.log.iter().fold(Ticket::unrecorded(TicketId(42)), evolve);
        prop_assert_eq!(folded, desk.ticket);
    }

    #[test]
    fn whatever_happened_there_is_a_way_on((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps.iter().take(25) {
            step(&mut desk, *seed);
        }
        desk.now = desk.now.plus(MINUTE);
        prop_assert!(
            FINAL.contains(&desk.ticket.state) || has_a_way_out(&desk),
            "stuck: {:#?}", desk.ticket
        );
    }
}

#[test]
fn walks_go_every_way_there_is() {
    let mut visited = BTreeSet::new();
    for (k, kind) in Kind::ALL.iter().enumerate() {
        for n in 0..220_u64 {
            let dice = &mut Dice(n * 3 + k as u64);
            let mut desk = recorded(*kind, dice.next());
            for _ in 0..60 {
                step(&mut desk, dice.next());
            }
            visited.extend(check_log(&desk.log));
        }
    }
    for kind in Kind::ALL {
        for (from, next) in ways(*kind) {
            for to in *next {
                assert!(
                    visited.contains(&(*kind, *from, *to)),
                    "never went {kind:?}: {from:?} → {to:?}"
                );
            }
        }
    }
}

#[test]
fn the_table_of_the_program_says_the_same() {
    let mut theirs = BTreeSet::new();
    let mut turns = BTreeSet::new();
    let mut anew = BTreeSet::new();
    for transition in workflow::TRANSITIONS {
        for from in transition.from {
            for to in transition.to {
                if transition.action == Action::Convert {
                    assert_eq!(*to, State::New);
                    turns.insert((transition.kind, *from));
                } else if transition.action == Action::ChangeItem {
                    assert_eq!((transition.kind, *to), (Kind::Request, State::New));
                    anew.insert(*from);
                } else if from != to {
                    theirs.insert((transition.kind, *from, *to));
                }
            }
        }
    }
    let mut ours = BTreeSet::new();
    for kind in Kind::ALL {
        for (from, next) in ways(*kind) {
            ours.extend(next.iter().map(|to| (*kind, *from, *to)));
        }
    }
    assert_eq!(theirs, ours);
    assert_eq!(anew, ANEW.iter().copied().collect());
    let our_turns: BTreeSet<(Kind, State)> = TURNS
        .iter()
        .flat_map(|(kind, states)| states.iter().map(|s| (*kind, *s)))
        .collect();
    assert_eq!(turns, our_turns);
}

#[test]
fn every_state_is_reached_and_none_but_the_final_is_an_end() {
    for kind in Kind::ALL {
        let mut reached = BTreeSet::from([State::New]);
        while let Some(more) = ways(*kind)
            .iter()
            .filter(|(from, _)| reached.contains(from))
            .flat_map(|(_, next)| next.iter())
            .find(|to| !reached.contains(*to))
        {
            reached.insert(*more);
        }
        for (state, next) in ways(*kind) {
            assert!(reached.contains(state), "{kind:?} never reaches {state:?}");
            assert!(
                FINAL.contains(state) || !next.is_empty(),
                "{kind:?} ends in {state:?}"
            );
        }
        assert_eq!(
            // What lies over a ticket that is part of another is no end: it is lifted again.
            State::ALL
                .iter()
                .filter(|s| s.is_final() && **s != State::Merged)
                .count(),
            FINAL.len()
        );
    }
}
