//! How many pages of the database a list touches, with 100,000 tickets: as many as it shows, not as
//! many as there are.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::feedback::page::FeedbackView;
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::stemming;
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::tickets::workflow::State;
use guichet_store::{Conn, FeedbackScope, Filter, Key, Order, Scope, Store, Tx};
use std::collections::BTreeSet;
use std::ops::Range;

on_both!(
    every_view_and_filter_touches_few_pages,
    lists_of_feedback_touch_few_pages,
);

/// Of 4 KiB on SQLite, of 8 KiB on PostgreSQL.
const FEW: i64 = 500;
const TICKETS: i64 = 100_000;
/// Of one feedback with its ticket, each by its index. A list asks for a page of them by every way that
/// leads to some, and once more for those that are shown.
const FEEDBACK_ROW: i64 = 8;

/// 4 % open; 6 teams of 5 agents, 2 services each; 2,000 people; words from every ticket's to one in 5,000.
/// Nothing is left to chance but to the digits of the number.
async fn fill(db: &Database) {
    let postgres = db.is_postgres();
    let pick = |from: &str, n: usize, of: &[&str]| {
        let whens: Vec<String> = of
            .iter()
            .enumerate()
            .map(|(i, name)| format!("WHEN {i} THEN '{name}'"))
            .collect();
        format!(
            "CASE ({from}) % {n} {} ELSE '{}' END",
            whens.join(" "),
            of[0]
        )
    };
    let open_state = pick("h / 7", 6, &["new", "categorised", "diagnosing", "on_hold"]);
    let open_request = pick(
        "h / 7",
        6,
        &[
            "new",
            "under_evaluation",
            "awaiting_approval",
            "in_fulfilment",
            "on_hold",
        ],
    );
    let done_state = pick("h / 11", 30, &["closed", "cancelled", "resolved"]);
    let done_request = pick(
        "h / 11",
        30,
        &["closed", "cancelled", "fulfilled", "refused"],
    );
    let kind = pick(
        "h / 3",
        50,
        &[
            "incident", "problem", "request", "request", "request", "request", "request",
            "request", "request", "request", "request", "request", "request",
        ],
    );
    let start = START.0;
    let minute = 60_000_000_i64;
    let series = format!(
        "WITH RECURSIVE made(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM made WHERE n < {TICKETS}),
         mixed AS (SELECT n, ((n * 7919) % 1000003) * 101 + n % 97 AS h FROM made),
         sorted AS (SELECT n, h, {kind} AS kind, h / 5 % 6 + 1 AS team,
            (n > {TICKETS} - 20000 AND h % 5 = 0) AS open FROM mixed)"
    );
    let ticket = format!(
        "INSERT INTO ticket (id, kind, state, open, state_before, hold, hold_until, priority, subject,
            affected, reporter, team, assignee, service, item, scoped, answered, reopenings, recorded_at,
            updated_at, done_at, closes_at, external, due_at)
            {series} SELECT n, kind,
            CASE WHEN open AND kind = 'request' THEN {open_request} WHEN open THEN {open_state}
                 WHEN kind = 'request' THEN {done_request} ELSE {done_state} END,
            open, NULL, NULL, NULL, CASE WHEN h % 33 = 0 THEN 1 WHEN h % 7 = 0 THEN 2 ELSE 3 + h / 13 % 3 END,
            'L''imprimante du bureau ' || h || ' ne répond plus depuis ce matin', h / 17 % 2000 + 1, NULL, team,
            CASE WHEN open AND h / 19 % 3 = 0 THEN NULL ELSE team * 5 + h / 23 % 5 END,
            CASE WHEN h / 29 % 10 = 0 THEN NULL ELSE team * 2 + h / 31 % 2 END, NULL, h / 37 % 25 = 0,
            open AND h / 41 % 12 = 0, 0, {start} + n * {minute}, {start} + n * {minute} + 600000000,
            CASE WHEN open THEN NULL ELSE {start} + n * {minute} + h % 5000 * {minute} END, NULL, NULL,
            CASE WHEN NOT open THEN NULL WHEN h % 9 = 0 THEN 9223372036854775807
                 ELSE {start} + h % 20000 * {minute} END FROM sorted"
    );
    let common = stemming::stems("imprimante").join(" ");
    let words = format!(
        "'{common} mot' || (h % 100) || ' rare' || (h % 5000) || CASE WHEN open THEN ' \u{e000}open' ELSE '' END
         || CASE WHEN h / 37 % 25 = 0 THEN ' \u{e000}team' || team ELSE ' \u{e000}all' END"
    );
    let text = if postgres {
        format!(
            "INSERT INTO ticket_text {series} SELECT n, array_to_tsvector(string_to_array({words}, ' ')) FROM sorted"
        )
    } else {
        format!("INSERT INTO ticket_text (rowid, words) {series} SELECT n, {words} FROM sorted")
    };
    let mut raw = db.raw().await;
    raw.run(&ticket).await;
    raw.run(&text).await;
    raw.run(if postgres {
        "VACUUM ANALYZE"
    } else {
        "ANALYZE"
    })
    .await;
    let open = raw
        .number("SELECT COUNT(*) FROM ticket WHERE open = TRUE")
        .await;
    assert!((3_500..4_500).contains(&open), "{open} open");
}

