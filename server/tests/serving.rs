//! The program as a process: started, stopped while somebody listens, started again.
#![allow(clippy::unwrap_used)]

use futures::StreamExt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const EMAIL: &str = "a@exemple.fr";
const PASSWORD: &str = "quatre pommes vertes au marché";

fn guichet(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command
        .args(arguments)
        .args([
            "--database",
            &format!("sqlite:{}", folder.join("g.db").display()),
        ])
        .args(["--files", &folder.join("files").display().to_string()])
        .current_dir(folder);
    command
}

/// A program that serves. Dropped, it is killed.
struct Served {
    child: Child,
    url: String,
    /// Where it says what goes wrong.
    log: Option<PathBuf>,
}

impl Served {
    fn start(folder: &Path) -> Self {
        let log = folder.join("serving.log");
        let file = std::fs::File::create(&log).unwrap();
        let mut served = Self::start_with(folder, &[], file.into());
        served.log = Some(log);
        served
    }

    fn start_with(folder: &Path, more: &[&str], log: Stdio) -> Self {
        let mut child = guichet(folder, &["serve", "--address", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.map(Result::unwrap).find_map(|line| {
            Some(
                line.strip_prefix("Guichet is at ")?
                    .split(' ')
                    .next()?
                    .to_owned(),
            )
        });
        Self {
            child,
            url: url.expect("it says where it is"),
            log: None,
        }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the end; whether it went well.
    fn ended(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let log = self.log.as_ref().map(std::fs::read_to_string);
        if let Some(Ok(log)) = log.filter(|_| !std::thread::panicking()) {
            assert!(!log.contains("panicked at"), "{log}");
        }
    }
}

/// Somebody of the desk, who needs no second factor.
fn with_agent(folder: &Path) {
    let mut add = guichet(
        folder,
        &["user", "add", EMAIL, "Anne Aubry", "--role", "agent"],
    )
    .stdin(Stdio::piped())
    .stdout(Stdio::null())
    .spawn()
    .unwrap();
    add.stdin
        .take()
        .unwrap()
        .write_all(PASSWORD.as_bytes())
        .unwrap();
    assert!(add.wait().unwrap().success());
}

fn session_cookie(answer: &reqwest::Response) -> String {
    let mut cookies = answer.headers().get_all("set-cookie").iter();
    let session = cookies.find_map(|cookie| {
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
        cookie.starts_with("guichet_session=").then_some(cookie)
    });
    session.expect("a session").to_owned()
}

fn browser() -> reqwest::Client {
    let none = reqwest::redirect::Policy::none();
    reqwest::Client::builder()
        .cookie_store(true)
        .redirect(none)
        .build()
        .unwrap()
}

#[tokio::test]
async fn it_stops_cleanly_with_a_stream_open_and_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    with_agent(folder.path());
    let client = browser();
    let mut session = String::new();
    let mut reference = String::new();
    for signal in ["-TERM", "-INT"] {
        let mut served = Served::start(folder.path());
        let page = client
            .get(format!("{}/sign-in", served.url))
            .send()
            .await
            .unwrap();
        assert_eq!(page.status(), 200);
        if session.is_empty() {
            let form = [("email", EMAIL), ("password", PASSWORD)];
            let answer = client
                .post(format!("{}/sign-in", served.url))
                .form(&form)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 303);
            session = session_cookie(&answer);
            let form = [
                ("subject", "Imprimante"),
                ("effect", "blocked"),
                ("scope", "me"),
            ];
            let answer = client
                .post(format!("{}/report", served.url))
                .form(&form)
                .send()
                .await
                .unwrap();
            let to = answer.headers()["location"].to_str().unwrap();
            reference = to.split('?').next().unwrap().to_owned();
        }
        // Still signed in, and what was reported is still there.
        let page = client
            .get(format!("{}{reference}", served.url))
            .header("cookie", &session);
        let page = page.send().await.unwrap();
        assert_eq!(page.status(), 200);
        assert!(page.text().await.unwrap().contains("Imprimante"));

        let stream = client
            .get(format!("{}/live", served.url))
            .header("cookie", &session);
        let mut stream = stream.send().await.unwrap().bytes_stream();
        let first = stream.next().await.unwrap().unwrap();
        assert!(String::from_utf8_lossy(&first).contains("data:"));
        served.signal(signal);
        let mut rest = String::new();
        while let Some(part) = stream.next().await {
            rest.push_str(&String::from_utf8_lossy(&part.expect("an end, not a cut")));
        }
        assert!(served.ended(), "{signal}");
    }
    let check = guichet(folder.path(), &["check"]).output().unwrap();
    assert!(String::from_utf8_lossy(&check.stdout).contains("All is well"));
}

/// A day at the desk, with everything logged that there is to log: who did what is there, what
/// they wrote, what they look for and what lets them in is not.
#[tokio::test]
async fn the_log_holds_numbers_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    with_agent(folder.path());
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).unwrap();
    let mut served = Served::start_with(folder.path(), &["--log", "trace"], file.into());
    let url = served.url.clone();
    let client = browser();
    let post = async |path: &str, form: &[(&str, &str)]| {
        let request = client
            .post(format!("{url}{path}"))
            .header("accept", "text/html");
        request.form(form).send().await.unwrap()
    };
    let wrong = post(
        "/sign-in",
        &[("email", EMAIL), ("password", "planted-wrong-password")],
    )
    .await;
    assert_eq!(wrong.status(), 422);
    let number = wrong.headers()["x-request-id"].to_str().unwrap().to_owned();
    let answer = post("/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await;
    let cookie = session_cookie(&answer);
    let token = cookie.split('=').nth(1).unwrap().to_owned();
    let form = [
        ("subject", "planted-subject"),
        ("description", "planted-body"),
        ("effect", "blocked"),
        ("scope", "me"),
    ];
    let answer = post("/report", &form).await;
    let to = answer.headers()["location"]
        .to_str()
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let file =
        reqwest::multipart::Part::bytes(b"planted-bytes".to_vec()).file_name("planted-name.txt");
    let form = reqwest::multipart::Form::new()
        .text("action", "comment")
        .text("text", "planted-comment")
        .part("file", file);
    let answer = client
        .post(format!("{url}{to}"))
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    post(
        "/setup/planted-setup-secret",
        &[("password", "planted-setup-password")],
    )
    .await;
    let new = "planted sept canards bleus";
    let changed = post(
        "/account",
        &[("old", PASSWORD), ("new", new), ("repeat", new)],
    )
    .await;
    assert_eq!(changed.status(), 303);
    for path in [
        "/tickets",
        "/desk?view=all&text=planted-search",
        "/setup/planted-setup-secret",
        "/sign-in?next=planted-next",
    ] {
        let answer = client
            .get(format!("{url}{path}"))
            .header("accept", "text/html")
            .send()
            .await
            .unwrap();
        assert!(answer.status().as_u16() < 500);
    }
    let request = client.post(format!("{url}/api/find-people"));
    let request = request
        .header("authorization", "planted-header")
        .body("{\"text\": \"planted-name\", planted-malformed");
    assert_eq!(request.send().await.unwrap().status(), 400);
    served.signal("-TERM");
    assert!(served.ended());

    let logged = std::fs::read_to_string(&log).unwrap();
    for secret in [
        "planted",
        PASSWORD,
        &token,
        "argon2",
        "guichet_session=",
        "guichet_device=",
    ] {
        let line = logged.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in {}", line.unwrap());
    }
    let lines: Vec<serde_json::Value> = logged
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let answered = lines.iter().find(|line| {
        line["span"]["id"] == number.as_str() && line["fields"]["message"] == "answered"
    });
    let answered = answered.expect("the request is in the log, by the number that its answer has");
    assert_eq!(answered["fields"]["status"], 422);
    assert_eq!(answered["span"]["path"], "/sign-in");
    assert!(lines.iter().any(|line| line["span"]["path"] == "/setup/…"));
}
