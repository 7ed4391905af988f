//! The command line, as somebody types it.
#![allow(clippy::unwrap_used)]

use guichet_domain::governance::audit::{AuditEvent, AuditTopic};
use guichet_store::{AuditFilter, Store};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn guichet(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .args(arguments)
        .args([
            "--database",
            &format!("sqlite:{}", folder.join("g.db").display()),
        ])
        .args(["--files", &folder.join("files").display().to_string()])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(!log.contains("panicked at"), "{log}");
    output
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn help_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let help = said(&guichet(folder.path(), &["--help"], ""));
    for word in [
        "serve",
        "demo",
        "import",
        "user",
        "report",
        "check",
        "GUICHET_ADDRESS",
        "guichet.toml",
        "--trusted-proxies",
    ] {
        assert!(help.contains(word), "{word} in {help}");
    }
}

#[test]
fn a_wrong_setting_is_one_sentence_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, name) in [
        (["check", "--address", "nowhere"], "address"),
        (["check", "--zone", "Mars/Olympus"], "zone"),
        (["check", "--public-url", "guichet"], "public_url"),
    ] {
        let output = guichet(folder.path(), &arguments, "");
        assert!(!output.status.success());
        let sentence = said(&output);
        assert!(
            sentence.contains(name) && sentence.trim().lines().count() == 1,
            "{sentence}"
        );
    }
    let from_environment = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("check")
        .env("GUICHET_ZONE", "Mars/Olympus")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(said(&from_environment).contains("zone"));
}

/// Each setting is given wrongly in three places: the sentence tells which of them was read.
#[test]
fn the_command_line_counts_before_the_environment_and_that_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, wrong) in [
        ("address", "nowhere"),
        ("zone", "Mars/Olympus"),
        ("public_url", "guichet"),
        ("trusted_proxies", "proxy"),
        ("log", "==="),
    ] {
        let toml = format!("{name} = \"{wrong}-in-file\"");
        std::fs::write(folder.path().join("guichet.toml"), toml).unwrap();
        let asked = |environment: bool, line: bool| {
            let mut check = Command::new(env!("CARGO_BIN_EXE_guichet"));
            check.arg("check").current_dir(folder.path());
            if environment {
                let variable = format!("GUICHET_{}", name.to_uppercase());
                check.env(variable, format!("{wrong}-in-environment"));
            }
            if line {
                let option = format!("--{}", name.replace('_', "-"));
                check.args([option, format!("{wrong}-on-line")]);
            }
            let output = check.output().unwrap();
            assert!(!output.status.success());
            said(&output)
        };
        for (sentence, place) in [
            (asked(false, false), "-in-file"),
            (asked(true, false), "-in-environment"),
            (asked(true, true), "-on-line"),
            (asked(false, true), "-on-line"),
        ] {
            assert!(
                sentence.contains(name) && sentence.contains(place),
                "{name}: {sentence}"
            );
            assert_eq!(sentence.trim().lines().count(), 1, "{sentence}");
        }
    }
}

#[test]
fn people_are_added_changed_and_imported() {
    let folder = tempfile::tempdir().unwrap();
    let password = "quatre pommes vertes au marché\n";
    let output = guichet(
        folder.path(),
        &[
            "user",
            "add",
            "a@exemple.fr",
            "Anne Aubry",
            "--role",
            "administrator",
        ],
        password,
    );
    assert!(output.status.success(), "{}", said(&output));
    let taken = guichet(
        folder.path(),
        &["user", "add", "A@exemple.fr", "Anne"],
        password,
    );
    assert!(!taken.status.success());
    let short = guichet(
        folder.path(),
        &["user", "password", "a@exemple.fr"],
        "court\n",
    );
    assert!(!short.status.success());
    assert!(
        guichet(
            folder.path(),
            &["user", "role", "a@exemple.fr", "team-lead"],
            ""
        )
        .status
        .code()
            == Some(1),
        "the last administrator stays one"
    );
    std::fs::write(
        folder.path().join("people.csv"),
        "email,name,role\nb@exemple.fr,Basile,user\nb@exemple.fr,Basile,user\nc@exemple.fr,Chloé,king\n",
    )
    .unwrap();
    let output = guichet(folder.path(), &["user", "import", "people.csv"], "");
    assert_eq!(output.status.code(), Some(2));
    let report = said(&output);
    assert!(
        report.contains("line 3: The same address as on line 2")
            && report.contains("line 4: Role: there is no “king”.")
            && report.contains("1 people added, 0 changed, 0 as they are, 2 not taken"),
        "{report}"
    );
}

