//! Incidents that come together: who is shown them, how they are dismissed, what they become.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError, OnScreen};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::live::message::Live;
use guichet_domain::recurrence::page::GroupLine;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::{PersonId, TicketId};

on_both!(
    several_people_with_the_same_trouble_are_shown_together,
    who_reports_twice_counts_once_and_two_are_no_group,
    what_is_confidential_or_cancelled_does_not_count,
    dismissed_stays_dismissed_also_after_a_restart,
    what_came_after_an_agent_looked_is_not_dismissed,
    a_problem_takes_them_in_hand,
    only_agents_are_told_and_those_who_look_at_once,
);

const NADIA_CALLER: Caller = Caller { person: NADIA };

/// A person of this number, who works there.
async fn person(house: &House, number: i64, place: &str) -> PersonId {
    let id = PersonId(100 + number);
    let person = Person {
        id,
        name: format!("Personne {number}"),
        email: Some(format!("p{number}@exemple.fr")),
        role: Role::User,
        place: Some(place.into()),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(person)).await.unwrap();
    id
}

/// Word closes for these people, each with a word of their own.
const WORDS: [&str; 9] = [
    "ce matin",
    "brutalement",
    "au démarrage",
    "encore",
    "tout seul",
    "sans prévenir",
    "toujours",
    "vite",
    "parfois",
];

