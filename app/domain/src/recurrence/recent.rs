//! The incidents of the last days, and which of them are like another.

use crate::kernel::ids::{ServiceId, TicketId};
use crate::kernel::time::{DAY, Timestamp};
use crate::recurrence::segment::Segment;
use crate::recurrence::signs::Signs;
use crate::recurrence::vocabulary::Term;
use crate::tickets::similar::Similar;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Maximum number of incidents kept: the oldest make room.
pub const KEPT: usize = 100_000;

/// Number of incidents that are alike which are shown.
pub const SHOWN: usize = 5;

/// How close in time incidents are that may be one trouble, in microseconds.
pub const WITHIN: i64 = 3 * DAY;

/// Number of incidents looked at in full, of those that have most in common at a first look.
const LOOKED_AT: usize = 64;

/// Number of incidents that may have come since the segment was made.
const UNSORTED: usize = 4_096;

/// Number of incidents taken out, beside a quarter of those that there are, that may still have a
/// place: until then they count as having their words.
const GONE_MAX: usize = 16;

/// How alike two incidents have to be to be shown, from 0 to 1000. It was set with other texts than
/// those it is measured with.
pub const LEAST: u16 = 110;

/// Incidents that a term is taken to be missing from, beside those that there are: of few incidents,
/// none would say which words are rare.
const ELSEWHERE: f32 = 200.0;

/// What the same service adds to how alike two incidents are, and what another one leaves.
const SAME_SERVICE: f32 = 1.15;
const OTHER_SERVICE: f32 = 0.7;

/// What a longer time between two incidents leaves of how alike they are.
const FAR_APART: f32 = 0.8;

/// What an incident says, as it is compared.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The incident.
    pub ticket: TicketId,
    /// When it was recorded.
    pub at: Timestamp,
    /// Its service, if it is known.
    pub service: Option<ServiceId>,
    /// What its words say.
    pub signs: Signs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    ticket: TicketId,
    at: Timestamp,
    service: Option<ServiceId>,
    /// Terms in order, each with its weight; empty once it was taken out.
    terms: Box<[u32]>,
}

/// The incidents of the last days.
#[derive(Clone, Debug)]
pub struct Recent {
    /// Maximum number of incidents.
    most: usize,
    kept: Vec<Kept>,
    /// Where each stands.
    places: BTreeMap<TicketId, u32>,
    /// Which have a term, of the first `sorted`, and of those after them.
    segment: Segment,
    sorted: usize,
    fresh: HashMap<Term, Vec<u32>>,
}

impl Default for Recent {
    /// Keeps [`KEPT`] incidents.
    fn default() -> Self {
        Self::keeping(KEPT)
    }
}

impl Recent {
    /// Keeps at most so many incidents.
    pub fn keeping(most: usize) -> Self {
        Self {
            most,
            kept: Vec::new(),
            places: BTreeMap::new(),
            segment: Segment::default(),
            sorted: 0,
            fresh: HashMap::new(),
        }
    }

    /// Number of incidents.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds an incident, or what it says now.
    pub fn put(&mut self, incident: &Compared) {
        let weights = incident.signs.weights();
        let kept = Kept {
            ticket: incident.ticket,
            at: incident.at,
            service: incident.service,
            terms: weights.map(|(term, weight)| term.with(weight)).collect(),
        };
        let before = self.places.get(&incident.ticket);
        if before.is_some_and(|place| self.kept[*place as usize] == kept) {
            return;
        }
        self.take_out(incident.ticket);
        let place = u32::try_from(self.kept.len()).unwrap_or(u32::MAX);
        self.places.insert(incident.ticket, place);
        for (term, _) in incident.signs.weights() {
            self.fresh.entry(term).or_default().push(place);
        }
        self.kept.push(kept);
        self.tidy_where_needed();
    }

    /// Takes an incident out.
    pub fn remove(&mut self, ticket: TicketId) {
        self.take_out(ticket);
        self.tidy_where_needed();
    }

    fn take_out(&mut self, ticket: TicketId) {
        if let Some(place) = self.places.remove(&ticket) {
            self.kept[place as usize].terms = Box::default();
        }
    }

    /// Takes out what was recorded before that moment.
    pub fn forget_before(&mut self, moment: Timestamp) {
        let old = self.kept.iter().filter(|kept| kept.at < moment);
        let old: Vec<TicketId> = old.map(|kept| kept.ticket).collect();
        for ticket in old {
            self.remove(ticket);
        }
    }

    fn tidy_where_needed(&mut self) {
        let gone = self.kept.len() - self.places.len();
        let is_untidy = gone > self.places.len() / 4 + GONE_MAX;
        let is_long = self.kept.len() > self.sorted + UNSORTED;
        if is_untidy || is_long || self.places.len() > self.most {
            self.tidy();
        }
    }

    /// Sorts all there are, of which the newest stay if they are too many.
    fn tidy(&mut self) {
        let Self { kept, places, .. } = self;
        let stands = |(place, kept): (u32, &Kept)| places.get(&kept.ticket) == Some(&place);
        let mut place = 0;
        kept.retain(|kept| {
            place += 1;
            stands((place - 1, kept))
        });
        kept.sort_by_key(|kept| (kept.at, kept.ticket));
        if kept.len() > self.most {
            // A few more go, so that the next one does not make room again.
            let room = self.most - (self.most / 64).min(UNSORTED);
            kept.drain(..kept.len() - room);
        }
        kept.shrink_to_fit();
        self.places = (0u32..)
            .zip(kept.iter())
            .map(|(place, kept)| (kept.ticket, place))
            .collect();
        self.segment = Segment::default();
        self.segment = Segment::of(|| kept.iter().map(|kept| &*kept.terms));
        self.sorted = kept.len();
        self.fresh = HashMap::new();
    }

