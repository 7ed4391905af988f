//! The second factor: given, lost, demanded, removed.

use crate::app::*;
use crate::authenticator::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::time::{DAY, MINUTE};
use serde_json::json;

#[tokio::test]
async fn half_a_session_can_do_nothing_but_give_the_code() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(ADMIN).await).await;
    let pending = app.browser();
    let to = goes_to(&password(&pending, ADMIN).await);
    assert_eq!(to, "/sign-in/code?next=/tickets");
    // Every address and every function there is: as for nobody.
    for path in [
        "/",
        "/tickets",
        "/account",
        "/account/factor",
        "/admin",
        "/admin/audit",
        "/desk",
        "/live",
        "/files/1/x",
    ] {
        assert!(
            goes_to(&pending.get(path).await).starts_with("/sign-in?next="),
            "{path}"
        );
    }
    for path in [
        "/account",
        "/account/factor",
        "/account/sessions",
        "/sign-out-everywhere",
        "/report",
    ] {
        let answer = pending
            .post(path, &[("action", "offer"), ("password", PASSWORD)])
            .await;
        assert!(goes_to(&answer).starts_with("/sign-in"), "{path}");
    }
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let answer = pending
            .call(path.trim_start_matches("/api/"), json!({}))
            .await;
        if path == "/api/feedback-question" {
            // For whoever has a link; nobody has this one.
            assert_eq!(answer.status(), 400, "{path}");
        } else if path == "/api/me" {
            assert_eq!(text(answer).await, "null");
        } else {
            assert_eq!(answer.status(), 401, "{path}");
        }
    }
    // It cannot set up another factor instead.
    assert_eq!(
        goes_to(&pending.get("/sign-in/enrol").await),
        "/sign-in/code"
    );
    let code_of_now = phone.code(&app);
    let answer = pending
        .post("/sign-in/enrol", &[("code", &code_of_now)])
        .await;
    assert!(goes_to(&answer).starts_with("/sign-in/"));
    assert_eq!(
        goes_to(&pending.get("/admin").await).split('?').next(),
        Some("/sign-in")
    );

    let answer = code(&pending, &code_of_now).await;
    assert_eq!(goes_to(&answer), "/tickets");
    assert_eq!(pending.get("/admin").await.status(), 200);
    // The half one is used up.
    assert_eq!(
        goes_to(&pending.get("/sign-in/code").await),
        "/sign-in?done=expired"
    );
}

#[tokio::test]
async fn a_code_is_good_once_and_for_a_while() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(CLAIRE).await).await;
    let (one, two) = (app.browser(), app.browser());
    for browser in [&one, &two] {
        assert_eq!(password(browser, CLAIRE).await.status(), 303);
    }
    let now = phone.code(&app);
    assert_eq!(code(&one, &now).await.status(), 303);
    // Seen over a shoulder a moment ago: refused, in words.
    let replayed = code(&two, &now).await;
    assert_eq!(replayed.status(), 422);
    let page = text(replayed).await;
    assert!(
        page.contains("déjà servi") && !page.contains(&now),
        "{page}"
    );
    app.clock.advance(3 * STEP);
    for wrong in [&now, "000000", "", "12345", "abcdef", "' OR 1=1 --"] {
        if wrong == phone.code(&app) {
            continue;
        }
        assert_eq!(code(&two, wrong).await.status(), 422, "{wrong}");
        app.clock.advance(DAY / 24);
        password(&two, CLAIRE).await;
    }
    assert_eq!(code(&two, &phone.code(&app)).await.status(), 303);
}

