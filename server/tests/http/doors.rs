//! Two factors, sessions in a list, and what the audit log says of them.

use crate::app::*;
use guichet_desk::Clock;
use guichet_domain::directory::{Entry, Settings};
use guichet_domain::facts::Role;
use guichet_domain::time::{DAY, MINUTE};
use serde_json::{Value, json};
use totp_rs::{Algorithm, Secret, TOTP};

const STEP: i64 = 30_000_000;

/// Somebody's authenticator, set up from what the page shows.
pub struct Authenticator(TOTP);

impl Authenticator {
    fn from(page: &str) -> Self {
        let uri = page.split("otpauth://").nth(1).unwrap();
        let secret = uri.split("secret=").nth(1).unwrap();
        let secret = secret
            .split("&amp;")
            .next()
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let bytes = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
        Self(TOTP::new(Algorithm::SHA1, 6, 0, 30, bytes).unwrap())
    }

    fn code(&self, app: &App) -> String {
        let second = u64::try_from(app.clock.now().0 / 1_000_000).unwrap();
        self.0.generate(second)
    }
}

/// Ten codes of four groups.
fn recovery_codes(page: &str) -> Vec<String> {
    let list = page.split("recovery-codes").nth(1).unwrap();
    let list = list.split("</ul>").next().unwrap();
    let codes = list.split("<li>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

async fn text(answer: reqwest::Response) -> String {
    answer.text().await.unwrap()
}

fn goes_to(answer: &reqwest::Response) -> String {
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// Turns the second factor on; the authenticator and the recovery codes.
pub async fn enrolled(app: &App, browser: &Browser) -> (Authenticator, Vec<String>) {
    let offered = browser
        .post(
            "/account/factor",
            &[("action", "offer"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(goes_to(&offered), "/account/factor");
    let phone = Authenticator::from(&text(browser.get("/account/factor").await).await);
    let answer = browser
        .post(
            "/account/factor",
            &[("action", "confirm"), ("code", &phone.code(app))],
        )
        .await;
    assert_eq!(answer.status(), 200);
    let codes = recovery_codes(&text(answer).await);
    assert_eq!(codes.len(), 10);
    // The next code is another one.
    app.clock.advance(STEP);
    (phone, codes)
}

async fn password(browser: &Browser, email: &str) -> reqwest::Response {
    browser
        .post(
            "/sign-in",
            &[
                ("email", email),
                ("password", PASSWORD),
                ("next", "/tickets"),
            ],
        )
        .await
}

async fn code(browser: &Browser, code: &str) -> reqwest::Response {
    browser
        .post("/sign-in/code", &[("code", code), ("next", "/tickets")])
        .await
}

#[tokio::test]
async fn half_a_session_can_do_nothing_but_give_the_code() {
    let app = spawn_app().await;
    let (phone, _) = enrolled(&app, &app.signed_in(ADMIN).await).await;
    let half = app.browser();
    let to = goes_to(&password(&half, ADMIN).await);
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
            goes_to(&half.get(path).await).starts_with("/sign-in?next="),
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
        let answer = half
            .post(path, &[("action", "offer"), ("password", PASSWORD)])
            .await;
        assert!(goes_to(&answer).starts_with("/sign-in"), "{path}");
    }
    for (path, _) in leptos::server_fn::axum::server_fn_paths() {
        let answer = half.call(path.trim_start_matches("/api/"), json!({})).await;
        if path == "/api/me" {
            assert_eq!(text(answer).await, "null");
        } else {
            assert_eq!(answer.status(), 401, "{path}");
        }
    }
    // It cannot set up another factor instead.
    assert_eq!(goes_to(&half.get("/sign-in/enrol").await), "/sign-in/code");
    let code_of_now = phone.code(&app);
    let answer = half.post("/sign-in/enrol", &[("code", &code_of_now)]).await;
    assert!(goes_to(&answer).starts_with("/sign-in/"));
    assert_eq!(
        goes_to(&half.get("/admin").await).split('?').next(),
        Some("/sign-in")
    );

    let answer = code(&half, &code_of_now).await;
    assert_eq!(goes_to(&answer), "/tickets");
    assert_eq!(half.get("/admin").await.status(), 200);
    // The half one is used up.
    assert_eq!(
        goes_to(&half.get("/sign-in/code").await),
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

/// Somebody's sessions, as the page gets them.
async fn sessions(browser: &Browser) -> Vec<Value> {
    let access: Value = browser
        .call("my-access", json!({}))
        .await
        .json()
        .await
        .unwrap();
    access["sessions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let app = spawn_app().await;
    let (here, there) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    let bruno = app.signed_in(BRUNO).await;
    let mine = sessions(&here).await;
    assert_eq!(mine.len(), 2);
    assert_eq!(mine.iter().filter(|s| s["current"] == true).count(), 1);
    assert_eq!(mine[0]["origin"]["address"], "127.0.0.1");
    let other = mine.iter().find(|s| s["current"] == false).unwrap();
    let id = other["id"].as_str().unwrap().to_owned();
    // Somebody else's guess changes nothing, and is told nothing.
    for guess in [id.as_str(), "", "0", "%", "others' --"] {
        let answer = bruno.post("/account/sessions", &[("session", guess)]).await;
        assert_eq!(goes_to(&answer), "/account", "{guess}");
    }
    assert_eq!(there.get("/tickets").await.status(), 200);
    assert_eq!(bruno.get("/tickets").await.status(), 200);
    let stream = there
        .client
        .get(format!("{}/live", app.url))
        .send()
        .await
        .unwrap();
    let answer = here.post("/account/sessions", &[("session", &id)]).await;
    assert_eq!(goes_to(&answer), "/account?done=session");
    assert_eq!(there.get("/tickets").await.status(), 303);
    // Its live stream ends with it: the body comes to an end.
    let ended = tokio::time::timeout(std::time::Duration::from_secs(9), stream.bytes()).await;
    assert!(ended.is_ok(), "the stream goes on");

    let third = app.signed_in(CLAIRE).await;
    here.post("/account/sessions", &[("session", "others")])
        .await;
    assert_eq!(third.get("/tickets").await.status(), 303);
    assert_eq!(here.get("/tickets").await.status(), 200);
}

#[tokio::test]
async fn the_last_use_is_remembered_every_few_minutes() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let used = async || sessions(&claire).await[0]["used_at"].as_i64().unwrap();
    let start = app.clock.now().0;
    app.clock.advance(4 * MINUTE);
    assert_eq!(used().await, start);
    app.clock.advance(MINUTE);
    assert_eq!(used().await, start + 5 * MINUTE);
}

#[tokio::test]
async fn a_browser_may_say_of_itself_what_it_likes() {
    let app = spawn_app().await;
    let browser = app.browser();
    let agent = format!("<script>alert(1)</script>{}", "x".repeat(5000));
    let answer = browser
        .client
        .post(format!("{}/sign-in", app.url))
        .header("user-agent", agent)
        .header("accept", "text/html")
        .form(&[("email", CLAIRE), ("password", PASSWORD)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    let device = sessions(&browser).await[0]["origin"]["device"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(device.chars().count(), 200);
    let page = text(browser.get("/account").await).await;
    assert!(page.contains("Navigateur inconnu") && !page.contains("<script>alert"));
}

/// The audit log as the page gets it, the newest first.
async fn audit(app: &App, query: Value) -> Vec<Value> {
    let admin = app.signed_in(ADMIN).await;
    let page: Value = admin
        .call("audit", json!({"query": query}))
        .await
        .json()
        .await
        .unwrap();
    page["lines"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_way_in_and_every_refusal_is_in_the_log_without_a_secret() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let (phone, codes) = enrolled(&app, &claire).await;
    let typed = "hunter2-in-the-wrong-field";
    app.browser()
        .post("/sign-in", &[("email", typed), ("password", "x")])
        .await;
    app.browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", typed)])
        .await;
    let half = app.browser();
    password(&half, CLAIRE).await;
    code(&half, "000000").await;
    let used = phone.code(&app);
    code(&half, &used).await;
    half.post("/sign-out", &[]).await;
    password(&half, CLAIRE).await;
    code(&half, &used).await;
    code(&half, &codes[0]).await;
    let id = sessions(&half).await[1]["id"].as_str().unwrap().to_owned();
    half.post("/account/sessions", &[("session", &id)]).await;
    half.post("/sign-out-everywhere", &[]).await;

    let lines = audit(&app, json!({"who": 1})).await;
    let told: Vec<String> = lines
        .iter()
        .filter_map(|line| line["what"]["deed"][0]["type"].as_str())
        .map(str::to_owned)
        .collect();
    let expected = [
        "sessions_ended",
        "session_ended",
        "signed_in",
        "denied",
        "password_accepted",
        "signed_out",
        "signed_in",
        "denied",
        "password_accepted",
        "denied",
        "factor_added",
        "signed_in",
        "password_set",
    ];
    assert_eq!(told, expected);
    let why = |n: usize| lines[n]["what"]["deed"][0]["data"]["why"].clone();
    assert_eq!(
        (why(3), why(7), why(9)),
        (
            json!("used_code"),
            json!("wrong_code"),
            json!("wrong_password")
        )
    );
    assert_eq!(
        lines[2]["what"]["deed"][0]["data"]["second"],
        "recovery_code"
    );
    assert_eq!(lines[2]["origin"]["address"], "127.0.0.1");
    let unknown = audit(&app, json!({"topic": "denials"})).await;
    assert!(unknown.iter().any(|line| line["what"]["deed"]
        == json!([{"type": "denied", "data": {"why": "unknown_address"}}, null])));
    // Neither what was typed nor a secret is anywhere in the database.
    let whole = std::fs::read(app.folder().join("guichet.db")).unwrap();
    let wal = std::fs::read(app.folder().join("guichet.db-wal")).unwrap_or_default();
    for secret in [typed, &used, &codes[0], &codes[0].replace('-', "")] {
        for bytes in [&whole, &wal] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            // Six digits may well be part of a time.
            assert!(!found || secret.len() == 6, "{secret}");
        }
    }
}

#[tokio::test]
async fn what_administrators_change_is_in_the_log_with_what_it_was() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let entry = json!({"type": "team", "data": {"id": 1, "name": {"fr": "Postes", "en": "Machines"}, "active": false}});
    let id = "00000000-0000-4000-8000-000000000077";
    admin
        .call("administer", json!({"id": id, "entry": entry}))
        .await;
    let lines = audit(&app, json!({"topic": "organisation"})).await;
    let saved = &lines[0]["what"]["saved"];
    assert_eq!(lines[0]["by"], json!([5, "Agnès Robert"]));
    assert_eq!(
        (&saved["kind"], &saved["id"], &saved["new"]),
        (&json!("team"), &json!(1), &json!(false))
    );
    assert_eq!(
        saved["changes"][0],
        json!({"field": "active", "from": "true", "to": "false"})
    );
    assert_eq!(saved["changes"][1]["field"], "name");
    let page = text(admin.get("/admin/audit?topic=organisation").await).await;
    assert!(
        page.contains("Agnès Robert a modifié l’équipe «\u{a0}Postes\u{a0}»."),
        "{page}"
    );
    assert!(page.contains("actif\u{a0}: Oui → Non"));
}

#[tokio::test]
async fn the_audit_log_is_paged_by_key_and_its_address_can_be_anything() {
    let app = spawn_app().await;
    for n in 0..60 {
        let email = format!("nobody-{n}@exemple.fr");
        app.browser()
            .post("/sign-in", &[("email", &email), ("password", "x")])
            .await;
        app.clock.advance(DAY / 24);
    }
    let admin = app.signed_in(ADMIN).await;
    let read = async |query: Value| -> Value {
        admin
            .call("audit", json!({"query": query}))
            .await
            .json()
            .await
            .unwrap()
    };
    let first = read(json!({"topic": "denials"})).await;
    assert_eq!(first["lines"].as_array().unwrap().len(), 50);
    let second = read(json!({"topic": "denials", "after": first["next"]})).await;
    assert_eq!(second["lines"].as_array().unwrap().len(), 10);
    assert_eq!(second["next"], Value::Null);
    assert!(first["lines"][49]["at"].as_i64() > second["lines"][0]["at"].as_i64());
    let here = read(json!({"address": "127.0.0.1", "topic": "denials"})).await;
    assert_eq!(here["lines"], first["lines"]);
    for query in [
        json!({"since": "2026-02-30"}),
        json!({"until": "x"}),
        json!({"after": "zz"}),
        json!({"address": "%"}),
        json!({"who": -1}),
    ] {
        assert!(read(query.clone()).await["lines"].is_array(), "{query}");
    }
    let page = "/admin/audit?who=x&topic=y&since=<b>&until=99999-01-01&address=%00&after=%27";
    assert_eq!(admin.get(page).await.status(), 200);
    // The account's own day: what happened before its midnight is another day's.
    let day = read(json!({"since": "2026-11-23", "until": "2026-11-23", "topic": "denials"})).await;
    assert_eq!(day["lines"].as_array().unwrap().len(), 24);
}

#[tokio::test]
async fn what_is_not_a_ticket_s_reaches_no_stream() {
    let app = spawn_app().await;
    let (claire, admin) = (app.signed_in(CLAIRE).await, app.signed_in(ADMIN).await);
    let home: Value = claire.call("home", json!({})).await.json().await.unwrap();
    let cursor = home["cursor"].as_str().unwrap().to_owned();
    app.browser()
        .post("/sign-in", &[("email", CLAIRE), ("password", "x")])
        .await;
    enrolled(&app, &app.signed_in(CLAIRE).await).await;
    for browser in [&claire, &admin] {
        let caught: Value = browser
            .call("catch-up", json!({"cursor": cursor}))
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(caught, json!([]));
    }
    assert_eq!(app.desk.store().check().await.unwrap(), []);
}
