//! Stored files: where they lie, how they are called, and what they are.

use guichet_domain::FileId;
use object_store::path::Path;

/// Where a file lies in the folder of files.
pub(crate) fn path(file: FileId) -> Path {
    let name = file.to_string();
    Path::from(format!("{}/{name}", name.get(..2).unwrap_or("00")))
}

/// The last part of a path, from any system, without hidden characters.
pub(crate) fn clean(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !is_hidden(*c)).take(200).collect();
    if name.trim().is_empty() || name == "." || name == ".." {
        "fichier".into()
    } else {
        name
    }
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
