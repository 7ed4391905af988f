//! A small desk whose clock is moved by hand.

use crate::databases::Databases;
use crate::outside::{Counted, TestClock};
use guichet_desk::{Caller, Clock, Desk, Options, SignIn, Token};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{PersonId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::record::NewTicket;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const CLAIRE: PersonId = PersonId(1);
pub const NADIA: PersonId = PersonId(2);

const PASSWORD: &str = "une phrase assez longue";

/// Claire is a user, Nadia an agent of the only team.
pub struct House {
    pub desk: Desk,
    pub clock: Arc<TestClock>,
    url: String,
    folder: tempfile::TempDir,
}

impl House {
    pub async fn build(db: &Databases) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::start();
        let url = db.fresh(folder.path()).await;
        let desk = opened(&url, folder.path(), &clock, 1).await;
        let team = Team {
            id: TeamId(1),
            name: Label::new("Poste de travail", "Workplace"),
            active: true,
        };
        desk.set_up(Entry::Team(team)).await.unwrap();
        for (id, name, role) in [
            (CLAIRE, "claire", Role::User),
            (NADIA, "nadia", Role::Agent),
        ] {
            let person = Person {
                id,
                name: name.into(),
                email: Some(format!("{name}@exemple.fr")),
                role,
                teams: (id == NADIA).then_some(TeamId(1)).into_iter().collect(),
                active: true,
                ..Person::default()
            };
            desk.set_up(Entry::Person(person)).await.unwrap();
            desk.set_password(id, PASSWORD).await.unwrap();
        }
        Self {
            desk,
            clock,
            url,
            folder,
        }
    }

    /// The same desk, opened by another process.
    pub async fn another(&self) -> Desk {
        opened(&self.url, self.folder.path(), &self.clock, 1 << 32).await
    }

    pub async fn sign_in(&self, name: &str) -> Token {
        let email = format!("{name}@exemple.fr");
        match self.desk.sign_in(&email, PASSWORD, None).await.unwrap() {
            SignIn::In(token, _) => token,
            other => panic!("{other:?}"),
        }
    }

    pub async fn incident(&self, subject: &str) -> TicketId {
        let draft = NewTicket {
            subject: subject.into(),
            ..NewTicket::default()
        };
        let (by, id) = (Caller { person: CLAIRE }, self.desk.new_command());
        self.desk.record(by, id, draft).await.unwrap().id
    }

    pub async fn act(&self, by: PersonId, ticket: TicketId, command: Command) {
        let command = CommandEnvelope {
            id: self.desk.new_command(),
            ticket,
            command,
            format: Default::default(),
        };
        let done = self.desk.carry_out(Caller { person: by }, command).await;
        done.unwrap();
    }

    /// Number of files that are stored.
    pub fn stored_files(&self) -> usize {
        let within = |path: &Path| -> Vec<PathBuf> {
            let entries = std::fs::read_dir(path).into_iter().flatten();
            entries.map(|entry| entry.unwrap().path()).collect()
        };
        let folders = within(&self.folder.path().join("files"));
        let named = |path: &&PathBuf| path.file_name().is_some_and(|name| name.len() == 2);
        folders
            .iter()
            .filter(named)
            .map(|path| within(path).len())
            .sum()
    }

    /// A statement beside the desk.
    pub async fn run(&self, sql: String) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            connection.execute(sql).await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            connection.execute(sql).await.unwrap();
        }
    }
}

/// Opens a desk whose ids are counted from `first`.
async fn opened(url: &str, folder: &Path, clock: &Arc<TestClock>, first: u64) -> Desk {
    let options = Options {
        database: url.to_owned(),
        files: folder.join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        ids: Counted::from(first),
        light_hashing: true,
        hashes: 2,
    };
    Desk::open(options).await.unwrap()
}
