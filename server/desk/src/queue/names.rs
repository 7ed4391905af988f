//! People whom a search names. A name is never in the index of tickets: it is led to its person when
//! somebody asks.

use guichet_domain::PersonId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::stemming::fold;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// Length from which a single word of a name is enough, if only one person has it.
const TELLING: usize = 3;

/// People by the words of their names.
#[derive(Debug, Default)]
struct Names {
    people: HashMap<String, Vec<PersonId>>,
    /// Number of words in each name.
    words: HashMap<PersonId, usize>,
}

impl Names {
    fn of(directory: &Directory) -> Self {
        let mut names = Self::default();
        for person in directory.people.values() {
            let words: BTreeSet<String> = words(&person.name).collect();
            names.words.insert(person.id, words.len());
            for word in words {
                names.people.entry(word).or_default().push(person.id);
            }
        }
        names
    }

    /// The person whom a question names, whole or by a word that nobody else has, and the words
    /// besides; `None` if it names nobody, or several.
    fn named(&self, question: &str) -> Option<(PersonId, String)> {
        let asked: Vec<String> = words(question).collect();
        let mut found: BTreeMap<PersonId, BTreeSet<&str>> = BTreeMap::new();
        for word in &asked {
            for person in self.people.get(word).into_iter().flatten() {
                found.entry(*person).or_default().insert(word);
            }
        }
        let is_alone = |word: &&str| {
            word.len() >= TELLING
                && self
                    .people
                    .get(*word)
                    .is_some_and(|people| people.len() == 1)
        };
        let mut best: Vec<(usize, PersonId)> = found
            .iter()
            .filter(|(person, has)| {
                self.words.get(person) == Some(&has.len()) || has.iter().any(is_alone)
            })
            .map(|(person, has)| (has.len(), *person))
            .collect();
        best.sort_unstable();
        let (most, person) = best.pop()?;
        if best.last().is_some_and(|(other, _)| *other == most) {
            return None;
        }
        let has = found.remove(&person)?;
        let rest = asked.iter().filter(|word| !has.contains(word.as_str()));
        Some((person, rest.cloned().collect::<Vec<_>>().join(" ")))
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

/// The names of the last directory that somebody searched in.
#[derive(Clone, Default)]
pub(crate) struct KnownNames(Arc<Mutex<Option<Known>>>);

/// A directory, and the names in it.
type Known = (Arc<Directory>, Arc<Names>);

impl KnownNames {
    /// The person whom a question names, and the words besides.
    pub fn named(&self, question: &str, directory: &Arc<Directory>) -> Option<(PersonId, String)> {
        let mut known = self.0.lock().ok()?;
        let names = match &*known {
            Some((of, names)) if Arc::ptr_eq(of, directory) => Arc::clone(names),
            _ => {
                let names = Arc::new(Names::of(directory));
                *known = Some((Arc::clone(directory), Arc::clone(&names)));
                names
            }
        };
        drop(known);
        names.named(question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::person::Person;

    #[test]
    fn a_name_leads_to_one_person_or_to_nobody() {
        let mut directory = Directory::default();
        for (id, name) in [
            (1, "Claire Dubois"),
            (2, "Jean Dubois"),
            (3, "Jean-Noël Le Gall"),
            (4, "Li Wu"),
        ] {
            let person = Person {
                id: PersonId(id),
                name: name.into(),
                ..Person::default()
            };
            directory.people.insert(person.id, person);
        }
        let directory = Arc::new(directory);
        let known = KnownNames::default();
        let named = |question: &str| known.named(question, &directory);
        let found = |id, rest: &str| Some((PersonId(id), rest.to_owned()));
        assert_eq!(named("claire"), found(1, ""));
        assert_eq!(named("DUBOIS Claire vpn lent"), found(1, "vpn lent"));
        assert_eq!(named("le vpn de jean-noel"), found(3, "vpn de"));
        // Two have it, or too little of it is said.
        assert_eq!(named("dubois"), None);
        assert_eq!(named("jean vpn"), None);
        assert_eq!(named("li"), None);
        assert_eq!(named("li wu"), found(4, ""));
        assert_eq!((named("vpn"), named("")), (None, None));
    }
}
