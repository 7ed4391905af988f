//! Recipient: everything once, whoever tells and whatever breaks, and e-mails that are given out to
//! one sender at a time.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Channels, Topic, Wishes};
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::event::Event;
use guichet_domain::{PersonId, TicketId, Timestamp};
use guichet_store::{
    Due, Expirable, Logged, Notification, Notified as Tale, OutboundEmail, Position, Scope, Store,
    StoreError, Which,
};
use std::collections::BTreeSet;

on_both!(
    tellers_that_race_tell_everything_once,
    a_telling_that_fails_leaves_nothing,
    a_history_from_elsewhere_is_quiet,
    notifications_are_read,
    emails_go_to_one_sender_at_a_time,
    emails_wait_fail_and_come_back,
    reminders_come_once,
    wishes_are_kept,
    whose_bell_rings_is_said_everywhere,
);

const ME: PersonId = PersonId(1);

async fn tickets(store: &Store, n: usize) {
    for i in 0..n {
        let (mut told, recorded) = Notified::incident(&format!("Billet {i}"), START);
        told.events = vec![Event::Recorded(Box::new(recorded))];
        carry_out(store, None, told).await.unwrap();
    }
}

/// What one event leads to here: a notification and an e-mail for its user.
fn tale(positions: &[(Position, TicketId)]) -> Tale {
    let one = |(position, ticket): &(Position, TicketId)| Notification {
        person: ME,
        position: *position,
        notice: Notice::Recorded,
        about: (*ticket).into(),
        at: START.plus(*position),
        read_at: None,
    };
    let outbound = |(position, ticket): &(Position, TicketId)| OutboundEmail {
        key: format!("{position}.1.recorded"),
        kind: "recorded".into(),
        person: ME,
        address: None,
        about: Some((*ticket, *position)),
        article: None,
        at: START.plus(*position),
    };
    Tale {
        notifications: positions.iter().map(one).collect(),
        outbound: positions.iter().map(outbound).collect(),
        reminders: Vec::new(),
    }
}

/// One stretch of at most three events; whether there was anything to tell.
async fn tell_some(store: &Store) -> bool {
    let mut conn = store.read().await.unwrap();
    let from = conn.notified_up_to().await.unwrap();
    let read = conn.after(from, 3).await.unwrap();
    drop(conn);
    let Some(last) = read.last() else {
        return false;
    };
    let upto = last.position();
    let events: Vec<_> = read
        .iter()
        .filter_map(|logged| match logged {
            Logged::Ticket(position, envelope) => Some((*position, envelope.ticket)),
            Logged::Article(..)
            | Logged::Feedback(..)
            | Logged::Entry(..)
            | Logged::AuditEvent(..)
            | Logged::Unreadable(..) => None,
        })
        .collect();
    let tale = tale(&events);
    store
        .write(move |txn| {
            let tale = tale.clone();
            Box::pin(async move { txn.notify(from, upto, &tale).await })
        })
        .await
        .unwrap();
    true
}

async fn tell_all(store: &Store) {
    while tell_some(store).await {}
}

async fn mine(store: &Store) -> Vec<Notification> {
    let mut conn = store.read().await.unwrap();
    let end = (Timestamp(i64::MAX), i64::MAX);
    conn.notifications(ME, end, 1000).await.unwrap()
}

/// Of somebody who sees every ticket there is here: none is scoped.
fn everything() -> Scope {
    Scope::default()
}

async fn tellers_that_race_tell_everything_once(db: Database) {
    let stores = [db.open().await, db.open().await];
    let writing = tickets(&stores[0], 40);
    let tellers = stores.iter().map(|store| async {
        for _ in 0..60 {
            tell_some(store).await;
            tokio::task::yield_now().await;
        }
    });
    tokio::join!(writing, futures::future::join_all(tellers));
    tell_all(&stores[1]).await;
    let told: Vec<Position> = mine(&stores[0]).await.iter().map(|n| n.position).collect();
    assert_eq!(told, (1..=40).rev().collect::<Vec<_>>());
    let (waiting, failed) = stores[0]
        .read()
        .await
        .unwrap()
        .emails_counted(&everything())
        .await
        .unwrap();
    assert_eq!((waiting, failed), (40, 0));
    assert!(stores[0].check().await.unwrap().is_empty());
    stores[0].rebuild().await.unwrap();
    assert_eq!(
        mine(&stores[0]).await.len(),
        40,
        "what was told is no reading of the log"
    );
}

async fn a_telling_that_fails_leaves_nothing(db: Database) {
    let store = db.open().await;
    tickets(&store, 2).await;
    let outcome = store
        .write(|txn| {
            Box::pin(async move {
                txn.notify(0, 2, &tale(&[(1, TicketId(1)), (2, TicketId(2))]))
                    .await?;
                Err::<(), _>(StoreError::Setting("the machine stops here".into()))
            })
        })
        .await;
    assert!(outcome.is_err());
    assert!(mine(&store).await.is_empty());
    assert_eq!(
        store.read().await.unwrap().notified_up_to().await.unwrap(),
        0
    );
    tell_all(&store).await;
    assert_eq!(mine(&store).await.len(), 2);
    // Nobody tells from where the log was told already.
    let again = store.write(|txn| Box::pin(async move { txn.notify(0, 2, &tale(&[])).await }));
    assert!(!again.await.unwrap());
}

