//! What an index keeps of an article. Articles are analysed one by one, so that one that changes
//! costs no other.

use crate::kernel::ids::{ArticleId, ServiceId};
use crate::kernel::language::Language;
use crate::kernel::stemming::stem;
use crate::kernel::stop_words::is_stop_word;
use crate::knowledge::index::tokens::{tokens, words_of};
use std::collections::{BTreeMap, BTreeSet};

/// Number of fields.
pub(super) const FIELDS: usize = Field::ALL.len();

/// Field of an article, for the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Field {
    /// Title.
    Title,
    /// Words that users have for it.
    Keywords,
    /// Headings within its text.
    Headings,
    /// Symptom, or question.
    Symptom,
    /// All other text.
    Body,
}

impl Field {
    /// All fields.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// An article in one language, without markup.
#[derive(Clone, Debug, Default)]
pub struct Source<'a> {
    /// Number of the article.
    pub article: ArticleId,
    /// Language in which it is written.
    pub language: Language,
    /// Service it is about.
    pub service: Option<ServiceId>,
    /// How useful it was to its readers, from 0 to 15.
    pub usefulness: u8,
    /// Title, which is shown.
    pub title: &'a str,
    /// Words that users have for it.
    pub keywords: &'a str,
    /// Headings within its text.
    pub headings: &'a str,
    /// Symptom, or question.
    pub symptom: &'a str,
    /// All other text.
    pub body: &'a str,
}

/// An article, ready for an index.
#[derive(Clone, Debug, Default)]
pub struct Analysed {
    pub(super) article: ArticleId,
    pub(super) language: Language,
    pub(super) service: Option<ServiceId>,
    pub(super) usefulness: u8,
    pub(super) title: String,
    /// Words as they are written, each with its stem.
    pub(super) words: BTreeSet<(String, String)>,
    /// How often each stem occurs in each field.
    pub(super) stems: BTreeMap<String, [u16; FIELDS]>,
    /// Words in each field.
    pub(super) lengths: [u32; FIELDS],
}

impl Analysed {
    /// Sets how useful it was to its readers, from 0 to 15.
    #[must_use]
    pub fn useful(mut self, usefulness: u8) -> Self {
        self.usefulness = usefulness.min(15);
        self
    }

    /// Analyses an article. Costs in proportion to its text.
    pub fn of(source: &Source<'_>) -> Self {
        let mut analysed = Self {
            article: source.article,
            language: source.language,
            service: source.service,
            usefulness: source.usefulness.min(15),
            title: source.title.to_owned(),
            ..Self::default()
        };
        for field in Field::ALL {
            let text = match field {
                Field::Title => source.title,
                Field::Keywords => source.keywords,
                Field::Headings => source.headings,
                Field::Symptom => source.symptom,
                Field::Body => source.body,
            };
            analysed.add(*field, text);
        }
        analysed
    }

    fn add(&mut self, field: Field, text: &str) {
        for token in tokens(text) {
            if token.is_compound() {
                self.count(field, &token.joined);
            }
            for word in words_of(&token) {
                if !is_stop_word(word) {
                    self.count(field, word);
                }
            }
        }
    }

    fn count(&mut self, field: Field, word: &str) {
        let stem = stem(word, self.language);
        self.lengths[field as usize] += 1;
        let count = &mut self.stems.entry(stem.clone()).or_default()[field as usize];
        *count = count.saturating_add(1);
        self.words.insert((word.to_owned(), stem));
    }
}
