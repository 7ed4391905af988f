//! Incidents: categorised before they are resolved, resolved with a solution told.
#![allow(clippy::unwrap_used)]

mod common;

use common::commands::{categorisation, solution};
use common::desk::*;
use common::dice::Dice;
use common::walk::{long_walks, recorded, step};
use guichet_domain::allowed;
use guichet_domain::kernel::action;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{CategoryId, ItemId, PersonId, TeamId};
use guichet_domain::kernel::priority::{Impact, Matrix, Priority, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal;
use guichet_domain::kernel::refusal::{Field, Refusal, Why};
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::allowed::Availability;
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Edit, Solution};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;

fn incident(by: PersonId) -> Desk {
    let draft = NewTicket {
        subject: "VPN".into(),
        affected: Some(USER),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(by)).unwrap()
}

fn class(impact: Impact, urgency: Urgency) -> Classification {
    Classification {
        service: OPEN,
        category: CategoryId(1),
        impact,
        urgency,
    }
}

fn form(wanted: Classification, was: Option<Classification>) -> Categorisation {
    Categorisation {
        service: Some(wanted.service),
        category: Some(wanted.category),
        impact: Some(wanted.impact),
        urgency: Some(wanted.urgency),
        priority: None,
        reason: String::new(),
        was,
        was_priority: None,
    }
}

fn categorised() -> Desk {
    let mut desk = incident(USER);
    desk.done(
        ALICE,
        Command::Categorise(form(class(Impact::Low, Urgency::Low), None)),
    );
    desk
}

fn solved(cause: Cause) -> Command {
    Command::Resolve(Solution {
        permanence: Some(Permanence::Workaround),
        code: Some(ResolutionCode::Configuration),
        notes: "Use the other profile.".into(),
        cause: Some(cause),
    })
}

