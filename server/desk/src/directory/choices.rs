//! Options of the agents' forms.

use guichet_domain::directory::choices::Choices;
use guichet_domain::directory::whole::Directory;

/// Options of the agents' forms: active entries only, and the priority matrix.
pub(crate) fn choices(directory: &Directory) -> Choices {
    Choices {
        services: directory
            .services
            .values()
            .filter(|s| s.active)
            .map(|s| (s.id, s.name.clone()))
            .collect(),
        categories: directory
            .categories
            .values()
            .filter(|c| c.active)
            .map(|c| (c.service, c.id, c.name.clone()))
            .collect(),
        teams: directory
            .teams
            .values()
            .filter(|t| t.active)
            .map(|t| (t.id, t.name.clone()))
            .collect(),
        agents: directory
            .agents()
            .map(|person| (person.id, person.name.clone()))
            .collect(),
        items: directory
            .items
            .values()
            .filter(|i| i.active)
            .map(|i| (i.id, i.name.clone()))
            .collect(),
        matrix: directory.settings.matrix.clone(),
    }
}
