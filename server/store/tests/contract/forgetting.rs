//! Who is forgotten has left nothing in any table but their number.

use crate::common::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::governance::audit::{AuditEvent, Denied};
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::ids::{FileId, PersonId};
use guichet_store::{Store, forgotten_name};
use world::START;

on_both!(
    nothing_is_left_of_whoever_is_forgotten,
    everything_that_is_known_of_somebody_is_told,
);

const ME: PersonId = PersonId(1);
/// As it stands nowhere else.
const TRACES: [&str; 3] = ["Zéphyrine", "zephyrine", "192.0.2.77"];

fn file(n: u128) -> FileId {
    FileId(uuid::Uuid::from_u128(n))
}

async fn save(store: &Store, name: &str, email: Option<&str>) {
    let entry = Entry::Person(Person {
        id: ME,
        name: name.into(),
        email: email.map(str::to_owned),
        active: true,
        ..Person::default()
    });
    let job = store.write(move |txn| {
        let entry = entry.clone();
        let id = filling::command_id();
        Box::pin(async move {
            txn.save(entry, &Who::System, (id, START), None)
                .await
                .map(drop)
        })
    });
    job.await.unwrap();
}

async fn nothing_is_left_of_whoever_is_forgotten(db: Database) {
    let store = db.open().await;
    save(&store, "Zéphyrine Martin", Some("zephyrine@ancien.fr")).await;
    save(&store, "Zéphyrine Dupont", Some("zephyrine@exemple.fr")).await;
    let ticket = recorded(&store, "Mon écran").await.id;
    let job = store.write(|txn| {
        let at = (filling::command_id(), START);
        Box::pin(async move {
            let client = Client::new("192.0.2.77", "Firefox");
            let audited = AuditEvent::SignedIn { second: None };
            txn.note(&audited, Some(ME), &Who::Person(ME), at, Some(&client))
                .await
        })
    });
    job.await.unwrap();
    let mut raw = db.raw().await;
    raw.run(&format!(
        "INSERT INTO account (person, hash, changed_at) VALUES (1, 'x', 0), (2, 'x', 0);
         INSERT INTO session (token, person, created_at, expires_at, address) VALUES ('a', 1, 0, 9, '192.0.2.77'), ('b', 2, 0, 9, '');
         INSERT INTO known_network (person, network, until) VALUES (1, '192.0.2.77', 9), (2, '192.0.2.1', 9);
         INSERT INTO pending_sign_in (token, person, expires_at) VALUES ('a', 1, 9), ('b', 2, 9);
         INSERT INTO factor (person, secret, since, step, offered_at) VALUES (1, 'x', 0, 0, 0), (2, 'x', 0, 0, 0);
         INSERT INTO recovery_code (person, hash) VALUES (1, 'x'), (2, 'x');
         INSERT INTO link (token, purpose, person, email, expires_at) VALUES ('a', 'reset', 1, 'zephyrine@exemple.fr', 9), ('b', 'reset', 2, '', 9);
         INSERT INTO preference (person, topic, app, mail) VALUES (1, 'x', TRUE, TRUE), (2, 'x', TRUE, TRUE);
         INSERT INTO notification (person, position, kind, id, at) VALUES (1, 1, 'x', 1, 0), (2, 1, 'x', 1, 0);
         INSERT INTO bounce (person, at, status, detail) VALUES (1, 0, '5.1.1', 'zephyrine@exemple.fr'), (2, 0, '5.1.1', '');
         INSERT INTO inbound_message (id, key, content, at, sender, name, subject, fate, file) VALUES
            (1, 'a', '', 0, 'zephyrine@ancien.fr', 'Zéphyrine', 'x', 'ticket', NULL),
            (2, 'b', '', 0, 'bruno@exemple.fr', 'Bruno', 'Écran', 'aside', '{}'),
            (3, 'c', '', 0, 'zephyrine@exemple.fr', '', 'Absence de Zéphyrine Dupont', 'aside', '{}'),
            (4, 'd', '', 0, 'mailer-daemon@exemple.fr', '', 'Non remis', 'bounce', '{}'),
            (5, 'e', '', 0, 'mailer-daemon@exemple.fr', '', 'Non remis : Zephyrine@ancien.fr', 'discarded', NULL);
         INSERT INTO gap (asked, language, reason, about, said, times, last_day, owner) VALUES
            ('le poste de zephyrine dupont', 'fr', 'nothing_found', 0, 'Le poste de Zéphyrine Dupont', 1, 1, 2),
            ('badge', 'fr', 'unhelpful', 4, 'voir avec Zéphyrine Martin', 1, 1, NULL),
            ('imprimante', 'fr', 'nothing_found', 0, 'Imprimante', 1, 1, 1);
         INSERT INTO outbox (key, kind, person, address, at, tries, due) VALUES ('new', 'x', 1, 'zephyrine@exemple.fr', 0, 0, 5);
         INSERT INTO outbox (key, kind, person, address, at, tries, error) VALUES ('hers', 'x', 1, 'zephyrine@exemple.fr', 0, 1, '550 zephyrine@exemple.fr');
         INSERT INTO outbox (key, kind, person, ticket, position, at, tries) VALUES ('names-her', 'x', 2, {ticket}, 1, 0, 1);
         INSERT INTO outbox (key, kind, person, at, tries) VALUES ('another', 'x', 2, 0, 1)",
        file(2), file(3), file(4)
    ))
    .await;
    // As the desk does it: the entry first, in the same transaction.
    let job = store.write(|txn| {
        let id = filling::command_id();
        Box::pin(async move {
            let entry = Entry::Person(Person {
                id: ME,
                name: forgotten_name(ME),
                ..Person::default()
            });
            txn.save(entry, &Who::System, (id, START), None).await?;
            txn.forget_person(ME, &[4]).await
        })
    });
    let forgotten = job.await.unwrap();
    let addresses: Vec<String> = forgotten.addresses.into_iter().collect();
    assert_eq!(addresses, ["zephyrine@ancien.fr", "zephyrine@exemple.fr"]);
    assert_eq!(forgotten.files, [file(3), file(4)]);
    let messages = raw
        .texts(
            "SELECT key || ' ' || sender || ' ' || subject || ' ' || fate FROM inbound_message ORDER BY id",
        )
        .await;
    let expected = [
        "a […] […] ticket",
        "b bruno@exemple.fr Écran aside",
        "c […] […] discarded",
        "d […] […] discarded",
        "e mailer-daemon@exemple.fr […] discarded",
    ];
    assert_eq!(messages, expected, "that they came is known still");
    for line in raw.everything().await {
        for trace in TRACES {
            assert!(!line.contains(trace), "{line}");
        }
    }
    for table in [
        "account",
        "session",
        "pending_sign_in",
        "known_network",
        "factor",
        "recovery_code",
        "link",
        "preference",
        "notification",
        "bounce",
    ] {
        let people = raw
            .texts(&format!("SELECT CAST(person AS TEXT) FROM {table}"))
            .await;
        assert_eq!(people, ["2"], "{table} is somebody else's alone");
    }
    let gaps = raw
        .texts("SELECT asked || coalesce(CAST(owner AS TEXT), '') FROM gap")
        .await;
    assert_eq!(gaps, ["imprimante"]);
    let mut conn = store.read().await.unwrap();
    let stale = conn.stale_emails(9).await.unwrap();
    let keys: Vec<&str> = stale.iter().map(|(_, key)| key.as_str()).collect();
    assert_eq!(keys, ["hers", "names-her"]);
    assert!(conn.outbound("new").await.unwrap().is_none());
    assert_eq!(store.check().await.unwrap(), []);
}

