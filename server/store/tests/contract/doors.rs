//! What stands beside the log to sign in with: sessions in a list, half sessions, second factors,
//! links.

use crate::common::*;
use guichet_domain::audit::{Origin, Purpose};
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{Link, Session, Store, StoreError, Txn};

on_both!(
    sessions_are_listed_used_and_ended_by_their_owner,
    half_a_session_is_no_session,
    a_factor_is_offered_confirmed_used_and_removed,
    recovery_codes_work_once_and_for_their_owner,
    links_are_kept_by_purpose_and_end,
    a_wait_is_told_once
);

const ME: PersonId = PersonId(1);
const YOU: PersonId = PersonId(2);

async fn write<T, F>(store: &Store, job: F) -> T
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Txn) -> futures::future::BoxFuture<'a, Result<T, StoreError>>
        + Send
        + 'static,
{
    store.write(job).await.unwrap()
}

fn session(person: PersonId, at: i64) -> Session {
    Session {
        person,
        created_at: Timestamp(at),
        expires_at: Timestamp(100),
        used_at: Timestamp(at),
        origin: Origin::new("192.0.2.1", "Firefox/1 Linux"),
        ..Session::default()
    }
}

async fn sessions_are_listed_used_and_ended_by_their_owner(db: Database) {
    let store = db.open().await;
    for (token, person, at) in [("a", ME, 1), ("b", ME, 2), ("c", YOU, 3)] {
        let token = token.repeat(64);
        write(&store, move |txn| {
            let token = token.clone();
            Box::pin(async move { txn.open_session(&token, &session(person, at)).await })
        })
        .await;
    }
    let used = async || {
        let mut conn = store.read().await.unwrap();
        let all = conn.sessions(ME, Timestamp(9)).await.unwrap();
        all.into_iter()
            .map(|s| (s.id, s.used_at.0, s.origin.address, s.strong))
            .collect::<Vec<_>>()
    };
    let line =
        |name: &str, at, address: &str, strong| (name.repeat(16), at, address.to_owned(), strong);
    assert_eq!(
        used().await,
        [
            line("b", 2, "192.0.2.1", false),
            line("a", 1, "192.0.2.1", false)
        ]
    );
    write(&store, |txn| {
        Box::pin(async move {
            let token = "a".repeat(64);
            let origin = Origin::new("2001:db8::1", "Chrome");
            txn.strengthen_session(&token).await?;
            txn.use_session(&token, Timestamp(5), &origin).await
        })
    })
    .await;
    assert_eq!(
        used().await,
        [
            line("a", 5, "2001:db8::1", true),
            line("b", 2, "192.0.2.1", false)
        ]
    );
    for (person, id, ended) in [
        (YOU, "a".repeat(16), false),
        (ME, "a".repeat(15), false),
        (ME, "c".repeat(16), false),
        (ME, String::new(), false),
        (ME, "a".repeat(16), true),
        (ME, "a".repeat(16), false),
    ] {
        let named = id.clone();
        let was = write(&store, move |txn| {
            let id = id.clone();
            Box::pin(async move { txn.close_session_of(person, &id).await })
        })
        .await;
        assert_eq!(was, ended, "{named} of {person}");
    }
    assert_eq!(used().await, [line("b", 2, "192.0.2.1", false)]);
    let mut conn = store.read().await.unwrap();
    assert!(conn.sessions(ME, Timestamp(100)).await.unwrap().is_empty());
}

async fn half_a_session_is_no_session(db: Database) {
    let store = db.open().await;
    for (token, person, until) in [("h", ME, 10), ("i", ME, 20), ("j", YOU, 20)] {
        write(&store, move |txn| {
            Box::pin(txn.open_half_session(token, person, Timestamp(1), Timestamp(until)))
        })
        .await;
    }
    let half = async |token: &str, now| {
        let mut conn = store.read().await.unwrap();
        assert!(conn.session(token, Timestamp(now)).await.unwrap().is_none());
        conn.half_session(token, Timestamp(now)).await.unwrap()
    };
    assert_eq!(half("h", 9).await, Some(ME));
    assert_eq!(half("h", 10).await, None, "it ends at its instant");
    write(&store, |txn| Box::pin(txn.close_half_session("i"))).await;
    assert_eq!(half("i", 9).await, None);
    // Whoever is signed out everywhere is not half way in anywhere either.
    write(&store, |txn| Box::pin(txn.close_sessions(ME, ""))).await;
    assert_eq!(half("h", 9).await, None);
    assert_eq!(half("j", 9).await, Some(YOU));
}

