//! Articles are written, published, read and found; what is not for somebody is not there for them.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::language::Language::{En, Fr};
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::command::{ArticleCommand, NewArticle, TextChange};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::event::About;
use guichet_domain::knowledge::page::{ArticleCommandEnvelope, ArticleLine, ArticlePage};
use guichet_domain::knowledge::view::SeenArticle;
use guichet_domain::{ArticleId, CommandId, PersonId, ServiceId, TeamId};
use std::collections::BTreeMap;

on_both!(
    an_article_from_the_first_word_to_whoever_looks_for_it,
    what_is_not_for_somebody_is_not_there,
    a_command_sent_twice_is_carried_out_once,
    what_was_removed_is_found_no_more,
    a_team_finds_its_own_among_the_others,
);

pub const LEAD: PersonId = PersonId(3);
/// An agent of the team that pays, whose service is restricted to it.
pub const PAUL: PersonId = PersonId(4);
pub const PAYROLL: ServiceId = ServiceId(1);

pub async fn house(db: &Databases) -> House {
    let house = House::build(db).await;
    let pay = Team {
        id: TeamId(2),
        name: Label::new("Paie", "Payroll"),
        active: true,
    };
    house.desk.set_up(Entry::Team(pay)).await.unwrap();
    for (id, name, role, team) in [
        (LEAD, "lea", Role::TeamLead, 1),
        (PAUL, "paul", Role::TeamLead, 2),
    ] {
        let person = Person {
            id,
            name: name.into(),
            email: Some(format!("{name}@exemple.fr")),
            role,
            teams: [TeamId(team)].into(),
            active: true,
            ..Person::default()
        };
        house.desk.set_up(Entry::Person(person)).await.unwrap();
    }
    let service = Service {
        id: PAYROLL,
        name: Label::new("Paie", "Payroll"),
        team: TeamId(2),
        restricted: true,
        active: true,
        ..Service::default()
    };
    house.desk.set_up(Entry::Service(service)).await.unwrap();
    house
}

pub fn solution(readers: Readership, title: &str, fix: &str) -> NewArticle {
    let texts = [(Place::Title, title.into()), (Place::Fix, fix.into())];
    NewArticle {
        readers,
        texts: BTreeMap::from([(Fr, BTreeMap::from(texts))]),
        ..NewArticle::default()
    }
}

pub const fn caller(person: PersonId) -> Caller {
    Caller { person }
}

pub async fn written(house: &House, by: PersonId, new: NewArticle) -> ArticleId {
    let id = house.desk.new_command();
    house.desk.write_article(caller(by), id, new).await.unwrap()
}

pub async fn does(
    house: &House,
    by: PersonId,
    article: ArticleId,
    command: ArticleCommand,
) -> Result<(), DeskError> {
    let id = house.desk.new_command();
    let command = ArticleCommandEnvelope {
        id,
        article,
        command,
    };
    house.desk.change_article(caller(by), command).await
}

pub async fn page(
    house: &House,
    by: PersonId,
    article: ArticleId,
) -> Result<ArticlePage, DeskError> {
    house.desk.article_page(caller(by), article, "", Fr).await
}

pub async fn publish(house: &House, by: PersonId, article: ArticleId) {
    let SeenArticle::Whole(whole) = page(house, by, article).await.unwrap().article else {
        panic!("whoever publishes sees the draft");
    };
    let read = whole.draft.unwrap().at;
    let publish = ArticleCommand::Publish { read };
    does(house, by, article, publish).await.unwrap();
}

async fn finds(house: &House, by: PersonId, question: &str) -> Vec<ArticleId> {
    let page = house.desk.help_page(caller(by), question.into(), Fr);
    page.await
        .unwrap()
        .lines
        .iter()
        .map(|line| line.id)
        .collect()
}

async fn listed(house: &House, by: PersonId) -> Vec<ArticleLine> {
    let page = house.desk.help_page(caller(by), String::new(), Fr);
    page.await.unwrap().lines
}

