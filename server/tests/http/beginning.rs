//! What a new desk begins with: its administrators sign in with a second factor, and are led to what
//! it still lacks. One that was there before, and the demonstration, ask for no factor.

use crate::app::{ADMIN, App, Browser, CLAIRE, NADIA, spawn_app, spawn_bare};
use crate::authenticator::{goes_to, text};
use crate::databases::on_both;
use guichet_desk::{Desk, Missing, Options, RandomIds, SignIn, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::actor::Role;
use serde_json::{Value, json};
use std::sync::Arc;

on_both!(
    the_first_administrator_sets_a_second_factor_up,
    a_desk_that_was_there_keeps_its_settings,
    the_demonstration_asks_for_none,
    administrators_of_an_empty_desk_are_led_to_what_it_lacks,
    the_starting_set_is_offered_until_it_is_there,
    an_empty_catalogue_is_no_dead_end,
);

const EMAIL: &str = "anne@exemple.fr";
const PASSWORD: &str = "quatre pommes vertes au marché";

async fn empty(database: Option<String>, folder: &tempfile::TempDir) -> Desk {
    let file = format!("sqlite:{}", folder.path().join("guichet.db").display());
    let options = Options {
        database: database.unwrap_or(file),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    };
    Desk::open(options).await.unwrap()
}

async fn demanded(desk: &Desk) -> Vec<Role> {
    let settings = &desk.directory().await.unwrap().settings;
    settings.second_factor.iter().copied().collect()
}

async fn the_first_administrator_sets_a_second_factor_up(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(database, &folder).await;
    let secret = desk.offer_setup();
    desk.first_administrator(&secret, "Anne Aubry", EMAIL, PASSWORD)
        .await
        .unwrap();
    assert_eq!(demanded(&desk).await, [Role::Administrator]);
    let signed_in = desk.sign_in(EMAIL, PASSWORD, None).await.unwrap();
    let SignIn::Pending(pending, Missing::Factor) = signed_in else {
        panic!("the password alone opens the desk");
    };
    let enrolment = desk.pending_enrolment(&pending).await.unwrap();
    assert!(enrolment.uri.starts_with("otpauth://"));
    // What they decide later stays.
    let none = Settings::default();
    desk.set_up(Entry::Settings(none)).await.unwrap();
    desk.begin().await.unwrap();
    assert_eq!(demanded(&desk).await, []);
}

async fn a_desk_that_was_there_keeps_its_settings(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(database, &folder).await;
    let person = Person {
        name: "Anne Aubry".into(),
        email: Some(EMAIL.into()),
        role: Role::Administrator,
        active: true,
        ..Person::default()
    };
    let id = desk.set_up(Entry::Person(person)).await.unwrap();
    let id = guichet_domain::PersonId(id);
    desk.set_password(id, PASSWORD).await.unwrap();
    desk.begin().await.unwrap();
    assert_eq!(demanded(&desk).await, []);
    let signed_in = desk.sign_in(EMAIL, PASSWORD, None).await.unwrap();
    assert!(matches!(signed_in, SignIn::In(..)), "{signed_in:?}");
}

async fn the_demonstration_asks_for_none(database: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let desk = empty(database, &folder).await;
    let demo = guichet_intake::demo::load(&desk, 3, |_| {}).await.unwrap();
    desk.begin().await.unwrap();
    assert_eq!(demanded(&desk).await, []);
    for account in &demo.accounts {
        let signed_in = desk.sign_in(&account.email, demo.password, None).await;
        assert!(
            matches!(signed_in.unwrap(), SignIn::In(..)),
            "{}",
            account.email
        );
    }
}

/// Where somebody lands who signs in, on their way to `next` or nowhere.
async fn landing(app: &App, email: &str, next: &str) -> String {
    let form = [("email", email), ("password", PASSWORD), ("next", next)];
    goes_to(&app.browser().post("/sign-in", &form).await)
}

async fn administrators_of_an_empty_desk_are_led_to_what_it_lacks(database: Option<String>) {
    let app = spawn_bare(database).await;
    assert_eq!(landing(&app, ADMIN, "").await, "/admin/start");
    assert_eq!(landing(&app, ADMIN, "/account").await, "/account");
    assert_eq!(landing(&app, NADIA, "").await, "/desk");
    assert_eq!(landing(&app, CLAIRE, "").await, "/");
    let admin = app.signed_in(ADMIN).await;
    let first = text(admin.get("/admin").await).await;
    assert!(first.contains("La mise en place n’est pas terminée"));
    let page = text(admin.get("/admin/start").await).await;
    for said in [
        "Il n’y a aucun service.",
        "Le catalogue est vide.",
        "Aucune boîte n’est relevée",
        "Personne n’a de responsable hiérarchique",
        "11 jours fériés.",
        "3 techniciens, administrateurs compris.",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for email in [CLAIRE, NADIA] {
        let browser = app.signed_in(email).await;
        assert_eq!(browser.get("/admin/start").await.status(), 403, "{email}");
    }
}

async fn add(browser: &Browser, n: u32) -> String {
    let id = format!("00000000-0000-4000-8000-0000000006{n:02}");
    let answer = browser.call("add-starting-set", json!({"id": id})).await;
    text(answer).await
}

async fn the_starting_set_is_offered_until_it_is_there(database: Option<String>) {
    let app = spawn_bare(database).await;
    let admin = app.signed_in(ADMIN).await;
    let offered = "Partir d’un jeu de base";
    let page = text(admin.get("/admin/start").await).await;
    assert!(page.contains(offered));
    let added = add(&admin, 1).await;
    assert!(added.contains("Ok"), "{added}");
    assert_eq!(add(&admin, 1).await, added, "the same command again");
    let refused = add(&admin, 2).await;
    assert!(refused.contains("already_begun"), "{refused}");
    let page = text(admin.get("/admin/start").await).await;
    assert!(!page.contains(offered));
    assert!(page.contains("7 services.") && page.contains("5 articles."));
    assert_eq!(landing(&app, ADMIN, "").await, "/desk");
    let first = text(admin.get("/admin").await).await;
    assert!(!first.contains("La mise en place n’est pas terminée"));
    // Who did it, and from where, as of whatever an administrator saves.
    let page: Value = admin
        .call("audit", json!({"query": {"topic": "catalogue"}}))
        .await
        .json()
        .await
        .unwrap();
    let lines = page["lines"].as_array().unwrap();
    assert!(lines.len() > 30, "{}", lines.len());
    for line in lines {
        assert_eq!(line["by"][0], json!(5), "{line}");
        assert_eq!(line["client"]["address"], "127.0.0.1", "{line}");
        assert_eq!(line["what"]["saved"]["new"], json!(true), "{line}");
    }
}

async fn an_empty_catalogue_is_no_dead_end(database: Option<String>) {
    let app = spawn_bare(database).await;
    let (claire, admin) = (app.signed_in(CLAIRE).await, app.signed_in(ADMIN).await);
    let within = |page: &str| {
        let (_, main) = page.split_once("<main").unwrap();
        main.split_once("</main>").unwrap().0.to_owned()
    };
    let catalogue = within(&text(claire.get("/request").await).await);
    assert!(catalogue.contains("href=\"/report\""), "{catalogue}");
    assert!(!catalogue.contains("/admin"), "{catalogue}");
    let catalogue = within(&text(admin.get("/request").await).await);
    assert!(catalogue.contains("href=\"/admin/start\""), "{catalogue}");
    let home = within(&text(claire.get("/").await).await);
    assert!(!home.contains("href=\"/request\""), "{home}");
    let nadia = app.signed_in(NADIA).await;
    let call = within(&text(nadia.get("/call").await).await);
    assert!(call.contains("Le catalogue est vide") && !call.contains("/admin/start"));
    let call = within(&text(admin.get("/call").await).await);
    assert!(call.contains("href=\"/admin/start\""));
    // Where there is one, nothing is said of it.
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let home = within(&text(claire.get("/").await).await);
    assert!(home.contains("href=\"/request\""), "{home}");
}

/// Taken from the program's own table of addresses, and from the tabs: whatever has a page of its
/// own has a card on the first one.
#[tokio::test]
async fn the_first_page_of_the_administration_leads_to_every_other() {
    let app = spawn_app().await;
    let admin = app.signed_in(ADMIN).await;
    let page = text(admin.get("/admin").await).await;
    let (before, cards) = page.split_once("class=\"catalogue sections\"").unwrap();
    let (cards, _) = cards.split_once("</main>").unwrap();
    let (_, tabs) = before.split_once("class=\"tabs-nav\"").unwrap();
    let (tabs, _) = tabs.split_once("</nav>").unwrap();
    let led: Vec<&str> = tabs
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(led.len() >= 12, "{led:?}");
    let listed = guichet_server::routes::listed();
    let pages = listed
        .iter()
        .map(String::as_str)
        .filter(|path| path.starts_with("/admin/") && !path.contains('{'));
    let others = ["/admin/people/import", "/disruptions"];
    for path in pages.chain(led).chain(others) {
        assert!(cards.contains(&format!("href=\"{path}\"")), "{path}");
        assert_eq!(admin.get(path).await.status(), 200, "{path}");
    }
    let purposes = cards.matches("<p>").count();
    assert_eq!(
        cards.matches("<h2>").count(),
        purposes,
        "each says what for"
    );
}
