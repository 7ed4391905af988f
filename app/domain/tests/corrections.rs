//! What was recorded wrongly is put right, and who sees the ticket then.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::audience::{Audience, Viewer};
use guichet_domain::kernel::ids::{ItemId, PersonId, TeamId};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal, Why};
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::command::{Assessment, Command, Waited};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{seen, viewer};
use guichet_domain::tickets::workflow::{State, step_of};
use guichet_domain::{CommandId, TicketId, allowed, decide};

fn incident() -> Desk {
    let draft = NewTicket {
        subject: "VPN".into(),
        affected: Some(USER),
        reporter: Some(REPORTER),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(ALICE)).unwrap()
}

fn request(item: i64) -> Desk {
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "Fonts".into(),
        affected: Some(USER),
        item: Some(ItemId(item)),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(USER)).unwrap()
}

fn wrong(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }])
}

fn impossible(action: Action, why: Why) -> Refusal {
    Refusal::Impossible { action, why }
}

fn change(to: PersonId, was: PersonId) -> Command {
    Command::ChangeAffected {
        to,
        was,
        confirmed: true,
    }
}

#[test]
fn the_former_affected_user_sees_it_only_if_they_watch() {
    let mut desk = incident();
    let quality = |desk: &Desk, person| viewer(&desk.ticket, &actor(person));
    assert_eq!(quality(&desk, STRANGER), None);
    desk.done(ALICE, change(STRANGER, USER));
    assert_eq!(quality(&desk, STRANGER), Some(Viewer::Participant));
    assert_eq!(quality(&desk, USER), None);
    assert_eq!(quality(&desk, REPORTER), Some(Viewer::Participant));
    desk.done(ALICE, Command::Watch { person: USER });
    assert_eq!(quality(&desk, USER), Some(Viewer::Participant));
    // Whoever told the desk of it may turn out to be whom it is about.
    desk.done(ALICE, change(REPORTER, STRANGER));
    assert_eq!(
        (desk.ticket.affected, desk.ticket.reporter),
        (REPORTER, None)
    );
}

#[test]
fn another_affected_user_is_known_confirmed_and_new() {
    let mut desk = incident();
    let unconfirmed = Command::ChangeAffected {
        to: STRANGER,
        was: USER,
        confirmed: false,
    };
    let refusal = desk.refused(ALICE, unconfirmed);
    assert_eq!(refusal, wrong(Field::Confirmation, Problem::Missing));
    let unknown = desk.refused(ALICE, change(PersonId(999), USER));
    assert_eq!(unknown, wrong(Field::Affected, Problem::Unknown));
    let action = Action::ChangeAffected;
    let same = desk.refused(ALICE, change(USER, USER));
    assert_eq!(same, impossible(action, Why::AlreadySo));
    let stale = desk.refused(ALICE, change(WATCHER, STRANGER));
    assert_eq!(stale, Refusal::Conflict(vec![Field::Affected]));
    // Approvers decide for whom they were asked.
    let mut awaiting = request(6);
    assert_eq!(awaiting.ticket.state, State::AwaitingApproval);
    let refusal = awaiting.refused(ALICE, change(STRANGER, USER));
    assert_eq!(refusal, impossible(action, Why::NotInThisState));
}

#[test]
fn what_is_made_confidential_is_for_its_team_alone() {
    let mut desk = incident();
    let team = desk.ticket.team;
    desk.done(BEA, Command::Take { was: None });
    let foreign = desk.refused(BEA, Command::MakeConfidential);
    let action = Action::MakeConfidential;
    assert_eq!(foreign, impossible(action, Why::NotInItsTeam));
    desk.done(ALICE, Command::MakeConfidential);
    // Somebody of another team had it: its team is in charge now, and sees it alone.
    assert_eq!((desk.ticket.team, desk.ticket.assignee), (team, None));
    assert_eq!(viewer(&desk.ticket, &actor(BEA)), None);
    assert_eq!(viewer(&desk.ticket, &actor(ADMIN)), None);
    let again = desk.refused(ALICE, Command::MakeConfidential);
    assert_eq!(again, impossible(action, Why::AlreadySo));
    let end = |reason: &str| Command::EndConfidentiality {
        reason: reason.into(),
    };
    let refusal = desk.refused(ALICE, end(" "));
    assert_eq!(refusal, wrong(Field::Reason, Problem::Missing));
    let ended = desk.done(ALICE, end("The user agreed"));
    assert_eq!(viewer(&desk.ticket, &actor(BEA)), Some(Viewer::Agent));
    // That it ended is for all who see it, why is not.
    let told = seen(&ended[0], Viewer::Participant).unwrap();
    let Event::ConfidentialityChanged {
        confidential: false,
        reason: None,
    } = told.event
    else {
        panic!("{told:?}");
    };
}

