//! Choice of language and theme. The browser remembers both, the account the language.

use crate::kernel::answer::Failed;
use crate::kernel::cookies;
use crate::kernel::cookies::{LANGUAGE, THEME};
use crate::kernel::form::{SubmittedForm, seen, text};
use crate::kernel::redirect::is_inside;
use crate::kernel::served::Served;
use axum::extract::Request;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_desk::Caller;
use guichet_domain::kernel::language::Language;

/// Path of the page the request was sent from, `/` if it is not one of ours.
fn back(headers: &HeaderMap) -> String {
    let referer = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok());
    let path = referer
        .and_then(|referer| referer.parse::<Uri>().ok())
        .and_then(|uri| uri.path_and_query().cloned());
    path.map(|path| path.to_string())
        .filter(|path| is_inside(path))
        .unwrap_or_else(|| "/".into())
}

pub async fn language(
    Served(state): Served,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let language = Language::from_code(&text(&values, "language")).unwrap_or_default();
    if let Some(caller) = request.extensions().get::<Caller>()
        && let Err(error) = state.desk.choose_language(*caller, language).await
    {
        return Failed(error.into()).into_response();
    }
    let jar = CookieJar::new().add(cookies::choice(&state, LANGUAGE, language.code()));
    (jar, seen(back(request.headers()))).into_response()
}

/// Moves to the next theme: from the system's choice to dark, to light, and back.
pub async fn theme(Served(state): Served, request: Request) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let next = match cookies::value(&jar, state.secure, THEME) {
        Some("dark") => "light",
        Some("light") => "system",
        _ => "dark",
    };
    let jar = CookieJar::new().add(cookies::choice(&state, THEME, next));
    (jar, seen(back(request.headers()))).into_response()
}
