//! Words that differ by a few letters: one too many, missing, wrong, or two that changed places
//! (optimal string alignment: Damerau, 1964). An automaton for the walk through the words of an
//! index; fst's own counts two letters that changed places as two mistakes.

use crate::knowledge::index::tokens::LONGEST;
use fst::Automaton;

type Row = [u8; LONGEST + 1];

/// Accepts what is at most `most` mistakes away from a word, or begins so.
pub(super) struct Nearby<'a> {
    word: &'a [u8],
    most: u8,
    begins: bool,
}

/// Mistakes between what was read and each beginning of the word, now and a letter before.
#[derive(Clone, Copy)]
pub(super) struct Read {
    now: Row,
    before: Row,
    letter: u8,
    length: u8,
    /// Fewest mistakes so far between the whole word and a beginning of what was read.
    best: u8,
}

impl<'a> Nearby<'a> {
    /// Words at most `most` mistakes away from `word`, which has at most 40 bytes; with `begins`,
    /// words that begin with something at most so far away.
    pub fn new(word: &'a str, most: u8, begins: bool) -> Option<Self> {
        let word = word.as_bytes();
        (word.len() <= LONGEST).then_some(Self { word, most, begins })
    }

    /// Returns how many mistakes away an accepted word is.
    pub fn mistakes(&self, read: &Read) -> u8 {
        if self.begins {
            read.best
        } else {
            self.whole(&read.now)
        }
    }

    fn whole(&self, row: &Row) -> u8 {
        row[self.word.len()]
    }
}

impl Automaton for Nearby<'_> {
    type State = Read;

    fn start(&self) -> Read {
        let now: Row = std::array::from_fn(|n| n as u8);
        Read {
            now,
            before: now,
            letter: 0,
            length: 0,
            best: self.whole(&now),
        }
    }

    fn is_match(&self, read: &Read) -> bool {
        self.mistakes(read) <= self.most
    }

    fn can_match(&self, read: &Read) -> bool {
        let columns = &read.now[..=self.word.len()];
        columns.iter().any(|n| *n <= self.most) || self.is_match(read)
    }

    fn will_always_match(&self, read: &Read) -> bool {
        self.begins && read.best <= self.most
    }

    fn accept(&self, read: &Read, letter: u8) -> Read {
        let mut now = [0; LONGEST + 1];
        now[0] = read.length.saturating_add(1);
        for (n, expected) in (1..).zip(self.word) {
            let wrong = u8::from(*expected != letter);
            let mut fewest = (read.now[n - 1] + wrong)
                .min(read.now[n].saturating_add(1))
                .min(now[n - 1] + 1);
            let swapped =
                n > 1 && read.length > 0 && self.word[n - 2] == letter && *expected == read.letter;
            if swapped {
                fewest = fewest.min(read.before[n - 2] + 1);
            }
            now[n] = fewest;
        }
        Read {
            now,
            before: read.now,
            letter,
            length: now[0],
            best: read.best.min(self.whole(&now)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use fst::{IntoStreamer, Set, Streamer};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The definition, as a function of beginnings.
    fn mistakes(a: &[u8], b: &[u8], known: &mut BTreeMap<(usize, usize), u8>) -> u8 {
        let (i, j) = (a.len(), b.len());
        if i == 0 || j == 0 {
            return i.max(j) as u8;
        }
        if let Some(found) = known.get(&(i, j)) {
            return *found;
        }
        let wrong = u8::from(a[i - 1] != b[j - 1]);
        let mut fewest = (mistakes(&a[..i - 1], b, known) + 1)
            .min(mistakes(a, &b[..j - 1], known) + 1)
            .min(mistakes(&a[..i - 1], &b[..j - 1], known) + wrong);
        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
            fewest = fewest.min(mistakes(&a[..i - 2], &b[..j - 2], known) + 1);
        }
        known.insert((i, j), fewest);
        fewest
    }

    proptest! {
        #[test]
        fn finds_what_the_definition_finds(
            words in prop::collection::btree_set("[abc]{1,7}", 1..40),
            word in "[abc]{1,6}",
            most in 0_u8..3,
            begins: bool,
        ) {
            let set = Set::from_iter(&words).unwrap();
            let nearby = Nearby::new(&word, most, begins).unwrap();
            let mut stream = set.search_with_state(&nearby).into_stream();
            let mut found = BTreeSet::new();
            while let Some((key, state)) = stream.next() {
                found.insert((String::from_utf8(key.to_vec()).unwrap(), nearby.mistakes(&state)));
            }
            let fewest = |other: &String| {
                let whole = mistakes(word.as_bytes(), other.as_bytes(), &mut BTreeMap::new());
                let starts = (0..=other.len())
                    .map(|n| mistakes(word.as_bytes(), &other.as_bytes()[..n], &mut BTreeMap::new()));
                if begins { starts.min().unwrap() } else { whole }
            };
            for other in &words {
                let expected = fewest(other);
                let here = found.iter().find(|(word, _)| word == other);
                prop_assert_eq!(here.is_some(), expected <= most, "{}", other);
                // How far away it is: where the walk stopped early, at most that.
                if let Some((_, n)) = here {
                    let is_right = if begins { *n <= most } else { *n == expected };
                    prop_assert!(is_right, "{n} for {other}");
                }
            }
        }
    }

    #[test]
    fn two_letters_that_changed_places_are_one_mistake() {
        let mut known = BTreeMap::new();
        assert_eq!(mistakes(b"passwrod", b"password", &mut known), 1);
        let set = Set::from_iter(["mail", "password"]).unwrap();
        let nearby = Nearby::new("passwrod", 1, false).unwrap();
        let found = set.search(&nearby).into_stream().into_strs().unwrap();
        assert_eq!(found, ["password"]);
    }
}
