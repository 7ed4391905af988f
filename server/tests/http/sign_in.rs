//! Signing in and out, slowing down, cookies.

use crate::app::*;

#[tokio::test]
async fn the_cookie_is_for_http_alone_and_stays_here() {
    let app = spawn_app().await;
    let answer = app
        .browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", PASSWORD)])
        .await;
    let mut cookies = 0;
    for cookie in answer.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        for wanted in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(wanted), "{cookie}");
        }
        cookies += 1;
    }
    assert_eq!(cookies, 2, "of the session, and of the browser");
}

/// Whoever knows the old password gets in before it is changed, and is put out, or not at all.
#[tokio::test]
async fn the_old_password_opens_nothing_once_it_is_changed() {
    let app = spawn_app().await;
    let mut old = PASSWORD.to_owned();
    for round in 0..6 {
        let new = format!("Tout-autre-chose-{round}");
        let browser = app.browser();
        let form = [("email", CLAIRE), ("password", old.as_str())];
        assert_eq!(browser.post("/sign-in", &form).await.status(), 303);
        let (first, second) = (app.browser(), app.browser());
        let change = [
            ("action", "password"),
            ("old", old.as_str()),
            ("new", new.as_str()),
            ("repeat", new.as_str()),
        ];
        let (changed, _, _) = tokio::join!(
            browser.post("/account", &change),
            first.post("/sign-in", &form),
            second.post("/sign-in", &form),
        );
        assert_eq!(changed.status(), 303, "round {round}");
        for late in [&first, &second] {
            assert_ne!(late.get("/tickets").await.status(), 200, "round {round}");
        }
        old = new;
        app.clock.advance(guichet_domain::kernel::time::HOUR);
    }
}

