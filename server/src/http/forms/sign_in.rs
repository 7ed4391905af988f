//! Signing in and out, and the first set-up.

use super::{Values, command, read, refuse, seen, text};
use crate::http::session::{LANGUAGE, SESSION, choice_cookie, session_cookie};
use crate::http::{AppState, address};
use axum::extract::{ConnectInfo, Extension, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use guichet_desk::{Caller, Token};
use std::net::SocketAddr;

pub async fn sign_in(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let address = address::client(&state, peer, request.headers()).to_string();
    let (request, values) = match read(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let before = request.extensions().get::<Token>().cloned();
    let outcome = state
        .desk
        .sign_in(
            &text(&values, "email"),
            &text(&values, "password"),
            &address,
            before,
        )
        .await;
    match outcome {
        Ok((token, caller)) => {
            let mut cookies = CookieJar::new().add(session_cookie(&state, &token));
            // The account's language goes where its owner goes.
            let known = state.desk.me(caller).await.ok().and_then(|me| me.language);
            if let Some(language) = known {
                cookies = cookies.add(choice_cookie(&state, LANGUAGE, language.code()));
            }
            (cookies, seen(next(&values))).into_response()
        }
        Err(error) => {
            let id = command(&state, &values);
            refuse(&state, request, id, values, error.into()).await
        }
    }
}

/// Where somebody was going: a path of ours, nothing else.
fn next(values: &Values) -> String {
    let next = text(values, "next");
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.starts_with("/\\");
    let clean = !next.chars().any(char::is_control) && !next.contains('\\');
    if ours && clean { next } else { "/".into() }
}

pub async fn sign_out(State(state): State<AppState>, request: Request) -> Response {
    if let Some(token) = request.extensions().get::<Token>()
        && let Err(error) = state.desk.sign_out(token).await
    {
        return crate::http::session::Failed(error.into()).into_response();
    }
    (forget(), seen("/sign-in".into())).into_response()
}

pub async fn sign_out_everywhere(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
) -> Response {
    match state.desk.sign_out_everywhere(caller).await {
        Ok(()) => (forget(), seen("/sign-in".into())).into_response(),
        Err(error) => crate::http::session::Failed(error.into()).into_response(),
    }
}

fn forget() -> CookieJar {
    let mut jar = CookieJar::new();
    jar = jar.add(
        Cookie::build((SESSION, ""))
            .path("/")
            .max_age(time::Duration::ZERO)
            .build(),
    );
    jar
}

pub async fn set_up(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let (request, values) = match read(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
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
