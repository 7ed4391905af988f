//! What is known of somebody is theirs to take, and an administrator's; forgetting is for
//! administrators, and leaves no name behind.

use crate::app::*;
use futures::TryStreamExt;
use guichet_desk::{InboundRules, Incoming, MessageNature, Undelivered};
use guichet_domain::mail::inbound::Reason;
use serde_json::{Value, json};

const WORDS: &str = "Mon écran reste noir xyzzyplugh";

#[tokio::test]
async fn data_is_taken_by_its_owner_and_by_administrators() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    app.reported(&claire, &[("description", WORDS)]).await;
    let admin = app.signed_in(ADMIN).await;
    for (browser, path) in [
        (&claire, "/account/data.json"),
        (&admin, "/admin/people/1/data.json"),
    ] {
        assert_eq!(
            browser.get(path).await.status(),
            405,
            "looking notes nothing"
        );
        let answer = browser.post(path, &[]).await;
        assert_eq!(answer.status(), 200, "{path}");
        let disposition = answer.headers()["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let known: Value = answer.json().await.unwrap();
        assert_eq!(known["person"]["email"], CLAIRE);
        assert!(known["tickets"].to_string().contains(WORDS));
        assert!(!known.to_string().contains("argon2"));
    }
    let nadia = app.signed_in(NADIA).await;
    let own: Value = nadia
        .post("/account/data.json", &[])
        .await
        .json()
        .await
        .unwrap();
    assert!(!own.to_string().contains(WORDS), "hers are her own");
    for nobody in ["/admin/people/999/data.json", "/admin/people/x/data.json"] {
        assert_eq!(admin.post(nobody, &[]).await.status(), 404, "{nobody}");
    }
    let audit = admin.get("/admin/audit?topic=people").await;
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("Claire Dubois a téléchargé ses données"));
    assert!(audit.contains("Agnès Robert a exporté les données de Claire Dubois"));
}

#[tokio::test]
async fn whoever_is_anonymised_is_named_nowhere() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[("description", WORDS)]).await;
    // Too many wrong passwords, kept under her address: they do not outlast it.
    for _ in 0..3 {
        let wrong = [("email", CLAIRE), ("password", "faux")];
        app.browser().post("/sign-in", &wrong).await;
    }
    let admin = app.signed_in(ADMIN).await;
    let refused = admin.call("anonymise", json!({"person": 5})).await;
    assert!(refused.text().await.unwrap().contains("forbidden"));
    let page = admin.get("/admin/people/5").await;
    assert_eq!(page.status(), 200);

    let done = admin.call("anonymise", json!({"person": 1})).await;
    assert!(done.text().await.unwrap().contains("Ok"));
    assert_eq!(claire.get("/account").await.status(), 303, "signed out");
    let nadia = app.signed_in(NADIA).await;
    for (browser, path) in [
        (&admin, "/admin/people".to_owned()),
        (&admin, "/admin/people/1".to_owned()),
        (&admin, "/admin/audit".to_owned()),
        (&nadia, "/desk".to_owned()),
        (&nadia, format!("/desk/{reference}")),
        (&nadia, "/desk/export.csv".to_owned()),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let body = answer.text().await.unwrap();
        for trace in ["Claire", CLAIRE] {
            assert!(!body.contains(trace), "{trace} in {path}");
        }
    }
    let found = nadia.call("find-people", json!({"text": "claire"})).await;
    assert!(!found.text().await.unwrap().contains("Claire"));
    // What she wrote stays, and so does her ticket.
    let page = nadia.get(&format!("/desk/{reference}")).await;
    assert!(page.text().await.unwrap().contains("xyzzyplugh"));
    let audit = admin.get("/admin/audit?topic=people").await;
    assert!(
        audit
            .text()
            .await
            .unwrap()
            .contains("Agnès Robert a anonymisé")
    );
    assert!(app.desk.check().await.unwrap().is_good());
    // The address is free again, and waits for nothing.
    let mut conn = app.desk.store().read().await.unwrap();
    let waits = conn.count_expired(
        guichet_store::Expirable::SignIns,
        app.desk.now().plus(i64::MAX / 4),
    );
    let sessions = 2;
    let addresses = 1;
    let places = 2;
    assert_eq!(waits.await.unwrap(), sessions + addresses + places);
}

/// What the database holds of the messages that came in.
async fn messages(app: &App) -> String {
    let mut conn = app.desk.store().read().await.unwrap();
    let mut tables = conn.tables().await.unwrap();
    tables.retain(|table| table.name == "inbound_message");
    let rows: Vec<String> = conn.rows(&tables[0]).try_collect().await.unwrap();
    rows.join("\n")
}

fn kept(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(kept(&path));
        } else {
            all.push(std::fs::read(path).unwrap());
        }
    }
    all
}

#[tokio::test]
async fn emails_from_and_about_whoever_is_anonymised_are_emptied_and_their_files_go() {
    let app = spawn_app().await;
    let undelivered = |address: &str| {
        MessageNature::Bounce(vec![Undelivered {
            in_words: false,
            returned: None,
            address: address.into(),
            status: "5.1.1".into(),
            detail: "inconnu".into(),
        }])
    };
    let automatic = MessageNature::Automatic(Reason::AutoSubmitted);
    let daemon = "mailer-daemon@exemple.fr";
    for (sender, subject, nature, original) in [
        (
            CLAIRE,
            "Absence de Claire Dubois",
            automatic,
            "Claire est absente",
        ),
        (
            daemon,
            "Non remis",
            undelivered(CLAIRE),
            "Final-Recipient: rfc822; Claire@Exemple.fr",
        ),
        (
            daemon,
            "Non remis",
            undelivered(BRUNO),
            "Final-Recipient: rfc822; bruno@exemple.fr",
        ),
    ] {
        let inbound = Incoming {
            key: original.len().to_string(),
            sender: sender.into(),
            subject: subject.into(),
            nature,
            original: original.as_bytes().to_vec(),
            ..Incoming::default()
        };
        let rules = InboundRules::default();
        assert!(
            !app.desk
                .receive(inbound.clone(), rules)
                .await
                .unwrap()
                .again
        );
        assert!(app.desk.receive(inbound, rules).await.unwrap().again);
    }
    assert_eq!(kept(&app.files()).len(), 3);
    let admin = app.signed_in(ADMIN).await;
    let done = admin.call("anonymise", json!({"person": 1})).await;
    assert!(done.text().await.unwrap().contains("Ok"));
    let rows = messages(&app).await;
    assert!(!rows.contains(CLAIRE) && !rows.contains("Dubois"), "{rows}");
    assert_eq!(rows.matches(daemon).count(), 1, "what names Bruno stays");
    let left = kept(&app.files());
    assert_eq!(left, [b"Final-Recipient: rfc822; bruno@exemple.fr"]);
    assert!(app.desk.check().await.unwrap().is_good());
    for fate in ["automatic", "bounce"] {
        let listed = admin.call("inbound-messages", json!({"fate": fate, "after": null}));
        let listed = listed.await.text().await.unwrap();
        assert!(
            !listed.contains("[…]"),
            "nobody has to decide about it: {listed}"
        );
    }
}