async fn an_article_from_the_first_word_to_whoever_looks_for_it(db: Databases) {
    let house = house(&db).await;
    let new = solution(
        Readership::SignedIn,
        "Word se ferme tout seul",
        "Ouvrez **sans compléments**.",
    );
    let id = written(&house, NADIA, new).await;
    assert!(finds(&house, CLAIRE, "word se ferme").await.is_empty());
    assert!(matches!(
        page(&house, CLAIRE, id).await,
        Err(DeskError::NotFound)
    ));
    does(&house, NADIA, id, ArticleCommand::Submit)
        .await
        .unwrap();
    publish(&house, LEAD, id).await;

    // At once, however it is typed.
    assert_eq!(finds(&house, CLAIRE, "wrod se ferme qd jouvre").await, [id]);
    let seen = page(&house, CLAIRE, id).await.unwrap();
    let SeenArticle::Published(article) = &seen.article else {
        panic!("{seen:?}");
    };
    let fix = article.content.text(Fr, Place::Fix).unwrap();
    assert!(
        seen.texts[&fix]
            .html
            .contains("<strong>sans compléments</strong>")
    );
    // Who reads English gets what there is, and is told so.
    let english = house
        .desk
        .article_page(caller(CLAIRE), id, "", En)
        .await
        .unwrap();
    assert_eq!((english.language, seen.language), (Fr, Fr));

    // A change is a draft beside it, until it is published.
    let was = Some(fix);
    let change = TextChange {
        text: "Réparez Office.".into(),
        was,
    };
    let revise = ArticleCommand::Revise {
        texts: BTreeMap::from([(Fr, BTreeMap::from([(Place::Fix, change)]))]),
        readers: None,
        about: None,
    };
    does(&house, NADIA, id, revise.clone()).await.unwrap();
    assert!(finds(&house, CLAIRE, "réparez office").await.is_empty());
    publish(&house, LEAD, id).await;
    assert_eq!(finds(&house, CLAIRE, "réparez office").await, [id]);
    assert!(finds(&house, CLAIRE, "compléments ").await.is_empty());
    // The form that was open before does not undo it.
    let late = does(&house, NADIA, id, revise).await;
    assert!(matches!(
        late,
        Err(DeskError::Refused(Refusal::Conflict(_)))
    ));

    let reason = "Dépassé".into();
    does(&house, LEAD, id, ArticleCommand::Archive { reason })
        .await
        .unwrap();
    assert!(finds(&house, CLAIRE, "word se ferme").await.is_empty());
    let lines = listed(&house, NADIA).await;
    assert_eq!(
        lines[0].work.as_ref().unwrap().state,
        ArticleState::Archived
    );
    assert_eq!(listed(&house, CLAIRE).await, []);
}

async fn what_is_not_for_somebody_is_not_there(db: Databases) {
    let house = house(&db).await;
    let agents = written(
        &house,
        NADIA,
        solution(Readership::Agents, "Zinc", "Interne"),
    )
    .await;
    publish(&house, LEAD, agents).await;
    let mut new = solution(Readership::Everybody, "Zèbre", "Bulletin");
    new.about = About {
        service: Some(PAYROLL),
        ..About::default()
    };
    let pay = written(&house, PAUL, new).await;
    publish(&house, PAUL, pay).await;
    let open = written(
        &house,
        NADIA,
        solution(Readership::Everybody, "Zone", "Ouvert"),
    )
    .await;
    publish(&house, LEAD, open).await;
    let draft = written(
        &house,
        NADIA,
        solution(Readership::Everybody, "Zéro", "Bientôt"),
    )
    .await;

    // For each article who reads it: the user, the two agents of the desk, the one who pays.
    for (article, title, readers) in [
        (agents, "zinc", &[NADIA, LEAD, PAUL][..]),
        (pay, "zebre", &[PAUL]),
        (open, "zone", &[CLAIRE, NADIA, LEAD, PAUL]),
        (draft, "zero", &[NADIA, LEAD, PAUL]),
    ] {
        for who in [CLAIRE, NADIA, LEAD, PAUL] {
            let may = readers.contains(&who);
            match page(&house, who, article).await {
                Ok(_) => assert!(may, "{title} {who}"),
                Err(DeskError::NotFound) => assert!(!may, "{title} {who}"),
                Err(error) => panic!("{error}"),
            }
            let lines = listed(&house, who).await;
            assert_eq!(
                lines.iter().any(|line| line.id == article),
                may,
                "{title} {who}"
            );
            // What is not published is no answer to anybody.
            let is_found = finds(&house, who, title).await.contains(&article);
            assert_eq!(is_found, may && article != draft, "{title} {who}");
            let link = ArticleCommand::Unlink {
                ticket: guichet_domain::TicketId(1),
            };
            let refused = does(&house, who, article, link).await;
            assert_eq!(
                matches!(refused, Err(DeskError::NotFound)),
                !may,
                "{title} {who}"
            );
        }
    }
    // Nor is one that does not exist, which looks the same.
    assert!(matches!(
        page(&house, CLAIRE, ArticleId(99)).await,
        Err(DeskError::NotFound)
    ));
    let refused = house
        .desk
        .write_article(caller(CLAIRE), CommandId::default(), NewArticle::default())
        .await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
}

