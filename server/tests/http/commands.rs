//! Every command, sent by everybody on a confidential ticket: who may what is said here a second
//! time, in plain words, and the server must agree.

use crate::app::*;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Category;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId};
use guichet_domain::kernel::language::Label;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PAUL: &str = "paul@exemple.fr";
const WANDA: &str = "wanda@exemple.fr";
/// Leads the first team.
const LEA: &str = "lea@exemple.fr";

/// Whoever can ask: the agent of the ticket's team, its requester, a watcher, an approver; an
/// agent and an administrator of no team of it, and a user who has nothing to do with it.
const EVERYBODY: [&str; 7] = [NADIA, CLAIRE, WANDA, PAUL, ROSE, ADMIN, BRUNO];
const AGENT: &[&str] = &[NADIA];
const REQUESTER: &[&str] = &[CLAIRE];
const APPROVER: &[&str] = &[PAUL];

/// A step: who takes it, and the command, which may name another ticket.
type Step = (&'static str, fn(i64) -> Value);

/// What is asked, of which kind of ticket, after which steps, and who may.
struct Case {
    command: fn(&Ticket) -> Value,
    kind: &'static str,
    before: &'static [Step],
    may: &'static [&'static str],
    /// Kind of the other ticket that a command may name.
    other: &'static str,
}

/// What a command needs to know of the ticket that it is for.
struct Ticket {
    subject: String,
    other: i64,
}

const CATEGORISE: Step = (NADIA, |_| json!({"categorise": categorisation()}));
const TAKE: Step = (NADIA, |_| json!({"take": {"was": null}}));
const RESOLVE: Step = (NADIA, |_| json!({"resolve": solution()}));
const EVALUATE: Step = (NADIA, |_| json!("evaluate"));
const SUBMIT: Step = (NADIA, |_| json!({"submit_evaluation": assessment()}));
const APPROVE: Step = (PAUL, |_| json!({"approve": {"comment": ""}}));
const FULFIL: Step = (NADIA, |_| json!("fulfil"));
const ANALYSE: Step = (NADIA, |_| json!("analyse"));
const CAUSED: Step = (
    NADIA,
    |other| json!({"link": {"to": [{"kind": "problem", "id": other}], "relation": "caused_by"}}),
);
const HOLD: Step = (
    NADIA,
    |_| json!({"hold": {"reason": "user", "until": LATER, "note": ""}}),
);
/// In 2096.
const LATER: i64 = 4_000_000_000_000_000;

const LINK: Step = (
    NADIA,
    |other| json!({"link": {"to": [{"kind": "incident", "id": other}], "relation": "related_to"}}),
);
const OPEN_UP: Step = (NADIA, |_| json!({"end_confidentiality": {"reason": "x"}}));

/// Opens up this ticket, or the other one with this one as its child, and declares it a major incident:
/// a use case of its own.
const DECLARE: Step = (NADIA, |_| json!({"declare": "this"}));
const DECLARE_OTHER: Step = (NADIA, |_| json!({"declare": "other"}));
/// Merges the other ticket into this one.
const MERGE_OTHER: Step = (NADIA, |_| json!({"merge_other": true}));
const STEP_DOWN: Step = (NADIA, |_| json!({"step_down": "this"}));

/// Whoever is an agent, of a ticket that all of them see.
const AGENTS: &[&str] = &[NADIA, ROSE, ADMIN];

const ANSWERED: Step = (CLAIRE, |_| json!({"comment": {"text": "Voici."}}));

fn categorisation() -> Value {
    json!({"service": 1, "category": 1, "impact": "low", "urgency": "low", "priority": null, "reason": "", "was": null})
}

fn solution() -> Value {
    json!({"permanence": "permanent", "code": "configuration", "notes": "Réglé.", "cause": {"known": "Réglage."}})
}

fn assessment() -> Value {
    json!({"feasible": true, "cost": 1000, "impact": "Aucun.", "reason": ""})
}

