//! What is told is read back, in the log and beside it.

use crate::batches;
use crate::common::filling::{command_id, tell};
use crate::common::world::START;
use crate::common::*;
use futures::future::BoxFuture;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{CommandId, TicketId};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::tickets::event::Event;
use guichet_store::{Done, Logged, Outcome, Store, StoreError};

on_both!(
    events_and_texts_are_read_back,
    positions_and_versions_grow_by_one,
    entries_are_read_back_and_numbered,
    a_command_that_is_done_is_found,
    what_a_command_said_is_remembered_until_it_is_emptied,
    the_same_command_in_one_batch_is_found,
    commands_of_a_batch_are_asked_for_together,
    what_is_emptied_in_a_batch_is_emptied_for_those_after_it,
);

fn comment(text: &str) -> Notified {
    let mut told = Notified::event(Event::MarkedRead, START.plus(60));
    let id = told.command.text(0);
    told.events = vec![Event::Commented {
        text: id,
        audience: Audience::Everyone,
        unread: true,
        by_mail: None,
    }];
    told.texts = vec![(id, text.into())];
    told
}

async fn events_and_texts_are_read_back(db: Database) {
    let store = db.open().await;
    let first = recorded(&store, "Word ne s'ouvre plus").await;
    let said = comment("Depuis ce matin.\n\n« tout » est 'bloqué' 🙂");
    let ticket = carry_out(&store, Some(first.id), said.clone())
        .await
        .unwrap();

    let mut conn = store.read().await.unwrap();
    let aggregate = conn.aggregate(first.id).await.unwrap().unwrap();
    assert_eq!(*aggregate.ticket(), ticket);
    assert_eq!(aggregate.before(2).unwrap(), first);
    assert_eq!(aggregate.before(1), None);
    assert_eq!(aggregate.at(1).unwrap(), first);
    assert_eq!(aggregate.at(2).unwrap(), ticket);
    assert_eq!(aggregate.event_at(2), aggregate.history().last());
    assert_eq!(aggregate.event_at(3), None);
    let last = &aggregate.history()[1];
    assert_eq!(
        (&last.event, last.at, &last.by, last.command),
        (&said.events[0], said.at, &said.by, said.command)
    );
    let texts = conn.bodies(first.id).await.unwrap();
    assert_eq!(texts.len(), 2);
    assert_eq!(texts[&first.subject], "Word ne s'ouvre plus");
    assert_eq!(texts[&said.command.text(0)], said.texts[0].1);
    assert!(conn.aggregate(TicketId(99)).await.unwrap().is_none());
    assert!(conn.bodies(TicketId(99)).await.unwrap().is_empty());

    // All of it is still there for the next process.
    drop((conn, store));
    let mut conn = db.open().await.read().await.unwrap();
    assert_eq!(
        *conn.aggregate(first.id).await.unwrap().unwrap().ticket(),
        ticket
    );
}

async fn positions_and_versions_grow_by_one(db: Database) {
    let store = db.open().await;
    let a = recorded(&store, "Un").await;
    let b = recorded(&store, "Deux").await;
    carry_out(&store, Some(a.id), comment("a").and(Event::MarkedRead))
        .await
        .unwrap();
    assert_eq!((a.id, b.id), (TicketId(1), TicketId(2)));

    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.head().await.unwrap(), 4);
    let all = conn.after(0, 100).await.unwrap();
    assert_eq!(
        all.iter().map(Logged::position).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert_eq!(
        conn.after(1, 2)
            .await
            .unwrap()
            .iter()
            .map(Logged::position)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    assert!(conn.after(4, 100).await.unwrap().is_empty());
    let versions = "SELECT id || ':' || version FROM event ORDER BY position";
    assert_eq!(
        db.raw().await.texts(versions).await,
        ["1:1", "2:1", "1:2", "1:3"]
    );
    assert_eq!(
        *store.head().borrow(),
        4,
        "the head is known when the answer is given"
    );
}

async fn entries_are_read_back_and_numbered(db: Database) {
    let store = db.open().await;
    let entries = world::entries();
    let saved = entries.clone();
    let next = store
        .write(move |txn| {
            let entries = saved.clone();
            Box::pin(async move {
                assert_eq!(txn.next_entry(Stream::Person).await?, 1);
                for entry in entries {
                    txn.save(entry, &Who::System, (CommandId::default(), START), None)
                        .await?;
                }
                assert_eq!(
                    *txn.directory_now(),
                    world::directory(),
                    "seen within the transaction"
                );
                txn.next_entry(Stream::Person).await
            })
        })
        .await
        .unwrap();
    assert_eq!(next, 14);

    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.directory().await.unwrap(), world::directory());
    assert_eq!(
        conn.directory_position().await.unwrap(),
        entries.len() as i64
    );
    let logged = conn.after(0, 1000).await.unwrap();
    let logged: Vec<_> = logged
        .into_iter()
        .map(|l| matches!(l, Logged::Entry(_, _)))
        .collect();
    assert_eq!(logged, vec![true; entries.len()]);
}

