//! Which incidents have a term: made at once of many, and then only read.

use crate::recurrence::vocabulary::Term;

/// For each term the incidents that have it, by their place among all.
#[derive(Clone, Debug, Default)]
pub(super) struct Segment {
    /// Terms in order, each with where its places begin.
    terms: Vec<(Term, u32)>,
    places: Vec<u32>,
}

impl Segment {
    /// Returns the segment of incidents with these terms, in order of their places.
    pub fn of<'a, I>(incidents: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = &'a [u32]>,
    {
        // Counted first, then put where they belong: nothing is ever twice in memory.
        let every = incidents().flatten().map(|both| Term::apart(*both).0);
        let mut terms: Vec<Term> = every.collect();
        terms.sort_unstable();
        terms.dedup();
        terms.shrink_to_fit();
        let mut counts = vec![0u32; terms.len() + 1];
        let at = |term: Term| terms.binary_search(&term).ok();
        for both in incidents().flatten() {
            if let Some(n) = at(Term::apart(*both).0) {
                counts[n + 1] += 1;
            }
        }
        for n in 1..counts.len() {
            counts[n] += counts[n - 1];
        }
        let begins: Vec<(Term, u32)> = terms.iter().copied().zip(counts.iter().copied()).collect();
        let mut places = vec![0u32; counts.last().map_or(0, |all| *all as usize)];
        for (place, one) in (0u32..).zip(incidents()) {
            for both in one {
                if let Some(n) = at(Term::apart(*both).0) {
                    places[counts[n] as usize] = place;
                    counts[n] += 1;
                }
            }
        }
        Self {
            terms: begins,
            places,
        }
    }

    /// Returns the places of the incidents that have a term, in order.
    pub fn having(&self, term: Term) -> &[u32] {
        let Ok(n) = self.terms.binary_search_by_key(&term, |(term, _)| *term) else {
            return &[];
        };
        let begin = self.terms[n].1 as usize;
        let end = self.terms.get(n + 1).map(|(_, end)| *end as usize);
        &self.places[begin..end.unwrap_or(self.places.len())]
    }
}