async fn word_closes(house: &House, person: PersonId, n: usize) -> TicketId {
    let draft = NewTicket {
        subject: format!("Word se ferme à l’ouverture {}", WORDS[n]),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let ticket = house
        .desk
        .record(Caller { person }, id, draft)
        .await
        .unwrap();
    house.clock.advance(HOUR);
    house.desk.compare().await.unwrap();
    ticket.id
}

/// So many people, two of them in Lyon.
async fn wave(house: &House, people: usize) -> Vec<TicketId> {
    let mut tickets = Vec::new();
    for n in 0..people {
        let place = if n < 2 { "Lyon, 3e étage" } else { "Nantes" };
        let one = person(house, n as i64, place).await;
        tickets.push(word_closes(house, one, n).await);
    }
    tickets
}

async fn shown(house: &House) -> Vec<GroupLine> {
    house.desk.groups(NADIA_CALLER).await.unwrap().lines
}

fn ids(line: &GroupLine) -> Vec<TicketId> {
    line.incidents
        .iter()
        .rev()
        .map(|one| one.reference.id)
        .collect()
}

async fn several_people_with_the_same_trouble_are_shown_together(db: Databases) {
    let house = House::build(&db).await;
    house.incident("Imprimante hors ligne").await;
    let tickets = wave(&house, 4).await;
    let [line] = &shown(&house).await[..] else {
        panic!("one group")
    };
    assert_eq!(ids(line), tickets);
    assert_eq!((line.people, line.within, line.more), (4, 3 * HOUR, 0));
    assert_eq!(line.sites, ["Lyon", "Nantes"]);
    assert!(line.subject.starts_with("Word se ferme à l’ouverture"));
    // Three days later it is over, though nothing else happened.
    house.clock.advance(3 * DAY);
    assert_eq!(shown(&house).await, []);
}

async fn who_reports_twice_counts_once_and_two_are_no_group(db: Databases) {
    let house = House::build(&db).await;
    wave(&house, 2).await;
    word_closes(&house, PersonId(100), 2).await;
    assert_eq!(shown(&house).await, []);
    word_closes(&house, CLAIRE, 3).await;
    let lines = shown(&house).await;
    assert_eq!((lines[0].people, lines[0].incidents.len()), (3, 4));
    // Claire's was one of those who have two.
    let affects = |to| Command::ChangeAffected {
        to,
        was: CLAIRE,
        confirmed: true,
    };
    let last = lines[0].incidents[0].reference.id;
    house.act(NADIA, last, affects(PersonId(100))).await;
    house.desk.compare().await.unwrap();
    assert_eq!(shown(&house).await, []);
}

async fn what_is_confidential_or_cancelled_does_not_count(db: Databases) {
    let house = House::build(&db).await;
    let tickets = wave(&house, 4).await;
    house
        .act(NADIA, tickets[0], Command::MakeConfidential)
        .await;
    // Before it is followed as well.
    assert_eq!(ids(&shown(&house).await[0]), tickets[1..]);
    house.desk.compare().await.unwrap();
    assert_eq!(ids(&shown(&house).await[0]), tickets[1..]);
    let cancel = Command::Cancel {
        reason: String::new(),
    };
    house.act(PersonId(101), tickets[1], cancel).await;
    assert_eq!(shown(&house).await, []);
    house.desk.compare().await.unwrap();
    assert_eq!(shown(&house).await, []);
}

async fn dismissed_stays_dismissed_also_after_a_restart(db: Databases) {
    let house = House::build(&db).await;
    let tickets = wave(&house, 4).await;
    house
        .desk
        .dismiss_group(NADIA_CALLER, tickets[2], 4)
        .await
        .unwrap();
    assert_eq!(shown(&house).await, []);
    // Once more changes nothing.
    house
        .desk
        .dismiss_group(NADIA_CALLER, tickets[2], 4)
        .await
        .unwrap();
    let page = house
        .desk
        .ticket_page(NADIA_CALLER, tickets[0], None)
        .await
        .unwrap();
    let dismissed = page.history.iter().filter_map(|one| match &one.event {
        Event::GroupDismissed { with, people } => Some((one.by.person(), with.clone(), *people)),
        _ => None,
    });
    let dismissed: Vec<_> = dismissed.collect();
    assert_eq!(dismissed, [(Some(NADIA), tickets[1..].to_vec(), 4)]);
    // One more person is not half as many more; two are.
    let fifth = person(&house, 5, "").await;
    word_closes(&house, fifth, 5).await;
    assert_eq!(shown(&house).await, []);
    let other = house.another().await;
    other.compare().await.unwrap();
    assert_eq!(other.groups(NADIA_CALLER).await.unwrap().lines, []);
    let sixth = person(&house, 6, "").await;
    word_closes(&house, sixth, 6).await;
    assert_eq!(shown(&house).await[0].people, 6);
    other.compare().await.unwrap();
    let told = other.groups(NADIA_CALLER).await.unwrap();
    assert_eq!(told, house.desk.groups(NADIA_CALLER).await.unwrap());
}

async fn what_came_after_an_agent_looked_is_not_dismissed(db: Databases) {
    let house = House::build(&db).await;
    let tickets = wave(&house, 6).await;
    // Three were shown; three more came before the button was pressed.
    let dismissed = house.desk.dismiss_group(NADIA_CALLER, tickets[0], 3);
    dismissed.await.unwrap();
    assert_eq!(shown(&house).await[0].people, 6);
    // Nobody dismisses more than there is.
    let dismissed = house.desk.dismiss_group(NADIA_CALLER, tickets[0], 99);
    dismissed.await.unwrap();
    assert_eq!(shown(&house).await, []);
    for n in 6..9 {
        let one = person(&house, n as i64, "").await;
        word_closes(&house, one, n).await;
    }
    assert_eq!(shown(&house).await[0].people, 9);
}

async fn a_problem_takes_them_in_hand(db: Databases) {
    let house = House::build(&db).await;
    let tickets = wave(&house, 3).await;
    let references = shown(&house).await.remove(0).incidents;
    let draft = NewTicket {
        kind: guichet_domain::kernel::reference::Kind::Problem,
        subject: "Word se ferme".into(),
        follows: Some(references[0].reference),
        causes: references[1..].iter().map(|one| one.reference).collect(),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let problem = house.desk.record(NADIA_CALLER, id, draft).await.unwrap();
    assert_eq!(shown(&house).await, []);
    house.desk.compare().await.unwrap();
    assert_eq!(shown(&house).await, []);
    let page = house
        .desk
        .ticket_page(NADIA_CALLER, problem.id, None)
        .await
        .unwrap();
    let mut linked: Vec<TicketId> = page.linked.iter().map(|one| one.reference.id).collect();
    linked.sort();
    assert_eq!(linked, tickets);
}

async fn only_agents_are_told_and_those_who_look_at_once(db: Databases) {
    let house = House::build(&db).await;
    let (token, cursor) = (
        house.sign_in("nadia").await,
        house
            .desk
            .notifications(NADIA_CALLER, None)
            .await
            .unwrap()
            .cursor,
    );
    let stream = house.desk.subscribe(token, &cursor, OnScreen::default());
    let mut stream = stream.await.unwrap();
    wave(&house, 3).await;
    let told = house.desk.groups(NADIA_CALLER).await.unwrap();
    assert_ne!(told.version, 0);
    loop {
        let next = tokio::time::timeout(std::time::Duration::from_secs(60), stream.next());
        let message = next.await.expect("the groups are told").unwrap().1;
        if let Live::Groups(version) = message.live {
            assert_eq!(version, told.version);
            break;
        }
    }
    // A browser that shows something else learns of it when it comes back; a user never does.
    let on_screen = |groups| OnScreen {
        groups,
        ..OnScreen::default()
    };
    for (person, groups, is_told) in [
        (NADIA, Some(0), true),
        (NADIA, Some(told.version), false),
        (NADIA, None, false),
        (CLAIRE, Some(0), false),
    ] {
        let caller = Caller { person };
        let cursor = house.desk.notifications(caller, None).await.unwrap().cursor;
        let missed = house
            .desk
            .catch_up(caller, &cursor, on_screen(groups))
            .await;
        let expected = is_told.then_some(Live::Groups(told.version));
        let missed: Vec<Live> = missed.unwrap();
        assert_eq!(missed, Vec::from_iter(expected), "{person:?} {groups:?}");
    }
    let claire = Caller { person: CLAIRE };
    assert!(matches!(
        house.desk.groups(claire).await,
        Err(DeskError::Forbidden)
    ));
    let first = told.lines[0].likest.id;
    let refused = house.desk.dismiss_group(claire, first, 3).await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
    assert_eq!(house.desk.groups(NADIA_CALLER).await.unwrap(), told);
}
