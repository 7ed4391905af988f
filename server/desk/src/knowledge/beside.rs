//! Articles beside a ticket, for its agents.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::restricted;
use crate::knowledge::library::Known;
use crate::knowledge::read::line;
use crate::knowledge::workspace::agents_ticket;
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::knowledge::view::{Looker, reads};
use guichet_domain::knowledge::workspace::Beside;
use guichet_domain::{ArticleId, TicketId};
use guichet_store::Snapshot;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Maximum number of articles that may answer a ticket.
const FOUND: usize = 3;

impl Desk {
    /// Articles that a ticket is linked to, and those that may answer it, in the language of its
    /// user.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the caller does not see the ticket as an agent.
    pub async fn articles_beside(
        &self,
        caller: Caller,
        ticket: TicketId,
    ) -> Result<Beside, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let aggregate = agents_ticket(&mut conn, ticket, &actor).await?;
        let of = aggregate.ticket();
        let subject = conn.bodies_named(ticket, [of.subject]).await?;
        let subject = subject.into_values().next().unwrap_or_default();
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let user = directory.people.get(&of.affected);
        let language = user.and_then(|user| user.language).unwrap_or_default();
        let restricted = restricted(&directory);
        let looker = Looker::SignedIn(&actor);
        let shown = |known| line(known, looker, &restricted, language, &directory);
        let is_linked = |known: &&Arc<Known>| known.article.tickets.contains(&ticket);
        let linked = library.articles.values().filter(is_linked);
        let linked: Vec<ArticleLine> = linked.filter_map(|known| shown(known)).collect();
        let hits = self.hits(looker, &library, subject, of.service, language);
        let hits = hits.await?.into_iter().map(|hit| hit.article).take(FOUND);
        // What the user was offered first, and of that what they read.
        let offered = &of.internal.offered;
        let offered = offered.opened.iter().chain(&offered.shown).copied();
        let mut taken = BTreeSet::new();
        let found = offered.chain(hits).filter(|id| taken.insert(*id));
        let found = found.filter_map(|id| library.articles.get(&id));
        let found = found.filter(|known| !is_linked(known));
        let found: Vec<ArticleLine> = found.filter_map(|known| shown(known)).collect();
        let user = Caller {
            person: of.affected,
        };
        // Whose account is closed reads nothing.
        let user = user.actor(&directory).ok();
        let reads_it = |id: &ArticleId| {
            let known = library.articles.get(id);
            let published = known.and_then(|known| known.article.published());
            let pair = published.zip(user.as_ref());
            pair.is_some_and(|(version, user)| {
                reads(&version.content, Looker::SignedIn(user), &restricted)
            })
        };
        let ids = linked.iter().chain(&found).map(|line| line.id);
        Ok(Beside {
            readable: ids.filter(reads_it).collect(),
            found,
            linked,
            language,
        })
    }
}
