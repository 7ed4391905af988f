//! The part of a text that a search found it by, with the words marked.

use crate::kernel::stemming::{fold, query, stems};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Characters of a text that are looked through.
const READ: usize = 4_000;

/// Characters before the first word that was found, and characters of the whole.
const BEFORE: usize = 40;
const WHOLE: usize = 180;

/// Some characters of a text; marked if they are a word that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// Whether they are a word that was looked for.
    pub is_match: bool,
}

/// The words of a search, as texts are looked through for them.
#[derive(Clone, Debug)]
pub struct Sought {
    stems: BTreeSet<String>,
    /// How the stems begin, in two letters: most words need no stemming to be passed over.
    heads: BTreeSet<String>,
}

impl Sought {
    /// Reads the words of a search.
    pub fn new(text: &str) -> Self {
        let stems: BTreeSet<String> = query(text).into_iter().flatten().collect();
        let heads = stems.iter().map(|stem| head(stem)).collect();
        Self { stems, heads }
    }

    fn is_sought(&self, word: &str) -> bool {
        let folded = fold(word);
        self.heads.contains(&head(&folded))
            && stems(&folded).iter().any(|stem| self.stems.contains(stem))
    }

    /// Returns how many of the words of a text are sought, each counted once.
    pub fn count(&self, text: &str) -> usize {
        let words = words(text).into_iter();
        let found = words
            .map(|(from, to)| &text[from..to])
            .filter(|word| self.is_sought(word));
        let different: BTreeSet<String> = found.map(fold).collect();
        different.len()
    }

    /// Returns the number of different words found in a text, and its part around the first; `None`
    /// if it has none.
    pub fn snippet(&self, text: &str) -> Option<(usize, Vec<Piece>)> {
        let text: String = text.chars().take(READ).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words(&text);
        let found: Vec<(usize, usize)> = words
            .into_iter()
            .filter(|(from, to)| self.is_sought(&text[*from..*to]))
            .collect();
        let (first, _) = *found.first()?;
        let different: BTreeSet<String> = found
            .iter()
            .map(|(from, to)| fold(&text[*from..*to]))
            .collect();
        let start = back(&text, first, BEFORE);
        let end = forth(&text, start, WHOLE);
        let mut pieces = Vec::new();
        let mut add = |text: &str, is_match: bool| {
            if !text.is_empty() {
                let text = text.to_owned();
                pieces.push(Piece { text, is_match });
            }
        };
        if start > 0 {
            add("…", false);
        }
        let mut at = start;
        for (from, to) in found
            .into_iter()
            .filter(|(from, to)| *from >= start && *to <= end)
        {
            add(&text[at..from], false);
            add(&text[from..to], true);
            at = to;
        }
        add(&text[at..end], false);
        if end < text.len() {
            add("…", false);
        }
        Some((different.len(), pieces))
    }
}

fn head(word: &str) -> String {
    word.chars().take(2).collect()
}

/// Where each word begins and ends.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push((start, at));
                from = None;
            }
            _ => {}
        }
    }
    words.extend(from.map(|start| (start, text.len())));
    words
}

/// Where a word begins, at most so many characters before a place.
fn back(text: &str, place: usize, most: usize) -> usize {
    let before = &text[..place];
    let start = before.char_indices().rev().take(most).last();
    let start = start.map_or(place, |(at, _)| at);
    if start == 0 {
        return 0;
    }
    let space = text[start..place].find(' ');
    space.map_or(place, |space| start + space + 1)
}

/// Where a word ends, at most so many characters after a place.
fn forth(text: &str, place: usize, most: usize) -> usize {
    let after = &text[place..];
    match after.char_indices().nth(most) {
        None => text.len(),
        Some((end, _)) => {
            let space = after[..end].rfind(' ');
            place + space.filter(|space| *space > 0).unwrap_or(end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(question: &str, text: &str) -> Option<String> {
        let (_, pieces) = Sought::new(question).snippet(text)?;
        let one = |piece: Piece| match piece.is_match {
            true => format!("[{}]", piece.text),
            false => piece.text,
        };
        Some(pieces.into_iter().map(one).collect())
    }

    #[test]
    fn words_are_marked_in_every_form() {
        let text = "Bonjour, les imprimantes du 2e refusent d’imprimer depuis ce matin.";
        assert_eq!(
            shown("imprimante", text).as_deref(),
            Some("Bonjour, les [imprimantes] du 2e refusent d’[imprimer] depuis ce matin.")
        );
        assert_eq!(shown("scanner", text), None);
        assert_eq!(
            shown("ÉCRAN", "mes écrans").as_deref(),
            Some("mes [écrans]")
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = format!(
            "{}le VPN tombe {}",
            "avant ".repeat(40),
            "après ".repeat(60)
        );
        let shown = shown("vpn", &text).unwrap_or_default();
        assert!(
            shown.starts_with("…avant ") && shown.ends_with(" après…"),
            "{shown}"
        );
        assert!(
            shown.contains("[VPN]") && shown.chars().count() < 200,
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn a_snippet_is_part_of_the_text(question in "[a-zéè ]{0,20}", text in "[a-zéè.’\n ]{0,400}") {
            if let Some((count, pieces)) = Sought::new(&question).snippet(&text) {
                prop_assert!(count > 0 && pieces.iter().any(|piece| piece.is_match));
                let all: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
                let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert!(plain.contains(all.trim_matches('…')));
            }
        }
    }
}
