//! Who leaves takes no work along.

use crate::app::*;
use crate::databases::on_each;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{Item, StandardEvaluation};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::time::DAY;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const PAUL: &str = "paul@exemple.fr";
pub const PIA: &str = "pia@exemple.fr";
const LEA: &str = "lea@exemple.fr";

/// Paul and Pia approve; Léa leads the first team. The screen wants Paul's word.
pub async fn house(app: &App) {
    let people = [
        (6, PAUL, "Paul Roux", Role::User, None),
        (7, PIA, "Pia Blanc", Role::User, None),
        (8, LEA, "Léa Noël", Role::TeamLead, Some(1)),
        (9, "omar@exemple.fr", "Omar Diallo", Role::Agent, Some(1)),
    ];
    for (id, email, name, role, team) in people {
        let person = Person {
            id: PersonId(id),
            name: name.into(),
            email: Some(email.into()),
            role,
            teams: team.into_iter().map(TeamId).collect(),
            active: true,
            ..Person::default()
        };
        app.desk.set_up(Entry::Person(person)).await.unwrap();
        app.desk.set_password(PersonId(id), PASSWORD).await.unwrap();
    }
    let item = Item {
        id: ItemId(2),
        name: Label::new("Écran", "Screen"),
        team: TeamId(1),
        approval: ApprovalPolicy::People {
            people: BTreeSet::from([PersonId(6)]),
            rule: ApprovalRule::All,
        },
        standard: Some(StandardEvaluation::default()),
        active: true,
        ..Item::default()
    };
    app.desk.set_up(Entry::Item(item)).await.unwrap();
}

pub async fn person(app: &App, id: i64) -> Person {
    let directory = app.desk.directory().await.unwrap();
    directory.people[&PersonId(id)].clone()
}

/// An administrator saves an entry as the form does.
pub async fn save(app: &App, admin: &Browser, n: u32, entry: Entry) -> String {
    let id = format!("{n:08}-0000-4000-8000-000000000000");
    let body = json!({"id": id, "entry": entry});
    let answer = admin.call("administer", body).await;
    app.desk.notify().await.unwrap();
    answer.text().await.unwrap()
}

pub async fn ask(browser: &Browser, n: u32, ticket: i64, command: Value) -> Value {
    let id = format!("{n:08}-0000-4000-8000-000000000000");
    let body = json!({"command": {"id": id, "ticket": ticket, "command": command}});
    browser.call("carry-out", body).await.json().await.unwrap()
}

pub async fn ticket(browser: &Browser, id: i64) -> Value {
    let page = browser.call("ticket", json!({"id": id})).await;
    page.json::<Value>().await.unwrap()["ticket"].clone()
}

pub async fn screen(claire: &Browser) -> i64 {
    let answer = claire
        .post(
            "/request/2",
            &[("subject", "Un écran"), ("description", "Pour lire")],
        )
        .await;
    assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
    let path = answer.headers()["location"].to_str().unwrap().to_owned();
    let reference = path
        .trim_start_matches("/tickets/")
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    number(&reference)
}

/// What somebody was told, newest first: kinds of notices.
async fn told(browser: &Browser) -> Vec<String> {
    let answer = browser.call("notifications", json!({"after": null})).await;
    let answer: Value = answer.json().await.unwrap();
    let lines = answer["lines"].as_array().unwrap().iter();
    lines
        .map(|line| line["notice"].as_str().unwrap().to_owned())
        .collect()
}

async fn count(browser: &Browser, view: &str) -> i64 {
    let body = json!({"query": {"view": view}});
    let queue: Value = browser.call("queue", body).await.json().await.unwrap();
    let count = queue["counts"][view].as_i64().unwrap();
    assert_eq!(
        queue["lines"].as_array().unwrap().len() as i64,
        count,
        "{view}"
    );
    count
}

