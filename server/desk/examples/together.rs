//! What tickets that belong together cost: a page with twenty merged tickets beside one without, merging
//! and undoing it, and a major incident with thirty children and with five hundred, from its
//! declaration to its resolution: `make bench`.

use guichet_desk::{Caller, Desk, Options, RandomIds, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::DAY;
use guichet_domain::recurrence::major::{DeclareMajor, UpdateMajor};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, CommandEnvelope, Solution};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::{CategoryId, NewTicket, PersonId, ServiceId, TeamId};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Messages on each ticket whose page is read, and how often it is.
const SAID: usize = 20;
const READ: usize = 200;

/// Tickets that are part of one.
const MERGED: usize = 20;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir_in(".")?;
    let sqlite = format!("sqlite:{}", folder.path().join("guichet.db").display());
    measure("SQLite", &sqlite, folder.path()).await?;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => measure("PostgreSQL", &url, folder.path()).await?,
        Err(_) => println!("(no TEST_DATABASE_URL: PostgreSQL was not measured)"),
    }
    Ok(())
}

struct Bench {
    desk: Desk,
    user: Caller,
    agent: Caller,
}

impl Bench {
    async fn open(database: &str, folder: &Path) -> Outcome<Self> {
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
        let team = Team {
            id: TeamId(0),
            name: Label::new("Support", "Support"),
            active: true,
        };
        let team = TeamId(desk.set_up(Entry::Team(team)).await?);
        let service = Service {
            id: ServiceId(1),
            name: Label::new("Messagerie", "Mail"),
            team,
            active: true,
            ..Service::default()
        };
        desk.set_up(Entry::Service(service)).await?;
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Panne", "Failure"),
            active: true,
            asks_cause: false,
        };
        desk.set_up(Entry::Category(category)).await?;
        for (id, role) in [(1, Role::User), (2, Role::Agent)] {
            let person = Person {
                id: PersonId(id),
                name: format!("Person {id}"),
                email: Some(format!("p{id}@example.org")),
                role,
                teams: [team].into_iter().filter(|_| role.is_agent()).collect(),
                active: true,
                ..Person::default()
            };
            desk.set_up(Entry::Person(person)).await?;
        }
        let caller = |id| Caller {
            person: PersonId(id),
        };
        Ok(Self {
            desk,
            user: caller(1),
            agent: caller(2),
        })
    }

    async fn act(&self, by: Caller, ticket: Reference, command: Command) -> Outcome<()> {
        let command = CommandEnvelope {
            id: self.desk.new_command(),
            ticket: ticket.id,
            command,
            format: Default::default(),
        };
        self.desk.carry_out(by, command).await?;
        Ok(())
    }

    async fn incident(&self, subject: &str, messages: usize) -> Outcome<Reference> {
        let draft = NewTicket {
            subject: subject.to_owned(),
            description: "Écran noir, deux bips, sans effet d’une autre prise.".into(),
            ..NewTicket::default()
        };
        let id = self.desk.new_command();
        let ticket = self.desk.record(self.user, id, draft).await?;
        for n in 0..messages {
            let text = format!("Toujours rien, essai {n}, avec les mots que l’on écrit alors.");
            self.act(self.user, ticket, Command::Comment { text })
                .await?;
        }
        Ok(ticket)
    }

    /// The median of reading its page.
    async fn read(&self, ticket: Reference) -> Outcome<Duration> {
        let mut times = Vec::new();
        for _ in 0..READ {
            let start = Instant::now();
            self.desk.ticket_page(self.agent, ticket.id, None).await?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    }
}

async fn measure(name: &str, database: &str, folder: &Path) -> Outcome<()> {
    let bench = Bench::open(database, folder).await?;
    merging(name, &bench).await?;
    for children in [30, 500] {
        major(name, &bench, children).await?;
    }
    Ok(())
}

async fn merging(name: &str, bench: &Bench) -> Outcome<()> {
    let ticket = bench.incident("Le poste ne démarre plus", SAID).await?;
    let alone = bench.read(ticket).await?;
    let mut parts = Vec::new();
    for n in 0..MERGED {
        parts.push(bench.incident(&format!("Poste {n}"), SAID).await?);
    }
    let start = Instant::now();
    for part in &parts {
        let merge = Command::Merge {
            into: ticket,
            confirmed: None,
        };
        bench.act(bench.agent, *part, merge).await?;
    }
    let merged = start.elapsed() / MERGED as u32;
    let together = bench.read(ticket).await?;
    let start = Instant::now();
    for part in &parts {
        bench
            .act(bench.agent, ticket, Command::Unmerge { from: *part })
            .await?;
    }
    let unmerged = start.elapsed() / MERGED as u32;
    println!(
        "{name}: a page with {SAID} messages {:.1} ms, with {MERGED} merged tickets of as many {:.1} ms ({:.1} times); a merge {:.1} ms, undone in {:.1} ms",
        millis(alone),
        millis(together),
        together.as_secs_f64() / alone.as_secs_f64(),
        millis(merged),
        millis(unmerged),
    );
    Ok(())
}

async fn major(name: &str, bench: &Bench, children: usize) -> Outcome<()> {
    let desk = &bench.desk;
    let incident = bench.incident("Plus de messagerie", 0).await?;
    let mut under = Vec::new();
    for n in 0..children {
        under.push(bench.incident(&format!("Messagerie {n}"), 0).await?);
    }
    let next_update = Some(desk.now().plus(DAY));
    let declare = DeclareMajor {
        incident: incident.id,
        leader: Some(bench.agent.person),
        reason: "Tout le monde est touché".into(),
        next_update,
        title: Label::new("Plus de messagerie", "No mail"),
        message: Label::default(),
        service: None,
        children: under,
    };
    let start = Instant::now();
    desk.declare_major(bench.agent, desk.new_command(), declare)
        .await?;
    let declared = start.elapsed();
    let update = UpdateMajor {
        incident: incident.id,
        text: Label::new("Nous y travaillons", "We work on it"),
        next_update,
    };
    let start = Instant::now();
    desk.update_major(bench.agent, desk.new_command(), update)
        .await?;
    let updated = start.elapsed();
    let resolve = Command::ResolveAtFirstContact {
        categorisation: Categorisation {
            service: Some(ServiceId(1)),
            category: Some(CategoryId(1)),
            impact: Some(Impact::Low),
            urgency: Some(Urgency::Low),
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        },
        solution: Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::Configuration),
            notes: "Le serveur est redémarré.".into(),
            cause: Some(Cause::Unknown("Sans trace".into())),
        },
    };
    let start = Instant::now();
    bench.act(bench.agent, incident, resolve).await?;
    println!(
        "{name}: a major incident with {children} children: declared in {:.0} ms, an update told in {:.0} ms, resolved with them in {:.0} ms",
        millis(declared),
        millis(updated),
        millis(start.elapsed()),
    );
    Ok(())
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
