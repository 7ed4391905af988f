//! What somebody asks, as an index understands it.

use crate::kernel::language::Language;
use crate::kernel::stemming::stem;
use crate::kernel::stop_words::is_stop_word;
use crate::knowledge::index::columns::Index;
use crate::knowledge::index::impact::rarity;
use crate::knowledge::index::nearby::Nearby;
use crate::knowledge::index::synonyms::WORDS_MAX;
use crate::knowledge::index::tokens::{Token, tokens, unelided, words_of};
use fst::automaton::{Automaton, Str};
use fst::{IntoStreamer, Streamer};

/// Characters and words of a question that count.
const ASKED: (usize, usize) = (1_000, 32);

/// Words that a beginning is completed to, at most.
const COMPLETIONS: usize = 48;

/// A word or phrase of a question.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// What it may mean; an article has it if it has any of these.
    pub meanings: Vec<Meaning>,
    /// How much it counts within the question.
    pub mass: f32,
}

/// Stems that must all occur.
#[derive(Debug)]
pub(super) struct Meaning {
    pub stems: Vec<u32>,
    /// How surely it is what was meant, up to 1.
    pub weight: f32,
}

/// Returns the terms of a question. The last word is taken as the beginning of one unless a space
/// follows it.
pub(super) fn terms(index: &Index, question: &str) -> Vec<Term> {
    let (characters, words) = ASKED;
    let question: String = question.chars().take(characters).collect();
    let ends = question.ends_with(char::is_whitespace);
    let mut asked = tokens(&question);
    asked.truncate(words);
    // Nothing but function words: they are all there is to go by.
    let is_stop = |token: &Token| !token.is_compound() && is_stop_word(&token.joined);
    let keeps_all = asked.iter().all(is_stop);
    let mut terms = Vec::new();
    let mut rest = asked.as_slice();
    while let Some((token, others)) = rest.split_first() {
        if let Some((term, taken)) = synonym(index, rest) {
            terms.push(term);
            rest = &rest[taken..];
            continue;
        }
        rest = others;
        let is_last = rest.is_empty() && !ends;
        if is_stop(token) && !keeps_all {
            continue;
        }
        let mut meanings = written(index, &token.joined);
        if is_last {
            meanings.extend(completed(index, &token.joined));
        }
        // Two words here that are one elsewhere.
        if let Some(next) = others.first() {
            let joined = known(index, &format!("{}{}", token.joined, next.joined), 1.0);
            if meanings.is_empty() && !joined.is_empty() {
                rest = &others[1..];
            }
            meanings.extend(joined);
        }
        if is_stop(token) && meanings.is_empty() {
            continue;
        }
        // Typed without its apostrophe.
        if meanings.is_empty()
            && let Some(word) = unelided(&token.joined)
        {
            if is_stop_word(word) {
                continue;
            }
            meanings = written(index, word);
        }
        if meanings.is_empty() && token.is_compound() {
            let parts = words_of(token).filter(|part| !is_stop_word(part));
            terms.extend(parts.map(|part| term(index, found(index, part, false))));
            continue;
        }
        if meanings.is_empty() {
            meanings = misspelt(index, &token.joined, is_last);
        }
        if meanings.is_empty()
            && let Some(parts) = apart(index, &token.joined)
        {
            terms.extend(parts.map(|meanings| term(index, meanings)));
            continue;
        }
        terms.push(term(index, meanings));
    }
    terms
}

/// A term with its mass: as much as the rarest thing it may mean, or an average word that no
/// article has.
fn term(index: &Index, meanings: Vec<Meaning>) -> Term {
    let masses = meanings.iter().map(|meaning| weigh(index, meaning));
    let unknown = rarity(index.len() / 8, index.len()) * 0.5;
    let mass = masses.reduce(f32::max).unwrap_or(unknown);
    Term { meanings, mass }
}

/// How much a meaning counts: by its rarest stem.
pub(super) fn weigh(index: &Index, meaning: &Meaning) -> f32 {
    let rarities = meaning
        .stems
        .iter()
        .map(|stem| rarity(index.frequency(*stem), index.len()));
    rarities.reduce(f32::max).unwrap_or_default() * meaning.weight
}

fn found(index: &Index, word: &str, begins: bool) -> Vec<Meaning> {
    let mut meanings = written(index, word);
    if meanings.is_empty() {
        meanings = misspelt(index, word, begins);
    }
    meanings
}