async fn a_history_from_elsewhere_is_quiet(db: Database) {
    let store = db.open().await;
    tickets(&store, 1).await;
    for _ in 0..2 {
        store
            .write(|txn| {
                Box::pin(async move {
                    let before = txn.position();
                    for _ in 0..2 {
                        let (mut told, recorded) = Notified::incident("D'ailleurs", START);
                        told.events = vec![Event::Recorded(Box::new(recorded))];
                        filling::tell(txn, None, &told).await?;
                    }
                    txn.suppress(before).await
                })
            })
            .await
            .unwrap();
    }
    tickets(&store, 1).await;
    let quiet = async |after| {
        store
            .read()
            .await
            .unwrap()
            .suppressed_after(after)
            .await
            .unwrap()
    };
    assert_eq!(
        quiet(0).await,
        [(2, 5)],
        "one after the other is one stretch"
    );
    assert_eq!(quiet(5).await, []);
    store
        .write(|txn| Box::pin(async move { txn.notify(0, 5, &tale(&[(1, TicketId(1))])).await }))
        .await
        .unwrap();
    assert_eq!(quiet(0).await, [], "what was passed is forgotten");
}

async fn notifications_are_read(db: Database) {
    let store = db.open().await;
    tickets(&store, 5).await;
    tell_all(&store).await;
    let unread = async || store.read().await.unwrap().unread(ME).await.unwrap();
    let read = async |which| {
        let job =
            store.write(move |txn| Box::pin(async move { txn.mark_read(ME, which, START).await }));
        job.await.unwrap()
    };
    assert_eq!(unread().await, 5);
    assert_eq!(read(Which::One(3, Notice::Recorded)).await, 1);
    assert_eq!(read(Which::One(3, Notice::Recorded)).await, 0, "once");
    assert_eq!(read(Which::One(4, Notice::Closed)).await, 0, "another's");
    assert_eq!(read(Which::Of(TicketId(1).into())).await, 1);
    let mut conn = store.read().await.unwrap();
    assert!(!conn.unread_of(ME, TicketId(1).into()).await.unwrap());
    assert!(conn.unread_of(ME, TicketId(2).into()).await.unwrap());
    assert!(
        !conn
            .unread_of(PersonId(2), TicketId(2).into())
            .await
            .unwrap()
    );
    // By pages, the latest first.
    let first = conn
        .notifications(ME, (Timestamp(i64::MAX), 0), 2)
        .await
        .unwrap();
    let at = first.last().map(|n| (n.at, n.position)).unwrap();
    let then = conn.notifications(ME, at, 9).await.unwrap();
    let places: Vec<Position> = first.iter().chain(&then).map(|n| n.position).collect();
    assert_eq!(places, [5, 4, 3, 2, 1]);
    drop(conn);
    assert_eq!(read(Which::All).await, 3);
    assert_eq!(unread().await, 0);
}

