//! How fast an agent finds tickets among 100,000, without HTTP: `make bench`.

mod common;

use guichet_desk::Caller;
use guichet_domain::NewTicket;
use std::path::Path;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How often each question is asked, after a tenth as often that is not timed.
const TIMES: usize = 200;

/// What is asked. The demonstration says the first again and again, and the one before the last once.
const QUESTIONS: &[(&str, &str)] = &[
    ("commonest word", "bonjour"),
    ("common word", "imprimante"),
    ("five words", "bonjour imprimante ne marche plus"),
    ("a name", "claire dubois"),
    ("a name and a word", "claire dubois imprimante"),
    ("rare word", "zirconomètre"),
    ("nothing found", "zzyzx"),
];

#[tokio::main]
async fn main() -> Outcome<()> {
    let tickets = std::env::var("TICKETS").map_or(Ok(100_000), |n| n.parse())?;
    println!("| database | {tickets} tickets, found | p50 | p99 |\n| --- | --- | ---: | ---: |");
    let folder = tempfile::tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    measure("SQLite", &sqlite, folder.path(), tickets).await?;
    if let Ok(postgres) = std::env::var("TEST_DATABASE_URL") {
        measure("PostgreSQL", &postgres, folder.path(), tickets).await?;
    }
    Ok(())
}

async fn measure(name: &str, database: &str, folder: &Path, tickets: usize) -> Outcome<()> {
    let desk = common::desk(database, folder).await?;
    guichet_intake::demo::load(&desk, tickets, |_| {}).await?;
    let directory = desk.directory().await?;
    let caller = |email: &str| {
        let person = directory.person_by_email(email).map(|person| person.id);
        person.map(|person| Caller { person }).ok_or("nobody asks")
    };
    let rare = NewTicket {
        subject: "Le zirconomètre affiche E42".into(),
        ..NewTicket::default()
    };
    desk.record(
        caller("claire.dubois@exemple.fr")?,
        desk.new_command(),
        rare,
    )
    .await?;
    let agent = caller("nadia.benali@exemple.fr")?;
    for (what, question) in QUESTIONS {
        let mut times = Vec::new();
        let mut found = 0;
        for n in 0..TIMES + TIMES / 10 {
            let begun = Instant::now();
            let (tickets, _) = desk.search_tickets(agent, (*question).to_owned()).await?;
            if n >= TIMES / 10 {
                times.push(begun.elapsed());
            }
            found = tickets.len();
        }
        times.sort_unstable();
        let at = |percent: usize| {
            let time = times.get((times.len() - 1) * percent / 100).copied();
            format!("{:.2} ms", time.unwrap_or_default().as_secs_f64() * 1000.0)
        };
        println!(
            "| {name} | {what} ({found} shown) | {} | {} |",
            at(50),
            at(99)
        );
    }
    Ok(())
}
