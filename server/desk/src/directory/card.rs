//! Details of a person shown beside a ticket.

use guichet_domain::PersonId;
use guichet_domain::directory::card::Card;
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
