//! Nothing is fulfilled without the approvals it wants, and nobody agrees to their own wish.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::walk::{long_walks, recorded, step};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::organisation::Organisation;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::{ItemId, PersonId};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, Refusal, Why};
use guichet_domain::tickets::approval::Route;
use guichet_domain::tickets::approval_route::route;
use guichet_domain::tickets::command::{Assessment, Command};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::view;
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is owed to a request, counted from its events alone.
#[derive(Default)]
struct Votes {
    wanted: Option<Route>,
    agreed: BTreeSet<PersonId>,
}

impl Votes {
    fn are_enough(&self) -> bool {
        match &self.wanted {
            None => true,
            Some(Route {
                rule: ApprovalRule::OneOf,
                approvers,
            }) => !self.agreed.is_disjoint(approvers),
            Some(Route {
                rule: ApprovalRule::All,
                approvers,
            }) => {
                !approvers.is_empty() && approvers.iter().all(|person| self.agreed.contains(person))
            }
        }
    }
}

proptest! {
    #![proptest_config(common::cases(256))]

    #[test]
    fn nothing_is_fulfilled_without_the_approvals_it_wants((seed, steps) in long_walks()) {
        let mut desk = recorded(Kind::Request, seed);
        let mut asks = [Some(desk.ticket.affected), desk.ticket.reporter];
        let mut votes = Votes::default();
        if desk.log.iter().any(|e| matches!(e.event, Event::Evaluated { .. })) {
            votes.wanted = wanted(desk.ticket.item.unwrap().0, desk.ticket.affected, desk.ticket.reporter);
        }
        for seed in steps {
            let step = step(&mut desk, seed);
            let mut route = step.route.clone();
            for happened in step.result.iter().flatten() {
                match &happened.event {
                    // Evaluated, or again because of another cost: everybody is asked anew.
                    Event::Evaluated { to, evaluation, approval, .. } => {
                        votes = Votes { wanted: route.clone(), agreed: BTreeSet::new() };
                        prop_assert!(approval.as_ref().is_none_or(|a| a.approved_by.is_empty()));
                        if evaluation.feasible && route.is_some() {
                            prop_assert_eq!(*to, State::AwaitingApproval);
                        }
                    }
                    Event::Approved { .. } => {
                        let person = happened.by.person().unwrap();
                        prop_assert!(!asks.contains(&Some(person)), "nobody decides what they ask for");
                        prop_assert!(votes.wanted.as_ref().unwrap().approvers.contains(&person));
                        prop_assert!(votes.agreed.insert(person), "nobody agrees twice");
                    }
                    Event::Refused { .. } | Event::AskedBack { .. } => {
                        let person = happened.by.person().unwrap();
                        prop_assert!(!asks.contains(&Some(person)));
                        prop_assert!(votes.wanted.as_ref().unwrap().approvers.contains(&person));
                    }
                    // Whoever is asked in another's place has the other's say.
                    Event::ApproverReplaced { from, to, rule, .. } => {
                        let wanted = votes.wanted.as_mut().unwrap();
                        prop_assert!(!votes.agreed.contains(from), "who agreed has agreed");
                        prop_assert!(wanted.approvers.remove(from));
                        prop_assert!(to.iter().all(|p| !asks.contains(&Some(*p))));
                        wanted.approvers.extend(to);
                        wanted.rule = *rule;
                    }
                    // What a standard item brings is approved by who must agree to that item.
                    Event::ItemChanged { item, .. } => {
                        votes = Votes::default();
                        route = wanted(item.0, desk.ticket.affected, desk.ticket.reporter);
                    }
                    Event::AffectedChanged { .. } => {
                        asks = [Some(desk.ticket.affected), desk.ticket.reporter];
                    }
                    Event::Converted { item, .. } => {
                        votes = Votes::default();
                        route = item.and_then(|item| wanted(item.0, desk.ticket.affected, desk.ticket.reporter));
                    }
                    Event::FulfilmentStarted { .. } | Event::Fulfilled { .. } => {
                        prop_assert!(votes.are_enough(), "{:#?}", desk.log);
                    }
                    _ => {}
                }
            }
            if matches!(desk.ticket.state, State::Approved | State::InFulfilment | State::Fulfilled) {
                prop_assert!(votes.are_enough(), "{:#?}", desk.log);
            }
            if desk.ticket.state == State::AwaitingApproval {
                prop_assert!(!votes.are_enough(), "waits for nobody: {:#?}", desk.log);
            }
        }
    }

    #[test]
    fn a_user_takes_back_only_what_nobody_agreed_to((seed, steps) in long_walks()) {
        let mut desk = recorded(Kind::Request, seed);
        for seed in steps {
            let step = step(&mut desk, seed);
            let before = step.before;
            for happened in step.result.iter().flatten() {
                let cancelled = matches!(happened.event, Event::Cancelled { .. });
                if before.kind == Kind::Request && cancelled && step.actor.role == Role::User && !step.actor.is_system() {
                    prop_assert!(before.is_requester(happened.by.person().unwrap()));
                    let stands = before.hold.as_ref().map_or(before.state, |hold| hold.before);
                    let early = [State::New, State::UnderEvaluation, State::AwaitingApproval];
                    prop_assert!(early.contains(&stands), "cancelled from {stands:?}");
                }
            }
        }
    }

    #[test]
    fn no_requester_is_ever_asked(
        managers in prop::collection::btree_map(1..12_i64, 1..12_i64, 0..12),
        administrators in prop::collection::btree_set(1..12_i64, 0..3),
        left in prop::collection::btree_set(1..12_i64, 0..4),
        people in prop::collection::btree_set(1..12_i64, 0..4),
        affected in 1..12_i64,
        reporter in prop::option::of(1..12_i64),
        policy in 0..4,
    ) {
        let organisation = Firm { managers, administrators, left };
        let people: BTreeSet<PersonId> = people.into_iter().map(PersonId).collect();
        let policy = match policy {
            0 => ApprovalPolicy::Nobody,
            1 => ApprovalPolicy::LineManager,
            2 => ApprovalPolicy::People { people, rule: ApprovalRule::OneOf },
            _ => ApprovalPolicy::People { people, rule: ApprovalRule::All },
        };
        let asked = route(&policy, PersonId(affected), reporter.map(PersonId), &organisation);
        prop_assert_eq!(asked.is_none(), policy == ApprovalPolicy::Nobody);
        for person in asked.iter().flat_map(|route| &route.approvers) {
            prop_assert!(person.0 != affected && Some(person.0) != reporter);
            prop_assert!(!organisation.left.contains(&person.0));
        }
        if let Some(nobody) = asked.filter(|route| route.approvers.is_empty()) {
            let fit = |p: &i64| *p != affected && Some(*p) != reporter && !organisation.left.contains(p);
            prop_assert!(!organisation.administrators.iter().any(fit), "{:?}", nobody);
        }
    }
}

