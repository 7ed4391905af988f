//! How well trouble is seen coming back: tickets of files (JSON lines: `subject`, `text`, `group`) are
//! recorded one after another in a running desk, in the order of time, and after each it is looked at
//! what an agent is shown. Those without a group are everyday tickets; those of one group are the same
//! trouble, reported by different people within two days. `replaying DAYS FILE…`, or by
//! `make bench REPLAYED="DAYS FILE…"`. A CSV file of text and category is everyday tickets.
//!
//! Prints the share of earlier tickets of its group that a ticket names among the five most similar,
//! the groups that were shown, and how long that took. What was shown is written beside the first file
//! (`shown.txt`), each group with its texts alone, to be judged by somebody who does not know more.

use guichet_desk::{Caller, Clock, Desk, Options, RandomIds};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::time::{DAY, MINUTE};
use guichet_domain::recurrence::groups::PEOPLE;
use guichet_domain::{NewTicket, PersonId, TeamId, TicketId, Timestamp};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// People who report, one after another.
const USERS: i64 = 800;

/// How far apart the tickets of a group are at most.
const TOGETHER: i64 = 2 * DAY;

const BEGIN: i64 = 20_000 * DAY;

#[derive(Clone, Deserialize)]
struct Told {
    #[serde(default)]
    subject: String,
    text: String,
    group: Option<u32>,
}

/// The time of the desk, which each ticket sets.
struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers that look drawn, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        // Steele and Vigna, "Computationally easy, spectrally good multipliers" (2021).
        self.0 = self.0.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        ((self.0 >> 16) % n as u64) as i64
    }
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut named = std::env::args().skip(1);
    let (Some(days), files) = (named.next(), named.collect::<Vec<_>>()) else {
        println!("(no tickets were named: nothing was replayed)");
        return Ok(());
    };
    let mut told = Vec::new();
    for file in &files {
        told.extend(read(file)?);
    }
    let folder = tempfile::tempdir_in(".")?;
    let clock = Arc::new(Set(AtomicI64::new(BEGIN)));
    let (desk, agent) = open(folder.path(), Arc::clone(&clock)).await?;
    let planned = planned(told, days.parse::<i64>()? * DAY);
    let mut seen = Seen::default();
    let start = Instant::now();
    for (n, (at, told)) in planned.iter().enumerate() {
        clock.0.store(BEGIN + at, Ordering::Relaxed);
        let draft = NewTicket {
            subject: match &told.subject[..] {
                "" => told.text.chars().take(200).collect(),
                subject => subject.to_owned(),
            },
            description: told.text.clone(),
            ..NewTicket::default()
        };
        let user = Caller {
            person: PersonId(100 + n as i64 % USERS),
        };
        let ticket = desk.record(user, desk.new_command(), draft).await?.id;
        desk.compare().await?;
        let page = desk.ticket_page(agent, ticket, None).await?;
        let similar = page.similar.iter().map(|line| line.reference.id);
        seen.similar(ticket, told, *at, similar.collect());
        for line in desk.groups(agent).await?.lines {
            let tickets = line.incidents.iter().map(|one| one.reference.id);
            seen.shown(tickets.collect(), *at);
        }
    }
    println!(
        "\n{} tickets of {days} days replayed ({:.0} s)",
        planned.len(),
        start.elapsed().as_secs_f64()
    );
    seen.print();
    if let Some(first) = files.first() {
        let beside = Path::new(first).with_file_name("shown.txt");
        std::fs::write(beside, seen.texts())?;
    }
    Ok(())
}

fn read(file: &str) -> Outcome<Vec<Told>> {
    if file.ends_with(".csv") {
        let rows = csv::Reader::from_path(file)?.into_records();
        let everyday = |row: csv::StringRecord| Told {
            subject: String::new(),
            text: row.get(0).unwrap_or_default().to_owned(),
            group: None,
        };
        return Ok(rows
            .map(|row| row.map(everyday))
            .collect::<Result<_, _>>()?);
    }
    let lines = std::fs::read_to_string(file)?;
    let told = lines.lines().map(serde_json::from_str);
    Ok(told.collect::<Result<_, _>>()?)
}

/// When each is reported: everyday tickets at any time, those of a group close together.
fn planned(told: Vec<Told>, within: i64) -> Vec<(i64, Told)> {
    let mut dice = Dice(7);
    let mut begins: BTreeMap<u32, i64> = BTreeMap::new();
    let mut planned: Vec<(i64, Told)> = told
        .into_iter()
        .map(|told| {
            let at = match told.group {
                None => dice.below(within),
                Some(group) => {
                    let begin = begins.entry(group);
                    let begin = *begin.or_insert_with(|| dice.below(within - TOGETHER));
                    begin + dice.below(TOGETHER)
                }
            };
            (at, told)
        })
        .collect();
    planned.sort_by_key(|(at, _)| *at);
    planned
}

