//! Backups that are encrypted: nobody reads them, and nobody alters them.

use crate::{Place, guichet, on_both, said};
use guichet_desk::{BackupSecret, Copied, DeskError, OutsideKey, Restore, restore, rotate_key};
use guichet_store::Store;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

async fn restored(
    place: &Place,
    from: &Path,
    secret: Option<&BackupSecret>,
    key: Option<&OutsideKey>,
) -> Result<Copied, DeskError> {
    let files = place.files();
    loop {
        let done = restore(Restore {
            from,
            database: &place.database,
            files: &files,
            force: true,
            secret,
            plain: false,
            key,
        });
        match done.await {
            // PostgreSQL has not noticed yet that the desk was closed.
            Err(error) if error.to_string().contains("stop it first") => {}
            done => return done,
        }
    }
}

fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// How far the log of a desk goes, and who is there.
async fn stands(place: &Place, key: Option<&OutsideKey>) -> (i64, usize) {
    let desk = place.open(key).await.unwrap();
    let people = desk.directory().await.unwrap().people.len();
    (desk.check().await.unwrap().position, people)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_opens_to_its_key_alone_and_not_when_it_was_altered() {
    let folder = tempfile::tempdir().unwrap();
    for place in on_both(folder.path(), "altered") {
        let (key, other) = (OutsideKey::draw(), OutsideKey::draw());
        place.fill(Some(&key)).await;
        let (secret, wrong) = (BackupSecret::key(&key), BackupSecret::key(&other));
        let copy = place.folder.join("copy");
        let desk = place.open(Some(&key)).await.unwrap();
        desk.backup(&copy, Some(&secret)).await.unwrap();
        let bare = place.folder.join("bare");
        desk.backup(&bare, None).await.unwrap();
        let again = place.folder.join("again");
        desk.backup(&again, Some(&secret)).await.unwrap();
        drop(desk);
        let there = stands(&place, Some(&key)).await;

        for file in all(&copy) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(file.to_str().unwrap().ends_with(".age"), "{file:?}");
            assert!(bytes.starts_with(b"age-encryption.org/v1"), "{file:?}");
            for word in ["Claire", "argon2", "seal_proof"] {
                let seen = bytes.windows(word.len()).any(|w| w == word.as_bytes());
                assert!(!seen, "{word} in {file:?}");
            }
            let mut altered = vec![Vec::new(), bytes[..bytes.len() - 1].to_vec()];
            altered.push([&bytes[..], b"x"].concat());
            for at in [
                0,
                bytes.len() / 3,
                bytes.len() / 2,
                bytes.len() - 17,
                bytes.len() - 1,
            ] {
                let mut one = bytes.clone();
                one[at] ^= 1;
                altered.push(one);
            }
            // The same file of another backup, made by the same key.
            let name = file.strip_prefix(&copy).unwrap();
            let is_key = name == Path::new("key.age");
            altered.push(std::fs::read(again.join(name)).unwrap());
            let last = altered.len() - 1;
            for (n, bytes) in altered.into_iter().enumerate() {
                std::fs::write(&file, bytes).unwrap();
                let refused = restored(&place, &copy, Some(&secret), Some(&key)).await;
                let said = refused.unwrap_err().to_string();
                // Another key opens, and then fits nothing.
                let named = if is_key && n == last {
                    "manifest"
                } else {
                    name.to_str().unwrap()
                };
                assert!(said.contains(named), "{said}");
                assert_eq!(said.lines().count(), 1, "{said}");
            }
            std::fs::remove_file(&file).unwrap();
            assert!(
                restored(&place, &copy, Some(&secret), Some(&key))
                    .await
                    .is_err()
            );
            std::fs::write(&file, bytes).unwrap();
        }
        for (from, secret, key, why) in [
            (&copy, Some(&wrong), Some(&key), "does not open"),
            (&copy, None, Some(&key), "is encrypted"),
            (&bare, Some(&secret), Some(&key), "--plain"),
            (
                &copy,
                Some(&secret),
                Some(&other),
                "not the one that sealed",
            ),
            (&copy, Some(&secret), None, "the key is missing"),
        ] {
            let said = restored(&place, from, secret, key).await.unwrap_err();
            assert!(said.to_string().contains(why), "{said}");
        }
        assert_eq!(
            stands(&place, Some(&key)).await,
            there,
            "the desk stands as it stood"
        );
        restored(&place, &copy, Some(&secret), Some(&key))
            .await
            .unwrap();
        assert_eq!(stands(&place, Some(&key)).await, there);

        // A key in the database comes back with it.
        let store = Store::open(&place.database).await.unwrap();
        rotate_key(&store, Some(&key), None, false).await.unwrap();
        drop(store);
        let desk = place.open(None).await.unwrap();
        let plain = place.folder.join("plain");
        desk.backup(&plain, None).await.unwrap();
        drop(desk);
        restored(&place, &plain, None, None).await.unwrap();
        assert_eq!(stands(&place, None).await, there);
    }
}

