//! Finding articles.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::knowledge::library::Library;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::Hit;

/// Maximum number of articles in an answer.
const FOUND_MAX: usize = 50;

impl Desk {
    /// The articles that answer a question best, of those on the shelf that the actor reads from; the
    /// best first.
    pub(super) async fn hits(
        &self,
        actor: &Actor,
        library: &Library,
        question: String,
        language: Language,
    ) -> Result<Vec<Hit>, DeskError> {
        let (library, shelf) = (library.clone(), library.shelf_of(actor));
        let search = move || {
            let index = library.index(&shelf, language);
            index.map_or_else(Vec::new, |index| index.search(&question, None, FOUND_MAX))
        };
        let found = tokio::task::spawn_blocking(search).await;
        found.map_err(|error| DeskError::Io(error.into()))
    }
}
