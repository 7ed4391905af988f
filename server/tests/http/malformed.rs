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

/// As an agent's hand-made form: the words beside a file that is for agents alone are not said to
/// everybody.
#[tokio::test]
async fn words_beside_an_internal_file_are_not_said_to_everybody() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    let form = [
        ("action", "comment"),
        ("internal", "on"),
        ("text", "Entre nous"),
    ];
    let answer = nadia.act(&reference, &form).await;
    assert_eq!(answer.status(), 404);
    let page = claire.get(&format!("/tickets/{reference}")).await;
    assert!(!page.text().await.unwrap().contains("Entre nous"));
}

/// What comes before the first part, and the head of a part, have an end: no browser sends more.
#[tokio::test]
async fn forms_begin_with_a_part_and_its_head_ends() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let path = format!("/tickets/{reference}");
    let kind = "multipart/form-data; boundary=b";
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let whole = part("action", "comment") + &part("text", "Dans une forme") + "--b--\r\n";
    let head = "A: b\r\n".repeat(10_000);
    for body in [
        "\r\n".to_owned() + &whole,
        format!("--b\r\n{head}\r\nx\r\n--b--\r\n"),
        part("action", "comment") + &format!("--b\r\n{head}"),
    ] {
        let (status, said) = send(&claire, &path, kind, body.into_bytes()).await;
        assert_eq!(status, 400, "{said}");
    }
    let (status, said) = send(&claire, &path, kind, whole.into_bytes()).await;
    assert!(status == 200 || status == 303, "{status} {said}");
    let page = claire.get(&path).await.text().await.unwrap();
    assert_eq!(
        page.matches("<p class=\"typed\">Dans une forme</p>")
            .count(),
        1,
        "{page}"
    );
}
