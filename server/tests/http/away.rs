//! Who is away keeps nobody waiting.

use crate::app::*;
use crate::databases::on_each;
use crate::leaving::{PAUL, PIA, house, person, save, screen, ticket};
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::ids::PersonId;
use guichet_domain::kernel::time::{DAY, read_date};
use serde_json::json;

#[tokio::test]
async fn whoever_is_away_says_who_decides_and_everybody_sees_it() {
    on_each(async |app| {
        house(&app).await;
        let (claire, paul) = (app.signed_in(CLAIRE).await, app.signed_in(PAUL).await);
        let before = screen(&claire).await;
        let page = paul.get("/account/absence").await.text().await.unwrap();
        assert!(page.contains("Mes absences"));
        let send = async |from: &str, until: &str, substitute: &str| {
            let form = [("from", from), ("until", until), ("substitute", substitute)];
            paul.post("/account/absence", &form).await
        };
        for (from, until, substitute, said) in [
            ("2026-12-20", "", PIA, "À remplir."),
            ("2026-12-20", "2026-12-19", PIA, "Valeur incorrecte."),
            ("20/12/2026", "2026-12-24", PIA, "Valeur incorrecte."),
            ("2026-01-01", "2026-01-02", PIA, "Cette date est passée."),
            (
                "2026-11-20",
                "2026-12-24",
                "nobody@exemple.fr",
                "Introuvable.",
            ),
            ("2026-11-20", "2026-12-24", PAUL, "Valeur incorrecte."),
        ] {
            let answer = send(from, until, substitute).await;
            assert_eq!(answer.status(), 422, "{from} {until} {substitute}");
            let page = answer.text().await.unwrap();
            assert!(page.contains(said), "{said}: {page}");
            assert!(page.contains(substitute), "what was typed is there");
        }
        assert_eq!(send("2026-11-20", "2026-12-24", PIA).await.status(), 303);
        app.desk.notify().await.unwrap();
        // What waited for Paul waits for Pia, and what comes now too.
        assert_eq!(
            ticket(&claire, before).await["approval"]["approvers"],
            json!([7])
        );
        let after = screen(&claire).await;
        assert_eq!(
            ticket(&claire, after).await["approval"]["approvers"],
            json!([7])
        );
        let page = claire
            .get(&format!("/tickets/REQ-{before}"))
            .await
            .text()
            .await
            .unwrap();
        assert!(page.contains("Paul Roux n’est pas là"), "{page}");
        assert_eq!(
            paul.get(&format!("/tickets/REQ-{after}")).await.status(),
            404
        );
        // Back again: what is asked from then on is asked of Paul.
        app.clock.advance(60 * DAY);
        let claire = app.signed_in(CLAIRE).await;
        let later = screen(&claire).await;
        assert_eq!(
            ticket(&claire, later).await["approval"]["approvers"],
            json!([6])
        );
    })
    .await;
}

/// An absence that begins while a request waits is noticed by the timer.
#[tokio::test]
async fn an_absence_begins_by_itself() {
    let app = spawn_app().await;
    house(&app).await;
    let claire = app.signed_in(CLAIRE).await;
    let id = screen(&claire).await;
    let day = |text| read_date(text).unwrap();
    let absence = Some(Absence {
        from: day("2026-11-25"),
        until: day("2026-11-30"),
        substitute: Some(PersonId(7)),
    });
    let away = Person {
        absence,
        ..person(&app, 6).await
    };
    app.desk.set_up(Entry::Person(away)).await.unwrap();
    app.desk.run_timers().await.unwrap();
    assert_eq!(
        ticket(&claire, id).await["approval"]["approvers"],
        json!([6])
    );
    app.clock.advance(5 * DAY);
    app.desk.run_timers().await.unwrap();
    let claire = app.signed_in(CLAIRE).await;
    assert_eq!(
        ticket(&claire, id).await["approval"]["approvers"],
        json!([7])
    );
    assert_eq!(app.desk.run_timers().await.unwrap(), 0, "once");
}

/// Whoever stood in for somebody and leaves stands in no more, and keeps nobody from being changed.
#[tokio::test]
async fn an_absence_outlives_its_substitute_and_holds_nothing_up() {
    on_each(async |app| {
        house(&app).await;
        let admin = app.signed_in(ADMIN).await;
        let day = |text| read_date(text).unwrap();
        let absence = Absence {
            from: day("2026-11-20"),
            until: day("2026-12-30"),
            substitute: Some(PersonId(7)),
        };
        let away = Person {
            absence: Some(absence),
            ..person(&app, 6).await
        };
        app.desk.set_up(Entry::Person(away.clone())).await.unwrap();
        let gone = Person {
            active: false,
            ..person(&app, 7).await
        };
        let saved = save(&app, &admin, 700, Entry::Person(gone)).await;
        assert!(saved.contains("Ok"), "{saved}");
        let alone = Absence {
            substitute: None,
            ..absence
        };
        assert_eq!(person(&app, 6).await.absence, Some(alone));
        // Over, and then as a page that was opened before still has it.
        app.clock.advance(60 * DAY);
        let admin = app.signed_in(ADMIN).await;
        for (n, absence) in [(701, Some(alone)), (702, None)] {
            let renamed = Person {
                name: format!("Paul Roux-{n}"),
                absence,
                ..person(&app, 6).await
            };
            let saved = save(&app, &admin, n, Entry::Person(renamed)).await;
            assert!(saved.contains("Ok"), "{saved}");
        }
    })
    .await;
}
