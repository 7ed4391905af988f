//! What comparing costs: one new incident with 100,000 others, in time and memory, and recording
//! while incidents are compared and while they are not: `make bench`.

use allocation_counter::measure;
use guichet_desk::{Caller, Desk, Options, RandomIds, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::recurrence::recent::{Compared, KEPT, Recent};
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::recurrence::vocabulary::Vocabulary;
use guichet_domain::{NewTicket, PersonId, ServiceId, TeamId, TicketId, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Incidents that are compared with all others, one after another.
const ASKED: usize = 2_000;

/// Tickets that recording is measured with, and clients that record at once.
const MEASURED: usize = 10_000;
const CLIENTS: usize = 64;

/// Words of a language, of which few are said often and most rarely.
const WORDS: u64 = 30_000;

/// Numbers that look drawn, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        // Steele and Vigna, "Computationally easy, spectrally good multipliers" (2021).
        self.0 = self.0.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        (self.0 >> 33) % n
    }

    /// A word: the n-th most frequent is said about 1/n as often as the first (Zipf).
    fn word(&mut self) -> String {
        let share = self.below(1 << 20) as f64 / (1 << 20) as f64;
        let rank = (WORDS as f64).powf(share) as u64;
        let syllables = ["ka", "mo", "ti", "ru", "sel", "von", "pli", "gra"];
        let mut left = rank.wrapping_mul(0x9e37_79b9) % (1 << 24);
        let mut word = String::new();
        for _ in 0..4 {
            word.push_str(syllables[(left % 8) as usize]);
            left /= 8;
        }
        format!("{word}{}", ["", "r", "x", "nt", "l"][(left % 5) as usize])
    }

    fn words(&mut self, n: usize) -> String {
        let words: Vec<String> = (0..n).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn incident(&mut self, ticket: i64, vocabulary: &Vocabulary) -> Compared {
        let mut subject = self.words(5);
        if self.below(10) == 0 {
            subject.push_str(&format!(" PC-{:04}", self.below(4_000)));
        }
        let text = self.words(25);
        Compared {
            ticket: TicketId(ticket),
            at: Timestamp(ticket),
            service: Some(ServiceId(self.below(20) as i64)),
            signs: Signs::of(&subject, &text, vocabulary),
        }
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    comparing();
    let folder = tempfile::tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    recording("SQLite", &sqlite, folder.path()).await?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => recording("PostgreSQL", &url, folder.path()).await?,
        Err(_) => println!("(no TEST_DATABASE_URL: PostgreSQL was not measured)"),
    }
    Ok(())
}

fn comparing() {
    let (mut dice, vocabulary) = (Dice(42), Vocabulary::default());
    let mut recent = Recent::default();
    let start = Instant::now();
    let used = measure(|| {
        for ticket in 1..=KEPT as i64 {
            recent.put(&dice.incident(ticket, &vocabulary));
        }
    });
    let taken_in = start.elapsed();
    let mut times: Vec<Duration> = Vec::new();
    let mut found = 0;
    for n in 0..ASKED {
        let asked = dice.incident((KEPT + n) as i64 + 1, &vocabulary);
        let start = Instant::now();
        found += recent.similar(&asked).len();
        recent.put(&asked);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "\n{} incidents taken in after {:.1} s; {:.1} MB, {:.1} MB at most",
        recent.len(),
        taken_in.as_secs_f64(),
        used.bytes_current as f64 / 1e6,
        used.bytes_max as f64 / 1e6
    );
    println!(
        "one compared with all: {:.2} ms (median of {ASKED}), {:.2} ms (99 of 100), {:.2} ms (worst); {found} found",
        at(50),
        at(99),
        at(100)
    );
}

async fn recording(name: &str, database: &str, folder: &Path) -> Outcome<()> {
    let desk = Desk::open(Options {
        database: database.to_owned(),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: true,
        hashes: 2,
    })
    .await?;
    let team = desk.set_up(Entry::Team(Team {
        id: TeamId(0),
        name: Label::new("Support", "Support"),
        active: true,
    }));
    let agent = Person {
        name: "Nadia".into(),
        email: Some("nadia@exemple.fr".into()),
        role: Role::Agent,
        teams: [TeamId(team.await?)].into(),
        active: true,
        ..Person::default()
    };
    let agent = PersonId(desk.set_up(Entry::Person(agent)).await?);
    let caller = Caller { person: agent };
    desk.compare().await?;
    // Turn by turn, so that what else the machine does counts on both sides.
    let (mut without, mut with) = (Duration::ZERO, Duration::ZERO);
    for turn in 0..5 {
        without += record(&desk, caller, MEASURED / 5, turn * 2).await?;
        desk.compare().await?;
        let comparing = tokio::spawn({
            let desk = desk.clone();
            async move { desk.keep_comparing().await }
        });
        with += record(&desk, caller, MEASURED / 5, turn * 2 + 1).await?;
        comparing.abort();
        desk.compare().await?;
    }
    let a_second = |time: Duration| MEASURED as f64 / time.as_secs_f64();
    println!(
        "{name}: recorded a second: {:.0} while nothing is compared, {:.0} while all are ({:.2} times)",
        a_second(without),
        a_second(with),
        without.as_secs_f64() / with.as_secs_f64()
    );
    Ok(())
}

async fn record(desk: &Desk, caller: Caller, tickets: usize, turn: u64) -> Outcome<Duration> {
    let start = Instant::now();
    let clients = (0..CLIENTS).map(|client| {
        let desk = desk.clone();
        tokio::spawn(async move {
            let mut dice = Dice(turn << 32 | client as u64);
            for _ in (client..tickets).step_by(CLIENTS) {
                let draft = NewTicket {
                    subject: dice.words(5),
                    description: dice.words(25),
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
