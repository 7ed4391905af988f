//! Mail that came in: remembered once, listed, settled; bounces, places in mailboxes, leases.

use crate::common::filling::command_id;
use crate::common::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Who;
use guichet_domain::mail::inbound::{Bounced, Fate, Reason};
use guichet_domain::{FileId, PersonId, TicketId, Timestamp};
use guichet_store::{Store, StoreError, StoredMessage, Txn};

on_both!(
    messages_are_remembered_once,
    what_begins_to_be_read_is_known_until_it_has_been,
    messages_are_listed_by_fate_and_settled,
    messages_of_a_sender_are_counted,
    messages_that_came_long_ago_are_emptied_and_known_still,
    what_somebody_sent_about_a_ticket_is_known_by_its_ids,
    bounces_are_kept_and_forgotten,
    a_mailbox_keeps_its_place,
    one_holder_has_a_lease
);

async fn write<T, F>(store: &Store, job: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Txn) -> futures::future::BoxFuture<'a, Result<T, StoreError>>
        + Send
        + 'static,
{
    store.write(job).await
}

fn bytes(n: i64) -> FileId {
    FileId(uuid::Uuid::from_u128(n as u128))
}

fn inbound(key: &str, sender: &str, at: i64, fate: Fate) -> StoredMessage {
    let waits = fate == Fate::Aside;
    StoredMessage {
        id: 0,
        key: key.into(),
        content: format!("content of {key}"),
        message: Some(format!("{key}@exemple.fr")),
        at: Timestamp(at),
        sender: sender.into(),
        name: "Claire".into(),
        subject: "Écran noir".into(),
        fate,
        reason: waits.then_some(Reason::UnknownSender),
        ticket: (!waits).then_some(TicketId(7)),
        command: None,
        file: waits.then(|| bytes(at)),
    }
}

async fn put(store: &Store, inbound: StoredMessage) -> Result<i64, StoreError> {
    write(store, move |txn| {
        let inbound = inbound.clone();
        Box::pin(async move { txn.put_message(&inbound).await })
    })
    .await
}

async fn messages_are_remembered_once(db: Database) {
    let store = db.open().await;
    let first = inbound("a", "claire@exemple.fr", 1, Fate::Comment);
    assert_eq!(put(&store, first.clone()).await.unwrap(), 1);
    assert_eq!(
        put(&store, inbound("b", "", 2, Fate::Aside)).await.unwrap(),
        2
    );
    assert!(
        put(&store, first.clone()).await.is_err(),
        "the key is taken"
    );
    let mut conn = store.read().await.unwrap();
    let known = conn.message_by_key("a").await.unwrap().unwrap();
    assert_eq!(known, StoredMessage { id: 1, ..first });
    assert_eq!(conn.stored_message(2).await.unwrap().unwrap().key, "b");
    assert!(conn.message_by_key("c").await.unwrap().is_none());
    let of = conn.tickets_of_messages(&["a", "b", "c"]).await.unwrap();
    assert_eq!(of, [("a".to_owned(), TicketId(7))].into());
    assert!(conn.tickets_of_messages(&[]).await.unwrap().is_empty());
    assert!(conn.stored_message(3).await.unwrap().is_none());
}

async fn begin(store: &Store, key: &'static str, now: i64) -> i64 {
    let begun = write(store, move |txn| {
        let (now, forgotten) = (Timestamp(now), Timestamp(now - 100));
        Box::pin(async move { txn.begin_message(key, now, forgotten).await })
    });
    begun.await.unwrap()
}

async fn what_begins_to_be_read_is_known_until_it_has_been(db: Database) {
    let store = db.open().await;
    assert_eq!(begin(&store, "a", 1).await, 1);
    assert_eq!(begin(&store, "b", 1).await, 1);
    assert_eq!(begin(&store, "a", 2).await, 2);
    // Whoever starts next knows of it.
    let store = db.open().await;
    assert_eq!(begin(&store, "a", 3).await, 3);
    let ended = write(&store, |txn| {
        Box::pin(async move { txn.end_message("a").await })
    });
    ended.await.unwrap();
    assert_eq!(begin(&store, "a", 4).await, 1);
    // What came no more is forgotten, and what did is not.
    assert_eq!(begin(&store, "a", 103).await, 2);
    assert_eq!(begin(&store, "b", 103).await, 1);
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.messages_begun().await.unwrap(), 2);
}