/// What is told of the other ticket, a problem.
fn telling(t: &Ticket, known: &str, resolve: Value) -> Value {
    let problem = json!({"kind": "problem", "id": t.other});
    json!({"known": known, "source": {"problem": problem, "text": t.subject}, "text": "x",
        "to": [], "resolve": resolve})
}

fn cases() -> Vec<(Action, Case)> {
    use Action::*;
    let case = |kind, before, may, command| Case {
        command,
        kind,
        before,
        may,
        other: "incident",
    };
    let hit = |command| Case {
        other: "problem",
        ..case("incident", &[CAUSED], AGENT, command)
    };
    let everyone_in_it: &[&str] = &[NADIA, CLAIRE, WANDA];
    let requester_or_agent: &[&str] = &[NADIA, CLAIRE];
    vec![
        (
            Categorise,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"categorise": categorisation()}),
            ),
        ),
        (
            Diagnose,
            case("incident", &[CATEGORISE, TAKE], AGENT, |_| {
                json!("diagnose")
            }),
        ),
        (
            AddFinding,
            case(
                "incident",
                &[CATEGORISE, TAKE],
                AGENT,
                |_| json!({"add_finding": {"text": "x"}}),
            ),
        ),
        (
            RecordCause,
            case(
                "incident",
                &[CATEGORISE, TAKE],
                AGENT,
                |_| json!({"record_cause": {"text": "x"}}),
            ),
        ),
        (
            Resolve,
            case(
                "incident",
                &[CATEGORISE],
                AGENT,
                |_| json!({"resolve": solution()}),
            ),
        ),
        (
            ResolveAtFirstContact,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"resolve_at_first_contact": {"categorisation": categorisation(), "solution": solution()}}),
            ),
        ),
        (Evaluate, case("request", &[], AGENT, |_| json!("evaluate"))),
        (
            SubmitEvaluation,
            case(
                "request",
                &[EVALUATE],
                AGENT,
                |_| json!({"submit_evaluation": assessment()}),
            ),
        ),
        (
            ReviseCost,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                AGENT,
                |_| json!({"revise_cost": {"cost": 2000, "was": 1000}}),
            ),
        ),
        (
            Approve,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                APPROVER,
                |_| json!({"approve": {"comment": ""}}),
            ),
        ),
        (
            Refuse,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                APPROVER,
                |_| json!({"refuse": {"reason": "Non."}}),
            ),
        ),
        (
            AskBack,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                APPROVER,
                |_| json!({"ask_back": {"question": "Pourquoi ?"}}),
            ),
        ),
        (
            NameApprover,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                &[LEA],
                |_| json!({"name_approver": {"instead_of": 6, "to": 4, "reason": "Malade"}}),
            ),
        ),
        (
            Fulfil,
            case("request", &[EVALUATE, SUBMIT, APPROVE, TAKE], AGENT, |_| {
                json!("fulfil")
            }),
        ),
        (
            Complete,
            case(
                "request",
                &[EVALUATE, SUBMIT, APPROVE, TAKE, FULFIL],
                AGENT,
                |_| json!({"complete": {"done": "Fait."}}),
            ),
        ),
        (
            AskToCancel,
            case(
                "request",
                &[EVALUATE, SUBMIT, APPROVE],
                REQUESTER,
                |_| json!({"ask_to_cancel": {"reason": "x"}}),
            ),
        ),
        (Analyse, case("problem", &[], AGENT, |_| json!("analyse"))),
        (
            TellUser,
            hit(|t| json!({"tell_user": telling(t, "workaround", Value::Null)})),
        ),
        (
            ResolveWithCause,
            hit(|t| json!({"tell_user": telling(t, "fix", json!("software_fix"))})),
        ),
        (
            ResolveWithParent,
            case("incident", &[DECLARE_OTHER], AGENT, |t| {
                let mut telling = telling(t, "fix", json!("software_fix"));
                telling["source"]["problem"]["kind"] = json!("incident");
                json!({"tell_user": telling})
            }),
        ),
        // What everybody is told of goes with what they are told, by no command alone.
        (
            DeclareMajor,
            case(
                "incident",
                &[],
                &[],
                |_| json!({"major": {"declare": {"leader": 3, "reason": "x", "next_update": LATER, "disruption": 1}}}),
            ),
        ),
        (
            UpdateMajor,
            case(
                "incident",
                &[DECLARE],
                &[],
                |_| json!({"major": {"update": {"fr": "x", "en": "", "next_update": LATER}}}),
            ),
        ),
        (
            StepDownMajor,
            case(
                "incident",
                &[DECLARE],
                &[],
                |_| json!({"major": {"step_down": {"reason": "x"}}}),
            ),
        ),
        (
            GiveTask,
            case(
                "incident",
                &[DECLARE],
                AGENTS,
                |_| json!({"major": {"give_task": {"text": "x", "to": 3, "until": null}}}),
            ),
        ),
        (
            ReviewMajor,
            case(
                "incident",
                &[DECLARE, STEP_DOWN],
                AGENTS,
                |_| json!({"major": {"review": {"happened": "x", "helped": "y"}}}),
            ),
        ),
        (
            RecordWorkaround,
            case(
                "problem",
                &[],
                AGENT,
                |_| json!({"record_workaround": {"text": "x"}}),
            ),
        ),
        (
            DeclareKnownError,
            case("problem", &[ANALYSE], AGENT, |_| {
                json!("declare_known_error")
            }),
        ),
        (
            StartFix,
            case("problem", &[ANALYSE], AGENT, |_| json!("start_fix")),
        ),
        (
            AcceptRisk,
            case(
                "problem",
                &[ANALYSE],
                AGENT,
                |_| json!({"accept_risk": {"reason": "x"}}),
            ),
        ),
        (
            Take,
            case("incident", &[], AGENT, |_| json!({"take": {"was": null}})),
        ),
        (
            Assign,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"assign": {"to": 3, "was": null}}),
            ),
        ),
        (
            HandOver,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"hand_over": {"team": 2, "note": "x", "was": 1}}),
            ),
        ),
        (
            Hold,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"hold": {"reason": "vendor", "until": LATER, "note": ""}}),
            ),
        ),
        (
            Resume,
            case("incident", &[HOLD], AGENT, |_| json!("resume")),
        ),
        (
            Confirm,
            case("incident", &[CATEGORISE, RESOLVE], REQUESTER, |_| {
                json!("confirm")
            }),
        ),
        (
            Close,
            case(
                "incident",
                &[CATEGORISE, RESOLVE],
                AGENT,
                |_| json!({"close": {"reason": "x"}}),
            ),
        ),
        (
            Reopen,
            case(
                "incident",
                &[CATEGORISE, RESOLVE],
                requester_or_agent,
                |_| json!({"reopen": {"reason": "x"}}),
            ),
        ),
        (
            Cancel,
            case(
                "incident",
                &[],
                requester_or_agent,
                |_| json!({"cancel": {"reason": "x"}}),
            ),
        ),
        (
            Comment,
            case(
                "request",
                &[EVALUATE, SUBMIT],
                everyone_in_it,
                |_| json!({"comment": {"text": "x"}}),
            ),
        ),
        (
            Note,
            case("incident", &[], AGENT, |_| json!({"note": {"text": "x"}})),
        ),
        (
            MarkRead,
            case("incident", &[ANSWERED], AGENT, |_| json!("mark_read")),
        ),
        // A file is brought, never named.
        (
            Attach,
            case(
                "incident",
                &[],
                &[],
                |_| json!({"attach": {"attachments": []}}),
            ),
        ),
        (
            Watch,
            case("incident", &[], AGENT, |_| json!({"watch": {"person": 2}})),
        ),
        (
            Unwatch,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"unwatch": {"person": 7}}),
            ),
        ),
        (
            Link,
            case(
                "incident",
                &[],
                AGENT,
                |t| json!({"link": {"to": [{"kind": "incident", "id": t.other}], "relation": "related_to"}}),
            ),
        ),
        (
            Unlink,
            case(
                "incident",
                &[LINK],
                AGENT,
                |t| json!({"unlink": {"to": {"kind": "incident", "id": t.other}}}),
            ),
        ),
        (
            Merge,
            case(
                "incident",
                &[],
                AGENT,
                |t| json!({"merge": {"into": {"kind": "incident", "id": t.other}, "confirmed": null}}),
            ),
        ),
        (
            Unmerge,
            case(
                "incident",
                &[MERGE_OTHER],
                AGENT,
                |t| json!({"unmerge": {"from": {"kind": "incident", "id": t.other}}}),
            ),
        ),
        (
            ChangeAffected,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"change_affected": {"to": 2, "was": 1, "confirmed": true}}),
            ),
        ),
        (
            MakeConfidential,
            case("incident", &[OPEN_UP], AGENT, |_| {
                json!("make_confidential")
            }),
        ),
        (
            EndConfidentiality,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"end_confidentiality": {"reason": "x"}}),
            ),
        ),
        (
            GiveBack,
            case(
                "incident",
                &[TAKE],
                AGENT,
                |_| json!({"give_back": {"was": 3}}),
            ),
        ),
        (
            ChangeItem,
            case(
                "request",
                &[],
                AGENT,
                |_| json!({"change_item": {"item": 2, "was": 2}}),
            ),
        ),
        (
            Edit,
            case(
                "incident",
                &[],
                AGENT,
                |t| json!({"edit": {"subject": {"text": "Autre", "was": t.subject}, "description": null}}),
            ),
        ),
        (
            Redact,
            case(
                "incident",
                &[],
                AGENT,
                |t| json!({"redact": {"what": {"text": t.subject}, "reason": "x"}}),
            ),
        ),
        (
            Convert,
            case(
                "incident",
                &[],
                AGENT,
                |_| json!({"convert": {"to": "request", "item": 2}}),
            ),
        ),
    ]
}

