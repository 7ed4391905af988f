//! How fast the built program answers, over HTTP and with 100,000 tickets: `make bench`. The server
//! has one core, what asks it has the others.

mod program;
mod removal;
mod sizes;
mod visitor;

use program::Program;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use visitor::Visitor;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Requests of each sort that are timed, after a tenth as many that are not.
const REQUESTS: usize = 1000;
/// How long 64 visitors record at once.
const LASTS: Duration = Duration::from_secs(10);
const AGENT: &str = "nadia.benali@exemple.fr";
const USER: &str = "claire.dubois@exemple.fr";

#[tokio::main]
async fn main() -> Outcome<()> {
    let tickets = std::env::var("TICKETS").map_or(Ok(100_000), |n| n.parse())?;
    let folder = tempfile::tempdir_in(".")?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{cores} cores, the server on one of them; {tickets} tickets; {REQUESTS} requests of each sort, one after the other\n"
    );
    println!("| database | what | p50 ms | p99 ms |");
    println!("| --- | --- | ---: | ---: |");
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    let mut figures = measure("SQLite", &sqlite, folder.path(), tickets).await?;
    if let Ok(postgres) = std::env::var("TEST_DATABASE_URL") {
        figures.extend(measure("PostgreSQL", &postgres, folder.path(), tickets).await?);
    }
    println!("\n| database | what | figure |\n| --- | --- | ---: |");
    for line in figures {
        println!("{line}");
    }
    Ok(())
}

async fn measure(
    name: &str,
    database: &str,
    folder: &Path,
    tickets: usize,
) -> Outcome<Vec<String>> {
    program::fill(database, folder, tickets)?;
    let program = Program::start(database, folder).await?;
    let mut figures = Vec::new();
    let mut figure =
        |what: &str, value: String| figures.push(format!("| {name} | {what} | {value} |"));
    figure(
        "start to first answer",
        format!("{} ms", program.started.as_millis()),
    );
    figure(
        "resident memory, idle",
        format!("{} MB", program.resident()?),
    );

    let (agent, user) = (program.visitor(AGENT).await?, program.visitor(USER).await?);
    let queue: Value = agent
        .call("queue", &json!({"query": {"view": "open"}}))
        .await?;
    let first = &queue["lines"][0]["summary"]["reference"];
    let id = first["id"].as_i64().ok_or("the queue is empty")?;
    let kind = match first["kind"].as_str() {
        Some("request") => "REQ",
        Some("problem") => "PRB",
        _ => "INC",
    };
    let show = |what: &str, mut times: Vec<Duration>| {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
        println!("| {name} | {what} | {:.2} | {:.2} |", at(50), at(99));
    };
    show(
        "queue, page",
        timed(|_| agent.page("/desk?view=open".into())).await?,
    );
    show(
        "queue, function",
        timed(|_| agent.function("queue", json!({"query": {"view": "open"}}))).await?,
    );
    show(
        "ticket, page",
        timed(|_| agent.page(format!("/desk/{kind}-{id}?view=open"))).await?,
    );
    show(
        "ticket, function",
        timed(|_| agent.function("ticket", json!({ "id": id }))).await?,
    );
    show("portal home, page", timed(|_| user.page("/".into())).await?);
    show(
        "portal home, function",
        timed(|_| user.function("home", json!({}))).await?,
    );
    show("creation, page", timed(|n| user.report(n)).await?);
    show("creation, function", timed(|n| user.record(n)).await?);

    figure(
        "creations a second, 64 at once",
        format!("{:.0}", together(&user).await?),
    );
    figure(
        "resident memory, after",
        format!("{} MB", program.resident()?),
    );
    let [quiet, wiping] = removal::waits(&agent, &user).await?;
    for (what, times) in [("quiet", quiet), ("while removed texts are wiped", wiping)] {
        let longest = times.iter().max().ok_or("nothing was recorded")?;
        let (n, longest) = (times.len(), longest.as_secs_f64() * 1000.0);
        figure(
            &format!("longest of {n} commands, {what}"),
            format!("{longest:.1} ms"),
        );
    }
    if database.starts_with("sqlite") {
        for (visitor, path) in [(&user, "/sign-in"), (&user, "/"), (&agent, "/desk")] {
            for (what, size) in sizes::first_load(visitor, path).await? {
                figure(&what, format!("{:.1} kB", size as f64 / 1000.0));
            }
        }
    }
    program.stop().await?;
    Ok(figures)
}

/// How long each of many requests took, one after the other.
async fn timed<F: Future<Output = Outcome<()>>>(
    ask: impl Fn(usize) -> F,
) -> Outcome<Vec<Duration>> {
    let mut times = Vec::with_capacity(REQUESTS);
    for n in 0..REQUESTS + REQUESTS / 10 {
        let begun = Instant::now();
        ask(n).await?;
        if n >= REQUESTS / 10 {
            times.push(begun.elapsed());
        }
    }
    Ok(times)
}

/// Creations a second by 64 who ask at once.
async fn together(user: &Visitor) -> Outcome<f64> {
    let start = Instant::now();
    let clients = (0..64).map(|_| {
        let user = user.clone();
        tokio::spawn(async move {
            let mut n = 0;
            while start.elapsed() < LASTS {
                user.record(n).await?;
                n += 1;
            }
            Outcome::Ok(n)
        })
    });
    let mut all = 0;
    for client in clients.collect::<Vec<_>>() {
        all += client.await??;
    }
    Ok(all as f64 / start.elapsed().as_secs_f64())
}
