//! What an index finds.

use crate::kernel::ids::{ArticleId, ServiceId};
use crate::kernel::language::Language;
use crate::knowledge::index::columns::Index;
use crate::knowledge::index::impact::LEVELS;
use crate::knowledge::index::question::{Meaning, Term, terms, weigh};
use serde::{Deserialize, Serialize};

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Number of the article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// Language in which it is written.
    pub language: Language,
    /// How well it answers; only to be compared within one answer.
    pub score: f32,
    /// How much of the question it has, from 0 to 1.
    pub coverage: f32,
}

/// Maximum number of articles that are suggested while somebody types.
pub const SUGGESTED: usize = 3;

/// Share of the best answer's score below which an article is no answer.
const NOISE: f32 = 0.25;

impl Index {
    /// Same as [`Index::search`], without what answers far worse than the best.
    pub fn answers(&self, question: &str, service: Option<ServiceId>, most: usize) -> Vec<Hit> {
        let mut hits = self.search(question, service, most);
        let best = hits.first().map_or(0.0, |hit| hit.score);
        hits.retain(|hit| hit.score >= best * NOISE);
        hits
    }

    /// Returns the `most` articles that answer a question best, the best first. Those of `service`
    /// come before others that answer as well.
    pub fn search(&self, question: &str, service: Option<ServiceId>, most: usize) -> Vec<Hit> {
        let terms = terms(self, question);
        let all: f32 = terms.iter().map(|term| term.mass).sum();
        let mut found = Found::new(self.len());
        for term in &terms {
            found.add(self, term);
        }
        let mut hits: Vec<(usize, f32, f32)> = found
            .places
            .iter()
            .map(|place| {
                let article = &self.articles[*place];
                let coverage = found.masses[*place] / all;
                let mut score = found.scores[*place] * (0.3 + 0.7 * coverage);
                score *= 1.0 + f32::from(article.usefulness) / 150.0;
                if service.is_some() && article.service == service {
                    score *= 1.2;
                }
                if article.language != self.language {
                    score *= 0.85;
                }
                (*place, score, coverage)
            })
            .collect();
        hits.sort_unstable_by(|(place, score, _), (other, than, _)| {
            than.total_cmp(score).then(place.cmp(other))
        });
        hits.truncate(most);
        let hits = hits.into_iter().map(|(place, score, coverage)| {
            let article = &self.articles[place];
            Hit {
                article: article.id,
                title: article.title.clone(),
                language: article.language,
                score,
                coverage,
            }
        });
        hits.collect()
    }
}

/// What articles have got so far, by their place.
struct Found {
    scores: Vec<f32>,
    /// Mass of the terms that an article has.
    masses: Vec<f32>,
    /// Best of the term at hand.
    best: Vec<f32>,
    places: Vec<usize>,
}

impl Found {
    fn new(articles: usize) -> Self {
        Self {
            scores: vec![0.0; articles],
            masses: vec![0.0; articles],
            best: vec![0.0; articles],
            places: Vec::new(),
        }
    }

    /// Adds a term: what an article has of it is the best of what it may mean.
    fn add(&mut self, index: &Index, term: &Term) {
        let mut touched = Vec::new();
        for meaning in &term.meanings {
            let weight = weigh(index, meaning);
            for (place, impact) in articles(index, meaning) {
                if self.best[place] == 0.0 {
                    touched.push(place);
                }
                self.best[place] = self.best[place].max(weight * impact / LEVELS);
            }
        }
        for place in touched {
            if self.masses[place] == 0.0 {
                self.places.push(place);
            }
            self.scores[place] += self.best[place];
            self.masses[place] += term.mass;
            self.best[place] = 0.0;
        }
    }
}

/// Articles that have all stems of a meaning, and the impact of the one they have least of.
fn articles(index: &Index, meaning: &Meaning) -> Vec<(usize, f32)> {
    let Some((first, others)) = meaning.stems.split_first() else {
        return Vec::new();
    };
    let with = |stem: u32| {
        index
            .postings(stem)
            .map(|(place, impact)| (place, f32::from(impact)))
    };
    let mut found: Vec<(usize, f32)> = with(*first).collect();
    for stem in others {
        let mut other = with(*stem).peekable();
        found.retain_mut(|(place, impact)| {
            while other.next_if(|(at, _)| at < place).is_some() {}
            let here = other.next_if(|(at, _)| at == place);
            if let Some((_, least)) = here {
                *impact = impact.min(least);
            }
            here.is_some()
        });
    }
    found
}