/// Browsers of everybody, and the numbers of commands that were given out.
struct House {
    browsers: BTreeMap<&'static str, Browser>,
    drawn: u32,
}

impl House {
    async fn open(app: &App) -> Self {
        for (id, email, role) in [
            (6, PAUL, Role::User),
            (7, WANDA, Role::User),
            (8, LEA, Role::TeamLead),
        ] {
            let person = Person {
                id: PersonId(id),
                name: email.into(),
                email: Some(email.into()),
                role,
                teams: (email == LEA).then_some(TeamId(1)).into_iter().collect(),
                active: true,
                ..Person::default()
            };
            app.desk.set_up(Entry::Person(person)).await.unwrap();
            app.desk.set_password(PersonId(id), PASSWORD).await.unwrap();
        }
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Panne", "Failure"),
            active: true,
            asks_cause: true,
        };
        app.desk.set_up(Entry::Category(category)).await.unwrap();
        let item = Item {
            id: ItemId(2),
            name: Label::new("Écran", "Screen"),
            team: TeamId(1),
            approval: ApprovalPolicy::People {
                people: BTreeSet::from([PersonId(6)]),
                rule: ApprovalRule::All,
            },
            active: true,
            ..Item::default()
        };
        app.desk.set_up(Entry::Item(item)).await.unwrap();
        let mut browsers = BTreeMap::new();
        for email in EVERYBODY.into_iter().chain([LEA]) {
            browsers.insert(email, app.signed_in(email).await);
        }
        Self { browsers, drawn: 0 }
    }

    fn draw(&mut self) -> String {
        self.drawn += 1;
        // Far apart: the texts of a command are numbered on from it.
        format!("{:08}-0000-4000-8000-000000000000", self.drawn)
    }

    /// What the server says to a command; `Err` with the words of its refusal.
    async fn ask(&mut self, email: &str, ticket: i64, command: Value) -> Result<Value, String> {
        let body = json!({"command": {"id": self.draw(), "ticket": ticket, "command": command}});
        let answer = self.browsers[email].call("carry-out", body).await;
        assert_eq!(answer.status(), 200);
        let mut answer: Value = answer.json().await.unwrap();
        match answer.get_mut("Ok") {
            Some(done) => Ok(done.take()),
            None => Err(answer.to_string()),
        }
    }

    async fn page(&self, email: &str, ticket: i64) -> Value {
        let answer = self.browsers[email]
            .call("ticket", json!({"id": ticket}))
            .await;
        answer.json().await.unwrap()
    }

    /// A confidential ticket of the first team for Claire, which Wanda watches.
    async fn record(&mut self, kind: &str) -> i64 {
        let item = (kind == "request").then_some(2);
        let draft = json!({"kind": kind, "subject": "Dossier médical", "description": "", "affected": 1,
            "reporter": null, "channel": "phone", "noticed_at": null, "confidential": true, "service": null,
            "impact": null, "urgency": null, "item": item, "fields": {}, "follows": null});
        let body = json!({"id": self.draw(), "draft": draft});
        let answer: Value = self.browsers[NADIA]
            .call("record", body)
            .await
            .json()
            .await
            .unwrap();
        let ticket = answer["Ok"]["id"]
            .as_i64()
            .unwrap_or_else(|| panic!("{kind}: {answer}"));
        let watched = self
            .ask(NADIA, ticket, json!({"watch": {"person": 7}}))
            .await;
        assert!(watched.is_ok(), "{watched:?}");
        ticket
    }

    /// Something that Nadia does by a form of its own.
    async fn done(&mut self, function: &str, form: Value) {
        let body = json!({"id": self.draw(), "form": form});
        let answer = self.browsers[NADIA].call(function, body).await;
        let said = answer.text().await.unwrap();
        assert!(said.contains("Ok"), "{function}: {said}");
    }

    /// Makes an incident a major one, with a child.
    async fn declare(&mut self, incident: i64, child: Option<i64>) {
        let opened = self.ask(NADIA, incident, (OPEN_UP.1)(0)).await;
        assert!(opened.is_ok(), "{opened:?}");
        let children: Vec<Value> = child
            .map(|id| json!({"kind": "incident", "id": id}))
            .into_iter()
            .collect();
        let form = json!({"incident": incident, "leader": 3, "reason": "x", "next_update": LATER,
            "title": {"fr": "Panne", "en": ""}, "message": {"fr": "", "en": ""}, "service": null,
            "children": children});
        self.done("declare-major", form).await;
    }

    /// Such a ticket, brought to where the case begins.
    async fn ready(&mut self, case: &Case) -> (i64, Value) {
        let (ticket, other) = (self.record(case.kind).await, self.record(case.other).await);
        for (who, step) in case.before {
            let step = step(other);
            if step["merge_other"].is_boolean() {
                let into = json!({"kind": "incident", "id": ticket});
                let merge = json!({"merge": {"into": into, "confirmed": null}});
                let done = self.ask(who, other, merge).await;
                assert!(done.is_ok(), "{done:?}");
                continue;
            }
            match (step["declare"].as_str(), step["step_down"].as_str()) {
                (Some("this"), _) => self.declare(ticket, None).await,
                (Some(_), _) => self.declare(other, Some(ticket)).await,
                (None, Some(_)) => {
                    let form = json!({"incident": ticket, "reason": "x", "last_word": {"fr": "", "en": ""}});
                    self.done("step-down-major", form).await;
                }
                (None, None) => {
                    let done = self.ask(who, ticket, step.clone()).await;
                    assert!(done.is_ok(), "{who}: {step} {done:?}");
                }
            }
        }
        let subject = self.page(NADIA, ticket).await["ticket"]["subject"]
            .as_str()
            .unwrap()
            .to_owned();
        (ticket, (case.command)(&Ticket { subject, other }))
    }
}

