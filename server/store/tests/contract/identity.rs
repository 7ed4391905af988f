//! What stands beside the log to sign in with: sessions in a list, half sessions, second factors,
//! links.

use crate::common::*;
use guichet_domain::identity::client::Client;
use guichet_domain::identity::link::Purpose;
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{OneTimeLink, Session, Store, StoreError, Txn};

on_both!(
    sessions_are_listed_used_and_ended_by_their_owner,
    half_a_session_is_no_session,
    a_factor_is_offered_confirmed_used_and_removed,
    recovery_codes_work_once_and_for_their_owner,
    links_are_kept_by_purpose_and_end,
    a_wait_is_told_once,
    a_session_goes_on_under_another_token_and_of_many_the_oldest_ends,
    all_that_somebody_could_get_in_by_ends,
    places_are_known_for_a_while,
    what_is_counted_of_somebody_is_forgotten,
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
        client: Client::new("192.0.2.1", "Firefox/1 Linux"),
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
            .map(|s| (s.id, s.used_at.0, s.client.address, s.strong))
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
            let client = Client::new("2001:db8::1", "Chrome");
            txn.strengthen_session(&token).await?;
            txn.use_session(&token, Timestamp(5), &client).await
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
            Box::pin(txn.open_pending_sign_in(token, person, Timestamp(1), Timestamp(until)))
        })
        .await;
    }
    let pending = async |token: &str, now| {
        let mut conn = store.read().await.unwrap();
        assert!(conn.session(token, Timestamp(now)).await.unwrap().is_none());
        conn.pending_sign_in(token, Timestamp(now)).await.unwrap()
    };
    assert_eq!(pending("h", 9).await, Some(ME));
    assert_eq!(pending("h", 10).await, None, "it ends at its instant");
    write(&store, |txn| Box::pin(txn.close_pending_sign_in("i"))).await;
    assert_eq!(pending("i", 9).await, None);
    // Whoever is signed out everywhere is not half way in anywhere either.
    write(&store, |txn| Box::pin(txn.close_sessions(ME, ""))).await;
    assert_eq!(pending("h", 9).await, None);
    assert_eq!(pending("j", 9).await, Some(YOU));
}

