//! The list for a spreadsheet: what its reader may see, all of it, and no formula.

use crate::app::*;
use crate::databases::on_each;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Category;
use guichet_domain::kernel::ids::{CategoryId, PersonId, ServiceId};
use guichet_domain::kernel::language::Label;
use serde_json::{Value, json};

async fn rows(browser: &Browser, search: &str) -> Vec<Vec<String>> {
    let answer = browser.get(&format!("/desk/export.csv{search}")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    assert_eq!(
        answer.headers()["content-disposition"],
        "attachment; filename=\"tickets.csv\""
    );
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let text = answer.text().await.unwrap();
    let text = text
        .strip_prefix('\u{feff}')
        .expect("it says that it is UTF-8");
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(b';').from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(4), Some("Objet"));
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[tokio::test]
async fn an_export_holds_what_the_list_shows_and_no_more() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for n in 0..3 {
        app.reported(&claire, &[("subject", &format!("Ouvert {n}"))])
            .await;
    }
    app.reported(
        &claire,
        &[("subject", "Dossier médical"), ("confidential", "on")],
    )
    .await;
    let (nadia, rose) = (app.signed_in(NADIA).await, app.signed_in(ROSE).await);
    assert_eq!(rows(&nadia, "?view=all").await.len(), 4);
    let seen = rows(&rose, "?view=all").await;
    assert_eq!(seen.len(), 3);
    assert!(!seen.iter().flatten().any(|cell| cell.contains("médical")));
    let one = rows(&nadia, "?view=all&text=m%C3%A9dical").await;
    assert_eq!(one.len(), 1);
    assert_eq!(one[0][4..6], ["Dossier médical", "Claire Dubois"]);
    assert_eq!(one[0].len(), 19);
    assert!(one[0][16].starts_with("2026-11-2"), "{:?}", one[0]);
    assert!(rows(&nadia, "?view=done").await.is_empty());
    // What an address says wrongly counts as not said.
    assert_eq!(
        rows(&nadia, "?view=all&team=x&state=%00&after=%27")
            .await
            .len(),
        4
    );
    assert_eq!(claire.get("/desk/export.csv").await.status(), 403);
    assert_eq!(app.browser().get("/desk/export.csv").await.status(), 303);
}

/// What a spreadsheet counts by, in the reader's words and zone.
#[tokio::test]
async fn an_export_says_where_a_ticket_belongs_and_how_it_ended() {
    on_each(async |app| {
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Plantage", "Crash"),
            active: true, asks_cause: true,
        };
        app.desk.set_up(Entry::Category(category)).await.unwrap();
        let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
        let id = number(&app.reported(&claire, &[]).await);
        let act = async |n: u32, command: Value| {
            let id_ = format!("{n:08}-0000-4000-8000-000000000000");
            let body = json!({"command": {"id": id_, "ticket": id, "command": command}});
            let answer = nadia.call("carry-out", body).await.text().await.unwrap();
            assert!(answer.contains("Ok"), "{answer}");
        };
        let classification = json!({"service": 1, "category": 1, "impact": "high", "urgency": "low",
            "priority": null, "reason": "", "was": null});
        let solution = json!({"permanence": "permanent", "code": "user_guidance", "notes": "Fait.", "cause": {"known": "x"}});
        let first = json!({"resolve_at_first_contact": {"categorisation": classification, "solution": solution}});
        act(1, first).await;
        act(2, json!({"reopen": {"reason": "Encore"}})).await;
        act(3, json!({"resolve": solution})).await;
        let row = rows(&nadia, "?view=all").await.remove(0);
        assert_eq!(row[6..8], ["Word", "Plantage"]);
        assert_eq!(row[11..16], ["Portail", "Haut", "Basse", "Utilisateur accompagné", "1"]);
        let hour = |row: &[String]| row[16][11..13].parse::<u32>().unwrap();
        let here = hour(&row);
        let directory = app.desk.directory().await.unwrap();
        let far = Person {
            zone: Some("Pacific/Auckland".into()),
            ..directory.people[&PersonId(3)].clone()
        };
        app.desk.set_up(Entry::Person(far)).await.unwrap();
        let there = hour(&rows(&nadia, "?view=all").await[0]);
        assert_eq!((here + 12) % 24, there, "twelve hours on in November");
    })
    .await;
}

#[tokio::test]
async fn what_a_spreadsheet_would_run_is_text() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let formulas = [
        "=cmd|' /C calc'!A0",
        "+1+cmd|x",
        "-2+3",
        "@SUM(1+1)*cmd",
        "=HYPERLINK(\"https://evil.example\";\"Cliquez\")",
        "\"=1\";=2",
    ];
    for formula in formulas {
        app.reported(&claire, &[("subject", formula)]).await;
    }
    let nadia = app.signed_in(NADIA).await;
    let exported = rows(&nadia, "?view=all").await;
    let subjects: Vec<&str> = exported.iter().rev().map(|row| row[4].as_str()).collect();
    for (subject, formula) in subjects.iter().zip(formulas) {
        let begins = formula.starts_with(['=', '+', '-', '@']);
        let expected = if begins {
            format!("'{formula}")
        } else {
            formula.to_owned()
        };
        assert_eq!(*subject, expected);
    }
}

/// More than is read from the database at once.
#[tokio::test]
async fn every_part_of_a_long_list_comes() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let record = async |n: u32| {
        let draft = json!({"kind": "incident", "subject": format!("Ticket {n}"), "description": "",
            "affected": null, "reporter": null, "channel": "portal", "noticed_at": null, "confidential": false,
            "service": null, "impact": null, "urgency": null, "item": null, "fields": {}, "follows": null});
        let body = json!({"id": format!("{n:08}-0000-4000-8000-000000000000"), "draft": draft});
        let answer: Value = claire.call("record", body).await.json().await.unwrap();
        assert!(answer["Ok"].is_object(), "{answer}");
    };
    let numbers: Vec<u32> = (1..=1003).collect();
    for some in numbers.chunks(50) {
        futures::future::join_all(some.iter().copied().map(record)).await;
    }
    let nadia = app.signed_in(NADIA).await;
    for view in ["open", "all"] {
        let mut subjects: Vec<String> = rows(&nadia, &format!("?view={view}"))
            .await
            .into_iter()
            .map(|mut row| row.remove(4))
            .collect();
        assert_eq!(subjects.len(), 1003, "{view}");
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 1003, "none comes twice");
    }
}