#[tokio::test]
async fn an_answer_stands_in_the_queue_until_somebody_reads_it() {
    on_each(async |app| {
        let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
        let category = Category {
            id: CategoryId(1),
            service: ServiceId(1),
            name: Label::new("Panne", "Failure"),
            active: true, asks_cause: true,
        };
        app.desk.set_up(Entry::Category(category)).await.unwrap();
        let reference = app.reported(&claire, &[]).await;
        let id = number(&reference);
        let classification = json!({"service": 1, "category": 1, "impact": "low", "urgency": "low",
            "priority": null, "reason": "", "was": null});
        let solution = json!({"permanence": "permanent", "code": "other", "notes": "Fait.", "cause": {"known": "x"}});
        for (n, command) in [
            json!({"take": {"was": null}}),
            json!({"resolve_at_first_contact": {"categorisation": classification, "solution": solution}}),
        ]
        .into_iter()
        .enumerate()
        {
            let done = ask(&nadia, 100 + n as u32, id, command).await;
            assert!(done.get("Ok").is_some(), "{done}");
        }
        let promises = async || {
            let page = claire.get(&format!("/tickets/{reference}")).await;
            page.text().await.unwrap().contains("sera clos le")
        };
        assert!(promises().await, "it says when it closes");
        assert_eq!((count(&nadia, "mine").await, count(&nadia, "my_teams").await), (0, 0));
        let said = claire.act(&reference, &[("action", "comment"), ("text", "Toujours en panne")]).await;
        assert_eq!(said.status(), 303);
        assert_eq!((count(&nadia, "mine").await, count(&nadia, "my_teams").await), (1, 1));
        assert!(!promises().await, "nor that it will close while nobody has read it");
        app.clock.advance(30 * DAY);
        app.desk.run_timers().await.unwrap();
        let nadia = app.signed_in(NADIA).await;
        assert_eq!(ticket(&nadia, id).await["state"], "resolved");
        // Nobody learns from their own list whether it was read.
        let claire = app.signed_in(CLAIRE).await;
        let open: Value = claire.call("my-tickets", json!({"open": true, "before": null})).await.json().await.unwrap();
        assert_eq!(open[0], json!([]));
        let read = ask(&nadia, 110, id, json!("mark_read")).await;
        assert!(read.get("Ok").is_some(), "{read}");
        assert_eq!((count(&nadia, "mine").await, count(&nadia, "my_teams").await), (0, 0));
        app.clock.advance(30 * DAY);
        app.desk.run_timers().await.unwrap();
        let nadia = app.signed_in(NADIA).await;
        assert_eq!(ticket(&nadia, id).await["state"], "closed");
        assert_eq!(app.desk.store().check().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_approver_who_leaves_holds_nothing_up() {
    on_each(async |app| {
        house(&app).await;
        let (claire, admin) = (app.signed_in(CLAIRE).await, app.signed_in(ADMIN).await);
        let id = screen(&claire).await;
        assert_eq!(
            ticket(&claire, id).await["approval"]["approvers"],
            json!([6])
        );
        let open: Value = admin
            .call(
                "open-work",
                json!({"of": Entry::Person(person(&app, 6).await)}),
            )
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(open, json!({"tickets": 0, "approvals": 1}));
        let gone = Person {
            active: false,
            ..person(&app, 6).await
        };
        let saved = save(&app, &admin, 200, Entry::Person(gone)).await;
        assert!(saved.contains("Ok"), "{saved}");
        // Nobody leads Paul: an administrator is asked.
        assert_eq!(
            ticket(&claire, id).await["approval"]["approvers"],
            json!([5])
        );
        assert_eq!(told(&admin).await, ["approval_asked"]);
        let page = claire
            .get(&format!("/tickets/REQ-{id}"))
            .await
            .text()
            .await
            .unwrap();
        assert!(page.contains("Paul Roux n’est plus là"), "{page}");
        let done = ask(&admin, 201, id, json!({"approve": {"comment": ""}})).await;
        assert!(done.get("Ok").is_some(), "{done}");
        assert_eq!(ticket(&claire, id).await["state"], "approved");
    })
    .await;
}

/// Somebody who can sign in can always set the desk up.
#[tokio::test]
async fn the_last_administrator_stays_one_who_can_sign_in() {
    on_each(async |app| {
        let admin = app.signed_in(ADMIN).await;
        let directory = app.desk.directory().await.unwrap();
        let me = directory.person_by_email(ADMIN).unwrap().clone();
        let ghost = Person {
            id: PersonId(0),
            name: "Fantôme".into(),
            role: Role::Administrator,
            active: true,
            ..Person::default()
        };
        let saved = save(&app, &admin, 710, Entry::Person(ghost)).await;
        assert!(saved.contains("Ok"), "{saved}");
        for (n, last, field) in [
            (
                711,
                Person {
                    email: None,
                    ..me.clone()
                },
                "email",
            ),
            (
                712,
                Person {
                    role: Role::User,
                    ..me.clone()
                },
                "value",
            ),
            (
                713,
                Person {
                    active: false,
                    ..me.clone()
                },
                "value",
            ),
        ] {
            let refused = save(&app, &admin, n, Entry::Person(last)).await;
            assert!(
                refused.contains("invalid") && refused.contains(field),
                "{refused}"
            );
        }
        assert_eq!(person(&app, me.id.0).await, me);
    })
    .await;
}

#[tokio::test]
async fn an_agent_who_leaves_gives_everything_back_to_the_team() {
    on_each(async |app| {
        house(&app).await;
        let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
        let admin = app.signed_in(ADMIN).await;
        let mut tickets = Vec::new();
        for n in 0..3 {
            let id = number(&app.reported(&claire, &[("subject", "Word")]).await);
            let done = ask(&nadia, 300 + n, id, json!({"take": {"was": null}})).await;
            assert!(done.get("Ok").is_some(), "{done}");
            tickets.push(id);
        }
        let omar = app.signed_in("omar@exemple.fr").await;
        app.desk.notify().await.unwrap();
        let heard = told(&omar).await.len();
        let gone = Person {
            active: false,
            ..person(&app, 3).await
        };
        assert!(
            save(&app, &admin, 310, Entry::Person(gone))
                .await
                .contains("Ok")
        );
        for id in &tickets {
            assert_eq!(ticket(&omar, *id).await["assignee"], Value::Null);
        }
        assert_eq!(count(&omar, "unassigned").await, 3);
        assert_eq!(told(&omar).await.len(), heard + 3, "the team is told");
        // Whoever answers now is heard by the team.
        claire
            .act(
                &format!("INC-{}", tickets[0]),
                &[("action", "comment"), ("text", "Alors ?")],
            )
            .await;
        app.desk.notify().await.unwrap();
        assert_eq!(told(&omar).await[0], "answered");
        assert_eq!(app.desk.store().check().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_dissolved_team_hands_on_what_others_may_see() {
    let app = spawn_app().await;
    house(&app).await;
    let (claire, admin) = (app.signed_in(CLAIRE).await, app.signed_in(ADMIN).await);
    let rose = app.signed_in(ROSE).await;
    let nadia = app.signed_in(NADIA).await;
    let move_to_second = async |n: u32, id: i64| {
        let command = json!({"hand_over": {"team": 2, "note": "", "was": 1}});
        let done = ask(&nadia, n, id, command).await;
        assert!(done.get("Ok").is_some(), "{done}");
    };
    let open = number(&app.reported(&claire, &[]).await);
    let secret = number(&app.reported(&claire, &[("confidential", "on")]).await);
    move_to_second(400, open).await;
    move_to_second(401, secret).await;
    let team = |id, active| {
        Entry::Team(Team {
            id: TeamId(id),
            name: Label::new("Équipe", "Team"),
            active,
        })
    };
    let refused = save(&app, &admin, 403, team(1, false)).await;
    assert!(refused.contains("first_team"), "{refused}");
    let saved = save(&app, &admin, 405, team(2, false)).await;
    assert!(saved.contains("Ok"), "{saved}");
    assert_eq!(ticket(&nadia, open).await["team"], 1);
    // Nobody else learns of what was theirs alone, and its members have it still.
    assert_eq!(ticket(&rose, secret).await["team"], 2);
    assert_eq!(ticket(&nadia, secret).await, Value::Null);
    // What would come to it comes to the first.
    let service = Service {
        id: ServiceId(2),
        name: Label::new("Réseau", "Network"),
        team: TeamId(2),
        restricted: false,
        active: true,
        ..Service::default()
    };
    app.desk.set_up(Entry::Service(service)).await.unwrap();
    let draft = json!({"kind": "incident", "subject": "Réseau", "description": "", "affected": 1, "reporter": null,
        "channel": "phone", "noticed_at": null, "confidential": false, "service": 2, "impact": null,
        "urgency": null, "item": null, "fields": {}, "follows": null});
    let body = json!({"id": "00000406-0000-4000-8000-000000000000", "draft": draft});
    let recorded: Value = nadia.call("record", body).await.json().await.unwrap();
    let id = recorded["Ok"]["id"]
        .as_i64()
        .unwrap_or_else(|| panic!("{recorded}"));
    assert_eq!(ticket(&nadia, id).await["team"], 1);
}

#[tokio::test]
async fn a_lead_names_another_approver_and_says_why() {
    let app = spawn_app().await;
    house(&app).await;
    let (claire, lea) = (app.signed_in(CLAIRE).await, app.signed_in(LEA).await);
    let id = screen(&claire).await;
    app.desk.notify().await.unwrap();
    let name = json!({"name_approver": {"instead_of": 6, "to": 7, "reason": "Hospitalisé"}});
    let nadia = app.signed_in(NADIA).await;
    let refused = ask(&nadia, 500, id, name.clone()).await;
    assert!(refused.to_string().contains("not_yours"), "{refused}");
    // Nobody who could not sign in to decide.
    let silent = Person {
        id: PersonId(10),
        name: "Sans Adresse".into(),
        active: true,
        ..Person::default()
    };
    app.desk.set_up(Entry::Person(silent)).await.unwrap();
    let nobody = json!({"name_approver": {"instead_of": 6, "to": 10, "reason": "Hospitalisé"}});
    let refused = ask(&lea, 502, id, nobody).await.to_string();
    assert!(
        refused.contains("person") && refused.contains("unknown"),
        "{refused}"
    );
    let done = ask(&lea, 501, id, name).await;
    assert!(done.get("Ok").is_some(), "{done}");
    app.desk.notify().await.unwrap();
    let page = claire
        .get(&format!("/tickets/REQ-{id}"))
        .await
        .text()
        .await
        .unwrap();
    let said = "Léa Noël a remplacé Paul Roux par Pia Blanc pour cette approbation";
    assert!(
        page.contains(said) && page.contains("Hospitalisé"),
        "{page}"
    );
    let (paul, pia) = (app.signed_in(PAUL).await, app.signed_in(PIA).await);
    assert_eq!(told(&paul).await[0], "approval_withdrawn");
    assert_eq!(told(&pia).await, ["approval_asked"]);
    assert_eq!(paul.get(&format!("/tickets/REQ-{id}")).await.status(), 404);
}
