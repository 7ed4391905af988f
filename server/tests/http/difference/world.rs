//! Desks that differ in one thing that some people may not know of.

use super::askers::{Asker, email};
use super::contents::{ADA_ID, LOU_ID, NINA_ID, PAUL_ID};
use super::visitor::Visitor;
use crate::app::*;
use crate::authenticator::Authenticator;
use guichet_desk::{Caller, CameWith};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{
    ArticleId, CategoryId, CommandId, DisruptionId, FileId, ItemId, PersonId, ServiceId, TeamId,
    TicketId,
};
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::time::{DAY, MINUTE};
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What only the hidden tickets say.
pub const WORD: &str = "xyzzyplugh";

/// What a desk holds that others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    Nothing,
    /// Confidential tickets of Paul's with all that can be on them, in the first team.
    Tickets,
    /// An internal note and its file, on tickets that others see.
    Note,
    /// An answer and its file, on a request that approvers see.
    Answer,
    /// What its user says of a ticket that others see.
    Feedback,
}

/// What there is to ask for, in any of the desks: the same of all of them.
#[derive(Clone, Debug, Default)]
pub struct Things {
    /// By their numbers; of many of a kind, none.
    pub tickets: BTreeMap<i64, String>,
    pub files: BTreeSet<(i64, FileId)>,
    /// What was asked of users.
    pub feedback: BTreeSet<i64>,
    /// Files of articles.
    pub article_files: BTreeSet<(ArticleId, FileId)>,
}

pub struct World {
    pub still: Still,
    pub things: Things,
    pub visitors: BTreeMap<Asker, Visitor>,
    /// Where the stream stood before the last of what is hidden.
    pub cursors: BTreeMap<Asker, String>,
    drawn: u128,
    /// An incident and a request that everybody may see.
    pub(super) visible: Vec<TicketId>,
    /// An incident that everybody may see and whose user was asked.
    pub(super) ended: TicketId,
    /// The first number after what everybody may see, and how many are hidden.
    numbers: (i64, i64),
}

impl World {
    pub async fn open(database: Option<String>, hidden: Hidden) -> Self {
        let mut world = Self {
            still: Still::open(database).await,
            things: Things::default(),
            visitors: BTreeMap::new(),
            cursors: BTreeMap::new(),
            drawn: 0,
            visible: Vec::new(),
            ended: TicketId(0),
            numbers: (0, 0),
        };
        world.people().await;
        world.promise().await;
        // Somebody has read it: who reads it in one desk and not in another is no answer.
        let reader = Caller {
            person: PersonId(1),
        };
        let page = world
            .still
            .desk
            .article_page(reader, ArticleId(1), "", Language::Fr);
        page.await.unwrap();
        world.visible().await;
        let first = world.last_number().await + 1;
        // Commands of what is hidden are numbered apart.
        world.drawn = 1 << 20;
        if hidden == Hidden::Tickets {
            world.hide_tickets().await;
            let title = format!("Accueil {WORD}");
            publish(&world.still.desk, 0xa2, &title, Some(ServiceId(2))).await;
            world.hide_articles().await;
        }
        // Hidden incidents say the same as those that everybody sees, and are compared with none.
        world.still.desk.compare().await.unwrap();
        world.announce().await;
        // Long enough for approvers to be reminded of what they were told.
        world.still.desk.notify().await.unwrap();
        for days in [5, 2] {
            world.still.clock.advance(days * DAY);
            world.still.desk.run_timers().await.unwrap();
        }
        world.still.desk.notify().await.unwrap();
        world.sign_in().await;
        // What is hidden happens at an hour of its own.
        world.still.clock.advance(MINUTE);
        world.drawn = 2 << 20;
        world.hide(hidden).await;
        world.still.clock.advance(MINUTE);
        world.still.desk.notify().await.unwrap();
        world.still.desk.compare().await.unwrap();
        world.remember_feedback().await;
        world.numbers = (first, world.last_number().await + 1 - first);
        world
    }

