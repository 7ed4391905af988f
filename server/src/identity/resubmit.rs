//! Keeps a form posted after the session ended, for browsers without JavaScript and thus without
//! drafts: the sign-in pages carry its fields along, and it is posted again after signing in.

use crate::kernel::form::Values;
use crate::kernel::state::AppState;
use crate::kernel::{bounded, form, multipart, pages, rejection};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use guichet_app::FormState;
use guichet_domain::kernel::failure::Failure;

/// Shows the sign-in page with the posted fields in it. A body larger than allowed without a
/// session is not read: the answer says so, and the browser still has what was typed.
///
/// # Errors
/// The browser keeps drafts itself, or the body cannot be read; the caller then decides how to go
/// on.
pub async fn ask(state: &AppState, request: Request) -> Result<Response, ()> {
    let path = request.uri().path().to_owned();
    let bound = state.bounds.body(request.method(), Some(&path), false);
    let mut request = request;
    DefaultBodyLimit::max(bound).apply(&mut request);
    let (parts, body) = request.into_parts();
    if bounded::length(&parts.headers).is_some_and(|length| length > bound as u64) {
        bounded::linger(body);
        return Ok(rejection::too_large_signed_out(state, &parts));
    }
    let request = Request::from_parts(parts.clone(), body);
    let (mut request, mut values, file) = match multipart::words(state, request).await {
        Ok(read) => read,
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Ok(rejection::too_large_signed_out(state, &parts));
        }
        Err(_) => return Err(()),
    };
    if values.get("script").is_none_or(|script| script != "off") {
        return Err(());
    }
    values.insert("kept".into(), "yes".into());
    if let Some(name) = file {
        values.insert("file".into(), name);
    }
    values.insert("next".into(), path);
    *request.uri_mut() = Uri::from_static("/sign-in");
    let command = form::command(state, &values);
    Ok(form::refuse(state, request, command, values, Failure::SignedOut).await)
}

/// Redirects somebody who has signed in to the page they were going to, with the carried fields
/// (307 keeps the method and the body, RFC 9110, 15.4.8).
pub fn on(values: &Values, next: String) -> Response {
    if values.contains_key("kept") {
        Redirect::temporary(&next).into_response()
    } else {
        Redirect::to(&next).into_response()
    }
}

/// The page of the second step, with the carried fields in it.
pub async fn to_code(state: &AppState, mut request: Request, values: Values) -> Response {
    *request.uri_mut() = Uri::from_static("/sign-in/code");
    let form = FormState {
        command: form::command(state, &values),
        values: form::without_secrets(values),
        failure: None,
    };
    pages::shown(state, request, form).await
}