#[test]
fn one_of_its_team_keeps_a_ticket_that_becomes_confidential() {
    let mut desk = incident();
    desk.done(ALAN, Command::Take { was: None });
    desk.done(ALICE, Command::MakeConfidential);
    assert_eq!(desk.ticket.assignee, Some(ALAN));
}

#[test]
fn a_ticket_is_given_back_to_its_team() {
    let mut desk = incident();
    let team = desk.ticket.team;
    let back = |was| Command::GiveBack { was };
    let nobody = desk.refused(ALICE, back(None));
    let action = Action::GiveBack;
    assert_eq!(nobody, impossible(action, Why::AlreadySo));
    desk.done(ALICE, Command::Take { was: None });
    let stale = desk.refused(ALAN, back(Some(BEA)));
    assert_eq!(stale, Refusal::Conflict(vec![Field::Assignee]));
    desk.done(ALICE, back(Some(ALICE)));
    assert_eq!((desk.ticket.assignee, desk.ticket.team), (None, team));
    assert_eq!(desk.ticket.hand_overs, 0);
}

#[test]
fn a_request_for_another_item_is_decided_anew() {
    let mut desk = request(4);
    desk.done(ALICE, Command::Evaluate);
    let form = Assessment {
        feasible: true,
        cost: None,
        impact: "None".into(),
        reason: String::new(),
    };
    desk.done(ALICE, Command::SubmitEvaluation(form));
    let approve = Command::Approve {
        comment: String::new(),
    };
    desk.done(MANAGER, approve);
    let item = |to: Option<i64>, was: i64| Command::ChangeItem {
        item: to.map(ItemId),
        fields: Default::default(),
        was: Some(ItemId(was)),
    };
    assert_eq!(
        desk.refused(ALICE, item(None, 4)),
        wrong(Field::Item, Problem::Missing)
    );
    assert_eq!(
        desk.refused(ALICE, item(Some(77), 4)),
        wrong(Field::Item, Problem::Unknown)
    );
    let stale = desk.refused(ALICE, item(Some(2), 1));
    assert_eq!(stale, Refusal::Conflict(vec![Field::Item]));
    // To one that an agent evaluates: nothing of the former judgement stays.
    desk.done(ALICE, item(Some(2), 4));
    assert_eq!(desk.ticket.state, State::New);
    assert_eq!(
        (&desk.ticket.evaluation, &desk.ticket.approval),
        (&None, &None)
    );
    // To one that carries its evaluation: its approvers are asked, all of them.
    desk.done(ALICE, item(Some(6), 2));
    assert_eq!(desk.ticket.state, State::AwaitingApproval);
    let approval = desk.ticket.approval.clone().unwrap();
    assert!(approval.approved_by.is_empty());
    assert_eq!(approval.approvers, wanted(6, USER, None).unwrap().approvers);
    // To one that nobody approves.
    desk.done(ALICE, item(Some(5), 6));
    assert_eq!(desk.ticket.state, State::Approved);
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, Command::Fulfil);
    let late = desk.refused(ALICE, item(Some(2), 5));
    assert_eq!(late, impossible(Action::ChangeItem, Why::NotInThisState));
}

/// Another ticket, which everybody at the desk sees.
fn other(kind: Kind, id: i64) -> Ticket {
    let mut ticket = Ticket::unrecorded(TicketId(id));
    ticket.kind = kind;
    ticket
}

fn reference(kind: Kind, id: i64) -> Reference {
    let id = TicketId(id);
    Reference { kind, id }
}

/// Decides with other tickets that the server knows.
fn with_others(
    desk: &Desk,
    command: Command,
    others: &[Ticket],
) -> Result<guichet_domain::tickets::decide::output::Decision, Refusal> {
    let mut facts = desk.facts();
    facts.others = Some(others.iter().map(|t| (t.id, t.clone())).collect());
    let id = CommandId::default();
    decide(&desk.ticket, &actor(ALICE), &facts, id, command, desk.now)
}

