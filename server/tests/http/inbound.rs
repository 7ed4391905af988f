//! Mail that found no ticket, as an administrator sees it.

use crate::app::*;
use guichet_desk::{Hint, InboundRules, Incoming, MessageNature, Undelivered};
use guichet_domain::mail::inbound::{Fate, Reason};
use serde_json::json;

const MESSAGE: &str = "From: Paul <paul@ailleurs.fr>\r\nSubject: <b>Panne</b>\r\n\r\nAu secours <script>x</script>\r\n";

pub async fn aside(app: &App, key: &str, original: &[u8]) {
    let inbound = Incoming {
        key: key.into(),
        sender: "paul@ailleurs.fr".into(),
        name: "Paul".into(),
        subject: "<b>Panne</b>".into(),
        nature: MessageNature::Aside(Reason::UnknownSender),
        original: original.to_vec(),
        ..Incoming::default()
    };
    let received = app
        .desk
        .receive(inbound, InboundRules::default())
        .await
        .unwrap();
    assert_eq!(received.fate, Fate::Aside);
}

#[tokio::test]
async fn agents_download_the_original_of_what_was_written_by_mail() {
    let app = spawn_app().await;
    let inbound = Incoming {
        key: "1".into(),
        sender: CLAIRE.into(),
        subject: "Panne".into(),
        text: "C:\\__init__.py *ne* part pas".into(),
        original: MESSAGE.as_bytes().to_vec(),
        ..Incoming::default()
    };
    let received = app.desk.receive(inbound, InboundRules::default());
    let ticket = received.await.unwrap().ticket.unwrap();
    let nadia = app.signed_in(NADIA).await;
    let page = nadia.get(&format!("/desk/INC-{ticket}")).await;
    let page = page.text().await.unwrap();
    assert!(
        page.contains("C:\\__init__.py *ne* part pas"),
        "as it was typed"
    );
    let from = page.find("/originals/").unwrap();
    let path = page[from..].split('"').next().unwrap();
    let file = nadia.get(path).await;
    assert_eq!(file.headers()["content-type"], "message/rfc822");
    assert!(
        file.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert_eq!(file.text().await.unwrap(), MESSAGE);
    // Who wrote it has it already, and who is no agent of this ticket has nothing.
    let claire = app.signed_in(CLAIRE).await;
    let page = claire
        .get(&format!("/tickets/INC-{ticket}"))
        .await
        .text()
        .await
        .unwrap();
    assert!(!page.contains("/originals/") && page.contains("C:\\__init__.py *ne* part pas"));
    for email in [CLAIRE, BRUNO] {
        assert_eq!(app.signed_in(email).await.get(path).await.status(), 404);
    }
    for made_up in ["/originals/1/x", "/originals/x/y"] {
        assert_eq!(nadia.get(made_up).await.status(), 404);
    }
}

#[tokio::test]
async fn a_message_is_listed_downloaded_and_made_a_ticket() {
    let app = spawn_app().await;
    aside(&app, "1", MESSAGE.as_bytes()).await;
    let admin = app.signed_in(ADMIN).await;
    let page = admin
        .get("/admin/inbound-messages")
        .await
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("&lt;b&gt;Panne&lt;/b&gt;") && !page.contains("<b>Panne"),
        "{page}"
    );
    assert!(page.contains("Expéditeur inconnu") || page.contains("Unknown sender"));
    let download = [("action", "download")];
    let file = admin.post("/inbound-messages/1", &download).await;
    assert_eq!(file.headers()["content-type"], "message/rfc822");
    assert!(
        file.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    assert_eq!(file.text().await.unwrap(), MESSAGE);

    let refused = admin
        .post(
            "/inbound-messages/1",
            &[("action", "ticket"), ("for", "personne@exemple.fr")],
        )
        .await;
    assert_eq!(
        refused.headers()["location"],
        "/admin/inbound-messages?unknown=personne%40exemple.fr"
    );
    let made = admin
        .post(
            "/inbound-messages/1",
            &[("action", "ticket"), ("for", CLAIRE)],
        )
        .await;
    assert_eq!(made.status(), 303);
    let to = made.headers()["location"].to_str().unwrap().to_owned();
    let reference = to.split_once("made=").unwrap().1;
    let page = admin.get(&to).await.text().await.unwrap();
    assert!(page.contains(reference));
    let ticket = app
        .signed_in(CLAIRE)
        .await
        .get(&format!("/tickets/{reference}"))
        .await;
    let ticket = ticket.text().await.unwrap();
    assert!(ticket.contains("Au secours") && !ticket.contains("<script>x"));

    let audit = admin.get("/admin/audit?topic=program").await;
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("Agnès Robert a lu un courriel mis de côté"));
    assert!(audit.contains(&format!("Agnès Robert a fait le ticket {reference}")));

    let again = admin
        .post("/inbound-messages/1", &[("action", "discard")])
        .await;
    assert_eq!(again.headers()["location"], "/admin/inbound-messages?gone");
    assert_eq!(admin.get("/inbound-messages/1").await.status(), 405);
    // The original stays as long as its words.
    let kept = admin.post("/inbound-messages/1", &download).await;
    assert_eq!(kept.text().await.unwrap(), MESSAGE);
}

