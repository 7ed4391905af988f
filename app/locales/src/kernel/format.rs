//! Texts with values in them.

use guichet_domain::kernel::language::Language;

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
