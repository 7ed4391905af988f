//! How an index is made of articles.

use crate::kernel::language::Language;
use crate::knowledge::index::analysis::{Analysed, FIELDS};
use crate::knowledge::index::bytes::Writer;
use crate::knowledge::index::columns::{MAGIC, flags};
use crate::knowledge::index::impact::impact;
use crate::knowledge::index::synonyms::Synonyms;
use fst::MapBuilder;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Makes an index of `articles`, one for each number, for readers of `language`. The same articles
/// in another order give the same bytes.
///
/// Values of the same sort stand together: they compress better so.
pub fn build(articles: &[&Analysed], synonyms: &Synonyms, language: Language) -> Vec<u8> {
    let mut articles = articles.to_vec();
    articles.sort_unstable_by_key(|one| one.article);
    let postings = postings(&articles);
    let mut out = Writer::default();
    out.0.extend(MAGIC);
    out.0.push(language as u8);
    write_articles(&mut out, &articles);
    write_postings(&mut out, &postings);
    write_synonyms(&mut out, synonyms);
    write_words(&mut out, &articles, &postings);
    out.0
}

/// For each stem the articles it occurs in, by their place, with its impact.
type Postings<'a> = BTreeMap<&'a str, Vec<(usize, u8)>>;

fn postings<'a>(articles: &[&'a Analysed]) -> Postings<'a> {
    let usual: [f32; FIELDS] = std::array::from_fn(|field| {
        let words: u32 = articles.iter().map(|one| one.lengths[field]).sum();
        words as f32 / articles.len().max(1) as f32
    });
    // Gathered first and put in order then: a stem is met hundreds of times.
    let mut postings: HashMap<&str, Vec<(usize, u8)>> = HashMap::new();
    for (place, one) in articles.iter().enumerate() {
        for (stem, counts) in &one.stems {
            // However little it says, the article is found by it.
            let impact = impact(*counts, one.lengths, usual).max(1);
            postings.entry(stem).or_default().push((place, impact));
        }
    }
    postings.into_iter().collect()
}

fn write_articles(out: &mut Writer, articles: &[&Analysed]) {
    out.number(articles.len() as u64);
    let mut last = 0;
    for one in articles {
        let id = one.article.0.unsigned_abs();
        out.number(id - last);
        last = id;
    }
    for one in articles {
        out.number(one.service.map_or(0, |service| service.0.unsigned_abs()));
    }
    out.0.extend(
        articles
            .iter()
            .map(|one| flags(one.language, one.usefulness)),
    );
    for one in articles {
        out.text(&one.title);
    }
}

fn write_postings(out: &mut Writer, postings: &Postings<'_>) {
    out.number(postings.len() as u64);
    for found in postings.values() {
        out.number(found.len() as u64);
    }
    for found in postings.values() {
        let mut next = 0;
        for (place, _) in found {
            out.number((place - next) as u64);
            next = place + 1;
        }
    }
    let impacts = postings.values().flatten().map(|(_, impact)| *impact);
    let impacts: Vec<u8> = impacts.collect();
    // Two in a byte.
    for pair in impacts.chunks(2) {
        out.0.push(pair[0] << 4 | pair.get(1).copied().unwrap_or(0));
    }
}

fn write_synonyms(out: &mut Writer, Synonyms(groups): &Synonyms) {
    out.number(groups.len() as u64);
    for group in groups {
        out.number(group.len() as u64);
        for phrase in group {
            out.text(phrase);
        }
    }
}

/// Words lead to their stems, and stems to themselves, so that forms that no article has are found.
/// A word with several stems (of two languages) leads to a group of them.
fn write_words(out: &mut Writer, articles: &[&Analysed], postings: &Postings<'_>) {
    let places: HashMap<&str, u64> = postings.keys().copied().zip(0..).collect();
    let mut words: HashMap<&str, BTreeSet<u64>> = HashMap::new();
    let written = articles.iter().flat_map(|one| &one.words);
    let written = written.map(|(word, stem)| (word.as_str(), stem.as_str()));
    for (word, stem) in written.chain(postings.keys().map(|stem| (*stem, *stem))) {
        words.entry(word).or_default().insert(places[stem]);
    }
    let words: BTreeMap<&str, BTreeSet<u64>> = words.into_iter().collect();
    let mut groups: BTreeMap<&BTreeSet<u64>, u64> = BTreeMap::new();
    for stems in words.values().filter(|stems| stems.len() > 1) {
        let next = groups.len() as u64;
        groups.entry(stems).or_insert(next);
    }
    let mut in_order: Vec<_> = groups
        .iter()
        .map(|(stems, place)| (*place, *stems))
        .collect();
    in_order.sort_unstable();
    out.number(in_order.len() as u64);
    for (_, stems) in in_order {
        out.number(stems.len() as u64);
        for stem in stems {
            out.number(*stem);
        }
    }
    let mut map = MapBuilder::memory();
    for (word, stems) in &words {
        let value = match groups.get(stems) {
            Some(group) => group << 1 | 1,
            None => stems.first().copied().unwrap_or_default() << 1,
        };
        // Words come in order and once, which is all that can be refused in memory.
        let inserted = map.insert(word, value);
        debug_assert!(inserted.is_ok());
    }
    out.bytes(&map.into_inner().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::ArticleId;
    use crate::knowledge::index::{Index, Source};

    #[test]
    fn the_order_of_articles_does_not_matter() {
        let titles = ["Word se ferme", "VPN coupé", "Imprimante bloquée"];
        let analysed: Vec<_> = (1..)
            .zip(titles)
            .map(|(n, title)| {
                Analysed::of(&Source {
                    article: ArticleId(n),
                    title,
                    ..Source::default()
                })
            })
            .collect();
        let all: Vec<_> = analysed.iter().collect();
        let turned: Vec<_> = analysed.iter().rev().collect();
        let synonyms = Synonyms::default();
        let bytes = build(&all, &synonyms, Language::Fr);
        assert_eq!(bytes, build(&turned, &synonyms, Language::Fr));
        assert_eq!(Index::read(&bytes).map(|index| index.len()), Some(3));
        // Cut off anywhere, or changed, it is no index, and nothing worse.
        for n in 0..bytes.len() {
            assert!(Index::read(&bytes[..n]).is_none(), "{n}");
            let mut changed = bytes.clone();
            changed[n] ^= 0x55;
            let _ = Index::read(&changed);
        }
    }
}
