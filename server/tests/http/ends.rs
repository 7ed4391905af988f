//! What ends when somebody may less than before, or proves who they are in another way.

use crate::app::*;
use crate::authenticator::*;
use crate::databases::on_both;
use crate::sessions::sessions;
use guichet_desk::AccountEmail;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::{PersonId, TeamId};
use serde_json::{Value, json};
use std::time::Duration;

on_both!(
    whatever_a_closed_account_could_get_in_by_is_gone_for_good,
    whoever_may_less_is_signed_out_and_whoever_may_as_much_is_not,
    an_offer_is_its_session_s_alone_and_the_token_changes,
    another_password_or_factor_ends_every_other_session,
    administrators_see_and_end_the_sessions_of_others,
    of_many_sessions_the_oldest_ends,
    staff_who_leave_are_signed_out_and_streams_do_not_keep_them,
);

/// The session cookie that an answer sets.
pub fn session_cookie(answer: &reqwest::Response) -> Option<String> {
    let cookies = answer.headers().get_all("set-cookie").iter();
    let all = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
    all.filter(|cookie| cookie.starts_with("guichet_session="))
        .find(|cookie| cookie.len() > "guichet_session=".len())
        .map(str::to_owned)
}

async fn with_cookie(app: &App, cookie: &str, path: &str) -> u16 {
    let request = app.browser().client.get(format!("{}{path}", app.url));
    let request = request.header("accept", "text/html");
    let answer = request.header("cookie", cookie).send().await.unwrap();
    answer.status().as_u16()
}

async fn person(app: &App, id: i64) -> Person {
    app.desk.directory().await.unwrap().people[&PersonId(id)].clone()
}

/// An administrator saves an entry.
async fn save(app: &App, admin: &Browser, person: Person) {
    let body = json!({"id": app.desk.new_command(), "entry": Entry::Person(person)});
    let said = text(admin.call("administer", body).await).await;
    assert!(said.contains("Ok"), "{said}");
}

async fn stream(browser: &Browser) -> reqwest::Response {
    let request = browser.client.get(format!("{}/live", browser.url));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer
}

/// The body comes to an end, at once.
async fn ends(stream: reqwest::Response) -> bool {
    // Less than the while after which a stream looks by itself.
    let ended = tokio::time::timeout(Duration::from_secs(8), stream.bytes()).await;
    ended.is_ok()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/tickets").await.status() == 200
}

async fn whatever_a_closed_account_could_get_in_by_is_gone_for_good(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let admin = app.signed_in(ADMIN).await;
    let claire = app.signed_in(CLAIRE).await;
    let (phone, _) = enrolled(&app, &claire).await;
    let half = app.browser();
    password(&half, CLAIRE).await;
    let reset = AccountEmail::PasswordReset;
    let link = app.desk.account_link(reset, PersonId(1), CLAIRE).await;
    let link = format!("/link/{}", link.unwrap().unwrap().reveal());
    let open = stream(&claire).await;
    assert!(is_in(&claire).await);
    assert_eq!(half.get("/sign-in/code").await.status(), 200);
    assert_eq!(half.get(&link).await.status(), 200);

    let was = person(&app, 1).await;
    let closed = Person {
        active: false,
        ..was.clone()
    };
    save(&app, &admin, closed).await;
    assert!(ends(open).await, "the stream goes on");
    save(&app, &admin, was).await;
    assert!(!is_in(&claire).await, "the session is back");
    let to = goes_to(&half.get("/sign-in/code").await);
    assert_eq!(to, "/sign-in?done=expired");
    app.clock.advance(MINUTE);
    code(&half, &phone.code(&app)).await;
    assert!(!is_in(&half).await);
    assert_eq!(half.get(&link).await.status(), 404);
    let audit = text(admin.get("/admin/audit?topic=sign-ins").await).await;
    assert!(
        audit.contains("Agnès Robert a mis fin à 1 session de Claire Dubois"),
        "{audit}"
    );
    // She comes in again as anybody does.
    let again = app.browser();
    password(&again, CLAIRE).await;
    code(&again, &phone.code(&app)).await;
    assert!(is_in(&again).await);
}

