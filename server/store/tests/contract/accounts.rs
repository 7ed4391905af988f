//! What stands beside the log: passwords, sessions, slow-downs.

use crate::common::*;
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{Session, Store, StoreError, Txn};

on_both!(
    passwords_are_kept_and_replaced,
    sessions_open_expire_and_close,
    attempts_are_counted_and_forgotten
);

async fn write<F>(store: &Store, job: F)
where
    F: for<'a> Fn(&'a mut Txn) -> futures::future::BoxFuture<'a, Result<(), StoreError>>
        + Send
        + 'static,
{
    store.write(job).await.unwrap();
}

async fn passwords_are_kept_and_replaced(db: Database) {
    let store = db.open().await;
    for hash in ["first", "second"] {
        write(&store, move |txn| {
            Box::pin(txn.set_password(PersonId(1), hash, Timestamp(1)))
        })
        .await;
    }
    let mut conn = store.read().await.unwrap();
    let account = conn.account(PersonId(1)).await.unwrap().unwrap();
    assert_eq!(
        (account.person, account.hash.as_str()),
        (PersonId(1), "second")
    );
    assert!(
        !format!("{account:?}").contains("second"),
        "a hash has no way out by accident"
    );
    assert!(conn.account(PersonId(2)).await.unwrap().is_none());
}

async fn sessions_open_expire_and_close(db: Database) {
    let store = db.open().await;
    let session = |person, until| {
        let (created_at, expires_at) = (Timestamp(1), Timestamp(until));
        Session {
            person: PersonId(person),
            created_at,
            expires_at,
            ..Session::default()
        }
    };
    for (token, person, until) in [("a", 1, 10), ("b", 1, 20), ("c", 1, 20), ("d", 2, 20)] {
        write(&store, move |txn| {
            Box::pin(async move { txn.open_session(token, &session(person, until)).await })
        })
        .await;
    }
    let valid = |now| {
        let store = store.clone();
        async move {
            let mut conn = store.read().await.unwrap();
            let mut valid = String::new();
            for token in ["a", "b", "c", "d", "e"] {
                if let Some(session) = conn.session(token, Timestamp(now)).await.unwrap() {
                    valid += &format!("{token}{} ", session.person);
                }
            }
            valid
        }
    };
    assert_eq!(valid(9).await, "a1 b1 c1 d2 ");
    assert_eq!(valid(10).await, "b1 c1 d2 ", "it ends at its instant");
    write(&store, |txn| {
        Box::pin(async move {
            assert_eq!(txn.close_sessions(PersonId(1), "b").await?, 2);
            Ok(())
        })
    })
    .await;
    assert_eq!(valid(9).await, "b1 d2 ", "everywhere but here");
    write(&store, |txn| {
        Box::pin(async move {
            assert!(txn.close_session("b").await?);
            assert!(!txn.close_session("b").await?, "there is none any more");
            Ok(())
        })
    })
    .await;
    assert_eq!(valid(9).await, "d2 ");
}

async fn attempts_are_counted_and_forgotten(db: Database) {
    let store = db.open().await;
    for n in [1, 2] {
        write(&store, move |txn| {
            Box::pin(txn.set_throttle("ip", n, Timestamp(n * 7)))
        })
        .await;
    }
    assert_eq!(
        store.read().await.unwrap().throttle("ip").await.unwrap(),
        (2, Timestamp(14))
    );
    write(&store, |txn| Box::pin(txn.clear_throttle("ip"))).await;
    assert_eq!(
        store.read().await.unwrap().throttle("ip").await.unwrap(),
        (0, Timestamp(0))
    );
}
