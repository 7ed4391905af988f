//! The forms that end sessions: one of one's own, the others, or all of them; for administrators
//! also those of another person.

use crate::identity::sign_in::gone;
use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, seen, text};
use crate::kernel::served::Served;
use axum::extract::{Extension, Path};
use axum::response::{IntoResponse, Response};
use guichet_desk::{Caller, DeskError, Token};
use guichet_domain::PersonId;

/// Ends the session named by the field `session`; with `others` every one but this.
pub async fn end(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(token): Extension<Token>,
    SubmittedForm { values, .. }: SubmittedForm,
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

/// Ends a session of another person, for administrators: `session` names one, `all` means every
/// one.
pub async fn end_of(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(person): Path<String>,
    SubmittedForm { values, .. }: SubmittedForm,
) -> Response {
    // What is no number is nobody's.
    let person = PersonId(person.parse().unwrap_or_default());
    let outcome = match text(&values, "session").as_str() {
        "all" => state.desk.end_sessions_of(caller, person).await,
        id => state.desk.end_session_of(caller, person, id).await,
    };
    match outcome {
        // It may have ended already: the list shows what there is.
        Ok(()) | Err(DeskError::NotFound) => seen(format!("/admin/people/{person}")),
        Err(error) => Failed(error.into()).into_response(),
    }
}

pub async fn end_all(Served(state): Served, Extension(caller): Extension<Caller>) -> Response {
    match state.desk.sign_out_everywhere(caller, None).await {
        Ok(()) => gone(&state, Some(&caller)),
        Err(error) => Failed(error.into()).into_response(),
    }
}