#[tokio::test]
async fn a_message_is_discarded_by_administrators_alone() {
    let app = spawn_app().await;
    aside(&app, "1", b"x").await;
    for email in [CLAIRE, NADIA] {
        let browser = app.signed_in(email).await;
        for action in ["download", "discard", "ticket", ""] {
            let answer = browser
                .post("/inbound-messages/1", &[("action", action)])
                .await;
            assert_eq!(answer.status(), 403, "{email} {action}");
        }
    }
    let admin = app.signed_in(ADMIN).await;
    let body = json!({"fate": "aside", "after": null});
    let waiting = admin
        .call("inbound-messages", body.clone())
        .await
        .text()
        .await
        .unwrap();
    assert!(waiting.contains("paul@ailleurs.fr"));
    let answer = admin
        .post("/inbound-messages/1", &[("action", "discard")])
        .await;
    assert_eq!(
        answer.headers()["location"],
        "/admin/inbound-messages?discarded"
    );
    assert_eq!(
        admin
            .call("inbound-messages", body)
            .await
            .text()
            .await
            .unwrap(),
        "[[],null]"
    );
    let audit = admin.get("/admin/audit?topic=program").await;
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("Agnès Robert a écarté un courriel mis de côté"));
    admin.post("/admin/mail", &[("again", "all")]).await;
    let audit = admin.get("/admin/audit?topic=program").await;
    let audit = audit.text().await.unwrap();
    assert!(audit.contains("Agnès Robert a demandé un nouvel envoi"));
}

#[tokio::test]
async fn agents_see_on_the_ticket_that_mail_comes_back_and_its_user_does_not() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let nadia = app.signed_in(NADIA).await;
    let says = async |browser: &Browser, path: String, words: &str| {
        let page = browser.get(&path).await.text().await.unwrap();
        page.contains(words)
    };
    let (french, english) = (
        "Les courriels à cette adresse reviennent (5.1.1).",
        "E-mail to this address comes back (5.1.1).",
    );
    let at_the_desk = format!("/desk/{reference}");
    assert!(!says(&nadia, at_the_desk.clone(), "5.1.1").await);
    let undelivered = Undelivered {
        in_words: false,
        returned: None,
        address: CLAIRE.into(),
        status: "5.1.1".into(),
        detail: "No such mailbox".into(),
    };
    let bounce = Incoming {
        key: "bounce".into(),
        nature: MessageNature::Bounce(vec![undelivered]),
        ..Incoming::default()
    };
    let rules = InboundRules::default();
    app.desk.receive(bounce, rules).await.unwrap();
    assert!(says(&nadia, at_the_desk.clone(), french).await);
    nadia
        .post("/language", &[("language", "en"), ("back", "/")])
        .await;
    assert!(says(&nadia, at_the_desk.clone(), english).await);
    assert!(!says(&claire, format!("/tickets/{reference}"), "5.1.1").await);
    let page = claire
        .call("ticket", json!({"id": number(&reference)}))
        .await;
    assert!(!page.text().await.unwrap().contains("5.1.1"));
    // She writes: the address is good.
    let written = Incoming {
        key: "written".into(),
        sender: CLAIRE.into(),
        subject: "Bonjour".into(),
        text: "Me revoilà.".into(),
        ..Incoming::default()
    };
    app.desk.receive(written, rules).await.unwrap();
    assert!(!says(&nadia, at_the_desk, "5.1.1").await);
}

