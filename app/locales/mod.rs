//! Every text a person reads, French and English side by side: a text that is missing in one of
//! them does not compile.

use guichet_domain::kernel::language::Language;

/// A room of texts: a field for each, and the struct in both languages.
macro_rules! texts {
    ($(#[$doc:meta])* $room:ident { $($key:ident: $fr:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $room {
            $(pub $key: &'static str,)*
        }

        impl $room {
            pub(super) const FR: Self = Self { $($key: $fr,)* };
            pub(super) const EN: Self = Self { $($key: $en,)* };
        }
    };
}

mod absence;
mod admin;
pub mod audit;
mod call;
mod common;
mod desk;
mod doors;
mod history;
mod keeping;
mod kept;
pub mod letter_words;
mod letters;
mod portal;
pub mod telling;
pub mod words;

pub use absence::Absence;
pub use admin::Admin;
pub use audit::Audit;
pub use call::Call;
pub use common::Common;
pub use desk::Desk;
pub use doors::Doors;
pub use history::History;
pub use keeping::Keeping;
pub use kept::Kept;
pub use letters::Letters;
pub use portal::Portal;
pub use telling::Telling;

/// All texts in one language.
#[derive(Debug)]
pub struct Texts {
    pub language: Language,
    pub common: Common,
    pub portal: Portal,
    pub desk: Desk,
    pub absence: Absence,
    pub admin: Admin,
    pub audit: Audit,
    pub doors: Doors,
    pub call: Call,
    pub history: History,
    pub keeping: Keeping,
    pub kept: Kept,
    pub letters: Letters,
    pub telling: Telling,
}

static FR: Texts = Texts {
    language: Language::Fr,
    common: Common::FR,
    portal: Portal::FR,
    desk: Desk::FR,
    absence: Absence::FR,
    admin: Admin::FR,
    audit: Audit::FR,
    doors: Doors::FR,
    call: Call::FR,
    history: History::FR,
    keeping: Keeping::FR,
    kept: Kept::FR,
    letters: Letters::FR,
    telling: Telling::FR,
};

static EN: Texts = Texts {
    language: Language::En,
    common: Common::EN,
    portal: Portal::EN,
    desk: Desk::EN,
    absence: Absence::EN,
    admin: Admin::EN,
    audit: Audit::EN,
    doors: Doors::EN,
    call: Call::EN,
    history: History::EN,
    keeping: Keeping::EN,
    kept: Kept::EN,
    letters: Letters::EN,
    telling: Telling::EN,
};

/// The texts of a language.
pub fn texts_in(language: Language) -> &'static Texts {
    match language {
        Language::Fr => &FR,
        Language::En => &EN,
    }
}

/// Puts values where a text names them: `{name}`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// "One" or "many": in French 0 and 1 are one, in English only 1 is (CLDR).
pub fn plural(language: Language, n: i64, one: &str, many: &str) -> String {
    let single = match language {
        Language::Fr => n.abs() < 2,
        Language::En => n == 1,
    };
    fill(if single { one } else { many }, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    /// Before and after what French sets apart, the space does not break: no line begins with a
    /// colon, and no number stands without its unit.
    #[test]
    fn no_line_breaks_where_french_keeps_together() {
        let apart = [" :", " ;", " ?", " !", " »", "« ", "0 Mo", "} Ko"];
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales")).unwrap();
        let mut seen = 0;
        for file in folder {
            let path = file.unwrap().path();
            let source = std::fs::read_to_string(&path).unwrap();
            let (texts, _) = source.split_once("#[cfg(test)]").unwrap_or((&source, ""));
            let lines = texts.lines().filter(|line| !line.trim().starts_with("//"));
            for text in lines.flat_map(|line| line.split('"').skip(1).step_by(2)) {
                seen += 1;
                let broken = apart.iter().find(|apart| text.contains(**apart));
                assert_eq!(broken, None, "{}: {text}", path.display());
            }
        }
        assert!(seen > 1_000, "{seen} texts were looked at");
    }
}
