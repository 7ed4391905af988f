//! Text preparation for the search: words are folded to plain lower-case letters, then stemmed.

use crate::kernel::language::Language;
use rust_stemmers::{Algorithm, Stemmer};

/// Returns the stems of each word of a text, in order: the English one if it differs, then the
/// French one.
///
/// Tickets mix both languages without saying which, so every word is stemmed by both rules. Words
/// of a query are stemmed the same way and match by either stem.
pub fn stems(text: &str) -> Vec<String> {
    let french = Stemmer::create(Algorithm::French);
    let english = Stemmer::create(Algorithm::English);
    let mut stems = Vec::new();
    let compounds = tokens(text).into_iter().filter_map(|token| joined(&token));
    for word in words(text).chain(compounds) {
        let f = french.stem(&masculine(&word)).into_owned();
        let e = english.stem(&word).into_owned();
        if f != e {
            stems.push(e);
        }
        stems.push(f);
    }
    stems
}

/// Returns the stem of a folded word by the rules of one language.
pub fn stem(word: &str, language: Language) -> String {
    match language {
        Language::Fr => {
            let stemmer = Stemmer::create(Algorithm::French);
            stemmer.stem(&masculine(word)).into_owned()
        }
        Language::En => Stemmer::create(Algorithm::English).stem(word).into_owned(),
    }
}

/// Turns the ending of a French feminine participle, which has lost its accent by now, into the
/// masculine one: "bloquee" becomes "bloque".
fn masculine(word: &str) -> String {
    let stem = word.strip_suffix("ees").or_else(|| word.strip_suffix("ee"));
    stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}e"))
}

/// Number of words of a query that are searched for, and of characters in which they are sought.
const ASKED: (usize, usize) = (8, 2_000);

/// Returns the stems for each word of a query; at least one of each must occur in what is found.
/// Only the first 8 words within the first 2,000 characters count.
pub fn query(text: &str) -> Vec<Vec<String>> {
    let (most, room) = ASKED;
    let text: String = text.chars().take(room).collect();
    // A short compound is one word, however it is written.
    tokens(&text)
        .into_iter()
        .flat_map(|token| match joined(&token) {
            Some(word) => vec![word],
            None => words(&token).collect(),
        })
        .take(most)
        .map(|word| {
            let mut any = stems(&word);
            any.dedup();
            any
        })
        .collect()
}

/// Letters of a short compound that is also written as one word, such as "Wi-Fi", and of each of its
/// parts.
const COMPOUND_MAX: (usize, usize) = (8, 5);

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Returns a short compound without its hyphens, as many write it: "wifi" for "wi-fi".
fn joined(token: &str) -> Option<String> {
    let letters = |part: &str| part.chars().count();
    let joined = token.replace(is_hyphen, "");
    let is_short = token.contains(is_hyphen)
        && letters(&joined) <= COMPOUND_MAX.0
        && token
            .split(is_hyphen)
            .all(|part| (1..=COMPOUND_MAX.1).contains(&letters(part)));
    is_short.then_some(joined)
}

/// Returns what stands between spaces and signs, in lower case and without accents; a hyphen parts
/// nothing.
fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let tokens = folded.split(|c: char| !c.is_alphanumeric() && !is_hyphen(c));
    tokens.map(str::to_owned).collect()
}

/// Returns the words of a text in lower case and without accents. Drops single letters (but not
/// digits), elided articles (l', d', qu') and words of more than 64 bytes.
pub fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let folded = fold(text);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || word.chars().all(|c| c.is_ascii_digit()))
        .filter(|word| !word.is_empty() && word.len() <= 64 && *word != "qu")
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Returns the text in lower case, without the accents of western European languages.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query_text: &str, text: &str) -> bool {
        let stems = stems(text);
        query(query_text)
            .iter()
            .all(|any| any.iter().any(|stem| stems.contains(stem)))
    }

    #[test]
    fn a_short_compound_is_found_however_it_is_written() {
        for text in ["Le Wi-Fi tombe", "Le wifi tombe", "WI‑FI en panne"] {
            for question in ["wifi", "Wi-Fi", "wi-fi", "WI‑FI"] {
                assert!(finds(question, text), "{question}: {text}");
            }
        }
        assert!(finds("e-mail", "Mon email ne part pas") && finds("email", "Mes e-mails"));
        assert!(finds("porte-documents", "Porte documents perdu"));
        assert!(!finds("wifi", "Le wi est loin du fi"));
    }

    #[test]
    fn plurals_accents_and_participles_meet() {
        assert!(finds("imprimantes", "L’imprimante du 3e étage"));
        assert!(finds("reseau", "Panne du RÉSEAU"));
        assert!(finds("printers", "The printer is jammed"));
        assert!(finds("bloqué", "Comptes bloqués ce matin"));
        for form in ["bloqué", "bloquée", "bloqués", "bloquées"] {
            assert!(
                finds(form, "session bloquée") && finds(form, "compte bloqué"),
                "{form}"
            );
        }
        assert!(finds("expirée", "Mot de passe expiré"));
        assert!(!finds("écran", "Imprimante en panne"));
    }

    #[test]
    fn a_hostile_query_is_bounded() {
        assert!(query(&"mot ".repeat(10_000)).len() <= 8);
        assert!(
            query("\" OR 1=1 --; * ^")
                .iter()
                .flatten()
                .all(|s| s.chars().all(char::is_alphanumeric))
        );
    }
}
