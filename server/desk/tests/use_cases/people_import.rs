//! People from a file: added, changed, left alone, and told apart from what is wrong.

use crate::databases::{Databases, on_both};
use crate::house::*;
use guichet_desk::{AccountEmail, Caller, DeskError};
use guichet_domain::PersonId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::people_import::{
    PeopleImport, PersonChange, PersonLine, UnreadablePeople,
};
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::kernel::time::DAY;
use std::collections::BTreeSet;

on_both!(
    files_that_failed_elsewhere_are_taken,
    everything_of_a_person_comes_with_them,
    a_second_time_changes_nothing_and_another_file_what_it_names,
    what_is_wrong_leaves_the_rest_alone,
    only_administrators_import,
    whoever_was_imported_is_invited_and_helps_themselves,
);

const ADMIN: PersonId = PersonId(9);

async fn with_administrator(db: &Databases) -> House {
    let house = House::build(db).await;
    let person = Person {
        id: ADMIN,
        name: "Agnès".into(),
        email: Some("agnes@exemple.fr".into()),
        role: Role::Administrator,
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(person)).await.unwrap();
    house
}

async fn import(house: &House, file: &[u8], create: bool) -> PeopleImport {
    let admin = Some(Caller { person: ADMIN });
    let seen = house.desk.preview_people(admin, file.to_vec(), create);
    let seen = seen.await.unwrap().unwrap();
    let before = house.desk.directory().await.unwrap();
    let done = house.desk.import_people(admin, file.to_vec(), create);
    let done = done.await.unwrap().unwrap();
    assert_eq!(seen, done, "what was shown is what is done");
    let tally = done.tally();
    let after = house.desk.directory().await.unwrap();
    assert_eq!(after.people.len(), before.people.len() + tally.added);
    done
}

async fn person(house: &House, email: &str) -> Person {
    let directory = house.desk.directory().await.unwrap();
    directory.person_by_email(email).unwrap().clone()
}

fn changes(done: &PeopleImport) -> Vec<(u64, &PersonChange)> {
    let lines = done.lines.iter();
    lines
        .map(|PersonLine { line, change, .. }| (*line, change))
        .collect()
}

async fn files_that_failed_elsewhere_are_taken(db: Databases) {
    let house = with_administrator(&db).await;
    let done = import(&house, include_bytes!("people/people-semicolon.csv"), false).await;
    assert_eq!(changes(&done), [(2, &PersonChange::Added)]);
    assert_eq!(
        person(&house, "ana.lopez@exemple.fr").await.name,
        "Ana Lopez"
    );
    let done = import(
        &house,
        include_bytes!("people/people-capital-header.csv"),
        false,
    )
    .await;
    assert_eq!(
        changes(&done),
        [(2, &PersonChange::Added), (3, &PersonChange::Twice(2))]
    );
    assert_eq!(person(&house, "cas.maj@exemple.fr").await.name, "Cas Maj");
    let done = import(
        &house,
        include_bytes!("people/people-line-number.csv"),
        false,
    )
    .await;
    assert_eq!(changes(&done)[0], (4, &PersonChange::Added));
    let (line, PersonChange::Wrong(errors)) = changes(&done)[1] else {
        panic!("{done:?}");
    };
    assert_eq!(
        (line, errors[0].field, errors[0].problem),
        (6, Field::Email, Problem::Invalid)
    );
    assert_eq!(person(&house, "multi@exemple.fr").await.name, "Multi Ligne");
}

