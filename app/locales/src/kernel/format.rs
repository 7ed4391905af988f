//! Texts with placeholders for values.

use guichet_domain::kernel::language::Language;

/// Replaces the placeholders of a text, each written `{name}`, by values.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// Words in quotation marks, one after another; `None` if there are none.
pub fn quoted(language: Language, words: &[String]) -> Option<String> {
    let (open, close) = match language {
        Language::Fr => ("«\u{a0}", "\u{a0}»"),
        Language::En => ("“", "”"),
    };
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("{open}{word}{close}"))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A number that was counted up to 100, as on a badge: of more it says that there are more than 99.
#[must_use]
pub fn up_to_99(n: i64) -> String {
    match n {
        ..=99 => n.to_string(),
        _ => "99+".to_owned(),
    }
}

/// A number to one place: after a comma in French, after a point in English (CLDR).
pub fn tenths(language: Language, n: f64) -> String {
    let figure = format!("{n:.1}");
    match language {
        Language::Fr => figure.replace('.', ","),
        Language::En => figure,
    }
}

/// The singular or plural text: in French 0 and 1 are singular, in English only 1 is (CLDR).
pub fn plural(language: Language, n: i64, one: &str, many: &str) -> String {
    let single = match language {
        Language::Fr => n.abs() < 2,
        Language::En => n == 1,
    };
    let n = grouped(language, n);
    fill(if single { one } else { many }, &[("n", &n)])
}

/// A whole number with its thousands set apart: by a narrow no-break space in French, by a comma in
/// English (CLDR).
pub fn grouped(language: Language, n: i64) -> String {
    let apart = match language {
        Language::Fr => '\u{202f}',
        Language::En => ',',
    };
    let digits = n.unsigned_abs().to_string();
    let mut said = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(apart);
        }
        said.push(digit);
    }
    said
}
