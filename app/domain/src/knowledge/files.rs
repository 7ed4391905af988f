//! Names of the files of an article. Its texts name pictures and files by them, so a name is a word
//! that means the same in Markdown, in an address and on a disk.

use crate::kernel::ids::{ArticleId, FileId};
use crate::kernel::stemming::fold;

/// Returns the address of a file of an article, within the site. It needs no escape anywhere.
pub fn file_address(article: ArticleId, file: FileId) -> String {
    format!("/help/{article}/files/{file}")
}

/// Maximum number of characters of a name before its ending, and of the ending.
const STEM: usize = 60;
const ENDING: usize = 8;

/// Returns the name under which a file that somebody calls `given` is kept: small letters, digits, and
/// `-`, `_` and `.` between them.
pub fn file_name(given: &str) -> String {
    let given = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let folded = fold(given);
    let is_ending = |ending: &str| {
        (1..=ENDING).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let parts = folded
        .rsplit_once('.')
        .filter(|(_, ending)| is_ending(ending));
    let (stem, ending) = match parts {
        Some((stem, ending)) => (plain(stem, STEM), format!(".{ending}")),
        // No point is left that could be taken for the beginning of an ending.
        None => (plain(&folded.replace('.', "-"), STEM), String::new()),
    };
    let stem = if stem.is_empty() { "file" } else { &stem };
    format!("{stem}{ending}")
}

/// Whether a destination in a text is the name of a file, and no address of something else.
pub fn is_file_name(destination: &str) -> bool {
    file_name(destination) == destination
}

/// Returns a name that no other file has: with a number before its ending where it is taken.
pub fn free_name(name: String, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(&name) {
        return name;
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name.as_str(), String::new()),
    };
    // Room for the number.
    let stem: String = stem.chars().take(STEM - ENDING).collect();
    let stem = stem.trim_end_matches(['-', '_', '.']);
    let numbered = (2..=u32::MAX).map(|n| format!("{stem}-{n}{ending}"));
    numbered
        .into_iter()
        .find(|one| !is_taken(one))
        .unwrap_or(name)
}

/// The letters and digits of a text, at most `most` characters; what is between them becomes a dash.
fn plain(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let kept = match c {
            'a'..='z' | '0'..='9' => c,
            '_' | '.' if !out.is_empty() => c,
            _ => '-',
        };
        let is_mark = |c: char| matches!(c, '-' | '_' | '.');
        if is_mark(kept) && out.chars().last().is_none_or(is_mark) {
            continue;
        }
        out.push(kept);
        if out.len() == most {
            break;
        }
    }
    out.trim_end_matches(['-', '_', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_one_plain_word() {
        for (given, name) in [
            (
                "Capture d’écran 2026-11-27.PNG",
                "capture-d-ecran-2026-11-27.png",
            ),
            ("image.png", "image.png"),
            ("C:\\Users\\x\\Rapport (final).pdf", "rapport-final.pdf"),
            ("../../etc/passwd", "passwd"),
            (".htaccess", "file.htaccess"),
            ("画面.png", "file.png"),
            ("", "file"),
            ("..", "file"),
            ("archive.tar.gz", "archive.tar.gz"),
            ("a__--b.png", "a_b.png"),
        ] {
            assert_eq!(file_name(given), name, "{given}");
        }
        let taken = ["image.png", "image-2.png"];
        let free = free_name("image.png".into(), |name| taken.contains(&name));
        assert_eq!(free, "image-3.png");
        for other in [
            "https://a.example/x.png",
            "/x.png",
            "#x",
            "x?y",
            "a b",
            "mailto:x",
            "X.png",
        ] {
            assert!(!is_file_name(other), "{other}");
        }
    }

    proptest! {
        /// A name is never a path, needs no escape anywhere, and keeping it keeps it.
        #[test]
        fn whatever_a_file_is_called_its_name_is_harmless(given in "\\PC{0,90}") {
            let name = file_name(&given);
            prop_assert!(is_file_name(&name), "{}", name);
            prop_assert!(!name.is_empty() && name.len() <= STEM + 1 + ENDING);
            prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert!(!name.contains("..") && !name.starts_with('.') && !name.ends_with('.'));
            let next = free_name(name.clone(), |other| other == name);
            prop_assert!(next != name && is_file_name(&next), "{}", next);
        }
    }
}
