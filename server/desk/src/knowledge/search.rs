//! Finding articles.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::library::{Library, Shelf};
use guichet_domain::ServiceId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::Hit;
use guichet_store::Snapshot;

/// Maximum number of articles in an answer.
pub(crate) const FOUND_MAX: usize = 50;

impl Desk {
    /// The articles that answer a question best, of those that the caller may read: at most `most`,
    /// and no more than 50. Those of `service` come before others that answer as well.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn find_articles(
        &self,
        caller: Caller,
        question: String,
        language: Language,
        service: Option<ServiceId>,
        most: usize,
    ) -> Result<Vec<Hit>, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let library = self.libraries.at(&mut conn, &directory).await?;
        drop(conn);
        let hits = self.hits(&actor, &library, question, language, service, most);
        hits.await
    }

    /// Searches the shelves that the actor may read from.
    pub(super) async fn hits(
        &self,
        actor: &Actor,
        library: &Library,
        question: String,
        language: Language,
        service: Option<ServiceId>,
        most: usize,
    ) -> Result<Vec<Hit>, DeskError> {
        let shelves: Vec<Shelf> = if actor.role.is_agent() {
            let teams = actor.teams.iter().map(|team| Shelf::Team(*team));
            teams.chain([Shelf::Agents]).collect()
        } else {
            vec![Shelf::SignedIn]
        };
        let (most, library) = (most.min(FOUND_MAX), library.clone());
        let search = move || {
            let indexes = shelves
                .iter()
                .filter_map(|shelf| library.index(*shelf, language));
            let mut hits: Vec<Hit> = indexes
                .flat_map(|index| index.search(&question, service, most))
                .collect();
            hits.sort_by(|one, other| other.score.total_cmp(&one.score));
            hits.truncate(most);
            hits
        };
        let found = tokio::task::spawn_blocking(search).await;
        found.map_err(|error| DeskError::Io(error.into()))
    }
}
