//! Recording: what a ticket must say to begin.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::typed::*;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::kernel::form::{SUBJECT_MAX, TEXT_MAX};
use guichet_domain::kernel::ids::{CommandId, ItemId, PersonId, ServiceId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::record;
use guichet_domain::tickets::evaluation::{FieldAnswer, FieldValue};
use guichet_domain::tickets::event;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::record::NewTicket;
use std::collections::BTreeMap;

#[test]
fn recording_names_every_wrong_field() {
    let wrong = NewTicket {
        kind: Kind::Request,
        subject: "x".repeat(SUBJECT_MAX + 1),
        description: "x".repeat(TEXT_MAX + 1),
        affected: Some(PersonId(999)),
        reporter: Some(PersonId(-1)),
        noticed_at: Some(START.plus(1)),
        service: Some(ServiceId(99)),
        ..NewTicket::default()
    };
    let Refusal::Invalid(errors) = Desk::record(&wrong, &actor(ALICE)).unwrap_err() else {
        panic!()
    };
    let named: Vec<(Field, Problem)> = errors.into_iter().map(|e| (e.field, e.problem)).collect();
    assert_eq!(
        named,
        [
            (Field::Subject, Problem::TooLong(200)),
            (Field::Description, Problem::TooLong(20_000)),
            (Field::Affected, Problem::Unknown),
            (Field::Person, Problem::Unknown),
            (Field::NoticedAt, Problem::InTheFuture),
            (Field::Service, Problem::Unknown),
            (Field::Item, Problem::Missing),
        ]
    );
}

#[test]
fn a_subject_is_one_line_of_something() {
    for blank in BLANK {
        let refusal = Desk::record(
            &NewTicket {
                subject: (*blank).into(),
                ..draft()
            },
            &actor(USER),
        )
        .unwrap_err();
        assert_eq!(refusal, only(Field::Subject, Problem::Missing), "{blank:?}");
    }
    let lines = NewTicket {
        subject: "Une\r\nligne\u{2028}de\u{85}plus".into(),
        ..draft()
    };
    let desk = Desk::record(&lines, &actor(USER)).unwrap();
    let subject = &desk.texts[&desk.ticket.subject];
    assert_eq!(subject.lines().count(), 1);
    assert!(!subject.contains(['\r', '\n', '\u{2028}', '\u{85}']));
    let full = NewTicket {
        subject: "é".repeat(SUBJECT_MAX),
        description: "é".repeat(TEXT_MAX),
        ..draft()
    };
    Desk::record(&full, &actor(USER)).unwrap();
}

fn catalogue(fields: &[(&str, &str)]) -> Result<Vec<FieldAnswer>, Refusal> {
    let field = |key: &str, required, kind| ItemField {
        key: key.into(),
        label: Label::default(),
        required,
        kind,
    };
    let item = Item {
        fields: vec![
            field("why", true, FieldKind::Text),
            field(
                "colour",
                false,
                FieldKind::Choice {
                    choices: vec![Label::new("rouge", "red")],
                },
            ),
            field(
                "how_many",
                false,
                FieldKind::Number {
                    min: 1,
                    max: 10,
                    quantity: false,
                },
            ),
            field("from", false, FieldKind::Date),
        ],
        ..item(1)
    };
    let fields: BTreeMap<String, String> = fields
        .iter()
        .map(|(k, v)| ((*k).into(), (*v).into()))
        .collect();
    let draft = NewTicket {
        kind: Kind::Request,
        item: Some(ItemId(1)),
        fields,
        ..draft()
    };
    let facts = Facts {
        item: Some(Some(item)),
        ..facts(START)
    };
    let id = CommandId::default();
    let decision = record(&draft, &actor(USER), &facts, id, START)?;
    let event::Event::Recorded(recorded) = decision.events[0].clone() else {
        panic!()
    };
    for (_, text) in &decision.texts {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    Ok(recorded.fields)
}

#[test]
fn the_fields_of_the_catalogue_are_read_strictly() {
    let answers = catalogue(&[
        ("why", " pour\u{0} le\u{202e} magazine "),
        ("colour", "red"),
        ("how_many", " 7 "),
        ("from", "2026-05-01"),
        ("unknown", "ignored"),
    ]);
    let values: Vec<FieldValue> = answers
        .unwrap()
        .into_iter()
        .skip(1)
        .map(|a| a.value)
        .collect();
    assert_eq!(
        values,
        [
            FieldValue::Choice("rouge".into()),
            FieldValue::Number(7),
            FieldValue::Date("2026-05-01".into())
        ]
    );
    let long = "x".repeat(201);
    for (key, value, problem) in [
        ("why", "", Problem::Missing),
        ("why", "\u{0}\u{200b}", Problem::Missing),
        ("why", long.as_str(), Problem::TooLong(200)),
        ("colour", "vert", Problem::Invalid),
        ("how_many", "11", Problem::Invalid),
        ("how_many", "99999999999999999999", Problem::Invalid),
        ("how_many", "1e1", Problem::Invalid),
        ("from", "2026-02-30", Problem::Invalid),
        ("from", "demain", Problem::Invalid),
    ] {
        let refusal = catalogue(&[("why", "x"), (key, value)]).unwrap_err();
        let error = FieldError {
            field: Field::ItemField,
            name: Some(key.into()),
            problem,
        };
        assert_eq!(refusal, Refusal::Invalid(vec![error]), "{key} {value}");
    }
}
