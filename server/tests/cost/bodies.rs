//! Forms with a file in them (RFC 7578), and what somebody sends who is not signed in.

use crate::app::{App, CLAIRE, spawn_app, spawn_with};
use crate::{ALL, Shape, again, alone, asked_for, held, is_linear};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn parts(part: &str, bytes: usize) -> Vec<u8> {
    let mut body = again(part, bytes / part.len() * part.len());
    body.extend_from_slice(b"--b--\r\n");
    body
}

fn one(head: &str, content: &str, bytes: usize) -> Vec<u8> {
    let mut body = format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
    body.extend(again(content, bytes));
    body.extend_from_slice(b"\r\n--b--\r\n");
    body
}

const SHAPES: [Shape; 12] = [
    ("a file", |n| one("name=\"file\"; filename=\"a\"", "x", n)),
    ("a text", |n| one("name=\"text\"", "x", n)),
    ("what is escaped", |n| one("name=\"text\"", "\"<&>", n)),
    ("almost the boundary", |n| one("name=\"text\"", "\r\n--", n)),
    ("ends of lines", |n| one("name=\"text\"", "\r\n", n)),
    ("a name", |n| {
        let name = String::from_utf8(again("n", n)).unwrap();
        one(&format!("name=\"{name}\""), "x", 1)
    }),
    ("fields", |n| {
        parts(
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n",
            n,
        )
    }),
    ("files", |n| {
        parts(
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n",
            n,
        )
    }),
    ("lines of a head", |n| {
        let mut body = b"--b\r\n".to_vec();
        body.extend(again("A: b\r\n", n));
        body
    }),
    ("no part at all", |n| again("-", n)),
    ("much before the first part", |n| {
        let mut body = again("\r\n--", n);
        body.extend(one("name=\"text\"", "x", 1));
        body
    }),
    ("much after the last part", |n| {
        let mut body = one("name=\"text\"", "x", 1);
        body.extend(again("A: b\r\n", n));
        body
    }),
];

/// The line of a head that says Claire is signed in.
async fn cookie(app: &App) -> String {
    let form = [("email", CLAIRE), ("password", crate::app::PASSWORD)];
    let signed_in = app.browser().post("/sign-in", &form).await;
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
}

/// Sends a body and reads the answer to its end; its bytes are counted by whoever asks.
async fn send(app: &App, path: &str, cookie: &str, body: &[u8]) -> Vec<u8> {
    let address = app.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n{cookie}\
         Content-Length: {}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Whoever has answered before all has come may have gone.
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_with_a_file_costs_what_it_is_long() {
    let _alone = alone().await;
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let cookie = cookie(&app).await;
    let path = format!("/tickets/{reference}");
    for (name, shape) in SHAPES {
        is_linear(name, ALL, async |size| {
            let body = shape(size);
            let before = asked_for();
            send(&app, &path, &cookie, &body).await;
            asked_for() - before
        })
        .await;
    }
}

/// Files that come slowly are on the disk: of what has come already nothing is held.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_on_its_way_is_not_in_memory() {
    const SENT: usize = 16 << 20;
    let _alone = alone().await;
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let cookie = cookie(&app).await;
    let file = one("name=\"file\"; filename=\"a\"", "x", SENT);
    let mut body =
        b"--b\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nattach\r\n".to_vec();
    body.extend(file);
    let head = format!(
        "POST /tickets/{reference} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n{cookie}\
         Content-Length: {}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n",
        body.len()
    );
    let (most, rest) = body.split_at(SENT);
    let before = held();
    let mut streams = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(app.url.trim_start_matches("http://"))
            .await
            .unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // It returns when the program has taken all but what the system keeps for a connection.
        stream.write_all(most).await.unwrap();
        streams.push(stream);
    }
    let now = held().saturating_sub(before);
    assert!(now < SENT / 2, "{now} bytes are held");
    for mut stream in streams {
        stream.write_all(rest).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(
            answer.starts_with(b"HTTP/1.1 303"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
}

/// Far more than is taken, and the answer is there before a tenth of it has been sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_sends_kilobytes_and_costs_no_more() {
    let _alone = alone().await;
    // What is not sent is waited for no longer than this.
    let app = spawn_with(|config| config.limits.patience = 1).await;
    send(&app, "/report", "", &[]).await;
    for length in [56_u64 << 20, 1 << 40] {
        for path in ["/report", "/tickets/INC-1", "/sign-in", "/forgotten"] {
            let address = app.url.trim_start_matches("http://");
            let mut stream = TcpStream::connect(address).await.unwrap();
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept-Language: en\r\n\
                 Content-Length: {length}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"
            );
            let before = asked_for();
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            let cost = asked_for() - before;
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
            assert!(answer.contains("what you wrote is still there"), "{answer}");
            assert!(cost < 1 << 20, "{path}: {cost} bytes");
        }
    }
    // Without a word of its length, it is read as far as its bound.
    let address = app.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "POST /report HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept-Language: en\r\n\
                Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut chunk = b"10000\r\n".to_vec();
    chunk.extend(again("a=b&", 0x10000));
    chunk.extend_from_slice(b"\r\n");
    let before = asked_for();
    for _ in 0..2 {
        let _ = stream.write_all(&chunk).await;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{answer:?}");
    assert!(asked_for() - before < 4 << 20);
}

/// What fits is carried, and comes back no more than a few times as large.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_stranger_gets_back_is_bounded() {
    let _alone = alone().await;
    let app = spawn_app().await;
    let field = "--b\r\nContent-Disposition: form-data; name=\"script\"\r\n\r\noff\r\n";
    for fill in ["x", "\"", "<", "\u{1}", "é"] {
        let mut body = field.as_bytes().to_vec();
        body.extend(one("name=\"description\"", fill, 60 * 1024));
        let before = asked_for();
        let answer = send(&app, "/report", "", &body).await;
        let cost = asked_for() - before;
        assert!(answer.starts_with(b"HTTP/1.1 422"), "{fill:?}");
        assert!(answer.len() < 1 << 20, "{fill:?}: {} bytes", answer.len());
        assert!(cost < 32 << 20, "{fill:?}: {cost} bytes");
    }
}