/// What a list costs: pages that were asked for, whether they were in memory or not.
/// Something that is read.
enum Reading<'a> {
    Tickets(&'a List),
    Feedback {
        scope: &'a FeedbackScope,
        view: FeedbackView,
        period: Option<Range<Timestamp>>,
        after: Option<(Timestamp, i64)>,
    },
    ToReview(&'a FeedbackScope),
    LastAsked(PersonId),
}

impl Reading<'_> {
    /// Reads it, and says how much was found.
    async fn find(&self, conn: &mut Conn) -> usize {
        match self {
            Self::Tickets(list) => {
                let page = conn.list(&list.scope, &list.filter, list.order, list.after, 50);
                page.await.unwrap().tickets.len()
            }
            Self::Feedback {
                scope,
                view,
                period,
                after,
            } => {
                let page = conn.list_feedback(scope, *view, period.clone(), *after, 30);
                page.await.unwrap().len()
            }
            Self::ToReview(scope) => {
                let count = conn.count_to_review(scope, 100).await.unwrap();
                usize::try_from(count).unwrap()
            }
            Self::LastAsked(person) => {
                usize::from(conn.last_asked(*person).await.unwrap().is_some())
            }
        }
    }
}

/// Pages that a reading asks for, and how much it finds. What PostgreSQL does by itself meanwhile only
/// ever adds: the least of some countings counts.
async fn pages_of(store: &Store, watch: &mut Raw, reading: &Reading<'_>) -> (i64, usize) {
    let (mut pages, found) = counted(store, watch, reading).await;
    for _ in 0..3 {
        if pages > FEW {
            pages = pages.min(counted(store, watch, reading).await.0);
        }
    }
    (pages, found)
}

async fn counted(store: &Store, watch: &mut Raw, reading: &Reading<'_>) -> (i64, usize) {
    let mut conn = store.read().await.unwrap();
    match conn.settled().await.unwrap() {
        Tx::Sqlite(tx) => drop(counting::pages(&mut tx.lock_handle().await.unwrap())),
        Tx::Postgres(_) => {}
    }
    let before = if matches!(watch, Raw::Postgres(_)) {
        postgres_pages(watch).await
    } else {
        0
    };
    let found = reading.find(&mut conn).await;
    let pages = match conn.settled().await.unwrap() {
        Tx::Sqlite(tx) => counting::pages(&mut tx.lock_handle().await.unwrap()),
        Tx::Postgres(tx) => {
            // Notified to the server's statistics at the end of this transaction.
            sqlx::query("SELECT pg_stat_force_next_flush()")
                .execute(&mut **tx)
                .await
                .unwrap();
            conn.rollback().await.unwrap();
            postgres_pages(watch).await - before
        }
    };
    (pages, found)
}

