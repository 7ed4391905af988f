//! The live stream: what its reader may see, from where they left off, until they sign out.

use crate::app::*;
use futures::StreamExt;
use serde_json::{Value, json};
use std::time::Duration;

struct Stream(
    futures::stream::BoxStream<'static, reqwest::Result<Vec<u8>>>,
    String,
);

impl Stream {
    async fn open(browser: &Browser, cursor: &str) -> Self {
        let url = format!("{}/live?from={cursor}", browser.url);
        let answer = browser.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/event-stream")
        );
        Self(
            answer.bytes_stream().map(|b| b.map(|b| b.to_vec())).boxed(),
            String::new(),
        )
    }

    /// The next message of what happened, with its cursor; nothing where the stream has ended. How
    /// many notifications are unread is told beside it, at no certain moment.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            let (cursor, message) = self.message().await?;
            if message.get("unread").is_none() {
                return Some((cursor, message));
            }
        }
    }

    async fn message(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.1.clone().split_once("\n\n") {
                self.1 = rest.to_owned();
                let part = |name: &str| {
                    event
                        .lines()
                        .find_map(|l| l.strip_prefix(name))
                        .map(str::trim)
                };
                if let (Some(id), Some(data)) = (part("id:"), part("data:")) {
                    return Some((id.to_owned(), serde_json::from_str(data).unwrap()));
                }
                continue;
            }
            let more = tokio::time::timeout(Duration::from_secs(120), self.0.next())
                .await
                .expect("a message in time");
            self.1.push_str(&String::from_utf8(more?.ok()?).unwrap());
        }
    }
}

async fn cursor(browser: &Browser) -> String {
    let home: Value = browser.call("home", json!({})).await.json().await.unwrap();
    home["cursor"].as_str().unwrap().to_owned()
}

fn command(id: u8, ticket: &str, command: Value) -> Value {
    let id = format!("00000000-0000-4000-8000-0000000000{id:02}");
    json!({"command": {"id": id, "ticket": number(ticket), "command": command}})
}

#[tokio::test]
async fn everybody_hears_what_is_theirs_and_nothing_else() {
    let app = spawn_app().await;
    let (claire, bruno, nadia) = (
        app.signed_in(CLAIRE).await,
        app.signed_in(BRUNO).await,
        app.signed_in(NADIA).await,
    );
    let mut for_claire = Stream::open(&claire, &cursor(&claire).await).await;
    let mut for_bruno = Stream::open(&bruno, &cursor(&bruno).await).await;
    let mut for_nadia = Stream::open(&nadia, &cursor(&nadia).await).await;

    let reference = app.reported(&claire, &[]).await;
    let (_, heard) = for_nadia.next().await.unwrap();
    assert_eq!(
        heard["update"]["line"]["summary"]["subject"],
        "Word ne s’ouvre plus"
    );
    for_claire.next().await.unwrap();

    // An internal note: heard by the agent, not by the user, and no gap tells of it.
    nadia
        .call(
            "carry-out",
            command(1, &reference, json!({"note": {"text": "entre nous"}})),
        )
        .await;
    let (_, heard) = for_nadia.next().await.unwrap();
    assert!(heard.to_string().contains("entre nous"));
    nadia
        .call(
            "carry-out",
            command(2, &reference, json!({"comment": {"text": "Bonjour"}})),
        )
        .await;
    let (_, heard) = for_claire.next().await.unwrap();
    assert!(heard.to_string().contains("Bonjour") && !heard.to_string().contains("entre nous"));

    // Bruno hears his own ticket first: nothing of Claire's came before it.
    let own = app.reported(&bruno, &[]).await;
    let (_, heard) = for_bruno.next().await.unwrap();
    assert_eq!(heard["update"]["reference"]["id"], number(&own));
}

/// Two people listen while an agent works on a ticket of one of them, with notes and on a
/// confidential one: the other's stream holds exactly what it would hold had nothing happened.
#[tokio::test]
async fn a_stream_has_no_gap_where_something_was_left_out() {
    let app = spawn_app().await;
    let (claire, bruno, nadia) = (
        app.signed_in(CLAIRE).await,
        app.signed_in(BRUNO).await,
        app.signed_in(NADIA).await,
    );
    let raw = async |hidden: usize| {
        let url = format!("{}/live?from={}", app.url, cursor(&bruno).await);
        let mut stream = bruno.client.get(url).send().await.unwrap().bytes_stream();
        let reference = app.reported(&claire, &[("confidential", "on")]).await;
        for n in 0..hidden {
            let note = json!({"note": {"text": "entre nous"}});
            let id = format!("{n:08}-aaaa-4000-8000-{hidden:012}");
            let body =
                json!({"command": {"id": id, "ticket": number(&reference), "command": note}});
            assert_eq!(nadia.call("carry-out", body).await.status(), 200);
        }
        app.reported(&bruno, &[]).await;
        let mut said = String::new();
        // The version of the program, then the first message.
        while said.matches("\n\n").count() < 2 {
            said.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
        }
        said
    };
    let shape = |said: &str| -> Vec<String> {
        let lines = said.lines().map(|line| match line.split_once(": ") {
            Some(("id", id)) => format!("id of {}", id.len()),
            Some((name, _)) => name.to_owned(),
            None => line.to_owned(),
        });
        lines.collect()
    };
    let (quiet, busy) = (raw(0).await, raw(40).await);
    assert_eq!(shape(&quiet), shape(&busy));
    assert_eq!(shape(&quiet), ["event", "data", "", "id of 88", "data", ""]);
    // Nor does the place in the log tell: it never looks the same, whether or not it moved.
    let same = [cursor(&bruno).await, cursor(&bruno).await];
    assert_ne!(same[0], same[1]);
    for cursor in same {
        let caught: Value = bruno
            .call("catch-up", json!({"cursor": cursor}))
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(caught, json!([]));
    }
}

