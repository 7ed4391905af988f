//! What every request is served with.

use crate::kernel::assets;
use crate::kernel::bounds::Bounds;
use crate::kernel::config::Config;
use crate::kernel::keyed_limiter::{KeyedLimiter, KeyedSlots};
use crate::kernel::limits::Limits;
use crate::kernel::meters::Meters;
use crate::kernel::rates::Rates;
use crate::kernel::site::Site;
use axum::http::uri::Authority;
use guichet_desk::{Desk, MailGoesOut, SessionRules};
use guichet_domain::PersonId;
use guichet_mail::inbound::Reader;
use leptos::config::LeptosOptions;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// What every request is served with.
#[derive(Clone)]
pub struct AppState {
    pub desk: Desk,
    pub leptos: LeptosOptions,
    pub secure: bool,
    pub mail: MailGoesOut,
    /// Messages that an administrator makes a ticket of are read so.
    pub reader: Reader,
    /// The client that pages load.
    pub(crate) site: Site,
    pub(crate) parts: Option<leptos::WasmSplitManifest>,
    pub trusted_proxies: Arc<[IpAddr]>,
    pub public_url: Option<Arc<str>>,
    /// The host that people ask for, where they come by https.
    pub(crate) host: Option<Authority>,
    pub stopping: watch::Receiver<bool>,
    pub limits: Arc<Limits>,
    pub meters: Arc<Meters>,
    pub(crate) rates: Arc<Rates>,
    /// Live streams.
    pub(crate) streams: Arc<KeyedSlots<PersonId>>,
    /// Files on their way to somebody.
    pub(crate) downloads: Arc<KeyedLimiter<PersonId>>,
    /// Requests that are answered at this moment, by account and by address of the net.
    pub(crate) at_once: Arc<KeyedLimiter<PersonId>>,
    pub(crate) at_once_from: Arc<KeyedLimiter<IpAddr>>,
    pub(crate) bounds: Arc<Bounds>,
    /// Forms with a file that are on their way.
    pub(crate) uploads: Arc<KeyedLimiter<PersonId>>,
}

impl AppState {
    pub fn new(desk: Desk, config: &Config, stopping: watch::Receiver<bool>) -> Self {
        let leptos = LeptosOptions::builder()
            .output_name("guichet")
            .site_pkg_dir(format!("pkg/{}", assets::version(&config.site)))
            .build();
        let parts = assets::parts(&config.site, &leptos.site_pkg_dir);
        let limits = Arc::new(config.limits.clone());
        let meters = Arc::new(Meters::new());
        let desk = desk.with_session_rules(SessionRules {
            sessions: limits.sessions_per_account,
            idle_hours: limits.idle_hours,
        });
        Self {
            rates: Arc::new(Rates::new(&limits, desk.clock())),
            streams: KeyedSlots::new(limits.streams_per_account),
            downloads: KeyedLimiter::new(limits.downloads_per_account),
            at_once: KeyedLimiter::new(limits.requests_at_once),
            at_once_from: KeyedLimiter::new(limits.connections_per_address),
            bounds: Arc::new(Bounds::of(&limits)),
            uploads: KeyedLimiter::new(limits.uploads_per_account),
            limits,
            meters,
            desk,
            leptos,
            site: config.site.clone(),
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