async fn a_factor_is_offered_confirmed_used_and_removed(db: Database) {
    let store = db.open().await;
    let factor = async || store.read().await.unwrap().factor(ME).await.unwrap();
    assert!(factor().await.is_none());
    write(&store, |txn| {
        Box::pin(txn.offer_factor(ME, "one", "a", Timestamp(3)))
    })
    .await;
    let offered = factor().await.unwrap();
    assert_eq!(
        (
            offered.secret,
            offered.offered.as_deref(),
            &*offered.offered_to
        ),
        (None, Some("one"), "a")
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
        Box::pin(txn.offer_factor(ME, "two", "b", Timestamp(9)))
    })
    .await;
    let both = factor().await.unwrap();
    assert_eq!((both.secret.as_deref(), both.step), (Some("one"), 8));
    assert_eq!((both.offered_at(), &*both.offered_to), (Timestamp(9), "b"));
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
    let link = |purpose, until| OneTimeLink {
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
    let tell = || write(&store, |txn| Box::pin(txn.say_throttled("ip")));
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

/// Somebody's sessions that are open, by the first message of their names.
async fn open(store: &Store, person: PersonId) -> String {
    let mut conn = store.read().await.unwrap();
    let all = conn.sessions(person, Timestamp(9)).await.unwrap();
    let mut names: Vec<String> = all.iter().map(|s| s.id[..1].to_owned()).collect();
    names.sort_unstable();
    names.concat()
}

async fn open_all(store: &Store, all: &[(&'static str, PersonId, i64)]) {
    for (token, person, at) in all.iter().copied() {
        write(store, move |txn| {
            Box::pin(async move {
                txn.open_session(&token.repeat(64), &session(person, at))
                    .await
            })
        })
        .await;
    }
}

async fn a_session_goes_on_under_another_token_and_of_many_the_oldest_ends(db: Database) {
    let store = db.open().await;
    // At one instant: they are told apart by the order they were opened in.
    let all = [("d", ME, 2), ("c", ME, 2), ("b", ME, 2), ("a", YOU, 1)];
    open_all(&store, &all).await;
    let cap = |most| write(&store, move |txn| Box::pin(txn.cap_sessions(ME, most)));
    assert_eq!(cap(3).await, 0);
    assert_eq!(cap(2).await, 1);
    assert_eq!(open(&store, ME).await, "bc");
    for (old, is_there) in [("c", true), ("c", false), ("x", false)] {
        let renewed = write(&store, move |txn| {
            Box::pin(async move { txn.renew_session(&old.repeat(64), &"e".repeat(64)).await })
        });
        assert_eq!(renewed.await, is_there, "{old}");
    }
    assert_eq!(open(&store, ME).await, "be");
    // Used a moment ago is not old, whenever it was opened.
    write(&store, |txn| {
        Box::pin(async move {
            let client = Client::default();
            txn.use_session(&"e".repeat(64), Timestamp(5), &client)
                .await
        })
    })
    .await;
    assert_eq!(cap(1).await, 1);
    assert_eq!(open(&store, ME).await, "e");
    assert_eq!(open(&store, YOU).await, "a");
}

async fn all_that_somebody_could_get_in_by_ends(db: Database) {
    let store = db.open().await;
    open_all(&store, &[("a", ME, 1), ("b", ME, 2), ("c", YOU, 3)]).await;
    for person in [ME, YOU] {
        write(&store, move |txn| {
            Box::pin(async move {
                let name = person.to_string();
                let (now, then) = (Timestamp(1), Timestamp(20));
                txn.open_pending_sign_in(&name, person, now, then).await?;
                txn.offer_factor(person, "one", &name, now).await?;
                let link = OneTimeLink {
                    purpose: Purpose::Reset,
                    person,
                    email: String::new(),
                    expires_at: then,
                };
                txn.keep_link(&name, &link, now).await
            })
        })
        .await;
    }
    let keep = "b".repeat(64);
    let ended = write(&store, move |txn| {
        let keep = keep.clone();
        Box::pin(async move { txn.end_access(ME, &keep).await })
    });
    assert_eq!(ended.await, 1, "sessions are counted");
    assert_eq!(open(&store, ME).await, "b");
    assert_eq!(open(&store, YOU).await, "c");
    let mut conn = store.read().await.unwrap();
    for (name, person, is_there) in [("1", ME, false), ("2", YOU, true)] {
        let now = Timestamp(2);
        let pending = conn.pending_sign_in(name, now).await.unwrap();
        let link = conn.link(name, now).await.unwrap();
        let factor = conn.factor(person).await.unwrap().unwrap();
        assert_eq!(pending.is_some(), is_there, "{name}");
        assert_eq!(link.is_some(), is_there, "{name}");
        assert_eq!(factor.offered.is_some(), is_there, "{name}");
    }
    drop(conn);
    // What is offered to the session that stays is offered still.
    write(&store, |txn| {
        Box::pin(async move {
            txn.offer_factor(ME, "two", &"b".repeat(64), Timestamp(3))
                .await?;
            txn.end_access(ME, &"b".repeat(64)).await
        })
    })
    .await;
    let factor = store.read().await.unwrap().factor(ME).await.unwrap();
    assert_eq!(factor.unwrap().offered.as_deref(), Some("two"));
}

async fn places_are_known_for_a_while(db: Database) {
    let store = db.open().await;
    let remember = |place: String, until| {
        write(&store, move |txn| {
            let place = place.clone();
            Box::pin(async move { txn.remember_network(ME, &place, Timestamp(until)).await })
        })
    };
    let known = async |person, place: &str, now| {
        let mut conn = store.read().await.unwrap();
        conn.knows_network(person, place, Timestamp(now))
            .await
            .unwrap()
    };
    remember("192.0.2.1".into(), 10).await;
    assert!(known(ME, "192.0.2.1", 9).await && !known(ME, "192.0.2.1", 10).await);
    assert!(!known(YOU, "192.0.2.1", 9).await && !known(ME, "192.0.2.2", 9).await);
    remember("192.0.2.1".into(), 20).await;
    assert!(known(ME, "192.0.2.1", 19).await, "here again");
    for n in 0..20 {
        remember(format!("198.51.100.{n}"), 30 + n).await;
    }
    assert!(!known(ME, "192.0.2.1", 9).await, "so many, and no more");
    assert!(known(ME, "198.51.100.0", 9).await);
}

async fn what_is_counted_of_somebody_is_forgotten(db: Database) {
    let store = db.open().await;
    for key in [
        "change:1",
        "refused:1:x:192.0.2.1",
        "change:12",
        "other:1",
        "change:2",
    ] {
        write(&store, move |txn| {
            Box::pin(txn.set_throttle(key, 3, Timestamp(9)))
        })
        .await;
    }
    write(&store, |txn| {
        Box::pin(txn.clear_throttles_of(ME, &["change", "refused"]))
    })
    .await;
    let mut conn = store.read().await.unwrap();
    for (key, n) in [
        ("change:1", 0),
        ("refused:1:x:192.0.2.1", 0),
        ("change:12", 3),
        ("other:1", 3),
        ("change:2", 3),
    ] {
        assert_eq!(conn.throttle(key).await.unwrap().0, n, "{key}");
    }
}
