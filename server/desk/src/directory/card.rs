//! Details of a person shown beside a ticket.

use guichet_domain::PersonId;
use guichet_domain::directory::card::{Card, People, Workplace};
use guichet_domain::directory::whole::Directory;

/// Details that everybody may know who sees the ticket.
pub(crate) fn card(person: PersonId, directory: &Directory) -> Option<Card> {
    let person = directory.people.get(&person)?;
    Some(Card {
        workplace: None,
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

/// Details of a person for an agent.
pub(crate) fn card_for_agent(person: PersonId, directory: &Directory) -> Option<Card> {
    let known = directory.people.get(&person)?;
    let workplace = Workplace {
        telephone: known.telephone.clone(),
        place: known.place.clone(),
        computer: known.computer.clone(),
    };
    let is_known = workplace != Workplace::default();
    Some(Card {
        workplace: is_known.then(|| Box::new(workplace)),
        ..card(person, directory)?
    })
}

/// Details of several people, each once; whoever is not in the directory is left out.
pub(crate) fn cards(people: impl Iterator<Item = PersonId>, directory: &Directory) -> People {
    people
        .filter_map(|person| Some((person, card(person, directory)?)))
        .collect()
}