#[tokio::test]
async fn the_second_step_waits_a_quarter_of_an_hour_and_no_longer() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(CLAIRE).await).await;
    let browser = app.browser();
    password(&browser, CLAIRE).await;
    app.clock.advance(15 * MINUTE - 1);
    assert_eq!(browser.get("/sign-in/code").await.status(), 200);
    app.clock.advance(1);
    let to = goes_to(&browser.get("/sign-in/code").await);
    assert_eq!(to, "/sign-in?done=expired");
    let page = text(browser.get(&to).await).await;
    assert!(page.contains("trop de temps"));
    let answer = code(&browser, &phone.code(&app)).await;
    assert_eq!(goes_to(&answer), "/sign-in?done=expired");
    assert_eq!(browser.get("/tickets").await.status(), 303);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_like_guessing_passwords() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(CLAIRE).await).await;
    let browser = app.browser();
    password(&browser, CLAIRE).await;
    let guesses = (0..30).map(|n| {
        let guess = format!("{n:06}");
        let browser = &browser;
        async move { code(browser, &guess).await.status() }
    });
    let answers = futures::future::join_all(guesses).await;
    let tried = answers.iter().filter(|status| **status == 422).count();
    assert!(tried <= 5, "{tried} were compared");
    let right = code(&browser, &phone.code(&app)).await;
    assert_eq!(right.status(), 429, "even the right one waits");
    // A new first step does not start the count anew.
    let again = app.browser();
    password(&again, CLAIRE).await;
    assert_eq!(code(&again, &phone.code(&app)).await.status(), 429);
    app.clock.advance(10 * MINUTE);
    assert_eq!(code(&again, &phone.code(&app)).await.status(), 303);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_a_new_phone_takes_the_old_one_s_place() {
    let app = spawn_app().await;
    let (old, codes) = enrolled(&app, &app.signed_in(CLAIRE).await).await;
    let browser = app.browser();
    password(&browser, CLAIRE).await;
    let answer = code(&browser, &codes[3].to_uppercase()).await;
    assert_eq!(goes_to(&answer), "/account/factor?done=recovery");
    let page = text(browser.get("/account/factor").await).await;
    assert!(page.contains("9 codes de secours"), "{page}");
    let other = app.browser();
    password(&other, CLAIRE).await;
    assert_eq!(code(&other, &codes[3]).await.status(), 422, "used up");
    // Somebody else's is good for nothing.
    enrolled(&app, &app.signed_in(BRUNO).await).await;
    let bruno = app.browser();
    password(&bruno, BRUNO).await;
    assert_eq!(code(&bruno, &codes[4]).await.status(), 422);

    let (new, fresh) = enrolled(&app, &browser).await;
    let third = app.browser();
    password(&third, CLAIRE).await;
    assert_eq!(
        code(&third, &old.code(&app)).await.status(),
        422,
        "the old phone"
    );
    assert_eq!(code(&third, &codes[5]).await.status(), 422, "the old codes");
    assert_eq!(code(&third, &new.code(&app)).await.status(), 303);
    let renewed = third
        .post(
            "/account/factor",
            &[("action", "renew"), ("password", PASSWORD)],
        )
        .await;
    let renewed = recovery_codes(&text(renewed).await);
    assert!(renewed.iter().all(|code| !fresh.contains(code)));
}

