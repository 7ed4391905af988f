//! Somebody's browser, within this process: the program's own router is asked, without a network.

use super::plain::plain;
use crate::app::{PASSWORD, Still};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tower::ServiceExt;

/// Bytes of an answer at most.
const ANSWER_MAX: usize = 16 << 20;

#[derive(Clone)]
pub struct Visitor {
    router: axum::Router,
    cookies: BTreeMap<String, String>,
}

/// What is sent.
#[derive(Clone, Debug)]
pub enum Sent {
    Nothing,
    Form(Vec<(String, String)>),
    Json(Value),
    /// A form with a file.
    Multipart(Vec<(String, String)>),
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// All of it, without what is drawn anew for each answer.
    pub fn plain(&self) -> String {
        let mut lines: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| !["set-cookie", "x-request-id"].contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
            .collect();
        lines.sort_unstable();
        let head = format!("{}\n{}\n\n", self.status.as_u16(), lines.join("\n"));
        plain(&(head + &self.body))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Visitor {
    pub fn of(still: &Still) -> Self {
        Self {
            router: still.router.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// Asks, and does not read the answer yet.
    pub async fn open(&mut self, method: &Method, path: &str, sent: &Sent) -> Response {
        let accept = if path.starts_with("/api/") {
            "application/json"
        } else {
            "text/html"
        };
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "desk.test")
            .header(header::ACCEPT, accept);
        if !self.cookies.is_empty() {
            let pairs = self.cookies.iter();
            let pairs: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let (kind, body) = sent.body();
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let peer: SocketAddr = ([127, 0, 0, 1], 1).into();
        let request = request.extension(ConnectInfo(peer)).body(Body::from(body));
        let answer = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub async fn ask(&mut self, method: &Method, path: &str, sent: &Sent) -> Answer {
        read(self.open(method, path, sent).await).await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(&Method::GET, path, &Sent::Nothing).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let form = form
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.ask(&Method::POST, path, &Sent::Form(form)).await
    }

    pub async fn call(&mut self, function: &str, body: Value) -> Answer {
        let path = format!("/api/{function}");
        self.ask(&Method::POST, &path, &Sent::Json(body)).await
    }

    /// Gives the password; the first step where there is a second.
    pub async fn sign_in(&mut self, email: &str) {
        let form = [("email", email), ("password", PASSWORD)];
        let answer = self.post("/sign-in", &form).await;
        assert_eq!(answer.status, 303, "{email}: {}", answer.body);
    }
}

pub async fn read(answer: Response) -> Answer {
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, ANSWER_MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

impl Sent {
    /// With a word in the place of another.
    pub fn with(&self, from: &str, to: &str) -> Self {
        let fields = |fields: &[(String, String)]| {
            let fields = fields.iter();
            fields
                .map(|(name, value)| (name.clone(), value.replace(from, to)))
                .collect()
        };
        match self {
            Self::Nothing => Self::Nothing,
            Self::Form(form) => Self::Form(fields(form)),
            Self::Multipart(form) => Self::Multipart(fields(form)),
            Self::Json(value) => {
                let text = value.to_string().replace(from, to);
                Self::Json(serde_json::from_str(&text).unwrap())
            }
        }
    }

    fn body(&self) -> (Option<&'static str>, String) {
        const EDGE: &str = "edge";
        match self {
            Self::Nothing => (None, String::new()),
            Self::Json(value) => (Some("application/json"), value.to_string()),
            Self::Form(fields) => {
                let pairs = fields.iter();
                let pairs: Vec<String> = pairs
                    .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
                    .collect();
                (Some("application/x-www-form-urlencoded"), pairs.join("&"))
            }
            Self::Multipart(fields) => {
                let mut body = String::new();
                for (name, value) in fields {
                    body += &format!(
                        "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                    );
                }
                body += &format!(
                    "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nbonjour\r\n--{EDGE}--\r\n"
                );
                (Some("multipart/form-data; boundary=edge"), body)
            }
        }
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
