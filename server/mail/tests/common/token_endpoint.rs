//! A token endpoint (RFC 6749) that says what the test wants and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[derive(Clone)]
pub struct TokenEndpoint {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl TokenEndpoint {
    /// Gives these answers one after the other, each a status and a body.
    pub async fn open(answers: &[(u16, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Self {
            url: format!("http://{}/token", listener.local_addr().unwrap()),
            asked: Arc::default(),
        };
        let answers = answers
            .iter()
            .map(|(status, body)| (*status, (*body).to_owned()));
        let mut answers: VecDeque<(u16, String)> = answers.collect();
        let asked = Arc::clone(&endpoint.asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = Vec::new();
                let mut part = [0; 4096];
                let whole = |request: &[u8]| {
                    let text = String::from_utf8_lossy(request);
                    let (head, body) = text.split_once("\r\n\r\n")?;
                    let head = head.to_lowercase();
                    let length = head.split("content-length: ").nth(1)?.lines().next()?;
                    (body.len() == length.parse::<usize>().ok()?).then(|| body.to_owned())
                };
                let body = loop {
                    let read = stream.read(&mut part).await.unwrap();
                    request.extend_from_slice(&part[..read]);
                    if let Some(body) = whole(&request) {
                        break body;
                    }
                    assert!(read > 0, "it hung up");
                };
                asked.lock().unwrap().push(body);
                let (status, body) = answers.pop_front().unwrap_or((500, String::new()));
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        endpoint
    }

    /// The forms that were sent, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}
