//! Checks the host a request is for. With https only the host of `public_url` is answered, so that
//! another domain pointing here is not (RFC 9110, 7.4), and never appears in a link.

use crate::kernel::rejection;
use crate::kernel::state::AppState;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::Response;

/// The port of https.
const HTTPS: u16 = 443;

/// Addresses that monitoring may request under any host.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

pub async fn checked(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Ok(host) = host(&request) else {
        return rejection::misled(request.headers(), StatusCode::BAD_REQUEST);
    };
    let ours = match &state.host {
        Some(ours) => host.is_some_and(|host| is_same(&host, ours)),
        None => true,
    };
    // A page that came in clear is anybody's who stands on the way (RFC 6454, 4: another origin).
    let origin = request.headers().get(header::ORIGIN);
    let in_clear = origin.is_some_and(|origin| origin.as_bytes().starts_with(b"http:"));
    if state.host.is_some() && in_clear && !request.method().is_safe() {
        return rejection::misled(request.headers(), StatusCode::FORBIDDEN);
    }
    if ours || HEALTH.contains(&request.uri().path()) {
        next.run(request).await
    } else {
        rejection::misled(request.headers(), StatusCode::MISDIRECTED_REQUEST)
    }
}

/// Host the request asks for, if it names one (HTTP/1.0 need not).
///
/// # Errors
/// There are several hosts, or an invalid one (RFC 9112, 3.2).
fn host(request: &Request) -> Result<Option<Authority>, ()> {
    let given = of_header(request.headers())?;
    // Where the request line names one, it is that (RFC 9112, 3.2.2).
    match (request.uri().authority(), given) {
        (Some(line), Some(given)) if is_same(line, &given) => Ok(Some(given)),
        (Some(_), _) => Err(()),
        (None, None) if request.version() == Version::HTTP_11 => Err(()),
        (None, given) => Ok(given),
    }
}

fn of_header(headers: &HeaderMap) -> Result<Option<Authority>, ()> {
    let mut all = headers.get_all(header::HOST).iter();
    let Some(one) = all.next() else {
        return Ok(None);
    };
    if all.next().is_some() {
        return Err(());
    }
    let host: Authority = one.to_str().map_err(drop)?.parse().map_err(drop)?;
    // A name before an @ is no part of a host.
    if host.as_str().contains('@') {
        return Err(());
    }
    Ok(Some(host))
}

/// Whether two hosts are the same: names in any case, and a missing port is that of https.
fn is_same(a: &Authority, b: &Authority) -> bool {
    let port = |authority: &Authority| authority.port_u16().unwrap_or(HTTPS);
    a.host().eq_ignore_ascii_case(b.host()) && port(a) == port(b)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_host_is_the_same_by_name_and_port() {
        let same = |a: &str, b: &str| is_same(&a.parse().unwrap(), &b.parse().unwrap());
        assert!(same("Guichet.example.org", "guichet.example.org:443"));
        for other in [
            "guichet.example.org:80",
            "guichet.example.org.evil.example",
            "example.org",
            "guichet.example.org.",
            "127.0.0.1",
        ] {
            assert!(!same(other, "guichet.example.org"), "{other}");
        }
    }
}
