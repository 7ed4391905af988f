//! What an incident is most likely about: learnt from how earlier ones were filed.
//!
//! The model is complement naive Bayes (Rennie, Shih, Teevan, Karger, "Tackling the Poor Assumptions
//! of Naive Bayes Text Classifiers", 2003): for each category it asks how well the words fit all the
//! others. It needs nothing but counts, so that it learns with each ticket and unlearns as exactly.

use crate::kernel::ids::{CategoryId, TicketId};
use crate::recurrence::said::said;
use crate::recurrence::vocabulary::{Term, Vocabulary};
use std::collections::{BTreeMap, HashMap};

/// Maximum number of different words that count of an incident, and how often each does.
const TERMS_MAX: usize = 200;
const TIMES_MAX: u8 = 4;

/// How often a word must have been said to count where nobody looks, and how many such words there
/// must be: no single incident is what another is filed by, so that nobody learns what stands in it.
const COMMON: u32 = 20;
const COMMON_WORDS: usize = 3;

/// Maximum number of incidents that are learnt from: the oldest are forgotten, since what is filed
/// where changes.
pub const LEARNT_MAX: usize = 20_000;

/// Characters of a description that count.
const TEXT_MAX: usize = 4_000;

/// Words that say why are at most this many.
const WHY: usize = 3;

/// Added to each count, so that what was never seen is not impossible (Laplace).
const SMOOTHING: f64 = 1.0;

/// By how much the best category fits better than the next (in natural logarithms, by the square root
/// of the number of words), below which each band of proposals ends; the last one has no end.
const BANDS: [f64; 7] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, f64::INFINITY];

/// Proposals of a band that must have been judged before it says how sure one is.
const JUDGED: u32 = 10;

/// How sure a proposal has to be to be made, in percent.
pub const SURE: u8 = 60;

/// How sure a proposal has to be for an incident to be categorised by it where administrators allow
/// that, in percent.
pub const FILES_ITSELF: u8 = 80;

/// The words of an incident, for filing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<Term, (u8, String)>);

impl Words {
    /// Returns the words of a subject, which count twice, and of a text.
    pub fn of(subject: &str, text: &str, vocabulary: &Vocabulary) -> Self {
        let mut words: BTreeMap<Term, (u8, String)> = BTreeMap::new();
        let text: String = text.chars().take(TEXT_MAX).collect();
        for (text, times) in [(subject, 2), (text.as_str(), 1)] {
            for said in said(text, vocabulary) {
                let is_full = words.len() >= TERMS_MAX;
                if is_full && !words.contains_key(&said.term) {
                    continue;
                }
                let word = || (0, said.written.to_owned());
                let (count, _) = words.entry(said.term).or_insert_with(word);
                *count = (*count + times).min(TIMES_MAX);
            }
        }
        Self(words)
    }

    fn counts(&self) -> impl Iterator<Item = (Term, u8)> {
        self.0.iter().map(|(term, (count, _))| (*term, *count))
    }
}

/// What an incident is most likely about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The category.
    pub category: CategoryId,
    /// How many of a hundred proposals that fitted as well were right.
    pub sure: u8,
    /// Words that speak for it, as they are written; those that say most first.
    pub words: Vec<String>,
}

/// How often each word stood in incidents of each category.
#[derive(Clone, Debug, Default)]
pub struct Filing {
    /// By word, how often it was said in each category.
    said: HashMap<Term, BTreeMap<CategoryId, u32>>,
    /// By category, how many words were said, and in how many incidents.
    categories: BTreeMap<CategoryId, (u64, u32)>,
    all: u64,
    learnt: BTreeMap<TicketId, Learnt>,
    /// For each band of proposals how many were judged by how the incident was filed, and how many
    /// of them were right.
    judged: [(u32, u32); BANDS.len()],
}

/// What an incident added.
#[derive(Clone, Debug)]
struct Learnt {
    category: CategoryId,
    /// Words, each with how often it was said.
    words: Box<[u32]>,
    /// Band of what would have been proposed, and whether that was right.
    judged: Option<(usize, bool)>,
}

/// Which words count.
#[derive(Clone, Copy)]
enum Heard {
    /// Every word that was ever said, as often as it is said.
    All,
    /// Words that were said often, each once.
    Common,
}

impl Filing {
    /// Number of incidents that were learnt from.
    pub fn len(&self) -> usize {
        self.learnt.len()
    }

    /// Whether nothing was learnt yet.
    pub fn is_empty(&self) -> bool {
        self.learnt.is_empty()
    }

    /// Learns how an incident was filed; anew if it was filed otherwise before. What would have been
    /// proposed for it is judged by it first, unless it was filed by that.
    pub fn learn(
        &mut self,
        ticket: TicketId,
        category: CategoryId,
        words: &Words,
        is_judged: bool,
    ) {
        // What is known already is not judged once more, by what was learnt since.
        let kept: Box<[u32]> = words.counts().map(|(term, n)| term.with(n)).collect();
        let before = self.learnt.get(&ticket);
        if before.is_some_and(|known| known.category == category && known.words == kept) {
            return;
        }
        self.unlearn(ticket);
        let best = self
            .best(words, Heard::All, &|_| true)
            .filter(|_| is_judged);
        let judged = best.map(|(proposed, better, _)| (band(better), proposed == category));
        if let Some((band, is_right)) = judged {
            let (judged, right) = &mut self.judged[band];
            *judged += 1;
            *right += u32::from(is_right);
        }
        for (term, count) in words.counts() {
            let of = self.said.entry(term).or_default();
            *of.entry(category).or_default() += u32::from(count);
            self.all += u64::from(count);
        }
        let (said, incidents) = self.categories.entry(category).or_default();
        *said += words
            .counts()
            .map(|(_, count)| u64::from(count))
            .sum::<u64>();
        *incidents += 1;
        let learnt = Learnt {
            category,
            words: kept,
            judged,
        };
        self.learnt.insert(ticket, learnt);
        if self.learnt.len() > LEARNT_MAX
            && let Some(oldest) = self.learnt.keys().next().copied()
        {
            self.unlearn(oldest);
        }
    }

