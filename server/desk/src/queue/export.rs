//! Export of an agent's list, one part at a time.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::queue::agents_queue::{affected, filter};
use crate::tickets::line::line;
use guichet_domain::TicketId;
use guichet_domain::kernel::language::Label;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::tickets::line::Line;
use guichet_store::{Details, Key, Scope};

/// Number of tickets read at once.
pub(crate) const PART: usize = 500;

/// An export in progress. The caller's rights are checked anew for each part: people who lose them
/// meanwhile get no more of it.
pub struct Export {
    desk: Desk,
    caller: Caller,
    query: QueueQuery,
    after: Option<Key>,
    is_over: bool,
}

/// A line of an export.
pub struct Exported {
    /// The line as lists show it.
    pub line: Line,
    /// Name of the team, if assigned to one.
    pub team: Option<Label>,
    /// Name of the category, if it has one.
    pub category: Option<Label>,
    /// Further columns lists do not show.
    pub details: Details,
}

impl Desk {
    /// Begins an export of the tickets a queue shows, all its pages.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn export(&self, caller: Caller, query: QueueQuery) -> Result<Export, DeskError> {
        let directory = self.directory().await?;
        caller.agent(&directory)?;
        Ok(Export {
            desk: self.clone(),
            caller,
            query,
            after: None,
            is_over: false,
        })
    }
}

impl Export {
    /// The next part; `None` after the last.
    ///
    /// # Errors
    /// Same as [`Desk::export`].
    pub async fn next(&mut self) -> Result<Option<Vec<Exported>>, DeskError> {
        if self.is_over {
            return Ok(None);
        }
        // Not one reading for all: whoever takes their time would hold the database back.
        let mut snapshot = self.desk.snapshot().await?;
        let directory = snapshot.directory;
        let actor = self.caller.agent(&directory)?;
        let (mut filter, order) = filter(&self.query, &actor);
        filter.affected = affected(&self.query.who, &directory);
        let scope = Scope::of(&actor);
        let list = snapshot.conn.list(&scope, &filter, order, self.after, PART);
        let page = list.await?;
        self.after = page.next;
        self.is_over = page.next.is_none();
        let ids: Vec<TicketId> = page.tickets.iter().map(|one| one.reference.id).collect();
        let mut details = snapshot.conn.details(&ids).await?;
        let exported = page.tickets.into_iter().map(|summary| {
            let team = summary.team.and_then(|team| directory.teams.get(&team));
            let details = details.remove(&summary.reference.id).unwrap_or_default();
            let category = details.category.and_then(|c| directory.categories.get(&c));
            Exported {
                team: team.map(|team| team.name.clone()),
                category: category.map(|category| category.name.clone()),
                line: line(summary, &directory),
                details,
            }
        });
        Ok(Some(exported.collect()))
    }
}
