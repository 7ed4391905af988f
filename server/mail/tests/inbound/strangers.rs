//! Whom mail is taken from, and how often.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use guichet_desk::{InboundRules, Unknown};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::mail::inbound::{Fate, Reason};

on_both!(
    strangers_are_set_aside_or_become_users,
    strangers_are_let_in_so_many_an_hour,
    a_sender_has_so_many_messages_an_hour,
);

async fn strangers_are_set_aside_or_become_users(db: Databases) {
    let aside = office(&db, InboundRules::default()).await;
    let received = aside
        .inbound(
            "\"Paul\" <paul@ailleurs.fr>",
            "Subject: Bonjour",
            "Aidez-moi",
        )
        .await;
    assert_eq!(
        (received.fate, received.reason),
        (Fate::Aside, Some(Reason::UnknownSender))
    );
    let waiting = aside.waiting().await;
    assert_eq!(
        (
            waiting[0].sender.as_str(),
            waiting[0].name.as_str(),
            waiting[0].kept
        ),
        ("paul@ailleurs.fr", "Paul", true)
    );

    let rules = InboundRules {
        unknown: Unknown::Ticket,
        ..InboundRules::default()
    };
    let open = office(&db, rules).await;
    let received = open
        .inbound(
            "\"Paul\" <paul@ailleurs.fr>",
            "Subject: Bonjour",
            "Aidez-moi",
        )
        .await;
    assert_eq!(received.fate, Fate::Ticket);
    let directory = open.desk.directory().await.unwrap();
    let paul = directory.person_by_email("paul@ailleurs.fr").unwrap();
    assert_eq!(
        (paul.name.as_str(), paul.role),
        ("Paul", guichet_domain::kernel::actor::Role::User)
    );
    let (ticket, _) = open.ticket(received.ticket.unwrap()).await;
    assert_eq!(ticket.affected, paul.id);
    // Whoever is named is told that there is a ticket, and is not sent what somebody wrote.
    let receipt = &open.post("paul@ailleurs.fr").await[0];
    assert!(receipt.words.contains("INC-"), "{}", receipt.words);
    assert!(!receipt.words.contains("Aidez-moi"), "{}", receipt.words);
}

async fn strangers_are_let_in_so_many_an_hour(db: Databases) {
    let rules = InboundRules {
        unknown: Unknown::Ticket,
        hourly: 3,
    };
    let office = office(&db, rules).await;
    let fates = async |hour: i64| {
        let mut fates = Vec::new();
        for n in 0..5 {
            let headers = format!("Subject: x\nMessage-ID: <{hour}.{n}@ailleurs.fr>");
            let sender = format!("p{hour}.{n}@ailleurs.fr");
            fates.push(office.inbound(&sender, &headers, "Aidez-moi").await.reason);
        }
        fates
    };
    let wanted = [
        None,
        None,
        None,
        Some(Reason::TooMany),
        Some(Reason::TooMany),
    ];
    assert_eq!(fates(0).await, wanted);
    let people = office.desk.directory().await.unwrap().people.len();
    // Those whom the desk knows write all the same.
    let known = office.inbound("claire@exemple.fr", "Subject: x", "y").await;
    assert_eq!(known.fate, Fate::Ticket);
    office.clock.advance(HOUR + 1);
    assert_eq!(fates(1).await, wanted);
    let after = office.desk.directory().await.unwrap().people.len();
    assert_eq!(after, people + 3);
}

async fn a_sender_has_so_many_messages_an_hour(db: Databases) {
    let office = office(
        &db,
        InboundRules {
            hourly: 3,
            ..InboundRules::default()
        },
    )
    .await;
    for n in 0..5 {
        let received = office
            .inbound("claire@exemple.fr", &format!("Subject: {n}"), "x")
            .await;
        let expected = if n < 3 { Fate::Ticket } else { Fate::Aside };
        assert_eq!(received.fate, expected, "{n}");
    }
    assert_eq!(office.waiting().await[0].reason, Some(Reason::TooMany));
    office.clock.advance(DAY);
    let later = office
        .inbound("claire@exemple.fr", "Subject: plus tard", "x")
        .await;
    assert_eq!(later.fate, Fate::Ticket);
}