    /// Returns how rare a term is: the more incidents have it, the less.
    pub fn rarity(&self, term: Term) -> f32 {
        let fresh = self.fresh.get(&term).map_or(0, Vec::len);
        rarity(self.segment.having(term).len() + fresh, self.len())
    }

    /// Returns the incidents that are most like this one, the most alike first: [`SHOWN`] of all, and as
    /// many again of those that are so close in time that they may be one trouble.
    pub fn similar(&self, to: &Compared) -> Vec<Similar> {
        let terms: Vec<(Term, u8, f32)> = to
            .signs
            .weights()
            .map(|(term, weight)| (term, weight, self.rarity(term)))
            .collect();
        let mut found: Vec<(Similar, Timestamp)> = self
            .candidates(&terms)
            .into_iter()
            .map(|place| &self.kept[place as usize])
            .filter(|kept| kept.ticket != to.ticket)
            .filter_map(|kept| Some((self.compared(to, &terms, kept)?, kept.at)))
            .collect();
        found.sort_by_key(|(one, _)| (Reverse(one.score), Reverse(one.ticket)));
        let (mut of_all, mut of_close) = (0, 0);
        let kept = found.into_iter().filter(|(_, at)| {
            let is_close = to.at.since(*at).abs() <= WITHIN;
            let stays = of_all < SHOWN || is_close && of_close < SHOWN;
            of_all += 1;
            of_close += usize::from(is_close);
            stays
        });
        kept.map(|(one, _)| one).collect()
    }

    /// The places of those that have most in common at a first look.
    fn candidates(&self, terms: &[(Term, u8, f32)]) -> Vec<u32> {
        let mut said = vec![0f32; self.kept.len()];
        let mut touched = Vec::new();
        for (term, weight, rarity) in terms {
            let says = f32::from(*weight) * rarity * rarity;
            let fresh = self.fresh.get(term).map_or(&[][..], Vec::as_slice);
            for place in self.segment.having(*term).iter().chain(fresh) {
                let at = *place as usize;
                if self.kept[at].terms.is_empty() {
                    continue;
                }
                if said[at] == 0.0 {
                    touched.push(*place);
                }
                said[at] += says;
            }
        }
        let most_first = |a: &u32, b: &u32| {
            let (x, y) = (said[*a as usize], said[*b as usize]);
            y.total_cmp(&x).then(b.cmp(a))
        };
        if touched.len() > LOOKED_AT {
            touched.select_nth_unstable_by(LOOKED_AT, most_first);
            touched.truncate(LOOKED_AT);
        }
        touched
    }

    /// How alike two incidents are; `None` if they are not alike enough to be shown.
    fn compared(&self, to: &Compared, terms: &[(Term, u8, f32)], kept: &Kept) -> Option<Similar> {
        let mut dot = 0.0;
        let (mut shared, mut is_marked) = (0, false);
        for (term, weight, rarity) in terms {
            if let Some(theirs) = weight_in(&kept.terms, *term) {
                dot += f32::from(*weight) * f32::from(theirs) * rarity * rarity;
                shared += 1;
                is_marked |= to.signs.is_mark(*term);
            }
        }
        // One word is not enough: much is said of each program, and little of it is the same.
        if shared < 2 && !is_marked {
            return None;
        }
        let length = |weights: &mut dyn Iterator<Item = (f32, f32)>| {
            weights
                .map(|(weight, rarity)| (weight * rarity).powi(2))
                .sum::<f32>()
                .sqrt()
        };
        let mine = length(&mut terms.iter().map(|(_, w, rarity)| (f32::from(*w), *rarity)));
        let theirs = length(&mut kept.terms.iter().map(|both| {
            let (term, weight) = Term::apart(*both);
            (f32::from(weight), self.rarity(term))
        }));
        let service = match to.service.zip(kept.service) {
            Some((mine, theirs)) if mine == theirs => SAME_SERVICE,
            Some(_) => OTHER_SERVICE,
            None => 1.0,
        };
        let is_close = to.at.since(kept.at).abs() <= WITHIN;
        let time = if is_close { 1.0 } else { FAR_APART };
        let score = (dot / (mine * theirs).max(f32::MIN_POSITIVE) * service * time).min(1.0);
        let score = (score * 1000.0).round() as u16;
        (score >= LEAST).then_some(Similar {
            ticket: kept.ticket,
            score,
        })
    }
}

/// Returns how rare a term is that so many of all have.
fn rarity(have: usize, all: usize) -> f32 {
    let (have, all) = (have as f32, all as f32);
    (1.0 + (all + ELSEWHERE) / (have + 2.0)).ln()
}

/// Returns the weight of a term among others; `None` if it is not there.
fn weight_in(terms: &[u32], term: Term) -> Option<u8> {
    let at = terms.partition_point(|both| Term::apart(*both).0 < term);
    let (found, weight) = Term::apart(*terms.get(at)?);
    (found == term).then_some(weight)
}
