//! A call that is recorded, categorised and settled by one form; which causes are asked for.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::directory::catalogue::{FieldKind, ItemField};
use guichet_domain::kernel::ids::{CategoryId, ItemId, TeamId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, FieldError, Refusal};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution};
use guichet_domain::tickets::record::{NewTicket, Settlement};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, record};
use proptest::prelude::*;

fn solution(cause: Option<Cause>) -> Solution {
    Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::UserGuidance),
        notes: "Choose “Forgotten password”.".into(),
        cause,
    }
}

/// A call about an incident with that category of the open service.
fn call(category: CategoryId, impact: Impact, urgency: Urgency) -> NewTicket {
    NewTicket {
        subject: "Forgotten password".into(),
        affected: Some(USER),
        service: Some(OPEN),
        category: Some(category),
        impact: Some(impact),
        urgency: Some(urgency),
        ..NewTicket::default()
    }
}

fn named(refusal: Refusal) -> Vec<(Field, Option<String>)> {
    let Refusal::Invalid(errors) = refusal else {
        panic!("{refusal:?}");
    };
    let named = errors
        .into_iter()
        .map(|FieldError { field, name, .. }| (field, name));
    named.collect()
}

#[test]
fn a_call_is_recorded_categorised_and_resolved_in_one_step() {
    let draft = NewTicket {
        settlement: Some(Settlement::Resolved(solution(None))),
        ..call(NO_CAUSE, Impact::Low, Urgency::Low)
    };
    let desk = Desk::record(&draft, &actor(ALICE)).unwrap();
    let ticket = &desk.ticket;
    assert_eq!(
        (ticket.state, ticket.category),
        (State::Resolved, Some(NO_CAUSE))
    );
    // Whoever resolved it has it.
    assert_eq!(ticket.assignee, Some(ALICE));
    assert!(ticket.resolution.as_ref().unwrap().first_contact);
    assert!(ticket.internal.cause.is_none());
}

#[test]
fn a_call_may_only_be_categorised() {
    let draft = call(NO_CAUSE, Impact::High, Urgency::High);
    let desk = Desk::record(&draft, &actor(ALICE)).unwrap();
    assert_eq!(
        (
            desk.ticket.state,
            desk.ticket.priority,
            desk.ticket.assignee
        ),
        (State::Categorised, Priority::Critical, None)
    );
    // A user's form says nothing of it, whatever it sends.
    let desk = Desk::record(&draft, &actor(USER)).unwrap();
    assert_eq!(
        (desk.ticket.state, desk.ticket.category),
        (State::New, None)
    );
    let settled = NewTicket {
        settlement: Some(Settlement::Resolved(solution(None))),
        ..draft
    };
    let desk = Desk::record(&settled, &actor(USER)).unwrap();
    assert_eq!(desk.ticket.state, State::New);
}

#[test]
fn everything_wrong_with_a_call_is_named_at_once() {
    let draft = NewTicket {
        subject: " ".into(),
        affected: Some(USER),
        service: Some(OPEN),
        settlement: Some(Settlement::Resolved(Solution {
            permanence: None,
            code: None,
            notes: String::new(),
            cause: None,
        })),
        ..NewTicket::default()
    };
    let refusal = Desk::record(&draft, &actor(ALICE)).unwrap_err();
    let value = |name: &str| (Field::Value, Some(name.to_owned()));
    let named = named(refusal);
    for field in [
        (Field::Subject, None),
        (Field::Category, None),
        (Field::Impact, None),
        (Field::Urgency, None),
        (Field::Notes, None),
        value("permanence"),
        value("code"),
    ] {
        assert!(named.contains(&field), "{field:?} in {named:?}");
    }
    let twice = named
        .iter()
        .any(|one| named.iter().filter(|other| *other == one).count() > 1);
    assert!(!twice, "{named:?}");
}

