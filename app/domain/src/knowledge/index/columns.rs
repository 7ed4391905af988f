//! An index as it was read: its articles, postings and words.

use crate::kernel::ids::{ArticleId, ServiceId};
use crate::kernel::language::Language;
use crate::kernel::stemming::stem;
use crate::knowledge::index::bytes::Reader;
use crate::knowledge::index::synonyms::Synonyms;
use crate::knowledge::index::tokens::{Token, tokens};
use std::collections::BTreeMap;
use std::ops::Range;

/// First bytes of an index, with the version of its form.
pub(super) const MAGIC: [u8; 4] = *b"GKI1";

/// An index of articles.
pub struct Index {
    pub(super) language: Language,
    pub(super) articles: Vec<Article>,
    /// Where the postings of each stem stand.
    stems: Vec<Range<usize>>,
    /// Places of articles.
    places: Vec<u32>,
    impacts: Vec<u8>,
    groups: Vec<Vec<u32>>,
    pub(super) words: fst::Map<Vec<u8>>,
    synonyms: Synonyms,
    /// The group of synonyms of a phrase, by the stems of its words in either language.
    phrases: BTreeMap<Vec<String>, usize>,
}

/// An article in an index.
pub(super) struct Article {
    pub id: ArticleId,
    pub service: Option<ServiceId>,
    pub language: Language,
    /// From 0 to 15.
    pub usefulness: u8,
    pub title: String,
}

/// Language and usefulness in a byte.
pub(super) const fn flags(language: Language, usefulness: u8) -> u8 {
    (language as u8) << 4 | usefulness
}

fn language(code: u8) -> Option<Language> {
    Language::ALL
        .iter()
        .copied()
        .find(|language| *language as u8 == code)
}

impl Index {
    /// Reads an index that [`build`](super::build()) made; `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Reader(bytes.strip_prefix(&MAGIC)?);
        let language = language(bytes.byte()?)?;
        let articles = read_articles(&mut bytes)?;
        let (stems, places) = read_postings(&mut bytes, articles.len())?;
        let mut impacts = Vec::with_capacity(places.len() + 1);
        while impacts.len() < places.len() {
            let pair = bytes.byte()?;
            impacts.extend([pair >> 4, pair & 15]);
        }
        let synonyms = many(&mut bytes, |bytes| {
            many(bytes, |bytes| bytes.text().map(str::to_owned))
        })?;
        let groups = many(&mut bytes, |bytes| {
            many(bytes, |bytes| {
                let stem = bytes.number()?;
                (stem < stems.len() as u64).then_some(stem as u32)
            })
        })?;
        let words = fst::Map::new(bytes.bytes()?.to_vec()).ok()?;
        words.as_fst().verify().ok()?;
        let mut phrases = BTreeMap::new();
        for (group, phrase) in (0..)
            .zip(&synonyms)
            .flat_map(|(at, group)| group.iter().map(move |one| (at, one)))
        {
            let words = tokens(phrase);
            for language in Language::ALL {
                phrases.entry(key(&words, *language)).or_insert(group);
            }
        }
        bytes.0.is_empty().then_some(Self {
            language,
            articles,
            stems,
            places,
            impacts,
            groups,
            words,
            synonyms: Synonyms(synonyms),
            phrases,
        })
    }

    /// Returns the phrases that mean the same as these words together, themselves among them.
    pub(super) fn group_of(&self, words: &[Token]) -> Option<&[String]> {
        if self.phrases.is_empty() {
            return None;
        }
        let mut keys = Language::ALL.iter().map(|language| key(words, *language));
        let group = keys.find_map(|key| self.phrases.get(&key))?;
        self.synonyms.0.get(*group).map(Vec::as_slice)
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Returns the stems that a value of the words leads to.
    pub(super) fn stems_of(&self, value: u64) -> Vec<u32> {
        let at = value >> 1;
        if value & 1 == 1 {
            let group = usize::try_from(at).ok().and_then(|at| self.groups.get(at));
            group.cloned().unwrap_or_default()
        } else {
            vec![at as u32]
        }
    }

    /// Returns the stems of a folded word that some article has, or whose stem it has.
    pub(super) fn known(&self, word: &str) -> Vec<u32> {
        self.words
            .get(word)
            .map_or_else(Vec::new, |value| self.stems_of(value))
    }

    /// Returns the articles with a stem, by their place, and how much it says about each.
    pub(super) fn postings(&self, stem: u32) -> impl Iterator<Item = (usize, u8)> {
        let range = self.stems.get(stem as usize).cloned().unwrap_or_default();
        let places = self.places[range.clone()]
            .iter()
            .map(|place| *place as usize);
        places.zip(self.impacts[range].iter().copied())
    }

    /// Number of articles with a stem.
    pub(super) fn frequency(&self, stem: u32) -> usize {
        self.stems.get(stem as usize).map_or(0, Range::len)
    }
}

fn key(words: &[Token], language: Language) -> Vec<String> {
    words
        .iter()
        .map(|word| stem(&word.joined, language))
        .collect()
}

fn many<'a, T>(
    bytes: &mut Reader<'a>,
    one: impl Fn(&mut Reader<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let count = bytes.count()?;
    (0..count).map(|_| one(bytes)).collect()
}

fn read_articles(bytes: &mut Reader<'_>) -> Option<Vec<Article>> {
    let count = bytes.count()?;
    let mut ids = Vec::with_capacity(count);
    let mut last = 0_u64;
    for _ in 0..count {
        last = last.checked_add(bytes.number()?)?;
        ids.push(ArticleId(i64::try_from(last).ok()?));
    }
    let services: Option<Vec<_>> = (0..count).map(|_| bytes.number()).collect();
    let services = services?;
    let flags: Option<Vec<_>> = (0..count).map(|_| bytes.byte()).collect();
    let flags = flags?;
    let mut articles = Vec::with_capacity(count);
    for ((id, service), flags) in ids.into_iter().zip(services).zip(flags) {
        articles.push(Article {
            id,
            service: (service > 0).then_some(ServiceId(i64::try_from(service).ok()?)),
            language: language(flags >> 4)?,
            usefulness: flags & 15,
            title: bytes.text()?.to_owned(),
        });
    }
    Some(articles)
}

/// Reads where the postings of each stem stand, and the places of their articles.
fn read_postings(bytes: &mut Reader<'_>, articles: usize) -> Option<(Vec<Range<usize>>, Vec<u32>)> {
    let count = bytes.count()?;
    let mut stems = Vec::with_capacity(count);
    let mut end = 0_usize;
    for _ in 0..count {
        let begin = end;
        end = end.checked_add(usize::try_from(bytes.number()?).ok()?)?;
        stems.push(begin..end);
    }
    // Each takes at least a byte.
    if end > bytes.0.len() {
        return None;
    }
    let mut places = Vec::with_capacity(end);
    for range in &stems {
        let mut next = 0_u64;
        for _ in range.clone() {
            let place = next.checked_add(bytes.number()?)?;
            if place >= articles as u64 {
                return None;
            }
            places.push(place as u32);
            next = place + 1;
        }
    }
    Some((stems, places))
}
