//! Words and phrases that mean the same to users ("mot de passe", "password", "mdp"), which
//! administrators set.

use serde::{Deserialize, Serialize};

/// Groups of words and phrases that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Synonyms(pub Vec<Vec<String>>);

/// Maximum number of words in a phrase.
pub const WORDS_MAX: usize = 4;

impl Synonyms {
    /// Reads groups as administrators write them: one a line, its phrases with `=` between them.
    /// Lines that hold fewer than two phrases are no group.
    pub fn parse(text: &str) -> Self {
        let groups = text.lines().map(|line| {
            let phrases = line.split('=').map(|phrase| phrase.trim().to_owned());
            phrases.filter(|phrase| !phrase.is_empty()).collect()
        });
        Self(
            groups
                .filter(|group: &Vec<String>| group.len() > 1)
                .collect(),
        )
    }
}
