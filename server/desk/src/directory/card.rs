//! Details of a person shown beside a ticket.

use guichet_domain::PersonId;
use guichet_domain::directory::card::{Card, People};
use guichet_domain::directory::whole::Directory;

pub(crate) fn card(person: PersonId, directory: &Directory) -> Option<Card> {
    let person = directory.people.get(&person)?;
    Some(Card {
        id: person.id,
        name: person.name.clone(),
        email: person.email.clone(),
        department: person
            .department
            .and_then(|department| directory.departments.get(&department))
            .map(|department| department.name.clone()),
        absence: person.absence,
    })
}

/// Details of several people, each once; whoever is not in the directory is left out.
pub(crate) fn cards(people: impl Iterator<Item = PersonId>, directory: &Directory) -> People {
    people
        .filter_map(|person| Some((person, card(person, directory)?)))
        .collect()
}
