//! Desks that differ in one thing that some people may not know of.

use super::visitor::Visitor;
use crate::app::*;
use crate::authenticator::Authenticator;
use guichet_desk::{Caller, CameWith, Incoming, LetterNature, LetterRules};
use guichet_domain::approval::ApprovalPolicy;
use guichet_domain::command::{Command, CommandEnvelope};
use guichet_domain::directory::*;
use guichet_domain::facts::Role;
use guichet_domain::letter::Reason;
use guichet_domain::ticket::ApprovalRule;
use guichet_domain::time::{DAY, MINUTE};
use guichet_domain::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What only the hidden tickets say.
pub const WORD: &str = "xyzzyplugh";
/// So many hidden tickets that a search among all of them finds nothing else on its first page.
const MANY: usize = 55;

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
}

/// Whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    Nobody,
    Requester,
    Watcher,
    /// Who is still to decide on the request that can be seen, and who has decided.
    Approver,
    ApproverWhoDecided,
    AgentOfAnotherTeam,
    AgentWhoMoved,
    Demoted,
    AdministratorOutside,
    Deactivated,
    /// The password was right, the second factor is still to be given.
    PendingSignIn,
    // Who may see what is hidden: by them it is known what a question would betray.
    AdministratorInside,
    UserInside,
    ApproverInside,
}

impl Asker {
    /// Those from whom confidential tickets are hidden.
    pub const OUTSIDE: [Self; 11] = [
        Self::Nobody,
        Self::Requester,
        Self::Watcher,
        Self::Approver,
        Self::ApproverWhoDecided,
        Self::AgentOfAnotherTeam,
        Self::AgentWhoMoved,
        Self::Demoted,
        Self::AdministratorOutside,
        Self::Deactivated,
        Self::PendingSignIn,
    ];
    pub const INSIDE: [Self; 3] = [
        Self::AdministratorInside,
        Self::UserInside,
        Self::ApproverInside,
    ];

    pub const fn person(self) -> Option<i64> {
        Some(match self {
            Self::Nobody => return None,
            Self::Requester => 2,
            Self::AgentOfAnotherTeam => 4,
            Self::AdministratorOutside => 5,
            Self::Watcher => 6,
            Self::Approver => 7,
            Self::ApproverWhoDecided => 8,
            Self::AgentWhoMoved => 9,
            Self::Demoted => 10,
            Self::Deactivated => 11,
            Self::PendingSignIn => 12,
            Self::UserInside => 13,
            Self::ApproverInside => 14,
            Self::AdministratorInside => 15,
        })
    }
}

const BRUNO_ID: i64 = 2;
const NADIA_ID: i64 = 3;
const ROSE_ID: i64 = 4;
const PAUL_ID: i64 = 13;
const NINA_ID: i64 = 14;
const ADA_ID: i64 = 15;
/// In 2096.
const LATER: i64 = 4_000_000_000_000_000;

pub fn email_of(asker: Asker) -> String {
    email(asker.person().unwrap_or_default())
}

fn email(person: i64) -> String {
    match person {
        2 => BRUNO.into(),
        4 => ROSE.into(),
        5 => ADMIN.into(),
        other => format!("personne.{other}@exemple.fr"),
    }
}

/// What there is to ask for, in any of the desks: the same of all of them.
#[derive(Clone, Debug, Default)]
pub struct Things {
    /// By their numbers; of many of a kind, none.
    pub tickets: BTreeMap<i64, String>,
    pub files: BTreeSet<(i64, FileId)>,
}

