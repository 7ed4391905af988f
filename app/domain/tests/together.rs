//! Two people on one ticket: what each of them changed is kept, and what both changed is asked.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::ids::CategoryId;
use guichet_domain::kernel::priority::{Impact, Matrix, Priority, Urgency};
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution, Waited};
use guichet_domain::tickets::follow_up::needs_follow_up;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};

fn incident() -> Desk {
    let draft = NewTicket {
        subject: "VPN".into(),
        affected: Some(USER),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(ALICE)).unwrap()
}

fn class(impact: Impact, urgency: Urgency) -> Classification {
    Classification {
        service: OPEN,
        category: CategoryId(1),
        impact,
        urgency,
    }
}

/// The form as it was opened on the ticket as it stands.
fn opened(desk: &Desk) -> Categorisation {
    let was = desk.ticket.classification();
    let shown = was.clone();
    Categorisation {
        service: shown.as_ref().map(|c| c.service),
        category: shown.as_ref().map(|c| c.category),
        impact: shown.as_ref().map(|c| c.impact),
        urgency: shown.map(|c| c.urgency),
        priority: desk.ticket.other_priority(),
        reason: "As agreed.".into(),
        was,
        was_priority: desk.ticket.other_priority(),
    }
}

fn categorised(impact: Impact, urgency: Urgency) -> Desk {
    let mut desk = incident();
    let wanted = class(impact, urgency);
    let form = Categorisation {
        service: Some(wanted.service),
        category: Some(wanted.category),
        impact: Some(impact),
        urgency: Some(urgency),
        ..opened(&desk)
    };
    desk.done(ALICE, Command::Categorise(form));
    desk
}

#[test]
fn who_takes_what_somebody_else_just_took_is_told_first() {
    let mut desk = incident();
    desk.done(ALICE, Command::Take { was: None });
    assert_eq!(
        desk.refused(ALAN, Command::Take { was: None }),
        Refusal::Conflict(vec![Field::Assignee])
    );
    assert_eq!(desk.ticket.assignee, Some(ALICE));
    // Knowing it, one may.
    desk.done(ALAN, Command::Take { was: Some(ALICE) });
    assert_eq!(desk.ticket.assignee, Some(ALAN));
}

#[test]
fn a_form_opened_before_the_first_categorisation_conflicts_only_where_it_differs() {
    let mut desk = incident();
    let mine = opened(&desk);
    let mut theirs = categorised(Impact::Low, Urgency::High);
    std::mem::swap(&mut desk, &mut theirs);
    let form = |impact, urgency| Categorisation {
        service: Some(OPEN),
        category: Some(CategoryId(1)),
        impact: Some(impact),
        urgency: Some(urgency),
        ..mine.clone()
    };
    assert_eq!(
        desk.refused(ALAN, Command::Categorise(form(Impact::High, Urgency::High))),
        Refusal::Conflict(vec![Field::Impact])
    );
    desk.done(ALAN, Command::Categorise(form(Impact::Low, Urgency::High)));
}

#[test]
fn another_priority_is_a_field_of_its_own() {
    let mut desk = categorised(Impact::Low, Urgency::Low);
    let before = opened(&desk);
    // One gives it another priority, the other better the urgency: both are kept, with the reason.
    let critical = Categorisation {
        priority: Some(Priority::Critical),
        ..before.clone()
    };
    desk.done(ALICE, Command::Categorise(critical));
    let reason = desk.ticket.internal.priority_reason.unwrap();
    let urgent = Categorisation {
        urgency: Some(Urgency::High),
        ..before.clone()
    };
    desk.done(ALAN, Command::Categorise(urgent));
    assert_eq!(desk.ticket.urgency, Some(Urgency::High));
    assert_eq!(desk.ticket.priority, Priority::Critical);
    assert_eq!(desk.ticket.internal.priority_reason, Some(reason));
    assert_eq!(desk.texts[&reason], "As agreed.");
    // Two other priorities cannot both stand.
    let high = Categorisation {
        priority: Some(Priority::High),
        ..before.clone()
    };
    assert_eq!(
        desk.refused(ALAN, Command::Categorise(high)),
        Refusal::Conflict(vec![Field::Priority])
    );
    // Whoever saw it can take it back.
    let back = Categorisation {
        priority: None,
        ..opened(&desk)
    };
    desk.done(ALAN, Command::Categorise(back));
    let matrix = Matrix::default().priority(Impact::Low, Urgency::High);
    assert_eq!(desk.ticket.priority, matrix);
    assert_eq!(desk.ticket.internal.priority_reason, None);
}

