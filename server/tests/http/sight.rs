//! Places in lists are good for whoever was given them; files are for whom the words are that they
//! came with; what somebody takes out, and what is set aside, is for whoever sees the ticket.

use crate::app::*;
use guichet_desk::{Caller, Hint, InboundRules, Incoming};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::ids::{ItemId, PersonId, TeamId, TicketId};
use guichet_domain::kernel::language::Label;
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_domain::tickets::record::NewTicket;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

const WORDS: &str = "xyzzyplugh";

async fn json_of(browser: &Browser, function: &str, body: Value) -> Value {
    let answer = browser.call(function, body).await;
    assert_eq!(answer.status(), 200, "{function}");
    answer.json().await.unwrap()
}

fn ids(lines: &Value) -> Vec<i64> {
    let lines = lines.as_array().unwrap().iter();
    lines
        .map(|line| line["summary"]["reference"]["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_place_in_a_list_is_good_for_that_list_and_that_person() {
    let app = spawn_app().await;
    for n in 0..60 {
        let draft = NewTicket {
            subject: format!("Imprimante {n}"),
            affected: Some(PersonId(1)),
            ..NewTicket::default()
        };
        let caller = Caller {
            person: PersonId(3),
        };
        let id = app.desk.new_command();
        app.desk.record(caller, id, draft).await.unwrap();
    }
    let (nadia, rose) = (app.signed_in(NADIA).await, app.signed_in(ROSE).await);
    let queue = async |browser: &Browser, text: &str, after: Option<&str>| {
        let query = json!({"view": "all", "text": text, "after": after});
        json_of(browser, "queue", json!({ "query": query })).await
    };
    let first = queue(&nadia, "", None).await;
    let key = first["next"].as_str().unwrap().to_owned();
    let second = queue(&nadia, "", Some(&key)).await;
    assert_eq!(ids(&second["lines"]), (1..=10).rev().collect::<Vec<_>>());
    // Another person, another list, altered, made up, as it used to be: one begins anew.
    let begin = ids(&first["lines"]);
    let mut altered = key.clone();
    let digit = if altered.ends_with('0') { "1" } else { "0" };
    altered.replace_range(altered.len() - 1.., digit);
    assert_eq!(ids(&queue(&rose, "", Some(&key)).await["lines"]), begin);
    let searched = queue(&nadia, "imprimante", Some(&key)).await;
    assert_eq!(ids(&searched["lines"]), begin);
    for made_up in [altered.as_str(), "3.0.11", "", "0", &"0".repeat(key.len())] {
        let page = queue(&nadia, "", Some(made_up)).await;
        assert_eq!(ids(&page["lines"]), begin, "{made_up}");
    }
    // The portal's list too, and no number of a ticket stands in it.
    let claire = app.signed_in(CLAIRE).await;
    let mine = async |browser: &Browser, open: Option<bool>, after: Option<&str>| {
        let body = json!({"open": open, "after": after});
        json_of(browser, "my-tickets", body).await
    };
    let first = mine(&claire, None, None).await;
    let begin = ids(&first[0]);
    let place = first[1].as_str().unwrap().to_owned();
    let second = ids(&mine(&claire, None, Some(&place)).await[0]);
    assert_eq!(second.first().map(|id| id + 1), begin.last().copied());
    assert_eq!(
        ids(&mine(&claire, Some(true), Some(&place)).await[0]),
        begin
    );
    assert_eq!(ids(&mine(&claire, None, Some(&key)).await[0]), begin);
    assert_eq!(ids(&mine(&claire, None, Some("40")).await[0]), begin);
    let page = claire.get(&format!("/tickets?after={place}")).await;
    let page = page.text().await.unwrap();
    assert!(page.contains(&format!("INC-{}", second[0])), "{page}");
    assert!(!page.contains(&format!("INC-{}", begin[0])), "{page}");
    // Nobody goes on in another's stream.
    let cursor = json_of(&nadia, "home", json!({})).await["cursor"].clone();
    let caught = json_of(&rose, "catch-up", json!({"cursor": cursor})).await;
    assert_eq!(caught, json!(["reload"]));
    let caught = json_of(&nadia, "catch-up", json!({"cursor": cursor})).await;
    assert_eq!(caught, json!([]));
}

async fn attach(browser: &Browser, reference: &str, name: &str, more: &[(&str, &str)]) {
    let file = Part::bytes(WORDS.as_bytes().to_vec()).file_name(name.to_owned());
    let mut form = Form::new().part("file", file);
    for (name, value) in more {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    let url = format!("{}/tickets/{reference}", browser.url);
    let answer = browser.client.post(url).multipart(form).send().await;
    assert_eq!(answer.unwrap().status(), 303, "{name}");
}

/// The files of a ticket by their names, as they are downloaded.
async fn paths(browser: &Browser, ticket: i64) -> Vec<(String, String)> {
    let page = json_of(browser, "ticket", json!({ "id": ticket })).await;
    let files = page["ticket"]["attachments"].as_array().unwrap().iter();
    let path = |file: &Value| {
        let name = file["name"].as_str().unwrap().to_owned();
        (
            name,
            format!("/files/{ticket}/{}", file["file"].as_str().unwrap()),
        )
    };
    files.map(path).collect()
}

const PAUL: &str = "paul@exemple.fr";

/// Claire's request, which Paul is to decide.
async fn awaiting(app: &App, nadia: &Browser) -> i64 {
    let paul = Person {
        id: PersonId(6),
        name: "Paul".into(),
        email: Some(PAUL.into()),
        role: Role::User,
        active: true,
        ..Person::default()
    };
    let item = Item {
        id: ItemId(2),
        name: Label::new("Écran", "Screen"),
        team: TeamId(1),
        approval: ApprovalPolicy::People {
            people: [PersonId(6)].into(),
            rule: ApprovalRule::All,
        },
        active: true,
        ..Item::default()
    };
    app.desk.set_up(Entry::Person(paul)).await.unwrap();
    app.desk.set_password(PersonId(6), PASSWORD).await.unwrap();
    app.desk.set_up(Entry::Item(item)).await.unwrap();
    let draft = NewTicket {
        kind: guichet_domain::kernel::reference::Kind::Request,
        subject: "Un écran".into(),
        item: Some(ItemId(2)),
        ..NewTicket::default()
    };
    let claire = Caller {
        person: PersonId(1),
    };
    let id = app.desk.new_command();
    let ticket = app.desk.record(claire, id, draft).await.unwrap().id.0;
    let assessment = json!({"feasible": true, "cost": 1000, "impact": "Aucun.", "reason": ""});
    act(nadia, 1, ticket, json!("evaluate")).await;
    act(nadia, 2, ticket, json!({ "submit_evaluation": assessment })).await;
    ticket
}

async fn act(browser: &Browser, n: u8, ticket: i64, command: Value) {
    let id = format!("{n:08}-0000-4000-8000-000000000000");
    let body = json!({"command": {"id": id, "ticket": ticket, "command": command}});
    let answer = browser.call("carry-out", body).await.text().await.unwrap();
    assert!(answer.contains("Ok"), "{answer}");
}

#[tokio::test]
async fn a_file_is_for_whom_the_words_are_that_it_came_with() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let ticket = awaiting(&app, &nadia).await;
    let reference = format!("REQ-{ticket}");
    let paul = app.signed_in(PAUL).await;
    let said = [("action", "comment"), ("text", "Voici")];
    attach(&claire, &reference, "said.txt", &said).await;
    attach(&claire, &reference, "alone.txt", &[("action", "attach")]).await;
    attach(&nadia, &reference, "ours.txt", &[("action", "attach")]).await;
    let internal = [("action", "attach"), ("internal", "1")];
    attach(&nadia, &reference, "note.txt", &internal).await;
    // A user's is no note, and no approver's either for all that.
    attach(&claire, &reference, "tried.txt", &internal).await;
    let files = paths(&nadia, ticket).await;
    assert_eq!(files.len(), 5);
    for (name, path) in &files {
        assert_eq!(nadia.get(path).await.status(), 200, "{name}");
        let theirs = if name == "note.txt" { 404 } else { 200 };
        assert_eq!(claire.get(path).await.status(), theirs, "{name}");
        assert_eq!(paul.get(path).await.status(), 404, "{name}");
    }
    assert_eq!(paths(&paul, ticket).await, []);
    // What answers an approver's question is for the approver, and so is the file beside it, though
    // the question is answered by then.
    act(
        &paul,
        3,
        ticket,
        json!({"ask_back": {"question": "Pourquoi ?"}}),
    )
    .await;
    attach(&claire, &reference, "answer.txt", &said).await;
    attach(&claire, &reference, "later.txt", &said).await;
    let seen = paths(&paul, ticket).await;
    let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["answer.txt"]);
    assert_eq!(paul.get(&seen[0].1).await.text().await.unwrap(), WORDS);
}

#[tokio::test]
async fn what_is_taken_of_somebody_is_what_its_taker_sees() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let admin = app.signed_in(ADMIN).await;
    let hidden = [("confidential", "on"), ("description", WORDS)];
    let hidden = app.reported(&claire, &hidden).await;
    let plain = app.reported(&claire, &[("description", "bonjour")]).await;
    let note = format!("entre nous {WORDS}");
    act(&nadia, 1, number(&hidden), json!({"note": {"text": note}})).await;
    act(
        &nadia,
        2,
        number(&plain),
        json!({"note": {"text": "à voir"}}),
    )
    .await;
    act(
        &nadia,
        3,
        number(&plain),
        json!({"comment": {"text": "réponse"}}),
    )
    .await;
    let taken = async |browser: &Browser, path: &str| {
        let answer = browser.post(path, &[]).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    };
    let own = taken(&claire, "/account/data.json").await;
    assert!(own.contains(WORDS) && own.contains(&hidden) && own.contains("réponse"));
    assert!(
        !own.contains("entre nous") && !own.contains("à voir"),
        "{own}"
    );
    // Agnès is in no team: of the confidential ticket she learns nothing, not even its number.
    let of_claire = taken(&admin, "/admin/people/1/data.json").await;
    assert!(of_claire.contains(&plain) && of_claire.contains("bonjour"));
    assert!(
        !of_claire.contains(WORDS) && !of_claire.contains(&hidden),
        "{of_claire}"
    );
    let of_nadia = taken(&admin, "/admin/people/3/data.json").await;
    assert!(
        of_nadia.contains("à voir") && !of_nadia.contains(WORDS),
        "{of_nadia}"
    );
    // Nadia's own: what she said, but no internal note, not even hers.
    let hers = taken(&nadia, "/account/data.json").await;
    assert!(
        hers.contains("réponse") && !hers.contains("à voir") && !hers.contains(WORDS),
        "{hers}"
    );
    // Once she is in the team she may.
    let agnes = Person {
        id: PersonId(5),
        name: "Agnès Robert".into(),
        email: Some(ADMIN.into()),
        role: Role::Administrator,
        teams: [TeamId(1)].into(),
        active: true,
        ..Person::default()
    };
    app.desk.set_up(Entry::Person(agnes)).await.unwrap();
    let of_claire = taken(&admin, "/admin/people/1/data.json").await;
    assert!(
        of_claire.contains(WORDS) && !of_claire.contains("entre nous"),
        "{of_claire}"
    );
    let audit = admin
        .get("/admin/audit?topic=people")
        .await
        .text()
        .await
        .unwrap();
    for said in [
        "Claire Dubois a téléchargé ses données",
        "Agnès Robert a exporté les données de Claire Dubois",
        "Agnès Robert a exporté les données de Nadia Benali",
    ] {
        assert!(audit.contains(said), "{said}");
    }
}