    /// Unlearns how an incident was filed.
    pub fn unlearn(&mut self, ticket: TicketId) {
        let Some(learnt) = self.learnt.remove(&ticket) else {
            return;
        };
        if let Some((band, is_right)) = learnt.judged {
            let (judged, right) = &mut self.judged[band];
            *judged -= 1;
            *right -= u32::from(is_right);
        }
        let mut words = 0;
        for both in &learnt.words {
            let (term, count) = Term::apart(*both);
            words += u64::from(count);
            let Some(of) = self.said.get_mut(&term) else {
                continue;
            };
            if let Some(n) = of.get_mut(&learnt.category) {
                *n -= u32::from(count);
            }
            of.retain(|_, n| *n > 0);
            if of.is_empty() {
                self.said.remove(&term);
            }
        }
        self.all -= words;
        if let Some((said, incidents)) = self.categories.get_mut(&learnt.category) {
            *said -= words;
            *incidents -= 1;
        }
        self.categories.retain(|_, (_, incidents)| *incidents > 0);
    }

    /// Returns what an incident with these words is most likely about, among the categories that are
    /// `offered`; `None` if nothing is sure enough.
    pub fn propose(&self, words: &Words, offered: impl Fn(CategoryId) -> bool) -> Option<Proposed> {
        self.sure_enough(self.best(words, Heard::All, &offered)?, SURE)
    }

    /// Same as [`Filing::propose`], for what is done without anybody looking: by words alone that many
    /// incidents have.
    pub fn propose_unseen(
        &self,
        words: &Words,
        offered: impl Fn(CategoryId) -> bool,
    ) -> Option<Proposed> {
        self.sure_enough(self.best(words, Heard::Common, &offered)?, FILES_ITSELF)
    }

    fn sure_enough(
        &self,
        (category, better, words): (CategoryId, f64, Vec<String>),
        least: u8,
    ) -> Option<Proposed> {
        let (judged, right) = self.judged[band(better)];
        let sure = (judged >= JUDGED).then(|| right * 100 / judged.max(1))?;
        let sure = u8::try_from(sure).ok().filter(|sure| *sure >= least)?;
        Some(Proposed {
            category,
            sure,
            words,
        })
    }

    /// Returns the category that fits best, whatever is sure of it.
    pub fn likeliest(&self, words: &Words) -> Option<CategoryId> {
        self.best(words, Heard::All, &|_| true)
            .map(|(category, ..)| category)
    }

    /// The category that fits best, by how much it fits better than the next, and the words that speak
    /// for it. `None` if no word was ever said before, or nothing could be chosen among.
    fn best(
        &self,
        words: &Words,
        heard: Heard,
        offered: &dyn Fn(CategoryId) -> bool,
    ) -> Option<(CategoryId, f64, Vec<String>)> {
        let known = words.0.iter().filter_map(|(term, (count, word))| {
            let of = self.said.get(term)?;
            let all: u32 = of.values().sum();
            let count = match heard {
                Heard::All => *count,
                Heard::Common => 1,
            };
            let counts = matches!(heard, Heard::All) || all >= COMMON;
            counts.then_some((of, all, f64::from(count), word.as_str()))
        });
        let known: Vec<_> = known.collect();
        let least = match heard {
            Heard::All => 1,
            Heard::Common => COMMON_WORDS,
        };
        if known.len() < least {
            return None;
        }
        let different = self.said.len() as f64;
        // How badly a word fits all other categories.
        let fits = |(category, said): (CategoryId, u64), of: &BTreeMap<CategoryId, u32>, all| {
            let here = of.get(&category).copied().unwrap_or_default();
            let elsewhere = f64::from(all - here) + SMOOTHING;
            let every = (self.all - said) as f64 + SMOOTHING * different;
            -(elsewhere / every).ln()
        };
        let categories = self.categories.iter();
        let offered = categories.filter(|(category, _)| offered(**category));
        let mut scores: Vec<(f64, (CategoryId, u64))> = offered
            .map(|(category, (said, _))| {
                let one = (*category, *said);
                let of = known.iter();
                let score = of
                    .map(|(of, all, count, _)| count * fits(one, of, *all))
                    .sum();
                (score, one)
            })
            .collect();
        scores.sort_by(|(a, one), (b, two)| b.total_cmp(a).then(one.cmp(two)));
        let [(first, best), (second, next), ..] = scores[..] else {
            return None;
        };
        let why = known.iter().map(|(of, all, count, word)| {
            let more = fits(best, of, *all) - fits(next, of, *all);
            (count * more, *word)
        });
        let mut why: Vec<(f64, &str)> = why.filter(|(more, _)| *more > 0.0).collect();
        why.sort_by(|(a, one), (b, two)| b.total_cmp(a).then(one.cmp(two)));
        let why = why.into_iter().take(WHY).map(|(_, word)| word.to_owned());
        let said: f64 = known.iter().map(|(_, _, count, _)| count).sum();
        let better = (first - second) / said.sqrt();
        Some((best.0, better, why.collect()))
    }
}

fn band(better: f64) -> usize {
    BANDS
        .iter()
        .position(|end| better < *end)
        .unwrap_or(BANDS.len() - 1)
}
