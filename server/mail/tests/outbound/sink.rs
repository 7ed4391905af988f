//! An SMTP server (RFC 5321) that says what the test wants and remembers what it was given.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with the next message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Does {
    Take,
    /// Answers RCPT with this.
    Refuse(&'static str),
    /// Takes every byte of the message and is gone before it answers.
    Vanish,
}

#[derive(Clone)]
pub struct Sink {
    pub url: String,
    taken: Arc<Mutex<Vec<String>>>,
    plan: Arc<Mutex<VecDeque<Does>>>,
}

impl Sink {
    /// Does these one after the other, and takes everything afterwards.
    pub async fn open(plan: &[Does]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self {
            url: format!("smtp://{}", listener.local_addr().unwrap()),
            taken: Arc::default(),
            plan: Arc::new(Mutex::new(plan.iter().copied().collect())),
        };
        let server = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        sink
    }

    /// Every message whose bytes came, whether it was answered or not.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut does = Does::Take;
        write.write_all(b"220 sink\r\n").await.ok()?;
        while let Some(line) = lines.next_line().await.ok()? {
            let word: String = line.chars().take(4).collect::<String>().to_uppercase();
            let answer = match word.as_str() {
                "EHLO" => "250-sink\r\n250 8BITMIME".to_owned(),
                "MAIL" => {
                    let next = self.plan.lock().unwrap().pop_front();
                    does = next.unwrap_or(Does::Take);
                    "250 ok".to_owned()
                }
                "RCPT" => match does {
                    Does::Refuse(answer) => answer.to_owned(),
                    _ => "250 ok".to_owned(),
                },
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    let mut message = String::new();
                    while let Some(line) = lines.next_line().await.ok()? {
                        if line == "." {
                            break;
                        }
                        message.push_str(line.strip_prefix('.').unwrap_or(&line));
                        message.push('\n');
                    }
                    self.taken.lock().unwrap().push(message);
                    if does == Does::Vanish {
                        return None;
                    }
                    "250 taken".to_owned()
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await.ok()?;
                    return Some(());
                }
                _ => "250 ok".to_owned(),
            };
            write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
        Some(())
    }
}

/// The value of a header, unfolded.
pub fn header(message: &str, name: &str) -> Option<String> {
    let head = message.replace("\r\n", "\n");
    let head = head.split("\n\n").next()?.replace("\n ", " ");
    head.lines()
        .find_map(|line| line.strip_prefix(&format!("{name}: ")))
        .map(str::to_owned)
}
