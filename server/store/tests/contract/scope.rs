//! What somebody at the desk may not see is no match of their search: it is not found, not counted
//! and not passed over.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{TeamId, TicketId};
use guichet_domain::tickets::event::{Event, Recorded};
use guichet_store::{Filter, Key, Order, Scope, Store};

on_both!(
    what_is_hidden_is_no_match,
    words_follow_whoever_may_see_the_ticket,
    nobody_writes_a_mark,
    an_older_desk_is_brought_up_to_date,
);

/// Tickets on a page.
const PAGE: usize = 20;

fn team(team: i64) -> Scope {
    Scope {
        teams: [TeamId(team)].into(),
    }
}

/// A ticket of the second team, for that team alone where it is confidential.
async fn of_second(store: &Store, subject: &str, confidential: bool) -> TicketId {
    let (told, recorded) = Notified::incident(subject, START);
    let recorded = Recorded {
        confidential,
        team: Some(TeamId(2)),
        ..recorded
    };
    record_told(store, told, recorded).await.id
}

/// Every page of a search, each with where the next one begins.
async fn pages(
    store: &Store,
    scope: &Scope,
    text: &str,
    open: Option<bool>,
) -> Vec<(Vec<i64>, Option<Key>)> {
    let filter = Filter {
        text: text.into(),
        open,
        ..Filter::default()
    };
    let mut conn = store.read().await.unwrap();
    let mut pages = Vec::new();
    let mut after = None;
    loop {
        let list = conn.list(scope, &filter, Order::Newest, after, PAGE);
        let page = list.await.unwrap();
        after = page.next;
        let ids = page.tickets.iter().map(|row| row.reference.id.0).collect();
        pages.push((ids, after));
        if after.is_none() {
            return pages;
        }
    }
}

async fn found(store: &Store, scope: &Scope, text: &str) -> Vec<i64> {
    let pages = pages(store, scope, text, None).await;
    pages.into_iter().flat_map(|(ids, _)| ids).collect()
}

async fn what_is_hidden_is_no_match(db: Database) {
    let store = db.open().await;
    let mut visible = Vec::new();
    for _ in 0..3 {
        visible.insert(0, recorded(&store, "Imprimante en panne").await.id.0);
    }
    let without = pages(&store, &team(1), "imprimante", None).await;
    // More than a page of any search looks through.
    for _ in 0..60 {
        of_second(&store, "Imprimante en panne", true).await;
    }
    for open in [None, Some(true)] {
        let with = pages(&store, &team(1), "imprimante", open).await;
        assert_eq!(with, without, "{open:?}");
        assert_eq!(with, [(visible.clone(), None)], "{open:?}");
    }
    assert_eq!(
        found(&store, &Scope::default(), "imprimante").await,
        visible
    );
    assert_eq!(found(&store, &team(2), "imprimante").await.len(), 63);
    assert_eq!(found(&store, &team(1), "63").await, [0; 0], "by its number");
}

async fn words_follow_whoever_may_see_the_ticket(db: Database) {
    let store = db.open().await;
    let id = of_second(&store, "Dossier médical", false).await;
    let finds = async |scope: &Scope| found(&store, scope, "dossier").await.len();
    assert_eq!((finds(&team(1)).await, finds(&team(2)).await), (1, 1));
    let change = async |event| {
        let told = Notified::event(event, START);
        carry_out(&store, Some(id), told).await.unwrap();
    };
    change(Event::Restricted { restricted: true }).await;
    assert_eq!((finds(&team(1)).await, finds(&team(2)).await), (0, 1));
    let team_1 = TeamId(1);
    change(Event::HandedOver {
        team: team_1,
        note: None,
    })
    .await;
    assert_eq!((finds(&team(1)).await, finds(&team(2)).await), (1, 0));
    change(Event::Restricted { restricted: false }).await;
    assert_eq!((finds(&team(1)).await, finds(&team(2)).await), (1, 1));
    assert_eq!(finds(&Scope::default()).await, 1);
    assert_eq!(store.check().await.unwrap(), []);
}

async fn nobody_writes_a_mark(db: Database) {
    let store = db.open().await;
    let id = of_second(&store, "Dossier médical", true).await;
    let mut told = Notified::event(Event::MarkedRead, START);
    let text = told.command.text(0);
    told.events = vec![Event::Commented {
        text,
        audience: Audience::Participants,
        unread: false,
        by_mail: None,
    }];
    let words = "\u{e000}all \u{e000}team1 zzall zzteam1 e000all";
    told.texts = vec![(text, words.into())];
    carry_out(&store, Some(id), told).await.unwrap();
    for text in [
        "dossier",
        words,
        "\u{e000}all",
        "\u{e000}team2",
        "all",
        "team1",
    ] {
        assert_eq!(found(&store, &team(1), text).await, [0; 0], "{text:?}");
    }
    assert_eq!(found(&store, &team(2), "dossier").await, [id.0]);
}

/// As the version before left the index: without the words that say who may find a ticket.
async fn an_older_desk_is_brought_up_to_date(db: Database) {
    let store = db.open().await;
    let open = recorded(&store, "Dossier").await.id;
    let hidden = of_second(&store, "Dossier", true).await;
    drop(store);
    let mut raw = db.raw().await;
    let old = if db.is_postgres() {
        "UPDATE ticket_text SET words = array_to_tsvector(ARRAY['doss', 'dossi', 'dossier', 'zzopen'])".into()
    } else {
        let words = "'doss dossi dossier zzopen'";
        format!(
            "INSERT INTO ticket_text (ticket_text) VALUES ('delete-all');
             INSERT INTO ticket_text (rowid, words) VALUES ({open}, {words}), ({hidden}, {words})"
        )
    };
    raw.run(&old).await;
    raw.run("DELETE FROM _sqlx_migrations WHERE version = 12")
        .await;
    let store = db.open().await;
    assert_eq!(found(&store, &team(1), "dossier").await, [open.0]);
    assert_eq!(found(&store, &team(2), "dossier").await, [hidden.0, open.0]);
    assert_eq!(store.check().await.unwrap(), []);
    let left = raw
        .number("SELECT COUNT(*) FROM meta WHERE key = 'rebuild'")
        .await;
    assert_eq!(left, 0, "once");
}