    /// Six days for whatever is recorded, day and night: a warning, and then it is over.
    async fn promise(&mut self) {
        let calendar = json!({"calendar": {"id": 1, "name": {"fr": "Toujours", "en": "Always"}, "now": {
            "zone": "UTC", "hours": {"week": vec![json!([{"from": 0, "to": 1440}]); 7], "french_holidays": false,
            "closures": []}}}});
        let times = ["critical", "high", "moderate", "low", "very_low"]
            .into_iter()
            .flat_map(|priority| {
                ["incident", "request", "problem"].map(|kind| {
                json!({"kind": kind, "priority": priority, "own": null, "resolve": 6 * 24 * 60})
            })
            });
        let level = json!({"service_level": {"id": 1, "name": {"fr": "Six jours", "en": "Six days"},
            "scope": {"kind": "everything"}, "calendar": 1, "times": times.collect::<Vec<_>>(), "pauses": [],
            "steps": [{"percent": 75, "to": "assignee"}, {"percent": 100, "to": "team"}], "active": true}});
        for entry in [calendar, level] {
            let entry = serde_json::from_value(entry).unwrap();
            self.still.desk.set_up(entry).await.unwrap();
        }
    }

    /// What agents of the first team alone may see of articles: a draft about a restricted service,
    /// and links of an article that everybody sees to tickets that they do not.
    async fn hide_articles(&mut self) {
        let caller = Caller {
            person: PersonId(3),
        };
        let new = json!({"kind": "faq", "readers": "everybody",
            "about": {"service": 2},
            "texts": {"fr": {"title": format!("Brouillon {WORD}")}}, "ticket": null});
        let (id, new) = (self.draw(), serde_json::from_value(new).unwrap());
        let written = self.still.desk.write_article(caller, id, new);
        let article = written.await.unwrap();
        let (id, desk) = (self.draw(), &self.still.desk);
        let mut upload = desk.upload(&format!("{WORD}.txt")).await.unwrap();
        upload.write(WORD.as_bytes()).await.unwrap();
        let attached = desk.attach_to_article(caller, article, id, Ok(upload));
        attached.await.unwrap();
        let kept = desk.store().read().await.unwrap().article(article).await;
        for file in kept.unwrap().unwrap().files {
            self.things.article_files.insert((article, file.file));
        }
        let tickets: Vec<TicketId> = self.things.tickets.keys().copied().map(TicketId).collect();
        let hidden = tickets
            .into_iter()
            .filter(|id| !self.visible.contains(id) && *id != self.ended);
        let hidden: Vec<TicketId> = hidden.collect();
        for ticket in hidden {
            let id = self.draw();
            let link = ArticleCommandEnvelope {
                id,
                article: ArticleId(1),
                command: ArticleCommand::Link { ticket },
            };
            // Of those that this agent does not see, nothing is linked.
            let _ = self.still.desk.change_article(caller, link).await;
        }
    }

    /// A disruption about every ticket there is to ask for: agents see those of them that they may.
    async fn announce(&self) {
        let disruption = Disruption {
            id: DisruptionId(1),
            title: Label::new("Panne", "Failure"),
            tickets: self.things.tickets.keys().copied().map(TicketId).collect(),
            ..Disruption::default()
        };
        let desk = &self.still.desk;
        desk.set_up(Entry::Disruption(disruption)).await.unwrap();
    }

    pub fn hidden_numbers(&self) -> (i64, i64) {
        self.numbers
    }

    async fn last_number(&self) -> i64 {
        let conn = &mut self.still.desk.store().read().await.unwrap();
        let mut last = 0;
        while conn.aggregate(TicketId(last + 1)).await.unwrap().is_some() {
            last += 1;
        }
        last
    }

    pub(super) fn draw(&mut self) -> CommandId {
        self.drawn += 1;
        // Far apart, for the texts of a command are numbered on from it; and no number of the
        // desk's own counter.
        CommandId(Uuid::from_u128(0xc0de_u128 << 112 | self.drawn << 64 | 1))
    }

