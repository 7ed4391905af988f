//! The words of a text, one by one, as terms.

use crate::kernel::stemming::fold;
use crate::kernel::stop_words::is_stop_word;
use crate::recurrence::vocabulary::{Term, Vocabulary, root};

/// A word or phrase of a text.
pub(super) struct Said<'a> {
    /// What it stands for.
    pub term: Term,
    /// The word as it is written, or the first one of the phrase.
    pub written: &'a str,
    /// The word in lower case and without accents.
    pub folded: String,
    /// Whether it is an error code or the name of a machine.
    pub is_mark: bool,
}

/// Returns the words of a text, without those that have no meaning of their own, numbers and
/// addresses.
pub(super) fn said<'a>(text: &'a str, vocabulary: &Vocabulary) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    let mut asks_number = false;
    let mut words: Vec<(String, &str)> = Vec::new();
    for written in text.split_whitespace() {
        if written.contains('@') {
            continue;
        }
        let token = written.trim_matches(|c: char| !c.is_alphanumeric());
        if is_mark(token) || asks_number && is_number(token) {
            let folded = fold(token);
            all.push(Said {
                term: Term::of(&format!("#{folded}")),
                written: token,
                folded,
                is_mark: true,
            });
            asks_number = false;
            continue;
        }
        let parts = token.split(|c: char| !c.is_alphanumeric());
        for part in parts.filter(|part| !part.is_empty()) {
            words.push((fold(part), part));
        }
        let last = words.last().map(|(word, _)| word.as_str());
        asks_number = matches!(last, Some("erreur" | "error" | "code" | "err" | "status"));
    }
    let roots: Vec<String> = words.iter().map(|(word, _)| root(word)).collect();
    let mut at = 0;
    while at < words.len() {
        let (term, taken) = vocabulary.first(&roots[at..]);
        let (folded, written) = &words[at];
        if taken > 1 || says_something(folded) {
            all.push(Said {
                term,
                written,
                folded: folded.clone(),
                is_mark: false,
            });
        }
        at += taken;
    }
    all
}

fn says_something(word: &str) -> bool {
    let is_long = (2..=40).contains(&word.chars().count());
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    is_long && !is_number && !is_stop_word(word)
}

/// Whether a token is an error code or the name of a machine: `0x80070005`, `KB5034441`,
/// `ERR_NAME_NOT_RESOLVED`, `ORA-12541`, `PC-0231`, `srv-app-01`.
fn is_mark(token: &str) -> bool {
    let length = token.chars().count();
    if !(4..=64).contains(&length) || !token.is_ascii() {
        return false;
    }
    if let Some(digits) = token
        .strip_prefix("0x")
        .or_else(|| token.strip_prefix("0X"))
    {
        return digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    let all = |allowed: fn(char) -> bool| token.chars().all(allowed);
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let letters = token.chars().filter(char::is_ascii_alphabetic).count();
    let is_constant = token.contains('_')
        && letters > 3
        && all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let is_numbered = digits >= 2 && letters >= 2 && all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_constant || is_numbered && token.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_number(token: &str) -> bool {
    (2..=10).contains(&token.len()) && token.chars().all(|c| c.is_ascii_digit())
}
