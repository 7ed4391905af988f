//! Nobody takes work along when they leave, and nothing is approved by leaving.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::walk::{long_walks, recorded, step};
use guichet_domain::directory::organisation::Organisation;
use guichet_domain::hand_on;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{CommandId, PersonId, TeamId};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::approval::{Approval, Replacement};
use guichet_domain::tickets::event;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A command of now.
const fn now(at: Timestamp) -> (CommandId, Timestamp) {
    (CommandId(uuid::Uuid::nil()), at)
}

/// The organisation of the tests after some have left.
struct Left(BTreeSet<PersonId>);

impl Organisation for Left {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        Org.line_manager(person)
    }
    fn administrators(&self) -> BTreeSet<PersonId> {
        &Org.administrators() - &self.0
    }
    fn is_active(&self, person: PersonId) -> bool {
        !self.0.contains(&person)
    }
    fn substitute(&self, _: PersonId) -> Option<PersonId> {
        None
    }
}

/// What the desk knows once they have left.
fn without(left: &BTreeSet<PersonId>, now: Timestamp) -> Facts {
    let mut facts = facts(now);
    let agents = Arc::make_mut(facts.agents.as_mut().unwrap());
    agents.retain(|person, _| !left.contains(person));
    facts
}

fn hand_on_in(desk: &mut Desk, left: &BTreeSet<PersonId>) -> Vec<Event> {
    let events = hand_on(
        &desk.ticket,
        &without(left, desk.now),
        &Left(left.clone()),
        now(desk.now),
    );
    for event in &events {
        desk.happened(Who::System, event.clone());
    }
    events
}

proptest! {
    #![proptest_config(common::cases(256))]

    /// Whoever leaves at whatever moment: somebody who is there has it in hand, or nobody could be
    /// found, and the request waits on; done again, nothing more happens.
    #[test]
    fn what_waited_for_somebody_waits_for_somebody_who_is_there(
        (seed, steps) in long_walks(),
        gone in proptest::collection::btree_set(proptest::sample::select(EVERYBODY), 0..6),
    ) {
        let kind = if seed % 2 == 0 { Kind::Request } else { Kind::Incident };
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
            let mut after = desk.clone();
            let state = after.ticket.state;
            let agreed = after.ticket.approval.as_ref().map(|a| a.approved_by.clone());
            hand_on_in(&mut after, &gone);
            prop_assert_eq!(after.ticket.state, state, "it moves nothing");
            let ticket = &after.ticket;
            if ticket.in_queue() {
                prop_assert!(ticket.assignee.is_none_or(|a| !gone.contains(&a)));
            }
            if let Some(approval) = ticket.approval.as_ref().filter(|_| state == State::AwaitingApproval) {
                prop_assert_eq!(Some(&approval.approved_by), agreed.as_ref());
                prop_assert!(!approval.is_complete(), "nothing is approved by leaving");
                let asks = |p: &PersonId| ticket.is_requester(*p);
                prop_assert!(approval.pending().all(|p| !asks(&p)));
                let candidates = EVERYBODY.iter().filter(|p| !gone.contains(p) && !asks(p));
                let somebody = approval.pending().any(|p| !gone.contains(&p));
                // An administrator, at the least, where one is left.
                let administrator = candidates.into_iter().any(|p| *p == ADMIN);
                prop_assert!(somebody || !administrator, "{:?} {:?}", approval, gone);
            }
            prop_assert!(hand_on_in(&mut after, &gone).is_empty(), "once is enough");
        }
    }
}

fn hand(desk: &mut Desk, left: &[PersonId]) -> Vec<Event> {
    hand_on_in(desk, &left.iter().copied().collect())
}

#[test]
fn a_resolved_ticket_keeps_its_name_until_somebody_answers() {
    let mut desk = recorded(Kind::Incident, 1);
    desk.happened(Who::System, Event::Assigned { to: ALICE });
    desk.happened(
        Who::System,
        Event::Imported {
            change: event::Imported::State {
                to: State::Resolved,
                hold: None,
                reopened: false,
                closed: false,
                resolution: None,
            },
        },
    );
    desk.ticket.internal.answered_unread = false;
    assert!(hand(&mut desk, &[ALICE]).is_empty());
    desk.ticket.internal.answered_unread = true;
    assert_eq!(
        hand(&mut desk, &[ALICE]),
        [Event::Unassigned { from: ALICE }]
    );
    assert!(desk.ticket.assignee.is_none());
}

#[test]
fn a_dissolved_team_hands_its_tickets_on_unless_they_are_its_own_alone() {
    let mut desk = recorded(Kind::Incident, 3);
    desk.ticket.confidential = false;
    desk.ticket.restricted = false;
    desk.ticket.service = None;
    desk.happened(
        Who::System,
        Event::HandedOver {
            team: TeamId(2),
            note: None,
        },
    );
    let mut facts = facts(desk.now);
    facts.teams = Some(Arc::new(BTreeSet::from([TeamId(1)])));
    let of = |ticket: &Ticket| hand_on(ticket, &facts, &Org, now(START));
    let expected = Event::HandedOver {
        team: TeamId(1),
        note: None,
    };
    assert_eq!(of(&desk.ticket), [expected]);
    desk.ticket.confidential = true;
    assert!(of(&desk.ticket).is_empty(), "nobody else gets to see it");
    desk.ticket.confidential = false;
    facts.first_team = Some(TeamId(2));
    assert!(
        hand_on(&desk.ticket, &facts, &Org, now(desk.now)).is_empty(),
        "there is nowhere to go"
    );
}

#[test]
fn why_somebody_else_is_asked_is_said() {
    let approval = Approval {
        rule: ApprovalRule::All,
        approvers: BTreeSet::from([MANAGER]),
        approved_by: BTreeSet::new(),
        asked_back: false,
    };
    let mut desk = recorded(Kind::Request, 2);
    desk.ticket.state = State::AwaitingApproval;
    desk.ticket.approval = Some(approval);
    (desk.ticket.affected, desk.ticket.reporter) = (USER, None);
    let events = hand(&mut desk, &[MANAGER]);
    let [Event::ApproverReplaced { from, to, why, .. }] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!((*from, why), (MANAGER, &Replacement::Left));
    assert_eq!(*to, BTreeSet::from([DIRECTOR]));
}