    async fn person(&self, id: i64, role: Role, team: Option<i64>, active: bool) {
        let person = Person {
            id: PersonId(id),
            name: format!("Personne {id}"),
            email: Some(email(id)),
            role,
            teams: team.into_iter().map(TeamId).collect(),
            active,
            ..Person::default()
        };
        self.still.desk.set_up(Entry::Person(person)).await.unwrap();
    }

    async fn people(&mut self) {
        use Role::*;
        for (id, role, team) in [
            (6, User, None),
            (7, User, None),
            (8, User, None),
            (9, Agent, Some(1)),
            (10, Agent, Some(1)),
            (11, Agent, Some(1)),
            (12, Agent, Some(2)),
            (PAUL_ID, User, None),
            (NINA_ID, User, None),
            (ADA_ID, Administrator, Some(1)),
            (16, Agent, Some(3)),
            (LOU_ID, TeamLead, Some(1)),
        ] {
            if id == 16 {
                let team = Team {
                    id: TeamId(3),
                    name: Label::new("Paie", "Payroll"),
                    active: true,
                };
                self.still.desk.set_up(Entry::Team(team)).await.unwrap();
            }
            self.person(id, role, team, true).await;
            let set = self.still.desk.set_password(PersonId(id), PASSWORD);
            set.await.unwrap();
        }
        for (id, people) in [(2, BTreeSet::from([7, 8])), (3, BTreeSet::from([NINA_ID]))] {
            let item = Item {
                id: ItemId(id),
                name: Label::new("Écran", "Screen"),
                team: TeamId(1),
                approval: ApprovalPolicy::People {
                    people: people.into_iter().map(PersonId).collect(),
                    rule: ApprovalRule::All,
                },
                active: true,
                ..Item::default()
            };
            self.still.desk.set_up(Entry::Item(item)).await.unwrap();
        }
        // Its articles are for the first team alone.
        let service = Service {
            id: ServiceId(2),
            name: Label::new("Badges", "Badges"),
            team: TeamId(1),
            restricted: true,
            active: true,
            ..Service::default()
        };
        self.still
            .desk
            .set_up(Entry::Service(service))
            .await
            .unwrap();
        publish(&self.still.desk, 0xa1, "Où est l’accueil ?", None).await;
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Panne", "Failure"),
            active: true,
            asks_cause: true,
        };
        let desk = &self.still.desk;
        desk.set_up(Entry::Category(category)).await.unwrap();
        // A session is opened before its account is closed; who moves has moved.
        let mut closed = Visitor::of(&self.still);
        closed.sign_in(&email(11)).await;
        self.visitors.insert(Asker::Deactivated, closed);
        self.person(9, Agent, Some(2), true).await;
        self.person(10, User, None, true).await;
        self.person(11, Agent, Some(1), false).await;
    }

    async fn sign_in(&mut self) {
        for asker in Asker::OUTSIDE.into_iter().chain(Asker::INSIDE) {
            let mut visitor = Visitor::of(&self.still);
            match (asker, asker.person()) {
                (Asker::Nobody, _) | (_, None) => {}
                (Asker::Deactivated, _) => continue,
                (Asker::PendingSignIn, Some(person)) => {
                    let mut whole = Visitor::of(&self.still);
                    whole.sign_in(&email(person)).await;
                    let offer = [("action", "offer"), ("password", PASSWORD)];
                    whole.post("/account/factor", &offer).await;
                    let page = whole.get("/account/factor").await.body;
                    let code = Authenticator::from(&page).code_at(self.still.desk.now());
                    let confirm = [("action", "confirm"), ("code", code.as_str())];
                    let done = whole.post("/account/factor", &confirm).await;
                    assert_eq!(done.status, 200);
                    visitor.sign_in(&email(person)).await;
                }
                (_, Some(person)) => visitor.sign_in(&email(person)).await,
            }
            let home = visitor.call("home", json!({})).await.json();
            let cursor = home["cursor"].as_str().unwrap_or_default().to_owned();
            self.cursors.insert(asker, cursor);
            self.visitors.insert(asker, visitor);
        }
    }

    pub(super) async fn record(&mut self, by: i64, draft: Value) -> TicketId {
        let mut whole = json!({"kind": "incident", "subject": "", "description": "", "affected": null,
            "reporter": null, "channel": "phone", "noticed_at": null, "confidential": false, "service": null,
            "impact": null, "urgency": null, "item": null, "fields": {}, "follows": null});
        for (name, value) in draft.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let caller = Caller {
            person: PersonId(by),
        };
        let id = self.draw();
        let draft = serde_json::from_value(whole).unwrap();
        let reference = self.still.desk.record(caller, id, draft).await.unwrap();
        reference.id
    }

    /// What was asked of users, wherever there is any.
    async fn remember_feedback(&mut self) {
        let mut conn = self.still.desk.store().read().await.unwrap();
        for ticket in self.things.tickets.keys() {
            let asked = conn.feedback_of(TicketId(*ticket)).await.unwrap();
            self.things
                .feedback
                .extend(asked.iter().map(|one| one.id.0));
        }
    }

    /// Somebody says how they were served: badly.
    pub(super) async fn say(&mut self, by: i64, ticket: TicketId) {
        let caller = Caller {
            person: PersonId(by),
        };
        let form = json!({"score": 1, "fault": "too_long", "words": WORD, "reopen": null});
        let (id, form) = (self.draw(), serde_json::from_value(form).unwrap());
        let said = self.still.desk.answer_feedback(caller, ticket, id, form);
        said.await.unwrap();
    }

    /// A lead says what is done about what was said of a ticket, and by whom.
    pub(super) async fn review(&mut self, by: i64, ticket: TicketId, owner: i64) {
        let caller = Caller {
            person: PersonId(by),
        };
        let read = self.still.desk.feedback_of_ticket(caller, ticket).await;
        let command = json!({"id": self.draw(), "feedback": read.unwrap().lines[0].id,
            "command": {"review": {"cause": "workload", "measure": WORD, "owner": owner, "corrects": null}}});
        let command = serde_json::from_value(command).unwrap();
        let reviewed = self.still.desk.change_feedback(caller, command);
        reviewed.await.unwrap();
    }

    /// Something that is asked about.
    pub(super) async fn named(&mut self, by: i64, draft: Value) -> TicketId {
        let id = self.record(by, draft).await;
        let conn = &mut self.still.desk.store().read().await.unwrap();
        let aggregate = conn.aggregate(id).await.unwrap().unwrap();
        let reference = aggregate.ticket().reference().to_string();
        self.things.tickets.insert(id.0, reference);
        id
    }

    pub(super) async fn act(&mut self, by: i64, ticket: TicketId, command: Value) -> CommandId {
        let caller = Caller {
            person: PersonId(by),
        };
        let id = self.draw();
        let said = command.to_string();
        let command: Command = serde_json::from_value(command).unwrap();
        let envelope = CommandEnvelope {
            id,
            ticket,
            command,
            format: Default::default(),
        };
        let done = self.still.desk.carry_out(caller, envelope).await;
        done.unwrap_or_else(|error| panic!("{said} by {by}: {error}"));
        id
    }

    pub(super) async fn attach(&mut self, by: i64, ticket: TicketId, with: CameWith) {
        let caller = Caller {
            person: PersonId(by),
        };
        let (id, name) = (self.draw(), format!("{WORD}.txt"));
        let desk = &self.still.desk;
        let mut upload = desk.upload(&name).await.unwrap();
        upload.write(WORD.as_bytes()).await.unwrap();
        let done = desk.attach(caller, ticket, id, upload, with).await;
        for envelope in done.unwrap().events {
            if let event::Event::Attached { attachment, .. } = envelope.event {
                self.things.files.insert((ticket.0, attachment.file));
            }
        }
    }
}
