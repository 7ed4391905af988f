//! Texts with placeholders for values.

use guichet_domain::kernel::language::Language;

/// Replaces the placeholders of a text, each written `{name}`, by values.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// The singular or plural text: in French 0 and 1 are singular, in English only 1 is (CLDR).
pub fn plural(language: Language, n: i64, one: &str, many: &str) -> String {
    let single = match language {
        Language::Fr => n.abs() < 2,
        Language::En => n == 1,
    };
    fill(if single { one } else { many }, &[("n", &n.to_string())])
}
