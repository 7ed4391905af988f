//! Everything that is kept is its owner's alone.

use crate::{guichet, said};
use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
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

/// What others may do something with.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mode = |path: &PathBuf| path.metadata().unwrap().permissions().mode();
    let open = all(folder)
        .into_iter()
        .filter(|path| mode(path) & 0o077 != 0);
    open.map(|path| format!("{} {:o}", path.display(), mode(&path)))
        .collect()
}

fn widen(folder: &Path) {
    for path in all(folder) {
        let mode = if path.is_dir() { 0o777 } else { 0o666 };
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
}

/// Serves until it is reached, and is killed: what it logged.
fn serve(folder: &Path) -> String {
    let log = folder.join("log");
    let mut child = Command::new("sh")
        .args(["-c", "umask 000; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_guichet"))
        .args(["serve", "--address", "127.0.0.1:0"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reached = lines.any(|line| line.unwrap().starts_with("Guichet is at"));
    // Killed, so that the write-ahead log stays.
    child.kill().unwrap();
    child.wait().unwrap();
    let said = std::fs::read_to_string(log).unwrap();
    assert!(reached, "{said}");
    said
}

#[test]
fn what_is_kept_is_its_owners_alone_whatever_the_umask() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let made = guichet(folder.path(), &["demo", "--tickets", "20"], &[]);
    assert!(made.status.success(), "{}", said(&made));
    std::fs::create_dir(data.join("outbox")).unwrap();
    std::fs::write(data.join("outbox/letter.eml"), "Subject: x").unwrap();
    std::fs::create_dir_all(data.join("files/00")).unwrap();
    std::fs::write(data.join("files/00/x"), "x").unwrap();
    widen(&data.join("outbox"));
    widen(&data.join("files"));
    serve(folder.path());
    assert!(data.join("guichet.db-wal").exists());
    assert_eq!(open_to_others(&data), [""; 0]);
    let backup = folder.path().join("backup");
    let made = guichet(folder.path(), &["backup", backup.to_str().unwrap()], &[]);
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(open_to_others(&backup), [""; 0]);
    let key = folder.path().join("key");
    let made = guichet(folder.path(), &["key", "new", key.to_str().unwrap()], &[]);
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    // As an earlier version left it.
    serve(folder.path());
    for path in all(&data) {
        if path != data {
            let mode = if path.is_dir() { 0o755 } else { 0o644 };
            std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        }
    }
    let log = serve(folder.path());
    assert_eq!(open_to_others(&data), [""; 0]);
    for name in [
        "guichet.db\"",
        "guichet.db-wal",
        "data/files",
        "data/outbox",
    ] {
        let mended = log
            .lines()
            .any(|line| line.contains("others could read this") && line.contains(name));
        assert!(mended, "{name} in {log}");
    }
}
