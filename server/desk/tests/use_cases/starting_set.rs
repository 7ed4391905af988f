//! The starting set: added once and whole, by administrators, in both languages.

use crate::databases::{Databases, on_both};
use crate::house::*;
use guichet_desk::{Caller, DeskError, MailComesIn, MailGoesOut};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::beginning::{Beginning, Lack, Step};
use guichet_domain::directory::catalogue::FieldKind;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::team::Team;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit_page::{AuditQuery, Audited};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::{PersonId, ServiceId, TeamId};
use std::sync::Arc;

on_both!(
    it_is_added_once_and_whole,
    the_same_command_twice_adds_it_once,
    only_administrators_add_it,
    what_is_there_already_stands_against_it,
    it_goes_to_the_team_where_tickets_begin,
    the_steps_say_what_is_lacking_then,
    it_is_in_the_audit_log,
);

const ADMIN: Caller = Caller {
    person: PersonId(9),
};

async fn with_administrator(db: &Databases) -> House {
    let house = House::build(db).await;
    let person = Person {
        id: ADMIN.person,
        name: "Agnès".into(),
        email: Some("agnes@exemple.fr".into()),
        role: Role::Administrator,
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(person)).await.unwrap();
    house
}

async fn add(house: &House) -> Result<(), DeskError> {
    let id = house.desk.new_command();
    house.desk.add_starting_set(ADMIN, id).await.map(drop)
}

async fn directory(house: &House) -> Arc<Directory> {
    house.desk.directory().await.unwrap()
}

async fn it_is_added_once_and_whole(db: Databases) {
    let house = with_administrator(&db).await;
    let id = house.desk.new_command();
    let added = house.desk.add_starting_set(ADMIN, id).await.unwrap();
    let there = directory(&house).await;
    let names = |labels: Vec<&Label>| labels.into_iter().cloned().collect::<Vec<Label>>();
    let services = names(there.services.values().map(|one| &one.name).collect());
    let items = names(there.items.values().map(|one| &one.name).collect());
    assert_eq!(
        (services, there.categories.len(), items),
        (added.services, added.categories, added.items)
    );
    assert!(there.services.len() >= 7 && there.items.len() >= 5);
    for service in there.services.values() {
        let mut below = there.categories.values();
        assert!(below.any(|category| category.service == service.id && category.active));
        assert!(service.active && !service.restricted, "{service:?}");
    }
    for item in there.items.values() {
        // Nobody is named who a new desk does not have.
        let named = matches!(item.approval, ApprovalPolicy::People { .. });
        assert!(item.active && !named, "{item:?}");
        let mut labels = vec![&item.name, &item.description];
        for field in &item.fields {
            labels.push(&field.label);
            if let FieldKind::Choice { choices } = &field.kind {
                labels.extend(choices);
            }
        }
        let is_said = |label: &&Label| !label.fr.is_empty() && !label.en.is_empty();
        assert!(labels.iter().all(is_said), "{item:?}");
    }
    // Another time it is refused, and nothing is there twice.
    let again = add(&house).await;
    assert!(
        matches!(again, Err(DeskError::Refused(Refusal::AlreadyBegun))),
        "{again:?}"
    );
    assert_eq!(directory(&house).await, there);
}

async fn the_same_command_twice_adds_it_once(db: Databases) {
    let house = with_administrator(&db).await;
    let id = house.desk.new_command();
    let first = house.desk.add_starting_set(ADMIN, id).await.unwrap();
    let there = directory(&house).await;
    let second = house.desk.add_starting_set(ADMIN, id).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(directory(&house).await, there);
}

async fn only_administrators_add_it(db: Databases) {
    let house = with_administrator(&db).await;
    for person in [CLAIRE, NADIA] {
        let (caller, id) = (Caller { person }, house.desk.new_command());
        let refused = house.desk.add_starting_set(caller, id).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)), "{refused:?}");
        let (comes_in, goes_out) = (MailComesIn(true), MailGoesOut(true));
        let read = house.desk.beginning(caller, comes_in, goes_out).await;
        assert!(matches!(read, Err(DeskError::Forbidden)), "{read:?}");
        assert!(!house.desk.is_to_begin(caller).await.unwrap());
    }
    assert!(directory(&house).await.services.is_empty());
}

async fn what_is_there_already_stands_against_it(db: Databases) {
    let house = with_administrator(&db).await;
    let service = Service {
        id: ServiceId(0),
        name: Label::new("Word", "Word"),
        team: TeamId(1),
        // Nor may what is not offered any more come back beside it.
        active: false,
        ..Service::default()
    };
    house.desk.set_up(Entry::Service(service)).await.unwrap();
    let there = directory(&house).await;
    let refused = add(&house).await;
    assert!(
        matches!(refused, Err(DeskError::Refused(Refusal::AlreadyBegun))),
        "{refused:?}"
    );
    assert_eq!(directory(&house).await, there);
}

async fn it_goes_to_the_team_where_tickets_begin(db: Databases) {
    let house = with_administrator(&db).await;
    let team = Team {
        name: Label::new("Accueil", "Front desk"),
        active: true,
        ..Team::default()
    };
    let second = TeamId(house.desk.set_up(Entry::Team(team)).await.unwrap());
    let settings = Settings {
        first_team: second,
        ..Settings::default()
    };
    house.desk.set_up(Entry::Settings(settings)).await.unwrap();
    add(&house).await.unwrap();
    let there = directory(&house).await;
    assert!(there.services.values().all(|one| one.team == second));
    assert!(there.items.values().all(|one| one.team == second));
}

async fn the_steps_say_what_is_lacking_then(db: Databases) {
    let house = with_administrator(&db).await;
    let read = async || {
        let (comes_in, goes_out) = (MailComesIn(false), MailGoesOut(true));
        let read = house.desk.beginning(ADMIN, comes_in, goes_out).await;
        read.unwrap()
    };
    let before = read().await;
    let lacking = |step, of: &Beginning| {
        let mut steps = of.steps.iter();
        steps.find(|one| one.step == step).unwrap().lacks.clone()
    };
    assert_eq!(lacking(Step::Services, &before), [Lack::NoService]);
    assert_eq!(lacking(Step::Catalogue, &before), [Lack::NoItem]);
    assert_eq!(lacking(Step::Mail, &before), [Lack::NoMailIn]);
    // Agnès has no password yet; the others have.
    assert_eq!(lacking(Step::Invitations, &before), [Lack::Uninvited(1)]);
    assert!(house.desk.is_to_begin(ADMIN).await.unwrap());
    let offered = before.set.clone().unwrap();
    let id = house.desk.new_command();
    let added = house.desk.add_starting_set(ADMIN, id).await.unwrap();
    assert_eq!(added, offered, "what was shown is what is done");
    let after = read().await;
    assert!(lacking(Step::Services, &after).is_empty());
    assert!(lacking(Step::Catalogue, &after).is_empty());
    assert_eq!(after.set, None);
    assert!(!house.desk.is_to_begin(ADMIN).await.unwrap());
}

async fn it_is_in_the_audit_log(db: Databases) {
    let house = with_administrator(&db).await;
    add(&house).await.unwrap();
    let page = house.desk.audit(ADMIN, AuditQuery::default()).await;
    let lines = page.unwrap().lines;
    let newest = lines.first().unwrap();
    assert_eq!(newest.by.as_ref().unwrap().0, ADMIN.person);
    let Audited::Saved(saved) = &newest.what else {
        panic!("{newest:?}");
    };
    assert!(saved.new && saved.kind == "item", "{saved:?}");
}