#[test]
fn a_question_is_answered_in_one_step_where_nobody_evaluates_or_approves() {
    let ask = |item: i64| NewTicket {
        kind: Kind::Request,
        subject: "How do I …?".into(),
        affected: Some(USER),
        item: Some(ItemId(item)),
        settlement: Some(Settlement::Fulfilled("Like this.".into())),
        ..NewTicket::default()
    };
    let desk = Desk::record(&ask(5), &actor(ALICE)).unwrap();
    assert_eq!(
        (desk.ticket.state, desk.ticket.assignee),
        (State::Fulfilled, Some(ALICE))
    );
    assert_eq!(desk.texts[&desk.ticket.done.unwrap()], "Like this.");
    // One that an agent evaluates, and one that is approved.
    for item in [1, 6] {
        let refusal = Desk::record(&ask(item), &actor(ALICE)).unwrap_err();
        assert!(matches!(refusal, Refusal::Impossible { .. }), "{refusal:?}");
    }
    let empty = NewTicket {
        settlement: Some(Settlement::Fulfilled(" ".into())),
        ..ask(5)
    };
    let refusal = Desk::record(&empty, &actor(ALICE)).unwrap_err();
    assert_eq!(named(refusal), [(Field::Notes, None)]);
}

#[test]
fn whoever_resolves_for_another_teams_service_does_not_get_what_they_may_not_see() {
    let draft = NewTicket {
        service: Some(RESTRICTED),
        settlement: Some(Settlement::Resolved(solution(Some(Cause::Known(
            "x".into(),
        ))))),
        ..call(CategoryId(3), Impact::Low, Urgency::Low)
    };
    let desk = Desk::record(&draft, &actor(ALICE)).unwrap();
    assert_eq!(
        (desk.ticket.team, desk.ticket.assignee),
        (Some(TeamId(2)), None)
    );
    let own = Desk::record(&draft, &actor(BEA)).unwrap();
    assert_eq!(own.ticket.assignee, Some(BEA));
}

/// Whether an incident of that category and priority can be resolved without a cause.
fn needs_none(category: CategoryId, impact: Impact, urgency: Urgency, announced: bool) -> bool {
    let draft = NewTicket {
        settlement: Some(Settlement::Resolved(solution(None))),
        ..call(category, impact, urgency)
    };
    let mut facts = facts(START);
    facts.item = Some(None);
    facts.announced = announced;
    let decided = record(&draft, &actor(ALICE), &facts, CommandId::default(), START);
    match decided {
        Ok(_) => true,
        Err(refusal) => {
            let cause = (Field::Value, Some("cause".to_owned()));
            assert_eq!(named(refusal), [cause]);
            false
        }
    }
}

#[test]
fn a_cause_is_asked_by_category_and_of_what_matters() {
    let asks = CategoryId(1);
    for (impact, urgency) in [(Impact::Low, Urgency::Low), (Impact::High, Urgency::Low)] {
        assert!(!needs_none(asks, impact, urgency, false));
        assert!(needs_none(NO_CAUSE, impact, urgency, false));
    }
    // Of critical and of major ones always.
    assert!(!needs_none(NO_CAUSE, Impact::High, Urgency::High, false));
    assert!(!needs_none(NO_CAUSE, Impact::Low, Urgency::Low, true));
}

#[test]
fn a_reopened_incident_and_a_problem_are_asked_for_their_cause() {
    let draft = NewTicket {
        settlement: Some(Settlement::Resolved(solution(None))),
        ..call(NO_CAUSE, Impact::Low, Urgency::Low)
    };
    let mut desk = Desk::record(&draft, &actor(ALICE)).unwrap();
    let again = Command::Reopen {
        reason: "Still".into(),
    };
    desk.done(USER, again);
    let refusal = desk.refused(ALICE, Command::Resolve(solution(None)));
    let cause = (Field::Value, Some("cause".to_owned()));
    assert_eq!(named(refusal), std::slice::from_ref(&cause));
    desk.done(
        ALICE,
        Command::Resolve(solution(Some(Cause::Unknown("No idea".into())))),
    );

    let problem = NewTicket {
        kind: Kind::Problem,
        ..call(NO_CAUSE, Impact::Low, Urgency::Low)
    };
    let mut desk = Desk::record(&problem, &actor(ALICE)).unwrap();
    assert_eq!(desk.ticket.category, Some(NO_CAUSE));
    desk.done(ALICE, Command::Analyse);
    let refusal = desk.refused(ALICE, Command::Resolve(solution(None)));
    assert_eq!(named(refusal), [cause]);
}

