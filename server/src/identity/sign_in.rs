//! Signing in and out, and the setup of the first administrator.

use crate::identity::resubmit;
use crate::kernel::answer::Failed;
use crate::kernel::cookies;
use crate::kernel::cookies::{LANGUAGE, PENDING, SESSION};
use crate::kernel::form::{SubmittedForm, Values, command, refuse, seen, text};
use crate::kernel::redirect::is_inside;
use crate::kernel::served::Served;
use crate::kernel::state::AppState;
use axum::extract::{Path, Request};
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use guichet_app::in_query;
use guichet_desk::{Caller, Missing, SignIn, Token};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

pub async fn sign_in(
    Served(state): Served,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let before = request.extensions().get::<Token>().cloned();
    let (email, password) = (text(&values, "email"), text(&values, "password"));
    match state.desk.sign_in(&email, &password, before).await {
        Ok(SignIn::In(token, caller)) => {
            let cookies = signed_in(&state, &token, caller).await;
            let to = landing(&state, caller, next(&values)).await;
            (cookies, resubmit::on(&values, to)).into_response()
        }
        Ok(SignIn::Pending(pending, missing)) => {
            let step = match missing {
                Missing::Code => "code",
                Missing::Factor => "enrol",
            };
            let cookies = CookieJar::new()
                .add(cookies::none(&state, SESSION))
                .add(cookies::pending(&state, &pending));
            if matches!(missing, Missing::Code) && values.contains_key("kept") {
                return (cookies, resubmit::to_code(&state, request, values).await).into_response();
            }
            let to = format!("/sign-in/{step}?next={}", in_query(&next(&values)));
            (cookies, seen(to)).into_response()
        }
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

/// Cookies of a session that was just opened: the session's own, and those that go with it.
pub(crate) async fn signed_in(
    state: &AppState,
    token: &Token,
    caller: Caller,
) -> (CookieJar, CookieJar) {
    let session = CookieJar::new().add(cookies::session(state, token));
    let mut beside = CookieJar::new();
    // From now on nobody's guesses lock them out of this browser.
    match state.desk.device_cookie(caller.person) {
        Ok(device) => beside = beside.add(cookies::device(state, device)),
        Err(error) => tracing::error!(%error, "a browser is not remembered"),
    }
    // The account's language goes where its owner goes.
    let known = state.desk.me(caller).await.ok().and_then(|me| me.language);
    if let Some(language) = known {
        beside = beside.add(cookies::choice(state, LANGUAGE, language.code()));
    }
    (session, beside)
}

/// Path the person was going to; only paths of ours are accepted.
pub(crate) fn next(values: &Values) -> String {
    let next = text(values, "next");
    let ours = is_inside(&next);
    if ours { next } else { "/".into() }
}

/// Where somebody lands who has just signed in: where they were going or, if that is nowhere, at the
/// desk if they work there, and on the portal otherwise. Administrators of an empty desk land where
/// it is set up.
pub(crate) async fn landing(state: &AppState, caller: Caller, next: String) -> String {
    if next != "/" {
        return next;
    }
    if state.desk.is_to_begin(caller).await.unwrap_or_default() {
        return "/admin/start".into();
    }
    let me = state.desk.me(caller).await;
    let is_agent = me.is_ok_and(|me| me.actor.role.is_agent());
    if is_agent { "/desk".into() } else { next }
}

pub async fn sign_out(Served(state): Served, request: Request) -> Response {
    let extensions = request.extensions();
    if let (Some(caller), Some(token)) = (extensions.get::<Caller>(), extensions.get::<Token>())
        && let Err(error) = state.desk.sign_out(*caller, token).await
    {
        return Failed(error.into()).into_response();
    }
    gone(&state, request.extensions().get())
}

/// The answer after signing out. Nothing of the person stays in the browser: the cache is cleared
/// (Clear Site Data, 3.1), and the page that follows drops their drafts.
pub(crate) fn gone(state: &AppState, caller: Option<&Caller>) -> Response {
    let mut jar = CookieJar::new()
        .add(cookies::none(state, SESSION))
        .add(cookies::none(state, PENDING));
    if let Some(caller) = caller {
        jar = jar.add(cookies::left(state, caller.person));
    }
    let clear = [(CLEAR_SITE_DATA, "\"cache\"")];
    (jar, clear, seen("/sign-in".into())).into_response()
}

pub async fn set_up(
    Served(state): Served,
    Path(secret): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let (name, email, password) = (
        text(&values, "name"),
        text(&values, "email"),
        text(&values, "password"),
    );
    match state
        .desk
        .first_administrator(&secret, &name, &email, &password)
        .await
    {
        Ok(()) => seen("/sign-in?done=setup".into()),
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (asked, goes) in [
            ("/desk?view=mine", "/desk?view=mine"),
            ("https://evil.example/", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("", "/"),
        ] {
            assert_eq!(
                next(&Values::from([("next".to_owned(), asked.to_owned())])),
                goes
            );
        }
    }
}