#[tokio::test]
async fn every_command_is_for_whom_it_is_for() {
    let app = spawn_app().await;
    let mut house = House::open(&app).await;
    let listed: BTreeSet<Action> = cases().iter().map(|(action, _)| *action).collect();
    assert_eq!(
        listed,
        Action::ALL.iter().copied().collect(),
        "every command is listed here"
    );
    for (action, case) in cases() {
        let (ticket, command) = house.ready(&case).await;
        let before = house.page(NADIA, ticket).await;
        for email in EVERYBODY.iter().filter(|email| !case.may.contains(email)) {
            let refusal = house.ask(email, ticket, command.clone()).await;
            let said = refusal.expect_err(&format!("{action:?} by {email}"));
            // Whoever has nothing to do with it does not learn that it is there.
            let in_it = [NADIA, CLAIRE, WANDA].contains(email)
                || *email == PAUL && case.before.iter().any(|(_, step)| step(0) == SUBMIT.1(0));
            let says = match (action, in_it) {
                (
                    Action::Attach
                    | Action::DeclareMajor
                    | Action::UpdateMajor
                    | Action::StepDownMajor,
                    _,
                ) => "forbidden",
                // They see it while it is nobody's secret, and would not any more.
                (Action::MakeConfidential, _) if [ROSE, ADMIN].contains(email) => "not_in_its_team",
                (_, true) => "not_yours",
                (_, false) => "not_found",
            };
            let own = *email == CLAIRE && said.contains("own_request");
            assert!(said.contains(says) || own, "{action:?} by {email}: {said}");
        }
        let after = house.page(NADIA, ticket).await;
        // What it is like is found meanwhile.
        let written = |page: &Value| {
            let history = page["history"].as_array().cloned().unwrap_or_default();
            let is_found = |one: &Value| one["event"].get("similar_found").is_some();
            let history = history.into_iter().filter(|one| !is_found(one));
            history.collect::<Vec<_>>()
        };
        assert_eq!(
            written(&before),
            written(&after),
            "{action:?} was refused and left a trace"
        );
        for email in case.may {
            let (ticket, command) = house.ready(&case).await;
            let done = house.ask(email, ticket, command).await;
            assert!(done.is_ok(), "{action:?} by {email}: {done:?}");
        }
    }
}

