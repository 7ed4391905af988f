//! Every text as it is printed: the spaces of French typography, and none of them in English.
//!
//! Read from the sources, where French and English stand side by side.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

/// No-break space, and the narrow one.
const FIRM: [char; 2] = ['\u{a0}', '\u{202f}'];

/// A string literal of a source, and where it stands.
struct Literal {
    text: String,
    /// What stands between it and the literal before, without white space.
    since: String,
}

/// The string literals of a source, with their escapes read, outside comments.
fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let (mut rest, mut since) = (source, String::new());
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("'\"'") {
            rest = &rest[3..];
        } else if next == '"' {
            let (text, after) = literal(&rest[1..]);
            let since = std::mem::take(&mut since);
            found.push(Literal { text, since });
            rest = after;
        } else {
            if !next.is_whitespace() {
                since.push(next);
            }
            rest = &rest[next.len_utf8()..];
        }
    }
    found
}

/// The literal that begins here, and what follows it.
fn literal(from: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = from.char_indices();
    while let Some((at, next)) = chars.next() {
        match next {
            '"' => return (text, &from[at + 1..]),
            '\\' => match chars.next().unwrap().1 {
                'u' => {
                    let code: String = chars
                        .by_ref()
                        .map(|(_, c)| c)
                        .skip(1)
                        .take_while(|c| *c != '}')
                        .collect();
                    let code = u32::from_str_radix(&code, 16).unwrap();
                    text.push(char::from_u32(code).unwrap());
                }
                'n' => text.push('\n'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    panic!("a literal without an end");
}

/// French and English, side by side: one literal, a comma, and the other.
fn pairs(source: &str) -> Vec<(String, String)> {
    let all = literals(source);
    let pair = |two: &[Literal]| {
        let [one, other] = two else { return None };
        (other.since == ",").then(|| (one.text.clone(), other.text.clone()))
    };
    all.windows(2).filter_map(pair).collect()
}

fn sources(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let source = fs::read_to_string(path).unwrap();
            // Tests write wrong ones on purpose.
            let texts = source.split("#[cfg(test)]").next().unwrap_or_default();
            all.push(texts.to_owned());
        }
    }
}

/// What is wrong with a French text.
fn wrong_in_french(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut wrong = Vec::new();
    for (at, sign) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        // Within a time, an address, or a name of the program.
        let is_sign = after.is_none_or(|after| !after.is_alphanumeric() && after != '/');
        let is_high = match sign {
            ';' | '?' | '!' => is_sign,
            ':' => is_sign || after == Some('{'),
            '»' => true,
            _ => false,
        };
        let begins = before.is_none_or(|before| "!?".contains(before) || before == '{');
        if is_high && !begins && !before.is_some_and(|before| FIRM.contains(&before)) {
            wrong.push(format!("no firm space before {sign}: {text}"));
        }
        if *sign == '«' && !after.is_some_and(|after| FIRM.contains(&after)) {
            wrong.push(format!("no firm space after {sign}: {text}"));
        }
        if *sign == '\'' {
            wrong.push(format!("a straight apostrophe: {text}"));
        }
    }
    if text.contains("...") {
        wrong.push(format!("three dots instead of …: {text}"));
    }
    wrong
}

#[test]
fn every_text_has_the_spaces_of_its_language() {
    let mut all = Vec::new();
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&locales, &mut all);
    let pairs: Vec<(String, String)> = all.iter().flat_map(|source| pairs(source)).collect();
    assert!(pairs.len() > 900, "{} pairs are read", pairs.len());
    let mut wrong = Vec::new();
    for (french, english) in pairs {
        wrong.extend(wrong_in_french(&french));
        let spaced = [
            " :", " ;", " ?", " !", "\u{a0}:", "\u{a0};", "\u{a0}?", "\u{a0}!", "«",
        ];
        for sign in spaced.iter().filter(|sign| english.contains(**sign)) {
            wrong.push(format!("{sign} in English: {english}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} texts:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_is_wrong_is_found() {
    for wrong in [
        "Qui ?",
        "Fin: oui",
        "« oui »",
        "«\u{a0}oui »",
        "l'an",
        "Non!",
        "a ; b",
        "Attente...",
    ] {
        assert!(!wrong_in_french(wrong).is_empty(), "{wrong}");
    }
    for right in [
        "Qui\u{a0}?",
        "Fin\u{202f}: oui",
        "«\u{a0}oui\u{a0}»",
        "l’an, à 10:42, voir https://exemple.fr",
        "Attente…",
    ] {
        assert_eq!(wrong_in_french(right), Vec::<String>::new());
    }
}
