//! Incidents that are like others: what is found, what is kept of it, and who is shown it; and what
//! is proposed from how they were filed.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::Caller;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::{Role, Who};
use guichet_domain::kernel::ids::{CategoryId, PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::tickets::command::{Categorisation, Command, Edit};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::workflow::State;

on_both!(
    an_incident_keeps_those_it_was_like_and_says_why,
    what_is_confidential_takes_no_part,
    what_became_confidential_is_as_one_that_is_not_there,
    it_is_found_once_whichever_process_looks,
    after_a_restart_all_goes_on,
    what_was_removed_says_nothing,
    after_a_month_nothing_is_like_it,
    a_correction_and_other_synonyms_count_from_then_on,
    a_category_is_proposed_from_how_others_were_filed,
    where_administrators_allow_it_incidents_are_categorised_without_an_agent,
);

/// An agent of another team.
const OTTO: PersonId = PersonId(3);

async fn build(db: &Databases) -> House {
    let house = House::build(db).await;
    let team = Team {
        id: TeamId(2),
        name: Label::new("Réseau", "Network"),
        active: true,
    };
    house.desk.set_up(Entry::Team(team)).await.unwrap();
    let otto = Person {
        id: OTTO,
        name: "Otto".into(),
        email: Some("otto@exemple.fr".into()),
        role: Role::Agent,
        teams: [TeamId(2)].into(),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(otto)).await.unwrap();
    house
}

async fn page(house: &House, by: PersonId, ticket: TicketId) -> TicketPage {
    let caller = Caller { person: by };
    house.desk.ticket_page(caller, ticket, None).await.unwrap()
}

async fn similar(house: &House, ticket: TicketId) -> Vec<TicketId> {
    let lines = page(house, NADIA, ticket).await.similar.into_iter();
    lines.map(|line| line.reference.id).collect()
}

async fn confidential(house: &House, subject: &str) -> TicketId {
    let draft = NewTicket {
        subject: subject.into(),
        confidential: true,
        ..NewTicket::default()
    };
    let (by, id) = (Caller { person: CLAIRE }, house.desk.new_command());
    house.desk.record(by, id, draft).await.unwrap().id
}

async fn an_incident_keeps_those_it_was_like_and_says_why(db: Databases) {
    let house = build(&db).await;
    let first = house
        .incident("Word se ferme à l’ouverture d’un document")
        .await;
    house.incident("Imprimante du 3e étage hors ligne").await;
    house.clock.advance(2 * HOUR);
    let again = house.incident("Word plante à l’ouverture").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, first).await, []);
    let seen = page(&house, NADIA, again).await;
    let [line] = &seen.similar[..] else {
        panic!("{:?}", seen.similar)
    };
    assert_eq!(line.reference.id, first);
    assert_eq!(line.subject, "Word se ferme à l’ouverture d’un document");
    let mut words = line.words.clone();
    words.sort();
    assert_eq!(words, ["Word", "ouverture", "plante"]);
    assert_eq!(seen.ticket.recorded_at.since(line.recorded_at), 2 * HOUR);
    // Whoever reported it learns nothing of others, and nothing of having been compared.
    let user = page(&house, CLAIRE, again).await;
    assert!(user.similar.is_empty() && user.ticket.internal.similar.is_empty());
    let found = |page: &TicketPage| {
        let events = page.history.iter();
        events
            .filter(|one| matches!(one.event, Event::SimilarFound { .. }))
            .count()
    };
    assert_eq!((found(&seen), found(&user)), (1, 0));
    // Once is enough.
    house.desk.compare().await.unwrap();
    house.act(NADIA, again, Command::Take { was: None }).await;
    house.desk.compare().await.unwrap();
    assert_eq!(found(&page(&house, NADIA, again).await), 1);
}

async fn what_is_confidential_takes_no_part(db: Databases) {
    let house = build(&db).await;
    confidential(&house, "Word se ferme à l’ouverture").await;
    let open = house.incident("Word plante à l’ouverture").await;
    let secret = confidential(&house, "Word plante à l’ouverture aussi").await;
    house.desk.compare().await.unwrap();
    let later = house.incident("Word plante à l’ouverture encore").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, open).await, []);
    assert_eq!(similar(&house, secret).await, []);
    assert_eq!(similar(&house, later).await, [open]);
}

async fn what_became_confidential_is_as_one_that_is_not_there(db: Databases) {
    let house = build(&db).await;
    let first = house.incident("Word se ferme à l’ouverture").await;
    let second = house.incident("Word plante à l’ouverture").await;
    house.desk.compare().await.unwrap();
    house.act(NADIA, first, Command::MakeConfidential).await;
    house.desk.compare().await.unwrap();
    let otto = page(&house, OTTO, second).await;
    assert!(otto.similar.is_empty());
    let told = serde_json::to_string(&(otto.ticket, otto.history)).unwrap();
    assert!(!told.contains("similar"), "{told}");
    // The team in charge of it sees it still; nothing new is like it.
    assert_eq!(similar(&house, second).await, [first]);
    let third = house.incident("Word se ferme à l’ouverture").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, third).await, [second]);
}

