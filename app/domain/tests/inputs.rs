//! What people type, and what those type who mean no good.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::typed::*;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::form::{REASON_MAX, SUBJECT_MAX, TEXT_MAX};
use guichet_domain::kernel::ids::{CategoryId, FileId, ItemId, PersonId, TeamId, TextId};
use guichet_domain::kernel::priority;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::kernel::stemming;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::command::{
    Assessment, Categorisation, Cause, Command, Edit, Solution,
};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use proptest::prelude::*;

fn incident() -> Desk {
    let mut desk = Desk::record(&draft(), &actor(USER)).unwrap();
    let form = categorised(Some(priority::Priority::VeryLow), "");
    desk.done(ALICE, form);
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, Command::Diagnose);
    desk
}

fn categorised(priority: Option<priority::Priority>, reason: &str) -> Command {
    Command::Categorise(Categorisation {
        service: Some(OPEN),
        category: Some(CategoryId(1)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        priority,
        reason: reason.into(),
        was: None,
        was_priority: None,
    })
}

fn solution(notes: &str, cause: Cause) -> Command {
    Command::Resolve(Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Other),
        notes: notes.into(),
        cause: Some(cause),
    })
}

fn done() -> Desk {
    let mut desk = incident();
    desk.done(
        ALICE,
        solution("Restarted.", Cause::Known("A paper jam.".into())),
    );
    desk
}