/// Stems of a word that is known as it is written.
fn known(index: &Index, word: &str, weight: f32) -> Vec<Meaning> {
    let stems = index.known(word).into_iter();
    stems
        .map(|stem| Meaning {
            stems: vec![stem],
            weight,
        })
        .collect()
}

/// What a word means as it is written, or in another form.
fn written(index: &Index, word: &str) -> Vec<Meaning> {
    let mut meanings = known(index, word, 1.0);
    for language in Language::ALL {
        let stem = stem(word, *language);
        if stem != word {
            meanings.extend(known(index, &stem, 0.9));
        }
    }
    meanings
}

/// Words that begin so: the more of one is there, the surer.
fn completed(index: &Index, beginning: &str) -> Vec<Meaning> {
    if beginning.chars().nth(1).is_none() {
        return Vec::new();
    }
    let mut stream = index
        .words
        .search(Str::new(beginning).starts_with())
        .into_stream();
    let mut meanings = Vec::new();
    while let Some((word, value)) = stream.next() {
        let share = beginning.len() as f32 / word.len() as f32;
        for stem in index.stems_of(value) {
            meanings.push(Meaning {
                stems: vec![stem],
                weight: 0.5 + 0.4 * share,
            });
        }
        if meanings.len() >= COMPLETIONS {
            break;
        }
    }
    meanings
}

/// Words that are a wrong letter away (two in words of nine letters), or begin so.
fn misspelt(index: &Index, word: &str, begins: bool) -> Vec<Meaning> {
    let letters = word.chars().count();
    let most = match letters {
        0..5 => return Vec::new(),
        5..9 => 1,
        _ => 2,
    };
    for mistakes in 1..=most {
        let whole = nearby(index, word, mistakes, false);
        if !whole.is_empty() {
            return whole;
        }
    }
    if begins {
        nearby(index, word, 1, true)
    } else {
        Vec::new()
    }
}

fn nearby(index: &Index, word: &str, most: u8, begins: bool) -> Vec<Meaning> {
    let Some(nearby) = Nearby::new(word, most, begins) else {
        return Vec::new();
    };
    let mut stream = index.words.search_with_state(&nearby).into_stream();
    let mut meanings = Vec::new();
    while let Some((_, value, read)) = stream.next() {
        let weight = 0.75 - 0.15 * f32::from(nearby.mistakes(&read));
        for stem in index.stems_of(value) {
            meanings.push(Meaning {
                stems: vec![stem],
                weight,
            });
        }
        if meanings.len() >= COMPLETIONS {
            break;
        }
    }
    meanings
}

/// Two words that are written as one; of several ways the most even.
fn apart(index: &Index, word: &str) -> Option<impl Iterator<Item = Vec<Meaning>> + use<>> {
    let places = word.char_indices().map(|(at, _)| at).filter(|at| *at > 1);
    let ways = places.filter_map(|at| {
        let (first, second) = word.split_at(at);
        let [first_known, second_known] = [first, second].map(|part| known(index, part, 0.9));
        let is_way = second.len() > 1 && !first_known.is_empty() && !second_known.is_empty();
        is_way.then_some((first.len().min(second.len()), [first_known, second_known]))
    });
    let (_, both) = ways.max_by_key(|(shorter, _)| *shorter)?;
    Some(both.into_iter())
}

/// The phrase that `asked` begins with if it has synonyms, and how many of its words that takes.
fn synonym(index: &Index, asked: &[Token]) -> Option<(Term, usize)> {
    let longest = asked.len().min(WORDS_MAX);
    let (group, taken) = (1..=longest).rev().find_map(|taken| {
        let group = index.group_of(&asked[..taken])?;
        Some((group, taken))
    })?;
    let meanings = group.iter().filter_map(|phrase| meaning(index, phrase));
    Some((term(index, meanings.collect()), taken))
}

/// What a phrase of a group of synonyms means: all its words but function words.
fn meaning(index: &Index, phrase: &str) -> Option<Meaning> {
    let mut stems = Vec::new();
    let tokens = tokens(phrase);
    let words = tokens.iter().filter(|token| !is_stop_word(&token.joined));
    for token in words {
        let written = written(index, &token.joined);
        stems.push(*written.first()?.stems.first()?);
    }
    (!stems.is_empty()).then_some(Meaning { stems, weight: 0.9 })
}
