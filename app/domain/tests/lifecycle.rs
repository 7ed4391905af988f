//! What every kind of ticket knows: waiting, answering, handing over, closing, reopening.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::walk::{recorded, step, walks};
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{
    CategoryId, CommandId, FileId, ItemId, PersonId, TeamId, TicketId,
};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, Why};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::tickets::allowed::Availability;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution, Waited};
use guichet_domain::tickets::evaluation::FieldValue;
use guichet_domain::tickets::event::{Event, Imported};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::hold::{Hold, HoldReason};
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{allowed, decide};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn incident(confidential: bool) -> Desk {
    let draft = NewTicket {
        subject: "Écran noir".into(),
        affected: Some(USER),
        reporter: Some(REPORTER),
        confidential,
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(ALICE)).unwrap()
}

fn resolved() -> Desk {
    let mut desk = incident(false);
    desk.done(ALICE, first_contact());
    desk
}

fn first_contact() -> Command {
    Command::ResolveAtFirstContact {
        categorisation: Categorisation {
            service: Some(OPEN),
            category: Some(CategoryId(1)),
            impact: Some(Impact::Low),
            urgency: Some(Urgency::Low),
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        },
        solution: Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::UserGuidance),
            notes: "Press the button.".into(),
            cause: Some(Cause::Known("It was switched off.".into())),
        },
    }
}

fn hold(reason: HoldReason) -> Command {
    Command::Hold {
        reason,
        until: Some(START.plus(30 * DAY)),
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    }
}

fn say(text: &str) -> Command {
    Command::Comment { text: text.into() }
}

fn reopen() -> Command {
    Command::Reopen {
        reason: "It still happens.".into(),
    }
}

proptest! {
    #![proptest_config(common::cases(192))]

    /// The user's word resumes what waits for the user, and marks everything else as unread.
    #[test]
    fn an_answer_resumes_only_what_waits_for_the_user((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
            let before = desk.ticket.clone();
            let mut after = desk.clone();
            if after.act(&actor(before.affected), say("Here it is.")).is_err() {
                prop_assert!(matches!(before.state, State::Cancelled | State::Refused));
                continue;
            }
            let after = after.ticket;
            let waits = before.hold.as_ref().filter(|hold| hold.reason == HoldReason::User);
            if let Some(hold) = waits {
                prop_assert_eq!(after.state, hold.before);
                prop_assert!(after.hold.is_none() && !after.internal.answered_unread);
            } else {
                prop_assert_eq!(after.state, before.state);
                prop_assert_eq!(&after.hold, &before.hold);
                prop_assert!(after.internal.answered_unread);
            }
        }
    }

    #[test]
    fn handing_over_empties_the_assignee_and_keeps_the_state((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            let step = step(&mut desk, seed);
            if step.command.action() == Action::HandOver && step.result.is_ok() {
                prop_assert_eq!(desk.ticket.assignee, None);
                prop_assert_eq!(desk.ticket.state, step.before.state);
                prop_assert_eq!(desk.ticket.hand_overs, step.before.hand_overs + 1);
            }
        }
    }

    #[test]
    fn nothing_that_is_closed_long_ago_is_reopened((kind, seed, steps) in walks()) {
        let mut desk = recorded(kind, seed);
        for seed in steps {
            let step = step(&mut desk, seed);
            if step.command.action() == Action::Reopen && step.result.is_ok() && step.before.state == State::Closed {
                prop_assert!(desk.now.since(step.before.closed_at.unwrap()) <= 14 * DAY);
            }
        }
    }
}

#[test]
fn a_watcher_resumes_nothing_but_is_heard() {
    let mut desk = incident(false);
    desk.done(ALICE, Command::Watch { person: WATCHER });
    desk.done(ALICE, hold(HoldReason::User));
    desk.done(WATCHER, say("Me too."));
    assert_eq!(desk.ticket.state, State::OnHold);
    assert!(desk.ticket.internal.answered_unread);
    desk.done(REPORTER, say("It is the left one."));
    assert_eq!(desk.ticket.state, State::New);
}

