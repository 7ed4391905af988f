//! Parses `Accept-Language` and `Accept-Encoding`, which say what a browser accepts (RFC 9110,
//! 12.4.2).

use axum::http::{HeaderMap, HeaderName};

/// Values that the header names and does not refuse, with their weights, in the order of the
/// header.
pub fn accepted(headers: &HeaderMap, name: HeaderName) -> Vec<(f32, String)> {
    let values = headers.get_all(name);
    let values = values.iter().filter_map(|value| value.to_str().ok());
    let parts = values.flat_map(|value| value.split(','));
    let weighed = parts.filter_map(|part| {
        let mut parts = part.split(';').map(str::trim);
        let named = parts.next().filter(|named| !named.is_empty())?;
        let weight = parts.find_map(|one| one.strip_prefix("q="));
        let weight = weight.map_or(Some(1.0), |weight| weight.parse().ok());
        Some((weight.filter(|weight| *weight > 0.0)?, named.to_lowercase()))
    });
    weighed.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::header::ACCEPT_ENCODING;

    fn of(value: &str) -> Vec<(f32, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, value.parse().unwrap());
        accepted(&headers, ACCEPT_ENCODING)
    }

    #[test]
    fn what_is_named_and_weighs_something_is_taken() {
        for value in ["br", " BR ", "br;q=1", "br; q=1.0", "br;x=y"] {
            assert_eq!(of(value), [(1.0, "br".to_owned())], "{value}");
        }
        for value in ["br;q=0", "br; q=0.000", "", "br;q=x", ";;;q=x", ", ,"] {
            assert_eq!(of(value), [], "{value}");
        }
        let both = [(1.0, "gzip".to_owned()), (0.5, "br".to_owned())];
        assert_eq!(of("gzip, br;q=0.5, zstd;q=0"), both);
    }
}
