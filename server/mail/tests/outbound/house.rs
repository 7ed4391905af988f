//! A small desk whose clock is moved by hand, and somebody who sends its mail.

use crate::databases::Databases;
use crate::outside::{Counted, TestClock};
use guichet_desk::{Caller, Clock, Desk, Options};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::{Role, Who};
use guichet_domain::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::command::{Categorisation, Command, CommandEnvelope, Solution};
use guichet_domain::tickets::record::NewTicket;
use guichet_mail::outbound::{Carrier, Composer, Mailer};
use std::sync::Arc;

pub const CLAIRE: PersonId = PersonId(1);
/// Reads English, in Montréal.
pub const BRUNO: PersonId = PersonId(2);
pub const NADIA: PersonId = PersonId(3);
pub const MANAGER: PersonId = PersonId(4);
pub const ADMIN: PersonId = PersonId(5);
/// Has no address.
pub const PAUL: PersonId = PersonId(6);

pub struct House {
    pub desk: Desk,
    pub clock: Arc<TestClock>,
    pub folder: tempfile::TempDir,
}

impl House {
    pub async fn build(db: &Databases) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::start();
        let desk = Desk::open(Options {
            database: db.fresh(folder.path()).await,
            files: folder.path().join("files"),
            zone: "Europe/Paris".into(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Counted::from(1),
            light_hashing: true,
            hashes: 2,
        })
        .await
        .unwrap();
        let house = Self {
            desk,
            clock,
            folder,
        };
        house.furnish().await;
        house
    }

    async fn furnish(&self) {
        let team = Team {
            id: TeamId(1),
            name: Label::new("Poste de travail", "Workplace"),
            active: true,
        };
        self.desk.set_up(Entry::Team(team)).await.unwrap();
        let everybody = [
            (
                CLAIRE,
                "Claire Dubois",
                Some("claire@exemple.fr"),
                Role::User,
            ),
            (BRUNO, "Bruno Petit", Some("bruno@exemple.fr"), Role::User),
            (NADIA, "Nadia Benali", Some("nadia@exemple.fr"), Role::Agent),
            (MANAGER, "Marc Petit", Some("marc@exemple.fr"), Role::User),
            (
                ADMIN,
                "Agnès Robert",
                Some("admin@exemple.fr"),
                Role::Administrator,
            ),
            (PAUL, "Paul Sans", None, Role::User),
        ];
        for (id, name, email, role) in everybody {
            let english = id == BRUNO;
            let person = Person {
                id,
                name: name.into(),
                email: email.map(Into::into),
                role,
                teams: (id == NADIA).then_some(TeamId(1)).into_iter().collect(),
                language: english.then_some(Language::En),
                zone: english.then(|| "America/Montreal".into()),
                active: true,
                ..Person::default()
            };
            self.desk.set_up(Entry::Person(person)).await.unwrap();
        }
        let item = Item {
            id: ItemId(1),
            name: Label::new("Écran", "Screen"),
            team: TeamId(1),
            approval: ApprovalPolicy::People {
                people: [MANAGER].into(),
                rule: guichet_domain::kernel::approval_rule::ApprovalRule::All,
            },
            active: true,
            ..Item::default()
        };
        self.desk.set_up(Entry::Item(item)).await.unwrap();
        let name = Label::new("Word", "Word");
        let service = Service {
            id: ServiceId(1),
            name: name.clone(),
            team: TeamId(1),
            restricted: false,
            active: true,
            ..Service::default()
        };
        self.desk.set_up(Entry::Service(service)).await.unwrap();
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name,
            active: true,
            asks_cause: true,
        };
        self.desk.set_up(Entry::Category(category)).await.unwrap();
    }

    /// Gives somebody another name, as an import may.
    pub async fn rename(&self, person: PersonId, name: &str) {
        let directory = self.desk.directory().await.unwrap();
        let renamed = Person {
            name: name.into(),
            ..directory.people[&person].clone()
        };
        let (desk, now) = (self.desk.store(), self.desk.now());
        let id = self.desk.new_command();
        let job = desk.write(move |txn| {
            let entry = Entry::Person(renamed.clone());
            Box::pin(async move { txn.save(entry, &Who::System, (id, now), None).await })
        });
        job.await.unwrap();
    }

    pub async fn first_contact(&self, by: PersonId, ticket: TicketId, solution: Solution) {
        let categorisation = Categorisation {
            service: Some(ServiceId(1)),
            category: Some(CategoryId(1)),
            impact: Some(Impact::Low),
            urgency: Some(Urgency::Low),
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        };
        let command = Command::ResolveAtFirstContact {
            categorisation,
            solution,
        };
        self.act(by, ticket, command).await;
    }

    /// Records something and tells of it.
    pub async fn record(&self, by: PersonId, draft: NewTicket) -> TicketId {
        let id = self.desk.new_command();
        let reference = self.desk.record(Caller { person: by }, id, draft).await;
        self.desk.notify().await.unwrap();
        reference.unwrap().id
    }

    pub async fn incident(&self, by: PersonId, subject: &str) -> TicketId {
        let draft = NewTicket {
            kind: Kind::Incident,
            subject: subject.into(),
            description: "Depuis **ce matin**.".into(),
            ..NewTicket::default()
        };
        self.record(by, draft).await
    }

    pub async fn request(&self, by: PersonId) -> TicketId {
        let draft = NewTicket {
            kind: Kind::Request,
            subject: "Un écran".into(),
            item: Some(ItemId(1)),
            ..NewTicket::default()
        };
        self.record(by, draft).await
    }

    /// Does something and tells of it.
    pub async fn act(&self, by: PersonId, ticket: TicketId, command: Command) {
        let command = CommandEnvelope {
            id: self.desk.new_command(),
            ticket,
            command,
            format: Format::Markdown,
        };
        let done = self.desk.carry_out(Caller { person: by }, command).await;
        done.unwrap();
        self.desk.notify().await.unwrap();
    }

    pub async fn say(&self, by: PersonId, ticket: TicketId, text: &str) {
        let text = text.to_owned();
        self.act(by, ticket, Command::Comment { text }).await;
    }

    pub fn composer(&self) -> Composer {
        let from = "Support <support@exemple.fr>";
        Composer::new(from, [7; 32], "https://desk.exemple.fr", true).unwrap()
    }

    /// Sends by an SMTP server.
    pub fn mailer(&self, url: &str) -> Mailer {
        let carrier = Carrier::smtp(url, None).unwrap();
        Mailer::new(self.desk.clone(), carrier, self.composer())
    }

    /// Everything that is due, written to files: each as text, the earliest first.
    pub async fn files(&self) -> Vec<String> {
        let folder = self.folder.path().join("outbox");
        let carrier = Carrier::Folder(folder.clone());
        let mailer = Mailer::new(self.desk.clone(), carrier, self.composer());
        mailer.send_all().await.unwrap();
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .map(|files| files.map(|file| file.unwrap().path()).collect())
            .unwrap_or_default();
        files.sort();
        files
            .iter()
            .map(|file| {
                let text = String::from_utf8(std::fs::read(file).unwrap()).unwrap();
                std::fs::remove_file(file).unwrap();
                text
            })
            .collect()
    }
}
