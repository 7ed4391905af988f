//! The live stream of a browser: server-sent events (WHATWG HTML, 9.2).

use crate::http::session::{Failed, Served};
use crate::limits::Limits;
use crate::meters::Meters;
use axum::extract::{Extension, Query};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use guichet_desk::Token;
use guichet_domain::wire::Failure;
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Seconds after which a browser comes back: to a program that was started again, or to one where
/// there is room again.
const AGAIN: i64 = 2;

#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
    /// How many unread notifications the browser shows.
    unread: Option<i64>,
}

/// How many streams are open, by session.
pub struct Streams {
    each: u32,
    open: Mutex<HashMap<String, u32>>,
    meters: Arc<Meters>,
}

impl Streams {
    pub fn new(limits: &Limits, meters: Arc<Meters>) -> Self {
        Self {
            each: limits.streams_per_session,
            open: Mutex::default(),
            meters,
        }
    }

    /// Counts one more, unless there are enough.
    fn enter(self: &Arc<Self>, token: &Token) -> Option<Entered> {
        let session = token.reveal().to_owned();
        let mut open = self.open.lock().ok()?;
        let n = open.entry(session.clone()).or_default();
        if *n >= self.each {
            self.meters.refused("streams");
            return None;
        }
        *n += 1;
        self.meters.streams.inc();
        Some(Entered {
            streams: Arc::clone(self),
            session,
        })
    }
}

/// A stream that is open, until it is dropped.
struct Entered {
    streams: Arc<Streams>,
    session: String,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.streams.meters.streams.dec();
        if let Ok(mut open) = self.streams.open.lock()
            && let Some(n) = open.get_mut(&self.session)
        {
            *n -= 1;
            if *n == 0 {
                open.remove(&self.session);
            }
        }
    }
}

/// What happens after `from`, as this person may see it, until they sign out or the server stops:
/// then with the word to come back.
pub async fn stream(
    Served(state): Served,
    Extension(token): Extension<Token>,
    Query(From { from, unread }): Query<From>,
) -> Response {
    let Some(entered) = state.streams.enter(&token) else {
        return Failed(Failure::Throttled(AGAIN)).into_response();
    };
    let subscription = match state.desk.subscribe(token, &from, unread).await {
        Ok(subscription) => subscription,
        Err(error) => return Failed(error.into()).into_response(),
    };
    let stopping = state.stopping.clone();
    // Tabs of another version learn of this one.
    let hello = Event::default().event("hello").data(state.version());
    let hello = stream::once(async { Ok::<_, Infallible>(hello) });
    let events = stream::unfold(Some((subscription, stopping, entered)), |open| async move {
        let (mut subscription, mut stopping, entered) = open?;
        let next = tokio::select! {
            next = subscription.next() => next?,
            _ = stopping.wait_for(|stop| *stop) => {
                let again = Duration::from_secs(AGAIN.unsigned_abs());
                return Some((Ok(Event::default().retry(again)), None));
            }
        };
        let (cursor, live) = next;
        let event = Event::default()
            .id(cursor)
            .json_data(live)
            .unwrap_or_default();
        Some((
            Ok::<_, Infallible>(event),
            Some((subscription, stopping, entered)),
        ))
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    (
        [(header::CACHE_CONTROL, "no-store")],
        Sse::new(hello.chain(events)).keep_alive(alive),
    )
        .into_response()
}
