//! Words of a text, as an index keeps them and a question is read.

use crate::kernel::stemming::fold;

/// Longest word that is kept, in bytes.
pub const LONGEST: usize = 40;

/// A word, and the words it is made of if hyphens or dots join it ("e-mail", "wi-fi").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case without accents, its parts joined.
    pub joined: String,
    /// Its parts; one if nothing joins it.
    pub parts: Vec<String>,
}

impl Token {
    /// Whether it is made of parts.
    pub fn is_compound(&self) -> bool {
        self.parts.len() > 1
    }
}

/// Returns the words of a text, in order. What stands before an apostrophe is a word of its own, and
/// dropped if it is one letter or "qu" (l', d', qu').
pub fn tokens(text: &str) -> Vec<Token> {
    let folded = contracted(fold(text));
    let mut tokens = Vec::new();
    let joins = |c: char| matches!(c, '-' | '.' | '_' | '\u{2010}' | '\u{2011}');
    for run in folded.split(|c: char| !c.is_alphanumeric() && !joins(c)) {
        let parts: Vec<&str> = run.split(joins).filter(|part| !part.is_empty()).collect();
        let joined: String = parts.concat();
        if parts.len() > 3 || joined.len() > LONGEST {
            // Addresses of files and hosts: their parts are words of their own.
            let single = parts.into_iter().filter(|part| is_word(part));
            tokens.extend(single.map(|part| Token {
                joined: part.to_owned(),
                parts: vec![part.to_owned()],
            }));
        } else if is_word(&joined) {
            let parts = parts.into_iter().map(str::to_owned).collect();
            tokens.push(Token { joined, parts });
        }
    }
    tokens
}

/// A text in which English negations are one word, as they are typed in haste ("won't", "wont").
fn contracted(folded: String) -> String {
    if !folded.contains("n't") && !folded.contains("n\u{2019}t") {
        return folded;
    }
    folded.replace("n't", "nt").replace("n\u{2019}t", "nt")
}

/// Returns a word without the article or pronoun that was typed as its first letter ("louvrir",
/// "jouvre", "quil"); `None` if it has none.
pub fn unelided(word: &str) -> Option<&str> {
    let rest = word
        .strip_prefix("qu")
        .or_else(|| word.strip_prefix(['c', 'd', 'j', 'l', 'm', 'n', 's', 't']))?;
    let is_elided = rest.starts_with(['a', 'e', 'h', 'i', 'o', 'u', 'y']);
    (is_elided && is_word(rest)).then_some(rest)
}

/// Whether something is worth keeping as a word: two letters, or digits.
fn is_word(text: &str) -> bool {
    let is_long = text.chars().nth(1).is_some() || text.chars().any(|c| c.is_ascii_digit());
    is_long && text.len() <= LONGEST && text != "qu"
}

/// Returns the parts of a token that are words.
pub fn words_of(token: &Token) -> impl Iterator<Item = &str> {
    token
        .parts
        .iter()
        .map(String::as_str)
        .filter(|part| is_word(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.joined).collect()
    }

    #[test]
    fn what_belongs_together_is_one_word() {
        assert_eq!(joined("L’e-mail de l'Étage"), ["email", "de", "etage"]);
        assert_eq!(joined("Wi-Fi d’invité, wifi"), ["wifi", "invite", "wifi"]);
        assert_eq!(joined("qu'il est 9 h"), ["il", "est", "9"]);
        assert_eq!(joined("It won’t, can't"), ["it", "wont", "cant"]);
        assert_eq!(unelided("jouvre"), Some("ouvre"));
        assert_eq!(unelided("quil"), Some("il"));
        assert_eq!(
            (unelided("portable"), unelided("la"), unelided("")),
            (None, None, None)
        );
        assert_eq!(joined("- -- a."), [""; 0]);
        let token = &tokens("Wi-Fi")[0];
        assert_eq!(words_of(token).collect::<Vec<_>>(), ["wi", "fi"]);
        assert_eq!(
            joined("srv.paris.exemple.fr"),
            ["srv", "paris", "exemple", "fr"]
        );
        assert_eq!(joined(&"a".repeat(41)), [""; 0]);
    }
}
