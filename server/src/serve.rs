//! Serves the desk until told to stop.

use crate::kernel::config::Config;
use crate::kernel::connections::Connections;
use crate::kernel::monitoring;
use crate::kernel::state::AppState;
use crate::mail::mailbox::read_mail;
use crate::router::router;
use guichet_desk::Desk;
use guichet_mail::outbound::{Carrier, Composer, Mailer, drop_stale_emails};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// How often the desk checks for due deadlines.
const TIMERS: Duration = Duration::from_secs(30);

/// Silences libraries that would log whole addresses, at any log level: a query holds what people
/// search for, and a link may hold a secret.
const QUIET: [&str; 1] = ["tower_http::csrf=info"];

/// Starts logging: as text to a terminal, as JSON otherwise.
pub fn start_logging(filter: &str) {
    let filter = QUIET
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(EnvFilter::new(filter), EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).init();
    } else {
        builder.json().init();
    }
}

/// Listeners of the program.
pub struct Listeners {
    pub desk: TcpListener,
    /// Listener for metrics, if they are served.
    pub figures: Option<TcpListener>,
}

/// Binds the configured addresses.
///
/// # Errors
/// An address is in use, or may not be used.
pub async fn listen(config: &Config) -> std::io::Result<Listeners> {
    let desk = bind("address", config.address).await?;
    let figures = match config.metrics {
        Some(address) => Some(bind("metrics", address).await?),
        None => None,
    };
    Ok(Listeners { desk, figures })
}

async fn bind(setting: &str, address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let sentence = format!("{setting}: {address} cannot be listened on: {error}");
        std::io::Error::new(error.kind(), sentence)
    })
}

/// Serves the desk until Ctrl-C or SIGTERM.
///
/// # Errors
/// The listener fails.
pub async fn serve(listeners: Listeners, desk: Desk, config: Config) -> std::io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        let _ = stop.send(true);
    });
    serve_on(listeners, desk, config, stopping).await
}

/// Serves on a listener until `stopping` is set. Running requests are finished, and streams end.
///
/// # Errors
/// The listener fails.
pub async fn serve_on(
    listeners: Listeners,
    desk: Desk,
    config: Config,
    stopping: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let Listeners {
        desk: listener,
        figures,
    } = listeners;
    let state = AppState::new(desk.clone(), &config, stopping.clone());
    let inbox = read_mail(desk.clone(), &config, stopping.clone()).await?;
    let inbox = tokio::spawn(inbox);
    let timers = tokio::spawn(run_timers(desk.clone(), config.clone()));
    let mailer = mailer(&desk, &config, listener.local_addr()?).await?;
    let mailer = tokio::spawn(mailer.run(stopping.clone()));
    let teller = tokio::spawn({
        let desk = desk.clone();
        async move { desk.keep_notifying().await }
    });
    let comparing = tokio::spawn(async move { desk.keep_comparing().await });
    let tidying = tokio::spawn(tidy(state.clone()));
    // Figures are to be had to the very end: that it is stopping is one of them.
    let figures = figures.map(|listener| {
        if let Ok(address) = listener.local_addr() {
            tracing::info!("figures are at http://{address}/metrics");
        }
        let app = monitoring::router(state.clone());
        tokio::spawn(async move { axum::serve(listener, app).await })
    });
    let connections = Connections::new(
        &config.limits,
        Arc::clone(&state.trusted_proxies),
        Arc::clone(&state.meters),
    );
    connections.serve(listener, router(state), stopping).await;
    timers.abort();
    // What is being taken in is taken in whole.
    let _ = inbox.await;
    tidying.abort();
    teller.abort();
    comparing.abort();
    // Messages that are on their way arrive first.
    let _ = mailer.await;
    if let Some(figures) = figures {
        figures.abort();
    }
    Ok(())
}

/// Forgets from time to time the counts of visitors who have not come for long.
async fn tidy(state: AppState) {
    let mut ticks = tokio::time::interval(TIMERS);
    loop {
        ticks.tick().await;
        state.rates.tidy();
    }
}

/// Makes the sender of e-mails from the settings.
async fn mailer(desk: &Desk, config: &Config, address: SocketAddr) -> std::io::Result<Mailer> {
    let wrong = |error: String| std::io::Error::other(format!("mail: {error}"));
    let carrier = match &config.smtp {
        Some(url) => Carrier::smtp(url.reveal(), config.tokens.clone()).map_err(wrong)?,
        None => Carrier::Folder(config.outbox.clone()),
    };
    let base = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let secret = desk.secret("mail_key").await;
    let secret = secret.map_err(|error| wrong(error.to_string()))?;
    let composer = Composer::new(&config.mail_from, secret, &base, config.mail_in.is_some());
    let composer = composer.map_err(|error| wrong(error.to_string()))?;
    Ok(Mailer::new(desk.clone(), carrier, composer))
}

async fn run_timers(desk: Desk, config: Config) {
    if let Err(error) = desk.settle_restrictions().await {
        tracing::error!(%error, "restrictions");
    }
    let mut ticks = tokio::time::interval(TIMERS);
    loop {
        ticks.tick().await;
        match desk.run_timers().await {
            Ok(0) => {}
            Ok(n) => tracing::info!(tickets = n, "closed by themselves or taken off hold"),
            Err(error) => tracing::error!(%error, "timers"),
        }
        if let Err(error) = crate::governance::retention::daily(&desk, &config).await {
            tracing::error!(%error, "retention");
        }
        // A message that says what was emptied goes first, then what the database still holds.
        if let Err(error) = drop_stale_emails(&desk, &config.outbox).await {
            tracing::warn!(%error, "e-mails that say what was removed stay until the next time");
        }
        match desk.scrub().await {
            Ok(false) => {}
            Ok(true) => tracing::info!("the traces of removed texts are wiped"),
            Err(error) => {
                tracing::warn!(%error, "traces of removed texts stay until the next time")
            }
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
