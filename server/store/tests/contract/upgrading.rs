//! Databases of earlier releases are brought up to date, and both databases have the same tables.

use crate::common::database::on_postgres;
use crate::common::*;
use guichet_store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A database of each release, as its program left it.
fn frozen(ending: &str) -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    let files = std::fs::read_dir(folder).unwrap();
    files
        .filter_map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name()?.to_str()?;
            let release = name.strip_suffix(ending)?.to_owned();
            Some((release, path))
        })
        .collect()
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

/// What a release left is all there afterwards, and the projections are those of the log.
async fn holds(store: &Store, raw: &mut Raw, release: &str) {
    assert_eq!(store.check().await.unwrap(), [], "{release}");
    for (what, sql, expected) in [
        ("tickets", "SELECT COUNT(*) FROM ticket", 20),
        (
            "events",
            "SELECT COUNT(*) FROM event WHERE stream = 'ticket'",
            131,
        ),
        ("sessions", "SELECT COUNT(*) FROM session", 1),
        ("clients", "SELECT COUNT(*) FROM client", 2),
        ("messages", "SELECT COUNT(*) FROM inbound_message", 2),
        ("starts", "SELECT COUNT(*) FROM inbound_start", 1),
        ("networks", "SELECT COUNT(*) FROM known_network", 1),
        ("pending", "SELECT COUNT(*) FROM pending_sign_in", 1),
    ] {
        assert_eq!(raw.number(sql).await, expected, "{what} of {release}");
    }
    let mut conn = store.read().await.unwrap();
    // One thing had happened since, of which nobody is notified.
    assert_eq!(conn.head().await.unwrap(), 258, "{release}");
    assert_eq!(conn.notified_up_to().await.unwrap(), 257, "{release}");
}

#[tokio::test]
async fn a_file_of_every_release_is_brought_up_to_date() {
    let all = frozen(".sqlite.gz");
    assert!(!all.is_empty());
    for (release, path) in all {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("guichet.db");
        std::fs::write(&file, unpacked(&path)).unwrap();
        let url = format!("sqlite:{}", file.display());
        let store = Store::open(&url).await.unwrap();
        holds(&store, &mut Raw::connect(&url).await, &release).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_every_release_is_brought_up_to_date() {
    let all = frozen(".postgres.sql.gz");
    assert!(!all.is_empty());
    for (release, path) in all {
        let dump = String::from_utf8(unpacked(&path)).unwrap();
        // What only psql understands, and what would outlast the connection.
        let statements: Vec<&str> = dump
            .lines()
            .filter(|line| !line.starts_with('\\'))
            .collect();
        let sql = statements.join("\n");
        on_postgres(move |database| async move {
            database.raw().await.run(&sql).await;
            let store = database.open().await;
            holds(&store, &mut database.raw().await, &release).await;
        })
        .await;
    }
}

/// Tables, columns with whether they can be empty, primary keys and indexes, in words that both
/// databases have.
type Shape = BTreeMap<String, BTreeSet<String>>;

/// Tables that only one of them has: the full text of SQLite is several, and sqlx keeps its own.
fn is_ours(table: &str) -> bool {
    !table.starts_with("ticket_text")
        && !table.starts_with("_sqlx")
        && !table.starts_with("sqlite_")
}

async fn shape_of_sqlite(raw: &mut Raw) -> Shape {
    let rows = raw
        .texts(
            "SELECT m.name || '|' || 'column ' || c.name || CASE WHEN c.\"notnull\" OR c.pk THEN '' ELSE ' null' END
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
             UNION ALL
             SELECT m.name || '|key ' || COALESCE((SELECT group_concat(k.name, ' ') FROM
               (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk) k), '')
             FROM sqlite_master m WHERE m.type = 'table'
             UNION ALL
             SELECT m.name || '|index ' || CASE WHEN i.origin = 'c' THEN i.name ELSE 'of a constraint' END
               || CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END || CASE WHEN i.partial THEN ' partial' ELSE '' END
               || ' (' || (SELECT group_concat(x.name || CASE WHEN x.\"desc\" THEN ' desc' ELSE '' END, ' ') FROM
               (SELECT name, \"desc\" FROM pragma_index_xinfo(i.name) WHERE key ORDER BY seqno) x) || ')'
             FROM sqlite_master m JOIN pragma_index_list(m.name) i
             WHERE m.type = 'table' AND i.origin <> 'pk'",
        )
        .await;
    shape(rows)
}

async fn shape_of_postgres(raw: &mut Raw) -> Shape {
    let rows = raw
        .texts(
            "SELECT c.relname::text || '|column ' || a.attname::text || CASE WHEN a.attnotnull THEN '' ELSE ' null' END
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relkind = 'r'
             UNION ALL
             SELECT c.relname::text || CASE WHEN i.indisprimary THEN '|key ' ELSE '|index '
               || CASE WHEN o.oid IS NULL THEN x.relname::text ELSE 'of a constraint' END
               || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
               || CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END || ' (' END
               || (SELECT string_agg(a.attname::text || CASE WHEN i.indoption[k.n - 1] & 1 = 1 THEN ' desc' ELSE '' END, ' ' ORDER BY k.n)
                   FROM unnest(i.indkey) WITH ORDINALITY k(attnum, n)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)
               || CASE WHEN i.indisprimary THEN '' ELSE ')' END
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
             JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid
             LEFT JOIN pg_constraint o ON o.conindid = x.oid AND o.contype = 'u'
             WHERE c.relkind = 'r'",
        )
        .await;
    shape(rows)
}

fn shape(rows: Vec<String>) -> Shape {
    let mut shape = Shape::new();
    for row in rows {
        let (table, what) = row.split_once('|').unwrap();
        if is_ours(table) {
            shape.entry(table.into()).or_default().insert(what.into());
        }
    }
    shape
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_tables_keys_and_indexes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("guichet.db").display());
    let store = Store::open(&url).await.unwrap();
    let here = shape_of_sqlite(&mut Raw::connect(&url).await).await;
    assert!(here.len() > 20, "{here:?}");
    drop(store);
    on_postgres(move |database| async move {
        let store = database.open().await;
        let there = shape_of_postgres(&mut database.raw().await).await;
        for table in here.keys().chain(there.keys()) {
            assert_eq!(here.get(table), there.get(table), "{table}");
        }
        drop(store);
    })
    .await;
}