async fn postgres_pages(watch: &mut Raw) -> i64 {
    watch
        .number(
            "SELECT SUM(heap_blks_hit + heap_blks_read + COALESCE(idx_blks_hit, 0) + COALESCE(idx_blks_read, 0)
                + COALESCE(toast_blks_hit, 0) + COALESCE(toast_blks_read, 0))::BIGINT FROM pg_statio_user_tables",
        )
        .await
}

#[allow(unsafe_code)]
mod counting {
    use sqlx::sqlite::LockedSqliteHandle;

    /// Pages asked of the cache since the last call.
    pub fn pages(handle: &mut LockedSqliteHandle<'_>) -> i64 {
        let mut of = |what| {
            let (mut now, mut highest) = (0, 0);
            // The handle is locked: nothing else uses the connection meanwhile.
            let code = unsafe {
                libsqlite3_sys::sqlite3_db_status(
                    handle.as_raw_handle().as_ptr(),
                    what,
                    &raw mut now,
                    &raw mut highest,
                    1,
                )
            };
            assert_eq!(code, libsqlite3_sys::SQLITE_OK);
            i64::from(now)
        };
        of(libsqlite3_sys::SQLITE_DBSTATUS_CACHE_HIT)
            + of(libsqlite3_sys::SQLITE_DBSTATUS_CACHE_MISS)
    }
}

#[derive(Clone, Debug)]
struct List {
    scope: Scope,
    filter: Filter,
    order: Order,
    after: Option<Key>,
}

/// The standing views of the desk, for an agent of teams 2 and 5.
fn views() -> Vec<(&'static str, Filter, Order)> {
    let open = || Filter {
        open: Some(true),
        ..Filter::default()
    };
    let mine = BTreeSet::from([TeamId(2), TeamId(5)]);
    let to_evaluate = vec![State::New, State::UnderEvaluation];
    let done = Filter {
        open: Some(false),
        ..Filter::default()
    };
    let theirs = (PersonId(11), mine.clone());
    vec![
        (
            "to do",
            Filter {
                theirs: Some(theirs),
                to_do: true,
                ..open()
            },
            Order::Due,
        ),
        ("open by due time", open(), Order::Due),
        (
            "unassigned",
            Filter {
                unassigned: true,
                ..open()
            },
            Order::Priority,
        ),
        (
            "my teams",
            Filter {
                teams: Some(mine),
                ..open()
            },
            Order::Priority,
        ),
        (
            "mine",
            Filter {
                assignee: Some(PersonId(11)),
                ..open()
            },
            Order::Priority,
        ),
        (
            "on hold",
            Filter {
                states: vec![State::OnHold],
                ..open()
            },
            Order::Priority,
        ),
        (
            "to evaluate",
            Filter {
                kind: Some(Kind::Request),
                states: to_evaluate,
                ..open()
            },
            Order::Priority,
        ),
        ("open", open(), Order::Priority),
        ("done", done, Order::Done),
        ("all", Filter::default(), Order::Newest),
    ]
}

type Narrow = fn(&mut Filter);

/// What can be chosen beside a view; the last ones fit nothing.
const FILTERS: &[(&str, Narrow)] = &[
    ("incidents", |f| f.kind = Some(Kind::Incident)),
    ("problems", |f| f.kind = Some(Kind::Problem)),
    ("critical", |f| f.priority = Some(Priority::Critical)),
    ("moderate", |f| f.priority = Some(Priority::Moderate)),
    ("state new", |f| f.states = vec![State::New]),
    ("state closed", |f| f.states = vec![State::Closed]),
    ("state refused", |f| f.states = vec![State::Refused]),
    ("service", |f| f.service = Some(ServiceId(5))),
    ("team", |f| f.teams = Some(BTreeSet::from([TeamId(2)]))),
    ("assignee", |f| f.assignee = Some(PersonId(11))),
    ("answered", |f| f.answered = true),
    ("affected", |f| f.affected = Some([PersonId(77)].into())),
    ("common word", |f| f.text = "imprimante".into()),
    ("word", |f| f.text = "mot5".into()),
    ("rare word", |f| f.text = "rare75".into()),
    ("unknown service", |f| f.service = Some(ServiceId(999))),
    ("unknown team", |f| {
        f.teams = Some(BTreeSet::from([TeamId(999)]))
    }),
    ("unknown assignee", |f| f.assignee = Some(PersonId(999))),
    ("unknown person", |f| {
        f.affected = Some([PersonId(9999)].into())
    }),
    ("unknown word", |f| f.text = "introuvable".into()),
];