#[tokio::test]
async fn a_stream_goes_on_where_it_was() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let start = cursor(&claire).await;
    let references = [
        app.reported(&claire, &[]).await,
        app.reported(&claire, &[]).await,
    ];
    let mut stream = Stream::open(&claire, &start).await;
    let (first, heard) = stream.next().await.unwrap();
    assert_eq!(heard["update"]["reference"]["id"], number(&references[0]));
    drop(stream);
    let mut stream = Stream::open(&claire, &first).await;
    let (_, heard) = stream.next().await.unwrap();
    assert_eq!(heard["update"]["reference"]["id"], number(&references[1]));
    // A made-up place: read the page again.
    let mut stream = Stream::open(&claire, "00112233445566778899aabbccddeeff").await;
    assert_eq!(stream.next().await.unwrap().1, json!("reload"));
}

/// What happened to two tickets by turns is one message for each; who leaves between the two misses
/// nothing of the second.
#[tokio::test]
async fn a_stream_that_is_cut_between_two_tickets_misses_nothing() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let references = [
        app.reported(&claire, &[]).await,
        app.reported(&claire, &[]).await,
    ];
    let start = cursor(&claire).await;
    for (id, words) in (1..).zip(["un", "deux", "trois", "quatre"]) {
        let ticket = &references[usize::from(id % 2 == 0)];
        let comment = json!({"comment": {"text": words}});
        let answer = nadia.call("carry-out", command(id, ticket, comment)).await;
        assert_eq!(answer.status(), 200);
    }
    let said = |heard: &Value| heard["update"]["texts"].to_string();
    let mut stream = Stream::open(&claire, &start).await;
    let (between, heard) = stream.next().await.unwrap();
    assert!(said(&heard).contains("un") && said(&heard).contains("trois"));
    drop(stream);
    let mut stream = Stream::open(&claire, &between).await;
    let mut rest = String::new();
    while !rest.contains("quatre") {
        rest.push_str(&said(&stream.next().await.unwrap().1));
    }
    assert!(rest.contains("deux"), "{rest}");
}

/// How far one can come back is told by the clock: a count of what happened would count what nobody
/// may see.
#[tokio::test]
async fn how_much_was_hidden_is_not_told_to_whoever_comes_back() {
    let app = spawn_app().await;
    let (claire, bruno) = (app.signed_in(CLAIRE).await, app.signed_in(BRUNO).await);
    let start = cursor(&bruno).await;
    let me: Value = claire.call("me", json!({})).await.json().await.unwrap();
    let claire = guichet_desk::Caller {
        person: guichet_domain::PersonId(me["actor"]["who"]["person"].as_i64().unwrap()),
    };
    let draft = guichet_domain::NewTicket {
        subject: "Entre nous".into(),
        affected: Some(claire.person),
        ..guichet_domain::NewTicket::default()
    };
    // More than the log is read of in one go.
    let hidden = (0..2100).map(|_| {
        let id = app.desk.new_command();
        app.desk.record(claire, id, draft.clone())
    });
    for done in futures::future::join_all(hidden).await {
        done.unwrap();
    }
    let own = app.reported(&bruno, &[]).await;
    let caught = async || -> Value {
        let answer = bruno.call("catch-up", json!({"cursor": start})).await;
        answer.json().await.unwrap()
    };
    let told = caught().await;
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["update"]["reference"]["id"], number(&own));
    let mut stream = Stream::open(&bruno, &start).await;
    let (_, heard) = stream.next().await.unwrap();
    assert_eq!(heard["update"]["reference"]["id"], number(&own));
    app.clock.advance(61 * guichet_domain::kernel::time::MINUTE);
    assert_eq!(caught().await, json!(["reload"]));
}

#[tokio::test]
async fn signing_out_ends_the_stream() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let mut stream = Stream::open(&claire, &cursor(&claire).await).await;
    claire.post("/sign-out", &[]).await;
    assert!(stream.next().await.is_none());
    assert_eq!(
        claire
            .client
            .get(format!("{}/live", app.url))
            .send()
            .await
            .unwrap()
            .status(),
        401
    );
}
