//! Holds a permit until an answer has been sent, not only until it is begun.

use axum::body::{Body, Bytes};
use axum::response::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

struct Held<Permit> {
    body: Body,
    _place: Permit,
}

/// The same answer; `place` is given back once its body has been sent or dropped.
pub fn until_sent<Permit: Send + Unpin + 'static>(response: Response, place: Permit) -> Response {
    response.map(|body| {
        Body::new(Held {
            body,
            _place: place,
        })
    })
}

impl<Permit: Unpin> HttpBody for Held<Permit> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
