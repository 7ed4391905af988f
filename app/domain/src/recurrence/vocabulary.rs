//! Words and phrases that mean the same, as terms.

use crate::kernel::language::Language;
use crate::kernel::stemming::{fold, stem};
use crate::knowledge::index::synonyms::{Synonyms, WORDS_MAX};
use std::collections::HashMap;

/// What a word or phrase stands for: the same for all that mean the same, in either language. A
/// number, because what is kept of a hundred thousand incidents has to be small; that two of them are
/// one is so rare that it decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u32);

/// Bits of a term.
const BITS: u32 = 28;

impl Term {
    /// Returns the term of a name (FNV-1a, folded).
    pub fn of(name: &str) -> Self {
        let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let hash = name.bytes().fold(0x811c_9dc5, mix);
        Self((hash >> BITS) ^ (hash & ((1 << BITS) - 1)))
    }

    /// Returns the term and a weight below 16 as one number.
    pub(super) const fn with(self, weight: u8) -> u32 {
        self.0 << (32 - BITS) | (weight as u32 & 15)
    }

    /// Returns what [`Term::with`] put together.
    pub(super) const fn apart(both: u32) -> (Self, u8) {
        (Self(both >> (32 - BITS)), (both & 15) as u8)
    }
}

/// The words and phrases that administrators say mean the same.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(HashMap<String, Term>);

impl Vocabulary {
    /// Returns the vocabulary of these synonyms. A phrase of several groups is of the first.
    pub fn of(synonyms: &Synonyms) -> Self {
        let mut phrases = HashMap::new();
        for group in &synonyms.0 {
            let Some(first) = group.first() else {
                continue;
            };
            let term = Term::of(&format!("={}", phrase(&parts(first))));
            for other in group {
                phrases.entry(phrase(&parts(other))).or_insert(term);
            }
        }
        Self(phrases)
    }

    /// Returns the term that words with these roots begin with, and how many of them it takes; there
    /// must be one.
    pub(super) fn first(&self, roots: &[String]) -> (Term, usize) {
        let longest = roots.len().min(WORDS_MAX);
        let mut lengths = (1..=longest).rev();
        let known = lengths.find_map(|taken| {
            let term = self.0.get(&roots[..taken].join(" "))?;
            Some((*term, taken))
        });
        known.unwrap_or_else(|| (Term::of(roots.first().map_or("", String::as_str)), 1))
    }
}

/// Returns the root of a folded word: what both languages leave of it, since tickets mix them without
/// saying which.
pub(super) fn root(word: &str) -> String {
    stem(&stem(word, Language::En), Language::Fr)
}

fn parts(phrase: &str) -> Vec<String> {
    let folded = fold(phrase);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn phrase(words: &[String]) -> String {
    let roots: Vec<String> = words.iter().map(|word| root(word)).collect();
    roots.join(" ")
}
