//! A form that comes again: the same is answered as before, another is refused and nothing of it is
//! lost.

use crate::app::*;
use crate::databases::on_each;
use crate::leaving::{PAUL, house, screen};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const ID: &str = "00000007-0000-4000-8000-000000000000";

/// The identifier that the form of a page bears.
fn command(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"command\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn report(browser: &Browser, id: &str, subject: &str) -> reqwest::Response {
    let form = [
        ("command", id),
        ("subject", subject),
        ("description", "Depuis ce matin <b>"),
        ("effect", "blocked"),
        ("scope", "me"),
    ];
    browser.post("/report", &form).await
}

/// Sent, gone back, changed, sent: two reports, or a page that says so.
#[tokio::test]
async fn a_report_that_was_changed_is_not_swallowed() {
    on_each(async |app| {
        let claire = app.signed_in(CLAIRE).await;
        let first = report(&claire, ID, "Word").await;
        assert_eq!(first.status(), 303);
        let to = first.headers()["location"].clone();
        let again = report(&claire, ID, "Word").await;
        assert_eq!(
            (again.status().as_u16(), &again.headers()["location"]),
            (303, &to)
        );

        let other = report(&claire, ID, "Imprimante").await;
        assert_eq!(other.status(), 422);
        let page = other.text().await.unwrap();
        for kept in [
            "Imprimante",
            "Depuis ce matin &lt;b&gt;",
            "déjà été envoyé",
            "INC-1",
        ] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
        let fresh = command(&page);
        assert_ne!(fresh, ID, "what was carried out is not sent a third time");
        let second = report(&claire, &fresh, "Imprimante").await;
        assert_eq!(second.status(), 303);
        assert_ne!(second.headers()["location"], to);

        // Somebody else's, as on a machine that is shared: nothing of theirs is told.
        let bruno = app.signed_in(BRUNO).await;
        let answer = report(&bruno, ID, "Word").await;
        assert_eq!(answer.status(), 422);
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("déjà été envoyé") && !page.contains("INC-1"),
            "{page}"
        );
        let sent = report(&bruno, &command(&page), "Word").await;
        assert_eq!(sent.status(), 303);
    })
    .await;
}

async fn say(
    browser: &Browser,
    reference: &str,
    text: &str,
    file: Option<&'static str>,
) -> reqwest::Response {
    let mut form = Form::new()
        .text("command", ID)
        .text("action", "comment")
        .text("text", text.to_owned());
    if let Some(bytes) = file {
        form = form.part("file", Part::bytes(bytes.as_bytes()).file_name("a.txt"));
    }
    let url = format!("{}/tickets/{reference}", browser.url);
    browser
        .client
        .post(url)
        .header("accept", "text/html")
        .multipart(form)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_comment_or_a_file_that_was_changed_is_not_swallowed() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        say(&claire, &reference, "Un", Some("1")).await.status(),
        303
    );
    assert_eq!(
        say(&claire, &reference, "Un", Some("1")).await.status(),
        303
    );
    for (text, file) in [("Deux", Some("1")), ("Un", Some("2")), ("Deux", None)] {
        let answer = say(&claire, &reference, text, file).await;
        assert_eq!(answer.status(), 422, "{text} {file:?}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("déjà été envoyé") && page.contains(text),
            "{text} {file:?}"
        );
        assert_ne!(command(&page), ID);
    }
    let page = claire
        .call("ticket", json!({"id": number(&reference)}))
        .await;
    let page: Value = page.json().await.unwrap();
    let happened = page["history"].as_array().unwrap().iter();
    let count = |what: &str| {
        happened
            .clone()
            .filter(|one| one["event"].get(what).is_some())
            .count()
    };
    assert_eq!((count("commented"), count("attached")), (1, 1));
    // What was not there the first time goes through: it says nothing else.
    let other = app.reported(&claire, &[("subject", "Autre")]).await;
    assert_eq!(
        say(&claire, &other, "Un", None).await.status(),
        422,
        "elsewhere"
    );
}

