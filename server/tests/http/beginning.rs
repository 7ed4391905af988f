//! What a new desk begins with: its administrators sign in with a second factor. One that was there
//! before, and the demonstration, ask for none.

use crate::databases::on_both;
use guichet_desk::{Desk, Missing, Options, RandomIds, SignIn, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::actor::Role;
use std::sync::Arc;

on_both!(
    the_first_administrator_sets_a_second_factor_up,
    a_desk_that_was_there_keeps_its_settings,
    the_demonstration_asks_for_none,
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
