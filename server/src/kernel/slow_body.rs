//! Gives up bodies that come too slowly: a client sending a byte now and then could otherwise keep
//! a request open for ever.

use crate::kernel::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// Bytes a second that a body must reach.
const PACE: u64 = 2048;

/// A body with a deadline that grows with the bytes received, and with a maximum pause between two
/// pieces.
struct SlowBody {
    body: Body,
    begun: Instant,
    patience: Duration,
    came: u64,
    deadline: Pin<Box<Sleep>>,
}

#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
struct TooSlow;

impl HttpBody for SlowBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            if let Some(Ok(frame)) = &frame {
                this.came += frame.data_ref().map_or(0, |data| data.len() as u64);
                let earned = Duration::from_secs(this.came / PACE);
                let paused = Instant::now() + this.patience;
                let whole = this.begun + this.patience + earned;
                this.deadline.as_mut().reset(paused.min(whole));
            }
            return Poll::Ready(frame);
        }
        match this.deadline.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(axum::Error::new(TooSlow)))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

pub async fn paced(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let patience = Duration::from_secs(state.limits.patience.into());
    let request = request.map(|body| {
        if body.is_end_stream() {
            return body;
        }
        let begun = Instant::now();
        Body::new(SlowBody {
            body,
            begun,
            patience,
            came: 0,
            deadline: Box::pin(tokio::time::sleep_until(begun + patience)),
        })
    });
    next.run(request).await
}
