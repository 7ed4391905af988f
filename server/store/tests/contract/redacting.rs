//! What was removed is nowhere afterwards: not in a reading, not in the index, not in the file.

use crate::common::*;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{FileId, PersonId, TextId};
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::kernel::time::HOUR;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::event::Event;
use guichet_store::{Filter, Order, Scope, Store};

on_both!(
    a_removed_text_is_nowhere,
    what_moved_to_another_page_leaves_no_copy,
    files_are_those_that_the_log_names,
    a_rule_empties_a_whole_ticket,
    a_removed_subject_leaves_its_line,
    texts_are_read_by_name_and_removals_are_noticed,
);

fn redacted(what: Removed) -> Notified {
    let event = Event::Redacted {
        what,
        reason: None,
        audience: Audience::Everyone,
    };
    Notified::event(event, world::START.plus(HOUR))
}

fn said(body: &str) -> Notified {
    let command = filling::command_id();
    let text = command.text(0);
    let mut told = Notified::event(
        Event::Commented {
            text,
            audience: Audience::Participants,
            unread: false,
            by_mail: None,
        },
        world::START.plus(HOUR),
    );
    told.command = command;
    told.texts = vec![(text, body.to_owned())];
    told
}

fn attached(name: &str) -> (FileId, Notified) {
    let file = FileId(filling::command_id().0);
    let attachment = Attachment {
        file,
        name: name.into(),
        media_type: "text/plain".into(),
        size: 3,
        audience: Audience::Everyone,
    };
    let event = Event::Attached {
        attachment,
        unread: false,
        by_mail: None,
    };
    (file, Notified::event(event, world::START.plus(HOUR)))
}

async fn found(store: &Store, text: &str) -> usize {
    let filter = Filter {
        text: text.into(),
        ..Filter::default()
    };
    let mut conn = store.read().await.unwrap();
    let system = Actor::system();
    let page = conn
        .list(&Scope::of(&system), &filter, Order::Newest, None, 50)
        .await;
    page.unwrap().tickets.len()
}

/// Long enough to be nobody else's, and one word of the index.
fn secret(n: usize) -> String {
    format!("motdepasse{n}xyzzyplugh{}", n * 7919)
}

async fn a_removed_text_is_nowhere(database: Database) {
    let store = database.open().await;
    let mut wanted = Vec::new();
    // Enough that pages split and cells move about.
    for n in 0..120 {
        let ticket = recorded(&store, &format!("Sujet {n}")).await.id;
        let told = said(&format!("Mon mot de passe est {}", secret(n)));
        let text = told.texts[0].0;
        carry_out(&store, Some(ticket), told).await.unwrap();
        let (file, told) = attached(&format!("{}.txt", secret(1000 + n)));
        carry_out(&store, Some(ticket), told).await.unwrap();
        carry_out(&store, Some(ticket), said(&"bla bla ".repeat(n * 3)))
            .await
            .unwrap();
        wanted.push((ticket, text, file));
    }
    assert_eq!(found(&store, &secret(7)).await, 1);
    for (ticket, text, file) in &wanted {
        for what in [Removed::Text(*text), Removed::File(*file)] {
            carry_out(&store, Some(*ticket), redacted(what))
                .await
                .unwrap();
        }
    }
    assert_eq!(found(&store, &secret(7)).await, 0);
    let mut raw = database.raw().await;
    assert!(
        !raw.everything()
            .await
            .iter()
            .any(|line| line.contains("xyzzyplugh"))
    );
    let (ticket, text, _) = wanted[3];
    assert_eq!(
        store.read().await.unwrap().bodies(ticket).await.unwrap()[&text],
        REMOVED
    );
    // Who, when and that it happened remain, and the readings still say what the log says.
    let history = store.read().await.unwrap().history(ticket).await.unwrap();
    assert_eq!(history.len(), 6);
    assert_eq!(history[4].by, Who::Person(PersonId(10)));
    assert_eq!(store.check().await.unwrap(), []);
    drop(raw);
    assert!(store.scrub().await.unwrap());
    assert!(!store.scrub().await.unwrap(), "nothing is left to wipe");
    assert_eq!(store.check().await.unwrap(), []);
    // The index keeps what two words have in common once: look for what is never shared.
    leaves_no_trace(&database, &["xyzzyplugh", "zzyplugh", "motdepasse"]);
}

/// What is not named is deleted: a line that nobody can read is no reason to.
async fn files_are_those_that_the_log_names(database: Database) {
    let store = database.open().await;
    let ticket = recorded(&store, "Sujet").await.id;
    let other = recorded(&store, "Un autre").await.id;
    let mut files = Vec::new();
    for (of, name) in [
        (ticket, "a.txt"),
        (ticket, "b.txt"),
        (other, "[…]"),
        (other, "d.txt"),
    ] {
        let (file, told) = attached(name);
        carry_out(&store, Some(of), told).await.unwrap();
        files.push(file);
    }
    let named = async || {
        let named = store.read().await.unwrap().files().await;
        named.map(|named| named.into_keys().collect::<Vec<_>>())
    };
    assert_eq!(named().await.unwrap(), files);
    for (of, what) in [(ticket, Removed::File(files[0])), (other, Removed::All)] {
        carry_out(&store, Some(of), redacted(what)).await.unwrap();
    }
    assert_eq!(named().await.unwrap(), [files[1]]);
    let mut raw = database.raw().await;
    raw.run(
        "INSERT INTO event (position, stream, id, version, at, command, type, v, data)
         SELECT MAX(position) + 1, 'article', 1, 1, 0, '', 'attached', 1, '{}' FROM event",
    )
    .await;
    assert!(named().await.is_err());
}