#[test]
fn a_cause_and_a_workaround_replace_only_the_one_that_was_read() {
    let mut desk = categorised(Impact::Low, Urgency::Low);
    desk.done(ALICE, Command::Take { was: None });
    let cause = |text: &str, was| Command::RecordCause {
        text: text.into(),
        was,
    };
    desk.done(ALICE, cause("A loose cable.", None));
    assert_eq!(
        desk.refused(ALAN, cause("A dead switch.", None)),
        Refusal::Conflict(vec![Field::Cause])
    );
    let read = desk.ticket.internal.cause;
    desk.done(ALAN, cause("A dead switch.", read));
    let workaround = |text: &str, was| Command::RecordWorkaround {
        text: text.into(),
        was,
        internal: String::new(),
    };
    desk.done(ALICE, workaround("Use Wi-Fi.", None));
    assert_eq!(
        desk.refused(ALAN, workaround("Use the other socket.", None)),
        Refusal::Conflict(vec![Field::Text])
    );
    let read = desk.ticket.workaround;
    desk.done(ALAN, workaround("Use the other socket.", read));
}

#[test]
fn a_hold_is_changed_field_by_field() {
    let mut desk = categorised(Impact::Low, Urgency::Low);
    let (soon, late) = (desk.now.plus(DAY), desk.now.plus(5 * DAY));
    let hold = |reason, until, was| Command::Hold {
        reason,
        until: Some(until),
        note: String::new(),
        was,
        internal: String::new(),
        problem: None,
    };
    desk.done(ALICE, hold(HoldReason::Vendor, soon, None));
    let read = Some(Waited {
        reason: HoldReason::Vendor,
        until: Some(soon),
        problem: None,
    });
    desk.done(ALICE, hold(HoldReason::Change, soon, read));
    // He changes the date only: her reason stays.
    desk.done(ALAN, hold(HoldReason::Vendor, late, read));
    let held = desk.ticket.hold.clone().unwrap();
    assert_eq!((held.reason, held.until), (HoldReason::Change, Some(late)));
    assert_eq!(
        desk.refused(ALICE, hold(HoldReason::User, desk.now.plus(2 * DAY), read)),
        Refusal::Conflict(vec![Field::HoldReason, Field::Until])
    );
}

#[test]
fn what_is_over_goes_on_anew_once_it_cannot_be_reopened() {
    let anew = |desk: &Desk, person| {
        needs_follow_up(&desk.ticket, &actor(person), &desk.facts(), desk.now)
    };
    let mut desk = categorised(Impact::Low, Urgency::Low);
    desk.done(ALICE, Command::Take { was: None });
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Other),
        notes: "Done.".into(),
        cause: Some(Cause::Unknown("Gone by itself.".into())),
    };
    desk.done(ALICE, Command::Resolve(solution));
    desk.done(USER, Command::Confirm);
    assert!(!anew(&desk, USER), "it can still be reopened");
    desk.now = desk.now.plus(20 * DAY);
    assert!(anew(&desk, USER) && anew(&desk, ALICE));
    assert!(!anew(&desk, STRANGER), "not theirs");
    let mut cancelled = incident();
    let reason = "A mistake.".into();
    cancelled.done(ALICE, Command::Cancel { reason });
    assert!(anew(&cancelled, ALICE));
    assert!(
        !anew(&cancelled, USER),
        "nothing was done that could return"
    );
}
