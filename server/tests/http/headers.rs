//! What protects a browser: policies, and refusing posts from elsewhere.

use crate::app::*;

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
