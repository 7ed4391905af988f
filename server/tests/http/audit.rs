//! What the audit log says of it all.

use crate::app::*;
use crate::authenticator::*;
use crate::sessions::sessions;
use guichet_domain::kernel::time::DAY;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The audit log as the page gets it, the newest first.
async fn audit(app: &App, query: Value) -> Vec<Value> {
    let admin = app.signed_in(ADMIN).await;
    let page: Value = admin
        .call("audit", json!({"query": query}))
        .await
        .json()
        .await
        .unwrap();
    page["lines"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_way_in_and_every_refusal_is_in_the_log_without_a_secret() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let (phone, codes) = enrolled(&app, &claire).await;
    let typed = "hunter2-in-the-wrong-field";
    app.browser()
        .post("/sign-in", &[("email", typed), ("password", "x")])
        .await;
    app.browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", typed)])
        .await;
    let half = app.browser();
    password(&half, CLAIRE).await;
    code(&half, "000000").await;
    let used = phone.code(&app);
    code(&half, &used).await;
    half.post("/sign-out", &[]).await;
    password(&half, CLAIRE).await;
    code(&half, &used).await;
    code(&half, &codes[0]).await;
    let id = sessions(&half).await[1]["id"].as_str().unwrap().to_owned();
    half.post("/account/sessions", &[("session", &id)]).await;
    half.post("/sign-out-everywhere", &[]).await;

    let lines = audit(&app, json!({"who": "1"})).await;
    let told: Vec<String> = lines
        .iter()
        .filter_map(|line| {
            let audited = &line["what"]["event"][0];
            let name = || audited.as_object()?.keys().next().map(String::as_str);
            audited.as_str().or_else(name)
        })
        .map(str::to_owned)
        .collect();
    let expected = [
        "sessions_ended",
        "session_ended",
        "signed_in",
        "denied",
        "password_accepted",
        "signed_out",
        "signed_in",
        "denied",
        "password_accepted",
        "denied",
        "factor_added",
        "signed_in",
        "password_set",
    ];
    assert_eq!(told, expected);
    let why = |n: usize| lines[n]["what"]["event"][0]["denied"]["why"].clone();
    assert_eq!(
        (why(3), why(7), why(9)),
        (
            json!("used_code"),
            json!("wrong_code"),
            json!("wrong_password")
        )
    );
    assert_eq!(
        lines[2]["what"]["event"][0]["signed_in"]["second"],
        "recovery_code"
    );
    assert_eq!(lines[2]["client"]["address"], "127.0.0.1");
    // What was tried on no account is counted beside the log.
    let denials = audit(&app, json!({"topic": "denials"})).await;
    assert!(denials.iter().all(|line| line["what"]["event"][1][0] == 1));
    // Neither what was typed nor a secret is anywhere in the database.
    let whole = std::fs::read(app.folder().join("guichet.db")).unwrap();
    let wal = std::fs::read(app.folder().join("guichet.db-wal")).unwrap_or_default();
    for secret in [typed, &used, &codes[0], &codes[0].replace('-', "")] {
        for bytes in [&whole, &wal] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            // Six digits may well be part of a time.
            assert!(!found || secret.len() == 6, "{secret}");
        }
    }
}

#[tokio::test]
async fn what_administrators_change_is_in_the_log_with_what_it_was() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let entry =
        json!({"team": {"id": 2, "name": {"fr": "Postes", "en": "Machines"}, "active": false}});
    let id = "00000000-0000-4000-8000-000000000077";
    admin
        .call("administer", json!({"id": id, "entry": entry}))
        .await;
    let lines = audit(&app, json!({"topic": "organisation"})).await;
    let saved = &lines[0]["what"]["saved"];
    assert_eq!(lines[0]["by"], json!([5, "Agnès Robert"]));
    assert_eq!(
        (&saved["kind"], &saved["id"], &saved["new"]),
        (&json!("team"), &json!(2), &json!(false))
    );
    assert_eq!(
        saved["changes"][0],
        json!({"field": "active", "from": [{"fr": "true", "en": "true"}],
            "to": [{"fr": "false", "en": "false"}]})
    );
    assert_eq!(saved["changes"][1]["field"], "name");
    assert_eq!(saved["changes"][1]["to"][0]["fr"], "Postes");
    let mut person = json!({"id": 3, "name": "Nadia", "email": NADIA, "role": "agent", "teams": [1, 2],
        "department": null, "language": null, "zone": null, "active": true});
    person["name"] = json!("Nadia Benali");
    let mut settings = json!(guichet_domain::directory::settings::Settings::default());
    settings["matrix"][0][2] = json!("critical");
    for (n, (kind, data)) in [("person", person), ("settings", settings)]
        .iter()
        .enumerate()
    {
        let id = format!("00000000-0000-4000-8000-00000000009{n}");
        let entry = json!({*kind: data});
        let answer = admin
            .call("administer", json!({"id": id, "entry": entry}))
            .await;
        let said = answer.text().await.unwrap();
        assert!(said.contains("Ok"), "{said}");
    }
    let page = text(admin.get("/admin/audit").await).await;
    for words in [
        "équipes\u{a0}: Poste de travail → Poste de travail, Postes",
        "priorité pour impact haut, urgence basse\u{a0}: Moyenne → Critique",
        "nom\u{a0}: Réseau → Postes",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = text(admin.get("/admin/audit?topic=organisation").await).await;
    assert!(
        page.contains("Agnès Robert a modifié l’équipe «\u{a0}Postes\u{a0}»."),
        "{page}"
    );
    assert!(page.contains("actif\u{a0}: Oui → Non"));
}

