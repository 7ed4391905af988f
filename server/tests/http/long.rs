//! However long a conversation, a page of it has a size, and everything in it is reached.

use crate::app::*;
use guichet_desk::Caller;
use guichet_domain::kernel::prose::Format;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::{CommandId, PersonId, TicketId};
use guichet_server::kernel::bounds::PAGE_MAX;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Comments of Claire on a ticket, each with its number in it.
async fn comments(app: &App, ticket: i64, many: usize, text: impl Fn(usize) -> String) {
    let claire = Caller {
        person: PersonId(1),
    };
    for n in 0..many {
        let command = CommandEnvelope {
            id: CommandId(Uuid::from_u128((1 << 100) + ((n as u128) << 32))),
            ticket: TicketId(ticket),
            command: Command::Comment { text: text(n) },
            format: Format::Markdown,
        };
        app.desk.carry_out(claire, command).await.unwrap();
    }
}

/// The numbers that stand in a page as `no-17.`
fn numbers(page: &str) -> BTreeSet<usize> {
    let found = page.split("no-").skip(1);
    found
        .filter_map(|rest| rest.split_once('.')?.0.parse().ok())
        .collect()
}

/// All that is shown of a ticket in the portal, page by page, as somebody without JavaScript goes
/// from one to the one before; and how many pages that is.
async fn walked(browser: &Browser, reference: &str) -> (BTreeSet<usize>, usize) {
    let (mut all, mut pages) = (BTreeSet::new(), 0);
    let mut path = format!("/tickets/{reference}");
    loop {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status(), 200, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.len() < PAGE_MAX, "{path}: {} bytes", page.len());
        pages += 1;
        // From an earlier part one comes back to the last.
        let back = page.contains(&format!("href=\"/tickets/{reference}\""));
        assert_eq!(back, path.contains("before"), "{path}");
        // What is shown, not what is carried for the browser.
        let (_, shown) = page.split_once("<ol class=\"timeline\"").unwrap();
        let (shown, _) = shown.split_once("</ol>").unwrap();
        let new = numbers(shown);
        assert!(all.is_disjoint(&new), "{path} shows again what was shown");
        all.extend(new);
        let link = format!("href=\"/tickets/{reference}?before=");
        let Some((_, rest)) = page.split_once(&link) else {
            return (all, pages);
        };
        let (before, _) = rest.split_once('"').unwrap();
        path = format!("/tickets/{reference}?before={before}");
    }
}

#[tokio::test]
async fn a_long_conversation_comes_in_parts_and_all_of_it_is_reached() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let ticket = number(&reference);
    let filler = "Lorem ipsum <dolor> & « sit ». ".repeat(600);
    comments(&app, ticket, 60, |n| format!("no-{n}. {filler}")).await;
    let (all, pages) = walked(&claire, &reference).await;
    assert_eq!(all, (0..60).collect());
    assert!(pages > 2, "{pages}");

    // The desk: one page, and what the browser asks for to go back.
    let nadia = app.signed_in(NADIA).await;
    let page = nadia.get(&format!("/desk/{reference}")).await;
    let page = page.text().await.unwrap();
    assert!(page.len() < PAGE_MAX, "{}", page.len());
    assert!(numbers(&page).contains(&59));
    let (mut all, mut before) = (BTreeSet::new(), Value::Null);
    while before != 0 {
        let answer = nadia.call("ticket", json!({"id": ticket, "before": before}));
        let text = answer.await.text().await.unwrap();
        assert!(text.len() < PAGE_MAX, "{}", text.len());
        let part: Value = serde_json::from_str(&text).unwrap();
        all.extend(numbers(&text));
        assert_eq!(part["later"], json!(!before.is_null()));
        before = part["first"].clone();
    }
    assert_eq!(all, (0..60).collect());
}

