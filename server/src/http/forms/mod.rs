//! Ordinary posts: the portal's forms, with and without JavaScript. Success redirects (303), a
//! refusal shows the same page again (422) with the message at the field and everything typed.

mod absence;
mod account;
mod choices;
mod factor;
mod heads;
mod links;
mod report;
mod request;
mod second_step;
mod sessions;
mod sign_in;
mod telling;
mod ticket;

use crate::http::routes::Routes;
use crate::http::{AppState, pages, refusal};
use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use guichet_app::FormState;
use guichet_desk::DeskError;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::kernel::time::{Zone, read_moment};
use guichet_domain::{CommandId, PersonId, Timestamp};
use std::collections::BTreeMap;

pub fn routes() -> Routes {
    let page = || get(pages::page);
    Routes::new()
        .route("/sign-in", page().post(sign_in::sign_in))
        .route(
            "/sign-in/code",
            get(second_step::code_page).post(second_step::code),
        )
        .route(
            "/sign-in/enrol",
            get(second_step::enrol_page).post(second_step::enrol),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-out-everywhere", post(sessions::end_all))
        .route("/setup/{secret}", page().post(sign_in::set_up))
        .route("/account", page().post(account::change_password))
        .route("/account/absence", page().post(absence::choose))
        .route("/account/email", page().post(links::email))
        .route("/forgotten", page().post(links::forgotten))
        .route("/link/{token}", get(links::page).post(links::follow))
        .route("/account/factor", page().post(factor::change))
        .route("/account/sessions", post(sessions::end))
        .route("/admin/people/{person}/sessions", post(sessions::end_of))
        .route("/account/notifications", post(telling::choose))
        .route("/notifications", page().post(telling::mark_read))
        .route("/admin/mail", page().post(telling::send_again))
        .route("/language", post(choices::language))
        .route("/theme", post(choices::theme))
        .route("/report", page().post(report::report))
        .route("/request/{item}", page().post(request::request))
        .route("/tickets/{reference}", page().post(ticket::act))
}

pub use ticket::READ_MAX as FORM_WITH_FILE;

/// What was posted, by name. A name that comes twice counts once.
pub(in crate::http) type Values = BTreeMap<String, String>;

/// An urlencoded form, read; the request stays for showing the page again.
pub(in crate::http) struct Posted {
    pub request: Request,
    pub values: Values,
}

impl FromRequest<AppState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let copy = Request::from_parts(parts.clone(), body);
        let form = Form::<Vec<(String, String)>>::from_request(copy, state).await;
        let form = form.map_err(|error| refusal::unread(&parts, error.into_response().status()))?;
        if form.0.len() > state.limits.form_fields as usize {
            return Err(refusal::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE));
        }
        Ok(Self {
            request: Request::from_parts(parts, Body::empty()),
            values: form.0.into_iter().collect(),
        })
    }
}

/// Reads a form of any kind for its words, and the name of the file in it. Nothing of the file is
/// kept, however large it is.
pub(in crate::http) async fn words(
    state: &AppState,
    request: Request,
) -> Result<(Request, Values, Option<String>), Response> {
    let (request, values, file) = ticket::posted(state, request, 0).await?;
    match file {
        ticket::File::One(upload) => Ok((request, values, Some(upload.name))),
        ticket::File::None => Ok((request, values, None)),
        ticket::File::Endless => {
            let (parts, _) = request.into_parts();
            Err(refusal::unread(&parts, StatusCode::PAYLOAD_TOO_LARGE))
        }
    }
}

/// The command identifier that the form was born with; a form without one gets a fresh one.
pub(in crate::http) fn command(state: &AppState, values: &Values) -> CommandId {
    values
        .get("command")
        .and_then(|id| id.parse().ok())
        .unwrap_or_else(|| state.desk.new_command())
}

pub(in crate::http) fn text(values: &Values, name: &str) -> String {
    values.get(name).cloned().unwrap_or_default()
}

/// What may be sent back to a browser.
pub(in crate::http) fn without_secrets(mut values: Values) -> Values {
    for secret in ["password", "old", "new", "repeat", "code"] {
        values.remove(secret);
    }
    values
}

/// Shows the page again. Passwords are never sent back.
pub(in crate::http) async fn refuse(
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

pub(super) fn wrong(field: Field, problem: Problem) -> DeskError {
    DeskError::Refused(Refusal::Invalid(vec![FieldError {
        field,
        name: None,
        problem,
    }]))
}

pub(in crate::http) fn seen(path: String) -> Response {
    Redirect::to(&path).into_response()
}

/// Whom a form is about: somebody else where an address is given.
pub(super) async fn affected(
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

/// A date and time as the browser's own field gives it, on the person's wall.
pub(super) fn instant(
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
