//! Languages of the desk, and names in both of them.

use serde::{Deserialize, Serialize};

/// Language of the desk.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Language {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// All languages.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the code of BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Returns the language with this code of BCP 47 (`fr`, `en`), if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|language| language.code() == code)
    }
}

/// Name or text that administrators give in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// French wording.
    pub fr: String,
    /// English wording.
    pub en: String,
}

impl Label {
    /// Makes a label from its French and its English wording.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            fr: fr.into(),
            en: en.into(),
        }
    }

    /// Returns the wording in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }

    /// Returns the wording in `language`, or the other one if that is empty, and which language it
    /// is in. The same wording in both is in `language`.
    pub fn said_in(&self, language: Language) -> (&str, Language) {
        let other = match language {
            Language::Fr => Language::En,
            Language::En => Language::Fr,
        };
        match self.in_language(language) {
            "" => (self.in_language(other), other),
            text => (text, language),
        }
    }

    /// Whether there is no wording in either language.
    pub fn is_empty(&self) -> bool {
        self.fr.is_empty() && self.en.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_is_shown_where_one_is_empty() {
        let label = Label::new("Panne", "");
        assert_eq!(label.said_in(Language::Fr), ("Panne", Language::Fr));
        assert_eq!(label.said_in(Language::En), ("Panne", Language::Fr));
        assert!(!label.is_empty());
        assert!(Label::default().is_empty());
    }
}
