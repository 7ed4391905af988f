//! Attachments: who may have them, and how they are served.

use crate::app::*;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use serde_json::json;

async fn attach(
    browser: &Browser,
    reference: &str,
    name: &str,
    bytes: Vec<u8>,
    internal: bool,
) -> u16 {
    let mut form = Form::new()
        .text("action", "comment")
        .part("file", Part::bytes(bytes).file_name(name.to_owned()));
    if internal {
        form = form.text("internal", "on");
    }
    let url = format!("{}/tickets/{reference}", browser.url);
    let answer = browser
        .client
        .post(url)
        .header("accept", "text/html")
        .multipart(form)
        .send()
        .await
        .unwrap();
    answer.status().as_u16()
}

async fn files(browser: &Browser, reference: &str) -> Vec<Value> {
    let page: Value = browser
        .call("ticket", json!({"id": number(reference)}))
        .await
        .json()
        .await
        .unwrap();
    page["ticket"]["attachments"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_file_is_for_whoever_sees_the_ticket() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        attach(
            &claire,
            &reference,
            "../../écran.png",
            b"\x89PNG\r\n\x1a\n0000".to_vec(),
            false
        )
        .await,
        303
    );
    let file = files(&claire, &reference).await.remove(0);
    assert_eq!(file["name"], "écran.png");
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    let got = claire.get(&path).await;
    assert_eq!(got.status(), 200);
    assert_eq!(got.headers()["content-type"], "image/png");
    assert!(
        got.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert_eq!(app.signed_in(BRUNO).await.get(&path).await.status(), 404);
    assert_eq!(app.browser().get(&path).await.status(), 303);
    let elsewhere = format!(
        "/files/{}/{}",
        number(&reference) + 1,
        file["file"].as_str().unwrap()
    );
    assert_eq!(claire.get(&elsewhere).await.status(), 404);
    assert_eq!(
        claire.get("/files/1/..%2F..%2Fguichet.db").await.status(),
        404
    );
}

#[tokio::test]
async fn an_internal_file_stays_inside() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        attach(&nadia, &reference, "journal.txt", b"secret".to_vec(), true).await,
        303
    );
    let file = files(&nadia, &reference).await.remove(0);
    assert!(files(&claire, &reference).await.is_empty());
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    assert_eq!(nadia.get(&path).await.text().await.unwrap(), "secret");
    assert_eq!(claire.get(&path).await.status(), 404);
    // A user cannot make a file internal, so that nobody hides one.
    assert_eq!(
        attach(&claire, &reference, "a.txt", b"x".to_vec(), true).await,
        303
    );
    assert_eq!(files(&claire, &reference).await.len(), 1);
}

#[tokio::test]
async fn what_is_too_large_is_refused_in_words() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let status = attach(
        &claire,
        &reference,
        "gros.bin",
        vec![7; 20 * 1024 * 1024 + 1],
        false,
    )
    .await;
    assert_eq!(status, 413);
    assert!(files(&claire, &reference).await.is_empty());
    assert_eq!(
        attach(
            &claire,
            &reference,
            "juste.bin",
            vec![7; 20 * 1024 * 1024],
            false
        )
        .await,
        303
    );
}

#[tokio::test]
async fn a_file_is_attached_by_its_bytes_alone() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    attach(&nadia, &reference, "journal.txt", b"secret".to_vec(), true).await;
    let file = files(&nadia, &reference).await.remove(0);
    // Naming somebody's file, of another type and for everybody, opens nothing.
    let command = json!({"command": {"id": "00000000-0000-4000-8000-000000000077", "ticket": number(&reference),
        "command": {"attach": {"attachments": [{"file": file["file"], "name": "x.html",
            "media_type": "text/html", "size": 1, "audience": "everyone"}]}}}});
    let answer = claire
        .call("carry-out", command)
        .await
        .text()
        .await
        .unwrap();
    assert!(answer.contains("forbidden"), "{answer}");
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    assert_eq!(claire.get(&path).await.status(), 404);
    // The identifier of a file follows from nothing that a client sends.
    let envelope: Value = nadia
        .call("ticket", json!({"id": number(&reference)}))
        .await
        .json()
        .await
        .unwrap();
    let command = envelope["history"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["event"]["type"] == "attached");
    assert_ne!(command.unwrap()["command"], file["file"]);
}

#[tokio::test]
async fn the_same_upload_twice_is_one_file() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    for _ in 0..2 {
        let form = Form::new()
            .text("action", "comment")
            .text("command", "6a1ff2b1-8f42-4d0c-9d2e-0b2f4a1c7e55")
            .part("file", Part::bytes(b"x".to_vec()).file_name("a.txt"));
        let url = format!("{}/tickets/{reference}", claire.url);
        let answer = claire
            .client
            .post(url)
            .multipart(form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
    }
    assert_eq!(files(&claire, &reference).await.len(), 1);
}