#[tokio::test]
async fn the_same_command_twice_is_done_once_and_answered_the_same() {
    let app = spawn_app().await;
    let mut house = House::open(&app).await;
    let ticket = house.record("incident").await;
    let command = json!({"comment": {"text": "Bonjour"}});
    let body = json!({"command": {"id": house.draw(), "ticket": ticket, "command": command}});
    let before = house.page(NADIA, ticket).await["history"]
        .as_array()
        .unwrap()
        .len();
    let nadia = &house.browsers[NADIA];
    // At once, and later.
    let sent = (0..4).map(|_| nadia.call("carry-out", body.clone()));
    let mut answers = Vec::new();
    for answer in futures::future::join_all(sent).await {
        answers.push(answer.text().await.unwrap());
    }
    app.clock.advance(guichet_domain::kernel::time::HOUR);
    answers.push(
        nadia
            .call("carry-out", body.clone())
            .await
            .text()
            .await
            .unwrap(),
    );
    assert!(answers[0].contains("Ok"), "{}", answers[0]);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    let after = house.page(NADIA, ticket).await["history"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(after, before + 1);
    // Nobody else is answered with it, and it does nothing elsewhere.
    let elsewhere = house.record("incident").await;
    let mut body = body;
    body["command"]["ticket"] = json!(elsewhere);
    let answer = house.browsers[NADIA]
        .call("carry-out", body)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        answer, r#"{"Err":{"reused":null}}"#,
        "of which nothing is told"
    );
}
