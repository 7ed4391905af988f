//! Imports people from a file of comma-separated values (RFC 4180).

use crate::cli::CliError;
use crate::cli::role::RoleName;
use crate::cli::role::find_teams;
use clap::ValueEnum;
use guichet_desk::{Desk, DeskError};
use guichet_domain::Refusal;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::refusal::{Field, Problem};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Rows saved in one transaction, which begins with a copy of the directory.
const PART: usize = 2_000;

/// Imports one person per row; a row that cannot be read is reported, and the rest is imported.
pub(crate) async fn import(desk: &Desk, file: &PathBuf) -> Result<ExitCode, CliError> {
    let mut reader =
        csv::Reader::from_path(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let columns = Columns::of(reader.headers()?)?;
    desk.begin().await?;
    let directory = desk.directory().await?;
    let emails = directory.people.values().filter_map(|p| p.email.as_deref());
    let emails: BTreeSet<&str> = emails.collect();
    let (mut sums, mut part) = (Sums::default(), Vec::new());
    for (row, line) in reader.records().zip(2_u64..) {
        let row = row.map_err(CliError::from);
        match row.and_then(|row| columns.person(&row, &directory)) {
            Ok(person)
                if person
                    .email
                    .as_deref()
                    .is_some_and(|email| emails.contains(email)) =>
            {
                sums.known += 1;
            }
            Ok(person) => part.push((line, person)),
            Err(error) => sums.wrong(line, &error.to_string()),
        }
        if part.len() == PART {
            save(desk, std::mem::take(&mut part), &mut sums).await?;
        }
    }
    save(desk, part, &mut sums).await?;
    let Sums {
        added,
        known,
        wrong,
    } = sums;
    desk.record_operation(AuditEvent::PeopleImported {
        people: added,
        unread: wrong,
    })
    .await?;
    println!("{added} people added, {known} known already, {wrong} rows not taken.");
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

#[derive(Default)]
struct Sums {
    added: u64,
    known: u64,
    wrong: u64,
}

impl Sums {
    fn wrong(&mut self, line: u64, why: &str) {
        self.wrong += 1;
        println!("line {line}: {why}");
    }
}

/// Index of each column in a row.
struct Columns {
    email: usize,
    name: usize,
    role: Option<usize>,
    team: Option<usize>,
    department: Option<usize>,
}

impl Columns {
    fn of(head: &csv::StringRecord) -> Result<Self, CliError> {
        let column = |name: &str| head.iter().position(|header| header.trim() == name);
        let (Some(email), Some(name)) = (column("email"), column("name")) else {
            return Err("the first line must name at least the columns email and name".into());
        };
        Ok(Self {
            email,
            name,
            role: column("role"),
            team: column("team"),
            department: column("department"),
        })
    }

    fn person(&self, row: &csv::StringRecord, directory: &Directory) -> Result<Person, CliError> {
        let cell = |at: Option<usize>| {
            at.and_then(|at| row.get(at))
                .map(str::trim)
                .unwrap_or_default()
        };
        let (email, name) = (cell(Some(self.email)), cell(Some(self.name)));
        if email.is_empty() || name.is_empty() {
            return Err("the address or the name is missing".into());
        }
        let role = match cell(self.role) {
            "" => Role::User,
            text => RoleName::from_str(text, true)?.into(),
        };
        let teams: Vec<String> = cell(self.team)
            .split(';')
            .map(str::trim)
            .filter(|team| !team.is_empty())
            .map(str::to_owned)
            .collect();
        let department = match cell(self.department) {
            "" => None,
            name => {
                let mut all = directory.departments.values();
                let found = all.find(|d| d.name.fr == name || d.name.en == name);
                Some(
                    found
                        .ok_or_else(|| format!("there is no department {name:?}"))?
                        .id,
                )
            }
        };
        Ok(Person {
            name: name.to_owned(),
            email: Some(email.to_lowercase()),
            role,
            teams: find_teams(directory, &teams)?,
            department,
            active: true,
            ..Person::default()
        })
    }
}

/// Saves people with their line numbers. A person whose address was taken meanwhile, or by an
/// earlier line, counts as known.
async fn save(desk: &Desk, part: Vec<(u64, Person)>, sums: &mut Sums) -> Result<(), CliError> {
    let (lines, people): (Vec<u64>, Vec<Person>) = part.into_iter().unzip();
    let saved = desk.set_up_each(people.into_iter().map(Entry::Person).collect());
    for (line, saved) in lines.into_iter().zip(saved.await?) {
        match saved {
            Ok(_) => sums.added += 1,
            Err(error) if is_taken(&error) => sums.known += 1,
            Err(error) => sums.wrong(line, &error.to_string()),
        }
    }
    Ok(())
}

fn is_taken(error: &DeskError) -> bool {
    let DeskError::Refused(Refusal::Invalid(fields)) = error else {
        return false;
    };
    let mut fields = fields.iter();
    fields.all(|one| one.field == Field::Email && one.problem == Problem::Taken)
}