proptest! {
    #![proptest_config(common::cases(192))]

    #[test]
    fn never_resolved_without_a_solution_told((seed, steps) in long_walks()) {
        let mut desk = recorded(Kind::Incident, seed);
        for seed in steps {
            step(&mut desk, seed);
            let ticket = &desk.ticket;
            let done = matches!(ticket.state, State::Resolved | State::Closed);
            if ticket.kind == Kind::Incident && done {
                let resolution = ticket.resolution.as_ref().unwrap();
                prop_assert!(!desk.texts[&resolution.notes].trim().is_empty());
                // What is resolved with its cause is resolved by what is known of the problem.
                let resolved = desk.log.iter().rfind(|one| matches!(one.event, Event::Resolved { .. }));
                if matches!(resolved.map(|one| &one.event), Some(Event::Resolved { with: Some(_), .. })) {
                    continue;
                }
                prop_assert!(ticket.service.is_some() && ticket.category.is_some());
                prop_assert!(ticket.impact.is_some() && ticket.urgency.is_some());
                let Some(cause) = ticket.internal.cause else {
                    // Its category asks for none.
                    prop_assert_eq!(ticket.category, Some(NO_CAUSE));
                    continue;
                };
                prop_assert!(!desk.texts[&cause].trim().is_empty(), "the cause, or why there is none");
            }
        }
    }

    #[test]
    fn categorising_again_never_moves_and_gives_the_priority_of_the_matrix_or_a_reason(
        (seed, steps) in long_walks()
    ) {
        let mut desk = recorded(Kind::Incident, seed);
        for seed in steps {
            let step = step(&mut desk, seed);
            for happened in step.result.iter().flatten() {
                let (class, priority, reason) = match &happened.event {
                    Event::Categorised { to, classification, priority, reason, .. } => {
                        let from = step.before.state;
                        let first = from == State::New && step.before.kind == Kind::Incident;
                        prop_assert_eq!(*to, if first { State::Categorised } else { from });
                        (classification, priority, reason)
                    }
                    Event::ResolvedAtFirstContact(first) => {
                        (&first.classification, &first.priority, &first.priority_reason)
                    }
                    _ => continue,
                };
                let expected = Matrix::default().priority(class.impact, class.urgency);
                prop_assert_eq!(*priority != expected, reason.is_some());
            }
        }
    }

    #[test]
    fn first_contact_counts_for_the_recorder_or_first_owner_alone((seed, steps) in long_walks()) {
        let mut desk = recorded(Kind::Incident, seed);
        for seed in steps {
            step(&mut desk, seed);
        }
        let recorder = desk.log[0].by.person();
        let mut first_owner = None;
        let mut handed_over = false;
        for (at, happened) in desk.log.iter().enumerate() {
            // What the resolving command does on the way, it does for the first contact.
            let on_the_way = desk.log[at..]
                .iter()
                .take_while(|later| later.command == happened.command)
                .any(|later| matches!(later.event, Event::ResolvedAtFirstContact(_)));
            match &happened.event {
                Event::Assigned { to } if !on_the_way => first_owner = first_owner.or(Some(*to)),
                Event::HandedOver { .. } if !on_the_way => handed_over = true,
                Event::Resolved { resolution, .. } => prop_assert!(!resolution.first_contact),
                Event::ResolvedAtFirstContact(first) => {
                    let by = happened.by.person();
                    let theirs = by.is_some() && (by == recorder || by == first_owner);
                    prop_assert_eq!(first.resolution.first_contact, theirs && !handed_over);
                }
                _ => {}
            }
        }
    }

    /// Each field by itself: untouched takes what stands, touched wins unless somebody else made
    /// something different of it.
    #[test]
    fn the_same_field_conflicts_and_different_fields_merge(seed in any::<u64>()) {
        let dice = &mut Dice(seed);
        let any = |dice: &mut Dice| {
            let (service, category) = dice.of(&[(OPEN, CategoryId(1)), (OPEN, CategoryId(2)), (RESTRICTED, CategoryId(3))]);
            Classification { service, category, impact: dice.of(Impact::ALL), urgency: dice.of(Urgency::ALL) }
        };
        let (was, now, wanted) = (any(dice), any(dice), any(dice));
        let mut desk = incident(BEA);
        desk.done(BEA, Command::HandOver { team: TeamId(2), note: String::new(), was: Some(TeamId(1)) });
        desk.done(BEA, Command::Categorise(form(now.clone(), None)));
        let mut conflicts = Vec::new();
        let sides = [
            (was.category != wanted.category, was.category == now.category, wanted.category == now.category, Field::Category),
            (was.impact != wanted.impact, was.impact == now.impact, wanted.impact == now.impact, Field::Impact),
            (was.urgency != wanted.urgency, was.urgency == now.urgency, wanted.urgency == now.urgency, Field::Urgency),
        ];
        for (mine, untouched, same, field) in sides {
            if mine && !untouched && !same {
                conflicts.push(field);
            }
        }
        let result = desk.act(&actor(BEA), Command::Categorise(form(wanted.clone(), Some(was.clone()))));
        if conflicts.is_empty() {
            result.unwrap();
            let kept = if was.category == wanted.category { &now } else { &wanted };
            let expected = Classification {
                service: kept.service,
                category: kept.category,
                impact: if was.impact == wanted.impact { now.impact } else { wanted.impact },
                urgency: if was.urgency == wanted.urgency { now.urgency } else { wanted.urgency },
            };
            prop_assert_eq!(desk.ticket.classification(), Some(expected.clone()));
            prop_assert_eq!(desk.ticket.priority, Matrix::default().priority(expected.impact, expected.urgency));
            prop_assert_eq!(desk.ticket.restricted, expected.service == RESTRICTED);
        } else {
            prop_assert_eq!(result, Err(Refusal::Conflict(conflicts)));
        }
    }
}

#[test]
fn a_merged_form_does_not_freeze_the_priority_it_showed() {
    let mut desk = categorised();
    let was = class(Impact::Low, Urgency::Low);
    // Somebody raises the impact; the other form, opened before, shows the matrix's priority.
    desk.done(
        ALAN,
        Command::Categorise(form(class(Impact::High, Urgency::Low), Some(was.clone()))),
    );
    let wanted = class(Impact::Low, Urgency::High);
    let shown = Matrix::default().priority(wanted.impact, wanted.urgency);
    desk.done(
        ALICE,
        Command::Categorise(Categorisation {
            priority: Some(shown),
            ..form(wanted, Some(was))
        }),
    );
    assert_eq!(desk.ticket.priority, Priority::Critical);
    assert_eq!(desk.ticket.internal.priority_reason, None);
}

#[test]
fn another_priority_needs_a_reason() {
    let mut desk = incident(USER);
    let mut other = form(class(Impact::Low, Urgency::Low), None);
    other.priority = Some(Priority::Critical);
    let refusal = desk.refused(ALICE, Command::Categorise(other.clone()));
    let missing = |e: &refusal::FieldError| {
        e.field == Field::Reason && e.problem == refusal::Problem::Missing
    };
    assert!(matches!(&refusal, Refusal::Invalid(errors) if errors.iter().all(missing)));
    other.reason = "The director waits.".into();
    desk.done(ALICE, Command::Categorise(other));
    assert_eq!(desk.ticket.priority, Priority::Critical);
    assert!(desk.ticket.internal.priority_reason.is_some());
}