fn request(steps: usize) -> Desk {
    let draft = NewTicket {
        kind: Kind::Request,
        item: Some(ItemId(2)),
        ..draft()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    let path = [
        (ALICE, Command::Evaluate),
        (ALICE, assessment(true, "Fits.", "")),
        (
            MANAGER,
            Command::Approve {
                comment: String::new(),
            },
        ),
        (ALICE, Command::Take { was: None }),
        (ALICE, Command::Fulfil),
    ];
    for (person, command) in path.into_iter().take(steps) {
        desk.done(person, command);
    }
    desk
}

fn assessment(feasible: bool, impact: &str, reason: &str) -> Command {
    Command::SubmitEvaluation(Assessment {
        feasible,
        cost: None,
        impact: impact.into(),
        reason: reason.into(),
    })
}

fn problem() -> Desk {
    let mut desk = Desk::record(
        &NewTicket {
            kind: Kind::Problem,
            ..draft()
        },
        &actor(ALICE),
    )
    .unwrap();
    desk.done(ALICE, Command::Analyse);
    desk
}

fn edit(text: &str, was: Option<TextId>) -> Option<Edit> {
    Some(Edit {
        text: text.into(),
        was,
    })
}

/// A place where a text is typed.
struct Place {
    field: Field,
    max: usize,
    required: bool,
    by: PersonId,
    desk: Desk,
    command: Box<dyn Fn(&str) -> Command>,
}

/// Every text field of every command.
fn places() -> Vec<Place> {
    let mut all = Vec::new();
    let mut place =
        |field, max, required, by, desk: &Desk, command: Box<dyn Fn(&str) -> Command>| {
            all.push(Place {
                field,
                max,
                required,
                by,
                desk: desk.clone(),
                command,
            });
        };
    let fresh = Desk::record(&draft(), &actor(USER)).unwrap();
    let (open, done, problem) = (&incident(), &done(), &problem());
    let (evaluating, waiting, approved, fulfilling) =
        (&request(1), &request(2), &request(3), &request(5));
    let (subject, description) = (open.ticket.subject, open.ticket.description);
    let priority = Some(priority::Priority::Critical);
    place(
        Field::Reason,
        REASON_MAX,
        true,
        ALICE,
        &fresh,
        Box::new(move |t| categorised(priority, t)),
    );
    place(
        Field::Text,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| Command::AddFinding { text: t.into() }),
    );
    place(
        Field::Cause,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| Command::RecordCause {
            text: t.into(),
            was: None,
        }),
    );
    place(
        Field::Notes,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| solution(t, Cause::Known("x".into()))),
    );
    place(
        Field::Cause,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| solution("x", Cause::Known(t.into()))),
    );
    place(
        Field::Cause,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| solution("x", Cause::Unknown(t.into()))),
    );
    place(
        Field::Impact,
        TEXT_MAX,
        true,
        ALICE,
        evaluating,
        Box::new(|t| assessment(true, t, "")),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        ALICE,
        evaluating,
        Box::new(|t| assessment(false, "", t)),
    );
    place(
        Field::Text,
        REASON_MAX,
        false,
        MANAGER,
        waiting,
        Box::new(|t| Command::Approve { comment: t.into() }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        MANAGER,
        waiting,
        Box::new(|t| Command::Refuse { reason: t.into() }),
    );
    place(
        Field::Text,
        REASON_MAX,
        true,
        MANAGER,
        waiting,
        Box::new(|t| Command::AskBack { question: t.into() }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        USER,
        approved,
        Box::new(|t| Command::AskToCancel { reason: t.into() }),
    );
    place(
        Field::Notes,
        TEXT_MAX,
        true,
        ALICE,
        fulfilling,
        Box::new(|t| Command::Complete { done: t.into() }),
    );
    place(
        Field::Text,
        TEXT_MAX,
        true,
        ALICE,
        problem,
        Box::new(|t| Command::RecordWorkaround {
            text: t.into(),
            was: None,
            internal: String::new(),
        }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        ALICE,
        problem,
        Box::new(|t| Command::AcceptRisk { reason: t.into() }),
    );
    let over = |t: &str| Command::HandOver {
        team: TeamId(2),
        note: t.into(),
        was: Some(TeamId(1)),
    };
    place(Field::Text, REASON_MAX, false, ALICE, open, Box::new(over));
    let hold = |t: &str| Command::Hold {
        reason: HoldReason::User,
        until: Some(START.plus(30 * DAY)),
        note: t.into(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    place(Field::Text, REASON_MAX, false, ALICE, open, Box::new(hold));
    place(
        Field::Reason,
        REASON_MAX,
        true,
        ALICE,
        done,
        Box::new(|t| Command::Close { reason: t.into() }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        USER,
        done,
        Box::new(|t| Command::Reopen { reason: t.into() }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| Command::Cancel { reason: t.into() }),
    );
    place(
        Field::Reason,
        REASON_MAX,
        false,
        USER,
        open,
        Box::new(|t| Command::Cancel { reason: t.into() }),
    );
    place(
        Field::Text,
        TEXT_MAX,
        true,
        USER,
        open,
        Box::new(|t| Command::Comment { text: t.into() }),
    );
    place(
        Field::Text,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(|t| Command::Note { text: t.into() }),
    );
    place(
        Field::Subject,
        SUBJECT_MAX,
        true,
        ALICE,
        open,
        Box::new(move |t| Command::Edit {
            subject: edit(t, Some(subject)),
            description: None,
        }),
    );
    place(
        Field::Description,
        TEXT_MAX,
        true,
        ALICE,
        open,
        Box::new(move |t| Command::Edit {
            subject: None,
            description: edit(t, description),
        }),
    );
    all
}

#[test]
fn every_text_of_every_command_is_bounded_and_wanted() {
    for mut place in places() {
        let command = |text: &str| (place.command)(text);
        let too_long = only(
            place.field,
            Problem::TooLong(u32::try_from(place.max).unwrap()),
        );
        for long in [
            "x".repeat(place.max + 1),
            "é".repeat(place.max + 1),
            "x".repeat(1_000_000),
        ] {
            let mut desk = place.desk.clone();
            assert_eq!(
                desk.refused(place.by, command(&long)),
                too_long,
                "{:?}",
                command("x")
            );
        }
        for fits in [
            "x".repeat(place.max),
            "🙂".repeat(place.max),
            format!(" {}\r\n", "é".repeat(place.max)),
        ] {
            let mut desk = place.desk.clone();
            desk.done(place.by, command(&fits));
            assert!(desk.texts.values().any(|text| *text == fits.trim()));
        }
        for blank in BLANK {
            let mut desk = place.desk.clone();
            if place.required {
                let refusal = desk.refused(place.by, command(blank));
                assert_eq!(
                    refusal,
                    only(place.field, Problem::Missing),
                    "{:?} {blank:?}",
                    command("x")
                );
            } else {
                let events = desk.done(place.by, command(blank));
                assert!(
                    events.iter().all(|e| e.event.texts().is_empty()),
                    "an empty text is none"
                );
            }
        }
        place
            .desk
            .done(place.by, command("a\u{0}b\u{1b}[31m\u{202e}c\u{200b}"));
        let written = place.desk.texts.values().any(|text| text == "ab[31mc");
        assert!(written, "what means nothing is dropped: {:?}", command("x"));
    }
}

#[test]
fn line_breaks_count_once_however_they_are_sent() {
    let mut desk = incident();
    let text = "x\r\n".repeat(TEXT_MAX / 2 - 1) + "xx";
    desk.done(USER, Command::Comment { text });
    desk.done(
        USER,
        Command::Comment {
            text: "one\rtwo\r\nthree\n".into(),
        },
    );
    let last = desk.ticket.comments.last().unwrap().text;
    assert_eq!(desk.texts[&last], "one\ntwo\nthree");
}

#[test]
fn a_file_name_is_a_name() {
    let mut desk = incident();
    let file = |name: &str| Command::Attach {
        attachments: vec![Attachment {
            file: FileId::default(),
            name: name.into(),
            media_type: "image/png".into(),
            size: 1,
            audience: Audience::Everyone,
        }],
    };
    assert_eq!(
        desk.refused(USER, file(&"x".repeat(201))),
        only(Field::File, Problem::TooLong(200))
    );
    assert_eq!(
        desk.refused(USER, file("\u{0} ")),
        only(Field::File, Problem::Missing)
    );
    assert_eq!(
        desk.refused(
            USER,
            Command::Attach {
                attachments: vec![]
            }
        ),
        only(Field::File, Problem::Missing)
    );
    desk.done(USER, file("facture\u{202e}gnp.exe\r\nSet-Cookie: a"));
    assert_eq!(
        desk.ticket.attachments[0].name,
        "facturegnp.exe Set-Cookie: a"
    );
}

#[test]
fn instants_out_of_all_time_break_nothing() {
    for at in [i64::MIN, -1, 0, i64::MAX] {
        let at = Timestamp(at);
        let _ = (
            at.plus(i64::MAX),
            at.plus(i64::MIN),
            START.since(at),
            at.since(START),
            at.rfc3339(),
        );
    }
}

proptest! {
    #![proptest_config(common::cases(256))]

    #[test]
    fn any_text_is_kept_clean_or_refused(text in any::<String>()) {
        let mut desk = Desk::record(&draft(), &actor(USER)).unwrap();
        match desk.act(&actor(USER), Command::Comment { text }) {
            Ok(_) => {
                let kept = &desk.texts[&desk.ticket.comments[0].text];
                prop_assert!(!kept.trim().is_empty() && kept.trim_end() == kept);
                prop_assert!(kept.contains('\n') || kept.trim() == kept);
                prop_assert!(!kept.starts_with('\n'));
                prop_assert!(!kept.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            }
            Err(refusal) => prop_assert_eq!(refusal, only(Field::Text, Problem::Missing)),
        }
    }

    #[test]
    fn any_text_is_searched_and_found_by_its_own_words(text in any::<String>()) {
        let stems = stemming::stems(&text);
        for any in stemming::query(&text) {
            prop_assert!(any.iter().any(|stem| stems.contains(stem)));
        }
    }
}
