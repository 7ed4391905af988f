//! Ordinary posts: the portal's forms, with and without JavaScript. Success redirects (303); a
//! refusal shows the same page again (422) with the message at the field and everything typed.

use crate::kernel::state::AppState;
use crate::kernel::{pages, rejection};
use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use guichet_app::FormState;
use guichet_desk::DeskError;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::kernel::time::{Zone, read_moment};
use guichet_domain::{CommandId, PersonId, Timestamp};
use std::collections::BTreeMap;

/// The posted fields, by name. Of fields with the same name the last one counts.
pub(crate) type Values = BTreeMap<String, String>;

/// An urlencoded form, and the request it came with, which is needed to show the page again.
pub(crate) struct SubmittedForm {
    pub request: Request,
    pub values: Values,
}

impl FromRequest<AppState> for SubmittedForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let copy = Request::from_parts(parts.clone(), body);
        let form = Form::<Vec<(String, String)>>::from_request(copy, state).await;
        let form =
            form.map_err(|error| rejection::unread(&parts, error.into_response().status()))?;
        if form.0.len() > state.limits.form_fields as usize {
            return Err(rejection::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE));
        }
        Ok(Self {
            request: Request::from_parts(parts, Body::empty()),
            values: form.0.into_iter().collect(),
        })
    }
}

/// Command identifier in the form; a new one if the form has none.
pub(crate) fn command(state: &AppState, values: &Values) -> CommandId {
    values
        .get("command")
        .and_then(|id| id.parse().ok())
        .unwrap_or_else(|| state.desk.new_command())
}

pub(crate) fn text(values: &Values, name: &str) -> String {
    values.get(name).cloned().unwrap_or_default()
}

/// Fields that may be sent back to a browser.
pub(crate) fn without_secrets(mut values: Values) -> Values {
    for secret in ["password", "old", "new", "repeat", "code"] {
        values.remove(secret);
    }
    values
}

/// Shows the page again with the refusal. Passwords are never sent back.
pub(crate) async fn refuse(
    state: &AppState,
    request: Request,
    command: CommandId,
    values: Values,
    failure: Failure,
) -> Response {
    // What was carried out stands: sent once more, this is another command.
    let command = match failure {
        Failure::Reused(_) => state.desk.new_command(),
        _ => command,
    };
    let form = FormState {
        command,
        values: without_secrets(values),
        failure: Some(failure),
    };
    pages::refused(state, request, form).await
}

pub(crate) fn wrong(field: Field, problem: Problem) -> DeskError {
    DeskError::Refused(Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }]))
}

pub(crate) fn seen(path: String) -> Response {
    Redirect::to(&path).into_response()
}

/// The person named by the address in the form; `None` if the form names none.
pub(crate) async fn affected(
    state: &AppState,
    values: &Values,
) -> Result<Option<PersonId>, DeskError> {
    let email = text(values, "affected_email");
    if email.trim().is_empty() {
        return Ok(None);
    }
    let directory = state.desk.directory().await?;
    let person = directory
        .person_by_email(&email)
        .filter(|person| person.active);
    person
        .map(|person| Some(person.id))
        .ok_or_else(|| wrong(Field::Affected, Problem::Unknown))
}

/// Reads a date and time from a browser's date field, in the person's time zone.
pub(crate) fn instant(
    zone: &Zone,
    typed: &str,
    field: Field,
) -> Result<Option<Timestamp>, DeskError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    read_moment(typed.trim())
        .map(|civil| Some(zone.instant(civil)))
        .ok_or_else(|| wrong(field, Problem::Invalid))
}
