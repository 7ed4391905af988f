//! The audit log: what it holds, how it is narrowed, and that nothing else is touched by it.

use crate::common::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::governance::audit::{AuditEvent, AuditTopic, Denied};
use guichet_domain::identity::client::Client;
use guichet_domain::identity::factor::Second;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::{CommandId, PersonId, TeamId, Timestamp};
use guichet_store::{AuditFilter, AuditRow, Expirable, Logged, Store};

on_both!(
    audit_events_are_read_newest_first_and_narrowed,
    a_page_goes_on_where_the_last_one_ended,
    audit_events_are_no_projections_and_survive_a_rebuild,
    origins_are_forgotten_and_the_log_is_not
);

/// An audit event of person 5's at second `at`, from an address.
async fn note(
    store: &Store,
    audited: AuditEvent,
    about: Option<i64>,
    by: Who,
    at: i64,
    address: &str,
) {
    let (about, client) = (about.map(PersonId), Client::new(address, "Firefox"));
    store
        .write(move |txn| {
            let (audited, by, client) = (audited.clone(), by.clone(), client.clone());
            Box::pin(async move {
                let now = (CommandId::default(), Timestamp(at));
                txn.note(&audited, about, &by, now, Some(&client)).await
            })
        })
        .await
        .unwrap();
}

async fn save(store: &Store, entry: Entry, at: i64) {
    store
        .write(move |txn| {
            let entry = entry.clone();
            Box::pin(async move {
                let by = Who::Person(PersonId(9));
                txn.save(entry, &by, (CommandId::default(), Timestamp(at)), None)
                    .await
            })
        })
        .await
        .unwrap();
}

fn team(name: &str) -> Entry {
    Entry::Team(Team {
        id: TeamId(1),
        name: Label::new(name, name),
        active: true,
    })
}

fn denied(why: Denied) -> AuditEvent {
    AuditEvent::Denied { why }
}

/// Something of everything, a second apart.
async fn filled(store: &Store) {
    let me = || Who::Person(PersonId(5));
    let code = AuditEvent::SignedIn {
        second: Some(Second::Code),
    };
    let unknown = denied(Denied::UnknownAddress);
    let wrong = denied(Denied::WrongPassword);
    save(store, team("Poste"), 1).await;
    note(store, unknown, None, Who::System, 2, "192.0.2.1").await;
    note(store, wrong, Some(5), Who::System, 3, "192.0.2.1").await;
    note(store, code, Some(5), me(), 4, "2001:db8::1").await;
    save(store, team("Postes"), 5).await;
    note(
        store,
        AuditEvent::PasswordChanged,
        Some(5),
        me(),
        6,
        "2001:db8::1",
    )
    .await;
    let removed = AuditEvent::FactorRemoved;
    let by = Who::Person(PersonId(9));
    note(store, removed, Some(5), by, 7, "198.51.100.7").await;
    let person = Person {
        id: PersonId(5),
        name: "Claire".into(),
        ..Person::default()
    };
    save(store, Entry::Person(person), 8).await;
    let imported = AuditEvent::PeopleImported {
        people: 3,
        unread: 0,
    };
    note(store, imported, None, Who::System, 9, "").await;
}

async fn read(store: &Store, filter: AuditFilter) -> Vec<AuditRow> {
    let mut conn = store.read().await.unwrap();
    conn.audit(&filter, None, 100).await.unwrap()
}

/// The seconds of what fits.
async fn seconds(store: &Store, filter: AuditFilter) -> Vec<i64> {
    let rows = read(store, filter).await;
    rows.iter().map(|row| row.at().0).collect()
}