async fn whoever_may_less_is_signed_out_and_whoever_may_as_much_is_not(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let admin = app.signed_in(ADMIN).await;
    let nadia = person(&app, 3).await;
    let with = |role, teams: &[i64]| Person {
        role,
        teams: teams.iter().copied().map(TeamId).collect(),
        ..nadia.clone()
    };
    for (now, then, stays) in [
        (with(Role::Agent, &[1]), with(Role::User, &[1]), false),
        (with(Role::TeamLead, &[1]), with(Role::Agent, &[1]), false),
        (with(Role::Agent, &[1, 2]), with(Role::Agent, &[2]), false),
        (with(Role::Agent, &[1]), with(Role::Agent, &[]), false),
        (with(Role::Agent, &[1]), with(Role::TeamLead, &[1]), true),
        (with(Role::Agent, &[1]), with(Role::Agent, &[1, 2]), true),
        (with(Role::Agent, &[1]), with(Role::Agent, &[1]), true),
    ] {
        let what = format!(
            "{:?} {:?} to {:?} {:?}",
            now.role, now.teams, then.role, then.teams
        );
        save(&app, &admin, now).await;
        let browser = app.signed_in(NADIA).await;
        let open = stream(&browser).await;
        save(&app, &admin, then).await;
        assert_eq!(is_in(&browser).await, stays, "{what}");
        if !stays {
            assert!(ends(open).await, "{what}: the stream goes on");
        }
    }
}

async fn an_offer_is_its_session_s_alone_and_the_token_changes(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let here = app.browser();
    let there = app.signed_in(CLAIRE).await;
    let first = [("email", CLAIRE), ("password", PASSWORD)];
    let before = session_cookie(&here.post("/sign-in", &first).await).unwrap();
    let offer = [("action", "offer"), ("password", PASSWORD)];
    here.post("/account/factor", &offer).await;
    let phone = Authenticator::from(&text(here.get("/account/factor").await).await);
    // Nobody reads it in another session, by page or by function, nor confirms it there.
    for path in ["/account/factor", "/account"] {
        let page = text(there.get(path).await).await;
        assert!(!page.contains("otpauth"), "{path}");
    }
    let access: Value = there
        .call("my-access", json!({}))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(access["factor"]["offered"], Value::Null);
    let now = phone.code(&app);
    let confirm = [("action", "confirm"), ("code", &*now)];
    assert_eq!(there.post("/account/factor", &confirm).await.status(), 404);
    assert!(access["factor"]["since"].is_null());
    let done = here.post("/account/factor", &confirm).await;
    let after = session_cookie(&done).expect("the token changes");
    assert_ne!(before, after);
    assert_eq!(recovery_codes(&text(done).await).len(), 10);
    assert_eq!(with_cookie(&app, &before, "/tickets").await, 303);
    assert!(is_in(&here).await, "the browser goes on");
    assert!(!is_in(&there).await, "every other session ends");
    // At the door, too: of two who gave the password each confirms their own.
    let settings = guichet_domain::directory::settings::Settings {
        second_factor: [Role::User].into(),
        ..app.desk.directory().await.unwrap().settings.clone()
    };
    app.desk.set_up(Entry::Settings(settings)).await.unwrap();
    let (one, two) = (app.browser(), app.browser());
    password(&one, BRUNO).await;
    let theirs = Authenticator::from(&text(one.get("/sign-in/enrol").await).await);
    password(&two, BRUNO).await;
    let theirs = theirs.code(&app);
    for browser in [&one, &two] {
        browser.post("/sign-in/enrol", &[("code", &theirs)]).await;
        assert!(!is_in(browser).await);
    }
}

async fn another_password_or_factor_ends_every_other_session(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let new = "sept canards bleus sous la pluie";
    let (here, there) = (app.browser(), app.signed_in(CLAIRE).await);
    let first = [("email", CLAIRE), ("password", PASSWORD)];
    let before = session_cookie(&here.post("/sign-in", &first).await).unwrap();
    let open = stream(&there).await;
    let change = [("old", PASSWORD), ("new", new), ("repeat", new)];
    let done = here.post("/account", &change).await;
    assert_ne!(session_cookie(&done).expect("another token"), before);
    assert!(ends(open).await);
    assert!(is_in(&here).await && !is_in(&there).await);
    assert_eq!(with_cookie(&app, &before, "/tickets").await, 303);

    let bruno = app.signed_in(BRUNO).await;
    enrolled(&app, &bruno).await;
    let other = app.browser();
    password(&other, BRUNO).await;
    let remove = [("action", "remove"), ("password", PASSWORD)];
    let answer = bruno.post("/account/factor", &remove).await;
    assert_eq!(goes_to(&answer), "/account?done=factor-removed");
    assert!(is_in(&bruno).await);
    let to = goes_to(&other.get("/sign-in/code").await);
    assert_eq!(
        to, "/sign-in?done=expired",
        "who was half way in is so no more"
    );
}

