//! Mentions of people in texts.

use crate::directory::whole::Directory;
use crate::kernel::ids::PersonId;
use std::collections::BTreeSet;

/// Maximum length of a mentioned name, in bytes: that of a local part (RFC 5321, 4.5.3.1.1).
const NAME_MAX: usize = 64;

/// Maximum number of names in a text that count as mentions; the first ones do.
const NAMES: usize = 50;

/// Returns the active people whom a text mentions by `@` and the local part of their e-mail
/// address, such as `@nadia.benali`. E-mail addresses in the text mention nobody.
pub fn mentioned(text: &str, directory: &Directory) -> BTreeSet<PersonId> {
    let names = mentions(text);
    if names.is_empty() {
        return BTreeSet::new();
    }
    directory
        .people
        .values()
        .filter(|person| person.active)
        .filter(|person| {
            let local = person.email.as_deref().and_then(|e| e.split_once('@'));
            local.is_some_and(|(local, _)| names.contains(&local.to_lowercase()))
        })
        .map(|person| person.id)
        .collect()
}

fn mentions(text: &str) -> BTreeSet<String> {
    let in_name = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let mut names = BTreeSet::new();
    let mut rest = text;
    let mut previous = None;
    while names.len() < NAMES
        && let Some(at) = rest.find('@')
    {
        let before = rest[..at].chars().next_back().or(previous);
        let after = &rest[at + 1..];
        let (name, follows) = after.find(|c| !in_name(c)).map_or((after, None), |end| {
            (&after[..end], after[end..].chars().next())
        });
        // Punctuation at the end of a sentence is not part of a name.
        let trimmed = name.trim_end_matches(['.', '-', '_', '+']);
        let is_one = (1..=NAME_MAX).contains(&trimmed.len()) && follows != Some('@');
        if is_one && !before.is_some_and(in_name) {
            names.insert(trimmed.to_lowercase());
        }
        previous = Some('@');
        rest = after;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_at_and_the_first_part_of_an_address() {
        let named = |text: &str| mentions(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(
            named("@nadia.benali, vois-tu ? (@Omar)"),
            "nadia.benali omar"
        );
        assert_eq!(named("Merci @nadia.benali."), "nadia.benali");
        assert_eq!(
            named("écrire à nadia@exemple.fr ou @x@y, @ seul, @. non"),
            ""
        );
        assert_eq!(named("rien"), "");
        assert_eq!(named(&format!("@{} @b", "a".repeat(65))), "b");
        let crowd: String = (0..1_000).map(|n| format!("@p{n} ")).collect();
        assert_eq!(mentions(&crowd).len(), NAMES);
    }
}
