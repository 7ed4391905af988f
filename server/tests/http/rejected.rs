//! Pages that are answered before the application is asked look as all others, by themselves.

use crate::app::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Response;
use sha2::{Digest, Sha256};

/// The page carries its style, its policy allows that and no other, and nothing is loaded.
async fn is_styled(answer: Response, status: u16) {
    assert_eq!(answer.status(), status);
    let policy = answer.headers()["content-security-policy"].clone();
    let page = answer.text().await.unwrap();
    let (_, rest) = page.split_once("<style>").unwrap();
    let (style, rest) = rest.split_once("</style>").unwrap();
    assert!(
        style.contains("--paper:") && style.contains("main {"),
        "{style}"
    );
    let hash = STANDARD.encode(Sha256::digest(style));
    let allowed = format!("style-src 'sha256-{hash}'");
    let policy = policy.to_str().unwrap();
    assert!(
        policy.contains(&allowed) && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(
        !page.contains("<link") && !page.contains("<script"),
        "{page}"
    );
    assert!(
        rest.contains("<h1>") && rest.contains("href=\"/\""),
        "{rest}"
    );
}

#[tokio::test]
async fn too_often_too_large_and_unreadable_have_their_style() {
    let app = spawn_with(|config| config.limits.requests_per_address = 40).await;
    let stranger = app.browser();
    let large = "x".repeat(200_000);
    is_styled(stranger.post("/report", &[("subject", &large)]).await, 413).await;
    let claire = app.signed_in(CLAIRE).await;
    is_styled(claire.get("/pkg/old/guichet.js").await, 404).await;
    let request = claire.client.post(format!("{}/tickets/INC-1", claire.url));
    let unreadable = request
        .header("accept", "text/html")
        .header("content-type", "multipart/form-data; boundary=b")
        .body("--b\r\nno form");
    is_styled(unreadable.send().await.unwrap(), 400).await;
    let mut last = stranger.get("/sign-in").await;
    for _ in 0..60 {
        last = stranger.get("/sign-in").await;
        if last.status() == 429 {
            break;
        }
    }
    is_styled(last, 429).await;
}

#[tokio::test]
async fn the_theme_and_the_language_that_were_chosen_hold_there_too() {
    let app = spawn_app().await;
    let large = "x".repeat(200_000);
    for (cookies, start) in [
        ("", "<html lang=\"fr\">"),
        (
            "guichet_theme=dark; guichet_language=en",
            "<html lang=\"en\" data-theme=\"dark\">",
        ),
        ("guichet_theme=\"><script>", "<html lang=\"fr\">"),
    ] {
        let request = app.browser().client.post(format!("{}/report", app.url));
        let request = request
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies)
            .form(&[("subject", &large)]);
        let page = request.send().await.unwrap().text().await.unwrap();
        assert!(
            page.starts_with(&format!("<!DOCTYPE html>{start}")),
            "{page:.200}"
        );
    }
}
