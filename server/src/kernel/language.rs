//! The language of an answer.

use crate::kernel::accepted::accepted;
use crate::kernel::cookies;
use crate::kernel::cookies::LANGUAGE;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;
use guichet_domain::kernel::language::Language;

/// Language of an answer that is given before the caller is known.
pub fn asked_language(headers: &HeaderMap) -> Language {
    language(&CookieJar::from_headers(headers), headers)
}

/// The cookie's language, else the best that the browser asks for (RFC 9110, 12.5.4), else French.
pub fn language(jar: &CookieJar, headers: &HeaderMap) -> Language {
    let chosen = cookies::any_value(jar, LANGUAGE).and_then(Language::from_code);
    if let Some(language) = chosen {
        return language;
    }
    let mut ranked: Vec<(f32, Language)> = accepted(headers, header::ACCEPT_LANGUAGE)
        .into_iter()
        .filter_map(|(weight, range)| {
            let language = Language::from_code(range.split('-').next()?)?;
            Some((weight, language))
        })
        .collect();
    // Stable: of equals the first stays first.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
        .first()
        .map_or_else(Language::default, |(_, language)| *language)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(accept: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        language(&CookieJar::new(), &headers)
    }

    #[test]
    fn the_browser_chooses_the_language() {
        assert_eq!(asked("en-GB,en;q=0.9,fr;q=0.8"), Language::En);
        assert_eq!(asked("fr-CA"), Language::Fr);
        assert_eq!(asked("de,en;q=0.4,fr;q=0.6"), Language::Fr);
        assert_eq!(asked("de"), Language::Fr);
        assert_eq!(asked("en;q=0,*"), Language::Fr);
        assert_eq!(asked(";;;q=x"), Language::Fr);
    }
}
