//! Maximum sizes of bodies, by address; a larger body is refused before it is read.

use crate::kernel::limits::Limits;
use axum::http::Method;
use guichet_desk::UPLOAD_MAX;
use guichet_domain::tickets::ticket::{LINKS_MAX, WATCHERS_MAX};

/// Addresses whose form may contain a file.
const FILES: [&str; 4] = [
    "/tickets/{reference}",
    "/knowledge/{article}/files",
    "/people-import",
    "/report",
];

/// Maximum bytes of a page, including everything its parts may take.
pub const PAGE_MAX: usize = 2_000_000;

/// Maximum bytes of a body.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Maximum for somebody who is not signed in.
    pub signed_out: usize,
    form: usize,
    file: usize,
}

impl Bounds {
    pub fn of(limits: &Limits) -> Self {
        let form = limits.form_kib as usize * 1024;
        Self {
            signed_out: form.min(limits.form_kib_signed_out as usize * 1024),
            form,
            file: READ_MAX,
        }
    }

    /// Maximum bytes of a body sent to `path`, an address as the route table names it.
    pub fn body(&self, method: &Method, path: Option<&str>, is_signed_in: bool) -> usize {
        // What is fetched is named by its address alone (RFC 9110, 9.3.1).
        if matches!(*method, Method::GET | Method::HEAD) {
            return 0;
        }
        match path {
            _ if !is_signed_in => self.signed_out,
            Some(path) if FILES.contains(&path) => self.file,
            _ => self.form,
        }
    }

    /// The bounds for the person who runs the program: what each is about, and how much it is.
    pub fn listed(&self, limits: &Limits) -> Vec<(String, String)> {
        let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
        let mib = |bytes: usize| format!("{} MiB", bytes / 1024 / 1024);
        let row = |what: &str, bound: String| (what.to_owned(), bound);
        let mut rows = vec![
            row("body of GET and HEAD", "nothing".into()),
            row("body without a session", kib(self.signed_out)),
            row("body of a form or call", kib(self.form)),
            row("words of a form with a file", kib(self.form)),
            row("fields of a form", limits.form_fields.to_string()),
            row("file", mib(UPLOAD_MAX)),
        ];
        for path in FILES {
            rows.push((format!("body of {path}, files and all"), mib(self.file)));
        }
        rows.extend([
            row(
                "file that is sent to somebody",
                format!("{}, never held whole", mib(UPLOAD_MAX)),
            ),
            row(
                "files and exports sent to one account at once",
                limits.downloads_per_account.to_string(),
            ),
            row(
                "live streams of one account",
                limits.streams_per_account.to_string(),
            ),
            row(
                "requests of one account answered at once",
                limits.requests_at_once.to_string(),
            ),
            row(
                "connections, or requests behind a proxy, of one address",
                limits.connections_per_address.to_string(),
            ),
            row("watchers of a ticket", WATCHERS_MAX.to_string()),
            row("links of a ticket", LINKS_MAX.to_string()),
            row("a page", format!("{} kB", PAGE_MAX / 1000)),
        ]);
        let answers = guichet_desk::answers();
        rows.extend(answers.into_iter().map(|(what, bound)| row(what, bound)));
        rows
    }
}

/// Bytes of a form that are read at most. More than a file may have, so that somebody who sends too
/// large a file gets an answer that keeps everything else they typed.
pub const READ_MAX: usize = 3 * UPLOAD_MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::language::Language;

    #[test]
    fn people_are_told_how_large_a_file_may_be() {
        let most = (UPLOAD_MAX / 1024 / 1024).to_string();
        for language in [Language::Fr, Language::En] {
            let texts = guichet_locales::texts_in(language);
            for said in [texts.common.too_large, texts.desk.file_hint] {
                let figures = said.split(|c: char| !c.is_ascii_digit());
                assert!(figures.into_iter().any(|figure| figure == most), "{said}");
            }
        }
    }

    #[test]
    fn whoever_is_not_signed_in_is_never_given_more() {
        for (form_kib, signed_out, most) in [(256, 64, 64), (16, 64, 16)] {
            let bounds = Bounds::of(&Limits {
                form_kib,
                form_kib_signed_out: signed_out,
                ..Limits::default()
            });
            let of = |path, is_signed_in| bounds.body(&Method::POST, path, is_signed_in);
            assert_eq!(of(Some(FILES[0]), false), most * 1024);
            assert_eq!(of(Some("/account"), true), form_kib as usize * 1024);
            assert_eq!(of(Some(FILES[0]), true), READ_MAX);
            assert_eq!(of(None, true), form_kib as usize * 1024);
            assert_eq!(bounds.body(&Method::GET, None, true), 0);
        }
    }
}
