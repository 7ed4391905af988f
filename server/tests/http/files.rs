//! Attachments: who may have them, and how they are served.

use crate::app::*;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::settings::Settings;
use guichet_domain::knowledge::content::Readership;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use serde_json::json;

async fn attach(
    browser: &Browser,
    reference: &str,
    name: &str,
    bytes: Vec<u8>,
    internal: bool,
) -> u16 {
    let mut form = Form::new()
        .text("action", "comment")
        .part("file", Part::bytes(bytes).file_name(name.to_owned()));
    if internal {
        form = form.text("internal", "on");
    }
    let url = format!("{}/tickets/{reference}", browser.url);
    let answer = browser
        .client
        .post(url)
        .header("accept", "text/html")
        .multipart(form)
        .send()
        .await
        .unwrap();
    answer.status().as_u16()
}

async fn files_of(browser: &Browser, reference: &str) -> Vec<Value> {
    let page: Value = browser
        .call("ticket", json!({"id": number(reference)}))
        .await
        .json()
        .await
        .unwrap();
    page["ticket"]["attachments"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_file_is_for_whoever_sees_the_ticket() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        attach(
            &claire,
            &reference,
            "../../écran.png",
            b"\x89PNG\r\n\x1a\n0000".to_vec(),
            false
        )
        .await,
        303
    );
    let file = files_of(&claire, &reference).await.remove(0);
    assert_eq!(file["name"], "écran.png");
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    let got = claire.get(&path).await;
    assert_eq!(got.status(), 200);
    assert_eq!(got.headers()["content-type"], "image/png");
    assert!(
        got.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert_eq!(app.signed_in(BRUNO).await.get(&path).await.status(), 404);
    assert_eq!(app.browser().get(&path).await.status(), 303);
    let elsewhere = format!(
        "/files/{}/{}",
        number(&reference) + 1,
        file["file"].as_str().unwrap()
    );
    assert_eq!(claire.get(&elsewhere).await.status(), 404);
    assert_eq!(
        claire.get("/files/1/..%2F..%2Fguichet.db").await.status(),
        404
    );
}

#[tokio::test]
async fn an_internal_file_stays_inside() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    assert_eq!(
        attach(&nadia, &reference, "journal.txt", b"secret".to_vec(), true).await,
        303
    );
    let file = files_of(&nadia, &reference).await.remove(0);
    assert!(files_of(&claire, &reference).await.is_empty());
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    assert_eq!(nadia.get(&path).await.text().await.unwrap(), "secret");
    assert_eq!(claire.get(&path).await.status(), 404);
    // A user cannot make a file internal, so that nobody hides one.
    assert_eq!(
        attach(&claire, &reference, "a.txt", b"x".to_vec(), true).await,
        303
    );
    assert_eq!(files_of(&claire, &reference).await.len(), 1);
}

#[tokio::test]
async fn what_is_too_large_is_refused_in_words() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let status = attach(
        &claire,
        &reference,
        "gros.bin",
        vec![7; 20 * 1024 * 1024 + 1],
        false,
    )
    .await;
    assert_eq!(status, 422);
    assert!(files_of(&claire, &reference).await.is_empty());
    assert_eq!(
        attach(
            &claire,
            &reference,
            "juste.bin",
            vec![7; 20 * 1024 * 1024],
            false
        )
        .await,
        303
    );
}

/// What a browser could run, whatever it is called: never shown in place, never as what it is.
#[tokio::test]
async fn whatever_is_hostile_is_a_download_and_nothing_more() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let script = "<script>alert(1)</script>";
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a.svg",
            format!("<svg xmlns='http://www.w3.org/2000/svg'>{script}</svg>").into(),
            "attachment",
        ),
        (
            "b.png",
            format!("<!doctype html>{script}").into(),
            "attachment",
        ),
        ("c.html", format!("<html>{script}").into(), "attachment"),
        (
            "d.xhtml",
            format!("<?xml version='1.0'?><x xmlns='http://www.w3.org/1999/xhtml'>{script}</x>")
                .into(),
            "attachment",
        ),
        ("e.js", b"alert(1)".to_vec(), "attachment"),
        ("f.pdf", format!("%PDF-1.7 {script}").into(), "attachment"),
        // A picture and a page at once: kept as the picture, which is all that it may be.
        ("g.html", format!("GIF89a/*{script}*/=1;").into(), "image"),
        (
            "h.php",
            [b"\x89PNG\r\n\x1a\n".as_slice(), script.as_bytes()].concat(),
            "image",
        ),
        (
            "i.xml",
            b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"
                .to_vec(),
            "attachment",
        ),
        (
            "j.mht",
            b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>".to_vec(),
            "attachment",
        ),
        ("k.swf", b"CWS\x0a....".to_vec(), "attachment"),
        (
            "l.html",
            "+ADw-script+AD4-alert(1)+ADw-/script+AD4-".into(),
            "attachment",
        ),
    ];
    for (name, bytes, _) in &files {
        assert_eq!(
            attach(&claire, &reference, name, bytes.clone(), false).await,
            303,
            "{name}"
        );
    }
    assert_eq!(files_of(&claire, &reference).await.len(), files.len());
    let kept = files_of(&claire, &reference).await;
    for (file, (name, bytes, how)) in kept.iter().zip(&files) {
        let path = format!(
            "/files/{}/{}",
            number(&reference),
            file["file"].as_str().unwrap()
        );
        let got = claire.get(&path).await;
        let header = |name: &str| got.headers()[name].to_str().unwrap().to_owned();
        assert!(
            header("content-disposition").starts_with("attachment"),
            "{name}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("sandbox;"),
            "{policy}"
        );
        let kind = header("content-type");
        for runs in ["html", "svg", "xml", "javascript", "shockwave"] {
            let is_kept = *how == "attachment" && runs == "shockwave";
            assert!(!kind.contains(runs) || is_kept, "{name} is {kind}");
        }
        if *how == "image" {
            assert!(kind.starts_with("image/"), "{name} is {kind}");
        }
        assert_eq!(got.bytes().await.unwrap().as_ref(), bytes.as_slice());
    }
}

