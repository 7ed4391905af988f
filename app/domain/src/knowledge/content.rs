//! What an article says, and for whom.

use crate::kernel::form::{clean, one_line};
use crate::kernel::ids::{CategoryId, FileId, ServiceId, TextId};
use crate::kernel::language::Language;
use crate::kernel::refusal::Field;
use crate::mail::reply_address::without_signatures;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of article.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ArticleKind {
    /// Solution of something that fails.
    #[default]
    Solution,
    /// Guide: how something is done, in steps.
    Guide,
    /// Question and answer.
    Faq,
}

impl ArticleKind {
    /// All kinds.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the places that an article of this kind has texts in, in order.
    pub const fn places(self) -> &'static [Place] {
        match self {
            Self::Solution => &[
                Place::Title,
                Place::Keywords,
                Place::Symptom,
                Place::Cause,
                Place::Workaround,
                Place::Fix,
            ],
            Self::Guide => &[Place::Title, Place::Keywords, Place::Steps],
            Self::Faq => &[Place::Title, Place::Keywords, Place::Answer],
        }
    }

    /// Returns places of which a reader needs at least one, beside the title.
    pub const fn needed(self) -> &'static [Place] {
        match self {
            Self::Solution => &[Place::Workaround, Place::Fix],
            Self::Guide => &[Place::Steps],
            Self::Faq => &[Place::Answer],
        }
    }
}

/// Place of a text in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Place {
    /// Title in one line; of an FAQ, the question.
    Title,
    /// Words that users have for it, in one line.
    Keywords,
    /// Symptom of what fails.
    Symptom,
    /// Cause.
    Cause,
    /// Workaround until there is a fix.
    Workaround,
    /// Fix.
    Fix,
    /// Steps of a guide.
    Steps,
    /// Answer to a question.
    Answer,
}

impl Place {
    /// All places.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns a text as it stands in this place: clean, in one line where the place has but one, and
    /// without the signatures of reply addresses, as texts of tickets are: an article is read by more
    /// people than the mail it was copied from.
    pub fn stored(self, text: &str) -> String {
        let text = without_signatures(text);
        match self {
            Self::Title | Self::Keywords => one_line(&text),
            Self::Symptom
            | Self::Cause
            | Self::Workaround
            | Self::Fix
            | Self::Steps
            | Self::Answer => clean(&text),
        }
    }

    /// Returns the field of the form.
    pub const fn field(self) -> Field {
        match self {
            Self::Title => Field::Title,
            Self::Keywords => Field::Keywords,
            Self::Symptom => Field::Symptom,
            Self::Cause => Field::Cause,
            Self::Workaround => Field::Workaround,
            Self::Fix => Field::Fix,
            Self::Steps => Field::Steps,
            Self::Answer => Field::Answer,
        }
    }
}

/// Readers of an article, from the widest audience to the narrowest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Readership {
    /// Everybody; without signing in only if the desk allows it.
    Everybody,
    /// Everybody who signed in.
    SignedIn,
    /// Agents only: what is not said is not told.
    #[default]
    Agents,
}

impl Readership {
    /// All readerships.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// The texts of an article in one language.
pub type Translation = BTreeMap<Place, TextId>;

/// What an article says, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Kind of article.
    pub kind: ArticleKind,
    /// Who may read it.
    pub readers: Readership,
    /// Service it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Categories it is about, below the service.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<CategoryId>,
    /// Its texts by language; a language that it is not written in is missing.
    pub translations: BTreeMap<Language, Translation>,
    /// Files and pictures that belong to it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub files: BTreeSet<FileId>,
}

impl Content {
    /// Returns the text in a place.
    pub fn text(&self, language: Language, place: Place) -> Option<TextId> {
        self.translations.get(&language)?.get(&place).copied()
    }

    /// Returns all texts.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        self.translations
            .values()
            .flat_map(BTreeMap::values)
            .copied()
    }

    /// Returns the language that a reader of `language` gets: theirs if the article is written in
    /// it, the other one otherwise; `None` if it is in none.
    pub fn language_for(&self, language: Language) -> Option<Language> {
        let written = |language: &Language| self.text(*language, Place::Title).is_some();
        let mut others = Language::ALL.iter().copied();
        Some(language)
            .filter(written)
            .or_else(|| others.find(written))
    }
}