async fn it_is_found_once_whichever_process_looks(db: Databases) {
    let house = build(&db).await;
    let other = house.another().await;
    house.incident("Word se ferme à l’ouverture").await;
    let mut last = TicketId(0);
    for _ in 0..3 {
        last = house.incident("Word plante à l’ouverture").await;
        let (one, two) = tokio::join!(house.desk.compare(), other.compare());
        one.and(two).unwrap();
    }
    let seen = page(&house, NADIA, last).await;
    assert_eq!(seen.similar.len(), 3);
    let found = seen.history.iter();
    let found = found.filter(|one| matches!(one.event, Event::SimilarFound { .. }));
    assert_eq!(found.count(), 1);
}

async fn after_a_restart_all_goes_on(db: Databases) {
    let house = build(&db).await;
    let first = house.incident("Word se ferme à l’ouverture").await;
    house.desk.compare().await.unwrap();
    // Recorded while nothing compared.
    let meanwhile = house.incident("Word plante à l’ouverture").await;
    let other = house.another().await;
    other.compare().await.unwrap();
    assert_eq!(similar(&house, meanwhile).await, [first]);
    let later = house.incident("Word plante à l’ouverture").await;
    other.compare().await.unwrap();
    assert_eq!(similar(&house, later).await.len(), 2);
}

async fn what_was_removed_says_nothing(db: Databases) {
    let house = build(&db).await;
    let first = house.incident("Mot secret Xylophage dans Word").await;
    let second = house.incident("Xylophage dans Word encore").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, second).await, [first]);
    let subject = page(&house, NADIA, first).await.ticket.subject;
    let redact = Command::Redact {
        what: Removed::Text(subject),
        reason: "Un mot de passe".into(),
    };
    house.act(NADIA, first, redact).await;
    house.desk.compare().await.unwrap();
    let [line] = &page(&house, NADIA, second).await.similar[..] else {
        panic!("it was like it when it was recorded")
    };
    assert_eq!(line.subject, REMOVED);
    assert_eq!(line.words, [""; 0]);
    let third = house.incident("Xylophage dans Word").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, third).await, [second]);
}

async fn after_a_month_nothing_is_like_it(db: Databases) {
    let house = build(&db).await;
    house.incident("Word se ferme à l’ouverture").await;
    house.desk.compare().await.unwrap();
    house.clock.advance(20 * DAY);
    let second = house.incident("Word plante à l’ouverture").await;
    house.desk.compare().await.unwrap();
    house.clock.advance(20 * DAY);
    let third = house.incident("Word plante à l’ouverture").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, third).await, [second]);
}

async fn a_correction_and_other_synonyms_count_from_then_on(db: Databases) {
    let house = build(&db).await;
    let first = house.incident("Bonjour").await;
    house.desk.compare().await.unwrap();
    let edit = Command::Edit {
        subject: Some(Edit {
            text: "Badgeuse du hall muette".into(),
            was: Some(page(&house, NADIA, first).await.ticket.subject),
        }),
        description: None,
    };
    house.act(NADIA, first, edit).await;
    let second = house.incident("Pointeuse muette").await;
    house.desk.compare().await.unwrap();
    assert_eq!(similar(&house, second).await, []);
    let mut settings = house.desk.directory().await.unwrap().settings.clone();
    settings.synonyms.push_str("\nbadgeuse = pointeuse\n");
    house.desk.set_up(Entry::Settings(settings)).await.unwrap();
    let third = house.incident("Badgeuse muette").await;
    house.desk.compare().await.unwrap();
    let mut found = similar(&house, third).await;
    found.sort();
    assert_eq!(found, [first, second]);
}

/// Two services with a category each, and thirty incidents of each that an agent filed.
async fn with_services(house: &House, files_itself: bool) {
    for (id, name) in [(1, "Messagerie"), (2, "Impression")] {
        let service = Service {
            id: ServiceId(id),
            name: Label::new(name, name),
            team: TeamId(1),
            active: true,
            files_itself,
            ..Service::default()
        };
        house.desk.set_up(Entry::Service(service)).await.unwrap();
        let category = Category {
            id: CategoryId(10 + id),
            service: ServiceId(id),
            name: Label::new("Panne", "Failure"),
            active: true,
            ..Category::default()
        };
        house.desk.set_up(Entry::Category(category)).await.unwrap();
    }
}

