//! Looking changes nothing: every address there is, fetched by everybody, leaves the database as it
//! was, but for when and where a session was last used.

use crate::app::*;
use crate::authenticator::*;
use crate::databases::on_both;
use futures::TryStreamExt;
use guichet_desk::AccountEmail;
use guichet_domain::PersonId;
use guichet_domain::kernel::time::{HOUR, MINUTE};
use guichet_domain::notifications::preferences::Topic;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

on_both!(fetching_changes_nothing);

/// Columns that count, by table.
const COUNTERS: [(&str, &[&str]); 1] = [("session", &["used_at", "address", "device"])];

/// Every row of every table, without the counters.
async fn everything(app: &App) -> Vec<String> {
    let mut conn = app.desk.store().read().await.unwrap();
    let mut all = Vec::new();
    for table in conn.every_table().await.unwrap() {
        // The index of words is made of the texts, and is no table that can be read row by row.
        if table.name.starts_with("ticket_text") {
            continue;
        }
        let rows: Vec<String> = conn.rows(&table).try_collect().await.unwrap();
        for row in rows {
            let mut row: Value = serde_json::from_str(&row).unwrap();
            let counters = COUNTERS.iter().find(|(name, _)| *name == table.name);
            for counter in counters.into_iter().flat_map(|(_, columns)| *columns) {
                row.as_object_mut().unwrap().remove(*counter).unwrap();
            }
            all.push(format!("{}: {row}", table.name));
        }
    }
    all.sort_unstable();
    all
}

/// What may stand behind an address to tempt whoever answers.
const TEMPTING: &str = "?sent=1&out=1&done=x&read=all&session=all&action=discard&code=123456\
     &password=x&from=&unread=7&again=all&next=/&message=1&confirm=yes";

/// Fetches an address in each way.
async fn fetch(app: &App, who: &str, browser: &Browser, path: &str) {
    for (method, query) in [
        (Method::GET, ""),
        (Method::GET, TEMPTING),
        (Method::HEAD, ""),
    ] {
        let url = format!("{}{path}{query}", app.url);
        let request = browser.client.request(method.clone(), url);
        let request = request.header("accept", "text/html");
        let answer = request.send().await.unwrap();
        assert!(answer.status().as_u16() < 500, "{method} {path} for {who}");
        // It has no end.
        if path != "/live" {
            answer.bytes().await.unwrap();
        }
    }
}

/// They are told under the bell alone: messages that are on their way change by themselves.
async fn wants_no_mail(browser: &Browser) {
    let names: Vec<(String, String)> = Topic::all()
        .map(|topic| {
            (
                format!("shown.{}", topic.name()),
                format!("app.{}", topic.name()),
            )
        })
        .collect();
    let form: Vec<(&str, &str)> = names
        .iter()
        .flat_map(|(shown, app)| [(&**shown, "on"), (&**app, "on")])
        .collect();
    let answer = browser.post("/account/notifications", &form).await;
    assert_eq!(goes_to(&answer), "/account?done=wishes");
}

async fn fetching_changes_nothing(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    for email in [CLAIRE, BRUNO, NADIA, ROSE, ADMIN] {
        wants_no_mail(&app.signed_in(email).await).await;
    }
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let ticket = number(&reference);
    let file = Form::new()
        .text("action", "comment")
        .part("file", Part::bytes(b"x".to_vec()).file_name("a.txt"));
    let url = format!("{}/tickets/{reference}", app.url);
    let sent = claire.client.post(url).multipart(file).send().await;
    assert_eq!(sent.unwrap().status(), 303);
    crate::inbound::aside(&app, "1", b"x").await;
    let nadia = app.signed_in(NADIA).await;
    let command = serde_json::json!({"id": app.desk.new_command(), "ticket": ticket,
        "command": {"comment": {"text": "Bonjour"}}});
    let said = nadia
        .call("carry-out", serde_json::json!({"command": command}))
        .await;
    assert!(text(said).await.contains("Ok"));
    let page: Value = nadia
        .call("ticket", serde_json::json!({"id": ticket}))
        .await
        .json()
        .await
        .unwrap();
    let file = page["ticket"]["attachments"][0]["file"].as_str().unwrap();
    let reset = AccountEmail::PasswordReset;
    let link = app.desk.account_link(reset, PersonId(2), BRUNO).await;
    let link = link.unwrap().unwrap().reveal().to_owned();
    let mut everybody = vec![("nobody", app.browser())];
    for email in [BRUNO, ROSE, ADMIN] {
        everybody.push((email, app.signed_in(email).await));
    }
    everybody.push((NADIA, nadia));
    enrolled(&app, &claire).await;
    everybody.push((CLAIRE, claire));
    let half = app.browser();
    password(&half, CLAIRE).await;
    everybody.push(("half way", half));
    // What was to be told is told, and what is to be counted will be.
    app.desk.notify().await.unwrap();
    app.desk.compare().await.unwrap();
    app.clock.advance(6 * MINUTE);
    let before = everything(&app).await;
    assert!(before.iter().any(|row| row.starts_with("notification: ")));
    assert!(!before.iter().any(|row| row.starts_with("outbox: ")));
    for address in guichet_server::routes::listed() {
        let path = address
            .replace("{reference}", &reference)
            .replace("{ticket}", &ticket.to_string())
            .replace("{file}", file)
            .replace("{token}", &link)
            .replace("{section}", "people")
            .replace("{secret}", "guess");
        let path = path
            .split('/')
            .map(|part| if part.starts_with('{') { "1" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let all = everybody
            .iter()
            .map(|(who, browser)| fetch(&app, who, browser, &path));
        futures::future::join_all(all).await;
        let after = everything(&app).await;
        let new: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
        assert_eq!(after.len(), before.len(), "{address}: {new:?}");
        assert!(new.is_empty(), "{address}: {new:?}");
    }
    // Had it been used up, it would be good no more.
    assert_eq!(
        app.browser().get(&format!("/link/{link}")).await.status(),
        200
    );
    // It is counted, as is said above.
    app.clock.advance(HOUR);
    let used = |rows: Vec<Value>| rows[0]["used_at"].as_i64().unwrap();
    let (_, bruno) = &everybody[1];
    let then = used(crate::sessions::sessions(bruno).await);
    assert!(then > 0);
}
