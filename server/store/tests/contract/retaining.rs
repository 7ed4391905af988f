//! What time has passed for is found and counted exactly, and taken away; nothing else is.

use crate::common::*;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{FileId, TicketId};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::workflow::State;
use guichet_store::{Expirable, Store};
use world::START;

on_both!(
    tickets_closed_for_long_are_found_until_they_are_empty,
    what_has_expired_is_counted_and_deleted,
    emails_about_what_was_emptied_are_to_go,
);

async fn closed(store: &Store, subject: &str, day: i64) -> TicketId {
    let ticket = recorded(store, subject).await.id;
    let cancelled = Event::Cancelled {
        to: State::Cancelled,
        reason: None,
    };
    let at = START.plus(day * DAY);
    carry_out(store, Some(ticket), Notified::event(cancelled, at))
        .await
        .unwrap();
    ticket
}

async fn attach(store: &Store, ticket: TicketId) -> FileId {
    let file = FileId(filling::command_id().0);
    let attachment = Attachment {
        file,
        name: "capture.png".into(),
        media_type: "image/png".into(),
        size: 3,
        audience: Audience::Everyone,
    };
    let event = Event::Attached {
        attachment,
        unread: false,
        by_mail: None,
    };
    carry_out(store, Some(ticket), Notified::event(event, START))
        .await
        .unwrap();
    file
}

async fn redact(store: &Store, ticket: TicketId, what: Removed, day: i64) {
    let event = Event::Redacted {
        what,
        reason: None,
        audience: Audience::Everyone,
    };
    carry_out(
        store,
        Some(ticket),
        Notified::event(event, START.plus(day * DAY)),
    )
    .await
    .unwrap();
}

async fn found(store: &Store, day: i64, files: bool) -> Vec<TicketId> {
    let mut conn = store.read().await.unwrap();
    conn.long_closed(START.plus(day * DAY), files)
        .await
        .unwrap()
}

async fn tickets_closed_for_long_are_found_until_they_are_empty(db: Database) {
    let store = db.open().await;
    recorded(&store, "Ouvert").await;
    let old = closed(&store, "Vieux", 1).await;
    let filed = closed(&store, "Vieux aussi", 2).await;
    closed(&store, "Récent", 50).await;
    let file = attach(&store, filed).await;

    assert_eq!(found(&store, 10, false).await, [old, filed]);
    assert_eq!(
        found(&store, 2, false).await,
        [old],
        "not on the day itself"
    );
    assert_eq!(found(&store, 10, true).await, [filed]);
    // That a file went is nothing that anybody did there.
    redact(&store, filed, Removed::File(file), 40).await;
    assert_eq!(found(&store, 10, true).await, []);
    assert_eq!(found(&store, 10, false).await, [old, filed]);
    for ticket in [old, filed] {
        redact(&store, ticket, Removed::All, 41).await;
    }
    assert_eq!(found(&store, 10, false).await, []);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn what_has_expired_is_counted_and_deleted(db: Database) {
    let store = db.open().await;
    let mut raw = db.raw().await;
    for (n, at) in [(1, 10), (2, 20), (3, 30)] {
        raw.run(&format!(
            "INSERT INTO session (token, person, created_at, expires_at) VALUES ('{n}', 1, 0, {at});
             INSERT INTO pending_sign_in (token, person, expires_at) VALUES ('{n}', 1, {at});
             INSERT INTO link (token, purpose, person, email, expires_at) VALUES ('{n}', 'reset', 1, '', {at});
             INSERT INTO throttle (key, n, until) VALUES ('{n}', 1, {at});
             INSERT INTO client (position, at, address, device) VALUES ({n}, {at}, '192.0.2.1', '');
             INSERT INTO outbox (key, kind, person, at, tries, sent_at) VALUES ('s{n}', 'reset', 1, 0, 1, {at});
             INSERT INTO outbox (key, kind, person, at, tries, failed_at) VALUES ('f{n}', 'reset', 1, 0, 1, {at});
             INSERT INTO outbox (key, kind, person, at, tries, due) VALUES ('w{n}', 'reset', 1, 0, 1, {at})"
        ))
        .await;
    }
    let before = Timestamp(20);
    for (what, count, left) in [
        (Expirable::SignIns, 4, 8),
        (Expirable::Mail, 2, 7),
        (Expirable::Clients, 1, 2),
    ] {
        let counted = async || {
            let mut conn = store.read().await.unwrap();
            conn.count_expired(what, before).await.unwrap()
        };
        assert_eq!(counted().await, count, "{what:?}");
        for deleted in [count, 0] {
            let job = store.write(move |txn| Box::pin(txn.delete_expired(what, before)));
            assert_eq!(job.await.unwrap(), deleted, "{what:?}");
        }
        assert_eq!(counted().await, 0);
        let mut conn = store.read().await.unwrap();
        let all = conn.count_expired(what, Timestamp(99)).await.unwrap();
        let waiting = if what == Expirable::Mail { 3 } else { 0 };
        assert_eq!(all + waiting, left, "{what:?}");
    }
    assert_eq!(raw.number("SELECT COUNT(*) FROM outbox").await, 7);
}

async fn emails_about_what_was_emptied_are_to_go(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Mot de passe").await;
    let other = recorded(&store, "Autre").await.id;
    let file = attach(&store, ticket.id).await;
    let mut raw = db.raw().await;
    for (key, about, tries, due) in [
        ("sent", ticket.id, 1, "NULL"),
        ("on-its-way", ticket.id, 1, "9"),
        ("waiting", ticket.id, 0, "9"),
        ("other", other, 1, "NULL"),
    ] {
        raw.run(&format!(
            "INSERT INTO outbox (key, kind, person, ticket, position, at, tries, due)
             VALUES ('{key}', 'answered', 1, {about}, 1, 7, {tries}, {due})"
        ))
        .await;
    }
    let stale = async || {
        let mut conn = store.read().await.unwrap();
        conn.stale_emails(9).await.unwrap()
    };
    redact(&store, ticket.id, Removed::File(file), 1).await;
    assert_eq!(stale().await, [], "e-mails name no file");
    redact(&store, ticket.id, Removed::Text(ticket.subject), 1).await;
    assert_eq!(stale().await, [(Timestamp(7), "sent".to_owned())]);
    // Once it is through it goes too: it was written with the words that were there.
    raw.run("UPDATE outbox SET due = NULL WHERE due = 9").await;
    let keys: Vec<String> = stale().await.into_iter().map(|(_, key)| key).collect();
    assert_eq!(keys, ["on-its-way", "sent"]);
    let job = store.write(move |txn| {
        let keys = keys.clone();
        Box::pin(async move { txn.emails_settled(&keys).await })
    });
    job.await.unwrap();
    assert_eq!(stale().await, []);
}
