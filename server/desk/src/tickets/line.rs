//! Lines of ticket lists.

use guichet_domain::PersonId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::tickets::line::Line;

/// A line of a ticket list, with the names it shows.
pub(crate) fn line(
    summary: guichet_domain::tickets::summary::Summary,
    directory: &Directory,
) -> Line {
    let name = |id: PersonId| directory.people.get(&id).map(|person| person.name.clone());
    Line {
        affected: name(summary.affected).unwrap_or_default(),
        assignee: summary.assignee.and_then(name),
        service: summary
            .service
            .and_then(|s| directory.services.get(&s))
            .map(|s| s.name.clone()),
        item: summary
            .item
            .and_then(|i| directory.items.get(&i))
            .map(|i| i.name.clone()),
        summary,
    }
}
