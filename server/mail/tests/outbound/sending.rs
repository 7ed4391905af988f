//! An e-mail arrives once, later where that helps, and not at all where nothing does.

use crate::databases::{Databases, on_both, on_sqlite};
use crate::house::*;
use crate::sink::{Does, Sink, header};
use guichet_desk::{Caller, TRIES};
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::notifications::outbox::Outbox;
use sqlx::{Connection, Executor};
use tokio::sync::watch;

on_both!(
    what_happened_goes_out_once,
    a_crash_before_the_commit_repeats_the_same_message_once,
    a_server_that_vanishes_or_is_busy_is_tried_again,
    what_is_refused_for_good_is_given_up_and_said,
    a_server_that_never_comes_back_is_given_up_after_some_tries,
    it_sends_as_things_happen_and_stops_when_told,
    a_real_server_takes_it,
);

/// What the other side has, and cannot be written down at once, is written down later and not sent
/// again.
#[tokio::test]
async fn what_was_sent_is_not_sent_again_because_the_database_failed() {
    on_sqlite(async |db| {
        let (house, sink) = (House::build(&db).await, Sink::open(&[]).await);
        house.incident(CLAIRE, "Word").await;
        let url = format!(
            "sqlite:{}",
            house.folder.path().join("guichet.db").display()
        );
        let mut raw = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let fails =
            "CREATE TRIGGER fails BEFORE UPDATE OF sent_at ON outbox WHEN NEW.sent_at IS NOT NULL
                     BEGIN SELECT RAISE(FAIL, 'no room'); END";
        raw.execute(fails).await.unwrap();
        let mailer = house.mailer(&sink.url);
        let sending = tokio::spawn(async move { mailer.send_all().await });
        while sink.taken().is_empty() {
            tokio::task::yield_now().await;
        }
        assert!(!sending.is_finished());
        raw.execute("DROP TRIGGER fails").await.unwrap();
        sending.await.unwrap().unwrap();
        house.clock.advance(DAY);
        house.mailer(&sink.url).send_all().await.unwrap();
        assert_eq!(sink.taken().len(), 1);
    })
    .await;
}

async fn outbox(house: &House) -> Outbox {
    house.desk.mail(Caller { person: ADMIN }).await.unwrap()
}

async fn what_happened_goes_out_once(db: Databases) {
    let (house, sink) = (House::build(&db).await, Sink::open(&[]).await);
    house.incident(CLAIRE, "Word ne s’ouvre plus").await;
    let mailer = house.mailer(&sink.url);
    mailer.send_all().await.unwrap();
    mailer.send_all().await.unwrap();
    house.desk.notify().await.unwrap();
    house.clock.advance(DAY);
    mailer.send_all().await.unwrap();
    let taken = sink.taken();
    assert_eq!(taken.len(), 1);
    assert!(
        header(&taken[0], "To")
            .unwrap()
            .contains("claire@exemple.fr")
    );
    assert_eq!(outbox(&house).await, Outbox::default());
}

async fn a_crash_before_the_commit_repeats_the_same_message_once(db: Databases) {
    let (house, sink) = (House::build(&db).await, Sink::open(&[]).await);
    house.incident(CLAIRE, "Word").await;
    // The server has taken it, and the program is killed before it can write that down.
    let crashed = house.mailer(&sink.url);
    let outbound = house.desk.take_emails(9).await.unwrap();
    assert!(crashed.hand_over(&outbound[0]).await.unwrap().unwrap());
    drop(crashed);
    let mailer = house.mailer(&sink.url);
    mailer.send_all().await.unwrap();
    assert_eq!(sink.taken().len(), 1, "it may still be on its way");
    house.clock.advance(10 * MINUTE);
    for _ in 0..3 {
        mailer.send_all().await.unwrap();
        house.clock.advance(HOUR);
    }
    let ids: Vec<_> = sink
        .taken()
        .iter()
        .map(|m| header(m, "Message-ID"))
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[0].is_some());
    assert_eq!(ids[0], ids[1]);
}