async fn a_command_that_is_done_is_found(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Une fois").await;
    let told = comment("Deux fois ?");
    let command = told.command;
    assert_eq!(
        store.read().await.unwrap().done(command).await.unwrap(),
        None
    );
    carry_out(&store, Some(ticket.id), told).await.unwrap();
    let done = store.read().await.unwrap().done(command).await.unwrap();
    let expected = Done {
        stream: Some(Stream::Ticket.of(ticket.id.0)),
        content: None,
    };
    assert_eq!(done, Some(expected));
}

/// What a command said stands on its first line, in the batch and after; what is emptied on the
/// ticket empties it.
async fn what_a_command_said_is_remembered_until_it_is_emptied(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Une fois").await;
    let told = comment("Mot de passe : 1234").and(Event::MarkedRead);
    let (command, text) = (told.command, told.texts[0].0);
    let in_batch = store
        .write(move |txn| {
            let told = told.clone();
            Box::pin(async move {
                txn.remember(told.command, "d1ge57".into());
                tell(txn, Some(ticket.id), &told).await?;
                Ok(txn.done(told.command).await?.and_then(|done| done.content))
            })
        })
        .await
        .unwrap();
    assert_eq!(in_batch.as_deref(), Some("d1ge57"));
    let content = || async {
        let done = store.read().await.unwrap().done(command).await.unwrap();
        done.unwrap().content
    };
    assert_eq!(content().await.as_deref(), Some("d1ge57"));
    let redacted = Event::Redacted {
        what: Removed::Text(text),
        reason: None,
        audience: Audience::Participants,
    };
    carry_out(&store, Some(ticket.id), Notified::event(redacted, START))
        .await
        .unwrap();
    assert_eq!(content().await.as_deref(), Some(""));
}

/// As the desk does it: looks first, and does it only where it is not done.
async fn the_same_command_in_one_batch_is_found(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Une fois").await.id;
    let told = comment("Une seule fois");
    let twice = (0..20).map(|_| {
        let told = told.clone();
        store.write(move |txn| {
            let told = told.clone();
            Box::pin(async move {
                if txn.done(told.command).await?.is_some() {
                    return Ok(false);
                }
                tell(txn, Some(ticket), &told).await.map(|_| true)
            })
        })
    });
    let before = store.commits();
    let outcomes = batches::together(&store, twice).await;
    let first: Vec<bool> = outcomes.into_iter().map(Result::unwrap).collect();
    assert_eq!(first.iter().filter(|did| **did).count(), 1);
    assert_eq!(
        store.commits().0 - before.0,
        2,
        "the gate's transaction, then one for all"
    );
    let aggregate = store
        .read()
        .await
        .unwrap()
        .aggregate(ticket)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(aggregate.history().len(), 2);
}

/// What the writer knows of a command, asked by a job of that command.
async fn asked(store: &Store, command: CommandId) -> Result<Option<Done>, StoreError> {
    let known = store.attempt_command(command, move |txn| {
        Box::pin(async move { Ok(Outcome::<_, ()>::Commit(txn.done(command).await?)) })
    });
    known.await.map(Result::unwrap)
}

async fn commands_of_a_batch_are_asked_for_together(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Une fois").await.id;
    let mut commands = Vec::new();
    for n in 0..5 {
        // Of a command with several events, the first one stands for it.
        let told = comment(&format!("Encore {n}")).and(Event::MarkedRead);
        commands.push((told.command, true));
        carry_out(&store, Some(ticket), told).await.unwrap();
    }
    commands.extend((0..30).map(|_| (command_id(), false)));
    let before = store.statements_written();
    let all = commands.iter().map(|(command, _)| asked(&store, *command));
    let known = batches::together(&store, all).await;
    let statements = store.statements_written() - before;
    for ((_, done), known) in commands.iter().zip(known) {
        let expected = done.then_some(Done {
            stream: Some(Stream::Ticket.of(ticket.0)),
            content: None,
        });
        assert_eq!(known.unwrap(), expected);
    }
    assert!(
        statements < commands.len() as u64 / 2,
        "{statements} statements for {} commands",
        commands.len()
    );
}

async fn what_is_emptied_in_a_batch_is_emptied_for_those_after_it(db: Database) {
    let store = db.open().await;
    let ticket = recorded(&store, "Une fois").await.id;
    let told = comment("Mot de passe : 1234");
    let (command, text) = (told.command, told.texts[0].0);
    let said = store.write(move |txn| {
        let told = told.clone();
        Box::pin(async move {
            txn.remember(told.command, "d1ge57".into());
            tell(txn, Some(ticket), &told).await
        })
    });
    said.await.unwrap();
    let redacted = Event::Redacted {
        what: Removed::Text(text),
        reason: None,
        audience: Audience::Participants,
    };
    let redacting = async {
        let told = Notified::event(redacted, START);
        carry_out(&store, Some(ticket), told).await.map(|_| None)
    };
    let jobs: Vec<BoxFuture<Result<Option<Done>, StoreError>>> =
        vec![Box::pin(redacting), Box::pin(asked(&store, command))];
    let mut known = batches::together(&store, jobs.into_iter()).await;
    let done = known.pop().unwrap().unwrap().unwrap();
    assert_eq!(done.content.as_deref(), Some(""));
}