async fn post(store: &Store, keys: &'static [&'static str]) {
    store
        .write(move |txn| {
            Box::pin(async move {
                for key in keys {
                    let outbound = OutboundEmail {
                        key: (*key).into(),
                        kind: "invitation".into(),
                        person: ME,
                        at: START,
                        ..OutboundEmail::default()
                    };
                    txn.post(&outbound).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}

async fn take(store: &Store, now: Timestamp, limit: i64) -> Vec<String> {
    let taken = store.write(move |txn| {
        Box::pin(async move { txn.take_emails(now, now.plus(10 * MINUTE), limit).await })
    });
    taken
        .await
        .unwrap()
        .into_iter()
        .map(|p| p.outbound.key)
        .collect()
}

async fn emails_go_to_one_sender_at_a_time(db: Database) {
    let stores = [db.open().await, db.open().await];
    let posted = stores[0].posted();
    post(&stores[0], &["a", "b", "c", "d", "e"]).await;
    post(&stores[1], &["a"]).await;
    assert!(posted.has_changed().unwrap());
    let takers = stores
        .iter()
        .cycle()
        .take(6)
        .map(|store| take(store, START, 1));
    let taken = futures::future::join_all(takers).await.concat();
    assert_eq!(taken.len(), 5, "the same key is one e-mail");
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 5);
    // Nobody reported: after a crash they are due again.
    assert!(take(&stores[0], START.plus(9 * MINUTE), 9).await.is_empty());
    assert_eq!(take(&stores[0], START.plus(10 * MINUTE), 9).await.len(), 5);
}

async fn emails_wait_fail_and_come_back(db: Database) {
    let store = db.open().await;
    post(&store, &["sent", "later", "never", "dropped"]).await;
    assert_eq!(take(&store, START, 9).await.len(), 4);
    store
        .write(|txn| {
            Box::pin(async move {
                txn.email_sent("sent", START).await?;
                txn.email_postponed("later", START.plus(MINUTE), "421 busy")
                    .await?;
                txn.email_failed("never", START, "550 no such user").await?;
                txn.email_dropped("dropped").await?;
                // What was sent stays sent, whatever is said afterwards.
                txn.email_failed("sent", START, "too late").await?;
                txn.email_postponed("sent", START, "too late").await?;
                txn.email_dropped("sent").await
            })
        })
        .await
        .unwrap();
    let mut conn = store.read().await.unwrap();
    let trouble = conn.emails_in_trouble(&everything(), 9).await.unwrap();
    let said: Vec<_> = trouble
        .iter()
        .map(|p| {
            (
                p.outbound.key.as_str(),
                p.error.as_deref().unwrap(),
                p.tries,
            )
        })
        .collect();
    assert_eq!(
        said,
        [("never", "550 no such user", 1), ("later", "421 busy", 1)]
    );
    assert_eq!(conn.emails_counted(&everything()).await.unwrap(), (1, 1));
    assert_eq!(conn.next_email().await.unwrap(), Some(START.plus(MINUTE)));
    assert_eq!(
        conn.outbound("sent").await.unwrap().unwrap().sent_at,
        Some(START)
    );
    assert_eq!(conn.outbound("dropped").await.unwrap(), None);
    drop(conn);
    assert_eq!(take(&store, START, 9).await, [""; 0]);
    let again = store
        .write(|txn| Box::pin(async move { txn.emails_again(&everything(), None, START).await }));
    assert_eq!(again.await.unwrap(), 2);
    assert_eq!(take(&store, START, 9).await, ["later", "never"]);
    let forgotten = store.write(|txn| {
        Box::pin(async move { txn.delete_expired(Expirable::Mail, START.plus(1)).await })
    });
    assert_eq!(forgotten.await.unwrap(), 1);
}

async fn reminders_come_once(db: Database) {
    let store = db.open().await;
    tickets(&store, 1).await;
    store
        .write(|txn| {
            Box::pin(async move {
                let mut tale = tale(&[]);
                tale.reminders = vec![(TicketId(1), 1, START.plus(5))];
                txn.notify(0, 1, &tale).await
            })
        })
        .await
        .unwrap();
    let due = async |now| {
        let due = store.read().await.unwrap().due(now, None).await.unwrap();
        let reminder = |one: &Due| (one.kind, one.ticket, one.position);
        due.iter().map(reminder).collect::<Vec<_>>()
    };
    assert_eq!(due(START).await, []);
    let expected = (Deadline::ApprovalReminder, TicketId(1), Some(1));
    assert_eq!(due(START.plus(5)).await, [expected]);
    // It is in no event: what is made again from the log leaves it.
    store.rebuild().await.unwrap();
    assert_eq!(due(START.plus(5)).await, [expected]);
    let remind = || {
        store.write(|txn| {
            Box::pin(async move { txn.remind(TicketId(1), 1, &tale(&[(1, TicketId(1))])).await })
        })
    };
    assert!(remind().await.unwrap());
    assert!(!remind().await.unwrap());
    assert_eq!(due(START.plus(5)).await, []);
    assert_eq!(mine(&store).await.len(), 1);
}

async fn wishes_are_kept(db: Database) {
    let store = db.open().await;
    let off = Channels {
        app: false,
        mail: false,
    };
    let chosen = Wishes([(Topic::Watched, off), (Topic::Notice(Notice::Closed), off)].into());
    let mut given = chosen.clone();
    let topic = Topic::Notice(Notice::Held);
    given.0.insert(topic, topic.delivered());
    for wishes in [given, chosen.clone()] {
        store
            .write(move |txn| {
                let wishes = wishes.clone();
                Box::pin(async move { txn.choose(ME, &wishes).await })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let all = conn.wishes(&[ME, PersonId(2)].into()).await.unwrap();
        assert_eq!(all, [(ME, chosen.clone())].into());
    }
}

async fn whose_bell_rings_is_said_everywhere(db: Database) {
    let (store, other) = (db.open().await, db.open().await);
    tickets(&store, 1).await;
    let (mut here, mut there) = (store.notified(), other.notified());
    // The other process listens by the time that it has heard of something.
    let mut head = other.head();
    tokio::time::timeout(PATIENCE, head.wait_for(|head| *head == 1))
        .await
        .unwrap()
        .unwrap();
    tell_all(&store).await;
    assert_eq!(*here.recv().await.unwrap(), [ME].into());
    if db.is_postgres() {
        let heard = tokio::time::timeout(PATIENCE, there.recv()).await.unwrap();
        assert_eq!(*heard.unwrap(), [ME].into());
    }
}
