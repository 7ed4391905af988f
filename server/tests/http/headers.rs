//! What protects a browser: policies, and refusing posts from elsewhere.

use crate::app::*;
use crate::limits::Raw;

#[tokio::test]
async fn pages_carry_a_strict_policy_with_a_fresh_nonce() {
    let app = spawn_app().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = app.browser().get("/sign-in").await;
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned();
        let page = answer.text().await.unwrap();
        assert!(!page.contains(" style=") && !page.contains(" onclick="));
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&nonce), "every script has the nonce: {tag}");
        }
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn posts_from_elsewhere_are_refused() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        for path in ["/report", "/api/record", "/sign-out", "/language"] {
            let request = claire
                .client
                .post(format!("{}{path}", app.url))
                .header(name, value);
            let answer = request.form(&[("subject", "x")]).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} with {name}: {value}");
        }
    }
    assert_eq!(
        claire.get("/tickets").await.status(),
        200,
        "still signed in"
    );
}

#[tokio::test]
async fn nothing_changes_on_get() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for path in [
        "/sign-out",
        "/sign-out-everywhere",
        "/language",
        "/theme",
        "/api/record",
    ] {
        let answer = claire.get(path).await;
        assert!(
            [404, 405].contains(&answer.status().as_u16()),
            "{path}: {}",
            answer.status()
        );
    }
    // The door's own pages, where a link from anywhere may lead, leave who is in where they are.
    for path in ["/sign-in/code", "/sign-in/enrol"] {
        assert_eq!(claire.get(path).await.status(), 303, "{path}");
    }
    assert_eq!(claire.get("/tickets").await.status(), 200);
}

const HOST: &str = "guichet.example.org";

async fn behind_https() -> App {
    spawn_with(|config| config.public_url = Some(format!("https://{HOST}"))).await
}

async fn get(app: &App, host: &str, path: &str) -> reqwest::Response {
    let request = app.browser().client.get(format!("{}{path}", app.url));
    let request = request.header("accept", "text/html").header("host", host);
    request.send().await.unwrap()
}

#[tokio::test]
async fn behind_https_it_stays_https_for_a_year() {
    let app = behind_https().await;
    for path in ["/sign-in", "/healthz", "/desk", "/nowhere", "/api/me"] {
        let answer = get(&app, HOST, path).await;
        let hsts = answer.headers()["strict-transport-security"].to_str();
        assert_eq!(hsts.unwrap(), "max-age=31536000", "{path}");
    }
    let plain = spawn_app().await;
    let answer = plain.browser().get("/sign-in").await;
    assert!(!answer.headers().contains_key("strict-transport-security"));
}

/// The same host without https is another origin: anybody on the way can write its pages.
#[tokio::test]
async fn behind_https_a_page_in_clear_posts_nothing() {
    let app = behind_https().await;
    for (origin, status) in [
        (format!("https://{HOST}"), 303),
        (format!("http://{HOST}"), 403),
        (format!("http://{HOST}:443"), 403),
        (format!("https://{HOST}:444"), 403),
        ("null".to_owned(), 403),
    ] {
        let request = app.browser().client.post(format!("{}/language", app.url));
        let request = request.header("host", HOST).header("origin", &origin);
        let answer = request.form(&[("language", "en")]).send().await.unwrap();
        assert_eq!(answer.status(), status, "{origin}");
    }
}

