//! What cannot be read is the sender's fault: 400, in words, and never 500.

use crate::app::*;
use serde_json::json;

async fn send(browser: &Browser, path: &str, kind: &str, body: Vec<u8>) -> (u16, String) {
    let request = browser.client.post(format!("{}{path}", browser.url));
    let request = request.header("content-type", kind).body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn no_server_function_fails_on_rubbish() {
    let app = spawn_app().await;
    let nadia = app.signed_in(NADIA).await;
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let rubbish: [&[u8]; 7] = [
        b"",
        b"{",
        b"null",
        b"[1, 2]",
        b"\xff\xfe\x00",
        br#"{"command": 7, "id": {}, "query": "x", "text": [], "cursor": 1, "open": "x"}"#,
        &deep,
    ];
    let mut refused = 0;
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        for body in rubbish {
            let (status, said) = send(&nadia, path, "application/json", body.to_vec()).await;
            // A function without arguments takes anything that is an object; numbers in a row are
            // its arguments, in order.
            assert!(
                [400, 403, 404].contains(&status) || status < 300,
                "{path}: {status} {said}"
            );
            refused += usize::from(status == 400);
        }
    }
    assert!(refused > 60, "{refused} were refused");
    let (status, said) = send(
        &nadia,
        "/api/carry-out",
        "application/json",
        b"{\"command\":".to_vec(),
    )
    .await;
    assert_eq!(status, 400);
    assert!(
        said.contains("the request cannot be read: EOF while parsing"),
        "{said}"
    );
}

#[tokio::test]
async fn unknown_names_numbers_and_commands_are_refused() {
    let app = spawn_app().await;
    let nadia = app.signed_in(NADIA).await;
    let id = "00000000-0000-4000-8000-000000000001";
    for body in [
        json!({"command": {"id": id, "ticket": 1, "command": "destroy"}}),
        json!({"command": {"id": id, "ticket": 1, "command": {"comment": {"text": 5}}}}),
        json!({"command": {"id": "no uuid", "ticket": 1, "command": "fulfil"}}),
        json!({"command": {"id": id, "ticket": 1e300, "command": "fulfil"}}),
        json!({"command": {"id": id, "command": "fulfil"}}),
    ] {
        let answer = nadia.call("carry-out", body.clone()).await;
        assert_eq!(answer.status(), 400, "{body}");
    }
    let answer = nadia.call("no-such-function", json!({})).await;
    assert_eq!(answer.status(), 404);
    assert_eq!(
        answer.json::<serde_json::Value>().await.unwrap(),
        "not_found"
    );
}

#[tokio::test]
async fn forms_that_cannot_be_read_are_refused() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let ticket = format!("/tickets/{reference}");
    for (path, kind, body) in [
        ("/report", "application/json", &b"{}"[..]),
        (
            "/report",
            "application/x-www-form-urlencoded",
            b"subject=%ff%fe&effect",
        ),
        (&ticket, "multipart/form-data", b"x"),
        (
            &ticket,
            "multipart/form-data; boundary=a",
            b"--a\r\nrubbish",
        ),
        (
            &ticket,
            "application/x-www-form-urlencoded",
            b"action=confirm",
        ),
    ] {
        let (status, said) = send(&claire, path, kind, body.to_vec()).await;
        assert!(
            [400, 415, 422].contains(&status),
            "{path} {kind}: {status} {said}"
        );
    }
}