/// Who leads whom, by chance: rings and orphans among them.
#[derive(Debug)]
struct Firm {
    managers: BTreeMap<i64, i64>,
    administrators: BTreeSet<i64>,
    left: BTreeSet<i64>,
}

impl Organisation for Firm {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        self.managers.get(&person.0).copied().map(PersonId)
    }
    fn administrators(&self) -> BTreeSet<PersonId> {
        self.administrators.iter().copied().map(PersonId).collect()
    }
    fn is_active(&self, person: PersonId) -> bool {
        !self.left.contains(&person.0)
    }
    fn substitute(&self, _: PersonId) -> Option<PersonId> {
        None
    }
}

fn request(item: i64, by: PersonId, affected: PersonId) -> Desk {
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "Une police de caractères".into(),
        affected: Some(affected),
        item: Some(ItemId(item)),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(by)).unwrap()
}

fn evaluation(cost: i64) -> Command {
    Command::SubmitEvaluation(Assessment {
        feasible: true,
        cost: Some(Cents(cost)),
        impact: "A licence for one workstation.".into(),
        reason: String::new(),
    })
}

fn evaluated(item: i64, by: PersonId, affected: PersonId) -> Desk {
    let mut desk = request(item, by, affected);
    desk.done(ALICE, Command::Evaluate);
    desk.done(ALICE, evaluation(1_000));
    desk
}

fn approve() -> Command {
    Command::Approve {
        comment: String::new(),
    }
}

fn revise(was: i64, cost: i64) -> Command {
    Command::ReviseCost {
        cost: Some(Cents(cost)),
        was: Some(Cents(was)),
    }
}

fn approvers(desk: &Desk) -> Vec<PersonId> {
    desk.ticket
        .approval
        .iter()
        .flat_map(|a| a.approvers.iter().copied())
        .collect()
}

