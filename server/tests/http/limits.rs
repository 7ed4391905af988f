//! How much one visitor may take, and what dawdling comes to.

use crate::app::*;
use guichet_domain::kernel::time::MINUTE;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than anything takes that is not broken, on whatever machine; shorter than a pause that is
/// told by the pace may be.
const PATIENCE: Duration = Duration::from_secs(75);

/// A connection on which nobody helps with HTTP.
pub struct Raw(pub TcpStream);

impl Raw {
    pub async fn open(app: &App) -> Self {
        let address = app.url.trim_start_matches("http://");
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// What comes until the other side has had enough.
    pub async fn read_to_end(&mut self) -> String {
        let mut said = Vec::new();
        let read = self.0.read_to_end(&mut said);
        // A reset is an end too.
        let _ = tokio::time::timeout(PATIENCE, read).await.expect("an end");
        String::from_utf8_lossy(&said).into_owned()
    }

    /// What comes until `end` has come.
    pub async fn read_until(&mut self, end: &str) -> String {
        let mut said = String::new();
        while !said.contains(end) {
            let mut part = [0; 1024];
            let read = tokio::time::timeout(PATIENCE, self.0.read(&mut part));
            let n = read.await.expect("an answer").unwrap();
            assert_ne!(n, 0, "cut after {said:?}");
            said.push_str(&String::from_utf8_lossy(&part[..n]));
        }
        said
    }
}

/// A figure of /metrics.
pub async fn figure(app: &App, name: &str) -> i64 {
    let text = reqwest::get(format!("{}/metrics", app.figures))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("{name} in {text}"))
        .parse()
        .unwrap()
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_wait() {
    let app = spawn_with(|config| config.limits.requests_per_address = 3).await;
    let browser = app.browser();
    for _ in 0..3 {
        assert_eq!(browser.get("/sign-in").await.status(), 200);
    }
    let answer = browser.get("/sign-in").await;
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "20");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("Trop d’actions à la fois") && page.contains("dans 20\u{a0}s"),
        "{page}"
    );
    // A program is told so too, and nobody is believed about where they come from.
    let request = browser
        .client
        .post(format!("{}/api/me", app.url))
        .header("x-forwarded-for", "198.51.100.7");
    let answer = request.json(&json!({})).send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "20");
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({"throttled": 20})
    );
    app.clock.advance(MINUTE / 3);
    assert_eq!(browser.get("/sign-in").await.status(), 200);
    assert_eq!(browser.get("/sign-in").await.status(), 429);
    assert_eq!(
        figure(&app, "guichet_refusals_total{reason=\"address\"}").await,
        3
    );
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_has_their_own_share() {
    let app = spawn_with(|config| {
        config.limits.requests_per_address = 1;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let browser = app.browser();
    for (forwarded, status) in [
        ("203.0.113.1", 200),
        ("203.0.113.2", 200),
        ("203.0.113.1", 429),
        ("2001:db8::1", 200),
        ("2001:db8::2", 429),
    ] {
        let request = browser.client.get(format!("{}/sign-in", app.url));
        let answer = request
            .header("x-forwarded-for", forwarded)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{forwarded}");
    }
}

#[tokio::test]
async fn an_account_shares_its_allowance_among_its_browsers() {
    let app = spawn_with(|config| config.limits.requests_per_account = 4).await;
    let (one, two) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    for browser in [&one, &two, &one, &two] {
        assert_eq!(browser.get("/tickets").await.status(), 200);
    }
    assert_eq!(one.get("/tickets").await.status(), 429);
    assert_eq!(two.call("home", json!({})).await.status(), 429);
    assert_eq!(
        app.signed_in(BRUNO).await.get("/tickets").await.status(),
        200
    );
    app.clock.advance(MINUTE);
    assert_eq!(one.get("/tickets").await.status(), 200);
}

/// Whichever browsers they are in; and nobody else's end.
#[tokio::test]
async fn an_account_holds_so_many_streams_and_its_oldest_ends() {
    let app = spawn_with(|config| config.limits.streams_per_account = 2).await;
    let (claire, elsewhere) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    let bruno = app.signed_in(BRUNO).await;
    let open = async |browser: &Browser| {
        let request = browser.client.get(format!("{}/live", app.url));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer
    };
    let mut others = open(&bruno).await;
    let (mut oldest, mut second) = (open(&claire).await, open(&elsewhere).await);
    let mut third = open(&claire).await;
    while oldest.chunk().await.unwrap().is_some() {}
    for stream in [&mut second, &mut third, &mut others] {
        let hello = stream.chunk().await.unwrap().unwrap();
        assert!(hello.starts_with(b"event: hello"));
    }
    app.reported(&claire, &[]).await;
    assert!(third.chunk().await.unwrap().is_some(), "it goes on");
    while figure(&app, "guichet_live_streams").await > 3 {}
    drop((second, third, others));
    while figure(&app, "guichet_live_streams").await > 0 {}
}

#[tokio::test]
async fn an_account_is_sent_so_many_files_at_once_and_no_more() {
    let app = spawn_with(|config| config.limits.downloads_per_account = 2).await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let part = Part::bytes(vec![7; 20 * 1024 * 1024]).file_name("gros.bin");
    let form = Form::new().text("action", "comment").part("file", part);
    let url = format!("{}/tickets/{reference}", app.url);
    let sent = claire.client.post(url).multipart(form).send().await;
    assert_eq!(sent.unwrap().status(), 303);
    let id = number(&reference);
    let page = claire.call("ticket", json!({"id": id})).await;
    let page: Value = page.json().await.unwrap();
    let file = page["ticket"]["attachments"][0]["file"].as_str().unwrap();
    let path = format!("/files/{id}/{file}");
    let mut held = vec![claire.get(&path).await, claire.get(&path).await];
    let third = claire.get(&path).await;
    assert_eq!(third.status(), 429);
    assert_eq!(third.headers()["retry-after"], "5");
    assert!(
        third
            .text()
            .await
            .unwrap()
            .contains("Trop d’actions à la fois")
    );
    let agent = app.signed_in(NADIA).await;
    let theirs = [agent.get(&path).await, agent.get(&path).await];
    assert!(
        theirs.iter().all(|one| one.status() == 200),
        "others have their own"
    );
    assert_eq!(agent.get("/desk/export.csv").await.status(), 429);
    drop(theirs);
    while agent.get("/desk/export.csv").await.status() != 200 {}
    assert_eq!(claire.get("/tickets").await.status(), 200);
    let read = held.pop().unwrap().bytes().await.unwrap();
    assert_eq!(read.len(), 20 * 1024 * 1024);
    drop(read);
    while claire.get(&path).await.status() != 200 {}
}

/// Behind a proxy, where connections are the proxy's.
#[tokio::test]
async fn neither_an_account_nor_an_address_takes_every_connection() {
    let app = spawn_with(|config| {
        config.limits.requests_at_once = 2;
        config.limits.connections_per_address = 3;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let from = |browser: &Browser, address: &str, path: &str| {
        let request = browser.client.get(format!("{}{path}", app.url));
        request.header("x-forwarded-for", address.to_owned()).send()
    };
    let (claire, bruno) = (app.signed_in(CLAIRE).await, app.signed_in(BRUNO).await);
    let streams = [
        from(&claire, "203.0.113.1", "/live").await.unwrap(),
        from(&claire, "203.0.113.2", "/live").await.unwrap(),
    ];
    let one_more = from(&claire, "203.0.113.3", "/tickets").await.unwrap();
    assert_eq!(one_more.status(), 429);
    assert_eq!(one_more.headers()["retry-after"], "2");
    let other = from(&bruno, "203.0.113.1", "/tickets").await.unwrap();
    assert_eq!(other.status(), 200);
    drop(streams);
    while from(&claire, "203.0.113.1", "/tickets")
        .await
        .unwrap()
        .status()
        != 200
    {}

    // A whole network of IPv6 is one.
    let nadia = app.signed_in(NADIA).await;
    let mut held = Vec::new();
    for (browser, address) in [
        (&claire, "2001:db8:1:2::1"),
        (&bruno, "2001:db8:1:2::2"),
        (&nadia, "2001:db8:1:2:ffff::3"),
    ] {
        held.push(from(browser, address, "/live").await.unwrap());
    }
    let anybody = app.browser();
    let refused = from(&anybody, "2001:db8:1:2::4", "/sign-in").await.unwrap();
    assert_eq!(refused.status(), 429);
    let elsewhere = from(&anybody, "2001:db8:1:3::4", "/sign-in").await.unwrap();
    assert_eq!(elsewhere.status(), 200);
}

#[tokio::test]
async fn forms_are_bounded_and_say_so() {
    let app = spawn_with(|config| config.limits.form_fields = 20).await;
    let claire = app.signed_in(CLAIRE).await;
    let many: Vec<(String, String)> = (0..21)
        .map(|n| (format!("field-{n}"), "x".into()))
        .collect();
    let send = async |form: &[(String, String)]| {
        let request = claire
            .client
            .post(format!("{}/report", app.url))
            .header("accept", "text/html");
        request.form(form).send().await.unwrap()
    };
    for form in [many, vec![("subject".into(), "x".repeat(300 * 1024))]] {
        let answer = send(&form).await;
        assert_eq!(answer.status(), 413);
        let page = answer.text().await.unwrap();
        assert!(page.contains("Formulaire refusé"), "{page}");
    }
    let mut form = Form::new().text("action", "comment");
    for n in 0..30 {
        form = form.text(format!("field-{n}"), "x");
    }
    let reference = app.reported(&claire, &[]).await;
    let url = format!("{}/tickets/{reference}", app.url);
    let answer = claire
        .client
        .post(url)
        .header("accept", "text/html")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 413);
    let answer = claire
        .call("record", json!({"x": "x".repeat(300 * 1024)}))
        .await;
    assert_eq!(answer.status(), 413);
}

/// What is carried through the door is kilobytes, and what is more is said.
#[tokio::test]
async fn forms_of_whoever_is_signed_out_are_bounded_too() {
    let app = spawn_with(|config| {
        config.limits.form_fields = 20;
        config.limits.form_kib_signed_out = 48;
    });
    let app = app.await;
    let anybody = app.browser();
    let mut many = vec![("script", "off")];
    many.extend((0..21).map(|_| ("field", "x")));
    let large = "x".repeat(49 * 1024);
    for form in [many, vec![("script", "off"), ("description", &large)]] {
        let answer = anybody.post("/report", &form).await;
        assert_eq!(answer.status(), 413);
        let page = answer.text().await.unwrap();
        assert!(page.contains("48\u{a0}Ko au plus, sans fichier"), "{page}");
        assert!(!page.contains("xxxx"), "nothing of it is carried");
    }
    let fits = "x".repeat(44 * 1024);
    let form = [("script", "off"), ("description", &fits)];
    let answer = anybody.post("/report", &form).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.text().await.unwrap().contains(&fits));
    // A file goes no further than its name; the words beside it do. A large one is refused.
    for (size, status) in [(3 << 10, 422), (3 << 20, 413)] {
        let file = reqwest::multipart::Part::bytes(vec![7; size]).file_name("écran.png");
        let form = Form::new()
            .text("script", "off")
            .text("action", "comment")
            .text("text", "Voici l’écran")
            .part("file", file);
        let request = anybody.client.post(format!("{}/tickets/INC-1", app.url));
        let request = request.header("accept", "text/html").multipart(form);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        let page = answer.text().await.unwrap();
        if status == 422 {
            assert!(page.contains("Voici l’écran") && page.contains("«\u{a0}écran.png\u{a0}»"));
            assert!(!page.contains("dans un autre onglet"), "there is none");
        }
    }
}

/// What came fast earns no long silence.
#[tokio::test]
async fn a_body_may_not_pause_for_long() {
    let app = spawn_with(|config| config.limits.patience = 1).await;
    let mut body = Raw::open(&app).await;
    body.write("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n")
        .await;
    body.write("Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        .await;
    body.write(&"x".repeat(50_000)).await;
    // At the pace it would have been half a minute.
    assert!(body.read_to_end().await.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn whoever_dawdles_is_let_go_and_nobody_waits_for_them() {
    let app = spawn_with(|config| config.limits.patience = 1).await;
    let mut head = Raw::open(&app).await;
    head.write("GET /sign-in HTTP/1.1\r\nHost: x\r\nAccept:")
        .await;
    let mut body = Raw::open(&app).await;
    body.write("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n")
        .await;
    body.write("Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=a")
        .await;
    let mut silent = Raw::open(&app).await;
    assert_eq!(app.browser().get("/sign-in").await.status(), 200);
    let (head, body, silent) =
        tokio::join!(head.read_to_end(), body.read_to_end(), silent.read_to_end());
    assert!(
        head.is_empty() || head.starts_with("HTTP/1.1 408"),
        "{head}"
    );
    assert!(body.starts_with("HTTP/1.1 400"), "{body}");
    assert_eq!(silent, "");
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let app = spawn_app().await;
    let mut raw = Raw::open(&app).await;
    raw.write(&format!(
        "GET /sign-in HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\r\n",
        "x".repeat(200_000)
    ))
    .await;
    assert!(raw.read_to_end().await.starts_with("HTTP/1.1 431"));
    let mut raw = Raw::open(&app).await;
    raw.write(&format!(
        "GET /sign-in HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "A: b\r\n".repeat(200)
    ))
    .await;
    assert!(raw.read_to_end().await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn whoever_does_not_read_is_let_go() {
    let app = spawn_with(|config| config.limits.patience = 4).await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let part = Part::bytes(vec![7; 20 * 1024 * 1024]).file_name("gros.bin");
    let form = Form::new().text("action", "comment").part("file", part);
    let url = format!("{}/tickets/{reference}", app.url);
    assert_eq!(
        claire
            .client
            .post(url)
            .multipart(form)
            .send()
            .await
            .unwrap()
            .status(),
        303
    );
    let page: Value = claire
        .call("ticket", json!({"id": number(&reference)}))
        .await
        .json()
        .await
        .unwrap();
    let file = page["ticket"]["attachments"][0]["file"].as_str().unwrap();
    let cookie = cookie(&app, CLAIRE).await;
    drop(claire);
    let mut raw = Raw::open(&app).await;
    let path = format!("/files/{}/{file}", number(&reference));
    raw.write(&format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n"
    ))
    .await;
    assert!(raw.read_until("\r\n\r\n").await.starts_with("HTTP/1.1 200"));
    // Nothing more is read, and still the connection is given up.
    while figure(&app, "guichet_http_connections").await > 0 {}
    drop(raw);
}

#[tokio::test]
async fn an_address_holds_so_many_connections_and_no_more() {
    let app = spawn_with(|config| config.limits.connections_per_address = 3).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut raw = Raw::open(&app).await;
        raw.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(raw.read_until("alive").await.starts_with("HTTP/1.1 200"));
        held.push(raw);
    }
    assert_eq!(Raw::open(&app).await.read_to_end().await, "");
    assert_eq!(
        figure(&app, "guichet_refusals_total{reason=\"connections\"}").await,
        1
    );
    held.pop();
    while figure(&app, "guichet_http_connections").await > 2 {}
    let mut raw = Raw::open(&app).await;
    raw.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(raw.read_until("alive").await.starts_with("HTTP/1.1 200"));
}

/// The session of somebody, as a browser sends it.
async fn cookie(app: &App, email: &str) -> String {
    let form = [("email", email), ("password", PASSWORD)];
    let signed_in = app.browser().post("/sign-in", &form).await;
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_account_sends_so_many_files_at_once_and_no_more() {
    let app = spawn_with(|config| config.limits.uploads_per_account = 2).await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let cookie = cookie(&app, CLAIRE).await;
    let head = format!(
        "POST /tickets/{reference} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: 1000\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nExpect: 100-continue\r\nAccept: text/html\r\n\r\n"
    );
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut raw = Raw::open(&app).await;
        raw.write(&head).await;
        // It is read from now on.
        assert!(raw.read_until("\r\n\r\n").await.contains("100 Continue"));
        held.push(raw);
    }
    let mut third = Raw::open(&app).await;
    third.write(&head).await;
    let answer = third.read_until("\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
    assert!(answer.contains("retry-after: 5"), "{answer}");
    let refused = figure(&app, "guichet_refusals_total{reason=\"uploads\"}").await;
    assert_eq!(refused, 1);
    let words = [("action", "comment"), ("text", "sans fichier")];
    let path = format!("/tickets/{reference}");
    assert_eq!(claire.post(&path, &words).await.status(), 303);
    let other = app.signed_in(BRUNO).await;
    assert_eq!(other.get("/tickets").await.status(), 200);
    // Whoever goes away leaves the place to the next.
    held.pop();
    let mut taken = false;
    for _ in 0..500 {
        let mut next = Raw::open(&app).await;
        next.write(&head).await;
        taken = next.read_until("\r\n\r\n").await.contains("100 Continue");
        if taken {
            break;
        }
    }
    assert!(taken, "the place is free again");
}
