//! The signed link: its page only shows the question, so that a program that opens every link of an
//! e-mail answers nothing; what is posted there counts.

use crate::feedback::fields::{answer, done};
use crate::kernel::form::{SubmittedForm, Values, command, refuse, seen};
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use axum::extract::{Extension, Path};
use axum::response::Response;
use guichet_desk::{Caller, DeskError};
use guichet_domain::CommandId;

/// Answers the question, or changes the answer.
pub async fn give(
    Served(state): Served,
    caller: Option<Extension<Caller>>,
    Path(token): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let id = command(&state, &values);
    let caller = caller.map(|Extension(caller)| caller);
    match given(&state, caller, &token, id, &values).await {
        Ok(done) => seen(format!("/feedback/{token}?done={done}")),
        Err(error) => refuse(&state, request, id, values, error.into()).await,
    }
}

async fn given(
    state: &AppState,
    caller: Option<Caller>,
    token: &str,
    id: CommandId,
    values: &Values,
) -> Result<&'static str, DeskError> {
    let form = answer(values)?;
    let done = done(&form);
    let given = state.desk.answer_feedback_by_link(token, caller, id, form);
    given.await.map(|()| done)
}