#[tokio::test]
async fn a_message_about_a_ticket_is_for_whoever_sees_it() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let hidden = app.reported(&claire, &[("confidential", "on")]).await;
    // From an agent, and not proven to be hers: it is set aside, with what it answers below it.
    let inbound = Incoming {
        key: "1".into(),
        sender: NADIA.into(),
        subject: format!("Re: {WORDS}"),
        text: "Oui".into(),
        hints: vec![Hint::Ticket(TicketId(number(&hidden)))],
        original: WORDS.as_bytes().to_vec(),
        ..Incoming::default()
    };
    let received = app.desk.receive(inbound, InboundRules::default()).await;
    let received = received.unwrap();
    assert_eq!(
        (received.fate, received.reason),
        (Fate::Aside, Some(Reason::Unproven))
    );
    let admin = app.signed_in(ADMIN).await;
    let list = json_of(
        &admin,
        "inbound-messages",
        json!({"fate": "aside", "after": null}),
    )
    .await;
    let [line] = list[0].as_array().unwrap().as_slice() else {
        panic!("{list}")
    };
    assert_eq!(
        (
            &line["sender"],
            &line["subject"],
            &line["ticket"],
            &line["kept"]
        ),
        (&json!(NADIA), &json!(""), &Value::Null, &json!(false))
    );
    let taken = admin
        .post("/inbound-messages/1", &[("action", "download")])
        .await;
    assert_eq!(taken.status(), 404);
    let made = admin
        .post("/inbound-messages/1", &[("action", "ticket")])
        .await;
    assert_eq!(made.headers()["location"], "/admin/inbound-messages?gone");
    let discarded = admin
        .post("/inbound-messages/1", &[("action", "discard")])
        .await;
    assert_eq!(
        discarded.headers()["location"],
        "/admin/inbound-messages?discarded"
    );
}
