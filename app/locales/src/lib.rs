//! Every text that people read, in French and English side by side, so that a text missing in one
//! of them does not compile; and the format of dates, times and amounts in both.

/// Defines a struct with a field for each text, and its value in both languages.
macro_rules! texts {
    ($(#[$doc:meta])* $room:ident { $($key:ident: $fr:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $room {
            $(pub $key: &'static str,)*
        }

        impl $room {
            pub(crate) const FR: Self = Self { $($key: $fr,)* };
            pub(crate) const EN: Self = Self { $($key: $en,)* };
        }
    };
}

pub mod directory;
pub mod feedback;
pub mod governance;
mod identity;
mod kernel;
pub mod knowledge;
pub mod mail;
pub mod notifications;
mod recurrence;
mod service_levels;
mod texts;
mod tickets;
pub mod words;

pub use directory::admin::Admin;
pub use kernel::format::{fill, grouped, plural, quoted, tenths, up_to_99};
pub use kernel::money::amount;
pub use kernel::times::{date_time, day, name_if_away, short_time, typed_day};
pub use service_levels::told;
pub use texts::{Texts, texts_in};
pub use tickets::portal::Portal;
pub use tickets::progress;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::{Path, PathBuf};

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path());
        let below = |path: PathBuf| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        };
        entries.flat_map(below).collect()
    }

    /// Spaces before and after French punctuation do not break, so that no line begins with a
    /// colon, and no number is separated from its unit.
    #[test]
    fn no_line_breaks_where_french_keeps_together() {
        let apart = [" :", " ;", " ?", " !", " »", "« ", "0 Mo", "} Ko"];
        each_text(|path, text| {
            let broken = apart.iter().find(|apart| text.contains(**apart));
            assert_eq!(broken, None, "{}: {text}", path.display());
        });
    }

    /// A name of the program's own, with a capital inside, is no word that a person reads.
    #[test]
    fn no_text_names_what_the_program_is_made_of() {
        let words = ["FreeOTP", "kB"];
        each_text(|path, text| {
            let text = words
                .iter()
                .fold(text.to_owned(), |text, word| text.replace(word, ""));
            let inside = text
                .as_bytes()
                .windows(2)
                .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
            assert!(!inside, "{}: {text}", path.display());
        });
    }

    /// Every text of this crate, with the file it stands in.
    fn each_text(look: impl Fn(&Path, &str)) {
        let mut seen = 0;
        for path in files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
            let source = std::fs::read_to_string(&path).unwrap();
            let (texts, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
            let lines = texts.lines().filter(|line| !line.trim().starts_with("//"));
            for text in lines.flat_map(|line| line.split('"').skip(1).step_by(2)) {
                seen += 1;
                look(&path, text);
            }
        }
        assert!(seen > 1_000, "{seen} texts were looked at");
    }
}