async fn a_server_that_vanishes_or_is_busy_is_tried_again(db: Databases) {
    let plan = [
        Does::Vanish,
        Does::Refuse("421 busy"),
        Does::Refuse("450 later"),
    ];
    let (house, sink) = (House::build(&db).await, Sink::open(&plan).await);
    house.incident(CLAIRE, "Word").await;
    let mailer = house.mailer(&sink.url);
    let mut waits = Vec::new();
    for _ in 0..3 {
        mailer.send_all().await.unwrap();
        let mail = outbox(&house).await;
        assert_eq!((mail.waiting, mail.failed), (1, 0));
        assert!(mail.emails[0].error.is_some());
        let wait = mail.emails[0].due.unwrap().since(house.desk.now());
        waits.push(wait / MINUTE);
        mailer.send_all().await.unwrap();
        house.clock.advance(wait);
    }
    assert_eq!(waits, [1, 2, 4], "longer each time");
    mailer.send_all().await.unwrap();
    assert_eq!(outbox(&house).await, Outbox::default());
    let ids: Vec<_> = sink
        .taken()
        .iter()
        .map(|m| header(m, "Message-ID"))
        .collect();
    assert_eq!(
        ids.len(),
        2,
        "the one whose answer never came, and the one that was answered"
    );
    assert_eq!(ids[0], ids[1]);
}

async fn what_is_refused_for_good_is_given_up_and_said(db: Databases) {
    let plan = [Does::Refuse("550 5.1.1 no such user here")];
    let (house, sink) = (House::build(&db).await, Sink::open(&plan).await);
    house.incident(CLAIRE, "Word").await;
    let mailer = house.mailer(&sink.url);
    mailer.send_all().await.unwrap();
    house.clock.advance(DAY);
    mailer.send_all().await.unwrap();
    let mail = outbox(&house).await;
    assert_eq!((mail.waiting, mail.failed), (0, 1));
    assert_eq!(mail.emails[0].to, "claire@exemple.fr");
    let error = mail.emails[0].error.clone().unwrap();
    assert!(error.contains("no such user here"), "{error}");
    // An administrator has put it right.
    let key = mail.emails[0].key.clone();
    for caller in [CLAIRE, NADIA] {
        let caller = Caller { person: caller };
        assert!(house.desk.send_again(caller, Some(&key)).await.is_err());
        assert!(house.desk.mail(caller).await.is_err());
    }
    let admin = Caller { person: ADMIN };
    assert_eq!(
        house.desk.send_again(admin, Some("other")).await.unwrap(),
        0
    );
    assert_eq!(house.desk.send_again(admin, Some(&key)).await.unwrap(), 1);
    mailer.send_all().await.unwrap();
    assert_eq!(sink.taken().len(), 1);
}

async fn a_server_that_never_comes_back_is_given_up_after_some_tries(db: Databases) {
    let house = House::build(&db).await;
    house.incident(CLAIRE, "Word").await;
    // Nobody listens there any more.
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", gone.local_addr().unwrap());
    drop(gone);
    let mailer = house.mailer(&url);
    for n in 1..=TRIES {
        mailer.send_all().await.unwrap();
        let mail = outbox(&house).await;
        assert_eq!(mail.emails[0].tries, n);
        assert_eq!(mail.failed, i64::from(n == TRIES));
        house.clock.advance(8 * HOUR);
    }
    mailer.send_all().await.unwrap();
    assert_eq!(outbox(&house).await.emails[0].tries, TRIES);
}

async fn it_sends_as_things_happen_and_stops_when_told(db: Databases) {
    let (house, sink) = (House::build(&db).await, Sink::open(&[]).await);
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(house.mailer(&sink.url).run(stopping));
    for n in 1..4 {
        house.incident(CLAIRE, "Word").await;
        let arrived = async {
            while sink.taken().len() < n {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(120);
        tokio::time::timeout(patience, arrived).await.unwrap();
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    house.incident(CLAIRE, "Word").await;
    assert_eq!(
        outbox(&house).await.waiting,
        1,
        "it waits for the next start"
    );
}

async fn a_real_server_takes_it(db: Databases) {
    // `.ci/mail run` brings one; where there is none the sink above has to do.
    let Ok(url) = std::env::var("TEST_SMTP_URL") else {
        return;
    };
    let house = House::build(&db).await;
    house
        .incident(CLAIRE, "Été\u{a0}: l’imprimante «\u{a0}bourre\u{a0}»")
        .await;
    house.mailer(&url).send_all().await.unwrap();
    assert_eq!(outbox(&house).await, Outbox::default());
}