/// The name of a file is what people read, and never a place, a header or a mark-up.
#[tokio::test]
async fn hostile_names_are_only_names() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let names = [
        "../../../../etc/cron.d/x",
        "..\\..\\windows\\system32\\x.dll",
        "/etc/passwd",
        "C:\\autoexec.bat",
        "....//....//x",
        "..",
        ".",
        "a%2f..%2f..%2fx",
        "x%0d%0aSet-Cookie: a=b",
        "\u{202e}gpj.exe",
        "<img src=x onerror=alert(1)>.png",
        "'; DROP TABLE ticket; --",
        "CON",
        "-rf",
        "=cmd|' /C calc'!A0.csv",
        "x\";filename=evil.html",
        " ",
    ];
    for name in names {
        assert_eq!(
            attach(&claire, &reference, name, b"x".to_vec(), false).await,
            303,
            "{name}"
        );
    }
    let kept = files_of(&claire, &reference).await;
    assert_eq!(kept.len(), names.len());
    for file in &kept {
        let name = file["name"].as_str().unwrap();
        assert!(
            !name.contains(['/', '\\', '\n', '\r', '\0'])
                && ![".", "..", ""].contains(&name.trim()),
            "{name}"
        );
        assert!(
            !name.contains('\u{202e}'),
            "nothing turns the name around: {name}"
        );
        let path = format!(
            "/files/{}/{}",
            number(&reference),
            file["file"].as_str().unwrap()
        );
        let got = claire.get(&path).await;
        assert_eq!(got.status(), 200);
        assert!(!got.headers().contains_key("set-cookie"));
        let disposition = got.headers()["content-disposition"].to_str().unwrap();
        let written = disposition
            .strip_prefix("attachment; filename*=UTF-8''")
            .unwrap();
        assert!(
            written
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)),
            "{disposition}"
        );
    }
    // All of it lies in the folder of files, under names that were drawn there.
    let mut folders = vec![app.files()];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found += 1;
                let name = entry.file_name().into_string().unwrap();
                assert!(
                    name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-'),
                    "{name}"
                );
            }
        }
    }
    assert_eq!(found, names.len());
}

#[tokio::test]
async fn a_file_is_attached_by_its_bytes_alone() {
    let app = spawn_app().await;
    let (claire, nadia) = (app.signed_in(CLAIRE).await, app.signed_in(NADIA).await);
    let reference = app.reported(&claire, &[]).await;
    attach(&nadia, &reference, "journal.txt", b"secret".to_vec(), true).await;
    let file = files_of(&nadia, &reference).await.remove(0);
    // Naming somebody's file, of another type and for everybody, opens nothing.
    let command = json!({"command": {"id": "00000000-0000-4000-8000-000000000077", "ticket": number(&reference),
        "command": {"attach": {"attachments": [{"file": file["file"], "name": "x.html",
            "media_type": "text/html", "size": 1, "audience": "everyone"}]}}}});
    let answer = claire
        .call("carry-out", command)
        .await
        .text()
        .await
        .unwrap();
    assert!(answer.contains("forbidden"), "{answer}");
    let path = format!(
        "/files/{}/{}",
        number(&reference),
        file["file"].as_str().unwrap()
    );
    assert_eq!(claire.get(&path).await.status(), 404);
    // The identifier of a file follows from nothing that a client sends.
    let envelope: Value = nadia
        .call("ticket", json!({"id": number(&reference)}))
        .await
        .json()
        .await
        .unwrap();
    let command = envelope["history"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["event"]["attached"].is_object());
    assert_ne!(command.unwrap()["command"], file["file"]);
}

