//! Links that work once: asked for, opened by scanners, used, used again, too old, another's.

use crate::app::*;
use guichet_desk::AccountEmail;
use guichet_domain::PersonId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::time::{DAY, MINUTE};
use serde_json::json;

const NEW: &str = "sept canards bleus sous la pluie";

/// The link of an e-mail that is being sent, as a path.
async fn link(app: &App, outbound: AccountEmail, person: i64, address: &str) -> String {
    let token = app
        .desk
        .account_link(outbound, PersonId(person), address)
        .await;
    format!("/link/{}", token.unwrap().unwrap().reveal())
}

async fn reset(app: &App) -> String {
    link(app, AccountEmail::PasswordReset, 1, CLAIRE).await
}

async fn choose(browser: &Browser, path: &str, new: &str) -> (u16, String) {
    let answer = browser.post(path, &[("new", new), ("repeat", new)]).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn signs_in(app: &App, email: &str, password: &str) -> bool {
    let form = [("email", email), ("password", password)];
    app.browser().post("/sign-in", &form).await.status() == 303
}

async fn is_posted(app: &App) -> bool {
    let mut conn = app.desk.store().read().await.unwrap();
    conn.next_email().await.unwrap().is_some()
}

#[tokio::test]
async fn a_forgotten_password_is_answered_alike_whoever_asks() {
    let app = spawn_app().await;
    let browser = app.browser();
    let mut answers = Vec::new();
    for email in ["nobody@exemple.fr", "", "x' OR 1=1 --", &"x".repeat(10_000)] {
        let answer = browser.post("/forgotten", &[("email", email)]).await;
        answers.push((
            answer.status(),
            answer.headers()["location"].to_str().unwrap().to_owned(),
        ));
        assert!(!is_posted(&app).await, "nothing goes to {email:.40}");
    }
    let answer = browser
        .post("/forgotten", &[("email", " Claire@Exemple.fr ")])
        .await;
    answers.push((
        answer.status(),
        answer.headers()["location"].to_str().unwrap().to_owned(),
    ));
    assert!(is_posted(&app).await);
    answers.dedup();
    assert_eq!(
        answers,
        [(
            reqwest::StatusCode::SEE_OTHER,
            "/forgotten?done=reset-sent".to_owned()
        )]
    );
    let page = browser
        .get("/forgotten?done=reset-sent")
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("Si un compte existe"));
    // Whoever knows no password is not signed out by somebody who asks.
    let claire = app.signed_in(CLAIRE).await;
    browser.post("/forgotten", &[("email", CLAIRE)]).await;
    assert_eq!(claire.get("/tickets").await.status(), 200);
    let asked = futures::future::join_all(
        (0..30).map(|_| browser.post("/forgotten", &[("email", CLAIRE)])),
    )
    .await;
    let sent = asked.iter().filter(|answer| answer.status() == 303).count();
    assert!(sent <= 3, "{sent} e-mails more");
    assert!(asked.iter().any(|answer| answer.status() == 429));
}

#[tokio::test]
async fn opening_a_link_changes_nothing_and_its_button_works_once() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let path = reset(&app).await;
    let scanner = app.browser();
    for _ in 0..3 {
        let answer = scanner.get(&path).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["cache-control"], "no-store");
    }
    assert_eq!(claire.get("/tickets").await.status(), 200);
    let browser = app.browser();
    for (new, repeat) in [
        ("court", "court"),
        (NEW, "another"),
        ("", ""),
        ("claire@exemple.fr", "claire@exemple.fr"),
    ] {
        let answer = browser
            .post(&path, &[("new", new), ("repeat", repeat)])
            .await;
        assert_eq!(answer.status(), 422, "{new}");
        let page = answer.text().await.unwrap();
        assert!(new.is_empty() || new.contains('@') || !page.contains(&format!("value=\"{new}\"")));
    }
    let answer = browser.post(&path, &[("new", NEW), ("repeat", NEW)]).await;
    assert_eq!(
        answer.headers()["location"],
        "/sign-in?done=password-chosen"
    );
    assert_eq!(
        claire.get("/tickets").await.status(),
        303,
        "every session ends"
    );
    assert!(signs_in(&app, CLAIRE, NEW).await && !signs_in(&app, CLAIRE, PASSWORD).await);
    // Used: whoever finds it in a mailbox later gets nowhere.
    let (status, page) = choose(&browser, &path, "huit chats gris dans la grange").await;
    assert_eq!(status, 404);
    assert!(page.contains("plus valable"));
    assert!(signs_in(&app, CLAIRE, NEW).await);
}

