//! Mail servers that take access tokens instead of passwords (OAuth 2.0): a scripted token endpoint,
//! IMAP and SMTP servers.
#![allow(clippy::unwrap_used)]

#[path = "../common/token_endpoint.rs"]
mod token_endpoint;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use guichet_mail::inbound::{Credentials, Mailbox};
use guichet_mail::oauth::{Grant, Tokens};
use guichet_mail::outbound::Carrier;
use lettre::Message;
use std::sync::{Arc, Mutex};
use token_endpoint::TokenEndpoint;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

fn grant(endpoint: &str) -> Grant {
    Grant {
        endpoint: endpoint.into(),
        client: "guichet".into(),
        secret: Some("s&cret".into()),
        scope: Some("https://outlook.office365.com/.default".into()),
        refresh_token: None,
        authorities: None,
    }
}

fn granted(token: &str, seconds: u64) -> String {
    format!("{{\"access_token\":\"{token}\",\"token_type\":\"Bearer\",\"expires_in\":{seconds}}}")
}

#[tokio::test]
async fn a_token_is_asked_for_once_while_it_is_good() {
    let [first, second] = [granted("eins", 3600), granted("zwei", 3600)];
    let endpoint = TokenEndpoint::open(&[(200, &first), (200, &second)]).await;
    let tokens = Tokens::new(grant(&endpoint.url)).unwrap();
    let both = tokio::join!(tokens.access(), tokens.access());
    assert_eq!(
        (both.0.unwrap(), both.1.unwrap()),
        ("eins".into(), "eins".into())
    );
    assert_eq!(
        endpoint.asked(),
        [
            "client_id=guichet&grant_type=client_credentials&client_secret=s%26cret&scope=https%3A%2F%2Foutlook.office365.com%2F.default"
        ]
    );
    // Another than the one that is used changes nothing; this one is given up.
    tokens.reject("drei").await;
    assert_eq!(tokens.access().await.unwrap(), "eins");
    tokens.reject("eins").await;
    assert_eq!(tokens.access().await.unwrap(), "zwei");
}

#[tokio::test]
async fn a_token_that_ends_soon_is_not_used() {
    let [first, second] = [granted("eins", 30), granted("zwei", 3600)];
    let endpoint = TokenEndpoint::open(&[(200, &first), (200, &second)]).await;
    let tokens = Tokens::new(grant(&endpoint.url)).unwrap();
    assert_eq!(tokens.access().await.unwrap(), "eins");
    assert_eq!(tokens.access().await.unwrap(), "zwei");
}

#[tokio::test]
async fn a_refresh_token_is_replaced_when_the_server_gives_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("refresh");
    std::fs::write(&file, "alt\n").unwrap();
    let first = "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"refresh_token\":\"neu\"}";
    let endpoint = TokenEndpoint::open(&[(200, first), (200, &granted("b", 3600))]).await;
    let tokens = Tokens::new(Grant {
        refresh_token: Some(file.clone()),
        secret: None,
        scope: None,
        ..grant(&endpoint.url)
    });
    let tokens = tokens.unwrap();
    assert_eq!(tokens.access().await.unwrap(), "a");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "neu");
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");
    tokens.reject("a").await;
    assert_eq!(tokens.access().await.unwrap(), "b");
    assert_eq!(
        endpoint.asked(),
        [
            "client_id=guichet&grant_type=refresh_token&refresh_token=alt",
            "client_id=guichet&grant_type=refresh_token&refresh_token=neu",
        ]
    );
}

#[tokio::test]
async fn what_refuses_says_why_and_tells_no_secret() {
    let refusal =
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215:\\r\\nInvalid\"}";
    let long = "x".repeat(100_000);
    let endpoint = TokenEndpoint::open(&[
        (401, refusal),
        (500, "<html>s&cret</html>"),
        (200, "{\"token\":\"geheim\"}"),
        (200, "{\"access_token\":\"geheim\",\"token_type\":\"mac\"}"),
        (200, &long),
        (302, ""),
    ])
    .await;
    let tokens = Tokens::new(grant(&endpoint.url)).unwrap();
    for expected in [
        "OAuth: invalid_client AADSTS7000215: Invalid",
        "OAuth: the server answered 500",
        "OAuth: the answer holds no access token",
        "OAuth: tokens of the type \"mac\" are of no use",
        "OAuth: the answer is too long",
        "OAuth: the server answered 302",
    ] {
        assert_eq!(tokens.access().await.unwrap_err().to_string(), expected);
    }
    assert!(!format!("{tokens:?}").contains("s&cret"));
    for endpoint in ["http://login.example/token", "ftp://x", "x"] {
        let wrong = Tokens::new(grant(endpoint)).unwrap_err();
        assert!(!wrong.contains("s&cret"), "{wrong}");
    }
    let none = Grant {
        secret: None,
        ..grant(&endpoint.url)
    };
    assert!(Tokens::new(none).is_err());
}

/// Lines that a server was sent, decoded where they are base64.
type Heard = Arc<Mutex<Vec<String>>>;