#[tokio::test]
async fn behind_https_no_other_host_is_answered() {
    let app = behind_https().await;
    for host in [HOST, "GUICHET.example.org", "guichet.example.org:443"] {
        assert_eq!(get(&app, host, "/sign-in").await.status(), 200, "{host}");
    }
    for host in [
        "evil.example",
        "guichet.example.org.evil.example",
        "guichet.example.org:8443",
        "127.0.0.1",
        "localhost:3000",
        "[::1]",
    ] {
        for path in ["/sign-in", "/live", "/api/me", "/favicon.svg", "/nowhere"] {
            let answer = get(&app, host, path).await;
            assert_eq!(answer.status(), 421, "{host} {path}");
            assert!(!answer.headers().contains_key("set-cookie"));
        }
        // Whoever watches the program asks by any name.
        for path in ["/healthz", "/readyz"] {
            assert_eq!(get(&app, host, path).await.status(), 200, "{host} {path}");
        }
    }
    let page = get(&app, "evil.example", "/").await.text().await.unwrap();
    assert!(page.contains("Adresse inconnue ici") && !page.contains("evil"));
    // The request line may name a host as well: it is to be the same.
    for (line, host, status) in [
        ("https://guichet.example.org/sign-in", HOST, "200"),
        ("https://evil.example/sign-in", HOST, "400"),
        ("https://guichet.example.org/sign-in", "evil.example", "400"),
        ("https://evil.example/sign-in", "evil.example", "421"),
    ] {
        let mut raw = Raw::open(&app).await;
        let head = format!("GET {line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        raw.write(&head).await;
        let said = raw.read_to_end().await;
        assert!(
            said.starts_with(&format!("HTTP/1.1 {status}")),
            "{line}: {said}"
        );
    }
}

#[tokio::test]
async fn two_hosts_none_and_nonsense_are_refused_always() {
    for app in [spawn_app().await, behind_https().await] {
        let wrong = [
            format!("Host: {HOST}\r\nHost: evil.example\r\n"),
            format!("Host: {HOST}\r\nhost: {HOST}\r\n"),
            String::new(),
            "Host: a b\r\n".into(),
            format!("Host: {HOST}, evil.example\r\n"),
            format!("Host: {HOST}@evil.example\r\n"),
            format!("Host: evil.example@{HOST}\r\n"),
            "Host: \r\n".into(),
        ];
        for hosts in wrong {
            for path in ["/sign-in", "/healthz"] {
                let mut raw = Raw::open(&app).await;
                let head = format!("GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
                raw.write(&head).await;
                let said = raw.read_to_end().await;
                assert!(said.starts_with("HTTP/1.1 400"), "{hosts:?} {path}: {said}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_signs_out_leaves_nothing_behind() {
    let app = spawn_app().await;
    for path in ["/sign-out", "/sign-out-everywhere"] {
        let claire = app.signed_in(CLAIRE).await;
        let answer = claire.post(path, &[]).await;
        assert_eq!(answer.headers()["clear-site-data"], "\"cache\"", "{path}");
        // Who left is told in a cookie that scripts read, and in no address.
        assert_eq!(answer.headers()["location"], "/sign-in", "{path}");
        let cookies = answer.headers().get_all("set-cookie").iter();
        let all: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        let left = all
            .iter()
            .find(|cookie| cookie.starts_with("guichet_left=1;"));
        assert!(!left.expect("who left").contains("HttpOnly"), "{all:?}");
        for gone in ["guichet_session=;", "guichet_pending=;"] {
            assert!(all.iter().any(|cookie| cookie.starts_with(gone)), "{all:?}");
        }
    }
    // No address takes anything away.
    for path in ["/sign-in?out=1", "/?out=1&done=x", "/tickets?done=x&sent=1"] {
        let answer = app.signed_in(CLAIRE).await.get(path).await;
        let cookies = answer.headers().get_all("set-cookie").iter();
        assert_eq!(cookies.count(), 0, "{path}");
        assert!(!answer.headers().contains_key("clear-site-data"));
    }
    // A form that was taken in says so in a cookie; one that was refused does not.
    let claire = app.signed_in(CLAIRE).await;
    let taken = async |subject: &str| {
        let form = [("subject", subject), ("effect", "blocked"), ("scope", "me")];
        let answer = claire.post("/report", &form).await;
        let cookies = answer.headers().get_all("set-cookie").iter();
        let said = |cookie: &str| cookie.starts_with("guichet_taken=yes;");
        cookies
            .filter(|cookie| said(cookie.to_str().unwrap()))
            .count()
    };
    assert_eq!((taken("Word").await, taken("").await), (1, 0));
}

#[tokio::test]
async fn what_programs_are_told_is_kept_nowhere() {
    let app = spawn_app().await;
    let (claire, nobody) = (app.signed_in(CLAIRE).await, app.browser());
    for (browser, function) in [
        (&claire, "me"),
        (&claire, "home"),
        (&claire, "queue"),
        (&claire, "nothing"),
        (&nobody, "me"),
        (&nobody, "home"),
    ] {
        let answer = browser.call(function, serde_json::json!({})).await;
        let status = answer.status();
        let kept = answer.headers().get("cache-control");
        assert_eq!(kept.unwrap(), "no-store", "{function}: {status}");
    }
    let data = claire.post("/account/data.json", &[]).await;
    assert_eq!(data.headers()["cache-control"], "no-store");
    let live = nobody.client.get(format!("{}/live", app.url)).send().await;
    assert_eq!(live.unwrap().headers()["cache-control"], "no-store");
}
