//! Finding articles.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::knowledge::library::{Library, Shelf};
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::Hit;

/// Maximum number of articles in an answer.
const FOUND_MAX: usize = 50;

impl Desk {
    /// The articles that answer a question best, of those on the shelves that the actor may read
    /// from; the best first.
    pub(super) async fn hits(
        &self,
        actor: &Actor,
        library: &Library,
        question: String,
        language: Language,
    ) -> Result<Vec<Hit>, DeskError> {
        let shelves: Vec<Shelf> = if actor.role.is_agent() {
            let teams = actor.teams.iter().map(|team| Shelf::Team(*team));
            teams.chain([Shelf::Agents]).collect()
        } else {
            vec![Shelf::SignedIn]
        };
        let library = library.clone();
        let search = move || {
            let indexes = shelves
                .iter()
                .filter_map(|shelf| library.index(*shelf, language));
            let mut hits: Vec<Hit> = indexes
                .flat_map(|index| index.search(&question, None, FOUND_MAX))
                .collect();
            hits.sort_by(|one, other| other.score.total_cmp(&one.score));
            hits.truncate(FOUND_MAX);
            hits
        };
        let found = tokio::task::spawn_blocking(search).await;
        found.map_err(|error| DeskError::Io(error.into()))
    }
}
