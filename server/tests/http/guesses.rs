//! Guessing, and having messages sent: slowed down, and nobody else pays for it.

use crate::app::*;
use crate::authenticator::*;
use crate::databases::on_both;
use guichet_desk::AccountEmail;
use guichet_domain::PersonId;
use guichet_domain::kernel::time::{DAY, HOUR};
use serde_json::{Value, json};

on_both!(
    guesses_from_elsewhere_lock_nobody_out,
    a_known_browser_has_guesses_of_its_own_and_for_its_owner_alone,
    codes_guessed_elsewhere_lock_nobody_out,
    a_network_of_ipv6_guesses_as_one,
    emails_are_counted_also_where_they_are_sent,
    strangers_do_not_fill_the_log_and_a_run_of_refusals_is_one_line,
);

const WRONG: &str = "not this one, either";

/// A desk behind a proxy, so that a test can come from anywhere.
async fn behind_a_proxy(database: Option<String>) -> App {
    spawn_on(database, |config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

async fn post_from(browser: &Browser, from: &str, path: &str, form: &[(&str, &str)]) -> u16 {
    let request = browser.client.post(format!("{}{path}", browser.url));
    let request = request
        .header("accept", "text/html")
        .header("x-forwarded-for", from);
    request.form(form).send().await.unwrap().status().as_u16()
}

async fn sign_in(browser: &Browser, from: &str, email: &str, password: &str) -> u16 {
    let form = [("email", email), ("password", password)];
    post_from(browser, from, "/sign-in", &form).await
}

async fn guess(browser: &Browser, from: &str, email: &str, n: usize) -> u16 {
    let mut last = 0;
    for _ in 0..n {
        last = sign_in(browser, from, email, WRONG).await;
    }
    last
}

const HOME: &str = "198.51.100.1";
const ELSEWHERE: &str = "203.0.113.9";

async fn guesses_from_elsewhere_lock_nobody_out(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let admin = app.browser();
    assert_eq!(sign_in(&admin, HOME, ADMIN, PASSWORD).await, 303);
    let attacker = app.browser();
    assert_eq!(guess(&attacker, ELSEWHERE, ADMIN, 10).await, 429);
    assert_eq!(sign_in(&attacker, ELSEWHERE, ADMIN, PASSWORD).await, 429);
    // Many others, too.
    for n in 0..10 {
        guess(&attacker, &format!("192.0.2.{n}"), ADMIN, 2).await;
    }
    // Her own browser, wherever it is; and where she was, in whatever browser.
    assert_eq!(sign_in(&admin, "198.51.100.77", ADMIN, PASSWORD).await, 303);
    assert_eq!(sign_in(&app.browser(), HOME, ADMIN, PASSWORD).await, 303);
    // Somebody of her own house guesses, of others as well: her browser is let in.
    for n in 0..25 {
        guess(&attacker, HOME, &format!("nobody-{n}@exemple.fr"), 1).await;
    }
    assert_eq!(sign_in(&app.browser(), HOME, ADMIN, PASSWORD).await, 303);
    assert_eq!(guess(&attacker, HOME, ADMIN, 10).await, 429);
    assert_eq!(sign_in(&admin, HOME, ADMIN, PASSWORD).await, 303);
    // What she guessed right does not free the others.
    assert_eq!(sign_in(&attacker, ELSEWHERE, ADMIN, PASSWORD).await, 429);
}

async fn a_known_browser_has_guesses_of_its_own_and_for_its_owner_alone(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let (admin, claire) = (app.browser(), app.browser());
    assert_eq!(sign_in(&admin, HOME, ADMIN, PASSWORD).await, 303);
    assert_eq!(sign_in(&claire, ELSEWHERE, CLAIRE, PASSWORD).await, 303);
    assert_eq!(guess(&app.browser(), "192.0.2.1", ADMIN, 10).await, 429);
    // A cookie of one's own opens nothing of another's.
    assert_eq!(sign_in(&claire, ELSEWHERE, ADMIN, WRONG).await, 429);
    // Made up, or altered.
    for device in ["x", "", "00", &"a".repeat(104), &"a.".repeat(5000), "é"] {
        let request = app.browser().client.post(format!("{}/sign-in", app.url));
        let request = request
            .header("accept", "text/html")
            .header("x-forwarded-for", "192.0.2.2")
            .header("cookie", format!("guichet_device={device}").as_bytes());
        let form = [("email", ADMIN), ("password", PASSWORD)];
        let status = request.form(&form).send().await.unwrap().status();
        assert_eq!(status, 429, "{device}");
    }
    // It slows down as everything does, by itself.
    assert_eq!(guess(&admin, HOME, ADMIN, 10).await, 429);
    assert_eq!(sign_in(&admin, HOME, ADMIN, PASSWORD).await, 429);
    app.clock.advance(HOUR);
    assert_eq!(sign_in(&admin, HOME, ADMIN, PASSWORD).await, 303);
    // People who share a browser are each known to it, also after signing out.
    assert_eq!(sign_in(&admin, "192.0.2.50", CLAIRE, PASSWORD).await, 303);
    admin.post("/sign-out", &[]).await;
    for email in [ADMIN, CLAIRE] {
        guess(&app.browser(), "192.0.2.60", email, 10).await;
        assert_eq!(sign_in(&admin, "192.0.2.70", email, PASSWORD).await, 303);
    }
}

async fn codes_guessed_elsewhere_lock_nobody_out(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let claire = app.browser();
    assert_eq!(sign_in(&claire, HOME, CLAIRE, PASSWORD).await, 303);
    let (phone, _) = enrolled(&app, &claire).await;
    // Somebody has her password, and no code.
    let attacker = app.browser();
    assert_eq!(sign_in(&attacker, ELSEWHERE, CLAIRE, PASSWORD).await, 303);
    let mut last = 0;
    for n in 0..10 {
        let form = [("code", &*format!("00000{n}"))];
        last = post_from(&attacker, ELSEWHERE, "/sign-in/code", &form).await;
    }
    assert_eq!(last, 429);
    assert_eq!(sign_in(&claire, HOME, CLAIRE, PASSWORD).await, 303);
    app.clock.advance(2 * STEP);
    let code = phone.code(&app);
    let form = [("code", &*code), ("next", "/tickets")];
    assert_eq!(post_from(&claire, HOME, "/sign-in/code", &form).await, 303);
    assert_eq!(claire.get("/tickets").await.status(), 200);
}

async fn a_network_of_ipv6_guesses_as_one(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let browser = app.browser();
    let mut last = 0;
    for n in 0..22 {
        let from = format!("2001:db8:1:2:{n:x}::{n:x}");
        let email = format!("nobody-{n}@exemple.fr");
        last = guess(&browser, &from, &email, 1).await;
    }
    assert_eq!(last, 429);
    let other = guess(&browser, "2001:db8:1:3::1", "nobody@exemple.fr", 1).await;
    assert_eq!(other, 422, "another network");
    // Known by the network, not by one address of it.
    assert_eq!(
        sign_in(&app.browser(), "2001:db8:7:7::1", CLAIRE, PASSWORD).await,
        303
    );
    assert_eq!(guess(&browser, ELSEWHERE, CLAIRE, 10).await, 429);
    assert_eq!(
        sign_in(&app.browser(), "2001:db8:7:7:a:b:c:d", CLAIRE, PASSWORD).await,
        303
    );
    assert_eq!(
        sign_in(&app.browser(), "2001:db8:7:8::1", CLAIRE, PASSWORD).await,
        429
    );
}

/// Messages that wait to be sent.
async fn messages(app: &App) -> usize {
    let conn = &mut app.desk.store().read().await.unwrap();
    let tables = conn.tables().await.unwrap();
    let outbox = tables.iter().find(|table| table.name == "outbox").unwrap();
    use futures::TryStreamExt;
    let rows: Vec<String> = conn.rows(outbox).try_collect().await.unwrap();
    rows.len()
}

async fn emails_are_counted_also_where_they_are_sent(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let claire = app.browser();
    sign_in(&claire, HOME, CLAIRE, PASSWORD).await;
    // By the account: with the right password, to many strangers, from many places.
    let mut sent = 0;
    for n in 0..60 {
        let (to, from) = (format!("stranger-{n}@ailleurs.fr"), format!("192.0.2.{n}"));
        let form = [("email", &*to), ("password", PASSWORD)];
        let status = post_from(&claire, &from, "/account/email", &form).await;
        assert!([303, 429].contains(&status), "{status}");
        sent += usize::from(status == 303);
    }
    assert_eq!(sent, 5);
    assert_eq!(messages(&app).await, 10, "and word of each to herself");
    // To one address, whoever asks.
    let before = messages(&app).await;
    for (n, email) in [BRUNO, NADIA, ROSE, ADMIN].iter().enumerate() {
        let from = format!("192.0.2.{}", 100 + n);
        let browser = app.browser();
        sign_in(&browser, &from, email, PASSWORD).await;
        for _ in 0..3 {
            let form = [("email", "one@ailleurs.fr"), ("password", PASSWORD)];
            post_from(&browser, &from, "/account/email", &form).await;
        }
    }
    assert_eq!(messages(&app).await - before, 10, "five, and word of them");
    // Links for a forgotten password: to one address from many places…
    let (before, nobody) = (messages(&app).await, app.browser());
    let mut asked = Vec::new();
    for n in 0..30 {
        let form = [("email", BRUNO)];
        asked.push(post_from(&nobody, &format!("192.0.2.{n}"), "/forgotten", &form).await);
    }
    assert_eq!(messages(&app).await - before, 5);
    assert_eq!(asked.iter().filter(|status| **status == 303).count(), 5);
    // … and to many from one network of IPv6; who is known is not told apart.
    let mut asked = Vec::new();
    for n in 0..30 {
        let (from, email) = (format!("2001:db8::{n:x}"), format!("nobody-{n}@exemple.fr"));
        asked.push(post_from(&nobody, &from, "/forgotten", &[("email", &email)]).await);
    }
    assert_eq!(asked.iter().filter(|status| **status == 303).count(), 20);
    let known = post_from(&nobody, "2001:db8::1", "/forgotten", &[("email", NADIA)]).await;
    assert_eq!(known, 429);
    // Her own browser asks still.
    let form = [("email", CLAIRE)];
    assert_eq!(
        post_from(&claire, "2001:db8::1", "/forgotten", &form).await,
        303
    );
    app.clock.advance(DAY);
    let again = post_from(&nobody, ELSEWHERE, "/forgotten", &[("email", BRUNO)]).await;
    assert_eq!(again, 303, "tomorrow is another day");
    // A link that was sent is good whatever is asked for meanwhile.
    let link = app
        .desk
        .account_link(AccountEmail::PasswordReset, PersonId(2), BRUNO);
    assert!(link.await.unwrap().is_some());
}

async fn head(app: &App) -> i64 {
    app.desk.store().read().await.unwrap().head().await.unwrap()
}

async fn strangers_do_not_fill_the_log_and_a_run_of_refusals_is_one_line(database: Option<String>) {
    let app = behind_a_proxy(database).await;
    let browser = app.browser();
    let before = head(&app).await;
    for n in 0..40 {
        let (from, email) = (
            format!("192.0.2.{}", n % 3),
            format!("nobody-{n}@ailleurs.fr"),
        );
        guess(&browser, &from, &email, 1).await;
        post_from(&browser, &from, "/forgotten", &[("email", &email)]).await;
    }
    assert_eq!(head(&app).await, before, "strangers are rows for ever");
    // They are counted for whoever watches the program, and the counters expire.
    let figures = reqwest::get(format!("{}/metrics", app.figures))
        .await
        .unwrap();
    let figures = text(figures).await;
    assert!(figures.contains("sign_in_unknown_address"), "{figures}");
    let counters = async || {
        let conn = &mut app.desk.store().read().await.unwrap();
        let all = conn.every_table().await.unwrap();
        let table = all.iter().find(|table| table.name == "throttle").unwrap();
        use futures::TryStreamExt;
        let rows: Vec<String> = conn.rows(table).try_collect().await.unwrap();
        rows.len()
    };
    assert!(counters().await > 40);
    app.clock.advance(2 * DAY + HOUR);
    guess(&browser, ELSEWHERE, "somebody@ailleurs.fr", 1).await;
    assert!(counters().await <= 2, "{}", counters().await);

    // Of a known account: a line for a run, and another for the next.
    let admin = app.browser();
    sign_in(&admin, HOME, ADMIN, PASSWORD).await;
    let lines = async || {
        let query = json!({"query": {"who": "1", "topic": "denials"}});
        let page: Value = admin.call("audit", query).await.json().await.unwrap();
        page["lines"].as_array().unwrap().len()
    };
    guess(&browser, ELSEWHERE, CLAIRE, 4).await;
    assert_eq!(lines().await, 1);
    app.clock.advance(HOUR);
    guess(&browser, ELSEWHERE, CLAIRE, 1).await;
    assert_eq!(lines().await, 2);
    // From many places at once there are no more than so many.
    for n in 0..60 {
        guess(&browser, &format!("203.0.113.{n}"), CLAIRE, 1).await;
        app.clock.advance(30_000_000);
    }
    assert!(lines().await <= 25, "{}", lines().await);
}
