//! Finding articles.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::knowledge::library::Library;
use guichet_domain::ServiceId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::Hit;

/// Maximum number of articles in an answer.
const FOUND_MAX: usize = 50;

/// Share of the best answer's score below which an article is no answer.
const NOISE: f32 = 0.25;

impl Desk {
    /// The articles that answer a question best, of those on the shelf that the actor reads from; the
    /// best first. What is about `service` comes a little before the rest.
    pub(super) async fn hits(
        &self,
        actor: &Actor,
        library: &Library,
        question: String,
        service: Option<ServiceId>,
        language: Language,
    ) -> Result<Vec<Hit>, DeskError> {
        let (library, shelf) = (library.clone(), library.shelf_of(actor));
        let search = move || {
            let index = library.index(&shelf, language);
            index.map_or_else(Vec::new, |index| {
                index.search(&question, service, FOUND_MAX)
            })
        };
        let found = tokio::task::spawn_blocking(search).await;
        let mut hits = found.map_err(|error| DeskError::Io(error.into()))?;
        // What answers far worse than the best is noise.
        let best = hits.first().map_or(0.0, |hit| hit.score);
        hits.retain(|hit| hit.score >= best * NOISE);
        Ok(hits)
    }
}