pub struct World {
    pub still: Still,
    pub things: Things,
    pub visitors: BTreeMap<Asker, Visitor>,
    /// Where the stream stood before the last of what is hidden.
    pub cursors: BTreeMap<Asker, String>,
    drawn: u128,
    visible: Vec<TicketId>,
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
            numbers: (0, 0),
        };
        world.people().await;
        world.visible().await;
        let first = world.last_number().await + 1;
        // Commands of what is hidden are numbered apart.
        world.drawn = 1 << 20;
        if hidden == Hidden::Tickets {
            world.hide_tickets().await;
        }
        // Long enough for approvers to be reminded.
        world.still.clock.advance(7 * DAY);
        world.still.desk.run_timers().await.unwrap();
        world.still.desk.tell().await.unwrap();
        world.sign_in().await;
        // What is hidden happens at an hour of its own.
        world.still.clock.advance(MINUTE);
        world.drawn = 2 << 20;
        match hidden {
            Hidden::Nothing => {}
            Hidden::Tickets => world.hide_more().await,
            Hidden::Note => {
                for ticket in world.visible.clone() {
                    let note = json!({"note": {"text": format!("Entre nous {WORD}")}});
                    world.act(NADIA_ID, ticket, note).await;
                    world.attach(NADIA_ID, ticket, CameWith::Note).await;
                }
            }
            Hidden::Answer => {
                let request = world.visible[1];
                let answer = json!({"comment": {"text": format!("Réponse {WORD}")}});
                let said = world.act(BRUNO_ID, request, answer).await;
                world.attach(BRUNO_ID, request, CameWith::Words(said)).await;
            }
        }
        world.still.clock.advance(MINUTE);
        world.still.desk.tell().await.unwrap();
        world.numbers = (first, world.last_number().await + 1 - first);
        world
    }

    pub fn hidden_numbers(&self) -> (i64, i64) {
        self.numbers
    }

    async fn last_number(&self) -> i64 {
        let conn = &mut self.still.desk.store().read().await.unwrap();
        let mut last = 0;
        while conn.loaded(TicketId(last + 1)).await.unwrap().is_some() {
            last += 1;
        }
        last
    }

    fn draw(&mut self) -> CommandId {
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
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Panne", "Failure"),
            active: true,
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

    async fn record(&mut self, by: i64, draft: Value) -> TicketId {
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

    /// Something that is asked about.
    async fn named(&mut self, by: i64, draft: Value) -> TicketId {
        let id = self.record(by, draft).await;
        let conn = &mut self.still.desk.store().read().await.unwrap();
        let loaded = conn.loaded(id).await.unwrap().unwrap();
        let reference = loaded.ticket().reference().to_string();
        self.things.tickets.insert(id.0, reference);
        id
    }

    async fn act(&mut self, by: i64, ticket: TicketId, command: Value) -> CommandId {
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
        };
        let done = self.still.desk.carry_out(caller, envelope).await;
        done.unwrap_or_else(|error| panic!("{said} by {by}: {error}"));
        id
    }

    async fn attach(&mut self, by: i64, ticket: TicketId, with: CameWith) {
        let caller = Caller {
            person: PersonId(by),
        };
        let (id, name) = (self.draw(), format!("{WORD}.txt"));
        let bytes = WORD.as_bytes().to_vec();
        let desk = &self.still.desk;
        let done = desk.attach(caller, ticket, id, name, bytes, with).await;
        for envelope in done.unwrap().events {
            if let event::Event::Attached { attachment, .. } = envelope.event {
                self.things.files.insert((ticket.0, attachment.file));
            }
        }
    }

    /// What every desk holds: an incident and a request of Bruno's, watched, approved by one of two;
    /// more than a page of others; a letter that was set aside.
    async fn visible(&mut self) {
        let incident = json!({"subject": "Word ne s’ouvre plus", "affected": BRUNO_ID});
        let incident = self.named(NADIA_ID, incident).await;
        let request =
            json!({"kind": "request", "subject": "Un écran", "affected": BRUNO_ID, "item": 2});
        let request = self.named(NADIA_ID, request).await;
        self.visible = vec![incident, request];
        for ticket in [incident, request] {
            self.act(NADIA_ID, ticket, json!({"watch": {"person": 6}}))
                .await;
            let comment = json!({"comment": {"text": "Bonjour"}});
            let said = self.act(BRUNO_ID, ticket, comment).await;
            self.attach(BRUNO_ID, ticket, CameWith::Words(said)).await;
            let note = json!({"note": {"text": "À voir"}});
            self.act(NADIA_ID, ticket, note).await;
        }
        self.evaluate(request).await;
        let agreed = json!({"approve": {"comment": "Oui"}});
        self.act(8, request, agreed).await;
        for n in 0..MANY {
            let draft = json!({"subject": format!("Imprimante {n}"), "affected": BRUNO_ID});
            self.record(ROSE_ID, draft).await;
        }
        let letter = Incoming {
            key: "1".into(),
            sender: "inconnu@ailleurs.fr".into(),
            nature: LetterNature::Aside(Reason::UnknownSender),
            original: b"Bonjour".to_vec(),
            ..Incoming::default()
        };
        let received = self.still.desk.receive(letter, LetterRules::default());
        received.await.unwrap();
    }

    async fn evaluate(&mut self, request: TicketId) {
        self.act(NADIA_ID, request, json!("evaluate")).await;
        let assessment = json!({"feasible": true, "cost": 1000, "impact": "Aucun.", "reason": ""});
        let submit = json!({"submit_evaluation": assessment});
        self.act(NADIA_ID, request, submit).await;
    }

    async fn confidential(&mut self, kind: &str, subject: &str) -> TicketId {
        let draft = confidential(kind, subject);
        self.named(NADIA_ID, draft).await
    }

    /// Tickets on which everything happens that anybody is ever told of.
    async fn hide_tickets(&mut self) {
        let solution = json!({"resolve": {"permanence": "permanent", "code": "configuration",
            "notes": "Réglé.", "cause": {"known": "Réglage."}}});
        let categorise = json!({"categorise": {"service": 1, "category": 1, "impact": "low", "urgency": "low",
            "priority": null, "reason": "", "was": null}});
        let incident = self.confidential("incident", "Imprimante").await;
        let assign = json!({"assign": {"to": ADA_ID, "was": null}});
        self.act(NADIA_ID, incident, assign).await;
        let said = json!({"comment": {"text": format!("Merci @personne.15 {WORD}")}});
        let said = self.act(PAUL_ID, incident, said).await;
        self.attach(PAUL_ID, incident, CameWith::Words(said)).await;
        let again = json!({"comment": {"text": "Encore"}});
        self.act(PAUL_ID, incident, again).await;
        let note = json!({"note": {"text": format!("@personne.15 {WORD}")}});
        self.act(NADIA_ID, incident, note).await;
        self.attach(NADIA_ID, incident, CameWith::Note).await;
        let hold = json!({"hold": {"reason": "vendor", "until": LATER, "note": ""}});
        self.act(ADA_ID, incident, hold).await;
        self.act(ADA_ID, incident, json!("resume")).await;
        self.act(ADA_ID, incident, categorise).await;
        self.act(ADA_ID, incident, solution).await;
        self.act(PAUL_ID, incident, json!("confirm")).await;

        let done = self.confidential("request", "Dossier").await;
        self.evaluate(done).await;
        let question = json!({"ask_back": {"question": "Pourquoi ?"}});
        self.act(NINA_ID, done, question).await;
        let answer = json!({"comment": {"text": "Voici."}});
        self.act(PAUL_ID, done, answer).await;
        self.act(NINA_ID, done, json!({"approve": {"comment": ""}}))
            .await;
        self.act(ADA_ID, done, json!({"take": {"was": null}})).await;
        self.act(ADA_ID, done, json!("fulfil")).await;
        let complete = json!({"complete": {"done": "Fait."}});
        self.act(ADA_ID, done, complete).await;
        let close = json!({"close": {"reason": "x"}});
        self.act(ADA_ID, done, close).await;

        let refused = self.confidential("request", "Dossier").await;
        self.evaluate(refused).await;
        let refuse = json!({"refuse": {"reason": "Non."}});
        self.act(NINA_ID, refused, refuse).await;

        let cancelled = self.confidential("request", "Dossier").await;
        self.evaluate(cancelled).await;
        let cancel = json!({"cancel": {"reason": "x"}});
        self.act(NADIA_ID, cancelled, cancel).await;

        let handed = self.confidential("incident", "Paie").await;
        let hand_over = json!({"hand_over": {"team": 3, "note": "x", "was": 1}});
        self.act(NADIA_ID, handed, hand_over).await;
        let back = json!({"hand_over": {"team": 1, "note": "x", "was": 3}});
        self.act(16, handed, back).await;

        let awaited = self.confidential("request", "Dossier").await;
        self.evaluate(awaited).await;
    }

    /// What happens after everybody has looked: it comes by the stream.
    async fn hide_more(&mut self) {
        let ticket = self.confidential("incident", "Dossier").await;
        let said = json!({"comment": {"text": format!("Bonjour {WORD}")}});
        let said = self.act(PAUL_ID, ticket, said).await;
        self.attach(PAUL_ID, ticket, CameWith::Words(said)).await;
        // Named by one that everybody sees, and taken up by another.
        let to = json!({"kind": "incident", "id": self.visible[0].0});
        let link = json!({"link": {"to": to, "relation": "related_to"}});
        self.act(NADIA_ID, ticket, link).await;
        let follows =
            json!({"subject": WORD, "confidential": true, "affected": PAUL_ID, "follows": to});
        self.named(NADIA_ID, follows).await;
        for _ in 0..MANY {
            let draft = confidential("incident", "Imprimante");
            self.record(NADIA_ID, draft).await;
        }
        self.confidential("request", "Dossier").await;
    }
}

fn confidential(kind: &str, subject: &str) -> Value {
    let item = (kind == "request").then_some(3);
    json!({"kind": kind, "subject": format!("{subject} {WORD}"), "affected": PAUL_ID,
        "description": format!("Rien que nous {WORD}"), "confidential": true, "item": item})
}
