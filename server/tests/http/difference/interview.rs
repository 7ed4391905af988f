//! Asking everybody everything.

use super::askers::{Asker, email_of};
use super::plain::plain;
use super::questions::{ASKER, CURSOR, Question, calls, changes, forms, pages};
use super::visitor::{Answer, Sent, Visitor, read};
use super::world::{Things, World};
use axum::http::{Method, header};
use futures::TryStreamExt;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::{ArticleId, PersonId, TicketId, Timestamp};
use guichet_store::{OutboundEmail, OutboxRow};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was answered: to whom, by which row, to which question.
pub type Answers = BTreeMap<(Asker, String, String), Arc<str>>;

/// Pages of a list that are read at most.
const PAGES: usize = 4;

/// The addresses of the program with the methods they take, functions apart.
pub struct Rows {
    addresses: BTreeMap<String, Vec<Method>>,
    functions: BTreeSet<String>,
}

pub async fn rows(world: &mut World) -> Rows {
    let served: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    let mut rows = Rows {
        addresses: BTreeMap::new(),
        functions: BTreeSet::new(),
    };
    for address in guichet_server::routes::listed() {
        if served.contains(&address) {
            rows.functions.insert(address);
            continue;
        }
        // The program itself says which methods an address takes.
        let visitor = world.visitors.get_mut(&Asker::AdministratorInside).unwrap();
        let path = address.replace(['{', '}'], "");
        let other: Method = "PROPFIND".parse().unwrap();
        let answer = visitor.ask(&other, &path, &Sent::Nothing).await;
        let allowed = answer.headers[header::ALLOW].to_str().unwrap();
        let methods = allowed
            .split(',')
            .map(|method| method.trim().parse().unwrap());
        // What HEAD answers is of GET's row, and asked with it.
        let methods = methods.filter(|method| *method != Method::HEAD).collect();
        rows.addresses.insert(address, methods);
    }
    rows
}

/// Everybody in turn is asked what changes nothing; then, where that is wanted too, what changes
/// something, what gives out numbers of tickets, and what ends sessions.
pub async fn interview(
    world: &mut World,
    rows: &Rows,
    things: &Things,
    askers: &[Asker],
    with_changes: bool,
) -> Answers {
    let (mut quiet, mut changing, mut leaving) = (Vec::new(), Vec::new(), Vec::new());
    for (address, methods) in &rows.addresses {
        for method in methods {
            match *method {
                // Listened to, below.
                Method::GET if address == "/live" => {}
                Method::GET => {
                    let pages = pages(address, things);
                    quiet.extend(pages.iter().map(Question::head));
                    quiet.extend(pages);
                }
                Method::POST if address.starts_with("/sign-out") => {
                    leaving.extend(forms(address, things));
                }
                Method::POST => changing.extend(forms(address, things)),
                ref other => panic!("how is {address} asked by {other}?"),
            }
        }
    }
    for function in &rows.functions {
        let asked = calls(function, things);
        let of = if changes(function) {
            &mut changing
        } else {
            &mut quiet
        };
        of.extend(asked);
    }
    let (recording, changing) = changing.into_iter().partition(records);
    let mut answers = Answers::new();
    for asker in askers {
        ask_all(world, *asker, &quiet, &mut answers).await;
        let said = listen(world, *asker).await;
        answers.insert((*asker, "GET /live".into(), String::new()), said.into());
    }
    let rest: [Vec<Question>; 3] = [changing, recording, leaving];
    for round in rest.iter().filter(|_| with_changes) {
        for asker in askers {
            ask_all(world, *asker, round, &mut answers).await;
        }
    }
    answers
}

async fn ask_all(world: &mut World, asker: Asker, questions: &[Question], answers: &mut Answers) {
    let cursor = world.cursors.get(&asker).cloned().unwrap_or_default();
    let named = format!("{:012}", asker.person().unwrap_or_default());
    let hidden = world.hidden_numbers();
    let visitor = world.visitors.get_mut(&asker).unwrap();
    for question in questions {
        let label = format!("{} {} {:?}", question.method, question.path, question.sent);
        let mut sent = question.sent.with(CURSOR, &cursor).with(ASKER, &named);
        let mut said = String::new();
        for _ in 0..PAGES {
            let answer = visitor.ask(&question.method, &question.path, &sent).await;
            said += &answer.plain();
            match question
                .next
                .and_then(|next| next_page(&answer, &sent, next))
            {
                Some(next) => sent = next,
                None => break,
            }
        }
        if records(question) {
            // As long as its number is.
            let lines = said.split_inclusive('\n');
            let kept: String = lines
                .filter(|line| !line.starts_with("content-length:"))
                .collect();
            said = renumbered(&kept, hidden);
        }
        answers.insert((asker, question.row.clone(), label), said.into());
    }
}

