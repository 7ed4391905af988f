//! Colleagues who are named in a text.

use crate::directory::Directory;
use crate::ids::PersonId;
use std::collections::BTreeSet;

/// The people whom a text names as `@` and the part of their address before its own @, as in
/// `@nadia.benali`. An address within the text names nobody.
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
    while let Some(at) = rest.find('@') {
        let before = rest[..at].chars().next_back().or(previous);
        let after = &rest[at + 1..];
        let name: String = after.chars().take_while(|c| in_name(*c)).collect();
        let follows = after[name.len()..].chars().next();
        // The end of a sentence is no part of a name.
        let trimmed = name.trim_end_matches(['.', '-', '_', '+']);
        if !before.is_some_and(in_name) && follows != Some('@') && !trimmed.is_empty() {
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
    }
}
