//! Reminding owners whose articles are to be reviewed.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::knowledge::facts::{article_facts, restricted};
use guichet_domain::kernel::actor::Actor;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::decide::decide_article;
use guichet_domain::knowledge::view::works_on;
use guichet_domain::{ArticleId, PersonId};
use guichet_store::Snapshot;
use std::collections::BTreeSet;

impl Desk {
    /// Reminds the owner of each article whose review is due, once for each date and owner.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer.
    pub(crate) async fn remind_owners(&self) -> Result<(), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let now = self.now();
        let articles = library.articles.values();
        let restricted = restricted(&directory);
        // Whoever is not there, or may not work on it any more, hears of it once they may.
        let is_there = |owner: PersonId, article: &Article| {
            let owner = directory.people.get(&owner).filter(|owner| owner.active);
            owner.is_some_and(|owner| works_on(article, &owner.actor(), &restricted))
        };
        let due = articles.filter(|known| {
            let owner = known.article.owner_to_remind(now);
            owner.is_some_and(|owner| is_there(owner, &known.article))
        });
        let due: Vec<ArticleId> = due.map(|known| known.article.id).collect();
        for article in due {
            match self.remind_owner(article).await {
                Ok(()) => {}
                // Somebody was quicker.
                Err(DeskError::Refused(refusal)) => tracing::debug!(%article, %refusal, "timer"),
                Err(error) if error.is_unreadable() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn remind_owner(&self, id: ArticleId) -> Result<(), DeskError> {
        let desk = self.clone();
        let reminded = self.store.attempt(move |txn| {
            let desk = desk.clone();
            let decided = async move {
                let article = txn.article(id).await?.ok_or(DeskError::NotFound)?;
                let (actor, directory) = (Actor::system(), txn.directory_now());
                let facts = article_facts(&directory, &actor, BTreeSet::new());
                let (command, now) = (desk.new_command(), desk.now());
                let remind = ArticleCommand::Remind;
                let decision = decide_article(&article, &actor, &facts, command, remind, now)?;
                desk.append_article(txn, article, &actor, command, decision)
                    .await?;
                Ok(())
            };
            Box::pin(async move { outcome(decided.await) })
        });
        reminded.await?
    }
}
