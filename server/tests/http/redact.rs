//! Something that should not have been written is removed, and is nowhere afterwards.

use crate::app::*;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

async fn ticket(browser: &Browser, reference: &str) -> Value {
    let call = browser.call("ticket", json!({"id": number(reference)}));
    call.await.json().await.unwrap()
}

fn command(n: u64, reference: &str, what: Value) -> Value {
    json!({"command": {
        "id": format!("00000000-0000-4000-8000-{n:012}"),
        "ticket": number(reference),
        "command": {"redact": {"what": what, "reason": "Mot de passe"}},
    }})
}

#[tokio::test]
async fn a_text_and_a_file_are_removed_by_whoever_works_on_the_ticket() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app
        .reported(&claire, &[("description", "Mon mot de passe : xyzzyplugh")])
        .await;
    let file = Part::bytes(b"xyzzyplugh".to_vec()).file_name("xyzzyplugh.txt");
    let form = Form::new().text("action", "comment").part("file", file);
    let url = format!("{}/tickets/{reference}", claire.url);
    claire
        .client
        .post(url)
        .multipart(form)
        .send()
        .await
        .unwrap();

    let page = ticket(&nadia, &reference).await;
    let text = page["ticket"]["description"].clone();
    let file = page["ticket"]["attachments"][0]["file"].clone();
    let path = format!("/files/{}/{}", number(&reference), file.as_str().unwrap());
    assert_eq!(claire.get(&path).await.status(), 200);
    for (n, what) in [json!({"text": text}), json!({"file": file})]
        .iter()
        .enumerate()
    {
        let n = n as u64 * 1000;
        // Not by the user, not by another's agent of another ticket's text, not everything at once.
        let asked = command(n + 1, &reference, what.clone());
        let refused: Value = claire.call("carry-out", asked).await.json().await.unwrap();
        assert_eq!(
            refused["Err"]["refused"]["impossible"]["why"], "not_yours",
            "{refused}"
        );
        let asked = command(n + 200, &reference, json!("all"));
        let refused: Value = nadia.call("carry-out", asked).await.json().await.unwrap();
        assert!(refused["Err"]["refused"].is_object(), "{refused}");
        let asked = command(n + 300, &reference, what.clone());
        let done: Value = nadia
            .call("carry-out", asked.clone())
            .await
            .json()
            .await
            .unwrap();
        let event = &done["Ok"]["events"][0]["event"];
        assert!(event["redacted"].is_object(), "{done}");
        let again: Value = nadia.call("carry-out", asked).await.json().await.unwrap();
        assert_eq!(done, again, "the same command twice is done once");
    }
    assert_eq!(claire.get(&path).await.status(), 404);
    for browser in [&claire, &nadia] {
        for path in [
            format!("/tickets/{reference}"),
            format!("/desk/{reference}"),
            "/desk?text=xyzzyplugh".into(),
        ] {
            let body = browser.get(&path).await.text().await.unwrap();
            let field = body.replace("value=\"xyzzyplugh\"", "");
            assert!(
                !field.replace("text=xyzzyplugh", "").contains("xyzzyplugh"),
                "{path}: {body}"
            );
        }
        let page = ticket(browser, &reference).await.to_string();
        assert!(!page.contains("xyzzyplugh") && page.contains("Mot de passe"));
    }
    assert!(
        std::fs::read_dir(app.files())
            .unwrap()
            .flatten()
            .all(|folder| { std::fs::read_dir(folder.path()).unwrap().count() == 0 })
    );
    assert_eq!(app.desk.store().check().await.unwrap(), []);
}

#[tokio::test]
async fn a_command_done_before_removes_no_other_file() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    let file = Part::bytes(b"rapport".to_vec()).file_name("rapport.txt");
    let form = Form::new().text("action", "comment").part("file", file);
    let url = format!("{}/tickets/{reference}", claire.url);
    claire
        .client
        .post(url)
        .multipart(form)
        .send()
        .await
        .unwrap();
    let page = ticket(&nadia, &reference).await;
    let (subject, file) = (
        &page["ticket"]["subject"],
        &page["ticket"]["attachments"][0]["file"],
    );
    nadia
        .call(
            "carry-out",
            command(7, &reference, json!({"text": subject})),
        )
        .await;
    nadia
        .call("carry-out", command(7, &reference, json!({"file": file})))
        .await;
    let path = format!("/files/{}/{}", number(&reference), file.as_str().unwrap());
    assert_eq!(claire.get(&path).await.status(), 200);
}
