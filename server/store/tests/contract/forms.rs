//! Events as older versions wrote them, and as newer ones will.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{PersonId, TicketId};
use guichet_domain::tickets::event::Event;

on_both!(
    the_first_form_of_a_comment_still_folds,
    a_newer_form_is_named,
    an_unknown_event_is_named,
    an_unreadable_log_is_not_rebuilt,
);

const TEXT: &str = "00000000-0000-0000-0000-0000000000aa";

/// Puts a line into the log as another version of the program would have.
async fn put(db: &Database, ticket: TicketId, name: &str, v: i64, data: &str) {
    let sql = format!(
        "INSERT INTO event (position, stream, id, version, at, actor, command, type, v, data)
         SELECT MAX(position) + 1, 'ticket', {ticket}, MAX(version) + 1, {}, 4,
            '00000000-0000-0000-0000-0000000000bb', '{name}', {v}, '{data}' FROM event",
        START.0
    );
    db.raw().await.run(&sql).await;
}

async fn the_first_form_of_a_comment_still_folds(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Ancien").await.id;
    put(
        &db,
        ticket,
        "commented",
        1,
        &format!("{{\"text\":\"{TEXT}\",\"internal\":true}}"),
    )
    .await;
    put(
        &db,
        ticket,
        "commented",
        1,
        &format!("{{\"text\":\"{TEXT}\",\"internal\":false}}"),
    )
    .await;
    store.rebuild().await.unwrap();
    let aggregate = store
        .read()
        .await
        .unwrap()
        .aggregate(ticket)
        .await
        .unwrap()
        .unwrap();
    let audiences: Vec<_> = aggregate
        .ticket()
        .comments
        .iter()
        .map(|c| (c.audience, c.by.clone()))
        .collect();
    let by = Who::Person(PersonId(4));
    assert_eq!(
        audiences,
        [(Audience::Agents, by.clone()), (Audience::Participants, by)]
    );
    // And life goes on from there.
    carry_out(
        &store,
        Some(ticket),
        Notified::event(Event::MarkedRead, START),
    )
    .await
    .unwrap();
    assert_eq!(store.check().await.unwrap(), []);
}

async fn a_newer_form_is_named(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Récent").await.id;
    put(
        &db,
        ticket,
        "commented",
        3,
        &format!("{{\"text\":\"{TEXT}\",\"colour\":\"red\"}}"),
    )
    .await;
    let mut conn = store.read().await.unwrap();
    for sentence in [
        conn.aggregate(ticket).await.unwrap_err().to_string(),
        format!("{:?}", conn.after(0, 10).await.unwrap().last().unwrap()),
    ] {
        assert!(
            sentence.contains("commented v3") && sentence.contains("newer version"),
            "{sentence}"
        );
    }
}

async fn an_unknown_event_is_named(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Inconnu").await.id;
    put(&db, ticket, "teleported", 1, "{}").await;
    let sentence = store
        .read()
        .await
        .unwrap()
        .aggregate(ticket)
        .await
        .unwrap_err()
        .to_string();
    assert!(sentence.contains("teleported v1"), "{sentence}");
}

async fn an_unreadable_log_is_not_rebuilt(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Intact").await.id;
    put(&db, ticket, "commented", 3, "{}").await;
    let mut raw = db.raw().await;
    let before = raw.everything().await;
    assert!(
        store
            .rebuild()
            .await
            .unwrap_err()
            .to_string()
            .contains("commented v3")
    );
    assert!(store.check().await.is_err());
    assert_eq!(raw.everything().await, before);
}