/// The next question about a list, where it goes on.
fn next_page(answer: &Answer, sent: &Sent, (from, to): (&str, &[&str])) -> Option<Sent> {
    let next = answer.json().pointer(from)?.as_str()?.to_owned();
    let Sent::Json(body) = sent else { return None };
    let mut body = body.clone();
    let place = to.iter().fold(&mut body, |value, name| &mut value[*name]);
    *place = Value::String(next);
    Some(Sent::Json(body))
}

/// Whether a question gives out a number.
fn records(question: &Question) -> bool {
    ["POST /api/record", "POST /report", "POST /request/{item}"].contains(&question.row.as_str())
}

/// Numbers of tickets less those of what is hidden, and of nothing else.
fn renumbered(said: &str, (first, many): (i64, i64)) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in said.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let before = ["INC-", "REQ-", "PRB-", "\"id\":"];
        let names = before.iter().any(|before| out.ends_with(before));
        match digits.parse::<i64>() {
            Ok(n) if names && n >= first => out += &(n - many).to_string(),
            _ => out += &digits,
        }
        digits.clear();
        out.push(c);
    }
    out
}

/// All that comes by the stream from where everybody looked last; it ends with the session.
async fn listen(world: &mut World, asker: Asker) -> String {
    let from = format!(
        "/live?from={}",
        world.cursors.get(&asker).cloned().unwrap_or_default()
    );
    let mut listener = match (asker, asker.person()) {
        (Asker::Nobody | Asker::Deactivated | Asker::PendingSignIn, _) | (_, None) => {
            world.visitors[&asker].clone()
        }
        (_, Some(_)) => {
            let mut listener = Visitor::of(&world.still);
            listener.sign_in(&email_of(asker)).await;
            listener
        }
    };
    let stream = listener.open(&Method::GET, &from, &Sent::Nothing).await;
    if stream.status() == 200 {
        let out = listener.post("/sign-out", &[]).await;
        assert_eq!(out.status, 303);
    }
    read(stream).await.plain()
}

/// The mail that each would be sent, by what it tells: as it would say it now.
pub async fn messages(world: &World) -> Answers {
    let desk = &world.still.desk;
    let posted = {
        let conn = &mut desk.store().read().await.unwrap();
        let tables = conn.tables().await.unwrap();
        let outbox = tables.iter().find(|table| table.name == "outbox").unwrap();
        let rows: Vec<String> = conn.rows(outbox).try_collect().await.unwrap();
        rows
    };
    let mut answers = Answers::new();
    for asker in Asker::OUTSIDE.into_iter().chain(Asker::INSIDE) {
        for notice in Notice::ALL {
            let row = format!("mail {}", notice.name());
            answers.insert((asker, row, String::new()), "".into());
        }
    }
    for line in posted {
        let row: Value = serde_json::from_str(&line).unwrap();
        let number = |name: &str| row[name].as_i64();
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let person = number("person").unwrap();
        let about = number("ticket").zip(number("position"));
        let everybody = Asker::OUTSIDE.into_iter().chain(Asker::INSIDE);
        let Some(asker) = everybody
            .into_iter()
            .find(|one| one.person() == Some(person))
        else {
            continue;
        };
        let posted = OutboxRow {
            outbound: OutboundEmail {
                key: "key".into(),
                kind: text("kind"),
                person: PersonId(person),
                address: None,
                about: about.map(|(ticket, position)| (TicketId(ticket), position)),
                article: number("article").map(ArticleId),
                at: Timestamp(number("at").unwrap()),
            },
            ..OutboxRow::default()
        };
        let says = desk.outgoing(&posted).await.unwrap();
        let said = plain(&format!("{} {says:?}\n", json!(text("kind"))));
        let key = (asker, format!("mail {}", text("kind")), String::new());
        let before = answers.remove(&key).unwrap_or_else(|| "".into());
        answers.insert(key, format!("{before}{said}").into());
    }
    answers
}

/// What was answered to these people differently.
pub fn differing(one: &Answers, other: &Answers, askers: &[Asker]) -> Vec<(Asker, String, String)> {
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    keys.into_iter()
        .filter(|(asker, ..)| askers.contains(asker))
        // Where less was asked, what was asked is compared.
        .filter(|key| {
            one.contains_key(*key) && other.get(*key) != one.get(*key) && other.contains_key(*key)
        })
        .cloned()
        .collect()
}

#[test]
fn only_the_numbers_of_new_tickets_are_counted_back() {
    let said = "location: /tickets/INC-70?x {\"id\":70} {\"id\":3} 70 REQ-12 8000-4000";
    assert_eq!(
        renumbered(said, (60, 5)),
        "location: /tickets/INC-65?x {\"id\":65} {\"id\":3} 70 REQ-12 8000-4000\n"
    );
}
