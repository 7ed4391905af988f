//! Answers that are given without a page: too many requests, too large a body, or an unreadable
//! one. A small page for people, a failure for programs.

use crate::kernel::answer::{Failed, wants_page};
use crate::kernel::cookies::{THEME, any_value};
use crate::kernel::language::asked_language;
use crate::kernel::state::AppState;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guichet_domain::kernel::failure::Failure;
use guichet_locales::{Texts, fill, texts_in};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// Too many requests (RFC 6585, 4), with how long to wait (RFC 9110, 10.2.3).
pub fn busy(state: &AppState, request: &Request, who: &'static str, seconds: u64) -> Response {
    state.meters.refused(who);
    let wait = i64::try_from(seconds).unwrap_or(i64::MAX);
    if !wants_page(request.headers()) {
        return Failed(Failure::Throttled(wait)).into_response();
    }
    let mut answer = page(request.headers(), StatusCode::TOO_MANY_REQUESTS, |t| {
        let said = fill(t.common.busy, &[("n", &wait.to_string())]);
        (t.common.busy_title, said)
    });
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// Answer to a form that cannot be read, or that is too large.
pub fn unread(parts: &Parts, status: StatusCode) -> Response {
    let large = status == StatusCode::PAYLOAD_TOO_LARGE;
    if !wants_page(&parts.headers) {
        let failure = if large {
            Failure::TooLarge
        } else {
            Failure::Network("the form cannot be read".into())
        };
        return (status, axum::Json(failure)).into_response();
    }
    page(&parts.headers, status, |t| {
        let said = if large {
            t.common.form_too_large
        } else {
            t.common.form_unread
        };
        (t.common.form_title, said.to_owned())
    })
}

/// Answer to a form of somebody not signed in that is too large to be carried through signing in.
pub fn too_large_signed_out(state: &AppState, parts: &Parts) -> Response {
    if !wants_page(&parts.headers) {
        let failure = axum::Json(Failure::TooLarge);
        return (StatusCode::PAYLOAD_TOO_LARGE, failure).into_response();
    }
    let most = (state.bounds.signed_out / 1024).to_string();
    page(&parts.headers, StatusCode::PAYLOAD_TOO_LARGE, |t| {
        let said = fill(t.common.form_signed_out, &[("n", &most)]);
        (t.common.form_title, said)
    })
}

/// Answer to a request for another host, or for several at once.
pub fn misled(headers: &HeaderMap, status: StatusCode) -> Response {
    if !wants_page(headers) {
        let failure = Failure::Network("the request names another host".into());
        return (status, axum::Json(failure)).into_response();
    }
    page(headers, status, |t| {
        (t.common.host_title, t.common.host_wrong.to_owned())
    })
}

/// Answer for a file of the client that does not exist (any more). A browser that loads a file gets
/// no page.
pub async fn missing(headers: HeaderMap) -> Response {
    let status = StatusCode::NOT_FOUND;
    if !wants_page(&headers) {
        return status.into_response();
    }
    page(&headers, status, |t| {
        (t.common.not_found_title, t.common.not_found.to_owned())
    })
}

/// Style of such a page, contained in it: a visitor over the limit gets no style sheet either.
const STYLE: &str = concat!(
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/rejection.css")
);

/// Content security policy that allows that style and nothing else (CSP Level 3, 8.4).
fn policy() -> &'static str {
    static POLICY: OnceLock<String> = OnceLock::new();
    POLICY.get_or_init(|| {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'"
        )
    })
}

/// Makes the page without the application, so that it costs little. All its texts are our own.
fn page(
    headers: &HeaderMap,
    status: StatusCode,
    said: impl FnOnce(&Texts) -> (&str, String),
) -> Response {
    let t = texts_in(asked_language(headers));
    let (title, said) = said(t);
    let code = t.language.code();
    let theme = match any_value(&CookieJar::from_headers(headers), THEME) {
        Some("light") => " data-theme=\"light\"",
        Some("dark") => " data-theme=\"dark\"",
        _ => "",
    };
    let home = t.common.home;
    let body = format!(
        "<!DOCTYPE html><html lang=\"{code}\"{theme}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Guichet</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1><p>{said}</p><a href=\"/\">{home}</a></main></body></html>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(body)).into_response()
}