async fn everything_that_is_known_of_somebody_is_told(db: Database) {
    let store = db.open().await;
    save(&store, "Zéphyrine Martin", Some("Zephyrine@ancien.fr")).await;
    save(&store, "Zéphyrine Dupont", Some("zephyrine@exemple.fr")).await;
    let (me, other) = (Who::Person(ME), Who::Person(PersonId(2)));
    let signed_in = AuditEvent::SignedIn { second: None };
    let denied = AuditEvent::Denied {
        why: Denied::WrongPassword,
    };
    for (audited, about, by, address) in [
        (signed_in.clone(), Some(ME), me.clone(), "192.0.2.77"),
        (denied, Some(ME), Who::System, "192.0.2.78"),
        (
            AuditEvent::PasswordReset,
            Some(ME),
            other.clone(),
            "192.0.2.99",
        ),
        (AuditEvent::DataTaken, Some(PersonId(2)), me, "192.0.2.79"),
        (signed_in, Some(PersonId(2)), other, "192.0.2.98"),
    ] {
        let job = store.write(move |txn| {
            let (audited, by) = (audited.clone(), by.clone());
            let at = (filling::command_id(), START);
            Box::pin(async move {
                let client = Client::new(address, "Firefox");
                txn.note(&audited, about, &by, at, Some(&client)).await
            })
        });
        job.await.unwrap();
    }
    let mut raw = db.raw().await;
    raw.run(
        "INSERT INTO bounce (person, at, status, detail) VALUES (1, 0, '5.1.1', 'boîte pleine'), (2, 0, '5.1.2', 'ailleurs');
         INSERT INTO inbound_message (id, key, content, at, sender, name, subject, fate) VALUES
            (1, 'a', '', 0, 'zephyrine@ancien.fr', '', 'Ma souris', 'aside'),
            (2, 'b', '', 0, 'zephyrine@exemple.fr', '', 'Mon écran', 'ticket'),
            (3, 'c', '', 0, 'bruno@exemple.fr', '', 'Mon clavier', 'ticket')",
    )
    .await;
    let mut conn = store.read().await.unwrap();
    let known = serde_json::Value::Object(conn.own_rows(ME).await.unwrap());
    let text = known.to_string();
    for there in [
        "Zéphyrine Martin",
        "Zephyrine@ancien.fr",
        "Zéphyrine Dupont",
        "192.0.2.77",
        "192.0.2.78",
        "192.0.2.79",
        "Firefox",
        "wrong_password",
        "password_reset",
        "data_taken",
        "boîte pleine",
        "Ma souris",
        "Mon écran",
    ] {
        assert!(text.contains(there), "{there} in {text}");
    }
    for elsewhere in ["192.0.2.98", "192.0.2.99", "ailleurs", "Mon clavier"] {
        assert!(!text.contains(elsewhere), "{elsewhere} in {text}");
    }
    assert_eq!(known["access"].as_array().unwrap().len(), 4);
    // Without an address nothing is theirs by it.
    let nobody = conn.own_rows(PersonId(3)).await.unwrap();
    assert_eq!(nobody["inbound_message"], serde_json::json!([]));
}