async fn administrators_see_and_end_the_sessions_of_others(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let (one, two) = (app.signed_in(CLAIRE).await, app.signed_in(CLAIRE).await);
    let (bruno, admin) = (app.signed_in(BRUNO).await, app.signed_in(ADMIN).await);
    let path = "/admin/people/1/sessions";
    for (browser, status) in [
        (&bruno, 403),
        (&two, 403),
        (&app.signed_in(NADIA).await, 403),
    ] {
        for session in ["all", "0"] {
            let answer = browser.post(path, &[("session", session)]).await;
            assert_eq!(answer.status(), status);
        }
    }
    let page = text(admin.get("/admin/people/1").await).await;
    assert_eq!(page.matches("=\"Fermer la session ").count(), 2, "{page}");
    let mine = sessions(&one).await;
    let mine = mine.iter().find(|session| session["current"] == true);
    let id = mine.unwrap()["id"].as_str().unwrap().to_owned();
    // Not under another's name.
    admin
        .post("/admin/people/2/sessions", &[("session", &id)])
        .await;
    admin
        .post("/admin/people/x/sessions", &[("session", "all")])
        .await;
    assert!(is_in(&one).await && is_in(&bruno).await);
    let open = stream(&one).await;
    let answer = admin.post(path, &[("session", &id)]).await;
    assert_eq!(goes_to(&answer), "/admin/people/1");
    assert!(ends(open).await);
    assert!(!is_in(&one).await && is_in(&two).await);
    admin.post(path, &[("session", "all")]).await;
    assert!(!is_in(&two).await && is_in(&bruno).await);
    let audit = text(admin.get("/admin/audit?topic=sign-ins").await).await;
    for said in [
        "Agnès Robert a mis fin à une session de Claire Dubois.",
        "Agnès Robert a mis fin à 1 session de Claire Dubois.",
    ] {
        assert!(audit.contains(said), "{said}: {audit}");
    }
}

async fn of_many_sessions_the_oldest_ends(database: Option<String>) {
    let app = spawn_on(database, |config| config.limits.sessions_per_account = 3).await;
    let bruno = app.signed_in(BRUNO).await;
    let mut all = Vec::new();
    // At one instant: the first of them is the oldest still.
    for _ in 0..4 {
        all.push(app.signed_in(CLAIRE).await);
    }
    let mut stay = Vec::new();
    for browser in &all {
        stay.push(is_in(browser).await);
    }
    assert_eq!(stay, [false, true, true, true]);
    // Used a moment ago is not old.
    app.clock.advance(HOUR);
    assert!(is_in(&all[1]).await);
    app.signed_in(CLAIRE).await;
    assert!(is_in(&all[1]).await && !is_in(&all[2]).await);
    assert!(is_in(&bruno).await);
}

async fn staff_who_leave_are_signed_out_and_streams_do_not_keep_them(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let (nadia, rose) = (app.signed_in(NADIA).await, app.signed_in(ROSE).await);
    let (admin, claire) = (app.signed_in(ADMIN).await, app.signed_in(CLAIRE).await);
    for _ in 0..7 {
        app.clock.advance(HOUR);
        // A page that is left open asks by itself.
        drop(stream(&nadia).await);
        for (function, body) in [
            ("catch-up", json!({"cursor": "x"})),
            ("notifications", json!({"after": null})),
            ("look-at-article", json!({"id": 1})),
            ("look-at-ticket", json!({"id": 1})),
            ("groups", json!({})),
        ] {
            assert_eq!(nadia.call(function, body).await.status(), 200, "{function}");
        }
        assert_eq!(rose.get("/desk").await.status(), 200);
    }
    app.clock.advance(HOUR - 1);
    assert!(is_in(&rose).await);
    app.clock.advance(1);
    assert!(!is_in(&nadia).await, "nobody sat there for eight hours");
    assert!(!is_in(&admin).await);
    let live = nadia.client.get(format!("{}/live", app.url)).send().await;
    assert_eq!(live.unwrap().status(), 401);
    assert!(is_in(&rose).await, "she works");
    assert!(is_in(&claire).await, "users stay");
    app.clock.advance(13 * DAY);
    assert!(is_in(&claire).await);
    app.clock.advance(DAY);
    assert!(
        !is_in(&claire).await,
        "nobody stays for more than fourteen days"
    );
}

#[tokio::test]
async fn how_long_staff_may_leave_is_a_setting() {
    let app = spawn_with(|config| config.limits.idle_hours = 1).await;
    let nadia = app.signed_in(NADIA).await;
    app.clock.advance(HOUR - 1);
    assert!(is_in(&nadia).await);
    app.clock.advance(HOUR);
    assert!(!is_in(&nadia).await);
}
