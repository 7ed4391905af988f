//! Files that are sent to whoever reads slowly.

use crate::app::{CLAIRE, PASSWORD, spawn_with};
use crate::{alone, held};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const READERS: usize = 10;
const SIZE: usize = 20 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_readers_of_a_large_file_hold_a_window_each() {
    let _alone = alone().await;
    let app = spawn_with(|config| config.limits.downloads_per_account = READERS as u32 * 2).await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let bytes: Vec<u8> = (0..SIZE).map(|n| (n / 7 % 251) as u8).collect();
    let part = Part::bytes(bytes.clone()).file_name("gros.bin");
    let form = Form::new().text("action", "comment").part("file", part);
    let url = format!("{}/tickets/{reference}", app.url);
    let sent = claire.client.post(url).multipart(form).send().await;
    assert_eq!(sent.unwrap().status(), 303);
    let id = crate::app::number(&reference);
    let page = claire.call("ticket", json!({"id": id})).await;
    let page: Value = page.json().await.unwrap();
    let file = page["ticket"]["attachments"][0]["file"].as_str().unwrap();
    let form = [("email", CLAIRE), ("password", PASSWORD)];
    let signed_in = app.browser().post("/sign-in", &form).await;
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let address = app.url.trim_start_matches("http://");
    let before = held();
    let mut readers = Vec::new();
    for encoding in ["identity", "gzip, br, zstd"].iter().cycle().take(READERS) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /files/{id}/{file} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nConnection: close\r\n\
             Accept-Encoding: {encoding}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.windows(4).any(|w| w == b"\r\n\r\n") {
            let mut part = [0; 512];
            let n = stream.read(&mut part).await.unwrap();
            assert_ne!(n, 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&part[..n]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"));
        readers.push((stream, answer));
    }
    let window = held().saturating_sub(before) / READERS;
    assert!(window < 512 * 1024, "{window} bytes held for each reader");
    // And all of it comes, in the end.
    let (mut stream, mut answer) = readers.swap_remove(1);
    stream.read_to_end(&mut answer).await.unwrap();
    let at = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    assert!(answer[at..] == bytes[..], "it is the file, byte for byte");
    let head = String::from_utf8_lossy(&answer[..at]).to_lowercase();
    assert!(head.contains(&format!("content-length: {SIZE}")), "{head}");
}