/// None of these is anywhere in the files of a database of SQLite.
fn leaves_no_trace(database: &Database, traces: &[&str]) {
    let Some(path) = database.url.strip_prefix("sqlite:") else {
        return;
    };
    for suffix in ["", "-wal", "-shm"] {
        let bytes = std::fs::read(format!("{path}{suffix}")).unwrap_or_default();
        for trace in traces {
            let there = bytes
                .windows(trace.len())
                .any(|part| part == trace.as_bytes());
            assert!(!there, "{trace} is still in the file{suffix}");
        }
    }
}

/// Texts come in between others, so that pages split and rows move: what stays where they were is
/// no row, and nothing that is deleted later overwrites it.
async fn what_moved_to_another_page_leaves_no_copy(database: Database) {
    let store = database.open().await;
    let mut tickets = Vec::new();
    for n in 0..25 {
        tickets.push(recorded(&store, &format!("Sujet {n}")).await.id);
    }
    for _ in 0..6 {
        for ticket in &tickets {
            let mut told = said("xyzzyplugh");
            told.texts = (0..80)
                .map(|n| {
                    let body = format!("xyzzyplugh {}", "e".repeat(n * 11));
                    (TextId(filling::command_id().0), body)
                })
                .chain(told.texts)
                .collect();
            carry_out(&store, Some(*ticket), told).await.unwrap();
        }
    }
    for ticket in tickets {
        let gone = redacted(Removed::All);
        carry_out(&store, Some(ticket), gone).await.unwrap();
    }
    assert!(store.scrub().await.unwrap());
    leaves_no_trace(&database, &["xyzzyplugh", "zzyplugh"]);
    assert_eq!(store.read().await.unwrap().faults().await.unwrap(), [""; 0]);
    assert_eq!(store.check().await.unwrap(), []);
    // And it can be written to as before.
    recorded(&store, "Suite").await;
}

async fn a_rule_empties_a_whole_ticket(database: Database) {
    let store = database.open().await;
    let kept = recorded(&store, "Autre xyzzy").await.id;
    let ticket = recorded(&store, "Sujet xyzzy").await.id;
    carry_out(&store, Some(ticket), said("plugh"))
        .await
        .unwrap();
    carry_out(&store, Some(ticket), attached("plugh.png").1)
        .await
        .unwrap();
    let after = carry_out(&store, Some(ticket), redacted(Removed::All))
        .await
        .unwrap();
    assert!(after.attachments.is_empty());
    let mut conn = store.read().await.unwrap();
    assert!(
        conn.bodies(ticket)
            .await
            .unwrap()
            .values()
            .all(|text| text == REMOVED)
    );
    assert_eq!(
        conn.bodies(kept).await.unwrap().values().next().unwrap(),
        "Autre xyzzy"
    );
    let log = format!("{:?}", conn.history(ticket).await.unwrap());
    assert!(!log.contains("plugh") && log.contains(REMOVED));
    drop(conn);
    assert_eq!(
        (found(&store, "xyzzy").await, found(&store, "plugh").await),
        (1, 0)
    );
    assert_eq!(store.check().await.unwrap(), []);
}

async fn a_removed_subject_leaves_its_line(database: Database) {
    let store = database.open().await;
    let ticket = recorded(&store, "hunter2").await;
    carry_out(
        &store,
        Some(ticket.id),
        redacted(Removed::Text(ticket.subject)),
    )
    .await
    .unwrap();
    let mut conn = store.read().await.unwrap();
    let scope = Scope::of(&Actor::system());
    let page = conn
        .list(&scope, &Filter::default(), Order::Newest, None, 9)
        .await
        .unwrap();
    assert_eq!(page.tickets[0].subject, REMOVED);
    drop(conn);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn texts_are_read_by_name_and_removals_are_noticed(database: Database) {
    let store = database.open().await;
    let ticket = recorded(&store, "Sujet").await.id;
    let other = recorded(&store, "Un autre").await.id;
    let mut named = Vec::new();
    for n in 0..900 {
        let told = said(&format!("texte {n}"));
        named.push(told.texts[0].0);
        carry_out(&store, Some(ticket), told).await.unwrap();
    }
    let mut conn = store.read().await.unwrap();
    let before = conn.head().await.unwrap();
    // More than one statement asks for; twice is once, and what is not there is not there.
    let asked = named.iter().chain(&named[..3]).copied();
    let texts = conn
        .bodies_named(ticket, asked.chain([TextId::default()]))
        .await
        .unwrap();
    assert_eq!(texts.len(), 900);
    assert_eq!(texts[&named[899]], "texte 899");
    let some = conn
        .bodies_named(ticket, named[..2].to_vec())
        .await
        .unwrap();
    assert_eq!(some.keys().copied().collect::<Vec<_>>(), {
        let mut two = named[..2].to_vec();
        two.sort();
        two
    });
    // Another ticket's are not had by naming them.
    let none = conn.bodies_named(other, named[..2].to_vec()).await.unwrap();
    assert!(none.is_empty());
    assert!(!conn.removed_between(0, before).await.unwrap());
    drop(conn);
    let gone = redacted(Removed::Text(named[0]));
    carry_out(&store, Some(ticket), gone).await.unwrap();
    carry_out(&store, Some(ticket), said("plus tard"))
        .await
        .unwrap();
    let mut conn = store.read().await.unwrap();
    let head = conn.head().await.unwrap();
    assert!(conn.removed_between(before, head).await.unwrap());
    assert!(!conn.removed_between(head - 1, head).await.unwrap());
    let texts = conn.bodies_named(ticket, [named[0]]).await.unwrap();
    assert_eq!(texts[&named[0]], REMOVED);
}
