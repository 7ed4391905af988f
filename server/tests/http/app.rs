//! One `spawn_app()` that owns port, database and people.

use crate::panics::Watch;
use guichet_desk::{Clock, Desk, Ids, ImportedArticle, Options};
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::team::Team;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{CommandId, ItemId, PersonId, ServiceId, TeamId};
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use guichet_domain::knowledge::event::About;
use guichet_mail::inbound::Reader;
use guichet_server::kernel::config::Config;
use guichet_server::kernel::config::given::Given;
use guichet_server::serve::Listeners;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

pub const PASSWORD: &str = "quatre pommes vertes au marché";

/// A clock that stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, microseconds: i64) {
        self.0.fetch_add(microseconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

struct Counted(AtomicU64);

impl Ids for Counted {
    fn draw(&self) -> Uuid {
        // Far apart: a command's texts are numbered on from its own id.
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) << 64)
    }
}

pub struct App {
    pub url: String,
    pub desk: Desk,
    pub clock: Arc<TestClock>,
    /// Where whoever watches it looks.
    pub figures: String,
    pub stop: watch::Sender<bool>,
    pub serving: tokio::task::JoinHandle<std::io::Result<()>>,
    folder: tempfile::TempDir,
    _panics: Watch,
}

/// Somebody's browser.
pub struct Browser {
    pub client: reqwest::Client,
    pub url: String,
}

/// What Chromium sends when somebody opens a page.
const NAVIGATES: [(&str, &str); 5] = [
    (
        "accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    ),
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-user", "?1"),
];

/// What it sends when a page asks for something.
const FETCHES: [(&str, &str); 4] = [
    ("accept", "*/*"),
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-dest", "empty"),
];

/// As Chromium names them.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

fn headers(of: &[(&'static str, &'static str)]) -> HeaderMap {
    let header = |(name, value): &(&'static str, &'static str)| {
        let name = HeaderName::from_static(name);
        (name, HeaderValue::from_static(value))
    };
    of.iter().map(header).collect()
}

impl Browser {
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client
            .get(format!("{}{path}", self.url))
            .headers(headers(&NAVIGATES))
            .send()
            .await
            .unwrap()
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> reqwest::Response {
        self.client
            .post(format!("{}{path}", self.url))
            .headers(headers(&NAVIGATES))
            .form(form)
            .send()
            .await
            .unwrap()
    }

    pub async fn call(&self, function: &str, body: serde_json::Value) -> reqwest::Response {
        self.client
            .post(format!("{}/api/{function}", self.url))
            .headers(headers(&FETCHES))
            .json(&body)
            .send()
            .await
            .unwrap()
    }

    pub async fn act(&self, reference: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        self.client
            .post(format!("{}/tickets/{reference}", self.url))
            .headers(headers(&NAVIGATES))
            .multipart(form)
            .send()
            .await
            .unwrap()
    }
}

/// The people of the test desk. Nadia and Omar are agents of the first team, Rose of the second.
pub const CLAIRE: &str = "claire@exemple.fr";
pub const BRUNO: &str = "bruno@exemple.fr";
pub const NADIA: &str = "nadia@exemple.fr";
pub const ROSE: &str = "rose@exemple.fr";
pub const ADMIN: &str = "admin@exemple.fr";

pub async fn spawn_app() -> App {
    spawn_with(|_| {}).await
}

/// As [`spawn_app`], with other settings.
pub async fn spawn_with(change: impl FnOnce(&mut Config)) -> App {
    spawn_on(None, change).await
}

/// As [`spawn_with`], on a database that is there and empty.
pub async fn spawn_on(database: Option<String>, change: impl FnOnce(&mut Config)) -> App {
    let folder = tempfile::tempdir().unwrap();
    let (desk, clock) = opened(database, &folder).await;
    served(desk, clock, folder, change).await
}

/// As [`spawn_on`], with people and teams but neither services nor a catalogue.
pub async fn spawn_bare(database: Option<String>) -> App {
    let folder = tempfile::tempdir().unwrap();
    let (desk, clock) = bare(database, &folder).await;
    served(desk, clock, folder, |_| {}).await
}

async fn served(
    desk: Desk,
    clock: Arc<TestClock>,
    folder: tempfile::TempDir,
    change: impl FnOnce(&mut Config),
) -> App {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let figures = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let figures_url = format!("http://{}", figures.local_addr().unwrap());
    let mut config = config(&folder);
    change(&mut config);
    let (stop, stopping) = watch::channel(false);
    let serving = tokio::spawn(guichet_server::serve::serve_on(
        Listeners {
            desk: listener,
            figures: Some(figures),
        },
        desk.clone(),
        config,
        stopping,
    ));
    App {
        url,
        desk,
        clock,
        figures: figures_url,
        stop,
        serving,
        folder,
        _panics: Watch::begin(),
    }
}

fn config(folder: &tempfile::TempDir) -> Config {
    let mut config = Config::read(&Given::default(), None).unwrap();
    // The clock stands still: no minute ever passes by itself.
    config.limits.requests_per_address = 1_000_000;
    config.limits.requests_per_account = 1_000_000;
    config.outbox = folder.path().join("outbox");
    // Not this test, which would be what runs.
    let reader = Reader::of(env!("CARGO_BIN_EXE_guichet").into(), &["read-message"]);
    config.reader = reader.patient(Duration::from_secs(600));
    config
}

/// A desk that is asked within this process, and does nothing by itself: nothing is told, sent or
/// closed but when the test has it done.
pub struct Still {
    pub desk: Desk,
    pub clock: Arc<TestClock>,
    pub router: axum::Router,
    _stop: watch::Sender<bool>,
    _folder: tempfile::TempDir,
}

impl Still {
    /// On a database that is there and empty, or one of its own.
    pub async fn open(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (desk, clock) = opened(database, &folder).await;
        let (stop, stopping) = watch::channel(false);
        let state =
            guichet_server::kernel::state::AppState::new(desk.clone(), &config(&folder), stopping);
        Self {
            desk,
            clock,
            router: guichet_server::router::router(state),
            _stop: stop,
            _folder: folder,
        }
    }
}

/// Publishes an article for everybody who signed in, or of a service.
pub async fn publish(desk: &Desk, key: u128, title: &str, service: Option<ServiceId>) {
    publish_for(desk, key, title, service, Readership::SignedIn).await;
}

/// Publishes an article for some readers.
pub async fn publish_for(
    desk: &Desk,
    key: u128,
    title: &str,
    service: Option<ServiceId>,
    readers: Readership,
) {
    let texts = [(Place::Title, title), (Place::Answer, "C’est ainsi.")];
    let texts = texts.map(|(place, text)| (place, text.to_owned()));
    let article = ImportedArticle {
        key: CommandId(Uuid::from_u128(key)),
        new: NewArticle {
            kind: ArticleKind::Faq,
            readers,
            about: About {
                service,
                ..About::default()
            },
            texts: BTreeMap::from([(Language::Fr, BTreeMap::from(texts))]),
            ticket: None,
        },
        is_published: true,
        files: BTreeMap::new(),
    };
    desk.take_in_article(article).await.unwrap();
}

/// A desk with its people, what they use and what they can ask for, and its clock.
async fn opened(database: Option<String>, folder: &tempfile::TempDir) -> (Desk, Arc<TestClock>) {
    let (desk, clock) = bare(database, folder).await;
    services(&desk).await;
    (desk, clock)
}

/// A desk with its people, and its clock.
async fn bare(database: Option<String>, folder: &tempfile::TempDir) -> (Desk, Arc<TestClock>) {
    let clock = Arc::new(TestClock(AtomicI64::new(1_795_370_940_000_000)));
    let desk = Desk::open(Options {
        database: database
            .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("guichet.db").display())),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ids: Arc::new(Counted(AtomicU64::new(1))),
        light_hashing: true,
        hashes: 2,
    })
    .await
    .unwrap();
    people(&desk).await;
    (desk, clock)
}