#[test]
fn the_demonstration_is_sound_and_only_for_an_empty_desk() {
    let folder = tempfile::tempdir().unwrap();
    let output = guichet(folder.path(), &["demo", "--tickets", "60"], "");
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("claire.dubois@exemple.fr"));
    assert!(said(&guichet(folder.path(), &["check"], "")).contains("All is well"));
    assert!(!guichet(folder.path(), &["demo"], "").status.success());
}

#[test]
fn an_import_is_reported_and_a_second_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let csv = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/intake/tests/data/servicenow-incident-log.sample.csv"
    );
    let arguments = ["import", "servicenow", csv, "--zone", "America/Sao_Paulo"];
    let output = guichet(folder.path(), &arguments, "");
    assert!(
        said(&output).contains("2040 rows of 300 incidents"),
        "{}",
        said(&output)
    );
    let again = guichet(folder.path(), &arguments, "");
    assert!(
        said(&again).contains(": 0 changes are new"),
        "{}",
        said(&again)
    );
    assert!(said(&guichet(folder.path(), &["check"], "")).contains("All is well"));
}

/// The real log of another program, counted a second time from its rows.
#[test]
fn a_report_says_what_the_log_of_another_program_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("guichet.toml"),
        "zone = \"America/Sao_Paulo\"\n",
    )
    .unwrap();
    let csv = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/intake/tests/data/servicenow-incident-log.sample.csv"
    );
    let arguments = ["import", "servicenow", csv, "--zone", "America/Sao_Paulo"];
    assert!(guichet(folder.path(), &arguments, "").status.success());
    let report = |period: &str, format: &str| {
        let arguments = ["report", "flow", "--period", period, "--format", format];
        let output = guichet(folder.path(), &arguments, "");
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    // 29-02-2016 01:16: the day comes first. The last row of an incident says how it stands.
    let mut opened = std::collections::BTreeMap::new();
    let mut last = std::collections::BTreeMap::new();
    let mut rows = csv::Reader::from_path(csv).unwrap();
    for row in rows.records() {
        let row = row.unwrap();
        let day = row[9][..10].to_owned();
        opened.insert(row[0].to_owned(), day);
        last.insert(row[0].to_owned(), row[1].to_owned());
    }
    let mut recorded = 0;
    for line in report("2016-03", "csv").lines().skip(1) {
        let (day, numbers) = line.split_once(',').unwrap();
        let (year, rest) = day.split_once('-').unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        let as_theirs = format!("{day}-{month}-{year}");
        let expected = opened.values().filter(|one| **one == as_theirs).count();
        let counted: usize = numbers.split(',').next().unwrap().parse().unwrap();
        assert_eq!(counted, expected, "{as_theirs}");
        recorded += counted;
    }
    assert!(recorded > 0);
    let whole: serde_json::Value =
        serde_json::from_str(&report("2016-01-01..2017-12-31", "json")).unwrap();
    let days = whole["days"].as_array().unwrap();
    let all: i64 = days.iter().filter_map(|day| day["recorded"].as_i64()).sum();
    assert_eq!(all, opened.len() as i64);
    let is_open = |state: &&String| !matches!(state.as_str(), "Resolved" | "Closed");
    let open = last.values().filter(is_open).count();
    assert_eq!(days.last().unwrap()["open"], open);
    // For people, with the period before.
    let text = report("2016-W10", "text");
    assert!(text.contains("2016-03-07") && text.contains("2016-W10") && text.contains("2016-W09"));
    for (arguments, says) in [
        (vec!["report", "flow", "--period", "2016-13"], "no period"),
        (vec!["report", "flow"], "--period"),
        (vec!["report", "nothing", "--period", "2016"], "flow"),
        (
            vec!["report", "flow", "--period", "2016", "--team", "9999"],
            "no team",
        ),
    ] {
        let output = guichet(folder.path(), &arguments, "");
        assert!(!output.status.success(), "{arguments:?}");
        assert!(said(&output).contains(says), "{}", said(&output));
    }
}

