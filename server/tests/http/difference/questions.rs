//! What is asked: every address and function of the program's own tables, with whatever they can be
//! asked about. An address that is not understood here fails, and so does a function.

use super::visitor::Sent;
use super::world::{Things, WORD};
use axum::http::Method;
use guichet_domain::feedback::page::FeedbackView;
use guichet_domain::knowledge::workspace::ArticleView;
use guichet_domain::mail::inbound::Fate;
use guichet_domain::queue::query::View;
use serde_json::{Value, json};

/// Something that answers: a method and an address as the program's table names it.
pub type Row = String;

#[derive(Clone, Debug)]
pub struct Question {
    pub row: Row,
    pub method: Method,
    pub path: String,
    pub sent: Sent,
    /// Where the answer says how the list goes on, if it does (a JSON pointer), and where the next
    /// question says so.
    pub next: Option<(&'static str, &'static [&'static str])>,
}

impl Question {
    /// The same, of the head of the answer alone (RFC 9110, 9.3.2).
    pub fn head(&self) -> Self {
        Self {
            method: Method::HEAD,
            ..self.clone()
        }
    }
}

/// In the place of these stand where the asker's stream was, and who asks: commands are their own.
pub const CURSOR: &str = "CURSOR";
pub const ASKER: &str = "ASKERASKERID";

/// What an address may be asked about, by the names of its parts.
fn values(part: &str, things: &Things) -> Vec<String> {
    let some = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    match part {
        "reference" => {
            let missing = "INC-9999".to_owned();
            things.tickets.values().cloned().chain([missing]).collect()
        }
        "ticket" => {
            let numbers = things.tickets.keys().copied().chain([9999]);
            numbers.map(|number| number.to_string()).collect()
        }
        "article" | "item" | "message" => some(&["1", "2", "99"]),
        "language" => some(&["fr", "en", "xx"]),
        "person" | "id" => some(&["2", "13", "999"]),
        "section" => some(&["people", "settings"]),
        // Drawn, and known to nobody.
        "token" | "secret" => some(&["guess"]),
        "command" => some(&["00000000-0000-4000-8000-000000000009"]),
        other => panic!("what can an address be asked about by its part {other:?}?"),
    }
}

/// The addresses that match one of the table.
fn paths(address: &str, things: &Things) -> Vec<String> {
    if address == "/files/{ticket}/{file}" {
        let kept = things.files.iter();
        let kept = kept.map(|(ticket, file)| format!("/files/{ticket}/{file}"));
        let missing = "/files/9999/00000000-0000-4000-8000-000000000009".to_owned();
        return kept.chain([missing]).collect();
    }
    if address == "/help/{article}/files/{file}" {
        let kept = things.article_files.iter();
        let kept = kept.map(|(article, file)| format!("/help/{article}/files/{file}"));
        let missing = "/help/1/files/00000000-0000-4000-8000-000000000009".to_owned();
        return kept.chain([missing]).collect();
    }
    let mut paths = vec![String::new()];
    for piece in address.split('/').skip(1) {
        let part = piece
            .strip_prefix('{')
            .and_then(|piece| piece.strip_suffix('}'));
        let values = part.map_or(vec![piece.to_owned()], |part| values(part, things));
        paths = paths
            .iter()
            .flat_map(|path| values.iter().map(move |value| format!("{path}/{value}")))
            .collect();
    }
    paths
}

/// What may narrow a page, or say more of it: everything that any page reads.
fn narrowed(address: &str, things: &Things) -> Vec<String> {
    let hidden = things.tickets.values().next_back();
    let hidden = hidden.map_or("INC-9999", String::as_str);
    let mut all = vec![String::new()];
    if !address.contains('{') {
        all.push(format!(
            "?q={WORD}&text={WORD}&view=all&open=true&follows={hidden}&who=13&kind=bounce"
        ));
    }
    if address.starts_with("/request/") || address.starts_with("/call") {
        all.push(format!("?follows={hidden}"));
    }
    if address == "/feedback" {
        for view in FeedbackView::ALL {
            let name: &'static str = view.into();
            all.push(format!("?view={name}&since=2020-01-01"));
        }
    }
    if address == "/problem" {
        all.push(format!("?incident={hidden}"));
    }
    if address == "/knowledge/new" {
        all.push(format!("?ticket={hidden}"));
    }
    if address.starts_with("/desk/export") {
        for view in View::ALL {
            all.push(format!("?view={}", view.name()));
        }
        all.push("?view=all&text=imprimante".into());
    }
    all
}

/// How a page is asked for.
pub fn pages(address: &str, things: &Things) -> Vec<Question> {
    let paths = paths(address, things);
    let narrowed = narrowed(address, things);
    let question = |path: String| Question {
        row: format!("GET {address}"),
        method: Method::GET,
        path,
        sent: Sent::Nothing,
        next: None,
    };
    paths
        .iter()
        .flat_map(|path| narrowed.iter().map(move |more| format!("{path}{more}")))
        .map(question)
        .collect()
}

/// What is posted to an address.
pub fn forms(address: &str, things: &Things) -> Vec<Question> {
    let forms: Vec<Sent> = match address {
        "/tickets/{reference}" => vec![
            Sent::Form(fields(&[("action", "comment"), ("text", "Bonjour")])),
            Sent::Multipart(fields(&[("action", "attach"), ("internal", "1")])),
            Sent::Form(fields(&[("action", "approve")])),
            Sent::Form(fields(&[("action", "feedback"), ("score", "3")])),
        ],
        "/feedback/{token}" => vec![Sent::Form(fields(&[("score", "3")]))],
        _ => vec![Sent::Form(fields(&[("nothing", "")]))],
    };
    let paths = paths(address, things);
    let question = |path: &String, sent: &Sent| Question {
        row: format!("POST {address}"),
        method: Method::POST,
        path: path.clone(),
        sent: sent.clone(),
        next: None,
    };
    let all = paths
        .iter()
        .flat_map(|path| forms.iter().map(move |sent| question(path, sent)));
    all.collect()
}

fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    // Chosen here: a form without one draws it.
    let command = ("command", "0000000f-0003-4000-8000-ASKERASKERID");
    fields
        .iter()
        .chain([&command])
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Whether a function changes something: it is called once everything has been looked at.
pub fn changes(function: &str) -> bool {
    matches!(
        function,
        "/api/carry-out"
            | "/api/record"
            | "/api/add-person"
            | "/api/administer"
            | "/api/add-starting-set"
            | "/api/invite"
            | "/api/invite-all"
            | "/api/remove-factor"
            | "/api/anonymise"
            | "/api/see-to-gap"
            | "/api/dismiss-group"
            | "/api/tell-users"
            | "/api/declare-major"
            | "/api/update-major"
            | "/api/step-down-major"
            | "/api/apply-promises"
            | "/api/write-article"
            | "/api/change-article"
            | "/api/change-feedback"
    )
}

/// How a function is called.
pub fn calls(function: &str, things: &Things) -> Vec<Question> {
    let name = function.strip_prefix("/api/").unwrap_or(function);
    let tickets = || things.tickets.keys().copied().chain([9999]);
    let each = |body: fn(i64) -> Value| tickets().map(body).collect::<Vec<_>>();
    let one = |body: Value| vec![body];
    let mut next: Option<(&'static str, &'static [&'static str])> = None;
    let bodies: Vec<Value> = match name {
        "uninvited" | "invite-all" | "me" | "home" | "catalogue" | "approvals" | "call-choices"
        | "disruptions" | "administration" | "beginning" | "bounces" | "wishes" | "mail"
        | "my-absence" | "my-access" | "preview-applying" => one(json!({})),
        "explanation" => tickets()
            .flat_map(|id| {
                ["own", "resolve"].map(|promise| json!({"ticket": id, "promise": promise}))
            })
            .collect(),
        "preview-promises" => one(
            json!({"entry": {"service_level": {"id": 0, "name": {"fr": "", "en": ""},
            "scope": {"kind": "everything"}, "calendar": 1, "times": [{"kind": "incident", "priority": "high",
            "own": 30, "resolve": 240}], "pauses": [], "steps": [], "active": true}}, "at": "2026-06-01T10:00"}),
        ),
        "calendar-days" => one(json!({"file": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"})),
        "apply-promises" => one(json!({"rules": "x"})),
        "open-work" => open_work(),
        "my-tickets" => {
            next = Some(("/1", &["after"]));
            [None, Some(true), Some(false)]
                .map(|open| json!({"open": open, "after": null}))
                .to_vec()
        }
        "search-tickets" => [WORD, "imprimante"]
            .map(|text| json!({"question": text}))
            .to_vec(),
        "announcements" | "queue-counts" | "groups" | "majors" => one(json!({})),
        "most-useful" | "gaps" => one(json!({"language": "fr"})),
        "suggest" => [WORD, "accueil"]
            .map(|text| json!({"text": text, "language": "fr"}))
            .to_vec(),
        "see-to-gap" => one(
            json!({"task": {"settle": {"asked": WORD, "said": WORD, "language": "fr",
            "reason": "nothing_found", "article": null, "times": 1, "last_day": 1, "owner": null}}}),
        ),
        "help" => ["", WORD, "accueil"]
            .map(|question| json!({"question": question, "language": "fr"}))
            .to_vec(),
        "article" => [1, 2, 99]
            .map(|id| json!({"id": id, "language": "fr"}))
            .to_vec(),
        "workspace" => [1, 2, 3, 99].map(|id| json!({"id": id})).to_vec(),
        "compare-editions" => [1, 2, 3, 99]
            .map(|id| json!({"id": id, "from": null, "to": null}))
            .to_vec(),
        "articles-to-work-on" => ArticleView::ALL
            .iter()
            .map(|view| json!({"view": view, "language": "fr"}))
            .collect(),
        "articles-beside" => each(|id| json!({"ticket": id})),
        "proposal" => each(|id| json!({"ticket": id})),
        "preview" => one(json!({"texts": ["# Titre", WORD]})),
        // It has no title, so that none is written: their numbers show how many there are.
        "write-article" => tickets()
            .enumerate()
            .map(|(n, ticket)| {
                json!({"id": command(300 + n), "new": {"kind": "faq", "readers": "agents",
                    "about": {"service": null}, "texts": {}, "ticket": ticket}})
            })
            .collect(),
        "change-article" => tickets()
            .enumerate()
            .map(|(n, ticket)| {
                json!({"command": {"id": command(400 + n), "article": 1,
                    "command": {"link": {"ticket": ticket}}}})
            })
            .collect(),
        "feedback" => {
            next = Some(("/next", &["query", "after"]));
            FeedbackView::ALL
                .iter()
                .map(|view| json!({"query": {"view": view, "since": "2020-01-01"}}))
                .collect()
        }
        "feedback-of-ticket" => each(|id| json!({"id": id})),
        "feedback-question" => one(json!({"token": "INC-1.aaaaaaaaaaaaaaaa"})),
        "change-feedback" => things
            .feedback
            .iter()
            .chain([&9999])
            .enumerate()
            .map(|(n, id)| {
                json!({"command": {"id": command(600 + n), "feedback": id,
                    "command": {"settle": {"done": true}}}})
            })
            .collect(),
        "item" => vec![json!({"id": 1}), json!({"id": 3}), json!({"id": 99})],
        "look-at-article" => [1, 2, 99].map(|id| json!({"id": id})).into(),
        "propose" => [WORD, "imprimante"]
            .map(|text| json!({"subject": text, "description": text}))
            .to_vec(),
        "dismiss-group" => each(|id| json!({"of": id, "people": 3})),
        "me-too" => ["disruption", "article"]
            .into_iter()
            .flat_map(|of| [1, 2, 99].map(|id| json!({"what": {of: id}, "language": "fr"})))
            .collect(),
        "telling" => ["workaround", "fix"]
            .into_iter()
            .flat_map(|known| tickets().map(move |id| json!({"problem": id, "known": known})))
            .collect(),
        "tell-users" => each(|id| {
            let command = format!("00000000-0000-4000-8000-7e11{id:08}");
            json!({"id": command, "form": {"problem": id, "known": "workaround",
                "source": command, "fr": "Bonjour", "en": "", "resolve": false}})
        }),
        "major" => each(|id| json!({"incident": id})),
        // It has no title, so that nothing is saved.
        "declare-major" => each(|id| {
            let command = format!("00000000-0000-4000-8000-7e12{id:08}");
            json!({"id": command, "form": {"incident": id, "leader": 1, "reason": "x",
                "next_update": null, "title": {"fr": "", "en": ""}, "message": {"fr": "", "en": ""},
                "service": null, "children": []}})
        }),
        "update-major" => each(|id| {
            let command = format!("00000000-0000-4000-8000-7e13{id:08}");
            json!({"id": command, "form": {"incident": id, "text": {"fr": "x", "en": ""},
                "next_update": null}})
        }),
        "step-down-major" => each(|id| {
            let command = format!("00000000-0000-4000-8000-7e14{id:08}");
            json!({"id": command, "form": {"incident": id, "reason": "",
                "last_word": {"fr": "", "en": ""}}})
        }),
        "ticket" | "look-at-ticket" => each(|id| json!({"id": id})),
        "catch-up" => vec![json!({"cursor": CURSOR}), json!({"cursor": "x"})],
        "queue" => {
            next = Some(("/next", &["query", "after"]));
            let texts = ["", WORD, "imprimante"];
            let asked = View::ALL
                .iter()
                .flat_map(|view| texts.map(|text| (view.name(), text)));
            asked
                .map(|(view, text)| json!({"query": {"view": view, "text": text}}))
                .collect()
        }
        "find-people" => ["personne", "bruno", WORD]
            .map(|text| json!({"text": text}))
            .to_vec(),
        "inbound-messages" => {
            next = Some(("/1", &["after"]));
            [Fate::Aside, Fate::Automatic, Fate::Bounce]
                .map(|fate| json!({"fate": fate, "after": null}))
                .to_vec()
        }
        "notifications" => {
            next = Some(("/next", &["after"]));
            one(json!({"after": null}))
        }
        "person-access" => vec![json!({"person": 13}), json!({"person": 1})],
        "audit" => {
            next = Some(("/next", &["query", "after"]));
            vec![json!({"query": {}}), json!({"query": {"who": "13"}})]
        }
        "invite" | "remove-factor" | "anonymise" => one(json!({"person": 999})),
        "carry-out" => commands(things),
        "record" => one(json!({"id": command(1), "draft": draft(things)})),
        "add-person" => {
            one(json!({"id": command(2), "name": "X", "email": "", "department": null}))
        }
        "add-starting-set" => one(json!({"id": command(4)})),
        "administer" => administer(things),
        other => panic!("how is the function {other:?} called?"),
    };
    let question = |body: Value| Question {
        row: format!("POST {function}"),
        method: Method::POST,
        path: function.to_owned(),
        sent: Sent::Json(body),
        next,
    };
    bodies.into_iter().map(question).collect()
}

/// A team, and disruptions about each ticket. These have no title, so that none is saved: their numbers
/// show how many there are.
fn administer(things: &Things) -> Vec<Value> {
    let team = json!({"id": command(3),
        "entry": {"team": {"id": 0, "name": {"fr": "X", "en": "X"}, "active": true}}});
    let tickets = things.tickets.keys().copied().chain([9999]);
    let about = |(n, ticket): (usize, i64)| {
        let disruption = json!({"id": 0, "service": null, "title": "", "message": "", "since": 0,
            "ended": null, "tickets": [ticket]});
        json!({"id": command(500 + n), "entry": {"disruption": disruption}})
    };
    let about = tickets.enumerate().map(about);
    std::iter::once(team).chain(about).collect()
}

/// What is open for a person, a team, a service and an item.
fn open_work() -> Vec<Value> {
    let name = json!({"fr": "", "en": ""});
    let person = |id: i64| {
        json!({"of": {"person": {"id": id, "name": "", "email": null, "role": "user", "teams": [],
            "department": null, "language": null, "zone": null, "active": true}}})
    };
    vec![
        person(2),
        person(13),
        json!({"of": {"team": {"id": 1, "name": name, "active": true}}}),
        json!({"of": {"team": {"id": 2, "name": name, "active": true}}}),
        json!({"of": {"service": {"id": 1, "name": name, "team": 1, "restricted": false, "active": true}}}),
    ]
}

fn command(n: usize) -> String {
    format!("{n:08}-0001-4000-8000-{ASKER}")
}

/// Taking up a ticket: the last, which is hidden where any is.
fn draft(things: &Things) -> Value {
    let follows = things.tickets.keys().next_back();
    json!({"kind": "incident", "subject": "x", "description": "", "affected": null, "reporter": null,
        "channel": "portal", "noticed_at": null, "confidential": false, "service": null, "impact": null,
        "urgency": null, "item": null, "fields": {},
        "follows": {"kind": "incident", "id": follows}})
}

/// Commands on every ticket, and links to each of them.
fn commands(things: &Things) -> Vec<Value> {
    let mut all = Vec::new();
    let visible = things.tickets.keys().next().copied().unwrap_or(1);
    for ticket in things.tickets.keys() {
        let to = json!({"kind": "incident", "id": ticket});
        for (on, command) in [
            (*ticket, json!({"comment": {"text": "x"}})),
            (*ticket, json!({"note": {"text": "x"}})),
            (*ticket, json!({"take": {"was": null}})),
            (*ticket, json!({"approve": {"comment": ""}})),
            (
                visible,
                json!({"link": {"to": [to], "relation": "related_to"}}),
            ),
            (visible, json!({"unlink": {"to": to}})),
            // Others would read it then, and nobody confirms that.
            (visible, json!({"merge": {"into": to, "confirmed": null}})),
            (visible, json!({"unmerge": {"from": to}})),
            (
                visible,
                json!({"hold": {"reason": "problem", "until": 4_000_000_000_000_000_i64, "note": "", "problem": to}}),
            ),
        ] {
            all.push((on, command));
        }
    }
    let body = |(n, (on, asked)): (usize, (i64, Value))| {
        let id = format!("{n:08x}-0002-4000-8000-{ASKER}");
        json!({"command": {"id": id, "ticket": on, "command": asked}})
    };
    all.into_iter().enumerate().map(body).collect()
}
