//! The state that every request is served with.

use crate::kernel::assets;
use crate::kernel::bounds::Bounds;
use crate::kernel::config::Config;
use crate::kernel::keyed_limiter::{KeyedLimiter, KeyedSlots};
use crate::kernel::limits::Limits;
use crate::kernel::meters::Meters;
use crate::kernel::rates::Rates;
use crate::kernel::site::Site;
use axum::http::uri::Authority;
use guichet_desk::{Desk, MailComesIn, MailGoesOut, SessionRules};
use guichet_domain::PersonId;
use guichet_mail::inbound::Reader;
use leptos::config::LeptosOptions;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// The state that every request is served with.
#[derive(Clone)]
pub struct AppState {
    pub desk: Desk,
    pub leptos: LeptosOptions,
    pub secure: bool,
    pub mail: MailGoesOut,
    pub mail_in: MailComesIn,
    /// Reads messages that an administrator makes a ticket of.
    pub reader: Reader,
    /// Place of the client that pages load.
    pub(crate) site: Site,
    pub(crate) parts: Option<leptos::WasmSplitManifest>,
    pub trusted_proxies: Arc<[IpAddr]>,
    pub public_url: Option<Arc<str>>,
    /// Host that requests must ask for, if people use https.
    pub(crate) host: Option<Authority>,
    pub stopping: watch::Receiver<bool>,
    pub limits: Arc<Limits>,
    pub meters: Arc<Meters>,
    pub(crate) rates: Arc<Rates>,
    /// Open live streams by account.
    pub(crate) streams: Arc<KeyedSlots<PersonId>>,
    /// Running downloads by account.
    pub(crate) downloads: Arc<KeyedLimiter<PersonId>>,
    /// Running requests, by account and by network address.
    pub(crate) at_once: Arc<KeyedLimiter<PersonId>>,
    pub(crate) at_once_from: Arc<KeyedLimiter<IpAddr>>,
    pub(crate) bounds: Arc<Bounds>,
    /// Running uploads by account.
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
            mail_in: MailComesIn(config.mail_in.is_some()),
            reader: config.reader.clone(),
            trusted_proxies: config.trusted_proxies.clone().into(),
            public_url: config.public_url.clone().map(Into::into),
            host: config.https_host(),
            stopping,
        }
    }
}

impl AppState {
    /// Version of the client that belongs to this program.
    pub fn version(&self) -> &str {
        let folder: &str = &self.leptos.site_pkg_dir;
        folder.rsplit('/').next().unwrap_or_default()
    }
}
