//! How long a page waits for its texts, the first time and when they are kept: `make bench`.

use guichet_desk::{Caller, Desk, Options, RandomIds, SystemClock};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::language::Label;
use guichet_domain::{NewTicket, PersonId, TeamId};
use std::sync::Arc;
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Characters of a text, as many as may be written.
const LENGTH: usize = 19_990;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir_in(".")?;
    let desk = Desk::open(Options {
        database: format!("sqlite:{}", folder.path().join("guichet.db").display()),
        files: folder.path().join("files"),
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
    desk.set_up(Entry::Team(team)).await?;
    let person = Person {
        name: "Claire Dubois".into(),
        active: true,
        ..Person::default()
    };
    let caller = Caller {
        person: PersonId(desk.set_up(Entry::Person(person)).await?),
    };
    println!("| a text of 20,000 characters | first look ms | next look ms |");
    println!("| --- | ---: | ---: |");
    let unit = |unit: &str| unit.repeat(LENGTH / unit.chars().count());
    let shapes = [
        (
            "prose",
            unit("**Bonjour**, `ls` ne [répond](https://exemple.fr) _plus_. "),
        ),
        ("paragraphs", unit("a\n\n")),
        (
            "a narrow table",
            format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(1_000)),
        ),
        ("quotations", unit(">")),
        (
            "a wide table",
            format!(
                "|{}\n|{}\n{}",
                "a|".repeat(2_000),
                "-|".repeat(2_000),
                "|\n".repeat(5_900)
            ),
        ),
        ("emphasis", unit("*a_ ")),
        ("links", unit("[a](b)")),
        ("brackets", unit("[")),
        ("definitions", unit("[a]: b\n")),
        ("code", unit("`a``b")),
        ("raw elements", unit("<b><i>")),
    ];
    for (name, description) in shapes {
        let draft = NewTicket {
            subject: name.into(),
            description,
            ..NewTicket::default()
        };
        let ticket = desk.record(caller, desk.new_command(), draft).await?;
        let mut looks = Vec::new();
        for _ in 0..2 {
            let begun = Instant::now();
            desk.ticket_page(caller, ticket.id, None).await?;
            looks.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        println!("| {name} | {:.1} | {:.1} |", looks[0], looks[1]);
    }
    Ok(())
}
