//! Alive, ready, figures, numbers of requests, and an end that cuts nobody.

use crate::app::*;
use crate::limits::{Raw, figure};
use futures::StreamExt;
use serde_json::json;
use std::time::Duration;

async fn asked(url: String) -> (u16, String) {
    let answer = reqwest::get(url).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn it_says_that_it_is_alive_and_ready() {
    let app = spawn_app().await;
    for base in [&app.url, &app.figures] {
        assert_eq!(
            asked(format!("{base}/healthz")).await,
            (200, "alive\n".into())
        );
        assert_eq!(
            asked(format!("{base}/readyz")).await,
            (200, "ready\n".into())
        );
    }
}

#[tokio::test]
async fn figures_are_for_another_address_and_name_no_ticket() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    assert_eq!(claire.get("/metrics").await.status(), 404);
    let reference = app.reported(&claire, &[]).await;
    let command = |n: u8, ticket: i64| {
        json!({"command": {"id": format!("00000000-0000-4000-8000-00000000000{n}"), "ticket": ticket,
            "command": {"note": {"text": "x"}}}})
    };
    nadia
        .call("carry-out", command(1, number(&reference)))
        .await;
    claire
        .call("carry-out", command(2, number(&reference)))
        .await;
    for path in [
        format!("/tickets/{reference}"),
        "/nowhere/secret".into(),
        "/pkg/no.js".into(),
    ] {
        claire.get(&path).await;
    }
    let stream = claire
        .client
        .get(format!("{}/live", app.url))
        .send()
        .await
        .unwrap();
    // What the requests left to be written is written in a moment.
    let quiet = async {
        loop {
            let (status, text) = asked(format!("{}/metrics", app.figures)).await;
            assert_eq!(status, 200);
            if text.contains("guichet_writer_queue 0") {
                return text;
            }
        }
    };
    let text = tokio::time::timeout(Duration::from_secs(60), quiet);
    let text = text.await.expect("the writer comes to an end");
    for line in [
        "guichet_http_requests_total{method=\"GET\",route=\"/tickets/{reference}\",status=\"200\"} 1",
        "guichet_http_requests_total{method=\"POST\",route=\"/api/carry-out\",status=\"200\"} 2",
        "guichet_http_requests_total{method=\"GET\",route=\"other\",status=\"404\"} 2",
        "guichet_http_request_seconds_count{route=\"/tickets/{reference}\"} 1",
        "guichet_commands_total{command=\"note\",outcome=\"done\"} 1",
        "guichet_commands_total{command=\"note\",outcome=\"refused\"} 1",
        "guichet_live_streams 1",
        "guichet_sessions 2",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(
        !text.contains(&reference) && !text.contains("secret"),
        "{text}"
    );
    drop(stream);
    while figure(&app, "guichet_live_streams").await > 0 {}
}

#[tokio::test]
async fn a_request_has_a_number_and_a_trusted_proxy_may_give_it() {
    let number = async |app: &App, given: &str| {
        let request = app.browser().client.get(format!("{}/sign-in", app.url));
        let answer = request.header("x-request-id", given).send().await.unwrap();
        answer.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let app = spawn_app().await;
    let (one, two) = (number(&app, "mine").await, number(&app, "mine").await);
    assert!(
        one != two && one != "mine" && one.len() == 32,
        "{one} {two}"
    );
    let app =
        spawn_with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    assert_eq!(number(&app, "proxy-1.a_B").await, "proxy-1.a_B");
    for hostile in ["a b", "\"}", "", &"9".repeat(65)] {
        assert_ne!(number(&app, hostile).await, hostile);
    }
}

#[tokio::test]
async fn stopping_cuts_nobody_and_says_that_it_stops() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let stream = claire
        .client
        .get(format!("{}/live", app.url))
        .send()
        .await
        .unwrap();
    let mut stream = stream.bytes_stream();
    stream.next().await.unwrap().unwrap();
    // A form whose body is still on its way: the server has begun to read it.
    let mut slow = Raw::open(&app).await;
    let form = format!("email={CLAIRE}&password=x");
    slow.write(&format!(
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        form.len()
    ))
    .await;
    slow.read_until("100 Continue").await;

    app.stop.send(true).unwrap();
    // The stream ends in order, with the word to come back.
    let mut last = String::new();
    while let Some(part) = stream.next().await {
        last.push_str(&String::from_utf8_lossy(&part.unwrap()));
    }
    assert!(last.ends_with("retry: 2000\n\n"), "{last:?}");
    assert_eq!(
        asked(format!("{}/readyz", app.figures)).await,
        (503, "stopping\n".into())
    );
    assert_eq!(
        asked(format!("{}/healthz", app.figures)).await,
        (200, "alive\n".into())
    );
    assert!(!app.serving.is_finished());

    slow.write(&form).await;
    let answer = slow.read_to_end().await;
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    app.serving.await.unwrap().unwrap();
    assert!(
        reqwest::get(format!("{}/healthz", app.url)).await.is_err(),
        "nobody new is let in"
    );
}