/// Some that must not be empty, lest the rest mean nothing.
const FOUND: &[&str] = &[
    "unassigned",
    "my teams, common word",
    "mine",
    "on hold, service",
    "to evaluate, team",
    "open, word",
    "open, affected",
    "done, rare word",
    "done, state refused",
    "all, a later page",
    "all, critical, word",
];

async fn every_view_and_filter_touches_few_pages(db: Database) {
    let store = db.open().await;
    fill(&db).await;
    let mut watch = db.raw().await;
    let scope = Scope {
        teams: BTreeSet::from([TeamId(2), TeamId(5)]),
    };
    let mut lists = Vec::new();
    for (view, filter, order) in views() {
        let list = List {
            scope: scope.clone(),
            filter,
            order,
            after: None,
        };
        lists.push((view.to_owned(), list.clone()));
        let at = START.0 + TICKETS / 2 * 60_000_000;
        let after = Some(Key {
            rank: 3,
            at,
            id: TICKETS / 2,
        });
        lists.push((
            format!("{view}, a later page"),
            List {
                after,
                ..list.clone()
            },
        ));
        for (i, (name, narrow)) in FILTERS.iter().enumerate() {
            let mut one = list.clone();
            narrow(&mut one.filter);
            lists.push((format!("{view}, {name}"), one.clone()));
            for (other, narrow) in &FILTERS[i + 1..] {
                let mut two = one.clone();
                narrow(&mut two.filter);
                lists.push((format!("{view}, {name}, {other}"), two));
            }
        }
    }
    let (mut worst, mut empty) = (Vec::new(), 0);
    let mut most = (0, "");
    for (name, list) in &lists {
        let (pages, found) = pages_of(&store, &mut watch, &Reading::Tickets(list)).await;
        assert!(pages > 0, "{name}: nothing was counted");
        empty += usize::from(found == 0);
        assert!(
            found > 0 || !FOUND.contains(&name.as_str()),
            "{name} finds nothing"
        );
        most = most.max((pages, name));
        if pages > FEW {
            worst.push(format!("{pages} pages for {found} tickets: {name}"));
        }
    }
    println!(
        "{} lists, {empty} of them empty; the most pages: {most:?}",
        lists.len()
    );
    assert!(empty > 100, "{empty} empty lists of {}", lists.len());
    assert!(
        worst.is_empty(),
        "{} of {}:\n{}",
        worst.len(),
        lists.len(),
        worst.join("\n")
    );
}

