//! Every address, taken from the program's own table, walked by everybody. What is not said here
//! who may have fails.

use crate::app::*;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ALL: [&str; 5] = [CLAIRE, BRUNO, NADIA, ROSE, ADMIN];

/// For whom an address is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum For {
    Anybody,
    SignedIn,
    Agents,
    Administrators,
    /// Claire's confidential ticket: hers, and the team's that cares for it.
    ItsPeople,
    /// As above, at the desk.
    ItsAgents,
    /// Whoever signed in may ask, and there is nothing.
    Nowhere,
}

impl For {
    fn may(self, email: &str) -> bool {
        match self {
            Self::Anybody | Self::SignedIn => true,
            Self::Agents => [NADIA, ROSE, ADMIN].contains(&email),
            Self::Administrators => email == ADMIN,
            Self::ItsPeople => [CLAIRE, NADIA].contains(&email),
            Self::ItsAgents => email == NADIA,
            Self::Nowhere => false,
        }
    }

    /// What whoever may not is told: of a ticket that is not theirs, not even that it is there.
    fn refusal(self, email: &str) -> u16 {
        match self {
            Self::ItsPeople | Self::Nowhere => 404,
            Self::ItsAgents if [ROSE, ADMIN].contains(&email) => 404,
            _ => 403,
        }
    }
}

/// An address as the table names it, one that it matches, its methods, and for whom it is.
pub type Row = (&'static str, String, &'static str, For);

