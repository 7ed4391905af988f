//! What articles do for their readers, and what readers do not find.

use crate::directory::card::People;
use crate::kernel::ids::{ArticleId, PersonId, TicketId};
use crate::kernel::language::Language;
use crate::kernel::stemming::fold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days for which what was asked in vain is kept.
pub const GAP_DAYS: i64 = 90;

/// Maximum length of a question that is kept, in characters: longer ones are messages.
pub const SAID_MAX: usize = 300;

/// Something that is counted for an article, once a day for each reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Reading {
    /// It was opened.
    View,
    /// Its reader said that it helped.
    Helpful,
    /// Its reader said that it did not.
    Unhelpful,
    /// It solved what its reader had come to ask: a ticket that was not needed (ticket deflection).
    Deflection,
}

impl Reading {
    /// All of them.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// What an article did for its readers in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usefulness {
    /// Number of times it was opened.
    pub views: i64,
    /// Number of readers it helped.
    pub helpful: i64,
    /// Number of readers it did not help.
    pub unhelpful: i64,
    /// Number of tickets that were not needed.
    pub deflections: i64,
}

/// Weight at which an article helps half as much as one can.
const HALF: i64 = 60;

impl Usefulness {
    /// How much it helps, to compare articles: what somebody said counts more than what they opened.
    pub const fn weight(&self) -> i64 {
        self.views + 5 * self.helpful + 20 * self.deflections - 10 * self.unhelpful
    }

    /// How much it helps, from 0 to 15, for an index: the first readers count most.
    pub fn level(&self) -> u8 {
        let weight = self.weight().max(0);
        u8::try_from(15 * weight / (weight + HALF)).unwrap_or(15)
    }
}

/// Why something is missing from the knowledge base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum GapReason {
    /// A search found nothing.
    NothingFound,
    /// A search found articles of which none was opened.
    NotOpened,
    /// An article did not help.
    Unhelpful,
    /// A ticket was recorded though no article was found for its subject.
    NoArticle,
}

impl GapReason {
    /// All reasons.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Something that is missing from the knowledge base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What was asked, as it is compared.
    pub asked: String,
    /// What was asked, as somebody typed it last.
    pub said: String,
    /// Language of whoever asked.
    pub language: Language,
    /// Why it is missing.
    pub reason: GapReason,
    /// Article that did not help; `None` for other reasons.
    pub article: Option<ArticleId>,
    /// Ticket that was recorded without one; `None` for other reasons.
    pub ticket: Option<TicketId>,
    /// Number of times, each person once a day.
    pub times: i64,
    /// Last day on which it was asked, in days since 1970 (UTC).
    pub last_day: i64,
    /// Agent who sees to it.
    pub owner: Option<PersonId>,
}

/// Why an article did not help, where its reader chose one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum NotHelpful {
    /// It is about something else.
    OtherProblem,
    /// It cannot be understood.
    Unclear,
    /// What it says does not work.
    DoesNotWork,
}

impl NotHelpful {
    /// All reasons.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// What a reader says of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It helped.
    Helped {
        /// What the reader had come to ask; empty if they were browsing.
        question: String,
    },
    /// It did not.
    DidNot {
        /// What the reader had come to ask; empty if they were browsing.
        question: String,
        /// Why, if the reader chose a reason.
        reason: Option<NotHelpful>,
        /// Why, in a word or a sentence; may be empty.
        why: String,
    },
}

/// What is missing from the knowledge base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// The gaps, the most frequent first.
    pub gaps: Vec<Gap>,
    /// Titles of the articles that did not help.
    pub titles: BTreeMap<ArticleId, String>,
    /// Agents who see to them.
    pub people: People,
}

/// Something that an agent does with a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapTask {
    /// Sees to it.
    Take(Gap),
    /// No longer sees to it.
    Release(Gap),
    /// Takes it off the list: it is seen to.
    Settle(Gap),
}