async fn a_command_sent_twice_is_carried_out_once(db: Databases) {
    let house = house(&db).await;
    let new = solution(Readership::SignedIn, "Wi-Fi", "Code à l’accueil");
    let id = house.desk.new_command();
    let write = |new: &NewArticle, by| house.desk.write_article(caller(by), id, new.clone());
    let article = write(&new, NADIA).await.unwrap();
    assert_eq!(write(&new, NADIA).await.unwrap(), article);
    let other = solution(Readership::SignedIn, "Autre", "Autre");
    assert!(matches!(
        write(&other, NADIA).await,
        Err(DeskError::Reused(_))
    ));
    assert!(matches!(write(&new, LEAD).await, Err(DeskError::Reused(_))));
    let command = ArticleCommandEnvelope {
        id: house.desk.new_command(),
        article,
        command: ArticleCommand::Submit,
    };
    for _ in 0..2 {
        let done = house
            .desk
            .change_article(caller(NADIA), command.clone())
            .await;
        done.unwrap();
    }
    let elsewhere = ArticleCommandEnvelope {
        command: ArticleCommand::Discard {
            read: house.desk.now(),
        },
        ..command
    };
    let refused = house.desk.change_article(caller(NADIA), elsewhere).await;
    assert!(matches!(refused, Err(DeskError::Reused(_))));
    // Nobody names a file that they did not bring.
    let attach = ArticleCommand::Attach {
        attachments: Vec::new(),
    };
    assert!(matches!(
        does(&house, NADIA, article, attach).await,
        Err(DeskError::Forbidden)
    ));
}

async fn what_was_removed_is_found_no_more(db: Databases) {
    let house = house(&db).await;
    let new = solution(Readership::SignedIn, "Imprimante", "Le code est mirabelle");
    let id = written(&house, NADIA, new).await;
    publish(&house, LEAD, id).await;
    assert_eq!(finds(&house, CLAIRE, "mirabelle").await, [id]);
    let SeenArticle::Published(article) = page(&house, CLAIRE, id).await.unwrap().article else {
        panic!("it is published");
    };
    let text = article.content.text(Fr, Place::Fix).unwrap();
    let redact = ArticleCommand::Redact {
        what: Removed::Text(text),
        reason: "Un code".into(),
    };
    does(&house, NADIA, id, redact).await.unwrap();
    assert!(finds(&house, CLAIRE, "mirabelle").await.is_empty());
    assert_eq!(finds(&house, CLAIRE, "imprimante").await, [id]);
    let seen = page(&house, CLAIRE, id).await.unwrap();
    assert_eq!(seen.texts[&text].body, REMOVED);
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn a_team_finds_its_own_among_the_others(db: Databases) {
    let house = house(&db).await;
    for title in [
        "Changer son mot de passe",
        "Mot de passe oublié",
        "Imprimante",
        "Wi-Fi",
    ] {
        let id = written(
            &house,
            NADIA,
            solution(Readership::SignedIn, title, "Voici"),
        )
        .await;
        publish(&house, LEAD, id).await;
    }
    let mut new = solution(Readership::SignedIn, "Mot de passe de la paie", "Voici");
    new.about.service = Some(PAYROLL);
    let pay = written(&house, PAUL, new).await;
    publish(&house, PAUL, pay).await;
    assert_eq!(finds(&house, PAUL, "mot de passe paie").await[0], pay);
    assert_eq!(finds(&house, PAUL, "mot de passe").await.len(), 3);
    assert_eq!(finds(&house, NADIA, "mot de passe").await.len(), 2);
}