/// Who made the backup may have meant ill: what a manifest says is counted, a row has an end, and what
/// never ends is no file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_backup_says_of_itself_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    for place in on_both(folder.path(), "counted") {
        place.fill(None).await;
        let copy = place.folder.join("copy");
        let desk = place.open(None).await.unwrap();
        desk.backup(&copy, None).await.unwrap();
        drop(desk);
        let manifest = copy.join("manifest.json");
        let good: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
        let tables = good["tables"].as_array().unwrap();
        let meta = tables
            .iter()
            .position(|table| table["what"]["name"] == "meta");
        let meta = meta.unwrap();
        let file = all(&copy).into_iter().find(|path| {
            let bytes = std::fs::read(path).unwrap();
            hex::encode(Sha256::digest(bytes)) == tables[meta]["sha256"]
        });
        let file = file.unwrap();
        let rows = std::fs::read(&file).unwrap();
        let refused = async |change: &dyn Fn(&mut Value), why: &str| {
            let mut other = good.clone();
            change(&mut other["tables"][meta]);
            std::fs::write(&manifest, other.to_string()).unwrap();
            let said = restored(&place, &copy, None, None).await.unwrap_err();
            assert!(said.to_string().contains(why), "{said}");
            // What was begun is closed: the next one that is begun keeps its own log.
            let open = all(&place.folder).into_iter();
            let mut logs = open.filter(|path| path.to_string_lossy().ends_with(".restoring-wal"));
            assert_eq!(logs.next(), None);
        };
        for size in [0, 1, u64::MAX] {
            refused(&|table| table["size"] = size.into(), "rows, and not").await;
        }
        let long = [&rows[..], &b"x".repeat(17 << 20)].concat();
        std::fs::write(&file, &long).unwrap();
        let sha256 = hex::encode(Sha256::digest(&long));
        let longer = "longer than any";
        refused(&|table| table["sha256"] = sha256.clone().into(), longer).await;
        std::fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
        refused(&|_| {}, "is no file").await;
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, &rows).unwrap();
        std::fs::write(&manifest, good.to_string()).unwrap();
        restored(&place, &copy, None, None).await.unwrap();
    }
}

#[test]
fn the_command_line_takes_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], passphrase: Option<&str>| {
        let variable = passphrase.map(|text| ("GUICHET_BACKUP_PASSPHRASE", text));
        let output = guichet(folder.path(), arguments, variable.as_slice());
        (output.status.success(), said(&output))
    };
    assert!(run(&["demo", "--tickets", "5"], None).0);
    let right = Some("trois chemins de halage");
    let (done, text) = run(&["backup", "short"], Some("secret-word"));
    assert!(
        !done && text.contains("backup_passphrase") && !text.contains("secret-word"),
        "{text}"
    );
    let (done, text) = run(&["backup", "copy"], right);
    assert!(done && !text.contains("not encrypted"), "{text}");
    let elsewhere = ["--database", "sqlite:trial.db", "--files", "trial"];
    let restore = [&["restore", "copy"][..], &elsewhere].concat();
    let (done, text) = run(&restore, Some("trois chemins de traverse"));
    assert!(!done && text.contains("key.age does not open"), "{text}");
    let (done, text) = run(&restore, None);
    assert!(
        !done && text.contains("GUICHET_BACKUP_PASSPHRASE"),
        "{text}"
    );
    let (done, text) = run(&restore, right);
    assert!(done, "{text}");
    let (well, text) = run(&[&["check"][..], &elsewhere].concat(), None);
    assert!(well && text.contains("5 tickets"), "{text}");

    // Without one it is said what that means, and taken back only where that is meant.
    let (done, text) = run(&["backup", "bare"], None);
    assert!(done && text.contains("not encrypted"), "{text}");
    let bare = [&["restore", "bare", "--force"][..], &elsewhere].concat();
    let (done, text) = run(&bare, right);
    assert!(!done && text.contains("--plain"), "{text}");
    let (done, text) = run(&[&bare[..], &["--plain"]].concat(), right);
    assert!(done, "{text}");
}