async fn everything_of_a_person_comes_with_them(db: Databases) {
    let house = with_administrator(&db).await;
    let file = "Prénom\tNom\tAdresse e-mail\tRôle\tÉquipe\tEntité\tResponsable\tTéléphone\tSite\tPoste\tLangue\n\
        Ana\tLópez\tana@exemple.fr\tTechnicien\tPoste de travail\tÉtudes\tzoe@exemple.fr\t01 23\tLyon\tPC-7\tanglais\n\
        Zoé\tNoël\tzoe@exemple.fr\t\t\tétudes\t\t\t\t\tfr\n";
    let done = import(&house, file.as_bytes(), true).await;
    assert_eq!(done.tally().added, 2, "{done:?}");
    assert_eq!(
        done.new_departments,
        ["Études"],
        "once, however it is spelled"
    );
    let (ana, zoe) = (
        person(&house, "ana@exemple.fr").await,
        person(&house, "zoe@exemple.fr").await,
    );
    let directory = house.desk.directory().await.unwrap();
    assert_eq!(
        directory.departments[&ana.department.unwrap()].name.fr,
        "Études"
    );
    assert_eq!(ana.department, zoe.department);
    assert_eq!(
        (ana.role, ana.teams.len(), ana.manager),
        (Role::Agent, 1, Some(zoe.id))
    );
    assert_eq!(ana.language, Some(Language::En));
    assert_eq!(
        [ana.telephone, ana.place, ana.computer].map(Option::unwrap),
        ["01 23", "Lyon", "PC-7"]
    );
    assert_eq!((zoe.role, zoe.manager), (Role::User, None));
}

async fn a_second_time_changes_nothing_and_another_file_what_it_names(db: Databases) {
    let house = with_administrator(&db).await;
    let file = b"email,name,phone,manager\nana@exemple.fr,Ana,01,claire@exemple.fr\n";
    assert_eq!(import(&house, file, false).await.tally().added, 1);
    assert_eq!(import(&house, file, false).await.tally().same, 1);
    // An empty cell, and a column that is not there, change nothing.
    let other = b"E-Mail;Nom;Tel;Lieu\nANA@exemple.fr;Ana L.;;Paris\n";
    let done = import(&house, other, false).await;
    assert_eq!(
        changes(&done),
        [(2, &PersonChange::Changed(vec![Field::Name, Field::Place]))]
    );
    let ana = person(&house, "ana@exemple.fr").await;
    assert_eq!(
        (ana.name.as_str(), ana.telephone.as_deref()),
        ("Ana L.", Some("01"))
    );
    assert!(ana.manager.is_some());
}

async fn what_is_wrong_leaves_the_rest_alone(db: Databases) {
    let house = with_administrator(&db).await;
    let department = Department {
        name: Label::new("Ventes", "Sales"),
        ..Department::default()
    };
    house
        .desk
        .set_up(Entry::Department(department))
        .await
        .unwrap();
    let file = "email,name,role,team,department,manager,language,shoe\n\
        ok@exemple.fr,Ok,,,sales,,,42\n\
        ,Sans adresse,,,,,,\n\
        sansnom@exemple.fr,,,,,,,\n\
        roi@exemple.fr,Roi,king,Nulle part,Ailleurs,personne@exemple.fr,klingon,\n\
        seul@exemple.fr,Seul,,,,seul@exemple.fr,,\n";
    let done = import(&house, file.as_bytes(), false).await;
    let wrong = |change: &PersonChange| match change {
        PersonChange::Wrong(errors) => errors.iter().map(|error| error.field).collect(),
        _ => Vec::new(),
    };
    let fields: Vec<Vec<Field>> = done.lines.iter().map(|line| wrong(&line.change)).collect();
    assert_eq!(
        fields,
        [
            vec![],
            vec![Field::Email],
            vec![Field::Name],
            vec![Field::Role, Field::Team, Field::Department, Field::Language],
            vec![Field::Manager],
        ]
    );
    assert_eq!((done.tally().added, done.tally().wrong), (1, 4));
    assert_eq!(
        (done.unknown_columns, done.new_departments),
        (vec!["shoe".into()], vec!["Ailleurs".into()])
    );
    let directory = house.desk.directory().await.unwrap();
    let ok = directory.person_by_email("ok@exemple.fr").unwrap();
    assert_eq!(
        directory.departments[&ok.department.unwrap()].name.en,
        "Sales"
    );
    assert!(directory.person_by_email("seul@exemple.fr").is_none());
    // The last administrator stays one.
    let admin = directory.people[&ADMIN].email.clone().unwrap();
    let file = format!("email,name,role\n{admin},Agnès,user\n");
    let done = import(&house, file.as_bytes(), false).await;
    assert_eq!(done.tally().wrong, 1);
}

