//! Every reading can be made again from the log, and comes out the same.

use crate::common::filling::tell;
use crate::common::world::{START, directory, draft, entries, facts, next_move};
use crate::common::*;
use futures::future::join_all;
use guichet_domain::decide;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::ids::{CommandId, PersonId, TicketId};
use guichet_domain::kernel::time::HOUR;
use guichet_domain::tickets::decide::output::Decision;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::record::NewTicket;
use guichet_store::Store;
use std::collections::BTreeSet;

on_both!(
    a_rebuilt_desk_is_the_same,
    damage_is_named_and_repaired,
    the_planner_knows_what_was_written,
);

const STEPS: u64 = 45;

/// Lives of tickets, by the rules of the desk; all of them a step at a time.
async fn live(store: &Store, tickets: u64) -> Vec<TicketId> {
    store
        .write(|txn| {
            Box::pin(async move {
                for entry in entries() {
                    txn.save(entry, &Who::System, (CommandId::default(), START), None)
                        .await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let old = begin(store, 0..tickets).await;
    for step in 0..STEPS {
        join_all(old.iter().map(|ticket| go_on(store, *ticket, step))).await;
    }
    // Some that nobody has touched yet.
    begin(store, tickets..tickets + tickets / 5).await;
    old
}

async fn begin(store: &Store, seeds: std::ops::Range<u64>) -> Vec<TicketId> {
    store
        .write(move |txn| {
            let seeds = seeds.clone();
            Box::pin(async move {
                let mut tickets = Vec::new();
                for seed in seeds {
                    let ticket = tell(txn, None, &beginning(seed)).await?;
                    tickets.push(ticket.id);
                }
                Ok(tickets)
            })
        })
        .await
        .unwrap()
}

fn beginning(seed: u64) -> Notified {
    let directory = directory();
    let draft = draft(&mut Dice(seed));
    let facts = facts(&directory, None, &draft, START);
    let actor = directory.people[&PersonId(7)].actor();
    let command = filling::command_id();
    let decision = guichet_domain::record(&draft, &actor, &facts, command, START).unwrap();
    Notified {
        command,
        by: actor.who,
        at: START,
        events: decision.events,
        texts: decision.texts,
    }
}

async fn go_on(store: &Store, id: TicketId, step: u64) {
    let now = START.plus(HOUR * (1 + step.cast_signed()));
    store
        .write(move |txn| {
            Box::pin(async move {
                let aggregate = txn.aggregate(id).await?.unwrap();
                let ticket = aggregate.ticket();
                let dice = &mut Dice(id.0.unsigned_abs() * 1_000 + step);
                let directory = txn.directory_now();
                let facts = facts(&directory, Some(ticket), &NewTicket::default(), now);
                let Some((actor, command)) = next_move(ticket, &directory, &facts, now, dice)
                else {
                    return Ok(());
                };
                let command_id = filling::command_id();
                let decision = decide(ticket, &actor, &facts, command_id, command, now);
                let Ok(Decision { events, texts, .. }) = decision else {
                    return Ok(());
                };
                if events.is_empty() {
                    return Ok(());
                }
                let told = Notified {
                    command: command_id,
                    by: actor.who,
                    at: now,
                    events,
                    texts,
                };
                tell(txn, Some(id), &told).await.map(drop)
            })
        })
        .await
        .unwrap();
}

/// What the lives must have led through, so that the comparison means something.
fn assert_varied(log: &[Envelope]) {
    let names: BTreeSet<String> = log.iter().map(|e| e.event.store().name).collect();
    for name in [
        "recorded",
        "categorised",
        "held",
        "resumed",
        "resolved",
        "confirmed",
        "closed",
        "reopened",
        "cancelled",
        "converted",
        "evaluated",
        "approved",
        "refused",
        "asked_back",
        "fulfilled",
        "assigned",
        "handed_over",
        "commented",
        "watched",
        "unwatched",
        "edited",
    ] {
        assert!(names.contains(name), "no ticket was {name}: {names:?}");
    }
}

async fn a_rebuilt_desk_is_the_same(db: Database) {
    let store = db.open().await;
    let tickets = live(&store, 300).await;
    let mut log = Vec::new();
    let mut conn = store.read().await.unwrap();
    let mut scoped = 0;
    for ticket in &tickets {
        let aggregate = conn.aggregate(*ticket).await.unwrap().unwrap();
        scoped += i32::from(aggregate.ticket().is_scoped());
        log.extend(aggregate.history().to_vec());
    }
    drop(conn);
    assert_varied(&log);
    assert!(scoped > 20 && log.len() > 2_000, "{scoped} {}", log.len());
    let awaited = "SELECT COUNT(*) FROM approval";
    assert!(db.raw().await.number(awaited).await > 10);

    assert_eq!(
        store.check().await.unwrap(),
        [],
        "what was kept up to date is what the log says"
    );
    let before = readings(&db).await;
    store.rebuild().await.unwrap();
    assert_eq!(readings(&db).await, before);
    assert_eq!(store.check().await.unwrap(), []);
    // The desk goes on.
    carry_out(
        &store,
        Some(tickets[0]),
        Notified::event(Event::MarkedRead, START),
    )
    .await
    .unwrap();
    assert_eq!(store.check().await.unwrap(), []);
}

async fn the_planner_knows_what_was_written(db: Database) {
    let store = db.open().await;
    live(&store, 100).await;
    store.analyze().await.unwrap();
    if db.is_postgres() {
        let known = "SELECT reltuples::BIGINT FROM pg_class WHERE oid = 'ticket'::regclass";
        let mut raw = db.raw().await;
        let there = raw.number("SELECT COUNT(*) FROM ticket").await;
        assert!(there >= 100);
        assert_eq!(raw.number(known).await, there);
    }
}

/// The readings, but for the words, which SQLite cannot show, and counts of nothing.
async fn readings(db: &Database) -> Vec<String> {
    let kept = ["ticket: ", "participant: ", "approval: ", "entry: "];
    let mut raw = db.raw().await;
    let mut lines = raw.everything().await;
    lines.retain(|line| kept.iter().any(|table| line.starts_with(table)));
    let counts = "SELECT kind || state || team || ' ' || assignee || ' ' || n FROM tally WHERE n <> 0 ORDER BY 1";
    lines.extend(raw.texts(counts).await);
    lines
}

async fn damage_is_named_and_repaired(db: Database) {
    let store = db.open().await;
    live(&store, 60).await;
    let words = if db.is_postgres() {
        "UPDATE ticket_text SET words = words || 'intrus:1'::tsvector WHERE ticket = 1"
    } else {
        "DELETE FROM ticket_text WHERE rowid = 1; INSERT INTO ticket_text (rowid, words) VALUES (1, 'intrus')"
    };
    let damages = [
        (
            "ticket",
            "UPDATE ticket SET state = 'closed', open = FALSE WHERE id = 1",
        ),
        ("ticket", "UPDATE ticket SET subject = 'faux' WHERE id = 2"),
        ("ticket", "DELETE FROM ticket WHERE id = 3"),
        ("participant", "DELETE FROM participant WHERE ticket = 4"),
        (
            "participant",
            "INSERT INTO participant (person, ticket) VALUES (99, 5)",
        ),
        (
            "approval",
            "INSERT INTO approval (person, ticket) VALUES (99, 5)",
        ),
        ("approval", "DELETE FROM approval"),
        ("tally", "UPDATE tally SET n = n + 1 WHERE n > 0"),
        (
            "entry",
            "UPDATE entry SET data = '{}' WHERE kind = 'team' AND id = 1",
        ),
        (
            "entry",
            "DELETE FROM entry WHERE kind = 'person' AND id = 1",
        ),
        ("ticket_text", words),
        (
            "ticket_text",
            if db.is_postgres() {
                "DELETE FROM ticket_text"
            } else {
                "DELETE FROM ticket_text WHERE rowid = 2"
            },
        ),
    ];
    for (table, damage) in damages {
        db.raw().await.run(damage).await;
        let found = store.check().await.unwrap();
        assert_eq!(
            found.iter().map(|d| d.table).collect::<Vec<_>>(),
            [table],
            "after {damage}"
        );
        assert!(
            !found[0].expected.is_empty() || !found[0].found.is_empty(),
            "after {damage}"
        );
        assert_eq!(
            store.check().await.unwrap().len(),
            1,
            "looking repairs nothing"
        );
        store.rebuild().await.unwrap();
        assert_eq!(store.check().await.unwrap(), [], "after {damage}");
    }
}
