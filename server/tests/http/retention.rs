//! What the rules keep no longer goes, exactly that, and is counted first; on either database.

use crate::app::*;
use crate::databases::psql;
use futures::TryStreamExt;
use guichet_desk::{InboundRules, Incoming, MessageNature, RetentionPolicy};
use guichet_domain::governance::audit::AuditTopic;
use guichet_domain::governance::audit_page::AuditQuery;
use guichet_domain::kernel::time::DAY;
use guichet_domain::mail::inbound::Reason;
use guichet_server::governance::retention::retain;
use guichet_server::kernel::config::Config;
use guichet_server::kernel::config::given::Given;
use reqwest::multipart::{Form, Part};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

const SECRET: &str = "xyzzyplugh";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite() {
    follow_the_rules(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres() {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        let meant = std::env::var("GUICHET_TEST_SQLITE_ONLY").is_ok();
        assert!(meant, "run it under .ci/postgres");
        return;
    };
    let name = format!("retention_{}", std::process::id());
    psql(&server, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let outcome = tokio::spawn(follow_the_rules(Some(url))).await;
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    outcome.unwrap();
}

async fn attach(claire: &Browser, reference: &str) {
    let file = Part::bytes(SECRET.as_bytes().to_vec()).file_name("rapport.txt");
    let form = Form::new().text("action", "comment").part("file", file);
    let url = format!("{}/tickets/{reference}", claire.url);
    let answer = claire.client.post(url).multipart(form).send().await;
    assert_eq!(answer.unwrap().status(), 303);
}

async fn cancel(claire: &Browser, reference: &str) {
    let answer = claire.act(reference, &[("action", "cancel")]).await;
    assert_eq!(answer.status(), 303);
}

/// Every row of every table that is not made anew, and how many files there are.
async fn everything(app: &App) -> (Vec<String>, usize) {
    // Whoever told of the log may have stopped before its end.
    app.desk.notify().await.unwrap();
    let mut conn = app.desk.store().read().await.unwrap();
    let mut rows = Vec::new();
    for table in conn.tables().await.unwrap() {
        let mut lines: Vec<String> = conn.rows(&table).try_collect().await.unwrap();
        lines.sort_unstable();
        rows.extend(
            lines
                .into_iter()
                .map(|line| format!("{}: {line}", table.name)),
        );
    }
    let files = app.desk.check().await.unwrap().files;
    (rows, files)
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

/// By the desk's own clock.
fn set_age(app: &App, place: &Path, days: i64) {
    let at = app.desk.now().plus(-days * DAY).0;
    let at = UNIX_EPOCH + Duration::from_micros(at.try_into().unwrap());
    let file = std::fs::File::options().write(true).open(place).unwrap();
    file.set_modified(at).unwrap();
}

async fn follow_the_rules(database: Option<String>) {
    let app = spawn_on(database, |_| {}).await;
    let mut config = Config::read(&Given::default(), None).unwrap();
    // Not the folder that the program itself sends to.
    config.outbox = app.folder().join("outbox");
    std::fs::create_dir(&config.outbox).unwrap();
    let claire = app.signed_in(CLAIRE).await;
    let mut made = Vec::new();
    for n in 0..3 {
        let said = format!("{SECRET} {n}");
        let reference = app.reported(&claire, &[("description", &said)]).await;
        attach(&claire, &reference).await;
        made.push(reference);
    }
    let [old, open, recent] = &made[..] else {
        panic!()
    };
    cancel(&claire, old).await;
    let incoming = |key: &str| Incoming {
        key: key.into(),
        sender: "paul@ailleurs.fr".into(),
        subject: "Au secours".into(),
        nature: MessageNature::Aside(Reason::UnknownSender),
        original: b"From: Paul".to_vec(),
        ..Incoming::default()
    };
    let rules = InboundRules::default();
    app.desk.receive(incoming("old"), rules).await.unwrap();
    app.clock.advance(40 * DAY);
    app.desk.receive(incoming("recent"), rules).await.unwrap();
    // The session has ended meanwhile, and lies there as one that was never used again.
    let claire = app.signed_in(CLAIRE).await;
    cancel(&claire, recent).await;
    let [old_email, inbound] = [100, 80].map(|days| {
        let at = app.desk.now().plus(-days * DAY).0;
        let place = config.outbox.join(format!("{at}-letter.eml"));
        std::fs::write(&place, "x").unwrap();
        place
    });
    let named = paths(&app.files());
    assert_eq!(named.len(), 5);
    for place in &named {
        set_age(&app, place, 40);
    }
    let [lost, arriving, beside] = [
        "00/00000000-0000-4000-8000-000000000000",
        "00/00000000-0000-4000-8000-000000000001",
        "note.txt",
    ]
    .map(|name| app.files().join(name));
    std::fs::create_dir_all(lost.parent().unwrap()).unwrap();
    for (place, days) in [(&lost, 2), (&arriving, 0), (&beside, 40)] {
        std::fs::write(place, "x").unwrap();
        set_age(&app, place, days);
    }
    config.keep = RetentionPolicy {
        retention_closed_days: 30,
        retention_files_days: 0,
        retention_sessions_days: 7,
        retention_mail_days: 90,
        retention_inbound_days: 30,
        retention_clients_days: 30,
    };
    // Nothing happens beside it any more.
    app.stop.send(true).unwrap();
    let desk = &app.desk;
    while !app.serving.is_finished() {
        tokio::task::yield_now().await;
    }

    let before = everything(&app).await;
    let dry = retain(desk, &config, true).await.unwrap();
    assert_eq!(dry, retain(desk, &config, true).await.unwrap());
    let unchanged = everything(&app).await == before;
    assert!(unchanged, "a dry run changes nothing");
    assert_eq!(dry.orphans, 1);
    assert!(lost.exists());
    assert!(old_email.exists());
    let emptied: Vec<String> = dry.emptied.iter().map(ToString::to_string).collect();
    assert_eq!(emptied, [old.as_str()]);
    assert_eq!((dry.files, dry.stripped.len(), dry.emails), (1, 0, 1));
    assert_eq!(dry.received, 1);
    assert!(dry.clients > 0, "where Claire signed in from at first");

    assert_eq!(retain(desk, &config, false).await.unwrap(), dry);
    assert!(!old_email.exists() && inbound.exists());
    assert!(!lost.exists(), "nothing names it");
    assert!(arriving.exists() && beside.exists());
    let left = named.iter().filter(|place| place.exists()).count();
    assert_eq!(left, 3, "what is named stays, however old");
    let again = desk.receive(incoming("old"), rules).await.unwrap();
    assert!(again.again, "an emptied message is not taken twice");
    let mut conn = desk.store().read().await.unwrap();
    for reference in &made {
        let texts = conn
            .texts(guichet_domain::TicketId(number(reference)))
            .await;
        let there = texts
            .unwrap()
            .values()
            .any(|text| text.body.contains(SECRET));
        assert_eq!(there, reference != old, "{reference}");
    }
    drop(conn);
    let health = desk.check().await.unwrap();
    assert!(health.is_good(), "{health:?}");
    assert_eq!((health.tickets, health.files), (3, 3), "figures stay");

    let mut after = everything(&app).await.0;
    after.sort_unstable();
    let again = retain(desk, &config, false).await.unwrap();
    assert!(again.is_nothing(), "{again:?}");
    let mut rows = everything(&app).await.0;
    rows.retain(|row| after.binary_search(row).is_err());
    assert_eq!(rows, [""; 0], "nor does a second run");
    let audited = audited(&app).await;
    assert_eq!(audited, 1, "a run that removed nothing is no audit event");

    // Files alone have a rule of their own.
    config.keep.retention_closed_days = 0;
    config.keep.retention_files_days = 1;
    app.clock.advance(2 * DAY);
    let files = retain(desk, &config, false).await.unwrap();
    let stripped: Vec<String> = files.stripped.iter().map(ToString::to_string).collect();
    assert_eq!((stripped, files.files), (vec![recent.clone()], 1));
    let health = desk.check().await.unwrap();
    assert!(health.is_good() && health.files == 2, "{health:?}");
    let mut conn = desk.store().read().await.unwrap();
    let texts = conn.texts(guichet_domain::TicketId(number(recent))).await;
    assert!(
        texts
            .unwrap()
            .values()
            .any(|text| text.body.contains(SECRET))
    );
    assert!(number(open) > 0);
    drop(conn);

    // By itself it happens once a day.
    assert!(!desk.retention_is_due().await.unwrap());
    app.clock.advance(DAY);
    assert!(desk.retention_is_due().await.unwrap());
}

async fn audited(app: &App) -> usize {
    let caller = guichet_desk::Caller {
        person: guichet_domain::PersonId(5),
    };
    let query = AuditQuery {
        topic: Some(AuditTopic::Program),
        ..AuditQuery::default()
    };
    app.desk.audit(caller, query).await.unwrap().lines.len()
}