async fn file(house: &House, subject: &str, service: i64) -> TicketId {
    let ticket = house.incident(subject).await;
    let form = Categorisation {
        service: Some(ServiceId(service)),
        category: Some(CategoryId(10 + service)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    };
    house.act(NADIA, ticket, Command::Categorise(form)).await;
    ticket
}

async fn teach(house: &House) {
    for n in 0..30 {
        file(house, &format!("Outlook ne reçoit plus de messages {n}"), 1).await;
        file(house, &format!("Feuilles blanches à l’impression {n}"), 2).await;
    }
}

async fn a_category_is_proposed_from_how_others_were_filed(db: Databases) {
    let house = build(&db).await;
    with_services(&house, false).await;
    let proposed = async |ticket| page(&house, NADIA, ticket).await.proposed;
    let early = house.incident("Outlook ne reçoit plus rien").await;
    house.desk.compare().await.unwrap();
    assert_eq!(proposed(early).await, None);
    teach(&house).await;
    house.desk.compare().await.unwrap();
    let known = proposed(early).await.unwrap();
    assert_eq!(known.service, ServiceId(1));
    assert_eq!(known.category, CategoryId(11));
    assert!(known.words.contains(&"Outlook".to_owned()), "{known:?}");
    // Of a user it is nobody's business, and once it is filed nothing is proposed.
    assert_eq!(page(&house, CLAIRE, early).await.proposed, None);
    let filed = file(&house, "Outlook ne reçoit plus rien du tout", 1).await;
    assert_eq!(proposed(filed).await, None);
    // Another process reads the same from the log.
    let other = house.another().await;
    other.compare().await.unwrap();
    let by = Caller { person: NADIA };
    let there = other.ticket_page(by, early, None).await.unwrap();
    assert_eq!(
        there.proposed.map(|proposed| proposed.category),
        Some(CategoryId(11))
    );
    // What is out of use is not proposed.
    let mut gone = house.desk.directory().await.unwrap().categories[&CategoryId(11)].clone();
    gone.active = false;
    house.desk.set_up(Entry::Category(gone)).await.unwrap();
    assert_eq!(proposed(early).await, None);
}

/// An incident of somebody who said how much it matters.
async fn weighed(house: &House, subject: &str) -> TicketId {
    let draft = NewTicket {
        subject: subject.into(),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::High),
        ..NewTicket::default()
    };
    let (by, id) = (Caller { person: CLAIRE }, house.desk.new_command());
    house.desk.record(by, id, draft).await.unwrap().id
}

async fn where_administrators_allow_it_incidents_are_categorised_without_an_agent(db: Databases) {
    const SAID: &str = "Outlook ne reçoit plus de messages, Zébulon";
    let house = build(&db).await;
    with_services(&house, false).await;
    teach(&house).await;
    let before = weighed(&house, SAID).await;
    house.desk.compare().await.unwrap();
    let category = async |ticket| page(&house, NADIA, ticket).await.ticket.category;
    assert_eq!(category(before).await, None, "nobody allowed it");
    with_services(&house, true).await;
    let mut tickets = Vec::new();
    for _ in 0..25 {
        tickets.push(weighed(&house, SAID).await);
    }
    let unweighed = house.incident(SAID).await;
    let unsure = weighed(&house, "Écran noir").await;
    let other_service = NewTicket {
        subject: SAID.into(),
        service: Some(ServiceId(2)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::High),
        ..NewTicket::default()
    };
    let (by, id) = (Caller { person: CLAIRE }, house.desk.new_command());
    let named = house.desk.record(by, id, other_service).await.unwrap().id;
    let by_agent = file(&house, "Outlook ne reçoit plus de messages", 2).await;
    let other = house.another().await;
    let (one, two) = tokio::join!(house.desk.compare(), other.compare());
    one.and(two).unwrap();
    for ticket in tickets {
        let seen = page(&house, NADIA, ticket).await;
        assert_eq!(seen.ticket.category, Some(CategoryId(11)));
        assert_eq!(seen.ticket.state, State::Categorised);
        let filed = seen.history.iter();
        let filed: Vec<_> = filed
            .filter(|one| matches!(one.event, Event::Categorised { .. }))
            .map(|one| &one.by)
            .collect();
        assert_eq!(filed, [&Who::System]);
    }
    assert_eq!(category(unweighed).await, None);
    assert_eq!(category(unsure).await, None);
    assert_eq!(category(named).await, None, "another service was named");
    assert_eq!(category(by_agent).await, Some(CategoryId(12)));
    // It learns nothing from itself: of what it alone filed it knows nothing.
    let alone = house.incident("Zébulon").await;
    house.desk.compare().await.unwrap();
    assert_eq!(page(&house, NADIA, alone).await.proposed, None);
}