/// Every third ticket was asked about, half of them answered: one answer in 25 is bad, and all but the
/// latest of these were reviewed.
async fn fill_feedback(db: &Database) {
    let (start, minute) = (START.0, 60_000_000_i64);
    let given = "CASE WHEN n % 2 = 0 THEN NULL ELSE";
    let bad = "n % 50 = 1";
    let data = "'{\"id\":' || n || ',\"asked\":{\"ticket\":' || (n * 3) || ',\"person\":1,\"occasion\":\"closed\",\"agent\":null,\"team\":null,\"until\":0},\"asked_at\":0,\"asked_by\":\"00000000-0000-0000-0000-000000000000\",\"answer\":null,\"review\":null,\"changed_at\":0}'";
    let fill = format!(
        "INSERT INTO feedback (id, position, about, person, agent, asked_team, asked_at, given_at, score, fault,
            to_review, reviewed_at, cause, owner, has_words, changed_at, data, to_do)
         WITH RECURSIVE made(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM made WHERE n < {})
         SELECT n, n, n * 3, n % 2000 + 1, n / 50 % 30 + 1, n / 7 % 6 + 1, {start} + n * 3 * {minute},
            {given} {start} + n * 3 * {minute} + 60 END, {given} CASE WHEN {bad} THEN 1 ELSE 4 END END,
            CASE WHEN {bad} THEN 'too_long' END, {bad} AND n > 25000,
            CASE WHEN {bad} AND n <= 25000 THEN {start} + n * 4 * {minute} END,
            CASE WHEN {bad} AND n <= 25000 THEN 'workload' END, CASE WHEN {bad} AND n <= 25000 THEN n / 50 % 30 + 1 END,
            {bad}, {start} + n * 4 * {minute}, {data}, {bad} AND n <= 25000 AND n > 20000 FROM made",
        TICKETS / 3
    );
    let mut raw = db.raw().await;
    raw.run(&fill).await;
    raw.run(if db.is_postgres() {
        "VACUUM ANALYZE feedback"
    } else {
        "ANALYZE"
    })
    .await;
}

async fn lists_of_feedback_touch_few_pages(db: Database) {
    drop(db.open().await);
    fill(&db).await;
    fill_feedback(&db).await;
    // A connection of before may not know the statistics of now.
    let store = db.open().await;
    let mut watch = db.raw().await;
    let actor = |role, teams: &[i64]| Actor {
        who: Who::Person(PersonId(11)),
        role,
        teams: teams.iter().map(|team| TeamId(*team)).collect(),
    };
    let readers = [
        ("an agent", actor(Role::Agent, &[2])),
        ("a lead", actor(Role::TeamLead, &[2, 5])),
        ("a manager", actor(Role::SupportManager, &[2])),
        (
            "an agent of whom nothing was said",
            Actor {
                who: Who::Person(PersonId(999)),
                ..actor(Role::Agent, &[])
            },
        ),
    ];
    let all = START..START.plus(1_000 * DAY);
    let later = Some((START.plus(TICKETS / 2 * 60_000_000), 1));
    let mut worst = Vec::new();
    for (who, actor) in &readers {
        let scope = &FeedbackScope::of(actor);
        // By whom it was earned, by each team that is led, by who is charged with it.
        let ways = i64::from(actor.role != Role::SupportManager)
            + i64::try_from(actor.teams.len()).unwrap() * i64::from(actor.role == Role::TeamLead)
            + 1;
        for view in FeedbackView::ALL {
            let whole: Option<Range<Timestamp>> = None;
            for (how, period, after) in [
                ("all", whole.clone(), None),
                ("a later page", whole, later),
                ("a period", Some(all.clone()), None),
            ] {
                let reading = Reading::Feedback {
                    scope,
                    view: *view,
                    period,
                    after,
                };
                let (pages, found) = pages_of(&store, &mut watch, &reading).await;
                assert!(pages > 0);
                let is_known = !who.contains("nothing");
                if is_known && how != "a later page" {
                    assert!(found > 0, "{who}, {view:?}, {how} finds nothing");
                }
                if pages > FEEDBACK_ROW * 30 * (ways + 1) {
                    worst.push(format!("{pages} pages for {found}: {who}, {view:?}, {how}"));
                }
            }
        }
        let (pages, found) = pages_of(&store, &mut watch, &Reading::ToReview(scope)).await;
        if pages > FEEDBACK_ROW * 100 {
            worst.push(format!("{pages} pages to count {found}: {who}"));
        }
        // Of whoever is asked, at each end of a ticket.
        let (pages, found) = pages_of(&store, &mut watch, &Reading::LastAsked(PersonId(7))).await;
        assert!(pages < 30 && found == 1, "{pages} pages");
    }
    assert!(worst.is_empty(), "{}", worst.join("\n"));
}
