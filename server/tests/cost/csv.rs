//! Files of comma-separated values: people, and the tickets of ServiceNow.

use crate::app::{App, CLAIRE, spawn_app};
use crate::{ALL, Shape, again, alone, asked_for, is_linear};
use clap::Parser;
use guichet_server::cli::Cli;

fn under(head: &str, rows: &str, bytes: usize) -> Vec<u8> {
    let mut text = format!("{head}\n").into_bytes();
    text.extend(again(rows, bytes));
    text
}

const PEOPLE: [Shape; 7] = [
    ("a quote left open", |n| under("email,name", "\"", n)),
    ("one field", |n| under("email,name", "x", n)),
    ("fields without end", |n| under("email,name", ",", n)),
    ("a head without end", |n| again("email,name,", n)),
    ("rows of nothing", |n| under("email,name", "\n,", n)),
    ("who is known", |n| {
        under("email,name", "claire@exemple.fr,Claire\n", n)
    }),
    ("teams that are not there", |n| {
        under("email,name,team", "a@b.fr,A,x;y;z\n", n)
    }),
];

async fn import_people(app: &App, desk: &str, file: &[u8]) -> usize {
    let path = app.folder().join("people.csv");
    std::fs::write(&path, file).unwrap();
    let database = format!("sqlite:{}", app.folder().join(desk).display());
    let files = app.files();
    let cli = Cli::parse_from([
        "guichet",
        "user",
        "import",
        path.to_str().unwrap(),
        "--database",
        &database,
        "--files",
        files.to_str().unwrap(),
    ]);
    let before = asked_for();
    // Whatever it says: how it ends is told by other tests.
    let _ = cli.run().await;
    asked_for() - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_people_costs_what_it_is_long() {
    let _alone = alone().await;
    assert_eq!(CLAIRE, "claire@exemple.fr");
    let app = spawn_app().await;
    for (name, shape) in PEOPLE {
        is_linear(name, ALL, async |size| {
            import_people(&app, "guichet.db", &shape(size)).await
        })
        .await;
    }
}

/// Rows of people that nobody has met.
fn newcomers(bytes: usize) -> Vec<u8> {
    let mut text = String::from("email,name\n");
    for n in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&format!("p{n:06}@exemple.fr,Camille Durand {n:06}\n"));
    }
    text.into_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_are_new_cost_what_their_file_is_long() {
    let _alone = alone().await;
    let app = spawn_app().await;
    // Each is an entry of the log: some thousand of them tell how it grows. Each time in a desk of its
    // own, where nobody is known yet.
    let mut desks = 0;
    is_linear("people who are new", 64 * 1024, async |size| {
        desks += 1;
        import_people(&app, &format!("{desks}.db"), &newcomers(size)).await
    })
    .await;
    let last = app.folder().join(format!("{desks}.db"));
    let last = format!("sqlite:{}", last.display());
    let store = guichet_store::Store::open(&last).await.unwrap();
    let people = store
        .read()
        .await
        .unwrap()
        .directory()
        .await
        .unwrap()
        .people
        .len();
    assert!(people > 1_400, "{people} people");
}

const COLUMNS: &str = "number,incident_state,reassignment_count,reopen_count,sys_mod_count,caller_id,\
    opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,category,subcategory,impact,urgency,\
    priority,assignment_group,assigned_to,resolved_at,closed_at";

const TICKETS: [Shape; 7] = [
    ("a quote left open", |n| under(COLUMNS, "\"", n)),
    ("one line", |n| under(COLUMNS, "x", n)),
    ("lines of nothing", |n| under(COLUMNS, "x\n", n)),
    ("fields without end", |n| under(COLUMNS, ",", n)),
    ("lines of fields", |n| {
        under(COLUMNS, ",,,,,,,,,,,,,,,,,,,\n", n)
    }),
    ("a head without end", |n| again("number,", n)),
    ("blank lines", |n| under(COLUMNS, "\n", n)),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_tickets_costs_what_it_is_long() {
    let _alone = alone().await;
    let app = spawn_app().await;
    for (name, shape) in TICKETS {
        is_linear(name, ALL, async |size| {
            let file = shape(size);
            let before = asked_for();
            let import = guichet_intake::servicenow::import(&app.desk, &file[..], "Europe/Paris");
            import.await.unwrap();
            asked_for() - before
        })
        .await;
    }
}