async fn a_factor_is_offered_confirmed_used_and_removed(db: Database) {
    let store = db.open().await;
    let factor = async || store.read().await.unwrap().factor(ME).await.unwrap();
    assert!(factor().await.is_none());
    write(&store, |txn| {
        Box::pin(txn.offer_factor(ME, "one", Timestamp(3)))
    })
    .await;
    let offered = factor().await.unwrap();
    assert_eq!(
        (offered.secret, offered.offered.as_deref()),
        (None, Some("one"))
    );
    write(&store, |txn| {
        Box::pin(txn.confirm_factor(ME, 7, Timestamp(4)))
    })
    .await;
    let counts = factor().await.unwrap();
    assert_eq!(
        (
            counts.secret.as_deref(),
            counts.offered.clone(),
            counts.step,
            counts.since()
        ),
        (Some("one"), None, 7, Timestamp(4))
    );
    assert!(
        !format!("{counts:?}").contains("one"),
        "no way out by accident"
    );
    // Another one is offered; the first goes on counting until it is confirmed.
    write(&store, |txn| Box::pin(txn.use_factor(ME, 8))).await;
    write(&store, |txn| {
        Box::pin(txn.offer_factor(ME, "two", Timestamp(9)))
    })
    .await;
    let both = factor().await.unwrap();
    assert_eq!((both.secret.as_deref(), both.step), (Some("one"), 8));
    assert_eq!(both.offered_at(), Timestamp(9));
    assert!(!write(&store, |txn| Box::pin(txn.remove_factor(YOU))).await);
    assert!(write(&store, |txn| Box::pin(txn.remove_factor(ME))).await);
    assert!(factor().await.is_none());
}

async fn recovery_codes_work_once_and_for_their_owner(db: Database) {
    let store = db.open().await;
    for person in [ME, YOU] {
        let hashes = [format!("x{person}"), format!("y{person}")];
        write(&store, move |txn| {
            let hashes = hashes.clone();
            Box::pin(async move { txn.set_recovery_codes(person, &hashes).await })
        })
        .await;
    }
    for (hash, good) in [("x1", true), ("x1", false), ("x2", false), ("", false)] {
        let was = write(&store, move |txn| Box::pin(txn.use_recovery_code(ME, hash))).await;
        assert_eq!(was, good, "{hash}");
    }
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.recovery_codes(ME).await.unwrap(), 1);
    assert_eq!(conn.recovery_codes(YOU).await.unwrap(), 2);
}

async fn links_are_kept_by_purpose_and_end(db: Database) {
    let store = db.open().await;
    let link = |purpose, until| Link {
        purpose,
        person: ME,
        email: "claire@exemple.fr".into(),
        expires_at: Timestamp(until),
    };
    for (token, purpose, until) in [
        ("a", Purpose::Reset, 30),
        ("b", Purpose::Email, 30),
        ("c", Purpose::Reset, 40),
    ] {
        write(&store, move |txn| {
            Box::pin(async move {
                txn.keep_link(token, &link(purpose, until), Timestamp(1))
                    .await
            })
        })
        .await;
    }
    let read = async |token: &str, now| {
        let mut conn = store.read().await.unwrap();
        conn.link(token, Timestamp(now)).await.unwrap()
    };
    assert_eq!(read("a", 2).await, None, "a newer one took its place");
    assert_eq!(read("b", 2).await, Some(link(Purpose::Email, 30)));
    assert_eq!(read("c", 39).await, Some(link(Purpose::Reset, 40)));
    assert_eq!(read("c", 40).await, None, "it ends at its instant");
    write(&store, |txn| Box::pin(txn.void_links(ME))).await;
    assert_eq!(read("b", 2).await, None);
}

async fn a_wait_is_told_once(db: Database) {
    let store = db.open().await;
    let tell = || write(&store, |txn| Box::pin(txn.tell_throttle("ip")));
    assert!(!tell().await, "there is no wait");
    for n in [1, 2] {
        write(&store, move |txn| {
            Box::pin(txn.set_throttle("ip", n, Timestamp(n)))
        })
        .await;
        assert!(tell().await);
        assert!(!tell().await);
    }
}
