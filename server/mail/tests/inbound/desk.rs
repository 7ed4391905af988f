//! A desk with a few people, and messages to it.

use crate::databases::Databases;
use crate::outside::{Counted, TestClock};
use guichet_desk::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::inbound::{Fate, InboundLine};
use guichet_domain::tickets::command;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::ticket::Ticket;
use guichet_mail::address::Answerer;
use guichet_mail::inbound::{Inbox, Reader};
use std::sync::Arc;

pub const CLAIRE: PersonId = PersonId(1);
pub const BRUNO: PersonId = PersonId(2);
pub const NADIA: PersonId = PersonId(3);
pub const ADMIN: PersonId = PersonId(4);
pub const GONE: PersonId = PersonId(5);

pub struct Office {
    database: String,
    pub desk: Desk,
    pub inbox: Inbox,
    pub clock: Arc<TestClock>,
    pub folder: tempfile::TempDir,
}

pub async fn office(db: &Databases, rules: InboundRules) -> Office {
    let folder = tempfile::tempdir().unwrap();
    let clock = TestClock::start();
    let database = db.fresh(folder.path()).await;
    let desk = Desk::open(Options {
        database: database.clone(),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ids: Counted::from(1),
        light_hashing: true,
        hashes: 2,
    })
    .await
    .unwrap();
    let team = Team {
        id: TeamId(1),
        name: Label::new("Poste de travail", "Workplace"),
        active: true,
    };
    desk.set_up(Entry::Team(team)).await.unwrap();
    for (id, name, role) in [
        (CLAIRE, "Claire", Role::User),
        (BRUNO, "Bruno", Role::User),
        (NADIA, "Nadia", Role::Agent),
        (ADMIN, "Agnès", Role::Administrator),
        (GONE, "Gaston", Role::User),
    ] {
        let local = guichet_domain::kernel::stemming::fold(name);
        let person = Person {
            id,
            name: name.into(),
            email: Some(format!("{local}@exemple.fr")),
            role,
            teams: [TeamId(1)]
                .into_iter()
                .filter(|_| role.is_agent())
                .collect(),
            active: id != GONE,
            ..Person::default()
        };
        desk.set_up(Entry::Person(person)).await.unwrap();
    }
    let service = Service {
        id: ServiceId(1),
        name: Label::new("Word", "Word"),
        team: TeamId(1),
        restricted: false,
        active: true,
        ..Service::default()
    };
    desk.set_up(Entry::Service(service)).await.unwrap();
    let inbox = Inbox {
        desk: desk.clone(),
        addresses: crate::corpus::addresses(),
        rules,
        reader: Reader::here().believing(Some("mx.exemple.fr".into())),
    };
    Office {
        database,
        desk,
        inbox,
        clock,
        folder,
    }
}

impl Office {
    /// The same desk, as the program finds it that starts after this one.
    pub async fn again(self) -> Self {
        let desk = Desk::open(Options {
            database: self.database.clone(),
            files: self.folder.path().join("files"),
            zone: "Europe/Paris".into(),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            ids: Counted::from(1_000_000),
            light_hashing: true,
            hashes: 2,
        })
        .await
        .unwrap();
        let inbox = Inbox {
            desk: desk.clone(),
            ..self.inbox.clone()
        };
        Self {
            desk,
            inbox,
            ..self
        }
    }

    /// A message from somebody, with these headers.
    pub async fn inbound(&self, from: &str, headers: &str, body: &str) -> Received {
        let head = format!("From: {from}\n{headers}");
        self.message(crate::messages::message(&head, body)).await
    }

    pub async fn message(&self, message: Vec<u8>) -> Received {
        self.inbox.take(message).await.unwrap()
    }

    /// Claire reports something on the portal.
    pub async fn reported(&self) -> Reference {
        let draft = NewTicket {
            subject: "Word ne s’ouvre plus".into(),
            ..NewTicket::default()
        };
        let claire = Caller { person: CLAIRE };
        self.desk
            .record(claire, self.desk.new_command(), draft)
            .await
            .unwrap()
    }

    pub async fn act(&self, by: PersonId, ticket: TicketId, command: command::Command) {
        let envelope = command::CommandEnvelope {
            id: self.desk.new_command(),
            ticket,
            command,
            format: Default::default(),
        };
        self.desk
            .carry_out(Caller { person: by }, envelope)
            .await
            .unwrap();
    }

    pub async fn ticket(&self, id: TicketId) -> (Ticket, Vec<Envelope>) {
        let mut conn = self.desk.store().read().await.unwrap();
        let aggregate = conn.aggregate(id).await.unwrap().unwrap();
        (aggregate.ticket().clone(), aggregate.history().to_vec())
    }

    /// What was said on a ticket, in order, by whom, and how that is known.
    pub async fn said(&self, id: TicketId) -> Vec<(PersonId, Option<Proof>, String)> {
        let mut conn = self.desk.store().read().await.unwrap();
        let texts = conn.texts(id).await.unwrap();
        let (_, history) = self.ticket(id).await;
        let said = history
            .into_iter()
            .filter_map(|envelope| match envelope.event {
                Event::Commented { text, by_mail, .. } => Some((
                    envelope.by.person().unwrap(),
                    by_mail,
                    texts[&text].body.clone(),
                )),
                _ => None,
            });
        said.collect()
    }

    /// Names of the files on a ticket.
    pub async fn files(&self, id: TicketId) -> Vec<String> {
        let (ticket, _) = self.ticket(id).await;
        ticket
            .attachments
            .into_iter()
            .map(|file| file.name)
            .collect()
    }

    pub async fn reply_address(&self, ticket: Reference, person: PersonId) -> String {
        let recorded = self.desk.recorded_at(ticket.id).await.unwrap();
        let answerer = Answerer {
            person,
            recorded: recorded.unwrap_or_default(),
            epoch: self.desk.answer_epoch(person).await.unwrap(),
        };
        self.inbox.addresses.reply(ticket, answerer)
    }

    pub async fn waiting(&self) -> Vec<InboundLine> {
        let admin = Caller { person: ADMIN };
        self.desk
            .messages(admin, Fate::Aside, None)
            .await
            .unwrap()
            .0
    }

    /// How many files are kept, whoever names them.
    pub fn kept(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else {
                return 0;
            };
            entries
                .map(|entry| entry.unwrap().path())
                .map(|path| if path.is_dir() { count(&path) } else { 1 })
                .sum()
        }
        count(&self.folder.path().join("files"))
    }
}
