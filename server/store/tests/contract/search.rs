//! Finding tickets by their words.

use crate::common::world::START;
use crate::common::*;
use crate::readings::moved_to;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::TicketId;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::event::{Event, Recorded};
use guichet_domain::tickets::workflow::State;
use guichet_store::{Filter, Order, Scope, Store};

on_both!(
    stems_meet_in_both_languages,
    every_text_of_a_ticket_is_searched,
    a_reference_finds_its_ticket,
    open_tickets_are_searched_apart,
    a_common_word_gives_the_newest,
    whatever_is_typed_is_only_words,
    much_text_keeps_a_ticket_writable,
);

async fn find(store: &Store, text: &str, open: Option<bool>) -> Vec<i64> {
    let filter = Filter {
        text: text.into(),
        open,
        ..Filter::default()
    };
    let mut conn = store.read().await.unwrap();
    let page = conn
        .list(&Scope::default(), &filter, Order::Newest, None, 100)
        .await
        .unwrap();
    page.tickets.iter().map(|row| row.reference.id.0).collect()
}

async fn stems_meet_in_both_languages(db: Database) {
    let store = db.open().await;
    for subject in [
        "L’imprimante du 3e étage est bloquée",
        "Printers keep failing",
        "Œuvre perdue sur le RÉSEAU",
    ] {
        recorded(&store, subject).await;
    }
    for (text, found) in [
        ("imprimantes", vec![1]),
        ("bloquées", vec![1]),
        ("etage IMPRIMANTE", vec![1]),
        ("printer", vec![2]),
        ("fails", vec![2]),
        ("reseaux", vec![3]),
        ("oeuvre", vec![3]),
        ("imprimante printer", vec![]),
        ("écran", vec![]),
        ("impr", vec![]),
        ("", vec![3, 2, 1]),
        ("  \n", vec![3, 2, 1]),
    ] {
        assert_eq!(find(&store, text, None).await, found, "{text:?}");
    }
}

async fn say(store: &Store, ticket: TicketId, text: &str) {
    let mut told = Notified::event(Event::MarkedRead, START);
    let id = told.command.text(0);
    told.events = vec![Event::Commented {
        text: id,
        audience: Audience::Everyone,
        unread: false,
        by_mail: None,
    }];
    told.texts = vec![(id, text.into())];
    carry_out(store, Some(ticket), told).await.unwrap();
}

async fn every_text_of_a_ticket_is_searched(db: Database) {
    let store = db.open().await;
    let id = recorded(&store, "Messagerie").await.id;
    assert!(find(&store, "certificat", None).await.is_empty());
    say(&store, id, "Le certificat a expiré").await;
    say(&store, id, "Redémarrage prévu").await;
    for word in ["messagerie", "certificats", "expirés", "redémarrage"] {
        assert_eq!(find(&store, word, None).await, [1], "{word}");
    }
    // A move that brings no text forgets none.
    carry_out(
        &store,
        Some(id),
        Notified::event(moved_to(State::Closed), START),
    )
    .await
    .unwrap();
    carry_out(
        &store,
        Some(id),
        Notified::event(moved_to(State::New), START),
    )
    .await
    .unwrap();
    assert_eq!(find(&store, "messagerie certificat", Some(true)).await, [1]);
}

async fn a_reference_finds_its_ticket(db: Database) {
    let store = db.open().await;
    for n in 1..=12 {
        recorded(&store, &format!("Billet {}", "x".repeat(n))).await;
    }
    let (told, recorded) = Notified::incident("D'ailleurs", START);
    record_told(
        &store,
        told,
        Recorded {
            external: Some("INC0000045".into()),
            ..recorded
        },
    )
    .await;
    assert_eq!(find(&store, "12", None).await, [12]);
    assert_eq!(find(&store, " inc-12 ", None).await, [12]);
    assert_eq!(find(&store, "INC0000045", None).await, [13]);
    // The kind has changed, the number has not.
    let converted = Event::Converted {
        to: State::New,
        kind: Kind::Request,
        item: None,
        fields: Vec::new(),
    };
    carry_out(
        &store,
        Some(TicketId(12)),
        Notified::event(converted, START),
    )
    .await
    .unwrap();
    assert_eq!(find(&store, "INC-12", None).await, [12]);
    assert_eq!(find(&store, "REQ-12 billet", None).await, [12]);
}