#[tokio::test]
async fn the_same_upload_twice_is_one_file() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    for _ in 0..2 {
        let form = Form::new()
            .text("action", "comment")
            .text("command", "6a1ff2b1-8f42-4d0c-9d2e-0b2f4a1c7e55")
            .part("file", Part::bytes(b"x".to_vec()).file_name("a.txt"));
        let url = format!("{}/tickets/{reference}", claire.url);
        let answer = claire
            .client
            .post(url)
            .multipart(form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
    }
    assert_eq!(files_of(&claire, &reference).await.len(), 1);
}

/// Sends a file to the draft of an article.
async fn attach_to_article(browser: &Browser, article: i64, name: &str, bytes: Vec<u8>) -> u16 {
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name.to_owned()));
    let url = format!("{}/knowledge/{article}/files", browser.url);
    let sent = browser.client.post(url).multipart(form).send();
    sent.await.unwrap().status().as_u16()
}

/// Addresses of the files of an article, as an agent is told of them.
async fn article_files(agent: &Browser, article: i64) -> Vec<String> {
    let opened = agent.call("workspace", json!({"id": article})).await;
    let opened: Value = opened.json().await.unwrap();
    let files = opened["article"]["files"].as_array().unwrap();
    let address =
        |file: &Value| format!("/help/{article}/files/{}", file["file"].as_str().unwrap());
    files.iter().map(address).collect()
}

#[tokio::test]
async fn a_file_of_an_article_is_kept_by_browsers_and_asked_for_each_time() {
    let app = spawn_app().await;
    publish_for(&app.desk, 1, "Ouvert", None, Readership::Everybody).await;
    let (claire, nadia, rose) = (
        app.signed_in(CLAIRE).await,
        app.signed_in(NADIA).await,
        app.signed_in(ROSE).await,
    );
    let png = b"\x89PNG\r\n\x1a\n0000".to_vec();
    assert_eq!(
        attach_to_article(&claire, 1, "a.png", png.clone()).await,
        403
    );
    assert_eq!(
        attach_to_article(&app.browser(), 1, "a.png", png.clone()).await,
        401
    );
    assert_eq!(
        attach_to_article(&nadia, 99, "a.png", png.clone()).await,
        404
    );
    assert_eq!(
        attach_to_article(&nadia, 1, "Écran à moi.png", png.clone()).await,
        204
    );
    assert_eq!(
        attach_to_article(&nadia, 1, "ecran-a-moi.png", png.clone()).await,
        422
    );
    assert_eq!(
        attach_to_article(&nadia, 1, "b.png", vec![0; 21 * 1024 * 1024]).await,
        413
    );
    let nothing = nadia.post("/knowledge/1/files", &[("command", "x")]).await;
    assert_eq!(nothing.status(), 422);
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    assert_eq!(attach_to_article(&nadia, 1, "page.html", html).await, 204);

    let files = article_files(&nadia, 1).await;
    let [picture, page] = files.as_slice() else {
        panic!("{files:?}")
    };
    // A draft is for agents.
    assert_eq!(claire.get(picture).await.status(), 404);
    assert_eq!(rose.get(picture).await.status(), 200);
    let read = nadia.call("workspace", json!({"id": 1})).await;
    let read: Value = read.json().await.unwrap();
    let publish = json!({"command": {"id": "00000000-0000-4000-8000-000000000077", "article": 1,
        "command": {"publish": {"read": read["article"]["draft"]["at"]}}}});
    assert_eq!(
        app.signed_in(ADMIN)
            .await
            .call("change-article", publish)
            .await
            .status(),
        200
    );

    let got = claire.get(picture).await;
    assert_eq!(got.status(), 200);
    let header = |name: &str| got.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("cache-control"), "private, no-cache");
    assert_eq!(header("vary"), "cookie");
    assert!(header("content-security-policy").contains("sandbox"));
    assert!(header("content-disposition").starts_with("attachment;"));
    let tag = header("etag");
    assert_eq!(got.bytes().await.unwrap(), png);
    let again = |browser: &Browser| {
        let url = format!("{}{picture}", browser.url);
        browser.client.get(url).header("if-none-match", &tag).send()
    };
    let kept = again(&claire).await.unwrap();
    assert_eq!(
        (kept.status().as_u16(), kept.bytes().await.unwrap().len()),
        (304, 0)
    );
    // Whoever may not have it is not even told that it has not changed.
    assert_eq!(again(&app.browser()).await.unwrap().status(), 401);
    let shown = claire.get(page).await;
    assert_eq!(shown.headers()["content-type"], "text/plain");

    // What is for everybody is, once the desk shows it without signing in.
    let settings = Settings {
        open_articles: true,
        ..Settings::default()
    };
    app.desk.set_up(Entry::Settings(settings)).await.unwrap();
    assert_eq!(app.browser().get(picture).await.status(), 200);
    assert_eq!(
        attach_to_article(&app.browser(), 1, "c.png", png).await,
        401
    );
}