async fn open(folder: &Path, clock: Arc<Set>) -> Outcome<(Desk, Caller)> {
    let desk = Desk::open(Options {
        database: format!("sqlite:{}", folder.join("guichet.db").display()),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock,
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
    for (id, role) in (100..100 + USERS)
        .map(|id| (id, Role::User))
        .chain([(1, Role::Agent)])
    {
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
    let agent = Caller {
        person: PersonId(1),
    };
    desk.compare().await?;
    Ok((desk, agent))
}

/// A group that was shown: all tickets that came to it, and when it was shown first.
struct Shown {
    tickets: BTreeSet<TicketId>,
    at: i64,
}

#[derive(Default)]
struct Seen {
    told: BTreeMap<TicketId, (i64, Told)>,
    of_group: BTreeMap<u32, Vec<TicketId>>,
    /// Earlier tickets of their group that were found, and all there were.
    recall: (usize, usize),
    /// Tickets with an earlier one of their group that found one at least, and all such.
    any: (usize, usize),
    groups: Vec<Shown>,
}

impl Seen {
    fn similar(&mut self, ticket: TicketId, told: &Told, at: i64, similar: Vec<TicketId>) {
        self.told.insert(ticket, (at, told.clone()));
        let Some(group) = told.group else { return };
        let before = self.of_group.entry(group).or_default();
        let found = before.iter().filter(|one| similar.contains(one)).count();
        self.recall.0 += found;
        self.recall.1 += before.len();
        self.any.0 += usize::from(found > 0);
        self.any.1 += usize::from(!before.is_empty());
        before.push(ticket);
    }

    /// Notes what is shown; it belongs to what was shown before if they share a ticket.
    fn shown(&mut self, tickets: BTreeSet<TicketId>, at: i64) {
        let known = self
            .groups
            .iter_mut()
            .find(|shown| !shown.tickets.is_disjoint(&tickets));
        match known {
            Some(shown) => shown.tickets.extend(tickets),
            None => self.groups.push(Shown { tickets, at }),
        }
    }

    fn group_of(&self, ticket: TicketId) -> Option<u32> {
        self.told.get(&ticket)?.1.group
    }

    fn print(&self) {
        let share = |(part, all): (usize, usize)| part as f64 / all.max(1) as f64;
        println!(
            "recall at 5: {:.3} of the earlier tickets of a group ({} of {}); one at least: {:.3}",
            share(self.recall),
            self.recall.0,
            self.recall.1,
            share(self.any)
        );
        // A planted group is found once as many of it are shown together as make a group.
        let mut delays = Vec::new();
        let mut purity = (0, 0);
        let mut planted_shown = 0;
        for shown in &self.groups {
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            for group in shown.tickets.iter().filter_map(|one| self.group_of(*one)) {
                *counts.entry(group).or_default() += 1;
            }
            let most = counts.iter().max_by_key(|(_, n)| **n);
            let Some((group, n)) = most.filter(|(_, n)| **n >= PEOPLE) else {
                continue;
            };
            planted_shown += 1;
            purity.0 += n;
            purity.1 += shown.tickets.len();
            let third = self.of_group[group].get(PEOPLE - 1);
            let third = third.and_then(|one| self.told.get(one)).map(|(at, _)| *at);
            delays.push(shown.at - third.unwrap_or(shown.at));
        }
        delays.sort_unstable();
        let median = delays.get(delays.len() / 2).copied().unwrap_or_default();
        println!(
            "planted groups found: {} of {}; of the tickets shown in these {:.3} are of the group",
            planted_shown,
            self.of_group.len(),
            share(purity)
        );
        println!(
            "shown after the third report: {} min (median), {} min at most",
            median / MINUTE,
            delays.last().copied().unwrap_or_default() / MINUTE
        );
        println!(
            "groups shown: {}, of which {} are none of the planted",
            self.groups.len(),
            self.groups.len() - planted_shown
        );
    }

    /// Every group that was shown, in texts.
    fn texts(&self) -> String {
        let mut texts = String::new();
        for (n, shown) in self.groups.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = writeln!(texts, "=== group {}", n + 1);
            for ticket in &shown.tickets {
                if let Some((_, told)) = self.told.get(ticket) {
                    let _ = writeln!(texts, "- {} | {}", told.subject, told.text);
                }
            }
        }
        texts
    }
}
