//! Accepts connections: a limited number of them, and none from clients that are too slow.

use crate::kernel::limits::Limits;
use crate::kernel::meters::Meters;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use guichet_desk::network;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// Time allowed for running requests to finish once the program is to stop.
const DRAIN: Duration = Duration::from_secs(30);

/// Delay before accepting again when the machine has no resources for another connection.
const AGAIN: Duration = Duration::from_millis(500);

/// Maximum bytes of a request's head, and number of its lines.
const HEAD_MAX: (usize, usize) = (32 * 1024, 100);

/// The open connections, counted by address.
pub struct Connections {
    room: Arc<Semaphore>,
    each: usize,
    by_address: Mutex<HashMap<IpAddr, usize>>,
    trusted: Arc<[IpAddr]>,
    patience: Duration,
    meters: Arc<Meters>,
}

/// Permit for one connection, returned when it is dropped.
struct Permit {
    connections: Arc<Connections>,
    address: Option<IpAddr>,
    _room: OwnedSemaphorePermit,
}

impl Connections {
    pub fn new(limits: &Limits, trusted: Arc<[IpAddr]>, meters: Arc<Meters>) -> Arc<Self> {
        Arc::new(Self {
            room: Arc::new(Semaphore::new(limits.connections as usize)),
            each: limits.connections_per_address as usize,
            by_address: Mutex::default(),
            trusted,
            patience: Duration::from_secs(limits.patience.into()),
            meters,
        })
    }

    /// Serves `app` until `stopping` is set. Then no new connection is accepted, running requests
    /// are finished, and those that take too long are cut.
    pub async fn serve(
        self: &Arc<Self>,
        listener: TcpListener,
        app: Router,
        mut stopping: watch::Receiver<bool>,
    ) {
        let open = GracefulShutdown::new();
        loop {
            let next = tokio::select! {
                next = self.next(&listener) => next,
                _ = stopping.wait_for(|stop| *stop) => break,
            };
            if let Some((stream, peer, place)) = next {
                self.start(stream, peer, place, app.clone(), &open);
            }
        }
        drop(listener);
        if tokio::time::timeout(DRAIN, open.shutdown()).await.is_err() {
            tracing::warn!("connections were cut: they did not end in time");
        }
    }

    async fn next(
        self: &Arc<Self>,
        listener: &TcpListener,
    ) -> Option<(TcpStream, SocketAddr, Permit)> {
        // Where there is no room, whoever knocks waits at the door.
        let room = Arc::clone(&self.room).acquire_owned().await.ok()?;
        match listener.accept().await {
            Ok((stream, peer)) => {
                let place = self.place(peer.ip(), room)?;
                Some((stream, peer, place))
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(AGAIN).await;
                None
            }
        }
    }

    fn place(self: &Arc<Self>, address: IpAddr, room: OwnedSemaphorePermit) -> Option<Permit> {
        let address = address.to_canonical();
        let address = (!self.trusted.contains(&address)).then_some(network(address));
        if let (Some(address), Ok(mut all)) = (address, self.by_address.lock()) {
            let n = all.entry(address).or_default();
            if *n >= self.each {
                self.meters.refused("connections");
                return None;
            }
            *n += 1;
        }
        self.meters.connections.inc();
        Some(Permit {
            connections: Arc::clone(self),
            address,
            _room: room,
        })
    }

    fn start(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        place: Permit,
        app: Router,
        open: &GracefulShutdown,
    ) {
        // A small answer is not to wait for the next one.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.patience));
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            app.clone().oneshot(request)
        });
        let (bytes, lines) = HEAD_MAX;
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience)
            .max_buf_size(bytes)
            .max_headers(lines)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Whoever goes away, or dawdles, ends only their own connection.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.connections.meters.connections.dec();
        if let (Some(address), Ok(mut all)) = (self.address, self.connections.by_address.lock())
            && let Some(n) = all.get_mut(&address)
        {
            *n -= 1;
            if *n == 0 {
                all.remove(&address);
            }
        }
    }
}