async fn only_administrators_import(db: Databases) {
    let house = with_administrator(&db).await;
    let file = b"email,name\nx@exemple.fr,X\n".to_vec();
    for person in [CLAIRE, NADIA] {
        let caller = Some(Caller { person });
        let seen = house.desk.preview_people(caller, file.clone(), false).await;
        assert!(matches!(seen, Err(DeskError::Forbidden)));
        let done = house.desk.import_people(caller, file.clone(), false).await;
        assert!(matches!(done, Err(DeskError::Forbidden)));
    }
    let nothing = house.desk.import_people(None, b"rien".to_vec(), true).await;
    assert_eq!(nothing.unwrap(), Err(UnreadablePeople::Columns));
}

async fn whoever_was_imported_is_invited_and_helps_themselves(db: Databases) {
    let house = with_administrator(&db).await;
    let admin = Caller { person: ADMIN };
    let posted = async || {
        let emails = house.desk.take_emails(100).await.unwrap();
        for email in &emails {
            house.desk.email_sent(&email.outbound.key).await.unwrap();
        }
        let kinds = emails.into_iter();
        let kinds = kinds.map(|email| (email.outbound.kind, email.outbound.person));
        kinds.collect::<Vec<_>>()
    };
    import(
        &house,
        b"email,name\nana@exemple.fr,Ana\nzoe@exemple.fr,Zoe\n",
        false,
    )
    .await;
    let (ana, zoe) = (
        person(&house, "ana@exemple.fr").await,
        person(&house, "zoe@exemple.fr").await,
    );
    // The administrator of this desk has no password either.
    assert_eq!(house.desk.uninvited(admin).await.unwrap(), 3);
    for times in 0..2 {
        assert_eq!(
            house.desk.invite_all(admin).await.unwrap(),
            3,
            "again: {times}"
        );
        let invited: BTreeSet<PersonId> = posted().await.into_iter().map(|(_, who)| who).collect();
        assert_eq!(invited, [ADMIN, ana.id, zoe.id].into());
    }
    for somebody in [CLAIRE, NADIA] {
        let caller = Caller { person: somebody };
        assert!(matches!(
            house.desk.invite_all(caller).await,
            Err(DeskError::Forbidden)
        ));
        assert!(matches!(
            house.desk.uninvited(caller).await,
            Err(DeskError::Forbidden)
        ));
    }
    // The link is good for a week, and works once.
    let link = house
        .desk
        .account_link(AccountEmail::Invitation, ana.id, "ana@exemple.fr");
    let link = link.await.unwrap().unwrap();
    house.clock.advance(7 * DAY - 1);
    house
        .desk
        .choose_password(&link, "une phrase assez longue")
        .await
        .unwrap();
    assert_eq!(house.desk.uninvited(admin).await.unwrap(), 2);
    let late = house
        .desk
        .account_link(AccountEmail::Invitation, zoe.id, "zoe@exemple.fr");
    let late = late.await.unwrap().unwrap();
    house.clock.advance(7 * DAY);
    assert!(house.desk.link(&late).await.is_err());
    // "Forgotten password" sends the one a new password, the other a first one.
    for (email, who, kind) in [
        ("ana@exemple.fr", ana.id, "password_reset"),
        ("zoe@exemple.fr", zoe.id, "invitation"),
    ] {
        house.desk.ask_for_reset(email).await.unwrap();
        assert_eq!(posted().await, [(kind.to_owned(), who)]);
    }
    // Whom the desk knows from a message alone gets nothing.
    let stranger = Person {
        name: "Paul".into(),
        email: Some("paul@ailleurs.fr".into()),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(stranger)).await.unwrap();
    house.desk.ask_for_reset("paul@ailleurs.fr").await.unwrap();
    assert_eq!(posted().await, []);
}
