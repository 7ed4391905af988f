//! The form of one's own absence.

use crate::kernel::form::{SubmittedForm, command, refuse, seen, text};
use crate::kernel::served::Served;
use axum::extract::Extension;
use axum::response::Response;
use guichet_desk::Caller;
use guichet_domain::directory::absence_form::OwnAbsence;

pub async fn choose(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let own = OwnAbsence {
        from: text(&values, "from"),
        until: text(&values, "until"),
        substitute: text(&values, "substitute"),
    };
    match state.desk.choose_absence(caller, own).await {
        Ok(()) => seen("/account/absence?done=absence".into()),
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}