async fn people(desk: &Desk) {
    for (id, name) in [(1, "Poste de travail"), (2, "Réseau")] {
        let team = Team {
            id: TeamId(id),
            name: Label::new(name, name),
            active: true,
        };
        desk.set_up(Entry::Team(team)).await.unwrap();
    }
    let everybody = [
        (1, CLAIRE, "Claire Dubois", Role::User, None),
        (2, BRUNO, "Bruno Petit", Role::User, None),
        (3, NADIA, "Nadia Benali", Role::Agent, Some(1)),
        (4, ROSE, "Rose Martin", Role::Agent, Some(2)),
        (5, ADMIN, "Agnès Robert", Role::Administrator, None),
    ];
    for (id, email, name, role, team) in everybody {
        let person = Person {
            id: PersonId(id),
            name: name.into(),
            email: Some(email.into()),
            role,
            teams: team.into_iter().map(TeamId).collect::<BTreeSet<_>>(),
            active: true,
            ..Person::default()
        };
        desk.set_up(Entry::Person(person)).await.unwrap();
        desk.set_password(PersonId(id), PASSWORD).await.unwrap();
    }
}

async fn services(desk: &Desk) {
    let service = Service {
        id: ServiceId(1),
        name: Label::new("Word", "Word"),
        team: TeamId(1),
        restricted: false,
        active: true,
        ..Service::default()
    };
    desk.set_up(Entry::Service(service)).await.unwrap();
    let item = Item {
        id: ItemId(1),
        name: Label::new("Police de caractères", "Font"),
        team: TeamId(1),
        fields: vec![ItemField {
            key: "posts".into(),
            label: Label::new("Postes", "Machines"),
            required: true,
            kind: FieldKind::Number {
                min: 1,
                max: 50,
                quantity: false,
            },
        }],
        approval: ApprovalPolicy::Nobody,
        active: true,
        ..Item::default()
    };
    desk.set_up(Entry::Item(item)).await.unwrap();
}

impl App {
    /// Where files are kept.
    pub fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// Where its database is.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A browser that nobody has signed in with. It follows no redirection.
    pub fn browser(&self) -> Browser {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers(&[("accept-encoding", ENCODINGS)]))
            .build()
            .unwrap();
        Browser {
            client,
            url: self.url.clone(),
        }
    }

    pub async fn signed_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        let answer = browser
            .post("/sign-in", &[("email", email), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status(), 303, "{email} signs in");
        browser
    }

    /// Claire reports something; its reference.
    pub async fn reported(&self, browser: &Browser, more: &[(&str, &str)]) -> String {
        let mut form = vec![
            ("subject", "Word ne s’ouvre plus"),
            ("effect", "blocked"),
            ("scope", "me"),
        ];
        form.extend_from_slice(more);
        let answer = browser.post("/report", &form).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        let path = answer.headers()["location"].to_str().unwrap();
        path.trim_start_matches("/tickets/")
            .split('?')
            .next()
            .unwrap()
            .to_owned()
    }
}

/// The number in a reference.
pub fn number(reference: &str) -> i64 {
    reference.split('-').next_back().unwrap().parse().unwrap()
}