#[tokio::test]
async fn changing_the_factor_wants_the_password_and_an_offer() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    for action in ["offer", "renew", "remove"] {
        let answer = claire
            .post(
                "/account/factor",
                &[("action", action), ("password", "not this one")],
            )
            .await;
        assert_eq!(answer.status(), 422, "{action}");
    }
    // Nothing was offered: nothing to confirm.
    let answer = claire
        .post(
            "/account/factor",
            &[("action", "confirm"), ("code", "123456")],
        )
        .await;
    assert_eq!(answer.status(), 404);
    app.clock.advance(DAY / 24);
    claire
        .post(
            "/account/factor",
            &[("action", "offer"), ("password", PASSWORD)],
        )
        .await;
    let phone = Authenticator::from(&text(claire.get("/account/factor").await).await);
    let wrong = claire
        .post("/account/factor", &[("action", "confirm"), ("code", "0")])
        .await;
    assert_eq!(wrong.status(), 422);
    assert!(
        text(wrong).await.contains("otpauth://"),
        "the page shows the code to scan again"
    );
    // It has not begun to count.
    assert_eq!(goes_to(&password(&app.browser(), CLAIRE).await), "/tickets");
    // An offer that lay about too long is void.
    app.clock.advance(31 * MINUTE);
    let late = phone.code(&app);
    let answer = claire
        .post("/account/factor", &[("action", "confirm"), ("code", &late)])
        .await;
    assert_eq!(answer.status(), 404);
    let (_, _) = enrolled(&app, &claire).await;
    let answer = claire
        .post(
            "/account/factor",
            &[("action", "remove"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(goes_to(&answer), "/account?done=factor-removed");
    assert_eq!(goes_to(&password(&app.browser(), CLAIRE).await), "/tickets");
}

/// From now on a role wants a second factor.
async fn demand(app: &App, role: Role) {
    let settings = Settings {
        second_factor: [role].into(),
        ..app.desk.directory().await.unwrap().settings.clone()
    };
    app.desk.set_up(Entry::Settings(settings)).await.unwrap();
}

#[tokio::test]
async fn a_role_that_must_is_led_to_set_one_up_and_can_do_nothing_else() {
    let app = spawn_app().await;
    let (nadia, claire) = (app.signed_in(NADIA).await, app.signed_in(CLAIRE).await);
    demand(&app, Role::Agent).await;
    assert_eq!(
        nadia.get("/desk").await.status(),
        303,
        "a session of one factor is over"
    );
    assert_eq!(
        nadia
            .call("queue", json!({"query": {"view": "open"}}))
            .await
            .status(),
        401
    );
    assert_eq!(claire.get("/tickets").await.status(), 200);

    let browser = app.browser();
    assert_eq!(
        goes_to(&password(&browser, NADIA).await),
        "/sign-in/enrol?next=/tickets"
    );
    assert_eq!(browser.get("/desk").await.status(), 303);
    assert_eq!(
        goes_to(&browser.get("/sign-in/code").await),
        "/sign-in/enrol"
    );
    assert!(goes_to(&code(&browser, "123456").await).starts_with("/sign-in/enrol"));
    let page = browser.get("/sign-in/enrol?next=/desk").await;
    assert_eq!(page.status(), 200);
    let phone = Authenticator::from(&text(page).await);
    let wrong = browser
        .post("/sign-in/enrol", &[("code", "12345"), ("next", "/desk")])
        .await;
    assert_eq!(wrong.status(), 422);
    assert!(text(wrong).await.contains("otpauth://"));
    let form = [("code", &*phone.code(&app)), ("next", "/desk")];
    let done = browser.post("/sign-in/enrol", &form).await;
    assert_eq!(done.status(), 200);
    let page = text(done).await;
    assert_eq!(recovery_codes(&page).len(), 10);
    assert!(page.contains("href=\"/desk\""), "{page}");
    assert_eq!(browser.get("/desk").await.status(), 200);
    // Whoever must have one does not give it up.
    let answer = browser
        .post(
            "/account/factor",
            &[("action", "remove"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn whoever_sets_it_up_in_time_stays_signed_in() {
    let app = spawn_app().await;
    let rose = app.signed_in(ROSE).await;
    enrolled(&app, &rose).await;
    demand(&app, Role::Agent).await;
    assert_eq!(rose.get("/desk").await.status(), 200);
}

#[tokio::test]
async fn an_administrator_removes_a_lost_factor_and_nobody_else_does() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    enrolled(&app, &claire).await;
    let admin = app.signed_in(ADMIN).await;
    for (email, says) in [
        (BRUNO, "forbidden"),
        (NADIA, "forbidden"),
        (CLAIRE, "forbidden"),
    ] {
        let browser = if email == CLAIRE {
            &claire
        } else {
            &app.signed_in(email).await
        };
        let answer = browser.call("remove-factor", json!({"person": 1})).await;
        assert!(text(answer).await.contains(says), "{email}");
    }
    let answer = admin.call("remove-factor", json!({"person": 2})).await;
    assert!(text(answer).await.contains("not_found"), "Bruno has none");
    let answer = admin.call("remove-factor", json!({"person": 1})).await;
    assert!(text(answer).await.contains("Ok"));
    assert_eq!(
        claire.get("/tickets").await.status(),
        303,
        "her sessions have ended"
    );
    assert_eq!(goes_to(&password(&app.browser(), CLAIRE).await), "/tickets");
}

#[tokio::test]
async fn the_second_step_carries_what_was_posted_without_a_session() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(CLAIRE).await).await;
    let browser = app.browser();
    let kept = [
        ("kept", "yes"),
        ("script", "off"),
        ("next", "/report"),
        ("subject", "L’écran \"noir\""),
    ];
    let first = [("email", CLAIRE), ("password", PASSWORD)];
    let pending = browser
        .post("/sign-in", &[&kept[..], &first].concat())
        .await;
    assert_eq!(pending.status(), 200);
    let page = text(pending).await;
    assert!(page.contains("action=\"/sign-in/code\""), "{page}");
    assert!(page.contains("L’écran &quot;noir&quot;"), "{page}");
    assert!(!page.contains(PASSWORD), "{page}");
    let code = phone.code(&app);
    let second = [&kept[..], &[("code", code.as_str())]].concat();
    let on = browser.post("/sign-in/code", &second).await;
    assert_eq!(
        (on.status().as_u16(), &on.headers()["location"]),
        (307, &"/report".parse().unwrap())
    );
}