#[tokio::test]
async fn behind_https_no_cookie_travels_without() {
    let app =
        spawn_with(|config| config.public_url = Some("https://guichet.example.org".into())).await;
    let post = async |path: &str, form: &[(&str, &str)]| {
        let request = app.browser().client.post(format!("{}{path}", app.url));
        let request = request
            .header("accept", "text/html")
            .header("host", "guichet.example.org");
        request.form(form).send().await.unwrap()
    };
    let form = [("email", CLAIRE), ("password", PASSWORD)];
    for (answer, names) in [
        (post("/sign-in", &form).await, &["session", "device"][..]),
        (post("/theme", &[]).await, &["theme"]),
    ] {
        let cookies = answer.headers().get_all("set-cookie").iter();
        let all: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        assert_eq!(all.len(), names.len(), "{all:?}");
        for (cookie, name) in all.iter().zip(names) {
            assert!(
                cookie.starts_with(&format!("__Host-guichet_{name}=")),
                "{all:?}"
            );
            // What the prefix asks for (RFC 6265bis, 4.1.3.2), and what keeps it here.
            for wanted in ["; Secure", "; Path=/", "; HttpOnly", "; SameSite=Lax"] {
                assert!(cookie.contains(wanted), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
}

#[tokio::test]
async fn signing_in_draws_a_new_token_and_ends_the_old_one() {
    let app = spawn_app().await;
    let token = |answer: &reqwest::Response| {
        let cookies = answer.headers().get_all("set-cookie").iter();
        let all: Vec<&str> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        let session = all
            .iter()
            .find(|cookie| cookie.starts_with("guichet_session="));
        session.unwrap().split(';').next().unwrap().to_owned()
    };
    let form = [("email", CLAIRE), ("password", PASSWORD)];
    let browser = app.browser();
    let first = token(&browser.post("/sign-in", &form).await);
    let second = token(&browser.post("/sign-in", &form).await);
    assert_ne!(first, second);
    let with = async |cookie: &str| {
        let request = app.browser().client.get(format!("{}/tickets", app.url));
        let request = request
            .header("accept", "text/html")
            .header("cookie", cookie);
        request.send().await.unwrap().status()
    };
    assert_eq!(
        with(&first).await,
        303,
        "what was there before is worth nothing"
    );
    assert_eq!(with(&second).await, 200);
    // A token that somebody planted in the browser is not taken over.
    let planted = format!("guichet_session={}", "a".repeat(64));
    let request = app.browser().client.post(format!("{}/sign-in", app.url));
    let answer = request
        .header("cookie", &planted)
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_ne!(token(&answer), planted);
    assert_eq!(with(&planted).await, 303);
}

/// Wrong passwords for one address of the net, each for another account; the last answer.
async fn guesses(browser: &Browser, forwarded: &str, n: usize) -> u16 {
    let mut last = 0;
    for i in 0..n {
        let email = format!("nobody-{forwarded}-{i}@exemple.fr");
        let request = browser.client.post(format!("{}/sign-in", browser.url));
        let request = request
            .header("accept", "text/html")
            .header("x-forwarded-for", forwarded);
        let form = [("email", email.as_str()), ("password", "not this one")];
        last = request.form(&form).send().await.unwrap().status().as_u16();
    }
    last
}

#[tokio::test]
async fn wrong_passwords_slow_an_address_down_whatever_it_says_of_itself() {
    let app = spawn_app().await;
    let browser = app.browser();
    assert_eq!(guesses(&browser, "203.0.113.1", 21).await, 422);
    // Nobody is believed here: another X-Forwarded-For is the same address.
    assert_eq!(guesses(&browser, "203.0.113.2", 1).await, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_browser_s_own_address_counts() {
    let app =
        spawn_with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    let browser = app.browser();
    assert_eq!(guesses(&browser, "203.0.113.1", 21).await, 422);
    assert_eq!(guesses(&browser, "203.0.113.1", 1).await, 429);
    // Somebody else behind the same proxy is free.
    assert_eq!(guesses(&browser, "203.0.113.2", 1).await, 422);
    // What stands before the proxy's own entry is made up.
    assert_eq!(guesses(&browser, "198.51.100.9, 203.0.113.1", 1).await, 429);
    assert_eq!(guesses(&browser, "203.0.113.1, 198.51.100.9", 1).await, 422);
}

#[tokio::test]
async fn a_session_is_renewed_and_ends_here_and_everywhere() {
    let app = spawn_app().await;
    let (one, two) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    assert_eq!(one.get("/tickets").await.status(), 200);
    assert_eq!(one.post("/sign-out", &[]).await.status(), 303);
    assert_eq!(one.get("/tickets").await.status(), 303);
    assert_eq!(two.get("/tickets").await.status(), 200);
    let three = app.signed_in(CLAIRE).await;
    assert_eq!(three.post("/sign-out-everywhere", &[]).await.status(), 303);
    assert_eq!(two.get("/tickets").await.status(), 303);
}

#[tokio::test]
async fn a_session_expires() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    app.clock
        .advance(guichet_desk::SESSION_DAYS * guichet_domain::kernel::time::DAY - 1);
    assert_eq!(claire.get("/tickets").await.status(), 200);
    app.clock.advance(1);
    assert_eq!(claire.get("/tickets").await.status(), 303);
}

#[tokio::test]
async fn wrong_passwords_slow_an_account_down_and_time_frees_it() {
    let app = spawn_app().await;
    let browser = app.browser();
    let wrong = [("email", CLAIRE), ("password", "not this one")];
    let mut last = String::new();
    for _ in 0..6 {
        let answer = browser.post("/sign-in", &wrong).await;
        assert!([422, 429].contains(&answer.status().as_u16()));
        last = answer.text().await.unwrap();
    }
    assert!(last.contains("Trop d’essais"), "the account waits");
    let right = [("email", CLAIRE), ("password", PASSWORD)];
    assert_eq!(
        browser.post("/sign-in", &right).await.status(),
        429,
        "even with the right password"
    );
    assert_eq!(
        browser
            .post("/sign-in", &[("email", BRUNO), ("password", PASSWORD)])
            .await
            .status(),
        303
    );
    app.clock.advance(guichet_domain::kernel::time::HOUR);
    assert_eq!(browser.post("/sign-in", &right).await.status(), 303);
}

#[tokio::test]
async fn an_unknown_address_is_told_the_same() {
    let app = spawn_app().await;
    let browser = app.browser();
    for email in ["nobody@exemple.fr", CLAIRE, "", "x' OR 1=1 --"] {
        let page = browser
            .post("/sign-in", &[("email", email), ("password", "nope")])
            .await
            .text()
            .await
            .unwrap();
        assert!(page.contains("incorrect"), "{email}");
        assert!(!page.contains("nope"), "a password is never sent back");
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let app = spawn_app().await;
    let (here, there) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    let new = "sept canards bleus sous la pluie";
    let refused = here
        .post(
            "/account",
            &[("old", "wrong"), ("new", new), ("repeat", new)],
        )
        .await;
    assert_eq!(refused.status(), 422);
    let refused = here
        .post(
            "/account",
            &[("old", PASSWORD), ("new", "court"), ("repeat", "court")],
        )
        .await;
    assert_eq!(refused.status(), 422);
    let done = here
        .post(
            "/account",
            &[("old", PASSWORD), ("new", new), ("repeat", new)],
        )
        .await;
    assert_eq!(done.status(), 303);
    assert_eq!(here.get("/tickets").await.status(), 200);
    assert_eq!(there.get("/tickets").await.status(), 303);
    let again = app
        .browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", new)])
        .await;
    assert_eq!(again.status(), 303);
}

#[tokio::test]
async fn the_setup_link_works_on_an_empty_desk_once() {
    let app = spawn_app().await;
    let secret = app.desk.offer_setup();
    let form = [
        ("name", "X"),
        ("email", "x@exemple.fr"),
        ("password", PASSWORD),
    ];
    // This desk has people: no link makes an administrator of anybody.
    assert_eq!(
        app.browser()
            .post(&format!("/setup/{secret}"), &form)
            .await
            .status(),
        403
    );
    assert_eq!(
        app.browser().post("/setup/guess", &form).await.status(),
        403
    );
}

#[tokio::test]
async fn many_attempts_at_once_gain_nothing() {
    let app = spawn_app().await;
    let browser = app.browser();
    let wrong = [("email", CLAIRE), ("password", "not this one")];
    let all = (0..30).map(|_| browser.post("/sign-in", &wrong));
    let answers = futures::future::join_all(all).await;
    let tried = answers
        .iter()
        .filter(|answer| answer.status() == 422)
        .count();
    assert!(tried <= 5, "{tried} were compared");
}

#[tokio::test]
async fn the_language_of_an_account_goes_where_its_owner_goes() {
    let app = spawn_app().await;
    let here = app.signed_in(CLAIRE).await;
    here.post("/language", &[("language", "en")]).await;
    let there = app.signed_in(CLAIRE).await;
    let page = there.get("/tickets").await.text().await.unwrap();
    assert!(page.contains("<html lang=\"en\"") && page.contains("My tickets"));
}