#[test]
fn many_are_linked_at_once_or_none() {
    let desk = incident();
    let others = [other(Kind::Incident, 7), other(Kind::Problem, 8)];
    let link = |to: &[Reference]| Command::Link {
        to: to.to_vec(),
        relation: Relation::RelatedTo,
    };
    let both = [reference(Kind::Incident, 7), reference(Kind::Incident, 8)];
    let decision = with_others(&desk, link(&both), &others).unwrap();
    // What each is called is what it is, whatever was typed.
    let linked: Vec<String> = decision
        .events
        .iter()
        .map(|event| match event {
            Event::Linked { link } => link.to.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(linked, ["INC-7", "PRB-8"]);
    assert_eq!(decision.others.len(), 2);
    let unknown = [reference(Kind::Incident, 7), reference(Kind::Incident, 9)];
    let refusal = with_others(&desk, link(&unknown), &others).unwrap_err();
    assert_eq!(refusal, wrong(Field::Link, Problem::Unknown));
    let none = with_others(&desk, link(&[]), &others).unwrap_err();
    assert_eq!(none, wrong(Field::Link, Problem::Missing));
    let itself = [reference(Kind::Incident, 42)];
    let refusal = with_others(&desk, link(&itself), &others).unwrap_err();
    assert_eq!(refusal, wrong(Field::Link, Problem::Invalid));
}

#[test]
fn a_link_is_removed_from_both_sides() {
    let mut desk = incident();
    let to = reference(Kind::Problem, 8);
    let link = Link {
        to,
        relation: Relation::CausedBy,
    };
    let event = Event::Linked { link };
    desk.happened(actor(ALICE).who, event);
    let mut problem = other(Kind::Problem, 8);
    let back = Link {
        to: desk.ticket.reference(),
        relation: Relation::Causes,
    };
    problem.internal.links.insert(back.clone());
    let removed = with_others(&desk, Command::Unlink { to }, &[problem.clone()]).unwrap();
    assert!(matches!(&removed.events[..], [Event::Unlinked { .. }]));
    assert_eq!(
        removed.others,
        [(TicketId(8), Event::Unlinked { link: back })]
    );
    desk.done(ALICE, Command::Unlink { to });
    assert!(desk.ticket.internal.links.is_empty());
    let again = desk.refused(ALICE, Command::Unlink { to });
    assert_eq!(again, impossible(Action::Unlink, Why::AlreadySo));
}

fn hold(desk: &Desk, reason: HoldReason, problem: Option<Reference>) -> Command {
    Command::Hold {
        reason,
        until: Some(desk.now.plus(DAY)),
        note: "We wait for the fix.".into(),
        internal: "The vendor promised it for Monday.".into(),
        problem,
        was: None,
    }
}

#[test]
fn a_hold_for_a_problem_names_it_and_links_it() {
    let mut desk = incident();
    let problem = reference(Kind::Problem, 8);
    let others = [other(Kind::Problem, 8), other(Kind::Incident, 9)];
    let ask = |problem| with_others(&desk, hold(&desk, HoldReason::Problem, problem), &others);
    assert_eq!(ask(None).unwrap_err(), wrong(Field::Link, Problem::Missing));
    let kind = ask(Some(reference(Kind::Incident, 9))).unwrap_err();
    assert_eq!(kind, wrong(Field::Link, Problem::Invalid));
    // Called a problem, but none.
    let no_problem = ask(Some(reference(Kind::Problem, 9))).unwrap_err();
    assert_eq!(no_problem, wrong(Field::Link, Problem::Unknown));
    let held = ask(Some(problem)).unwrap();
    let back = Link {
        to: desk.ticket.reference(),
        relation: Relation::Causes,
    };
    assert_eq!(held.others, [(TicketId(8), Event::Linked { link: back })]);
    // For the vendor no problem is named, whatever the form still holds.
    desk.done(ALICE, hold(&desk, HoldReason::Vendor, Some(problem)));
    assert_eq!(desk.ticket.hold.clone().unwrap().problem, None);
    assert!(desk.ticket.internal.links.is_empty());
}

/// Somebody else names another problem meanwhile: who changes the date alone does not take it back,
/// and who names a third is told.
#[test]
fn the_problem_of_a_hold_is_merged_like_its_date() {
    let [first, second, third] = [8, 10, 11].map(|id| reference(Kind::Problem, id));
    let mut desk = incident();
    let change = |desk: &Desk, problem, days, was| match hold(desk, HoldReason::Problem, problem) {
        Command::Hold {
            reason,
            note,
            internal,
            problem,
            ..
        } => Command::Hold {
            reason,
            until: Some(desk.now.plus(days * DAY)),
            note,
            internal,
            problem,
            was,
        },
        other => other,
    };
    desk.done(ALICE, change(&desk, Some(first), 1, None));
    let read = desk.ticket.hold.clone().map(|hold| Waited {
        reason: hold.reason,
        until: hold.until,
        problem: hold.problem,
    });
    desk.done(ALICE, change(&desk, Some(second), 1, read));
    let date_alone = change(&desk, Some(first), 5, read);
    // The server knows the problem that is named, and no other.
    with_others(&desk, date_alone.clone(), &[other(Kind::Problem, 8)]).unwrap();
    desk.done(ALAN, date_alone);
    let held = desk.ticket.hold.clone().unwrap();
    assert_eq!(held.problem, Some(second));
    assert_eq!(held.until, Some(desk.now.plus(5 * DAY)));
    let refused = desk.refused(ALAN, change(&desk, Some(third), 5, read));
    assert_eq!(refused, Refusal::Conflict(vec![Field::Link]));
}

#[test]
fn what_is_for_the_team_beside_a_text_for_the_user_is_a_note() {
    let mut desk = incident();
    let held = desk.done(ALICE, hold(&desk, HoldReason::Vendor, None));
    let workaround = desk.done(
        ALICE,
        Command::RecordWorkaround {
            text: "Use the web page.".into(),
            internal: "It fails with the old client.".into(),
            was: None,
        },
    );
    for (events, told, note) in [
        (
            held,
            "We wait for the fix.",
            "The vendor promised it for Monday.",
        ),
        (
            workaround,
            "Use the web page.",
            "It fails with the old client.",
        ),
    ] {
        let read = |viewer| -> Vec<String> {
            let seen = events.iter().filter_map(|e| seen(e, viewer));
            let texts = seen.flat_map(|e| e.event.texts());
            texts.map(|id| desk.texts[&id].clone()).collect()
        };
        assert_eq!(read(Viewer::Participant), [told]);
        assert_eq!(read(Viewer::Agent), [told, note]);
        let audiences = events.iter().filter_map(|e| e.event.said_to());
        assert_eq!(audiences.collect::<Vec<_>>(), [Audience::Agents]);
    }
}

#[test]
fn the_progress_of_a_ticket_is_what_it_went_through() {
    let at = |desk: &Desk| {
        let ticket = &desk.ticket;
        step_of(ticket.kind, ticket.state, ticket.before())
    };
    // Cancelled where it stood: nothing that did not happen.
    let mut desk = incident();
    let cancel = || Command::Cancel {
        reason: "Not needed".into(),
    };
    desk.done(ALICE, cancel());
    assert_eq!((desk.ticket.state, at(&desk)), (State::Cancelled, 0));
    // Also if it was on hold then.
    let mut desk = request(1);
    desk.done(ALICE, Command::Evaluate);
    desk.done(ALICE, hold(&desk, HoldReason::User, None));
    assert_eq!(at(&desk), 1);
    desk.done(ALICE, cancel());
    assert_eq!((desk.ticket.state, at(&desk)), (State::Cancelled, 1));
    // Approved is not yet being fulfilled.
    let mut desk = request(5);
    assert_eq!((desk.ticket.state, at(&desk)), (State::Approved, 2));
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, Command::Fulfil);
    assert_eq!(at(&desk), 3);
}

#[test]
fn nobody_evaluates_a_standard_request() {
    let desk = request(6);
    let names: Vec<String> = desk.log.iter().map(|e| e.event.store().name).collect();
    assert_eq!(names, ["recorded", "evaluated"]);
}

#[test]
fn users_are_offered_none_of_it() {
    let desk = incident();
    let agents_only = [
        Action::ChangeAffected,
        Action::MakeConfidential,
        Action::EndConfidentiality,
        Action::GiveBack,
        Action::ChangeItem,
        Action::Link,
        Action::Unlink,
    ];
    for person in [USER, REPORTER, STRANGER] {
        let offered = allowed(&desk.ticket, &actor(person), &desk.facts(), desk.now);
        let offered = offered.iter().find(|one| agents_only.contains(&one.action));
        assert_eq!(offered, None, "{person}");
    }
    assert_eq!(desk.ticket.team, Some(TeamId(1)));
}
