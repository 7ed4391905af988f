//! HTTP: pages, server functions, forms, files, the live stream.

pub mod address;
pub mod bounds;
mod carrying;
mod client;
mod cookies;
mod export;
mod files;
mod forms;
mod headers;
mod held;
mod host;
mod inside;
mod letters;
mod live;
mod paced;
mod pages;
mod person;
mod places;
pub(crate) mod rates;
mod refusal;
mod routes;
mod session;
pub(crate) mod watching;

pub use routes::listed;

use crate::config::Config;
use crate::limits::Limits;
use crate::meters::Meters;
use axum::Router;
use axum::http::uri::Authority;
use axum::middleware::from_fn_with_state;
use bounds::Bounds;
use guichet_desk::{Desk, Doors, MailGoesOut};
use guichet_domain::PersonId;
use guichet_mail::inbox::Reader;
use leptos::config::LeptosOptions;
use places::{Places, Seats};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;

/// What every request is served with.
#[derive(Clone)]
pub struct AppState {
    pub desk: Desk,
    pub leptos: LeptosOptions,
    pub secure: bool,
    pub mail: MailGoesOut,
    /// Messages that an administrator makes a ticket of are read so.
    pub reader: Reader,
    pub(crate) parts: Option<leptos::WasmSplitManifest>,
    pub trusted_proxies: Arc<[IpAddr]>,
    pub public_url: Option<Arc<str>>,
    /// The host that people ask for, where they come by https.
    pub(crate) host: Option<Authority>,
    pub stopping: watch::Receiver<bool>,
    pub limits: Arc<Limits>,
    pub meters: Arc<Meters>,
    pub(crate) rates: Arc<rates::Rates>,
    /// Live streams.
    pub(crate) streams: Arc<Seats<PersonId>>,
    /// Files on their way to somebody.
    pub(crate) downloads: Arc<Places<PersonId>>,
    /// Requests that are answered at this moment, by account and by address of the net.
    pub(crate) at_once: Arc<Places<PersonId>>,
    pub(crate) at_once_from: Arc<Places<IpAddr>>,
    pub(crate) bounds: Arc<Bounds>,
    /// Forms with a file that are on their way.
    pub(crate) uploads: Arc<Places<PersonId>>,
}

impl AppState {
    pub fn new(desk: Desk, config: &Config, stopping: watch::Receiver<bool>) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("guichet")
            .site_root(config.site.to_string_lossy().into_owned())
            .site_pkg_dir(format!("pkg/{}", client::version(&config.site)))
            .build();
        let parts = client::parts(&config.site, &leptos.site_pkg_dir);
        let limits = Arc::new(config.limits.clone());
        let meters = Arc::new(Meters::new());
        let desk = desk.with_doors(Doors {
            sessions: limits.sessions_per_account,
            idle_hours: limits.idle_hours,
        });
        Self {
            rates: Arc::new(rates::Rates::new(&limits, desk.clock())),
            streams: Seats::new(limits.streams_per_account),
            downloads: Places::new(limits.downloads_per_account),
            at_once: Places::new(limits.requests_at_once),
            at_once_from: Places::new(limits.connections_per_address),
            bounds: Arc::new(Bounds::of(&limits)),
            uploads: Places::new(limits.uploads_per_account),
            limits,
            meters,
            desk,
            leptos,
            parts,
            secure: config.is_secure(),
            mail: MailGoesOut(config.smtp.is_some()),
            reader: config.reader.clone(),
            trusted_proxies: config.trusted_proxies.clone().into(),
            public_url: config.public_url.clone().map(Into::into),
            host: config.https_host(),
            stopping,
        }
    }
}

impl AppState {
    /// Of the client that belongs to this program.
    pub fn version(&self) -> &str {
        let folder: &str = &self.leptos.site_pkg_dir;
        folder.rsplit('/').next().unwrap_or_default()
    }
}

/// Everything that is served: the table of addresses, and what every request passes through.
pub fn router(state: AppState) -> Router {
    // Pages are rendered on this runtime. A second server in one process finds it set already.
    let _ = any_spawner::Executor::init_tokio();
    let site = state.leptos.site_root.to_string();
    let pkg = state.leptos.site_pkg_dir.to_string();
    let csrf = match state
        .public_url
        .as_deref()
        .map(|url| CsrfLayer::new().add_trusted_origin(url))
    {
        Some(Ok(layer)) => layer,
        _ => CsrfLayer::new(),
    };
    // What a page has compressed already, or streams, is left as it is.
    let form_max = state.limits.form_kib as usize * 1024;
    routes::table(form_max)
        .into_router()
        .fallback(pages::nowhere)
        .layer(from_fn_with_state(state.clone(), bounds::bounded))
        .layer(from_fn_with_state(state.clone(), rates::per_account))
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(csrf)
        .merge(client::routes(&site, &pkg))
        .layer(from_fn_with_state(state.clone(), paced::paced))
        .layer(from_fn_with_state(state.clone(), rates::per_address))
        .layer(from_fn_with_state(state.clone(), host::checked))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(headers::is_compressed)),
        )
        .layer(from_fn_with_state(state.clone(), watching::measure))
        .layer(headers::logged())
        .layer(from_fn_with_state(state.clone(), headers::number))
        .with_state(state)
}