/// What was removed cannot be compared: nobody finds out by trying what it was, and nothing that is
/// sent then is taken for said.
#[tokio::test]
async fn what_was_removed_is_not_found_out_by_sending_it_again() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let nadia = app.signed_in(NADIA).await;
    let reference = app.reported(&claire, &[]).await;
    let ticket = number(&reference);
    assert_eq!(
        say(&claire, &reference, "Mot de passe : 1234", None)
            .await
            .status(),
        303
    );
    let remove = json!({"command": {"id": "00000009-0000-4000-8000-000000000000", "ticket": ticket,
        "command": {"redact": {"what": {"text": "00000007-0000-4000-8000-000000000000"}, "reason": "Secret"}}}});
    let page: Value = nadia
        .call("ticket", json!({"id": ticket}))
        .await
        .json()
        .await
        .unwrap();
    let mut happened = page["history"].as_array().unwrap().iter();
    let text = happened
        .find_map(|one| one["event"].get("commented"))
        .unwrap()["text"]
        .clone();
    let mut remove = remove;
    remove["command"]["command"]["redact"]["what"]["text"] = text;
    let done = nadia.call("carry-out", remove).await.text().await.unwrap();
    assert!(done.contains("Ok"), "{done}");
    for guess in ["Mot de passe : 1234", "Mot de passe : 1235"] {
        assert_eq!(
            say(&claire, &reference, guess, None).await.status(),
            422,
            "{guess}"
        );
    }
}

/// One page, several requests: to decide about one, go back and decide about the next.
#[tokio::test]
async fn a_page_of_several_requests_decides_about_each() {
    on_each(async |app| {
        house(&app).await;
        let claire = app.signed_in(CLAIRE).await;
        let (first, second) = (screen(&claire).await, screen(&claire).await);
        let paul = app.signed_in(PAUL).await;
        let page = paul.get("/approvals").await.text().await.unwrap();
        let of = |ticket: i64| {
            let form = format!("action=\"/tickets/REQ-{ticket}\"");
            command(page.split_once(&form).unwrap().1)
        };
        assert_ne!(of(first), of(second));
        let decide = async |id: &str, ticket: i64, action: &str| {
            let form = [
                ("command", id),
                ("action", action),
                ("back", "approvals"),
                ("reason", "Trop cher"),
            ];
            paul.act(&format!("REQ-{ticket}"), &form).await
        };
        for (ticket, action) in [(first, "approve"), (second, "refuse")] {
            let answer = decide(&of(ticket), ticket, action).await;
            assert_eq!(answer.status(), 303, "{action}");
        }
        // What was sent about one is no word about another: it can be sent anew.
        let third = screen(&claire).await;
        let answer = decide(&of(first), third, "refuse").await;
        assert_eq!(answer.status(), 422);
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("Trop cher") && page.contains("déjà été envoyé"),
            "{page}"
        );
        let form = format!("action=\"/tickets/REQ-{third}\"");
        let fresh = command(page.split_once(&form).unwrap().1);
        assert_eq!(decide(&fresh, third, "refuse").await.status(), 303);
    })
    .await;
}

/// The same for programs, and for what administrators set up.
#[tokio::test]
async fn a_command_and_an_entry_that_were_changed_are_refused() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let save = async |name: &str| {
        let entry = json!({"team": {"id": 0, "name": {"fr": name, "en": name}, "active": true}});
        let answer = admin
            .call("administer", json!({"id": ID, "entry": entry}))
            .await;
        answer.text().await.unwrap()
    };
    let first = save("Achats").await;
    assert!(first.contains("Ok"), "{first}");
    assert_eq!(save("Achats").await, first);
    assert!(save("Ventes").await.contains("reused"));
    let nadia = app.signed_in(NADIA).await;
    let add = async |name: &str| {
        let body = json!({"id": "00000008-0000-4000-8000-000000000000", "name": name, "email": "", "department": null});
        nadia.call("add-person", body).await.text().await.unwrap()
    };
    let first = add("Zoé").await;
    assert!(first.contains("Ok"), "{first}");
    assert_eq!(add("Zoé").await, first);
    assert!(add("Zoe").await.contains("reused"));
}