#[tokio::test]
async fn two_at_once_use_a_link_once() {
    let app = spawn_app().await;
    let path = reset(&app).await;
    let passwords: Vec<String> = (0..4).map(|n| format!("{NEW} numéro {n}")).collect();
    let browsers: Vec<Browser> = (0..4).map(|_| app.browser()).collect();
    let both = browsers
        .iter()
        .zip(&passwords)
        .map(|(b, new)| choose(b, &path, new));
    let answers = futures::future::join_all(both).await;
    let done = answers.iter().filter(|(status, _)| *status == 303).count();
    assert_eq!(done, 1, "{answers:?}");
}

#[tokio::test]
async fn links_that_are_old_void_wrong_or_stale_are_good_for_nothing() {
    let app = spawn_app().await;
    let browser = app.browser();
    let expired = reset(&app).await;
    app.clock.advance(30 * MINUTE - 1);
    assert_eq!(browser.get(&expired).await.status(), 200);
    app.clock.advance(1);
    assert_eq!(browser.get(&expired).await.status(), 404);
    assert_eq!(choose(&browser, &expired, NEW).await.0, 404);

    let first = reset(&app).await;
    let second = reset(&app).await;
    assert_eq!(
        choose(&browser, &first, NEW).await.0,
        404,
        "a newer one was sent"
    );
    let half = second.replace("/link/", "");
    for guess in [
        "/link/",
        "/link/x",
        "/link/0",
        "/link/%27",
        "/link/../account",
        &format!("/link/{}", &half[..63]),
        &format!("/link/{}0", half),
        &format!("/link/{}", "0".repeat(64)),
    ] {
        let status = browser.get(guess).await.status().as_u16();
        assert!([404, 303].contains(&status), "{guess}: {status}");
    }
    // The password was changed meanwhile, by somebody who knew it.
    let claire = app.signed_in(CLAIRE).await;
    let form = [("old", PASSWORD), ("new", NEW), ("repeat", NEW)];
    assert_eq!(claire.post("/account", &form).await.status(), 303);
    assert_eq!(
        choose(&browser, &second, "huit chats gris dans la grange")
            .await
            .0,
        404
    );
    // The address is no longer hers, or the account is closed.
    let stale = reset(&app).await;
    let person = app.desk.directory().await.unwrap().people[&PersonId(1)].clone();
    let moved = Person {
        email: Some("claire.d@exemple.fr".into()),
        ..person.clone()
    };
    app.desk.set_up(Entry::Person(moved)).await.unwrap();
    assert_eq!(choose(&browser, &stale, PASSWORD).await.0, 404);
    let closed = link(&app, AccountEmail::PasswordReset, 1, "claire.d@exemple.fr").await;
    app.desk
        .set_up(Entry::Person(Person {
            active: false,
            ..person
        }))
        .await
        .unwrap();
    assert_eq!(choose(&browser, &closed, PASSWORD).await.0, 404);
}

#[tokio::test]
async fn a_new_password_does_not_switch_the_second_factor_off() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    crate::authenticator::enrolled(&app, &claire).await;
    assert_eq!(choose(&app.browser(), &reset(&app).await, NEW).await.0, 303);
    let browser = app.browser();
    let answer = browser
        .post("/sign-in", &[("email", CLAIRE), ("password", NEW)])
        .await;
    assert!(
        answer.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/sign-in/code")
    );
    assert_eq!(browser.get("/tickets").await.status(), 303);
}

