//! Stored files: where they lie, how they are called, and what they are.

use guichet_domain::FileId;
use guichet_domain::kernel::form::{SHORT_MAX, one_line};
use object_store::path::Path;

/// Where a file lies in the folder of files.
pub(crate) fn path(file: FileId) -> Path {
    let name = file.to_string();
    Path::from(format!("{}/{name}", name.get(..2).unwrap_or("00")))
}

/// Characters of an extension that is kept when a name is shortened, with its dot.
const EXTENSION_MAX: usize = 20;

/// A name without hidden characters and slashes. Of a path, as some programs give it, only the last
/// part is the name; a slash within a name, as in a date, becomes a hyphen.
pub(crate) fn clean(name: &str) -> String {
    let name = name.trim();
    let is_slash = |c| matches!(c, '/' | '\\');
    let has_drive = name.chars().nth(1) == Some(':') && name.chars().nth(2).is_some_and(is_slash);
    let is_path = has_drive
        || name.starts_with(is_slash)
        || ["./", "../", "~/", ".\\", "..\\"]
            .iter()
            .any(|start| name.starts_with(start));
    let last = name.rsplit(is_slash).next().filter(|_| is_path);
    let name: String = last
        .unwrap_or(name)
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| if is_slash(c) { '-' } else { c })
        .collect();
    if name.trim_matches([' ', '.']).is_empty() {
        "fichier".into()
    } else {
        short_name(&name, SHORT_MAX)
    }
}

/// A name in at most `most` characters: shortened in the middle, since its beginning says what it
/// is, and its end which one of several and of what kind.
pub fn short_name(name: &str, most: usize) -> String {
    let name = one_line(name);
    let length = name.chars().count();
    if length <= most {
        return name;
    }
    let dot = name.rfind('.').filter(|dot| *dot > 0);
    let (stem, extension) = name.split_at(dot.unwrap_or(name.len()));
    let (stem, extension) = match extension.chars().count() {
        n if n <= EXTENSION_MAX.min(most / 2) => (stem, extension),
        _ => (name.as_str(), ""),
    };
    let room = most.saturating_sub(extension.chars().count() + 1);
    let tail = room / 3;
    let head: String = stem.chars().take(room - tail).collect();
    let from = stem.chars().count().saturating_sub(tail);
    let tail: String = stem.chars().skip(from).collect();
    format!("{head}…{tail}{extension}")
}

/// Whether a character is a control character or changes the direction of text, so that one name
/// could look like another (Unicode, bidirectional formatting).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Media type detected from the content. Readable bytes are text; markup is never more than text.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    match infer::get(bytes) {
        Some(kind) if kind.mime_type() == "text/html" || kind.mime_type() == "text/xml" => {
            "text/plain"
        }
        Some(kind) => kind.mime_type(),
        None if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) => "text/plain",
        None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_meaning_and_their_ending() {
        for (given, kept) in [
            ("Devis 26/11/2026.pdf", "Devis 26-11-2026.pdf"),
            ("AC\\DC.mp3", "AC-DC.mp3"),
            ("C:\\Users\\claire\\écran.png", "écran.png"),
            ("\\\\srv\\commun\\plan.dwg", "plan.dwg"),
            ("/home/claire/plan.dwg", "plan.dwg"),
            ("../../etc/passwd", "passwd"),
            (".profile", ".profile"),
            ("..", "fichier"),
            (" / ", "fichier"),
            ("../", "fichier"),
            ("facture\u{202e}fdp.exe", "facturefdp.exe"),
        ] {
            assert_eq!(clean(given), kept, "{given}");
        }
        let long = format!("Procès-verbal{} du 3 mars.pdf", " très".repeat(60));
        let short = clean(&long);
        assert_eq!(short.chars().count(), SHORT_MAX);
        assert!(
            short.starts_with("Procès-verbal très") && short.ends_with(" du 3 mars.pdf"),
            "{short}"
        );
        // What follows the last dot is no extension, or there is none.
        for long in ["a".repeat(300), format!("v1.{}", "b".repeat(300))] {
            assert_eq!(clean(&long).chars().count(), SHORT_MAX);
        }
    }

    #[test]
    fn types_come_from_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(
            media_type(b"<html><script>alert(1)</script></html>"),
            "text/plain"
        );
        assert_eq!(
            media_type(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            "text/plain"
        );
        assert_eq!(media_type(b"bonjour"), "text/plain");
        assert_eq!(media_type(&[0, 159, 146, 150]), "application/octet-stream");
    }

    #[test]
    fn names_are_never_paths() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("C:\\Users\\x\\rapport.pdf"), "rapport.pdf");
        assert_eq!(clean(".."), "fichier");
        assert_eq!(clean("a\r\nb.txt"), "ab.txt");
    }
}