#[test]
fn the_people_asked_are_those_the_item_wants() {
    for item in 1..=6 {
        for (by, affected) in [
            (USER, USER),
            (REPORTER, USER),
            (MANAGER, USER),
            (MANAGER, MANAGER),
        ] {
            let mut desk = request(item, by, affected);
            if item < 5 {
                desk.done(ALICE, Command::Evaluate);
                desk.done(ALICE, evaluation(1_000));
            }
            let expected = wanted(item, affected, Some(by).filter(|by| *by != affected));
            let asked = desk.ticket.approval.as_ref().map(|a| Route {
                rule: a.rule,
                approvers: a.approvers.clone(),
            });
            assert_eq!(asked, expected, "item {item} for {affected} by {by}");
        }
    }
}

#[test]
fn a_standard_item_needs_no_form() {
    assert_eq!(request(5, USER, USER).ticket.state, State::Approved);
    assert_eq!(request(6, USER, USER).ticket.state, State::AwaitingApproval);
    assert!(request(5, USER, USER).ticket.evaluation.unwrap().standard);
}

#[test]
fn a_requester_among_the_approvers_still_cannot_decide() {
    let mut desk = request(2, USER, USER);
    desk.route = Some(Some(Route {
        rule: ApprovalRule::OneOf,
        approvers: BTreeSet::from([USER, MANAGER]),
    }));
    desk.done(ALICE, Command::Evaluate);
    desk.done(ALICE, evaluation(1_000));
    for command in [
        approve(),
        Command::Refuse {
            reason: "No.".into(),
        },
        Command::AskBack {
            question: "Why?".into(),
        },
    ] {
        let action = command.action();
        assert_eq!(
            desk.refused(USER, command),
            Refusal::Impossible {
                action,
                why: Why::OwnRequest
            }
        );
    }
}

#[test]
fn a_user_cannot_hide_behind_another_reporter() {
    // The manager asks for the user and names somebody else as the one who told the desk.
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "A bigger screen".into(),
        affected: Some(USER),
        reporter: Some(REPORTER),
        item: Some(ItemId(2)),
        ..NewTicket::default()
    };
    let desk = Desk::record(&draft, &actor(MANAGER)).unwrap();
    assert_eq!(desk.ticket.reporter, Some(MANAGER));
    let itself = NewTicket {
        reporter: Some(USER),
        ..draft.clone()
    };
    assert_eq!(
        Desk::record(&itself, &actor(MANAGER))
            .unwrap()
            .ticket
            .reporter,
        Some(MANAGER)
    );
    // An agent writes down what somebody says for another.
    assert_eq!(
        Desk::record(&draft, &actor(ALICE)).unwrap().ticket.reporter,
        Some(REPORTER)
    );
}

#[test]
fn all_means_all_and_one_means_one() {
    let mut desk = evaluated(4, USER, USER);
    desk.done(MANAGER, approve());
    assert_eq!(desk.ticket.state, State::AwaitingApproval);
    assert!(matches!(
        desk.refused(MANAGER, approve()),
        Refusal::Impossible {
            why: Why::AlreadyDecided,
            ..
        }
    ));
    desk.done(SPONSOR, approve());
    assert_eq!(desk.ticket.state, State::Approved);

    let mut desk = evaluated(3, USER, USER);
    desk.done(SPONSOR, approve());
    assert_eq!(desk.ticket.state, State::Approved);
}

#[test]
fn another_cost_is_asked_for_again() {
    // While some have agreed, after all have, and while it is carried out.
    for stage in 0..3 {
        let mut desk = evaluated(4, USER, USER);
        desk.done(MANAGER, approve());
        if stage > 0 {
            desk.done(SPONSOR, approve());
        }
        if stage > 1 {
            desk.done(ALICE, Command::Take { was: None });
            desk.done(ALICE, Command::Fulfil);
        }
        desk.done(ALICE, revise(1_000, 9_000));
        assert_eq!(desk.ticket.state, State::AwaitingApproval);
        let approval = desk.ticket.approval.clone().unwrap();
        assert!(approval.approved_by.is_empty());
        assert_eq!(approvers(&desk), [MANAGER, SPONSOR]);
        assert_eq!(
            desk.ticket.evaluation.clone().unwrap().cost,
            Some(Cents(9_000))
        );
        desk.done(MANAGER, approve());
        assert_eq!(desk.ticket.state, State::AwaitingApproval);
        desk.done(SPONSOR, approve());
        assert_eq!(desk.ticket.state, State::Approved);
    }
}