#[test]
fn the_workflows_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let printed = said(&guichet(folder.path(), &["check", "--workflow"], ""));
    assert_eq!(printed.matches("stateDiagram-v2").count(), 3);
    assert!(printed.contains("New --> Resolved: ResolveAtFirstContact"));
}

fn backup(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = guichet(folder, arguments, "");
    (output.status.success(), said(&output))
}

#[test]
fn a_backup_is_whole_or_refused() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(backup(folder.path(), &["demo", "--tickets", "15"]).0);
    let copy = folder.path().join("copy");
    let to = copy.to_str().unwrap();
    let (done, text) = backup(folder.path(), &["backup", to]);
    assert!(done && text.contains("rows"), "{text}");
    let (again, text) = backup(folder.path(), &["backup", to]);
    assert!(!again && text.contains("not empty"), "{text}");

    // Into an empty place; then not a second time, but with --force.
    let (done, text) = backup(elsewhere.path(), &["restore", to]);
    assert!(done, "{text}");
    let (well, text) = backup(elsewhere.path(), &["check"]);
    assert!(well && text.contains("15 tickets"), "{text}");
    let (again, text) = backup(elsewhere.path(), &["restore", to]);
    assert!(!again && text.contains("--force"), "{text}");
    let (done, text) = backup(elsewhere.path(), &["restore", to, "--force"]);
    assert!(
        done && elsewhere.path().join("g.db.before-restore").exists(),
        "{text}"
    );

    // Damage is found before anything is touched.
    let texts = copy.join("tables/text.jsonl");
    let whole = std::fs::read(&texts).unwrap();
    std::fs::write(&texts, &whole[..whole.len() - 1]).unwrap();
    let (done, text) = backup(elsewhere.path(), &["restore", to, "--force"]);
    assert!(!done && text.contains("text.jsonl"), "{text}");
    std::fs::write(&texts, whole).unwrap();
    let manifest = copy.join("manifest.json");
    let said = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(
        &manifest,
        said.replace("\"name\": \"text\"", "\"name\": \"../tables/text\""),
    )
    .unwrap();
    let (done, text) = backup(elsewhere.path(), &["restore", to, "--force"]);
    assert!(!done && text.contains("no table"), "{text}");
    std::fs::remove_file(&manifest).unwrap();
    assert!(!backup(elsewhere.path(), &["restore", to, "--force"]).0);
    let (well, text) = backup(elsewhere.path(), &["check"]);
    assert!(well && text.contains("15 tickets"), "{text}");
}

#[test]
fn check_names_what_is_missing_and_what_belongs_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(backup(folder.path(), &["demo", "--tickets", "5"]).0);
    let orphan = folder
        .path()
        .join("files/00/00000000-0000-4000-8000-000000000000");
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    let file = std::fs::File::create(&orphan).unwrap();
    // What came this minute may be on its way in.
    assert!(backup(folder.path(), &["check"]).0);
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    file.set_modified(yesterday).unwrap();
    let (well, text) = backup(folder.path(), &["check"]);
    assert!(
        !well && text.contains("00000000-0000-4000-8000-000000000000"),
        "{text}"
    );
}

#[test]
fn somebody_takes_what_is_known_of_them_and_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    assert!(backup(folder.path(), &["demo", "--tickets", "40"]).0);
    let claire = "claire.dubois@exemple.fr";
    let output = guichet(folder.path(), &["user", "export", claire], "");
    let known: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(known["person"]["email"], claire);
    assert!(!known["beside"].to_string().contains("argon2"));
    let tickets = known["tickets"].as_array().unwrap();
    assert!(
        tickets
            .iter()
            .any(|ticket| !ticket["texts"].as_object().unwrap().is_empty())
    );
    let (done, text) = backup(folder.path(), &["user", "forget", claire]);
    assert!(done, "{text}");
    assert!(!backup(folder.path(), &["user", "export", claire]).0);
    let (well, text) = backup(folder.path(), &["check"]);
    assert!(well && text.contains("40 tickets"), "{text}");
    for name in ["g.db", "g.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        let there = |trace: &[u8]| bytes.windows(trace.len()).any(|part| part == trace);
        assert!(
            !there(claire.as_bytes()) && !there(b"\"Claire Dubois\""),
            "{name}"
        );
    }
}