async fn messages_are_listed_by_fate_and_settled(db: Database) {
    let store = db.open().await;
    for n in 1..=5 {
        let fate = if n == 3 { Fate::Automatic } else { Fate::Aside };
        put(&store, inbound(&n.to_string(), "", n, fate))
            .await
            .unwrap();
    }
    let ids = |messages: Vec<StoredMessage>| messages.iter().map(|l| l.id).collect::<Vec<_>>();
    let mut conn = store.read().await.unwrap();
    assert_eq!(
        ids(conn.messages(Fate::Aside, i64::MAX, 2).await.unwrap()),
        [5, 4]
    );
    assert_eq!(ids(conn.messages(Fate::Aside, 4, 2).await.unwrap()), [2, 1]);
    assert_eq!(conn.count_messages(Fate::Aside, 100).await.unwrap(), 4);
    assert_eq!(conn.count_messages(Fate::Aside, 3).await.unwrap(), 3);
    assert_eq!(conn.message_files().await.unwrap().len(), 4);
    drop(conn);
    let command = command_id();
    write(&store, move |txn| {
        Box::pin(txn.settle_message(5, TicketId(9), command))
    })
    .await
    .unwrap();
    let mut conn = store.read().await.unwrap();
    let settled = conn.stored_message(5).await.unwrap().unwrap();
    assert_eq!(
        (settled.fate, settled.ticket, settled.file),
        (Fate::Ticket, Some(TicketId(9)), Some(bytes(5)))
    );
    let original = conn.original_of(TicketId(9), command).await.unwrap();
    assert_eq!(original, Some((5, bytes(5))));
    assert_eq!(conn.original_of(TicketId(8), command).await.unwrap(), None);
}

async fn messages_of_a_sender_are_counted(db: Database) {
    let store = db.open().await;
    for (n, sender) in [(10, "a@b"), (20, "a@b"), (30, "c@d")] {
        put(&store, inbound(&n.to_string(), sender, n, Fate::Comment))
            .await
            .unwrap();
    }
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.messages_from("a@b", Timestamp(0)).await.unwrap(), 2);
    assert_eq!(conn.messages_from("a@b", Timestamp(10)).await.unwrap(), 1);
    assert_eq!(conn.messages_from("e@f", Timestamp(0)).await.unwrap(), 0);
}

async fn messages_that_came_long_ago_are_emptied_and_known_still(db: Database) {
    let store = db.open().await;
    for (key, at, fate) in [
        ("comment", 10, Fate::Comment),
        ("aside", 11, Fate::Aside),
        ("recent", 20, Fate::Aside),
    ] {
        put(&store, inbound(key, "claire@exemple.fr", at, fate))
            .await
            .unwrap();
    }
    let old = async || {
        let mut conn = store.read().await.unwrap();
        conn.messages_to_empty(Timestamp(20)).await.unwrap()
    };
    assert_eq!(old().await, [1, 2], "not at the instant itself");
    let files = write(&store, |txn| {
        Box::pin(async move {
            let messages = txn.messages_to_empty(Timestamp(20)).await?;
            txn.empty_messages(&messages, false).await
        })
    });
    let files = files.await.unwrap();
    assert_eq!(files, [FileId(uuid::Uuid::from_u128(11))]);
    assert_eq!(old().await, [0; 0]);
    let mut conn = store.read().await.unwrap();
    for (key, fate) in [("comment", Fate::Comment), ("aside", Fate::Discarded)] {
        let known = conn.message_by_key(key).await.unwrap().unwrap();
        assert_eq!(known.content, format!("content of {key}"));
        assert_eq!((known.fate, known.file, known.message), (fate, None, None));
        for words in [known.sender, known.name, known.subject] {
            assert_eq!(words, "[…]");
        }
    }
    let recent = conn.message_by_key("recent").await.unwrap().unwrap();
    assert_eq!(recent.sender, "claire@exemple.fr");
    assert_eq!(conn.message_files().await.unwrap(), [recent.file.unwrap()]);
}

