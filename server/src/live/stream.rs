//! The live stream of a browser: server-sent events (WHATWG HTML, 9.2).

use crate::kernel::answer::Failed;
use crate::kernel::keyed_limiter::Slot;
use crate::kernel::meters::Meters;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use axum::extract::{Extension, Query};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use guichet_desk::{Caller, OnScreen, Token};
use guichet_domain::PersonId;
use guichet_domain::kernel::failure::Failure;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// Seconds after which a browser reconnects, to a program that was restarted or that has room
/// again.
const AGAIN: i64 = 2;

#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
    /// Number of unread notifications that the browser shows.
    unread: Option<i64>,
    /// Version of the incidents that come together that the browser shows.
    groups: Option<u32>,
}

/// A stream that is open and counted, until it is dropped.
struct Entered {
    meters: Arc<Meters>,
    seat: Slot<PersonId>,
}

impl Entered {
    /// Counts another stream; if the account has too many, its oldest ends.
    fn enter(state: &AppState, caller: Caller) -> Option<Self> {
        let (seat, ended) = state.streams.take(caller.person)?;
        if ended {
            state.meters.refused("streams");
        }
        state.meters.streams.inc();
        Some(Self {
            meters: Arc::clone(&state.meters),
            seat,
        })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.meters.streams.dec();
    }
}

/// Streams events after `from`, as this person may see them, until they sign out, have opened too
/// many newer streams, or the server stops. The browser is then told to reconnect.
pub async fn stream(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(token): Extension<Token>,
    Query(From {
        from,
        unread,
        groups,
    }): Query<From>,
) -> Response {
    let Some(entered) = Entered::enter(&state, caller) else {
        return Failed(Failure::Throttled(AGAIN)).into_response();
    };
    let subscription = match state
        .desk
        .subscribe(token, &from, OnScreen { unread, groups })
        .await
    {
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
            () = entered.seat.ended() => return None,
        };
        let (cursor, message) = next;
        let event = Event::default().id(cursor).data(&message.json);
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
