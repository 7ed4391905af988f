//! What an incident's words say of what it is about.

use crate::recurrence::said::said;
use crate::recurrence::vocabulary::{Term, Vocabulary};
use std::collections::BTreeMap;

/// Maximum number of terms kept of an incident: those that weigh most.
const TERMS_MAX: usize = 24;

/// Characters of a description that count: what comes later is quoted or copied.
const TEXT_MAX: usize = 2_000;

/// Weights, of 15: an error code or the name of a machine says most, then a word of the subject, then
/// one of the text.
const MARK: u8 = 12;
const SUBJECT: u8 = 6;
const TEXT: u8 = 3;

/// Added for each time a word is said again, and how much that can come to.
const AGAIN: (u8, u8) = (1, 3);

/// Words that every incident has.
const SAYS_NOTHING: &[&str] = &[
    "afficher",
    "affiche",
    "arrive",
    "broken",
    "cannot",
    "demande",
    "depuis",
    "erreur",
    "error",
    "errors",
    "fonctionne",
    "fonctionnent",
    "help",
    "impossible",
    "incident",
    "issue",
    "issues",
    "marche",
    "message",
    "need",
    "panne",
    "plus",
    "please",
    "probleme",
    "problemes",
    "problem",
    "problems",
    "regards",
    "request",
    "since",
    "ticket",
    "user",
    "utilisateur",
    "work",
    "working",
    "works",
];

/// A term that an incident has.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sign {
    weight: u8,
    /// The weight of where it says most, however often it is said.
    base: u8,
    /// Its place among the words.
    place: usize,
    /// The word as it was written first.
    word: String,
    /// Whether it is an error code or the name of a machine.
    is_mark: bool,
}

/// What an incident's words say of what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs(BTreeMap<Term, Sign>);

impl Signs {
    /// Returns what a subject and a text say.
    pub fn of(subject: &str, text: &str, vocabulary: &Vocabulary) -> Self {
        let mut signs = BTreeMap::new();
        let text: String = text.chars().take(TEXT_MAX).collect();
        read(&mut signs, subject, SUBJECT, vocabulary);
        read(&mut signs, &text, TEXT, vocabulary);
        let mut kept: Vec<(Term, Sign)> = signs.into_iter().collect();
        kept.sort_by_key(|(_, sign)| (std::cmp::Reverse(sign.weight), sign.place));
        kept.truncate(TERMS_MAX);
        Self(kept.into_iter().collect())
    }

    /// Returns the terms, in order, each with its weight.
    pub(super) fn weights(&self) -> impl Iterator<Item = (Term, u8)> {
        self.0.iter().map(|(term, sign)| (*term, sign.weight))
    }

    /// Whether a term is an error code or the name of a machine.
    pub(super) fn is_mark(&self, term: Term) -> bool {
        self.0.get(&term).is_some_and(|sign| sign.is_mark)
    }

    /// Returns the words, as they are written here, of which the other has the like. Those that say
    /// most come first: `rarity` says how much a term does.
    pub fn shared(&self, other: &Self, rarity: impl Fn(Term) -> f32) -> Vec<String> {
        let shared = self.0.iter().filter_map(|(term, mine)| {
            let theirs = other.0.get(term)?;
            let says = f32::from(mine.weight) * f32::from(theirs.weight) * rarity(*term).powi(2);
            Some((says, mine))
        });
        let mut shared: Vec<(f32, &Sign)> = shared.collect();
        shared.sort_by(|(a, one), (b, two)| b.total_cmp(a).then(one.place.cmp(&two.place)));
        shared
            .into_iter()
            .map(|(_, sign)| sign.word.clone())
            .collect()
    }
}

/// Adds what a text says.
fn read(signs: &mut BTreeMap<Term, Sign>, text: &str, weight: u8, vocabulary: &Vocabulary) {
    for said in said(text, vocabulary) {
        if said.is_mark {
            add(signs, said.term, MARK, said.written, true);
        } else if !SAYS_NOTHING.contains(&said.folded.as_str()) {
            add(signs, said.term, weight, said.written, false);
        }
    }
}

fn add(signs: &mut BTreeMap<Term, Sign>, term: Term, weight: u8, word: &str, is_mark: bool) {
    let place = signs.len();
    match signs.get_mut(&term) {
        Some(sign) => {
            sign.base = sign.base.max(weight);
            let again = sign.weight.max(weight) + AGAIN.0;
            sign.weight = again.min(sign.base + AGAIN.1);
        }
        None => {
            let sign = Sign {
                weight,
                base: weight,
                place,
                word: word.to_owned(),
                is_mark,
            };
            signs.insert(term, sign);
        }
    }
}
