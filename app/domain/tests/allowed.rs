//! What `allowed` names can be done, what it does not name cannot, and to each their own.
#![allow(clippy::unwrap_used)]

mod common;

use common::commands::command;
use common::desk::*;
use common::dice::Dice;
use common::walk::{recorded, step, walks};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::{Actor, Role};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::CommandId;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::allowed::{Allowed, Availability};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{allowed, decide};
use proptest::prelude::*;
use uuid::Uuid;

fn id() -> CommandId {
    CommandId(Uuid::from_u128(7 << 100))
}

/// Tries well-formed commands of an action until one is accepted.
fn some_command_is_accepted(
    action: Action,
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    now: Timestamp,
) -> bool {
    (0..24).any(|seed| {
        let mut command = command(action, ticket, now, &mut Dice(seed), false);
        // What is left to remove is not for the ticket to say.
        if let (Command::Redact { what, .. }, Some(there)) = (&mut command, &facts.readable) {
            *what = *there.keys().next().unwrap();
        }
        decide(ticket, actor, facts, id(), command, now).is_ok()
    })
}

/// To whom an action may ever belong: said a second time, as people would.
fn may_ever(action: Action, ticket: &Ticket, actor: &Actor) -> bool {
    use Action::*;
    let Some(quality) = viewer(ticket, actor) else {
        return false;
    };
    let asks = actor
        .person()
        .is_some_and(|p| p == ticket.affected || Some(p) == ticket.reporter);
    let approves = actor.person().is_some_and(|p| {
        ticket
            .approval
            .as_ref()
            .is_some_and(|a| a.approvers.contains(&p))
            && !asks
    });
    match action {
        Approve | Refuse | AskBack => approves,
        Confirm | AskToCancel => asks,
        Comment | Attach => quality != Viewer::Approver,
        Reopen | Cancel => asks || quality == Viewer::Agent,
        _ => quality == Viewer::Agent,
    }
}

fn check(desk: &Desk) {
    let (ticket, facts, now) = (&desk.ticket, &desk.facts(), desk.now);
    for actor in &actors() {
        let named = allowed(ticket, actor, facts, now);
        for action in Action::ALL {
            let named = named
                .iter()
                .find(|a| a.action == *action)
                .map(|a| a.availability);
            match named {
                Some(Availability::Possible) => {
                    assert!(
                        some_command_is_accepted(*action, ticket, actor, facts, now),
                        "{actor:?} cannot {action:?} after all: {ticket:#?}"
                    );
                    assert!(
                        may_ever(*action, ticket, actor),
                        "{actor:?} may {action:?}: {ticket:#?}"
                    );
                }
                // Into which other it is merged, or which of them is unmerged, is known where both are.
                Some(Availability::AskServer)
                    if matches!(action, Action::Merge | Action::Unmerge) =>
                {
                    assert!(may_ever(*action, ticket, actor));
                }
                Some(Availability::AskServer) => panic!("the server knows everything: {action:?}"),
                Some(Availability::Impossible(_)) | None => {
                    for wild in [false, true] {
                        let command = command(*action, ticket, now, &mut Dice(3), wild);
                        let refusal = decide(ticket, actor, facts, id(), command, now).unwrap_err();
                        assert!(
                            matches!(refusal, Refusal::Impossible { action: a, .. } if a == *action)
                        );
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(common::cases(96))]

    #[test]
    fn allowed_and_decide_agree((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        check(&desk);
        for (n, seed) in steps.into_iter().enumerate() {
            step(&mut desk, seed);
            if n % 6 == 5 {
                check(&desk);
            }
        }
        check(&desk);
    }

    #[test]
    fn a_browser_that_knows_nothing_never_says_yes_where_the_server_says_no((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
        }
        let (ticket, now) = (&desk.ticket, desk.now);
        for actor in &actors() {
            for action in Action::ALL {
                let here = allowed(ticket, actor, &Facts::default(), now);
                let there = allowed(ticket, actor, &desk.facts(), now);
                let is = |named: &[Allowed]| named.iter().find(|a| a.action == *action).map(|a| a.availability);
                match is(&here) {
                    Some(Availability::AskServer) => {
                        let command = command(*action, ticket, now, &mut Dice(1), false);
                        let refusal = decide(ticket, actor, &Facts::default(), id(), command, now);
                        prop_assert_eq!(refusal, Err(Refusal::AskServer));
                    }
                    known => prop_assert_eq!(known, is(&there)),
                }
            }
        }
    }
}

#[test]
fn the_role_alone_opens_nothing() {
    // An agent of another team is a stranger to a confidential ticket, whatever the rank.
    let draft = NewTicket {
        subject: "Dossier médical".into(),
        affected: Some(USER),
        confidential: true,
        ..NewTicket::default()
    };
    let desk = Desk::record(&draft, &actor(USER)).unwrap();
    for role in Role::ALL {
        let actor = Actor {
            role: *role,
            ..actor(STRANGER)
        };
        assert!(allowed(&desk.ticket, &actor, &desk.facts(), desk.now).is_empty());
    }
}