pub fn rows(reference: &str, file: &str) -> Vec<Row> {
    use For::*;
    let at = |path: &str| path.to_owned();
    let ticket = number(reference);
    vec![
        ("/", at("/"), "GET,HEAD", SignedIn),
        ("/account", at("/account"), "GET,HEAD,POST", SignedIn),
        (
            "/account/data.json",
            at("/account/data.json"),
            "POST",
            SignedIn,
        ),
        (
            "/admin/people/{person}/data.json",
            at("/admin/people/1/data.json"),
            "POST",
            Administrators,
        ),
        (
            "/admin/people/{person}/sessions",
            at("/admin/people/1/sessions"),
            "POST",
            Administrators,
        ),
        (
            "/account/absence",
            at("/account/absence"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        (
            "/account/email",
            at("/account/email"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        ("/forgotten", at("/forgotten"), "GET,HEAD,POST", Anybody),
        ("/link/{token}", at("/link/guess"), "GET,HEAD,POST", Anybody),
        ("/feedback", at("/feedback"), "GET,HEAD", Agents),
        (
            "/feedback/{token}",
            at("/feedback/INC-1.aaaaaaaaaaaaaaaa"),
            "GET,HEAD,POST",
            Anybody,
        ),
        (
            "/account/factor",
            at("/account/factor"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        (
            "/account/sessions",
            at("/account/sessions"),
            "POST",
            SignedIn,
        ),
        ("/help", at("/help"), "GET,HEAD", SignedIn),
        ("/help/{article}", at("/help/1"), "GET,HEAD,POST", SignedIn),
        (
            "/help/index/{language}",
            at("/help/index/fr"),
            "GET,HEAD",
            SignedIn,
        ),
        // Not there: for whom a file is, `files.rs` asks.
        (
            "/help/{article}/files/{file}",
            at("/help/1/files/00000000-0000-4000-8000-000000000009"),
            "GET,HEAD",
            Nowhere,
        ),
        (
            "/knowledge/{article}/files",
            at("/knowledge/1/files"),
            "POST",
            Agents,
        ),
        ("/knowledge", at("/knowledge"), "GET,HEAD", Agents),
        ("/knowledge/gaps", at("/knowledge/gaps"), "GET,HEAD", Agents),
        ("/search", at("/search"), "GET,HEAD", Agents),
        ("/knowledge/new", at("/knowledge/new"), "GET,HEAD", Agents),
        (
            "/knowledge/{article}",
            at("/knowledge/1"),
            "GET,HEAD",
            Agents,
        ),
        (
            "/knowledge/{article}/versions",
            at("/knowledge/1/versions"),
            "GET,HEAD",
            Agents,
        ),
        ("/admin", at("/admin"), "GET,HEAD", Administrators),
        (
            "/admin/audit",
            at("/admin/audit"),
            "GET,HEAD",
            Administrators,
        ),
        (
            "/admin/start",
            at("/admin/start"),
            "GET,HEAD",
            Administrators,
        ),
        (
            "/account/notifications",
            at("/account/notifications"),
            "POST",
            SignedIn,
        ),
        (
            "/admin/mail",
            at("/admin/mail"),
            "GET,HEAD,POST",
            Administrators,
        ),
        (
            "/notifications",
            at("/notifications"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        (
            "/admin/{section}",
            at("/admin/people"),
            "GET,HEAD",
            Administrators,
        ),
        (
            "/admin/{section}/{id}",
            at("/admin/people/1"),
            "GET,HEAD",
            Administrators,
        ),
        (
            "/admin/inbound-messages",
            at("/admin/inbound-messages"),
            "GET,HEAD",
            Administrators,
        ),
        ("/approvals", at("/approvals"), "GET,HEAD", SignedIn),
        ("/call", at("/call"), "GET,HEAD", Agents),
        ("/desk", at("/desk"), "GET,HEAD", Agents),
        (
            "/desk/{reference}",
            format!("/desk/{reference}"),
            "GET,HEAD",
            ItsAgents,
        ),
        (
            "/desk/export.csv",
            at("/desk/export.csv"),
            "GET,HEAD",
            Agents,
        ),
        ("/disruptions", at("/disruptions"), "GET,HEAD", Agents),
        (
            "/files/{ticket}/{file}",
            format!("/files/{ticket}/{file}"),
            "GET,HEAD",
            ItsPeople,
        ),
        (
            "/originals/{ticket}/{command}",
            format!("/originals/{ticket}/00000000-0000-4000-8000-000000000009"),
            "GET,HEAD",
            Nowhere,
        ),
        (
            "/people-import",
            at("/people-import"),
            "POST",
            Administrators,
        ),
        ("/healthz", at("/healthz"), "GET,HEAD", Anybody),
        ("/language", at("/language"), "POST", Anybody),
        (
            "/inbound-messages/{message}",
            at("/inbound-messages/1"),
            "POST",
            Administrators,
        ),
        ("/live", at("/live"), "GET,HEAD", SignedIn),
        (
            "/me-too",
            at("/me-too?article=1"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        ("/problem", at("/problem"), "GET,HEAD", Agents),
        ("/readyz", at("/readyz"), "GET,HEAD", Anybody),
        ("/split", at("/split"), "GET,HEAD", Agents),
        ("/tell", at("/tell"), "GET,HEAD", Agents),
        ("/major", at("/major"), "GET,HEAD", Agents),
        ("/majors", at("/majors"), "GET,HEAD", Agents),
        ("/report", at("/report"), "GET,HEAD,POST", SignedIn),
        ("/request", at("/request"), "GET,HEAD", SignedIn),
        (
            "/request/{item}",
            at("/request/1"),
            "GET,HEAD,POST",
            SignedIn,
        ),
        (
            "/setup/{secret}",
            at("/setup/guess"),
            "GET,HEAD,POST",
            Anybody,
        ),
        ("/sign-in", at("/sign-in"), "GET,HEAD,POST", Anybody),
        (
            "/sign-in/code",
            at("/sign-in/code"),
            "GET,HEAD,POST",
            Anybody,
        ),
        (
            "/sign-in/enrol",
            at("/sign-in/enrol"),
            "GET,HEAD,POST",
            Anybody,
        ),
        ("/sign-out", at("/sign-out"), "POST", Anybody),
        (
            "/sign-out-everywhere",
            at("/sign-out-everywhere"),
            "POST",
            SignedIn,
        ),
        ("/theme", at("/theme"), "POST", Anybody),
        ("/tickets", at("/tickets"), "GET,HEAD", SignedIn),
        (
            "/tickets/{reference}",
            format!("/tickets/{reference}"),
            "GET,HEAD,POST",
            ItsPeople,
        ),
    ]
}

/// A confidential ticket of Claire's with a file on it.
pub async fn ticket_with_file(app: &App) -> (String, String) {
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[("confidential", "on")]).await;
    let form = Form::new()
        .text("action", "comment")
        .part("file", Part::bytes(b"secret".to_vec()).file_name("a.txt"));
    let url = format!("{}/tickets/{reference}", app.url);
    let sent = claire
        .client
        .post(url)
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 303);
    let page = claire
        .call("ticket", json!({"id": number(&reference)}))
        .await;
    let page: Value = page.json().await.unwrap();
    let file = page["ticket"]["attachments"][0]["file"]
        .as_str()
        .unwrap()
        .to_owned();
    (reference, file)
}

/// A message that nobody can read, as the first message.
pub async fn message_aside(app: &App) {
    use guichet_desk::{InboundRules, Incoming, MessageNature};
    let inbound = Incoming {
        key: "1".into(),
        nature: MessageNature::Aside(guichet_domain::mail::inbound::Reason::Unreadable),
        original: b"secret".to_vec(),
        ..Incoming::default()
    };
    let received = app.desk.receive(inbound, InboundRules::default());
    received.await.unwrap();
}

async fn walk(browser: &Browser, method: &str, path: &str) -> reqwest::Response {
    let method: Method = method.parse().unwrap();
    let request = browser
        .client
        .request(method.clone(), format!("{}{path}", browser.url));
    let request = request.header("accept", "text/html");
    let request = match (&method, path.starts_with("/tickets/")) {
        (&Method::POST, true) => request.multipart(Form::new().text("action", "comment")),
        (&Method::POST, false) => request.form(&[("nothing", "")]),
        _ => request,
    };
    request.send().await.unwrap()
}

#[tokio::test]
async fn every_address_is_walked_by_everybody() {
    let app = spawn_app().await;
    let (reference, file) = ticket_with_file(&app).await;
    message_aside(&app).await;
    publish(&app.desk, 1, "Où est l’accueil ?", None).await;
    let rows = rows(&reference, &file);
    let mut here: BTreeSet<String> = rows.iter().map(|row| row.0.to_owned()).collect();
    here.extend(leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()));
    assert_eq!(
        here,
        guichet_server::routes::listed(),
        "every address is listed here"
    );

    let mut browsers = BTreeMap::new();
    for email in ALL {
        browsers.insert(email, app.signed_in(email).await);
    }
    for (_, path, methods, whom) in &rows {
        let other = walk(&browsers[ADMIN], "PROPFIND", path).await;
        assert_eq!(other.status(), 405, "{path}");
        assert_eq!(other.headers()["allow"], *methods, "{path}");
        for method in methods.split(',') {
            let answer = walk(&app.browser(), method, path).await;
            let status = answer.status().as_u16();
            let to = answer
                .headers()
                .get("location")
                .map(|to| to.to_str().unwrap().to_owned());
            let is_stopped =
                status == 303 && to.as_deref().is_some_and(|to| to.starts_with("/sign-in"));
            match whom {
                For::Anybody => assert!(status < 500, "{method} {path} for nobody: {status}"),
                _ => assert!(
                    is_stopped || status == 401,
                    "{method} {path} for nobody: {status} {to:?}"
                ),
            }
            for email in ALL {
                // Some of these end the session of whoever sends them.
                let fresh;
                let browser = if path.starts_with("/sign-") {
                    fresh = app.signed_in(email).await;
                    &fresh
                } else {
                    &browsers[email]
                };
                let answer = walk(browser, method, path).await;
                let status = answer.status().as_u16();
                let what = format!("{method} {path} for {email}: {status}");
                if whom.may(email) {
                    let setup = path.starts_with("/setup/") && status == 403
                        || path.starts_with("/link/") && status == 404
                        // Nothing stands behind this article.
                        || path.starts_with("/me-too") && status == 404
                        || path.starts_with("/feedback/") && [404, 422].contains(&status);
                    // An address that failed to sign in so often waits.
                    let waits =
                        ["/sign-in", "/forgotten"].contains(&path.as_str()) && status == 429;
                    let fine = [200, 303, 422].contains(&status) || setup || waits;
                    // The second step comes after the first.
                    let step = path.starts_with("/sign-in/");
                    assert!(
                        fine && (status != 303 || method == "POST" || step),
                        "{what}"
                    );
                } else {
                    assert_eq!(status, whom.refusal(email), "{what}");
                }
                if path == "/sign-out-everywhere" {
                    browsers.insert(email, app.signed_in(email).await);
                }
            }
        }
    }
}

#[tokio::test]
async fn guessing_finds_nothing_and_tells_nothing() {
    let app = spawn_app().await;
    let (reference, file) = ticket_with_file(&app).await;
    let ticket = number(&reference);
    let guesses = |ticket: i64, file: &str| {
        [
            format!("/tickets/INC-{ticket}"),
            format!("/tickets/REQ-{ticket}"),
            format!("/tickets/PRB-{ticket}"),
            format!("/desk/INC-{ticket}"),
            format!("/files/{ticket}/{file}"),
            format!("/files/{ticket}/00000000-0000-0000-0000-000000000000"),
        ]
    };
    let body = |page: String, ticket: i64| page.replace(&ticket.to_string(), "N");
    for email in [BRUNO, ROSE, ADMIN] {
        let browser = app.signed_in(email).await;
        // What is there and not theirs looks like what is not there at all.
        for (theirs, nothing) in guesses(ticket, &file)
            .iter()
            .zip(guesses(ticket + 900, &file))
        {
            let (one, two) = (browser.get(theirs).await, browser.get(&nothing).await);
            assert_eq!(one.status(), two.status(), "{theirs} for {email}");
            assert!(
                [403, 404].contains(&one.status().as_u16()),
                "{theirs} for {email}"
            );
            if theirs.starts_with("/files/") {
                assert_eq!(
                    one.text().await.unwrap(),
                    two.text().await.unwrap(),
                    "{theirs}"
                );
            }
        }
        for function in ["ticket", "carry-out"] {
            let ask = async |ticket: i64| {
                let id = "00000000-0000-4000-8000-000000000001";
                let body_ = json!({"id": ticket, "command": {"id": id, "ticket": ticket, "command": {"note": {"text": "x"}}}});
                let answer = browser.call(function, body_).await;
                (answer.status(), body(answer.text().await.unwrap(), ticket))
            };
            assert_eq!(
                ask(ticket).await,
                ask(ticket + 900).await,
                "{function} for {email}"
            );
        }
        for path in ["/tickets", "/approvals", "/", "/desk?view=all"] {
            let page = browser.get(path).await.text().await.unwrap();
            assert!(!page.contains("Word ne s"), "{path} for {email}");
        }
        let moved = json!({"command": {"id": "00000000-0000-4000-8000-000000000002", "ticket": ticket,
            "command": {"link": {"to": [{"kind": "incident", "id": ticket}], "relation": "related_to"}}}});
        let answer = browser.call("carry-out", moved).await.text().await.unwrap();
        assert!(answer.contains("not_found"), "{answer}");
    }
}