#[tokio::test]
async fn comments_of_worst_shapes_make_no_page_larger_than_another() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let table = format!("|{}\n|{}\n", "a|".repeat(2_000), "-|".repeat(2_000));
    let table = table + &"|\n".repeat(5_900);
    let shapes = [
        table,
        ">".repeat(19_900),
        "- ".repeat(9_900),
        "&".repeat(19_900),
        "<".repeat(19_900),
        "\"".repeat(19_900),
        "\u{a0}x".repeat(9_900),
        "a\n".repeat(9_900),
        "𝔊".repeat(19_900),
        "[a](b)".repeat(3_300),
    ];
    for (n, shape) in shapes.iter().enumerate() {
        let subject = format!("Forme {n}");
        let reference = app
            .reported(&claire, &[("subject", &subject), ("description", shape)])
            .await;
        let [claire_is, nadia_is] = [1, 3].map(|id| Caller {
            person: PersonId(id),
        });
        for k in 0..10_u128 {
            let id = CommandId(Uuid::from_u128(
                (2 << 100) + ((n as u128) << 64) + (k << 32),
            ));
            let text = format!("no-{k}.\n\n{shape}");
            let command = CommandEnvelope {
                id,
                ticket: TicketId(number(&reference)),
                command: Command::Comment { text },
                format: Format::Markdown,
            };
            // As it was typed, and as Markdown.
            let by = if k % 2 == 0 { claire_is } else { nadia_is };
            app.desk.carry_out(by, command).await.unwrap();
        }
        let (all, _) = walked(&claire, &reference).await;
        assert_eq!(all, (0..10).collect(), "{subject}");
        let nadia = app.signed_in(NADIA).await;
        let page = nadia.get(&format!("/desk/{reference}")).await;
        let page = page.text().await.unwrap();
        assert!(page.len() < PAGE_MAX, "{subject}: {} bytes", page.len());
    }
}

/// What was rendered and kept is not served once it is removed, and its copies are gone.
#[tokio::test]
async fn a_removed_text_is_in_no_part_and_in_no_other_process() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    let ticket = number(&reference);
    comments(&app, ticket, 150, |n| format!("no-{n}. **Xylophone{n}**")).await;
    let ask = async |browser: &Browser, before: Value| {
        let answer = browser.call("ticket", json!({"id": ticket, "before": before}));
        answer.await.json::<Value>().await.unwrap()
    };
    let first = ask(&nadia, json!(60)).await;
    assert!(first.to_string().contains("no-0. **Xylophone0**</p>"));
    let history = first["history"].as_array().unwrap();
    let text = history
        .iter()
        .find_map(|e| e["event"]["commented"]["text"].as_str())
        .unwrap()
        .to_owned();
    let command = json!({"redact": {"what": {"text": text}, "reason": "secret"}});
    let body = json!({"command": {"id": "00000000-0000-4000-8000-00000000aaaa", "ticket": ticket, "command": command}});
    assert_eq!(nadia.call("carry-out", body).await.status(), 200);
    for browser in [&claire, &nadia] {
        let part = ask(browser, json!(60)).await;
        let said = part.to_string();
        assert!(!said.contains("Xylophone0<") && !said.contains("Xylophone0*"));
        assert!(said.contains("Xylophone1*"));
    }
    // It stands in the last part that it happened; the page of an earlier part knows when.
    assert!(ask(&nadia, json!(60)).await["removed_at"].is_i64());
}

#[tokio::test]
async fn what_was_missed_comes_while_it_is_little_and_the_page_is_read_again_otherwise() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let ticket = number(&reference);
    let cursor = async || {
        let page = claire.call("ticket", json!({"id": ticket, "before": null}));
        let page: Value = page.await.json().await.unwrap();
        page["cursor"].as_str().unwrap().to_owned()
    };
    let missed = async |cursor: &str| {
        let answer = claire.call("catch-up", json!({"cursor": cursor})).await;
        let text = answer.text().await.unwrap();
        assert!(text.len() < PAGE_MAX, "{} bytes", text.len());
        serde_json::from_str::<Vec<Value>>(&text).unwrap()
    };
    let before = cursor().await;
    comments(&app, ticket, 3, |n| {
        format!("no-{n}. {}", "<".repeat(19_000))
    })
    .await;
    let few = missed(&before).await;
    let events = few.iter().map(|one| one["update"]["events"].as_array());
    let events: usize = events.map(|events| events.unwrap().len()).sum();
    assert_eq!(events, 3, "{few:?}");
    comments(&app, ticket, 60, |n| {
        format!("no-{n}. {}", "<".repeat(19_000))
    })
    .await;
    assert_eq!(missed(&before).await, [json!("reload")]);
    assert_eq!(missed(&cursor().await).await, [] as [Value; 0]);
}