#[test]
fn what_was_put_on_hold_uncategorised_is_not_resolved_so() {
    let mut desk = incident(USER);
    desk.done(
        ALICE,
        Command::Hold {
            reason: HoldReason::Vendor,
            until: Some(START.plus(30 * DAY)),
            note: String::new(),
            was: None,
            internal: String::new(),
            problem: None,
        },
    );
    let named = allowed(&desk.ticket, &actor(ALICE), &desk.facts(), desk.now);
    assert!(
        !named.iter().any(
            |a| a.action == action::Action::Resolve && a.availability == Availability::Possible
        )
    );
    assert!(
        desk.act(&actor(ALICE), solved(Cause::Known("x".into())))
            .is_err()
    );
    desk.done(
        ALICE,
        Command::Categorise(form(class(Impact::Low, Urgency::Low), None)),
    );
    assert_eq!(desk.ticket.state, State::OnHold);
    desk.done(ALICE, solved(Cause::Known("x".into())));
    assert_eq!(desk.ticket.state, State::Resolved);
}

#[test]
fn findings_start_the_diagnosis_and_want_an_assignee() {
    let mut desk = categorised();
    let finding = || Command::AddFinding {
        text: "The certificate has expired.".into(),
    };
    assert!(matches!(
        desk.refused(ALICE, finding()),
        Refusal::Impossible {
            why: Why::NeedsAssignee,
            ..
        }
    ));
    assert!(matches!(
        desk.refused(ALICE, Command::Diagnose),
        Refusal::Impossible {
            why: Why::NeedsAssignee,
            ..
        }
    ));
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, finding());
    assert_eq!(desk.ticket.state, State::Diagnosing);
    assert_eq!(desk.ticket.internal.findings.len(), 1);
}

#[test]
fn why_there_is_no_cause_never_becomes_the_cause() {
    let mut desk = categorised();
    desk.done(ALICE, solved(Cause::Unknown("Not seen again.".into())));
    assert!(!desk.ticket.resolution.as_ref().unwrap().cause_known);
    desk.done(
        USER,
        Command::Reopen {
            reason: "Again.".into(),
        },
    );
    assert!(matches!(
        desk.refused(ALICE, solved(Cause::AsRecorded)),
        Refusal::Invalid(_)
    ));
    desk.done(
        ALICE,
        Command::RecordCause {
            text: "A loose cable.".into(),
            was: desk.ticket.internal.cause,
        },
    );
    desk.done(ALICE, solved(Cause::AsRecorded));
    assert!(desk.ticket.resolution.as_ref().unwrap().cause_known);
    let cause = desk.ticket.internal.cause.unwrap();
    assert_eq!(desk.texts[&cause], "A loose cable.");
}

#[test]
fn first_contact_counts_without_a_hand_over_only() {
    let at_once = |desk: &mut Desk, by| {
        let dice = &mut Dice(1);
        let command = Command::ResolveAtFirstContact {
            categorisation: categorisation(&desk.ticket, dice, false),
            solution: solution(&desk.ticket, dice, false),
        };
        desk.done(by, command);
        desk.ticket.resolution.as_ref().unwrap().first_contact
    };
    let over = |desk: &mut Desk, team| {
        let was = desk.ticket.team;
        let note = String::new();
        desk.done(
            ALICE,
            Command::HandOver {
                team: TeamId(team),
                note,
                was,
            },
        );
    };
    assert!(at_once(&mut incident(ALICE), ALICE), "who recorded it");
    assert!(
        !at_once(&mut incident(ALICE), ALAN),
        "neither recorded nor took it"
    );
    let mut taken = incident(USER);
    taken.done(ALAN, Command::Take { was: None });
    assert!(at_once(&mut taken.clone(), ALAN), "who took it first");
    taken.done(ALICE, Command::Take { was: Some(ALAN) });
    assert!(!at_once(&mut taken, ALICE), "who took it second");
    // There and back again: neither the recorder nor the first owner.
    let mut passed = incident(ALICE);
    passed.done(ALAN, Command::Take { was: None });
    over(&mut passed, 2);
    over(&mut passed, 1);
    assert!(!at_once(&mut passed.clone(), ALICE));
    assert!(!at_once(&mut passed, ALAN));
}

