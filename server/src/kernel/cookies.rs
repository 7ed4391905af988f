//! Our cookies. With https each name begins with `__Host-`: browsers then accept the cookie from
//! this host only, over https, for every path (RFC 6265bis, 4.1.3.2).

use crate::kernel::state::AppState;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use guichet_desk::{DEVICE_DAYS, PendingToken, SESSION_DAYS, Token};
use guichet_domain::PersonId;
use time::Duration;

pub const SESSION: &str = "guichet_session";

/// Cookie of a sign-in between the password and the second factor.
pub const PENDING: &str = "guichet_pending";

/// Cookie of a browser that somebody has signed in with before.
pub const DEVICE: &str = "guichet_device";

pub const LANGUAGE: &str = "guichet_language";

pub const THEME: &str = "guichet_theme";

/// Cookie naming the person who has just signed out, so that the page drops what it kept for them.
/// An address must not say so, since a link from anywhere could lead to it.
const LEFT: &str = "guichet_left";

/// Cookie saying that a form has just succeeded, so that the page drops its draft.
const TAKEN: &str = "guichet_taken";

const PREFIX: &str = "__Host-";

fn named(secure: bool, name: &str) -> String {
    let prefix = if secure { PREFIX } else { "" };
    format!("{prefix}{name}")
}

/// Value of a cookie, by its name without the prefix. With https a cookie without it is not ours.
pub fn value<'a>(jar: &'a CookieJar, secure: bool, name: &str) -> Option<&'a str> {
    jar.get(&named(secure, name)).map(Cookie::value)
}

/// Same as [`value`], when it is not known whether people use https.
pub fn any_value<'a>(jar: &'a CookieJar, name: &str) -> Option<&'a str> {
    value(jar, true, name).or_else(|| value(jar, false, name))
}

/// A cookie of ours, until the browser is closed. It is `SameSite=Lax`, so that people who follow a
/// link in a mail are signed in.
fn cookie(state: &AppState, name: &str, value: String) -> Cookie<'static> {
    Cookie::build((named(state.secure, name), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.secure)
        .build()
}

fn lasting(mut cookie: Cookie<'static>, time: Duration) -> Cookie<'static> {
    cookie.set_max_age(time);
    cookie
}

pub fn session(state: &AppState, token: &Token) -> Cookie<'static> {
    let session = cookie(state, SESSION, token.reveal().to_owned());
    lasting(session, Duration::days(SESSION_DAYS))
}

/// Cookie of a pending sign-in. It ends with the browser at the latest.
pub fn pending(state: &AppState, pending: &PendingToken) -> Cookie<'static> {
    cookie(state, PENDING, pending.reveal().to_owned())
}

/// Cookie of a browser that somebody has signed in with. It stays when they sign out.
pub fn device(state: &AppState, value: String) -> Cookie<'static> {
    lasting(cookie(state, DEVICE, value), Duration::days(DEVICE_DAYS))
}

/// Deletes a cookie.
pub fn none(state: &AppState, name: &str) -> Cookie<'static> {
    lasting(cookie(state, name, String::new()), Duration::ZERO)
}

/// Remembers a choice for a year.
pub fn choice(state: &AppState, name: &str, value: &str) -> Cookie<'static> {
    lasting(cookie(state, name, value.to_owned()), Duration::days(365))
}

/// Tells the next page who has signed out. The page's script reads the cookie and deletes it.
pub fn left(state: &AppState, person: PersonId) -> Cookie<'static> {
    let mut left = cookie(state, LEFT, person.to_string());
    left.set_http_only(false);
    lasting(left, Duration::hours(1))
}

/// Tells the next page that a form has succeeded, in the same way as [`left`].
pub fn taken(state: &AppState) -> Cookie<'static> {
    let mut taken = cookie(state, TAKEN, "yes".into());
    taken.set_http_only(false);
    lasting(taken, Duration::minutes(1))
}
