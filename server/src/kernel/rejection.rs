//! What is answered before a page could be: too often, too much, or not to be read. A small page
//! for people, a failure for programs.

use crate::kernel::answer::{Failed, wants_page};
use crate::kernel::state::AppState;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_locales::{Texts, fill, texts_in};

/// Too many requests (RFC 6585, 4), with how long to wait (RFC 9110, 10.2.3).
pub fn busy(state: &AppState, request: &Request, who: &'static str, seconds: u64) -> Response {
    state.meters.refused(who);
    let wait = i64::try_from(seconds).unwrap_or(i64::MAX);
    if !wants_page(request.headers()) {
        return Failed(Failure::Throttled(wait)).into_response();
    }
    let t = texts(request.headers());
    let said = fill(t.common.busy, &[("n", &wait.to_string())]);
    let mut answer = page(t, StatusCode::TOO_MANY_REQUESTS, t.common.busy_title, &said);
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// A form that cannot be read, or that is larger than a form may be.
pub fn unread(parts: &Parts, status: StatusCode) -> Response {
    let t = texts(&parts.headers);
    let large = status == StatusCode::PAYLOAD_TOO_LARGE;
    if !wants_page(&parts.headers) {
        let failure = if large {
            Failure::TooLarge
        } else {
            Failure::Network("the form cannot be read".into())
        };
        return (status, axum::Json(failure)).into_response();
    }
    let said = if large {
        t.common.form_too_large
    } else {
        t.common.form_unread
    };
    page(t, status, t.common.form_title, said)
}

/// A form of somebody who is not signed in that is too large to be carried through the way in.
pub fn too_large_signed_out(state: &AppState, parts: &Parts) -> Response {
    let t = texts(&parts.headers);
    if !wants_page(&parts.headers) {
        let failure = axum::Json(Failure::TooLarge);
        return (StatusCode::PAYLOAD_TOO_LARGE, failure).into_response();
    }
    let most = (state.bounds.signed_out / 1024).to_string();
    let said = fill(t.common.form_signed_out, &[("n", &most)]);
    page(t, StatusCode::PAYLOAD_TOO_LARGE, t.common.form_title, &said)
}

/// What is asked of another host, or of several at once.
pub fn misled(headers: &axum::http::HeaderMap, status: StatusCode) -> Response {
    if !wants_page(headers) {
        let failure = Failure::Network("the request names another host".into());
        return (status, axum::Json(failure)).into_response();
    }
    let t = texts(headers);
    page(t, status, t.common.host_title, t.common.host_wrong)
}

fn texts(headers: &axum::http::HeaderMap) -> &'static Texts {
    texts_in(crate::kernel::language::asked_language(headers))
}

/// Made without the application: it is to cost nothing. Every text in it is our own.
fn page(t: &Texts, status: StatusCode, title: &str, said: &str) -> Response {
    let code = match t.language {
        Language::Fr => "fr",
        Language::En => "en",
    };
    let home = t.common.home;
    let body = format!(
        "<!DOCTYPE html><html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Guichet</title><link rel=\"stylesheet\" href=\"/pkg/guichet.css\"></head>\
         <body><div class=\"app portal\"><main class=\"page\" id=\"main\"><h1>{title}</h1><p>{said}</p>\
         <p><a class=\"button\" href=\"/\">{home}</a></p></main></div></body></html>"
    );
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(body)).into_response()
}
