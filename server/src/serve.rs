//! Serving until told to stop.

use crate::config::Config;
use crate::http::{AppState, router};
use guichet_desk::Desk;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// How often the desk looks for what time has brought.
const TIMERS: Duration = Duration::from_secs(30);

/// Logs for people on a terminal, as JSON elsewhere.
pub fn start_logging(filter: &str) {
    let filter = EnvFilter::new(filter);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).init();
    } else {
        builder.json().init();
    }
}

/// Takes the address that is configured.
///
/// # Errors
/// It is in use, or may not be used.
pub async fn listen(config: &Config) -> std::io::Result<TcpListener> {
    TcpListener::bind(config.address).await.map_err(|error| {
        let address = config.address;
        std::io::Error::new(
            error.kind(),
            format!("address: {address} cannot be listened on: {error}"),
        )
    })
}

/// Serves the desk until Ctrl-C or SIGTERM.
///
/// # Errors
/// The listener fails.
pub async fn serve(listener: TcpListener, desk: Desk, config: Config) -> std::io::Result<()> {
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        let _ = stop.send(true);
    });
    serve_on(listener, desk, config, stopping).await
}

/// Serves on a listener until `stopping` says so: no request is cut, streams end.
///
/// # Errors
/// The listener fails.
pub async fn serve_on(
    listener: TcpListener,
    desk: Desk,
    config: Config,
    stopping: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let timers = tokio::spawn(run_timers(desk.clone()));
    let app = router(AppState::new(desk, &config, stopping.clone()));
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let mut stop = stopping;
    let served = axum::serve(listener, app)
        .with_graceful_shutdown(async move {
            // An end of the channel is an end of the program.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await;
    timers.abort();
    served
}

async fn run_timers(desk: Desk) {
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