async fn audit_events_are_read_newest_first_and_narrowed(db: Database) {
    let store = db.open().await;
    filled(&store).await;
    recorded(&store, "Un écran noir").await;
    let all = AuditFilter::default;
    assert_eq!(
        seconds(&store, all()).await,
        [9, 8, 7, 6, 5, 4, 3, 2, 1],
        "no ticket is among them"
    );
    let who = |id| AuditFilter {
        who: Some(vec![PersonId(id)]),
        ..all()
    };
    assert_eq!(seconds(&store, who(5)).await, [8, 7, 6, 4, 3]);
    assert_eq!(seconds(&store, who(9)).await, [8, 7, 5, 1]);
    let several = |who: &[i64]| AuditFilter {
        who: Some(who.iter().copied().map(PersonId).collect()),
        ..all()
    };
    assert_eq!(
        seconds(&store, several(&[5, 9])).await,
        [8, 7, 6, 5, 4, 3, 1]
    );
    assert_eq!(seconds(&store, several(&[])).await, [] as [i64; 0]);
    assert_eq!(
        seconds(&store, who(1)).await,
        [] as [i64; 0],
        "team 1 is nobody"
    );
    let topic = |topic| AuditFilter {
        topic: Some(topic),
        ..all()
    };
    for (one, expected) in [
        (AuditTopic::SignIns, vec![4, 3, 2]),
        (AuditTopic::Denials, vec![3, 2]),
        (AuditTopic::Credentials, vec![7, 6]),
        (AuditTopic::People, vec![8]),
        (AuditTopic::Organisation, vec![5, 1]),
        (AuditTopic::Catalogue, vec![]),
        (AuditTopic::Disruptions, vec![]),
        (AuditTopic::Settings, vec![]),
        (AuditTopic::Program, vec![9]),
    ] {
        assert_eq!(seconds(&store, topic(one)).await, expected, "{one:?}");
    }
    let address = |address: &str| AuditFilter {
        address: Some(address.to_owned()),
        ..all()
    };
    assert_eq!(seconds(&store, address("192.0.2.1")).await, [3, 2]);
    assert_eq!(seconds(&store, address("2001:db8::1")).await, [6, 4]);
    assert_eq!(
        seconds(&store, address("' OR 1=1 --")).await,
        [] as [i64; 0]
    );
    let between = AuditFilter {
        since: Some(Timestamp(3)),
        until: Some(Timestamp(6)),
        ..all()
    };
    assert_eq!(seconds(&store, between).await, [5, 4, 3]);
    let both = AuditFilter {
        topic: Some(AuditTopic::Denials),
        ..who(5)
    };
    assert_eq!(seconds(&store, both).await, [3]);

    let rows = read(&store, all()).await;
    assert_eq!(
        rows[0].audited().unwrap().unwrap().stream(None).kind,
        Stream::Operation
    );
    assert_eq!(
        rows[5].audited().unwrap(),
        Some(AuditEvent::SignedIn {
            second: Some(Second::Code)
        })
    );
    assert_eq!(rows[5].client().unwrap().address, "2001:db8::1");
    assert_eq!(rows[2].by(), Some(PersonId(9)));
    assert_eq!((rows[2].id, rows[7].id), (5, 0), "nobody known is number 0");
    // An entry brings what it held before.
    assert!(rows[4].audited().unwrap().is_none());
    assert!(rows[4].data.contains("Postes"));
    assert!(rows[4].before.as_ref().unwrap().contains("\"Poste\""));
    assert!(rows[8].before.is_none());
}

async fn a_page_goes_on_where_the_last_one_ended(db: Database) {
    let store = db.open().await;
    filled(&store).await;
    for filter in [
        AuditFilter::default(),
        AuditFilter {
            address: Some("192.0.2.1".into()),
            ..AuditFilter::default()
        },
        AuditFilter {
            who: Some(vec![PersonId(5)]),
            ..AuditFilter::default()
        },
    ] {
        let whole = seconds(&store, filter.clone()).await;
        let (mut read, mut before) = (Vec::new(), None);
        let mut conn = store.read().await.unwrap();
        loop {
            let page = conn.audit(&filter, before, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.position);
            assert!(page.len() <= 2);
            read.extend(page.iter().map(|row| row.at().0));
        }
        assert_eq!(read, whole);
    }
}

async fn audit_events_are_no_projections_and_survive_a_rebuild(db: Database) {
    let store = db.open().await;
    filled(&store).await;
    assert_eq!(store.check().await.unwrap(), []);
    let before = seconds(&store, AuditFilter::default()).await;
    store.rebuild().await.unwrap();
    assert_eq!(seconds(&store, AuditFilter::default()).await, before);
    assert_eq!(store.check().await.unwrap(), []);
    // Whoever follows the log by position meets them, and can tell them from tickets and entries.
    let mut conn = store.read().await.unwrap();
    let logged = conn.after(0, 100).await.unwrap();
    let audited = logged
        .iter()
        .filter(|l| matches!(l, Logged::AuditEvent(..)));
    assert_eq!(audited.count(), 6);
    assert_eq!(
        logged.iter().map(Logged::position).collect::<Vec<_>>(),
        (1..=9).collect::<Vec<_>>()
    );
}

async fn origins_are_forgotten_and_the_log_is_not(db: Database) {
    let store = db.open().await;
    filled(&store).await;
    let forgotten = store
        .write(|txn| {
            Box::pin(async move { txn.delete_expired(Expirable::Clients, Timestamp(4)).await })
        })
        .await
        .unwrap();
    assert_eq!(forgotten, 2);
    let rows = read(&store, AuditFilter::default()).await;
    assert_eq!(rows.len(), 9);
    assert!(rows[6].client().is_none() && rows[5].client().is_some());
    assert_eq!(store.check().await.unwrap(), []);
}
