//! Ending sessions: one of one's own, the others, or all of them.

use super::sign_in::{forget, left};
use super::{Posted, seen, text};
use crate::http::session::{Failed, Served};
use axum::extract::Extension;
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError, Token};

/// `session` names one; `others` stands for every one but this.
pub async fn end(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(token): Extension<Token>,
    Posted { values, .. }: Posted,
) -> Response {
    let desk = &state.desk;
    let outcome = match text(&values, "session").as_str() {
        "others" => desk.sign_out_everywhere(caller, Some(&token)).await,
        id => desk.end_session(caller, id).await,
    };
    match outcome {
        Ok(()) => seen("/account?done=session".into()),
        // It has ended already, or was never theirs: the list shows what there is.
        Err(DeskError::NotFound) => seen("/account".into()),
        Err(error) => Failed(error.into()).into_response(),
    }
}

pub async fn end_all(Served(state): Served, Extension(caller): Extension<Caller>) -> Response {
    match state.desk.sign_out_everywhere(caller, None).await {
        Ok(()) => (forget(&state), seen(left(Some(&caller)))).into_response(),
        Err(error) => Failed(error.into()).into_response(),
    }
}