/// What the audit log says that the program did, the newest first.
fn operations(folder: &Path) -> Vec<AuditEvent> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}", folder.join("g.db").display());
        let store = Store::open(&url).await.unwrap();
        let filter = AuditFilter {
            topic: Some(AuditTopic::Program),
            ..AuditFilter::default()
        };
        let mut conn = store.read().await.unwrap();
        let rows = conn.audit(&filter, None, 99).await.unwrap();
        let audited = rows.iter().filter_map(|row| row.audited().unwrap());
        audited.collect()
    })
}

#[test]
fn a_backup_and_what_was_made_from_it_stand_in_the_audit_log() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert!(backup(folder.path(), &["demo", "--tickets", "5"]).0);
    let copy = folder.path().join("copy");
    let to = copy.to_str().unwrap();
    assert!(backup(folder.path(), &["backup", to]).0);
    let made = operations(folder.path());
    let Some(AuditEvent::BackupMade { rows, .. }) = made.first() else {
        panic!("{made:?}");
    };
    assert!(*rows > 0);
    assert!(backup(elsewhere.path(), &["restore", to]).0);
    let restored = operations(elsewhere.path());
    assert!(
        matches!(restored.first(), Some(AuditEvent::Restored { rows: as_many, .. }) if as_many == rows),
        "{restored:?}"
    );
}

#[test]
fn retention_is_counted_first_and_then_followed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(backup(folder.path(), &["demo", "--tickets", "60"]).0);
    let orphan = folder
        .path()
        .join("files/00/00000000-0000-4000-8000-000000000000");
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    let file = std::fs::File::create(&orphan).unwrap();
    let days = std::time::Duration::from_secs(2 * 86_400);
    file.set_modified(std::time::SystemTime::now() - days)
        .unwrap();
    let rules = ["retain", "--retention-closed-days", "1"];
    let dry = [&rules[..], &["--dry-run"]].concat();
    let before = operations(folder.path());
    let (done, said) = backup(folder.path(), &dry);
    assert!(done && said.contains("Nothing was changed."), "{said}");
    assert!(said.contains("Closed tickets emptied, older than 1 days: "));
    assert!(!said.contains("Closed tickets emptied, older than 1 days: 0"));
    assert!(said.contains("Other closed tickets without their files: kept for ever."));
    assert!(said.contains("Inbound messages, older than 90 days: 0."));
    assert!(said.contains("Files that belong to nothing, older than a day: 1."));
    assert_eq!(
        backup(folder.path(), &dry).1,
        said,
        "a dry run changes nothing"
    );
    assert!(orphan.exists());
    assert_eq!(operations(folder.path()), before);

    let (done, really) = backup(folder.path(), &rules);
    assert!(done, "{really}");
    assert_eq!(said.replace("Nothing was changed.\n", ""), really);
    assert!(!orphan.exists());
    let audited = operations(folder.path());
    let Some(AuditEvent::Retained { tickets, .. }) = audited.first() else {
        panic!("{audited:?}");
    };
    assert!(*tickets > 0);
    let (well, text) = backup(folder.path(), &["check"]);
    assert!(well && text.contains("60 tickets"), "{text}");
    let (done, again) = backup(folder.path(), &rules);
    assert!(done && again.contains("Closed tickets emptied, older than 1 days: 0."));
    assert_eq!(
        operations(folder.path()),
        audited,
        "nothing went: no audit event"
    );
}

#[test]
fn a_message_is_read_with_no_settings_and_no_database() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("guichet.toml"), "address = 1 2 3").unwrap();
    let message = "From: Claire <claire@exemple.fr>\nSubject: Panne\n\nAu secours\n";
    let asked = format!(
        "{{\"mailbox\":\"support@exemple.fr\",\"server\":null,\"bytes\":{}}}\n{message}",
        message.len()
    );
    let output = guichet(folder.path(), &["read-message"], &asked);
    assert!(output.status.success(), "{}", said(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["read"]["inbound"]["sender"], "claire@exemple.fr");
    assert_eq!(answer["read"]["inbound"]["text"], "Au secours");
    assert!(!folder.path().join("g.db").exists());
    let help = said(&guichet(folder.path(), &["--help"], ""));
    assert!(!help.contains("read-message"), "nobody types it");
    // Half a message is none.
    assert!(
        !guichet(folder.path(), &["read-message"], &asked[..90])
            .status
            .success()
    );
}