#[tokio::test]
async fn an_invitation_is_for_whoever_has_no_password_yet() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let person = Person {
        id: PersonId(9),
        name: "Zoé Neuve".into(),
        email: Some("zoe@exemple.fr".into()),
        active: true,
        ..Person::default()
    };
    app.desk.set_up(Entry::Person(person)).await.unwrap();
    assert!(!signs_in(&app, "zoe@exemple.fr", NEW).await);
    // Nobody asks for a link to an account that is not there yet.
    app.browser()
        .post("/forgotten", &[("email", "zoe@exemple.fr")])
        .await;
    assert!(!is_posted(&app).await);
    let answer = admin
        .call("invite", json!({"person": 1}))
        .await
        .text()
        .await
        .unwrap();
    assert!(answer.contains("taken"), "{answer}");
    let answer = admin
        .call("invite", json!({"person": 77}))
        .await
        .text()
        .await
        .unwrap();
    assert!(answer.contains("not_found"), "{answer}");
    // No mail is configured: the link is shown this once.
    let answer: serde_json::Value = admin
        .call("invite", json!({"person": 9}))
        .await
        .json()
        .await
        .unwrap();
    let path = answer["Ok"].as_str().unwrap();
    let page = app.browser().get(path).await.text().await.unwrap();
    assert!(page.contains("Bienvenue") && page.contains("Zoé Neuve"));
    assert_eq!(choose(&app.browser(), path, NEW).await.0, 303);
    assert!(signs_in(&app, "zoe@exemple.fr", NEW).await);
    assert_eq!(choose(&app.browser(), path, PASSWORD).await.0, 404);
}

#[tokio::test]
async fn a_new_address_is_proven_before_it_counts() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let new = "claire.durand@exemple.fr";
    for (email, password, status) in [
        (new, "not this one", 422),
        ("no address", PASSWORD, 422),
        ("", PASSWORD, 422),
        (BRUNO, PASSWORD, 422),
        ("a@exemple.fr\r\nBcc: b@exemple.fr", PASSWORD, 422),
    ] {
        let answer = claire
            .post(
                "/account/email",
                &[("email", email), ("password", password)],
            )
            .await;
        assert_eq!(answer.status(), status, "{email}");
        assert!(!is_posted(&app).await);
    }
    let answer = claire
        .post("/account/email", &[("email", new), ("password", PASSWORD)])
        .await;
    assert_eq!(
        answer.headers()["location"],
        "/account/email?done=email-sent"
    );
    assert!(is_posted(&app).await);
    assert!(!signs_in(&app, new, PASSWORD).await, "not yet");
    let path = link(&app, AccountEmail::EmailChange, 1, new).await;
    let browser = app.browser();
    assert!(browser.get(&path).await.text().await.unwrap().contains(new));
    assert!(
        !signs_in(&app, new, PASSWORD).await,
        "opening it is not enough"
    );
    // A link for an address chooses no password.
    let pretended = choose(&browser, &path, NEW).await;
    assert_eq!(pretended.0, 303);
    assert!(!signs_in(&app, new, NEW).await && signs_in(&app, new, PASSWORD).await);
    assert!(!signs_in(&app, CLAIRE, PASSWORD).await);
    assert_eq!(choose(&browser, &path, NEW).await.0, 404);
    // Somebody else has it by now.
    let late = link(&app, AccountEmail::EmailChange, 2, "libre@exemple.fr").await;
    let nadia = app.desk.directory().await.unwrap().people[&PersonId(3)].clone();
    let taken = Person {
        email: Some("libre@exemple.fr".into()),
        ..nadia
    };
    app.desk.set_up(Entry::Person(taken)).await.unwrap();
    assert_eq!(browser.post(&late, &[]).await.status(), 422);
    app.clock.advance(DAY);
    assert!(signs_in(&app, BRUNO, PASSWORD).await);
}
