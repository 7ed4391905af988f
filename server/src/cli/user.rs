use crate::cli::import_people::{self, ImportPeople};
use crate::cli::role::{RoleName, find_teams};
use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::{Args, Subcommand};
use guichet_desk::{Desk, DeskError};
use guichet_domain::PersonId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_mail::outbound::drop_stale_emails;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;

#[derive(Args, Debug)]
pub struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add somebody who can sign in; the password is asked for, or read from standard input
    Add {
        email: String,
        name: String,
        #[arg(long, value_enum, default_value_t = RoleName::User)]
        role: RoleName,
        /// Names of the teams somebody belongs to
        #[arg(long = "team", value_name = "NAME")]
        teams: Vec<String>,
    },
    /// Set somebody's password and end their sessions
    Password { email: String },
    /// Remove somebody's second factor, when phone and recovery codes are lost, and end their
    /// sessions
    RemoveFactor { email: String },
    /// Change what somebody may do
    Role {
        email: String,
        #[arg(value_enum)]
        role: RoleName,
    },
    /// Print all that is known of somebody, as JSON
    Export { email: String },
    /// Take somebody's name and address out of everything, for good, and close their account
    Forget { email: String },
    /// Add and change people from a file that a spreadsheet wrote (CSV)
    Import(ImportPeople),
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::User => Self::User,
            RoleName::Agent => Self::Agent,
            RoleName::TeamLead => Self::TeamLead,
            RoleName::SupportManager => Self::SupportManager,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

impl User {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        match self.what {
            What::Add {
                email,
                name,
                role,
                teams,
            } => {
                desk.begin().await?;
                let directory = desk.directory().await?;
                let teams = find_teams(&directory, &teams)?;
                let person = Person {
                    name,
                    email: Some(email.clone()),
                    role: role.into(),
                    teams,
                    active: true,
                    ..Person::default()
                };
                let password = ask_password()?;
                let id = PersonId(desk.set_up(Entry::Person(person)).await?);
                if let Err(error) = desk.set_password(id, &password).await {
                    println!(
                        "{email} is known now, but has no password yet: guichet user password {email}"
                    );
                    return Err(error.into());
                }
                println!("{email} can sign in.");
            }
            What::Password { email } => {
                let person = find(&desk, &email).await?;
                desk.set_password(person.id, &ask_password()?).await?;
                println!("The password of {email} is set; their sessions have ended.");
            }
            What::RemoveFactor { email } => {
                let person = find(&desk, &email).await?;
                match desk.remove_factor_of(person.id).await {
                    Ok(()) => println!(
                        "{email} signs in with the password alone now; their sessions have ended."
                    ),
                    Err(DeskError::NotFound) => {
                        return Err(format!("{email} has no second factor").into());
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            What::Role { email, role } => {
                let person = find(&desk, &email).await?;
                desk.begin().await?;
                desk.set_up(Entry::Person(Person {
                    role: role.into(),
                    ..person
                }))
                .await?;
                println!("{email} is {role:?} now.");
            }
            What::Export { email } => {
                let person = find(&desk, &email).await?;
                desk.export_person(None, person.id, &mut std::io::stdout())
                    .await?;
            }
            What::Forget { email } => {
                let person = find(&desk, &email).await?;
                desk.forget_person(person.id).await?;
                drop_stale_emails(&desk, &config.outbox).await?;
                desk.scrub().await?;
                println!(
                    "Their name and address are gone; what they did stays under number {}. What they wrote stays too, until somebody removes it.",
                    person.id
                );
            }
            What::Import(given) => return import_people::import(&desk, given).await,
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn find(desk: &Desk, email: &str) -> Result<Person, CliError> {
    let directory = desk.directory().await?;
    Ok(directory
        .person_by_email(email)
        .cloned()
        .ok_or(format!("nobody has the address {email}"))?)
}

/// Asks for a password without showing it; reads it as a line if standard input is a pipe.
fn ask_password() -> Result<String, CliError> {
    if std::io::stdin().is_terminal() {
        print!("Password: ");
        std::io::stdout().flush()?;
        return Ok(rpassword::read_password()?);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
