//! Whatever a browser can unpack: the same answer, whole, by every road.

use crate::app::*;
use crate::routes::{message_aside, rows, ticket_with_file};
use reqwest::{Method, Response};

/// The encodings that browsers name (RFC 9110, section 12.5.3), together and alone.
const ENCODINGS: [&str; 6] = [
    "gzip, deflate, br, zstd",
    "gzip",
    "br",
    "zstd",
    "identity",
    "*",
];

async fn ask(browser: &Browser, method: Method, path: &str, encoding: &str) -> Response {
    let request = browser
        .client
        .request(method, format!("{}{path}", browser.url))
        .header("accept", "text/html,*/*;q=0.8")
        .header("accept-encoding", encoding);
    request.send().await.unwrap()
}

/// What must be the same however it travels; a page differs from itself by its nonce alone in ways
/// that are not looked at here, but must end as it should.
async fn whole(answer: Response, what: &str) -> (u16, Option<String>, Option<Vec<u8>>) {
    let status = answer.status().as_u16();
    let header = answer.headers().get("content-type");
    let kind = header.map(|kind| kind.to_str().unwrap().to_owned());
    let is_page = kind
        .as_deref()
        .is_some_and(|kind| kind.starts_with("text/html"));
    let body = answer.bytes().await;
    let body = body.unwrap_or_else(|error| panic!("{what} is cut off: {error}"));
    if is_page {
        let ends = body.windows(7).any(|bytes| bytes == b"</html>");
        assert!(ends, "{what} does not end");
        return (status, kind, None);
    }
    (status, kind, Some(body.to_vec()))
}

#[tokio::test]
async fn every_address_arrives_whole_in_every_encoding() {
    let app = spawn_app().await;
    let (reference, file) = ticket_with_file(&app).await;
    message_aside(&app).await;
    let nadia = app.signed_in(NADIA).await;
    let admin = app.signed_in(ADMIN).await;
    let mut walked = 0;
    for (_, path, methods, _) in rows(&reference, &file) {
        // The stream never ends, and has tests of its own.
        if path == "/live" || !methods.starts_with("GET,HEAD") {
            continue;
        }
        for browser in [&nadia, &admin] {
            let plain = ask(browser, Method::GET, &path, "identity").await;
            let plain = whole(plain, &path).await;
            for encoding in ENCODINGS {
                let what = format!("{path} as {encoding}");
                let answer = ask(browser, Method::GET, &path, encoding).await;
                let whole = whole(answer, &what).await;
                // What holds instants, or identifiers of the next command, is whole all the same.
                let moves = path.ends_with("data.json");
                assert_eq!((whole.0, &whole.1), (plain.0, &plain.1), "{what}");
                assert!(moves || whole.2 == plain.2, "{what}");
                let head = ask(browser, Method::HEAD, &path, encoding).await;
                assert_eq!(head.status().as_u16(), plain.0, "HEAD {what}");
                assert!(head.bytes().await.unwrap().is_empty(), "HEAD {what}");
                walked += 1;
            }
        }
    }
    assert!(walked > 300, "{walked}");
}
