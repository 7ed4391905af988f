//! How many tickets the desk records a second, with the time of one fsync beside it; and how long it
//! takes until the last of many streams hears of a commit: `make bench`. Prints ratios that can be
//! compared between machines.

use guichet_desk::{Caller, Desk, OnScreen, Options, RandomIds, SignIn, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::{NewTicket, PersonId, TeamId};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How long each measurement runs.
const LASTS: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir_in(".")?;
    println!(
        "{} cores; the database is on the disk of the current folder",
        cores()
    );
    let fsync = fsync(folder.path())?;
    println!(
        "one fsync of 4 KiB: {:.2} ms (median of 200)\n",
        millis(fsync)
    );
    println!(
        "| database | clients | creations/s | p50 ms | p99 ms | commands/commit | creations per fsync time |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    measure("SQLite", &sqlite, folder.path(), fsync).await?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => measure("PostgreSQL", &url, folder.path(), fsync).await?,
        Err(_) => println!("\n(no TEST_DATABASE_URL: PostgreSQL was not measured)"),
    }
    let sqlite = format!("sqlite:{}", folder.path().join("streams.db").display());
    streams(&sqlite, folder.path()).await
}

/// Agents, and browsers of each.
const AGENTS: usize = 50;
const BROWSERS: usize = 20;

/// How long the last of a thousand streams waits after a command was answered.
async fn streams(database: &str, folder: &Path) -> Outcome<()> {
    let desk = open(database, folder).await?;
    let team = desk.set_up(Entry::Team(support())).await?;
    let password = "une phrase assez longue";
    let (mut subscriptions, mut first) = (Vec::new(), None);
    for n in 0..AGENTS {
        let person = Person {
            name: format!("Agent {n}"),
            email: Some(format!("agent.{n}@exemple.fr")),
            role: Role::Agent,
            teams: [TeamId(team)].into(),
            active: true,
            ..Person::default()
        };
        let email = person.email.clone().unwrap_or_default();
        let person = PersonId(desk.set_up(Entry::Person(person)).await?);
        desk.set_password(person, password).await?;
        first.get_or_insert(Caller { person });
        for _ in 0..BROWSERS {
            let SignIn::In(token, caller) = desk.sign_in(&email, password, None).await? else {
                return Err("no session was opened".into());
            };
            let cursor = desk.home(caller).await?.cursor;
            subscriptions.push(desk.subscribe(token, &cursor, OnScreen::default()).await?);
        }
    }
    let caller = first.ok_or("there is no agent")?;
    let mut times = Vec::new();
    for _ in 0..50 {
        create_one(&desk, caller, times.len()).await?;
        let start = Instant::now();
        let hear = subscriptions.iter_mut().map(|one| one.next());
        futures::future::join_all(hear).await;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!("\n| streams | the last hears after, p50 ms | p99 ms |\n| ---: | ---: | ---: |");
    println!(
        "| {} | {:.2} | {:.2} |",
        subscriptions.len(),
        millis(times[times.len() / 2]),
        millis(times[times.len() - 1])
    );
    Ok(())
}

fn support() -> Team {
    Team {
        id: TeamId(0),
        name: Label::new("Support", "Support"),
        active: true,
    }
}

async fn open(database: &str, folder: &Path) -> Outcome<Desk> {
    let options = Options {
        database: database.to_owned(),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    };
    Ok(Desk::open(options).await?)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// What the disk takes to make 4 KiB durable.
fn fsync(folder: &Path) -> Outcome<Duration> {
    let mut file = File::create(folder.join("fsync"))?;
    let mut times = Vec::new();
    for _ in 0..200 {
        file.write_all(&[7; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

async fn measure(name: &str, database: &str, folder: &Path, fsync: Duration) -> Outcome<()> {
    let desk = open(database, folder).await?;
    desk.set_up(Entry::Team(support())).await?;
    let mut callers = Vec::new();
    for n in 0..64 {
        let person = Person {
            name: format!("Personne {n}"),
            active: true,
            ..Person::default()
        };
        callers.push(Caller {
            person: PersonId(desk.set_up(Entry::Person(person)).await?),
        });
    }
    for clients in [64, 8, 1] {
        let before = desk.store().commits();
        let start = Instant::now();
        let tasks = callers
            .iter()
            .take(clients)
            .map(|caller| tokio::spawn(create(desk.clone(), *caller, start)));
        let mut times = Vec::new();
        for task in tasks.collect::<Vec<_>>() {
            times.extend(task.await??);
        }
        let elapsed = start.elapsed().as_secs_f64();
        let after = desk.store().commits();
        times.sort_unstable();
        let at = |percent: usize| millis(times[(times.len() - 1) * percent / 100]);
        let per_second = times.len() as f64 / elapsed;
        println!(
            "| {name} | {clients} | {per_second:.0} | {:.2} | {:.2} | {:.1} | {:.1} |",
            at(50),
            at(99),
            (after.1 - before.1) as f64 / (after.0 - before.0) as f64,
            per_second * fsync.as_secs_f64(),
        );
    }
    Ok(())
}

/// One client: reports one thing after the other.
async fn create(desk: Desk, caller: Caller, start: Instant) -> Outcome<Vec<Duration>> {
    let mut times = Vec::new();
    while start.elapsed() < LASTS {
        let begun = Instant::now();
        create_one(&desk, caller, times.len()).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

async fn create_one(desk: &Desk, caller: Caller, n: usize) -> Outcome<()> {
    let draft = NewTicket {
        subject: format!("Le poste {n} ne démarre plus depuis ce matin"),
        description: "Écran noir, deux bips. J’ai essayé une autre prise, sans effet.".into(),
        ..NewTicket::default()
    };
    desk.record(caller, desk.new_command(), draft).await?;
    Ok(())
}