#[test]
fn first_contact_is_nobodys_merit_where_the_desk_did_it() {
    let draft = NewTicket {
        subject: "Disk full".into(),
        affected: Some(USER),
        channel: Channel::Monitoring,
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &Actor::system()).unwrap();
    let dice = &mut Dice(1);
    let command = Command::ResolveAtFirstContact {
        categorisation: categorisation(&desk.ticket, dice, false),
        solution: solution(&desk.ticket, dice, false),
    };
    desk.act(&Actor::system(), command).unwrap();
    assert!(!desk.ticket.resolution.unwrap().first_contact);
}

#[test]
fn both_forms_of_first_contact_are_checked_at_once() {
    let mut desk = incident(ALICE);
    let command = Command::ResolveAtFirstContact {
        categorisation: Categorisation {
            service: None,
            ..form(class(Impact::Low, Urgency::Low), None)
        },
        solution: Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::Other),
            notes: " ".into(),
            cause: Some(Cause::AsRecorded),
        },
    };
    let Refusal::Invalid(errors) = desk.refused(ALICE, command) else {
        panic!()
    };
    let fields: Vec<Field> = errors.iter().map(|e| e.field).collect();
    assert_eq!(fields, [Field::Service, Field::Notes, Field::Cause]);
}

#[test]
fn two_edits_of_different_texts_merge_and_of_the_same_conflict() {
    let mut desk = incident(USER);
    let (subject, description) = (desk.ticket.subject, desk.ticket.description);
    let edit = |text: &str, was| {
        Some(Edit {
            text: text.into(),
            was,
        })
    };
    let of_subject = |text: &str| Command::Edit {
        subject: edit(text, Some(subject)),
        description: None,
    };
    desk.done(ALICE, of_subject("VPN drops every hour"));
    desk.done(
        ALAN,
        Command::Edit {
            subject: None,
            description: edit("At home.", description),
        },
    );
    assert_eq!(
        desk.refused(ALAN, of_subject("VPN is slow")),
        Refusal::Conflict(vec![Field::Subject])
    );
    let stale = Command::Edit {
        subject: None,
        description: edit("In town.", description),
    };
    assert_eq!(
        desk.refused(ALICE, stale),
        Refusal::Conflict(vec![Field::Description])
    );
    assert_eq!(desk.texts[&desk.ticket.subject], "VPN drops every hour");
    assert_eq!(desk.texts[&desk.ticket.description.unwrap()], "At home.");
}

#[test]
fn categorised_while_on_hold_goes_on_from_there() {
    let mut desk = incident(USER);
    let hold = Command::Hold {
        reason: HoldReason::Vendor,
        until: Some(START.plus(30 * DAY)),
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    desk.done(ALICE, hold);
    desk.done(
        ALICE,
        Command::Categorise(form(class(Impact::Low, Urgency::Low), None)),
    );
    assert_eq!(desk.ticket.state, State::OnHold);
    desk.done(ALICE, Command::Resume);
    assert_eq!(desk.ticket.state, State::Categorised);
}

#[test]
fn a_restricted_service_takes_the_ticket_to_its_team() {
    let mut desk = incident(USER);
    let secret = Classification {
        service: RESTRICTED,
        category: CategoryId(3),
        impact: Impact::Low,
        urgency: Urgency::Low,
    };
    desk.done(ALICE, Command::Categorise(form(secret, None)));
    let facts = desk.facts();
    let service = facts.services.as_ref().unwrap()[&RESTRICTED].clone();
    assert!(service.restricted);
    assert_eq!(desk.ticket.team, Some(service.team));
}

#[test]
fn a_file_from_the_user_is_an_answer_too() {
    let file = |desk: &mut Desk| {
        let attachment = common::commands::attachment(&mut Dice(7));
        let attachments = vec![attachment];
        desk.done(USER, Command::Attach { attachments });
    };
    let hold = |reason| Command::Hold {
        reason,
        until: Some(START.plus(30 * DAY)),
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    let mut desk = categorised();
    desk.done(ALICE, hold(HoldReason::User));
    file(&mut desk);
    assert_eq!(desk.ticket.state, State::Categorised);
    let mut desk = categorised();
    desk.done(ALICE, hold(HoldReason::Vendor));
    file(&mut desk);
    assert_eq!(desk.ticket.state, State::OnHold);
    assert!(desk.ticket.internal.answered_unread);
}

#[test]
fn a_request_is_categorised_without_moving() {
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "VPN".into(),
        item: Some(ItemId(6)),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let before = desk.ticket.state;
    desk.done(
        ALICE,
        Command::Categorise(form(class(Impact::High, Urgency::High), None)),
    );
    assert_eq!(desk.ticket.state, before);
    assert_eq!(desk.ticket.priority, Priority::Critical);
}