#[test]
fn a_ticket_has_only_so_many_watchers_and_links() {
    let mut desk = incident(false);
    let link = |id: i64| Link {
        to: Reference {
            kind: Kind::Incident,
            id: TicketId(1_000 + id),
        },
        relation: Relation::RelatedTo,
    };
    let full = |action| Refusal::Impossible {
        action,
        why: Why::Full,
    };
    let available = |desk: &Desk, action| {
        let facts = Facts {
            people: Some(BTreeSet::from([WATCHER])),
            ..desk.facts()
        };
        let offered = allowed(&desk.ticket, &actor(ALICE), &facts, desk.now);
        let offered = offered.iter().find(|one| one.action == action);
        offered.map(|one| one.availability)
    };
    let possible = Some(Availability::Possible);
    let impossible = Some(Availability::Impossible(Why::Full));
    for n in 0..100 {
        let watched = Event::Watched {
            person: PersonId(1_000 + n),
        };
        assert_eq!(available(&desk, Action::Watch), possible, "{n} watch");
        desk.happened(Who::Person(ALICE), watched);
    }
    assert_eq!(available(&desk, Action::Watch), impossible);
    let refused = desk.refused(ALICE, Command::Watch { person: WATCHER });
    assert_eq!(refused, full(Action::Watch));
    for n in 0..500 {
        assert_eq!(available(&desk, Action::Link), possible, "{n} links");
        desk.happened(Who::Person(ALICE), Event::Linked { link: link(n) });
    }
    assert_eq!(available(&desk, Action::Link), impossible);
    let Link { to, relation } = link(500);
    let refused = desk.refused(
        ALICE,
        Command::Link {
            to: vec![to],
            relation,
        },
    );
    assert_eq!(refused, full(Action::Link));
    // Whoever stops watching makes room.
    let person = PersonId(1_000);
    desk.done(ALICE, Command::Unwatch { person });
    desk.done(ALICE, Command::Watch { person: WATCHER });
}

#[test]
fn the_answer_stays_unread_until_an_agent_reads_or_answers() {
    let answered = || {
        let mut desk = incident(false);
        desk.done(ALICE, hold(HoldReason::Vendor));
        desk.done(USER, say("They called me."));
        assert!(desk.ticket.internal.answered_unread && desk.ticket.state == State::OnHold);
        desk
    };
    // The date passes: back to work, and still nobody has read it.
    let mut desk = answered();
    desk.act(&Actor::system(), Command::Resume).unwrap();
    assert!(desk.ticket.internal.answered_unread && desk.ticket.state == State::New);
    desk.done(ALICE, Command::MarkRead);
    assert!(!desk.ticket.internal.answered_unread);
    let mut desk = answered();
    desk.done(ALICE, say("Thank you."));
    assert!(!desk.ticket.internal.answered_unread);
    // The desk itself reads nothing.
    let mut desk = answered();
    desk.act(&Actor::system(), say("A reminder.")).unwrap();
    assert!(desk.ticket.internal.answered_unread);
    let mut desk = incident(false);
    desk.act(&Actor::system(), say("A reminder.")).unwrap();
    assert!(!desk.ticket.internal.answered_unread);
}

#[test]
fn whoever_settles_it_has_read_what_was_answered() {
    let mut desk = incident(false);
    desk.done(USER, say("They called me."));
    let settled = desk.done(ALICE, first_contact());
    assert!(settled.iter().any(|e| e.event == Event::MarkedRead));
    assert!(!desk.ticket.internal.answered_unread);
    desk.done(USER, say("Not quite."));
    assert!(
        desk.ticket.internal.answered_unread,
        "said after it was settled"
    );
}