/// Returns a question as questions are compared: its words, without case, accents and signs.
pub fn asked(question: &str) -> String {
    let folded = fold(question);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Whether what somebody typed may be kept: not where it looks like a secret or an address, which
/// nobody meant to be read by others.
pub fn may_be_kept(text: &str) -> bool {
    let is_short = text.chars().count() <= SAID_MAX;
    let words = || text.split(|c: char| c.is_whitespace() || ",;()\"«»".contains(c));
    is_short
        && !text.contains("://")
        && !words().any(is_private)
        && !has_long_number(text)
        && !tells_a_secret(text)
}

/// Whether a word looks like an address, a number of somebody's, or a secret.
fn is_private(word: &str) -> bool {
    let word = word.trim_matches(|c: char| ".!?:'’".contains(c));
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let is_address = word.contains('@') || word.split('.').count() == 4 && digits >= 4;
    // Telephones, accounts, badges, cards; not the code of an error, nor of an update.
    let folded = word.to_ascii_lowercase();
    let is_code = folded.starts_with("0x") || folded.starts_with("kb");
    let is_number = digits >= 6 && !is_code;
    let has = |is: fn(char) -> bool| word.chars().any(is);
    let signs = has(|c| !c.is_alphanumeric() && !"-/'’.:_".contains(c));
    let mixed = has(char::is_uppercase) && has(char::is_lowercase) && digits > 0;
    let is_secret = word.chars().count() >= 8 && !is_code && (mixed || digits > 0 && signs);
    is_address || is_number || is_secret
}

/// Whether digits in groups make a number of somebody's: a telephone, a card, an account.
fn has_long_number(text: &str) -> bool {
    // Digits so far; whether a space stands after them; whether they belong to a word.
    let (mut digits, mut apart, mut in_word) = (0, false, false);
    for c in text.chars() {
        match c {
            '0'..='9' if in_word => {}
            '0'..='9' => {
                digits += 1;
                apart = false;
            }
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' if !apart => {
                (apart, in_word) = (true, false)
            }
            c => (digits, apart, in_word) = (0, false, c.is_alphabetic()),
        }
        if digits >= LONG {
            return true;
        }
    }
    false
}

/// Digits of the shortest telephone number that is written in groups.
const LONG: usize = 8;

/// Whether a text says what a secret is: "mon mot de passe est azerty", "pwd: azerty".
fn tells_a_secret(text: &str) -> bool {
    let folded = fold(text);
    let names = [
        "mot de passe",
        "mdp",
        "password",
        "pwd",
        "passwd",
        "code",
        "pin",
        "passphrase",
    ];
    let tells = |after: &str| {
        let after = after.trim_start();
        let next = after.split_whitespace().next().unwrap_or_default();
        let is_it = next.chars().count() > 4 && next.contains(|c: char| c.is_ascii_digit());
        is_it
            || after.starts_with([':', '='])
            || ["est ", "is ", "c'est ", "c’est "]
                .iter()
                .any(|verb| after.starts_with(verb))
    };
    names.iter().any(|name| {
        folded
            .match_indices(name)
            .any(|(at, _)| tells(&folded[at + name.len()..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_addresses_are_not_kept() {
        for private in [
            "mon mot de passe est azerty",
            "MDP: soleil",
            "password=x",
            "claire.dubois@exemple.fr n’arrive pas à entrer",
            "rappeler le 0612345678",
            "rappeler le 06 12 34 56 78",
            "carte 4970 1234 5678 9012",
            "IBAN FR76 3000 6000 0112 3456 7890 189",
            "mon mdp azerty123 ne marche pas",
            "le poste 10.0.12.7 ne répond plus",
            "ça ne marche pas avec Tr0ub4dor",
            "essayer soleil!2026",
            "voir https://intranet.exemple.fr/x?token=1",
            &"a ".repeat(200),
        ] {
            assert!(!may_be_kept(private), "{private}");
        }
        for question in [
            "mot de passe oublié",
            "word se ferme qd jouvre un fichier",
            "erreur 0x80070005",
            "mise à jour KB5034441",
            "code PIN du badge",
            "Wi-Fi lent au 3e étage",
            "Office 365 : licence",
            "imprimante HP LaserJet",
            "j'ai changé mon mot de passe et rien",
        ] {
            assert!(may_be_kept(question), "{question}");
        }
    }

    #[test]
    fn questions_are_the_same_whatever_their_signs() {
        assert_eq!(asked(" Où est l’IMPRIMANTE ?"), "ou est l imprimante");
        assert_eq!(asked("?!"), "");
    }
}
