//! Articles beside a ticket, for its agents.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::knowledge::facts::restricted;
use crate::knowledge::read::line;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::knowledge::view::{Looker, reads};
use guichet_domain::knowledge::workspace::Beside;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{ArticleId, TicketId};
use guichet_store::Snapshot;
use std::collections::BTreeSet;

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
        let aggregate = conn.aggregates([ticket]).await?.into_iter().next();
        let aggregate = if_readable(aggregate.ok_or(DeskError::NotFound)?.1)?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        let of = aggregate.ticket();
        if viewer(of, &actor) != Some(Viewer::Agent) {
            return Err(DeskError::NotFound);
        }
        let subject = conn.texts_named(ticket, [of.subject]).await?;
        let subject = subject.into_values().next().unwrap_or_default();
        let library = self.libraries.at(&mut conn, &directory).await?;
        drop(conn);
        let user = directory.people.get(&of.affected);
        let language = user.and_then(|user| user.language).unwrap_or_default();
        let restricted = restricted(&directory);
        let looker = Looker::SignedIn(&actor);
        let shown = |known| line(known, looker, &restricted, language, &directory);
        let is_linked = |known: &&_| {
            let known: &std::sync::Arc<crate::knowledge::library::Known> = known;
            known.article.tickets.contains(&ticket)
        };
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
        let reads_it = |id: &ArticleId| {
            let published = library
                .articles
                .get(id)
                .and_then(|known| known.article.published());
            let user = Caller {
                person: of.affected,
            };
            user.actor(&directory).is_ok_and(|user| {
                let looker = Looker::SignedIn(&user);
                published.is_some_and(|version| reads(&version.content, looker, &restricted))
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
