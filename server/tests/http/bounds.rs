//! Every address of the program's own table is sent one byte more than is taken there: it is refused
//! before the body is sent.

use crate::app::*;
use crate::limits::Raw;
use axum::http::Method;
use guichet_server::kernel::bounds::Bounds;
use guichet_server::kernel::limits::Limits;

async fn cookie(app: &App, email: &str) -> String {
    let form = [("email", email), ("password", PASSWORD)];
    let signed_in = app.browser().post("/sign-in", &form).await;
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
}

/// The status of what is answered to a body that says it is so long, and of which nothing is sent.
async fn answered(app: &App, method: &str, path: &str, cookie: &str, length: usize) -> String {
    let mut raw = Raw::open(app).await;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n{cookie}Content-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    );
    raw.write(&head).await;
    let answer = raw.read_until("\r\n\r\n").await;
    answer.get(9..12).unwrap_or_default().to_owned()
}

/// An address as the table names it, with something in the place of what it leaves open.
fn one(path: &str, reference: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{reference}" => reference,
        open if open.starts_with('{') => "1",
        fixed => fixed,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn one_byte_too_many_is_refused_everywhere_before_it_is_sent() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let cookie = cookie(&app, ADMIN).await;
    let bounds = Bounds::of(&Limits::default());
    let paths = guichet_server::routes::listed();
    assert!(paths.len() > 50, "{paths:?}");
    for path in &paths {
        let at = one(path, &reference);
        for method in [Method::GET, Method::POST] {
            let taken = bounds.body(&method, Some(path), true);
            let status = answered(&app, method.as_str(), &at, &cookie, taken + 1).await;
            assert_eq!(status, "413", "{method} {path}");
        }
        // Whoever is not signed in is stopped, or sends kilobytes.
        let taken = bounds.body(&Method::POST, Some(path), false);
        assert_eq!(taken, 64 * 1024, "{path}");
        let status = answered(&app, "POST", &at, "", taken + 1).await;
        assert_eq!(status, "413", "POST {path} of nobody");
    }
}

/// As many bytes as are taken are taken.
#[tokio::test]
async fn what_is_within_the_bounds_is_read() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for (browser, most) in [(&claire, 256 * 1024), (&app.browser(), 64 * 1024)] {
        for (more, status) in [(0, 422), (1, 413)] {
            let head = "script=off&description=";
            let body = format!("{head}{}", "x".repeat(most - head.len() + more));
            let request = browser.client.post(format!("{}/report", app.url));
            let request = request
                .header("accept", "text/html")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), status, "{most} and {more}");
        }
    }
}

/// Words beside a file are held to what words may be, however many fields they are spread over.
#[tokio::test]
async fn the_words_of_a_form_with_a_file_are_counted_together() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let mut form = reqwest::multipart::Form::new().text("action", "comment");
    for n in 0..40 {
        form = form.text(format!("field-{n}"), "x".repeat(10 * 1024));
    }
    let request = claire
        .client
        .post(format!("{}/tickets/{reference}", app.url));
    let request = request.header("accept", "text/html").multipart(form);
    assert_eq!(request.send().await.unwrap().status(), 413);
}