#[test]
fn the_same_cost_is_nothing_and_a_stale_one_a_conflict() {
    let mut desk = evaluated(4, USER, USER);
    desk.done(MANAGER, approve());
    assert!(matches!(
        desk.refused(ALICE, revise(1_000, 1_000)),
        Refusal::Impossible {
            why: Why::AlreadySo,
            ..
        }
    ));
    assert_eq!(
        desk.refused(ALICE, revise(500, 2_000)),
        Refusal::Conflict(vec![Field::Cost])
    );
    assert!(matches!(
        desk.refused(ALICE, revise(1_000, -1)),
        Refusal::Invalid(_)
    ));
}

#[test]
fn where_nobody_is_wanted_any_more_another_cost_waits_for_nobody() {
    let mut desk = evaluated(4, USER, USER);
    desk.route = Some(None);
    desk.done(ALICE, revise(1_000, 0));
    assert_eq!(desk.ticket.state, State::Approved);
}

#[test]
fn a_question_keeps_it_waiting_until_the_user_answers() {
    let mut desk = evaluated(4, USER, USER);
    let open = |desk: &Desk| desk.ticket.approval.as_ref().unwrap().asked_back;
    desk.done(
        SPONSOR,
        Command::AskBack {
            question: "Which font?".into(),
        },
    );
    assert_eq!(
        (desk.ticket.state, open(&desk)),
        (State::AwaitingApproval, true)
    );
    desk.done(
        ALICE,
        Command::Comment {
            text: "They will tell.".into(),
        },
    );
    assert!(open(&desk), "an agent does not answer for the user");
    desk.done(MANAGER, approve());
    assert!(open(&desk), "another approver's word is no answer");
    desk.done(
        USER,
        Command::Comment {
            text: "Marianne.".into(),
        },
    );
    assert!(!open(&desk));
    let read = view::view(&desk.ticket, Viewer::Approver).comments;
    assert_eq!(read.len(), 2, "the answer is for the approvers too");
    desk.done(SPONSOR, approve());
    assert_eq!(desk.ticket.state, State::Approved);
    desk.done(
        USER,
        Command::Comment {
            text: "Thanks.".into(),
        },
    );
    assert_eq!(view::view(&desk.ticket, Viewer::Approver).comments.len(), 2);
}

#[test]
fn after_the_approval_the_wish_to_stop_goes_to_whoever_fulfils() {
    let mut desk = evaluated(1, USER, USER);
    let cancel = || Command::Cancel {
        reason: String::new(),
    };
    let wish = || Command::AskToCancel {
        reason: "Not needed any more.".into(),
    };
    assert!(matches!(
        desk.refused(USER, cancel()),
        Refusal::Impossible {
            why: Why::NotYours,
            ..
        }
    ));
    desk.done(USER, wish());
    assert!(desk.ticket.cancel_wished);
    assert!(matches!(
        desk.refused(USER, wish()),
        Refusal::Impossible {
            why: Why::AlreadySo,
            ..
        }
    ));
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, Command::Fulfil);
    desk.done(
        ALICE,
        Command::Complete {
            done: "It was installed already.".into(),
        },
    );
    desk.done(
        USER,
        Command::Reopen {
            reason: "Wrong font.".into(),
        },
    );
    assert!(
        !desk.ticket.cancel_wished,
        "who has it taken up again wants it"
    );
}

fn name(instead_of: PersonId, to: PersonId) -> Command {
    Command::NameApprover {
        instead_of,
        to,
        reason: "On sick leave".into(),
    }
}

#[test]
fn whoever_answers_for_the_team_names_another_approver() {
    let mut desk = evaluated(4, USER, USER);
    let before = approvers(&desk);
    assert_eq!(before, [MANAGER, SPONSOR]);
    for nobody in [ALICE, BEA, USER, MANAGER] {
        desk.refused(nobody, name(MANAGER, DIRECTOR));
    }
    desk.refused(ALAN, name(MANAGER, USER));
    desk.refused(ALAN, name(MANAGER, SPONSOR));
    desk.refused(ALAN, name(DIRECTOR, STRANGER));
    desk.refused(ALAN, name(MANAGER, PersonId(999)));
    let silent = Command::NameApprover {
        instead_of: MANAGER,
        to: DIRECTOR,
        reason: "  ".into(),
    };
    desk.refused(ALAN, silent);
    desk.done(ALAN, name(MANAGER, DIRECTOR));
    assert_eq!(approvers(&desk), [SPONSOR, DIRECTOR]);
    desk.refused(MANAGER, approve());
    desk.done(DIRECTOR, approve());
    desk.refused(ALAN, name(DIRECTOR, STRANGER));
    assert_eq!(desk.ticket.state, State::AwaitingApproval);
    desk.done(SPONSOR, approve());
    assert_eq!(desk.ticket.state, State::Approved);
}