#[test]
fn an_agent_who_only_watches_is_no_agent_here() {
    let mut desk = incident(true);
    desk.done(ALICE, Command::Watch { person: BEA });
    desk.done(USER, say("Hello?"));
    desk.done(BEA, say("I see it too."));
    assert!(
        desk.ticket.internal.answered_unread,
        "no agent of the team has read it"
    );
    let attachment = Attachment {
        file: FileId::default(),
        name: "log.txt".into(),
        media_type: "text/plain".into(),
        size: 1,
        audience: Audience::Agents,
    };
    desk.done(
        BEA,
        Command::Attach {
            attachments: vec![attachment.clone()],
        },
    );
    assert_eq!(desk.ticket.attachments[0].audience, Audience::Participants);
    desk.done(
        ALICE,
        Command::Attach {
            attachments: vec![attachment],
        },
    );
    assert_eq!(desk.ticket.attachments[1].audience, Audience::Agents);
}

#[test]
fn a_hold_can_be_changed_and_returns_to_where_it_was() {
    let mut desk = incident(false);
    desk.done(ALICE, hold(HoldReason::Vendor));
    desk.now = desk.now.plus(HOUR);
    let past = Command::Hold {
        reason: HoldReason::User,
        until: Some(desk.now),
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    assert!(matches!(desk.refused(ALICE, past), Refusal::Invalid(_)));
    let was = desk.ticket.hold.as_ref().map(|hold| Waited {
        reason: hold.reason,
        until: hold.until,
        problem: hold.problem,
    });
    let again = Command::Hold {
        reason: HoldReason::User,
        until: Some(START.plus(30 * DAY)),
        note: String::new(),
        was,
        internal: String::new(),
        problem: None,
    };
    desk.done(ALICE, again);
    assert_eq!(desk.ticket.hold.as_ref().unwrap().before, State::New);
    desk.done(ALICE, Command::Resume);
    assert_eq!(
        (desk.ticket.state, desk.ticket.hold.clone()),
        (State::New, None)
    );
}

#[test]
fn an_imported_hold_that_says_nothing_can_be_left() {
    let odd = Hold {
        reason: HoldReason::User,
        until: Some(START.plus(30 * DAY)),
        before: State::Resolved,
        problem: None,
        reminders: Default::default(),
    };
    for hold_now in [None, Some(odd)] {
        let import = |desk: &mut Desk| {
            let change = Imported::State {
                to: State::OnHold,
                hold: hold_now.clone(),
                reopened: false,
                closed: false,
                resolution: None,
            };
            desk.happened(Who::System, Event::Imported { change });
        };
        let mut desk = incident(false);
        import(&mut desk);
        desk.done(ALICE, Command::Resume);
        assert_eq!(desk.ticket.state, State::New);
        let mut desk = incident(false);
        import(&mut desk);
        desk.done(ALICE, hold(HoldReason::User));
        desk.done(USER, say("Here."));
        assert_eq!(desk.ticket.state, State::New);
    }
}

#[test]
fn it_closes_by_itself_when_the_time_has_come_and_not_before() {
    let mut desk = resolved();
    let close = || Command::Close {
        reason: String::new(),
    };
    let closes = |desk: &Desk| {
        allowed(&desk.ticket, &Actor::system(), &desk.facts(), desk.now)
            .iter()
            .any(|a| a.action == Action::Close)
    };
    assert!(!closes(&desk) && desk.act(&Actor::system(), close()).is_err());
    desk.now = desk.ticket.closes_at.unwrap();
    assert!(closes(&desk));
    desk.act(&Actor::system(), close()).unwrap();
    assert_eq!(desk.ticket.state, State::Closed);
}

/// Nobody is told that it closes while what they answered waits to be read.
#[test]
fn an_unread_answer_keeps_it_from_closing() {
    let mut desk = resolved();
    let date = desk.ticket.closes_at.unwrap();
    let answered = desk.done(USER, say("Not quite."));
    assert_eq!(
        answered.last().unwrap().event,
        Event::ClosureMoved { closes_at: None }
    );
    assert!(desk.ticket.closes_at.is_none() && desk.ticket.in_queue());
    let again = desk.done(USER, say("Are you there?"));
    assert_eq!(again.len(), 1, "it is put off already");
    desk.now = date.plus(DAY);
    let close = Command::Close {
        reason: String::new(),
    };
    assert!(desk.act(&Actor::system(), close).is_err());
    desk.done(ALICE, Command::MarkRead);
    assert!(!desk.ticket.in_queue());
    assert_eq!(
        desk.ticket.closes_at,
        Some(desk.now.plus(7 * DAY)),
        "time runs anew"
    );
    desk.done(USER, say("And now?"));
    desk.done(ALICE, say("It was the cable."));
    assert!(desk.ticket.closes_at.is_some() && !desk.ticket.in_queue());
    // What is closed does not close again.
    desk.done(USER, Command::Confirm);
    desk.done(USER, say("One more thing."));
    desk.done(ALICE, Command::MarkRead);
    assert!(desk.ticket.closes_at.is_none());
}

#[test]
fn an_agent_closes_with_a_reason_and_the_user_confirms() {
    let mut desk = resolved();
    assert!(matches!(
        desk.refused(ALICE, Command::Close { reason: " ".into() }),
        Refusal::Invalid(_)
    ));
    assert!(matches!(
        desk.refused(ALICE, Command::Confirm),
        Refusal::Impossible {
            why: Why::NotYours,
            ..
        }
    ));
    desk.done(REPORTER, Command::Confirm);
    assert_eq!(
        (desk.ticket.state, desk.ticket.closes_at),
        (State::Closed, None)
    );
}

#[test]
fn reopened_within_the_time_and_no_later() {
    let mut desk = resolved();
    desk.done(USER, Command::Confirm);
    desk.now = desk.ticket.reopen_until.unwrap();
    let mut late = desk.clone();
    late.now = late.now.plus(1);
    for person in [USER, ALICE] {
        assert!(matches!(
            late.refused(person, reopen()),
            Refusal::Impossible {
                why: Why::TooLate,
                ..
            }
        ));
    }
    assert!(matches!(
        desk.refused(USER, Command::Reopen { reason: "".into() }),
        Refusal::Invalid(_)
    ));
    desk.done(USER, reopen());
    assert_eq!(
        (desk.ticket.state, desk.ticket.reopenings),
        (State::Diagnosing, 1)
    );
    assert_eq!(
        (desk.ticket.resolution.clone(), desk.ticket.closed_at),
        (None, None)
    );
}

#[test]
fn assigning_goes_by_what_was_shown_and_by_who_may_see_it() {
    let mut desk = incident(true);
    let assign = |to, was| Command::Assign { to, was };
    assert!(
        matches!(desk.refused(ALICE, assign(BEA, None)), Refusal::Invalid(_)),
        "not of the team"
    );
    assert!(
        matches!(desk.refused(ALICE, assign(USER, None)), Refusal::Invalid(_)),
        "not an agent"
    );
    desk.done(ALICE, assign(ALAN, None));
    assert_eq!(
        desk.refused(ALICE, assign(ALICE, None)),
        Refusal::Conflict(vec![Field::Assignee])
    );
    assert!(matches!(
        desk.refused(ALICE, assign(ALAN, None)),
        Refusal::Impossible {
            why: Why::AlreadySo,
            ..
        }
    ));
    desk.done(ALICE, assign(ALICE, Some(ALAN)));
    let over = |was| Command::HandOver {
        team: TeamId(2),
        note: String::new(),
        was,
    };
    assert_eq!(
        desk.refused(ALICE, over(None)),
        Refusal::Conflict(vec![Field::Team])
    );
    desk.done(ALICE, over(Some(TeamId(1))));
    assert!(
        allowed(&desk.ticket, &actor(ALICE), &desk.facts(), desk.now).is_empty(),
        "it is theirs now"
    );
}

fn convert(to: Kind, item: Option<ItemId>) -> Command {
    Command::Convert {
        to,
        item,
        fields: BTreeMap::new(),
    }
}

#[test]
fn what_turns_out_to_be_a_standard_request_goes_straight_to_its_approvers() {
    let mut desk = incident(false);
    desk.done(ALICE, convert(Kind::Request, Some(ItemId(6))));
    assert_eq!(desk.ticket.state, State::AwaitingApproval);
    assert!(desk.ticket.evaluation.as_ref().unwrap().standard);
    let approvers = desk.ticket.approval.unwrap().approvers;
    assert_eq!(approvers, BTreeSet::from([MANAGER, SPONSOR]));

    let mut desk = incident(false);
    desk.done(ALICE, convert(Kind::Request, Some(ItemId(5))));
    assert_eq!(desk.ticket.state, State::Approved);
}

#[test]
fn what_the_item_asks_is_asked_when_an_incident_becomes_a_request() {
    let desk = incident(false);
    let question = ItemField {
        key: "why".into(),
        required: true,
        label: Label::new("Pourquoi ?", "Why?"),
        kind: FieldKind::Text,
    };
    let facts = Facts {
        item: Some(Some(Item {
            fields: vec![question],
            ..item(1)
        })),
        ..desk.facts()
    };
    let ask = |answer: &str| {
        let command = Command::Convert {
            to: Kind::Request,
            item: Some(ItemId(1)),
            fields: BTreeMap::from([("why".to_owned(), answer.to_owned())]),
        };
        decide(
            &desk.ticket,
            &actor(ALICE),
            &facts,
            CommandId::default(),
            command,
            desk.now,
        )
    };
    let Err(Refusal::Invalid(errors)) = ask("  ") else {
        panic!("an answer is required");
    };
    assert_eq!(errors[0].name.as_deref(), Some("why"));
    let decision = ask("Pour le magazine").unwrap();
    let Event::Converted { fields, .. } = &decision.events[0] else {
        panic!("{:?}", decision.events);
    };
    let (id, body) = &decision.texts[0];
    assert_eq!(body, "Pour le magazine");
    assert_eq!(fields[0].value, FieldValue::Text(*id));
    assert_eq!(
        decision.events[0].texts(),
        [*id],
        "the answer can be taken back"
    );
}

#[test]
fn nothing_is_held_without_saying_until_when() {
    let mut desk = incident(false);
    let hold = |until| Command::Hold {
        reason: HoldReason::Vendor,
        until,
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    let Refusal::Invalid(errors) = desk.refused(ALICE, hold(None)) else {
        panic!("a date is required");
    };
    assert_eq!(
        (errors[0].field, errors[0].problem),
        (Field::Until, Problem::Missing)
    );
    desk.refused(ALICE, hold(Some(desk.now)));
    desk.done(ALICE, hold(Some(desk.now.plus(1))));
}

#[test]
fn what_turns_out_to_be_a_request_keeps_its_old_reference() {
    let mut desk = incident(false);
    let old = desk.ticket.reference();
    desk.done(ALICE, convert(Kind::Request, Some(ItemId(3))));
    assert_eq!(desk.ticket.reference().to_string(), "REQ-42");
    assert_eq!(desk.ticket.aliases, [old]);
    desk.done(ALICE, convert(Kind::Incident, None));
    assert_eq!(desk.ticket.aliases.len(), 2);
    for (to, item) in [
        (Kind::Request, None),
        (Kind::Request, Some(ItemId(99))),
        (Kind::Problem, None),
        (Kind::Incident, None),
    ] {
        desk.refused(ALICE, convert(to, item));
    }
}

#[test]
fn the_desk_itself_takes_nothing_in_charge() {
    let mut desk = incident(false);
    desk.done(ALICE, Command::Take { was: None });
    assert!(
        desk.act(&Actor::system(), Command::Take { was: None })
            .is_err()
    );
    let named = allowed(&desk.ticket, &Actor::system(), &desk.facts(), desk.now);
    assert!(!named.iter().any(|a| a.action == Action::Take));
}