async fn what_somebody_sent_about_a_ticket_is_known_by_its_ids(db: Database) {
    let store = db.open().await;
    for n in 1..=5 {
        let fate = if n == 1 { Fate::Ticket } else { Fate::Comment };
        put(&store, inbound(&format!("m{n}"), "a@b", n, fate))
            .await
            .unwrap();
    }
    let others = [
        inbound("another", "c@d", 6, Fate::Comment),
        StoredMessage {
            message: None,
            ..inbound("without", "a@b", 7, Fate::Comment)
        },
        StoredMessage {
            ticket: Some(TicketId(8)),
            ..inbound("elsewhere", "a@b", 8, Fate::Comment)
        },
        StoredMessage {
            ticket: Some(TicketId(7)),
            ..inbound("aside", "a@b", 9, Fate::Aside)
        },
    ];
    for other in others {
        put(&store, other).await.unwrap();
    }
    let mut conn = store.read().await.unwrap();
    let mut about = async |limit| {
        let about = conn.messages_about(TicketId(7), "a@b", limit).await;
        about
            .unwrap()
            .into_iter()
            .map(|(at, id)| format!("{} {id}", at.0))
            .collect::<Vec<_>>()
    };
    let named = |numbers: &[i64]| {
        let named = numbers.iter().map(|n| format!("{n} m{n}@exemple.fr"));
        named.collect::<Vec<_>>()
    };
    assert_eq!(about(2).await, named(&[1, 4, 5]), "the first, and the last");
    assert_eq!(about(9).await, named(&[1, 2, 3, 4, 5]));
}

async fn bounces_are_kept_and_forgotten(db: Database) {
    let store = db.open().await;
    for status in ["4.2.2", "5.1.1"] {
        let bounced = Bounced {
            person: PersonId(3),
            at: Timestamp(5),
            status: status.into(),
            detail: "inconnu".into(),
        };
        write(&store, move |txn| {
            let bounced = bounced.clone();
            Box::pin(async move { txn.put_bounce(&bounced).await })
        })
        .await
        .unwrap();
    }
    let bounces = store.read().await.unwrap().bounces().await.unwrap();
    assert_eq!(bounces.len(), 1, "the last one counts");
    assert_eq!(bounces[0].status, "5.1.1");
    let of = async |person| {
        let mut conn = store.read().await.unwrap();
        conn.bounce_of(PersonId(person)).await.unwrap()
    };
    assert_eq!(of(3).await.as_deref(), Some("5.1.1"));
    assert_eq!(of(4).await, None);
    let save = async |email: &'static str, name: &'static str| {
        write(&store, move |txn| {
            Box::pin(async move {
                let person = Person {
                    id: PersonId(3),
                    name: name.into(),
                    email: Some(email.into()),
                    ..Person::default()
                };
                let id = command_id();
                txn.save(
                    Entry::Person(person),
                    &Who::System,
                    (id, Timestamp(6)),
                    None,
                )
                .await
            })
        })
        .await
        .unwrap();
    };
    save("claire@exemple.fr", "Claire").await;
    save("claire@exemple.fr", "Claire Dubois").await;
    assert!(of(3).await.is_some(), "another name is no other address");
    save("claire.dubois@exemple.fr", "Claire Dubois").await;
    assert_eq!(of(3).await, None, "another address may be good");
    let bounced = bounces[0].clone();
    write(&store, move |txn| {
        let bounced = bounced.clone();
        Box::pin(async move { txn.put_bounce(&bounced).await })
    })
    .await
    .unwrap();
    write(&store, |txn| Box::pin(txn.clear_bounce(PersonId(3))))
        .await
        .unwrap();
    assert_eq!(store.read().await.unwrap().bounces().await.unwrap(), []);
}

async fn a_mailbox_keeps_its_place(db: Database) {
    let store = db.open().await;
    assert_eq!(
        store.read().await.unwrap().mailbox("m").await.unwrap(),
        None
    );
    for place in [(1, 5), (2, 1)] {
        write(&store, move |txn| {
            Box::pin(txn.set_mailbox("m", place.0, place.1))
        })
        .await
        .unwrap();
        assert_eq!(
            store.read().await.unwrap().mailbox("m").await.unwrap(),
            Some(place)
        );
    }
}

async fn one_holder_has_a_lease(db: Database) {
    let store = db.open().await;
    let take = async |holder: &'static str, now: i64| {
        let until = Timestamp(now + 10);
        write(&store, move |txn| {
            Box::pin(txn.take_lease("l", holder, Timestamp(now), until))
        })
        .await
        .unwrap()
    };
    assert!(take("a", 0).await);
    assert!(!take("b", 9).await, "it has not run out");
    assert!(take("a", 9).await, "prolonged");
    assert!(!take("b", 18).await);
    assert!(take("b", 19).await, "run out");
    assert!(!take("a", 20).await);
    write(&store, |txn| Box::pin(txn.drop_lease("l", "a")))
        .await
        .unwrap();
    assert!(!take("a", 20).await, "only the holder gives it back");
    write(&store, |txn| Box::pin(txn.drop_lease("l", "b")))
        .await
        .unwrap();
    assert!(take("a", 20).await);
}