#[tokio::test]
async fn where_an_administrator_was_is_theirs_and_nobody_else_s() {
    let app = spawn_app().await;
    aside(&app, "1", MESSAGE.as_bytes()).await;
    let admin = app.signed_in(ADMIN).await;
    let made = admin
        .post("/inbound-messages/1", &[("action", "ticket")])
        .await;
    assert!(
        made.headers()["location"]
            .to_str()
            .unwrap()
            .contains("made=")
    );
    let known = async |person: u32| -> serde_json::Value {
        let path = format!("/admin/people/{person}/data.json");
        admin.post(&path, &[]).await.json().await.unwrap()
    };
    // Whoever wrote the message was made a user by the program.
    let paul = known(6).await;
    let entry = &paul["beside"]["person"][0];
    assert_eq!(entry["data"]["email"], "paul@ailleurs.fr", "{paul}");
    assert_eq!(entry["address"], serde_json::Value::Null, "{entry}");
    let team = json!({"team": {"id": 1, "name": {"fr": "A", "en": "A"}, "active": true}});
    let id = "00000000-0000-4000-8000-000000000081";
    admin
        .call("administer", json!({"id": id, "entry": team}))
        .await;
    let own = known(5).await;
    let did = own["beside"]["did"].as_array().unwrap();
    let saved = did.iter().find(|line| line["stream"] == "team");
    assert_eq!(saved.unwrap()["address"], "127.0.0.1", "{own}");
}

#[tokio::test]
async fn what_a_message_only_claims_is_marked_on_every_page() {
    let app = spawn_app().await;
    let rules = InboundRules::default();
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let (claimed, proven) = ("par courriel, expéditeur non vérifié", "par courriel");
    for (key, vouched) in [("claimed", false), ("proven", true)] {
        let inbound = Incoming {
            key: key.into(),
            sender: CLAIRE.into(),
            subject: "Panne".into(),
            text: "Au secours".into(),
            vouched,
            ..Incoming::default()
        };
        let ticket = app.desk.receive(inbound.clone(), rules).await.unwrap();
        let ticket = ticket.ticket.unwrap();
        let answer = Incoming {
            key: format!("{key} answer"),
            text: "Toujours pas".into(),
            hints: vec![Hint::Ticket(ticket)],
            ..inbound
        };
        app.desk.receive(answer, rules).await.unwrap();
        app.desk.notify().await.unwrap();
        let said = async |browser: &Browser, path: String| {
            let page = browser.get(&path).await.text().await.unwrap();
            (page.matches(claimed).count(), page.matches(proven).count())
        };
        for (browser, path) in [
            (&claire, format!("/tickets/INC-{ticket}")),
            (&nadia, format!("/desk/INC-{ticket}")),
        ] {
            // In its head, at the report and at the answer.
            let (unsure, all) = said(browser, path.clone()).await;
            assert!(all >= 3, "{path}: {all}");
            assert_eq!(unsure >= 3, !vouched, "{path}: {unsure}");
            assert_eq!(unsure == 0, vouched, "{path}: {unsure}");
        }
        let (unsure, all) = said(&nadia, "/notifications".into()).await;
        assert!(all > unsure || !vouched, "{key}: {unsure} of {all}");
        assert!(unsure >= 1, "the first is there all the while");
    }
}

#[tokio::test]
async fn whoever_works_at_the_desk_speaks_with_proof_alone() {
    let app = spawn_app().await;
    let rules = InboundRules::default();
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let answer = |key: &str, vouched| Incoming {
        key: key.into(),
        sender: NADIA.into(),
        text: "Votre mot de passe ?".into(),
        subject: format!("Re: [{reference}]"),
        vouched,
        ..Incoming::default()
    };
    let page = async || {
        let page = claire.get(&format!("/tickets/{reference}")).await;
        page.text().await.unwrap()
    };
    let received = app.desk.receive(answer("1", false), rules).await.unwrap();
    assert_eq!(
        (received.fate, received.reason),
        (Fate::Aside, Some(Reason::Unproven))
    );
    assert!(!page().await.contains("mot de passe ?"));
    let received = app.desk.receive(answer("2", true), rules).await.unwrap();
    assert_eq!(received.fate, Fate::Comment);
    assert!(page().await.contains("mot de passe ?"));
}