async fn open_tickets_are_searched_apart(db: Database) {
    let store = db.open().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(recorded(&store, "Imprimante").await.id);
    }
    carry_out(
        &store,
        Some(ids[1]),
        Notified::event(moved_to(State::Closed), START),
    )
    .await
    .unwrap();
    carry_out(
        &store,
        Some(ids[3]),
        Notified::event(moved_to(State::Closed), START),
    )
    .await
    .unwrap();
    carry_out(
        &store,
        Some(ids[3]),
        Notified::event(moved_to(State::Diagnosing), START),
    )
    .await
    .unwrap();
    assert_eq!(find(&store, "imprimantes", Some(true)).await, [4, 3, 1]);
    assert_eq!(find(&store, "imprimantes", Some(false)).await, [2]);
    assert_eq!(find(&store, "imprimantes", None).await, [4, 3, 2, 1]);
    // The mark of open tickets is no way around the state.
    say(&store, ids[1], "zzopen \u{e000}open").await;
    assert_eq!(find(&store, "imprimante", Some(true)).await, [4, 3, 1]);
}

async fn a_common_word_gives_the_newest(db: Database) {
    let store = db.open().await;
    for _ in 0..150 {
        recorded(&store, "Imprimante en panne").await;
    }
    let filter = Filter {
        text: "panne".into(),
        ..Filter::default()
    };
    let mut conn = store.read().await.unwrap();
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let page = conn
            .list(&Scope::default(), &filter, Order::Newest, after, 40)
            .await
            .unwrap();
        seen.extend(page.tickets.iter().map(|row| row.reference.id.0));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(seen.into_iter().eq((1..=150).rev()));
}

async fn whatever_is_typed_is_only_words(db: Database) {
    let store = db.open().await;
    recorded(&store, "Imprimante du bureau O'Brien").await;
    let long = "imprimante ".repeat(20_000);
    for text in [
        "imprimante\" OR \"1\"=\"1",
        "'; DROP TABLE ticket; --",
        "imprimante & !bureau | (x <-> y):*",
        "imprimante AND OR NOT NEAR(a b)",
        "words:imprimante ^imprimante im*",
        "\\ \\' \\\"",
        "\u{0}imprimante",
        "%_[]{}()",
        "日本語 🙂 ﬀ ß İ",
        "- - -",
        "INC-99999999999999999999",
        &"x".repeat(100_000),
    ] {
        find(&store, text, None).await;
        find(&store, text, Some(true)).await;
    }
    assert_eq!(find(&store, &long, None).await, [1]);
    assert_eq!(find(&store, "O'Brien", None).await, [1]);
    assert_eq!(find(&store, "imprimante\"", None).await, [1]);
    assert!(
        find(&store, "?!;", None).await.is_empty(),
        "nothing to search for finds nothing"
    );
    // Every short word there can be, and what is left of it once it is stemmed.
    let mut words = Vec::new();
    for a in 'a'..='z' {
        for b in 'a'..='z' {
            words.push(format!("{a}{b}"));
            words.push(format!("{a}{b}es"));
        }
    }
    for few in words.chunks(7) {
        find(&store, &few.join(" "), Some(true)).await;
    }
}

/// More different words than PostgreSQL's index takes of one document.
async fn much_text_keeps_a_ticket_writable(db: Database) {
    let store = db.open().await;
    let id = recorded(&store, "Journal collé en entier").await.id;
    let dice = &mut Dice(3);
    let mut told = Notified::event(Event::MarkedRead, START);
    for n in 0..80 {
        let words: Vec<String> = (0..1_200)
            .map(|_| format!("{:015x}", dice.next() >> 4))
            .collect();
        let (text, audience) = (told.command.text(n), Audience::Everyone);
        told.texts.push((text, words.join(" ")));
        told.events.push(Event::Commented {
            text,
            audience,
            unread: false,
            by_mail: None,
        });
    }
    carry_out(&store, Some(id), told).await.unwrap();
    assert_eq!(
        find(&store, "1", Some(true)).await,
        [1],
        "the number is always found"
    );
    assert_eq!(store.check().await.unwrap(), []);
}
