//! The key that seals secrets: damaged, missing, another one, changed, given up.

use crate::{CLAIRE, Place, guichet, on_both, said};
use futures::TryStreamExt;
use guichet_desk::{OutsideKey, forget_key, rotate_key};
use guichet_store::Store;
use std::path::Path;

async fn meta(store: &Store, key: &str) -> Option<String> {
    store.read().await.unwrap().meta(key).await.unwrap()
}

async fn set_meta(store: &Store, key: &'static str, value: Option<String>) {
    let set = store.write(move |txn| {
        let value = value.clone();
        Box::pin(async move {
            match value {
                Some(value) => txn.set_meta(key, &value).await,
                None => txn.drop_meta(key).await,
            }
        })
    });
    set.await.unwrap();
}

/// Every row, but for lines that say what was done.
async fn everything(store: &Store) -> Vec<String> {
    let mut conn = store.read().await.unwrap();
    let mut rows = Vec::new();
    for table in conn.tables().await.unwrap() {
        let lines: Vec<String> = conn.rows(&table).try_collect().await.unwrap();
        rows.extend(lines);
    }
    rows.sort_unstable();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_key_stops_the_start_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for place in on_both(folder.path(), "damaged") {
        place.fill(None).await;
        let store = Store::open(&place.database).await.unwrap();
        for key in ["seal_key", "cursor_key", "mail_key", "content_key"] {
            let good = meta(&store, key).await;
            let whole = good.clone().unwrap();
            let damaged = [
                Some(String::new()),
                Some(whole[2..].to_owned()),
                Some(format!("{whole}00")),
                Some(whole.replace(|c: char| c.is_ascii_digit(), "z") + "z"),
                Some("0".repeat(whole.len())),
                Some("é".repeat(whole.len() / 2)),
                Some(format!("sealed:{whole}")),
            ];
            let one_digit = if whole.starts_with('a') { "b" } else { "a" };
            let altered = Some(format!("{one_digit}{}", &whole[1..]));
            // What seals proves itself, below.
            let others = [altered, None].into_iter().filter(|_| key != "seal_key");
            for value in damaged.into_iter().chain(others) {
                set_meta(&store, key, value.clone()).await;
                let said = place.refusal(None).await;
                let tells = said.contains(key) && said.contains("restore a backup");
                assert!(tells, "{key} {value:?}: {said:?}");
                assert_eq!(
                    meta(&store, key).await,
                    value,
                    "nothing is drawn in its place"
                );
            }
            set_meta(&store, key, good).await;
        }
        // Another key than the one that sealed, or none at all.
        let good = meta(&store, "seal_key").await;
        set_meta(&store, "seal_key", Some("ab".repeat(8) + &"01".repeat(8))).await;
        assert!(
            place
                .refusal(None)
                .await
                .contains("not the one that sealed")
        );
        set_meta(&store, "seal_key", None).await;
        assert!(place.refusal(None).await.contains("the key is missing"));
        // Not even where nobody proves which one it was.
        let proof = meta(&store, "seal_proof").await;
        set_meta(&store, "seal_proof", None).await;
        assert!(place.refusal(None).await.contains("the key is missing"));
        assert!(
            place
                .refusal(Some(&OutsideKey::draw()))
                .await
                .contains("the key is missing")
        );
        set_meta(&store, "seal_proof", proof).await;
        set_meta(&store, "seal_key", good).await;
        assert_eq!(place.refusal(None).await, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_lives_outside_and_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    for place in on_both(folder.path(), "changed") {
        place.fill(None).await;
        let mail = place
            .open(None)
            .await
            .unwrap()
            .secret("mail_key")
            .await
            .unwrap();
        let (one, two) = (OutsideKey::draw(), OutsideKey::draw());
        let store = Store::open(&place.database).await.unwrap();
        let sealed = store.read().await.unwrap().sealed().await.unwrap();

        // Out of the database.
        assert!(
            place
                .refusal(Some(&one))
                .await
                .contains("guichet key rotate --to")
        );
        assert_eq!(
            rotate_key(&store, None, Some(&one), false).await.unwrap(),
            1
        );
        assert_eq!(meta(&store, "seal_key").await, None);
        let again = store.read().await.unwrap().sealed().await.unwrap();
        assert_ne!(sealed, again);
        let clear: String = mail.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!everything(&store).await.concat().contains(&clear));
        assert!(place.refusal(None).await.contains("the key is missing"));
        assert!(
            place
                .refusal(Some(&two))
                .await
                .contains("not the one that sealed")
        );
        let desk = place.open(Some(&one)).await.unwrap();
        assert_eq!(desk.secret("mail_key").await.unwrap(), mail);
        drop(desk);

        // To another one, not by the wrong one.
        let before = everything(&store).await;
        for (from, to) in [
            (None, Some(&two)),
            (Some(&two), Some(&one)),
            (Some(&two), None),
        ] {
            assert!(rotate_key(&store, from, to, false).await.is_err());
        }
        assert_eq!(everything(&store).await, before);
        assert_eq!(
            rotate_key(&store, Some(&one), Some(&two), true)
                .await
                .unwrap(),
            1
        );
        let desk = place.open(Some(&two)).await.unwrap();
        assert_ne!(desk.secret("mail_key").await.unwrap(), mail);
        drop(desk);

        // One secret that cannot be unsealed, and nothing has changed.
        let good = store.read().await.unwrap().sealed().await.unwrap();
        let [_, offered] = good[0].1.clone();
        let mut altered = offered.unwrap();
        altered.replace_range(
            40..41,
            if altered.as_bytes()[40] == b'0' {
                "1"
            } else {
                "0"
            },
        );
        put(&store, [None, Some(altered)]).await;
        let before = everything(&store).await;
        assert!(
            rotate_key(&store, Some(&two), Some(&one), false)
                .await
                .is_err()
        );
        assert_eq!(everything(&store).await, before);
        put(&store, good[0].1.clone()).await;

        // A key that signs, written by somebody who has the database alone.
        let kept = meta(&store, "mail_key").await;
        set_meta(&store, "mail_key", Some(clear)).await;
        assert!(place.refusal(Some(&two)).await.contains("mail_key"));
        set_meta(&store, "mail_key", kept).await;

        // Back into it.
        assert_eq!(
            rotate_key(&store, Some(&two), None, false).await.unwrap(),
            1
        );
        assert_eq!(place.refusal(None).await, "");

        // Lost, and given up.
        set_meta(&store, "seal_key", None).await;
        forget_key(&store).await.unwrap();
        assert!(
            store
                .read()
                .await
                .unwrap()
                .sealed()
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(place.refusal(Some(&one)).await, "");
    }
}

async fn put(store: &Store, sealed: [Option<String>; 2]) {
    let put = store.write(move |txn| {
        let sealed = sealed.clone();
        Box::pin(async move { txn.seal_again(&[(CLAIRE.person, sealed)]).await })
    });
    put.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_makes_changes_and_gives_up_keys() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let place = Place::on_sqlite(here);
    place.fill(None).await;
    let run = |arguments: &[&str], environment: &[(&str, &str)]| {
        let database = ["--database", &place.database, "--files", "files"];
        let output = guichet(here, &[arguments, &database].concat(), environment);
        (output.status.success(), said(&output))
    };
    let (done, text) = run(&["key", "rotate", "--to", "key"], &[]);
    assert!(done && text.contains("1 secrets"), "{text}");
    let (done, text) = run(&["check"], &[]);
    assert!(!done && text.contains("the key is missing"), "{text}");
    assert_eq!(
        text.trim()
            .lines()
            .last()
            .unwrap()
            .matches("guichet:")
            .count(),
        1
    );
    let (done, text) = run(&["check"], &[("GUICHET_KEY_FILE", "key")]);
    assert!(done, "{text}");
    let key = std::fs::read_to_string(here.join("key")).unwrap();
    assert!(run(&["check"], &[("GUICHET_KEY", &key)]).0);
    let (done, text) = run(
        &["check"],
        &[("GUICHET_KEY", &key), ("GUICHET_KEY_FILE", "key")],
    );
    assert!(!done && text.contains("key_file"), "{text}");
    let (done, text) = run(&["check"], &[("GUICHET_KEY", "secret-but-short")]);
    assert!(
        !done && text.contains("key:") && !text.contains("secret-but-short"),
        "{text}"
    );
    let (done, text) = run(&["check"], &[("GUICHET_KEY_FILE", "nowhere")]);
    assert!(!done && text.contains("key_file: nowhere"), "{text}");
    let (done, text) = run(&["key", "rotate"], &[("GUICHET_KEY_FILE", "key")]);
    assert!(!done && text.contains("--to"), "{text}");
    assert!(
        !run(&["key", "new", "key"], &[]).0,
        "it is never written over"
    );
    let held = place
        .open(Some(&OutsideKey::parse(&key).unwrap()))
        .await
        .unwrap();
    let rotate = ["key", "rotate", "--to", "other"];
    let (done, text) = run(&rotate, &[("GUICHET_KEY_FILE", "key")]);
    assert!(!done && text.contains("stop it first"), "{text}");
    drop(held);
    assert!(!Path::new(&here.join("other")).exists());
    let (done, text) = run(&["key", "forget"], &[]);
    assert!(!done && text.contains("--yes"), "{text}");
    let (done, text) = run(&["key", "forget", "--yes"], &[]);
    assert!(done, "{text}");
    assert!(run(&["check"], &[]).0);
}
