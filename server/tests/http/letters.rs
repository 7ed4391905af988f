//! Mail that found no ticket, as an administrator sees it.

use crate::app::*;
use guichet_desk::{Incoming, LetterNature, LetterRules};
use guichet_domain::letter::{Fate, Reason};
use serde_json::json;

const MESSAGE: &str = "From: Paul <paul@ailleurs.fr>\r\nSubject: <b>Panne</b>\r\n\r\nAu secours <script>x</script>\r\n";

async fn aside(app: &App, key: &str, original: &[u8]) {
    let letter = Incoming {
        key: key.into(),
        sender: "paul@ailleurs.fr".into(),
        name: "Paul".into(),
        subject: "<b>Panne</b>".into(),
        nature: LetterNature::Aside(Reason::UnknownSender),
        original: original.to_vec(),
        ..Incoming::default()
    };
    let received = app
        .desk
        .receive(letter, LetterRules::default())
        .await
        .unwrap();
    assert_eq!(received.fate, Fate::Aside);
}

#[tokio::test]
async fn a_letter_is_listed_downloaded_and_made_a_ticket() {
    let app = spawn_app().await;
    aside(&app, "1", MESSAGE.as_bytes()).await;
    let admin = app.signed_in(ADMIN).await;
    let page = admin.get("/admin/letters").await.text().await.unwrap();
    assert!(
        page.contains("&lt;b&gt;Panne&lt;/b&gt;") && !page.contains("<b>Panne"),
        "{page}"
    );
    assert!(page.contains("Expéditeur inconnu") || page.contains("Unknown sender"));
    let file = admin.get("/letters/1").await;
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
            "/letters/1",
            &[("action", "ticket"), ("for", "personne@exemple.fr")],
        )
        .await;
    assert_eq!(
        refused.headers()["location"],
        "/admin/letters?unknown=personne%40exemple.fr"
    );
    let made = admin
        .post("/letters/1", &[("action", "ticket"), ("for", CLAIRE)])
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

    let again = admin.post("/letters/1", &[("action", "discard")]).await;
    assert_eq!(again.headers()["location"], "/admin/letters?gone");
    assert_eq!(admin.get("/letters/1").await.status(), 404);
}

#[tokio::test]
async fn a_letter_is_discarded_by_administrators_alone() {
    let app = spawn_app().await;
    aside(&app, "1", b"x").await;
    for email in [CLAIRE, NADIA] {
        let browser = app.signed_in(email).await;
        assert_eq!(browser.get("/letters/1").await.status(), 403);
        for action in ["discard", "ticket", ""] {
            let answer = browser.post("/letters/1", &[("action", action)]).await;
            assert_eq!(answer.status(), 403, "{email} {action}");
        }
    }
    let admin = app.signed_in(ADMIN).await;
    let body = json!({"fate": "aside", "before": null});
    let waiting = admin
        .call("letters", body.clone())
        .await
        .text()
        .await
        .unwrap();
    assert!(waiting.contains("paul@ailleurs.fr"));
    let answer = admin.post("/letters/1", &[("action", "discard")]).await;
    assert_eq!(answer.headers()["location"], "/admin/letters?discarded");
    assert_eq!(
        admin.call("letters", body).await.text().await.unwrap(),
        "[]"
    );
}