#[tokio::test]
async fn the_audit_log_is_paged_by_key_and_its_address_can_be_anything() {
    let app = spawn_app().await;
    for _ in 0..60 {
        app.browser()
            .post("/sign-in", &[("email", CLAIRE), ("password", "x")])
            .await;
        app.clock.advance(DAY / 24);
    }
    let admin = app.signed_in(ADMIN).await;
    let read = async |query: Value| -> Value {
        admin
            .call("audit", json!({"query": query}))
            .await
            .json()
            .await
            .unwrap()
    };
    let first = read(json!({"topic": "denials"})).await;
    assert_eq!(first["lines"].as_array().unwrap().len(), 50);
    let second = read(json!({"topic": "denials", "after": first["next"]})).await;
    assert_eq!(second["lines"].as_array().unwrap().len(), 10);
    assert_eq!(second["next"], Value::Null);
    assert!(first["lines"][49]["at"].as_i64() > second["lines"][0]["at"].as_i64());
    let here = read(json!({"address": "127.0.0.1", "topic": "denials"})).await;
    assert_eq!(here["lines"], first["lines"]);
    for query in [
        json!({"since": "2026-02-30"}),
        json!({"until": "x"}),
        json!({"after": "zz"}),
        json!({"address": "%"}),
        json!({"who": "-1"}),
    ] {
        assert!(read(query.clone()).await["lines"].is_array(), "{query}");
    }
    // Whom a name means: all it fits, a few at most, and nothing where it fits nobody.
    let claire = read(json!({"who": "clair DUBOIS"})).await;
    assert_eq!(claire["people"], json!([[1, "Claire Dubois"]]));
    assert_eq!(claire["lines"], read(json!({"who": "1"})).await["lines"]);
    assert_ne!(claire["lines"], read(json!({})).await["lines"]);
    let several = read(json!({"who": "exemple.fr"})).await;
    let shown = several["people"].as_array().unwrap().len();
    assert!(several["meant"].as_u64().unwrap() >= shown as u64 && shown >= 2);
    let same = read(json!({"who": "#1 Somebody"})).await;
    assert_eq!(same["lines"], claire["lines"], "the number says who");
    // A number among words is one of them.
    assert_eq!(read(json!({"who": "1 Nessuno"})).await["people"], json!([]));
    let nobody = read(json!({"who": "Nessuno"})).await;
    assert_eq!(
        (&nobody["people"], &nobody["lines"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(read(json!({})).await["people"], json!([]));
    let page = "/admin/audit?who=x&topic=y&since=<b>&until=99999-01-01&address=%00&after=%27";
    assert_eq!(admin.get(page).await.status(), 200);
    // The account's own day: what happened before its midnight is another day's.
    let day = read(json!({"since": "2026-11-23", "until": "2026-11-23", "topic": "denials"})).await;
    assert_eq!(day["lines"].as_array().unwrap().len(), 24);
}

#[tokio::test]
async fn what_is_not_a_ticket_s_reaches_no_stream() {
    let app = spawn_app().await;
    let (claire, admin) = (app.signed_in(CLAIRE).await, app.signed_in(ADMIN).await);
    let mut cursors = Vec::new();
    for browser in [&claire, &admin] {
        let home: Value = browser.call("home", json!({})).await.json().await.unwrap();
        cursors.push(home["cursor"].as_str().unwrap().to_owned());
    }
    app.browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", "x")])
        .await;
    enrolled(&app, &app.signed_in(BRUNO).await).await;
    for (browser, cursor) in [&claire, &admin].into_iter().zip(cursors) {
        let caught: Value = browser
            .call("catch-up", json!({"cursor": cursor}))
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(caught, json!([]));
    }
    assert_eq!(app.desk.store().check().await.unwrap(), []);
}

/// What an administrator does, by the server function or the address that it is done with.
enum AuditEvent {
    Call(&'static str, Value),
    Post(&'static str, &'static [(&'static str, &'static str)]),
}

fn audited(rules: &Value) -> Vec<AuditEvent> {
    use AuditEvent::*;
    let id = "00000000-0000-4000-8000-000000000078";
    let team = json!({"team": {"id": 0, "name": {"fr": "A", "en": "A"}, "active": true}});
    vec![
        Call("administer", json!({"id": id, "entry": team})),
        Call("invite", json!({"person": 6})),
        Post("/admin/people/{person}/sessions", &[("session", "all")]),
        Call("remove-factor", json!({"person": 1})),
        Call("invite-all", json!({})),
        Call("apply-promises", json!({"rules": rules})),
        Post("/admin/people/{person}/data.json", &[]),
        Call("anonymise", json!({"person": 2})),
        Post("/admin/mail", &[("again", "all")]),
        Post("/inbound-messages/{message}", &[("action", "download")]),
        Post("/inbound-messages/{message}", &[("action", "discard")]),
    ]
}

/// What changes nothing, and what is not for administrators.
const OTHERS: &[&str] = &[
    "add-person",
    // On a desk that has services it is refused; on an empty one, the desk's own tests ask.
    "add-starting-set",
    "administration",
    "approvals",
    "audit",
    "beginning",
    "bounces",
    "call-choices",
    "carry-out",
    "announcements",
    "article",
    "articles-beside",
    "articles-to-work-on",
    "change-article",
    // What an administrator reads of it, as the agent who was in charge, is not audited.
    "change-feedback",
    "feedback",
    "feedback-of-ticket",
    "feedback-question",
    "compare-editions",
    "preview",
    "proposal",
    "workspace",
    "write-article",
    "catalogue",
    "catch-up",
    "disruptions",
    "calendar-days",
    "explanation",
    "preview-applying",
    "preview-promises",
    "find-people",
    "gaps",
    "help",
    "home",
    "inbound-messages",
    "item",
    "look-at-article",
    "look-at-ticket",
    "mail",
    "me",
    "most-useful",
    "my-absence",
    "my-access",
    "my-tickets",
    "notifications",
    "open-work",
    "person-access",
    "queue",
    "queue-counts",
    "groups",
    "propose",
    "me-too",
    "telling",
    // It is in the history of each incident.
    "tell-users",
    "major",
    "majors",
    // It is in the history of the incident.
    "declare-major",
    "update-major",
    "step-down-major",
    // It is in the history of the incident.
    "dismiss-group",
    "record",
    "search-tickets",
    "see-to-gap",
    "suggest",
    "ticket",
    "uninvited",
    "wishes",
];

#[tokio::test]
async fn whatever_an_administrator_does_is_in_the_log_with_who_and_from_where() {
    let app = spawn_app().await;
    enrolled(&app, &app.signed_in(CLAIRE).await).await;
    crate::inbound::aside(&app, "1", b"x").await;
    let admin = app.signed_in(ADMIN).await;
    let id = "00000000-0000-4000-8000-000000000079";
    let sixth = json!({"id": id, "name": "Paul", "email": "paul@exemple.fr", "department": null});
    admin.call("add-person", sixth).await;
    let newest = async || -> Value {
        let page: Value = admin
            .call("audit", json!({"query": {}}))
            .await
            .json()
            .await
            .unwrap();
        page["lines"][0].clone()
    };
    let mut walked: BTreeSet<&str> = OTHERS.iter().copied().collect();
    let preview = admin.call("preview-applying", json!({})).await;
    let preview: Value = preview.json().await.unwrap();
    for audited in audited(&preview["rules"]) {
        let before = newest().await;
        let (name, answer) = match audited {
            AuditEvent::Call(name, body) => (name, admin.call(name, body).await),
            AuditEvent::Post(path, form) => {
                let one = path.replace("{person}", "1").replace("{message}", "1");
                (path, admin.post(&one, form).await)
            }
        };
        let status = answer.status();
        let said = answer.text().await.unwrap();
        assert!(
            status.as_u16() < 400 && !said.contains("\"Err\""),
            "{name}: {status} {said}"
        );
        let line = newest().await;
        assert_ne!(line, before, "{name}");
        assert_eq!(line["by"][0], json!(5), "{name}: {line}");
        assert_eq!(line["client"]["address"], "127.0.0.1", "{name}: {line}");
        walked.insert(name);
    }
    // Taken from the program: what is new there is said here to be one or the other.
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let name = path.trim_start_matches("/api/");
        assert!(walked.contains(name), "{name}");
    }
    for path in guichet_server::routes::listed()
        .iter()
        .filter(|path| path.starts_with("/admin") || path.starts_with("/inbound-messages"))
    {
        let page = path.starts_with("/admin") && !path.starts_with("/admin/people/{person}/");
        assert!(page || walked.contains(path.as_str()), "{path}");
    }
}
