//! What promised times cost: recording with and without them, a list by due time, and the start of a
//! server that was off for a week, with many open tickets: `make bench`. An argument says how many.

use guichet_desk::{Caller, Clock, Desk, Options, RandomIds, SystemClock};
use guichet_domain::directory::business_calendar::{BusinessCalendar, ZonedHours};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::{Hours, Window};
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service_level::{Scope, ServiceLevel, Times};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::queue::query::{QueueQuery, Sort, View};
use guichet_domain::{CalendarId, NewTicket, PersonId, ServiceLevelId, TeamId, Timestamp};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The system's clock, put forward.
struct Forward(AtomicI64);

impl Clock for Forward {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(self.0.load(Ordering::SeqCst))
    }
}

/// Clients that record at once.
const CLIENTS: usize = 64;

/// Tickets that recording is measured with.
const MEASURED: usize = 10_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let open = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let open: usize = open.unwrap_or(100_000);
    let folder = tempfile::tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    measure("SQLite", &sqlite, folder.path(), open).await?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => measure("PostgreSQL", &url, folder.path(), open).await?,
        Err(_) => println!("(no TEST_DATABASE_URL: PostgreSQL was not measured)"),
    }
    Ok(())
}

async fn measure(name: &str, database: &str, folder: &Path, open: usize) -> Outcome<()> {
    let clock = Arc::new(Forward(AtomicI64::new(0)));
    let desk = opened(database, folder, &clock).await?;
    let team = TeamId(desk.set_up(Entry::Team(team())).await?);
    let agent = PersonId(desk.set_up(Entry::Person(agent(team))).await?);
    let caller = Caller { person: agent };
    // Turn by turn, so that what else the machine does counts on both sides.
    let (mut without, mut with) = (Duration::ZERO, Duration::ZERO);
    let mut recorded = 0;
    desk.set_up(Entry::Calendar(calendar())).await?;
    for _ in 0..5 {
        desk.set_up(Entry::ServiceLevel(level(false))).await?;
        without += record(&desk, caller, MEASURED / 5).await?;
        desk.set_up(Entry::ServiceLevel(level(true))).await?;
        with += record(&desk, caller, MEASURED / 5).await?;
        recorded += MEASURED / 5;
    }
    println!("\n{name}, {open} open tickets with promised times\n");
    let a_second = |time: Duration| MEASURED as f64 / time.as_secs_f64();
    println!(
        "recorded a second: {:.0} without promised times, {:.0} with ({:.2} times)",
        a_second(without),
        a_second(with),
        without.as_secs_f64() / with.as_secs_f64()
    );
    record(&desk, caller, open.saturating_sub(recorded)).await?;
    // As the server itself does within a minute.
    desk.store().analyze().await?;
    for (what, sort) in [("by due time", Sort::Due), ("by priority", Sort::Priority)] {
        let mut times = Vec::new();
        for _ in 0..50 {
            let query = QueueQuery {
                view: View::ToDo,
                sort: Some(sort),
                ..QueueQuery::default()
            };
            let start = Instant::now();
            desk.queue(caller, query).await?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        println!(
            "\"to do\" {what}: {:.2} ms (median of 50)",
            millis(times[25])
        );
    }
    drop(desk);
    clock.0.store(7 * DAY, Ordering::SeqCst);
    let start = Instant::now();
    let desk = opened(database, folder, &clock).await?;
    let is_open = start.elapsed();
    let told = desk.run_timers().await?;
    let timers = start.elapsed();
    desk.notify().await?;
    println!(
        "after a week off: open after {:.0} ms, {told} tickets told of after {:.1} s ({:.2} ms each), all notified after {:.1} s",
        millis(is_open),
        timers.as_secs_f64(),
        millis(timers) / told.max(1) as f64,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

async fn record(desk: &Desk, caller: Caller, tickets: usize) -> Outcome<Duration> {
    let start = Instant::now();
    let clients = (0..CLIENTS).map(|client| {
        let desk = desk.clone();
        tokio::spawn(async move {
            for n in (client..tickets).step_by(CLIENTS) {
                let draft = NewTicket {
                    subject: format!("Imprimante {n} hors ligne"),
                    ..NewTicket::default()
                };
                desk.record(caller, desk.new_command(), draft).await?;
            }
            Ok::<(), guichet_desk::DeskError>(())
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(start.elapsed())
}

async fn opened(database: &str, folder: &Path, clock: &Arc<Forward>) -> Outcome<Desk> {
    let options = Options {
        database: database.to_owned(),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    };
    Ok(Desk::open(options).await?)
}

fn team() -> Team {
    Team {
        id: TeamId(0),
        name: Label::new("Support", "Support"),
        active: true,
    }
}

fn agent(team: TeamId) -> Person {
    Person {
        name: "Nadia".into(),
        email: Some("nadia@exemple.fr".into()),
        role: Role::Agent,
        teams: [team].into(),
        active: true,
        ..Person::default()
    }
}

fn calendar() -> BusinessCalendar {
    let day = vec![Window {
        from: 9 * 60,
        to: 18 * 60,
    }];
    let week = |weekday: usize| if weekday < 5 { day.clone() } else { Vec::new() };
    BusinessCalendar {
        id: CalendarId(1),
        name: Label::new("Bureau", "Office"),
        now: ZonedHours {
            zone: "Europe/Paris".into(),
            hours: Hours {
                week: std::array::from_fn(week),
                french_holidays: true,
                closures: Vec::new(),
            },
        },
        before: Vec::new(),
    }
}

fn level(active: bool) -> ServiceLevel {
    let times = Priority::ALL.iter().map(|priority| Times {
        kind: Kind::Incident,
        priority: *priority,
        own: Some(120),
        resolve: Some(960),
    });
    ServiceLevel {
        id: ServiceLevelId(1),
        name: Label::new("Standard", "Standard"),
        scope: Scope::Everything,
        calendar: CalendarId(1),
        times: times.collect(),
        pauses: BTreeSet::new(),
        steps: ServiceLevel::usual_steps(),
        active,
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
