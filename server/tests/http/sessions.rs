//! The list of one’s sessions.

use crate::app::*;
use crate::authenticator::*;
use guichet_desk::Clock;
use guichet_domain::kernel::time::MINUTE;
use serde_json::{Value, json};

/// Somebody's sessions, as the page gets them.
pub async fn sessions(browser: &Browser) -> Vec<Value> {
    let access: Value = browser
        .call("my-access", json!({}))
        .await
        .json()
        .await
        .unwrap();
    access["sessions"].as_array().unwrap().clone()
}

#[tokio::test]
pub async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let app = spawn_app().await;
    let (here, there) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    let bruno = app.signed_in(BRUNO).await;
    let mine = sessions(&here).await;
    assert_eq!(mine.len(), 2);
    assert_eq!(mine.iter().filter(|s| s["current"] == true).count(), 1);
    assert_eq!(mine[0]["client"]["address"], "127.0.0.1");
    let other = mine.iter().find(|s| s["current"] == false).unwrap();
    let id = other["id"].as_str().unwrap().to_owned();
    // Somebody else's guess changes nothing, and is told nothing.
    for guess in [id.as_str(), "", "0", "%", "others' --"] {
        let answer = bruno.post("/account/sessions", &[("session", guess)]).await;
        assert_eq!(goes_to(&answer), "/account", "{guess}");
    }
    assert_eq!(there.get("/tickets").await.status(), 200);
    assert_eq!(bruno.get("/tickets").await.status(), 200);
    let stream = there
        .client
        .get(format!("{}/live", app.url))
        .send()
        .await
        .unwrap();
    let answer = here.post("/account/sessions", &[("session", &id)]).await;
    assert_eq!(goes_to(&answer), "/account?done=session");
    assert_eq!(there.get("/tickets").await.status(), 303);
    // Its live stream ends with it: the body comes to an end.
    let ended = tokio::time::timeout(std::time::Duration::from_secs(120), stream.bytes()).await;
    assert!(ended.is_ok(), "the stream goes on");

    let third = app.signed_in(CLAIRE).await;
    here.post("/account/sessions", &[("session", "others")])
        .await;
    assert_eq!(third.get("/tickets").await.status(), 303);
    assert_eq!(here.get("/tickets").await.status(), 200);
}

#[tokio::test]
async fn the_last_use_is_remembered_every_few_minutes() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let used = async || sessions(&claire).await[0]["used_at"].as_i64().unwrap();
    let start = app.clock.now().0;
    app.clock.advance(4 * MINUTE);
    assert_eq!(used().await, start);
    app.clock.advance(MINUTE);
    assert_eq!(used().await, start + 5 * MINUTE);
    // What a page asks for by itself is no use.
    app.clock.advance(5 * MINUTE);
    claire.call("catch-up", json!({"cursor": "x"})).await;
    let mut conn = app.desk.store().read().await.unwrap();
    let person = guichet_domain::PersonId(1);
    let kept = conn.sessions(person, app.clock.now()).await.unwrap();
    assert_eq!(kept[0].used_at.0, start + 5 * MINUTE);
}

#[tokio::test]
async fn a_browser_may_say_of_itself_what_it_likes() {
    let app = spawn_app().await;
    let browser = app.browser();
    let agent = format!("<script>alert(1)</script>{}", "x".repeat(5000));
    let answer = browser
        .client
        .post(format!("{}/sign-in", app.url))
        .header("user-agent", agent)
        .header("accept", "text/html")
        .form(&[("email", CLAIRE), ("password", PASSWORD)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let device = sessions(&browser).await[0]["client"]["device"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(device.chars().count(), 200);
    let page = text(browser.get("/account").await).await;
    assert!(page.contains("Navigateur inconnu") && !page.contains("<script>alert"));
}
