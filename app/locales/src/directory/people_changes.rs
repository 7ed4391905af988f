//! What an import of people changes, in words.

use crate::words;
use guichet_domain::directory::people_import::{PersonChange, UnreadablePeople};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::{FieldError, Problem};

/// Why a file cannot be read at all.
pub fn unreadable(l: Language, error: UnreadablePeople) -> String {
    let (fr, en) = match error {
        UnreadablePeople::Empty => (
            "Le fichier est vide.".to_owned(),
            "The file is empty.".to_owned(),
        ),
        UnreadablePeople::Columns => (
            "La première ligne doit nommer au moins une colonne e-mail et une colonne nom."
                .to_owned(),
            "The first line must name at least a column email and a column name.".to_owned(),
        ),
        UnreadablePeople::TooLarge(bytes) => {
            let megabytes = bytes / 1024 / 1024;
            (
                format!("Le fichier est trop volumineux\u{a0}: {megabytes}\u{a0}Mo au plus."),
                format!("The file is too large: {megabytes} MB at most."),
            )
        }
        UnreadablePeople::TooMany(people) => (
            format!("Trop de lignes\u{a0}: {people} personnes au plus à la fois."),
            format!("Too many lines: {people} people at most at a time."),
        ),
    };
    match l {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// What becomes of a person of the file.
pub fn change(l: Language, change: &PersonChange) -> String {
    let of = |fr: &str, en: &str| match l {
        Language::Fr => fr.to_owned(),
        Language::En => en.to_owned(),
    };
    match change {
        PersonChange::Added => of("Nouveau", "New"),
        PersonChange::Same => of("À jour", "Up to date"),
        PersonChange::Changed(fields) => {
            let fields: Vec<&str> = fields.iter().map(|field| words::field(l, *field)).collect();
            fields.join(", ")
        }
        PersonChange::Twice(line) => of(
            &format!("Même adresse qu’à la ligne {line}"),
            &format!("The same address as on line {line}"),
        ),
        PersonChange::Wrong(errors) => {
            let errors: Vec<String> = errors.iter().map(|error| wrong(l, error)).collect();
            errors.join(" ")
        }
    }
}

fn wrong(l: Language, error: &FieldError) -> String {
    let colon = match l {
        Language::Fr => "\u{a0}: ",
        Language::En => ": ",
    };
    let field = words::field(l, error.field);
    let problem = words::problem(l, error.problem);
    match (&error.name, error.problem) {
        (Some(name), Problem::Unknown) if l == Language::Fr => {
            format!("{field}{colon}«\u{a0}{name}\u{a0}» n’existe pas.")
        }
        (Some(name), Problem::Unknown) => format!("{field}{colon}there is no “{name}”."),
        _ => format!("{field}{colon}{problem}"),
    }
}