#[test]
fn errors_of_both_forms_at_first_contact_are_named_at_once() {
    let draft = NewTicket {
        subject: "VPN".into(),
        affected: Some(USER),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let categorisation = Categorisation {
        service: Some(OPEN),
        category: Some(CategoryId(1)),
        impact: None,
        urgency: None,
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    };
    let refusal = desk.refused(
        ALICE,
        Command::ResolveAtFirstContact {
            categorisation,
            solution: Solution {
                code: None,
                ..solution(None)
            },
        },
    );
    let value = |name: &str| (Field::Value, Some(name.to_owned()));
    assert_eq!(
        named(refusal),
        [
            (Field::Impact, None),
            (Field::Urgency, None),
            value("code"),
            value("cause")
        ]
    );
}

proptest! {
    /// The cost of a standard request is that of one piece, times the pieces.
    #[test]
    fn quantities_multiply_costs(each in 0_i64..10_000_000, count in 1_i64..1_000, sets in 1_i64..10) {
        let question = |key: &str, quantity| ItemField {
            key: key.into(),
            label: Label::new("Combien\u{a0}?", "How many?"),
            required: false,
            kind: FieldKind::Number { min: 0, max: 5_000, quantity },
        };
        let mut item = item(5);
        item.standard.as_mut().unwrap().cost = Some(Cents(each));
        item.fields = vec![question("count", true), question("sets", true), question("floor", false)];
        let mut facts = facts(START);
        facts.item = Some(Some(item));
        facts.route = Some(None);
        let cost = |answers: &[(&str, i64)]| {
            let draft = NewTicket {
                kind: Kind::Request,
                subject: "Screens".into(),
                affected: Some(USER),
                item: Some(ItemId(5)),
                fields: answers.iter().map(|(key, n)| ((*key).to_owned(), n.to_string())).collect(),
                ..NewTicket::default()
            };
            let decision = record(&draft, &actor(USER), &facts, CommandId::default(), START).unwrap();
            let evaluated = decision.events.iter().find_map(|event| match event {
                guichet_domain::tickets::event::Event::Evaluated { evaluation, .. } => evaluation.cost,
                _ => None,
            });
            evaluated.unwrap().0
        };
        prop_assert_eq!(cost(&[]), each);
        prop_assert_eq!(cost(&[("floor", count)]), each);
        // Added up one by one.
        let sum: i64 = (0..count).map(|_| each).sum();
        prop_assert_eq!(cost(&[("count", count)]), sum);
        let all: i64 = (0..sets).map(|_| sum).sum();
        prop_assert_eq!(cost(&[("count", count), ("sets", sets), ("floor", 3)]), all);
    }
}

#[test]
fn what_is_requested_says_how_much_it_matters() {
    let mut facts = facts(START);
    let mut item = item(1);
    item.impact = Some(Impact::High);
    item.urgency = Some(Urgency::High);
    facts.item = Some(Some(item));
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "Access".into(),
        affected: Some(USER),
        item: Some(ItemId(1)),
        ..NewTicket::default()
    };
    let priority = |draft: &NewTicket| {
        let decided = record(draft, &actor(ALICE), &facts, CommandId::default(), START);
        match &decided.unwrap().events[0] {
            guichet_domain::tickets::event::Event::Recorded(recorded) => recorded.priority,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(priority(&draft), Priority::Critical);
    // The agent knows better.
    let low = NewTicket {
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        ..draft
    };
    assert_eq!(priority(&low), Priority::VeryLow);
}