/// An IMAP server that takes one token, and folders with accents.
async fn imap(mechanisms: &'static str, good: &'static str) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let noted = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"* OK ready\r\n").await.unwrap();
            while let Ok(Some(line)) = lines.next_line().await {
                noted.lock().unwrap().push(line.clone());
                let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
                let answer = match command.split(' ').next().unwrap_or_default() {
                    "CAPABILITY" => {
                        format!("* CAPABILITY IMAP4rev1 {mechanisms}\r\n{tag} OK\r\n")
                    }
                    "AUTHENTICATE"
                        if !mechanisms.contains(command.trim_start_matches("AUTHENTICATE ")) =>
                    {
                        format!("{tag} NO unsupported\r\n")
                    }
                    "AUTHENTICATE" => {
                        write.write_all(b"+ \r\n").await.unwrap();
                        let said = lines.next_line().await.unwrap().unwrap();
                        let said =
                            String::from_utf8(BASE64_STANDARD.decode(said).unwrap()).unwrap();
                        noted.lock().unwrap().push(said.replace('\u{1}', "|"));
                        if said.contains(&format!("Bearer {good}\u{1}")) {
                            format!("{tag} OK in\r\n")
                        } else {
                            let why = BASE64_STANDARD.encode("{\"status\":\"400\"}");
                            write
                                .write_all(format!("+ {why}\r\n").as_bytes())
                                .await
                                .unwrap();
                            lines.next_line().await.unwrap().unwrap();
                            format!("{tag} NO [AUTHENTICATIONFAILED] no\r\n")
                        }
                    }
                    "EXAMINE" => format!(
                        "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n{tag} OK [READ-ONLY] x\r\n"
                    ),
                    _ => format!("{tag} OK\r\n"),
                };
                write.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    });
    (port, heard)
}

#[tokio::test]
async fn a_mailbox_is_opened_with_a_token() {
    for (mechanisms, mechanism, words) in [
        (
            "AUTH=XOAUTH2 AUTH=OAUTHBEARER",
            "XOAUTH2",
            "user=support@exemple.fr|auth=Bearer gut||",
        ),
        (
            "AUTH=OAUTHBEARER",
            "OAUTHBEARER",
            "n,a=support@exemple.fr,|host=127.0.0.1|port=",
        ),
    ] {
        let [bad, good] = [granted("alt", 3600), granted("gut", 3600)];
        let endpoint = TokenEndpoint::open(&[(200, &bad), (200, &good)]).await;
        let (port, heard) = imap(mechanisms, "gut").await;
        let tokens = Tokens::new(grant(&endpoint.url)).unwrap();
        let address = format!("imap://support%40exemple.fr@127.0.0.1:{port}/R%C3%A9seau");
        let mailbox = Mailbox::parse(&address, None, Some(tokens)).unwrap();
        assert!(matches!(mailbox.credentials, Credentials::Tokens(_)));
        // One that the server does not take is replaced at the next attempt.
        assert!(mailbox.try_out().await.is_err());
        mailbox.try_out().await.unwrap();
        let heard = heard.lock().unwrap().join("\n");
        assert!(
            heard.contains(&format!("AUTHENTICATE {mechanism}")),
            "{heard}"
        );
        assert!(
            heard.contains(words) && heard.contains("auth=Bearer gut||"),
            "{heard}"
        );
        assert!(heard.contains("EXAMINE \"R&AOk-seau\""), "{heard}");
        assert!(!heard.contains("LOGIN "), "{heard}");
    }
}

/// An SMTP server that takes one token.
async fn smtp(good: &'static str) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let noted = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let noted = Arc::clone(&noted);
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 x\r\n").await.unwrap();
                let mut is_in = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match line.split(' ').next().unwrap_or_default() {
                        "EHLO" => "250-x\r\n250 AUTH PLAIN XOAUTH2\r\n".to_owned(),
                        "AUTH" => {
                            let said = line.rsplit(' ').next().unwrap();
                            let said = BASE64_STANDARD.decode(said).unwrap();
                            let said = String::from_utf8(said).unwrap().replace('\u{1}', "|");
                            is_in = said.contains(&format!("Bearer {good}|"));
                            noted.lock().unwrap().push(said);
                            let no = "535 5.7.3 Authentication unsuccessful\r\n";
                            if is_in {
                                "235 in\r\n".into()
                            } else {
                                no.into()
                            }
                        }
                        "DATA" => {
                            write.write_all(b"354 go on\r\n").await.unwrap();
                            while lines.next_line().await.unwrap().unwrap() != "." {}
                            noted.lock().unwrap().push("a message".into());
                            "250 ok\r\n".to_owned()
                        }
                        "MAIL" if !is_in => "530 5.7.0 sign in first\r\n".to_owned(),
                        _ => "250 ok\r\n".to_owned(),
                    };
                    if write.write_all(answer.as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (port, heard)
}

#[tokio::test]
async fn mail_is_sent_with_a_token() {
    let [bad, good] = [granted("alt", 3600), granted("gut", 3600)];
    let endpoint = TokenEndpoint::open(&[(200, &bad), (200, &good)]).await;
    let (port, heard) = smtp("gut").await;
    let tokens = Tokens::new(grant(&endpoint.url)).unwrap();
    let url = format!("smtp://support%40exemple.fr@127.0.0.1:{port}");
    let carrier = Carrier::smtp(&url, Some(tokens.clone())).unwrap();
    let message = || {
        Message::builder()
            .from("support@exemple.fr".parse().unwrap())
            .to("claire@exemple.fr".parse().unwrap())
            .body("x".to_owned())
            .unwrap()
    };
    // Not the message's fault: it is tried again, with another token.
    let refused = carrier.deliver(message(), "x").await.unwrap_err();
    assert!(!refused.for_good, "{refused}");
    carrier.deliver(message(), "x").await.unwrap();
    assert_eq!(
        *heard.lock().unwrap(),
        [
            "user=support@exemple.fr|auth=Bearer alt||",
            "user=support@exemple.fr|auth=Bearer gut||",
            "a message",
        ]
    );
    // Nobody on the way reads a token.
    let open = Carrier::smtp("smtp://u@smtp.office365.com:587", Some(tokens));
    assert!(open.is_err());
}
