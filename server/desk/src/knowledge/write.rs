//! Writing articles, and carrying out commands on them.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::knowledge::facts::{article_facts, restricted};
use crate::tickets::content::same_content;
use guichet_domain::TextId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::{ArticleCommand, NewArticle};
use guichet_domain::knowledge::decide::{ArticleDecision, decide_article, write};
use guichet_domain::knowledge::event::{ArticleEnvelope, ArticleEvent};
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::knowledge::view::{Looker, view_article};
use guichet_domain::{ArticleId, CommandId, TicketId};
use guichet_store::Txn;
use std::collections::BTreeSet;

impl Desk {
    /// Begins an article and returns its number. The same command sent twice begins one.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::Refused`] names the fields
    /// that are wrong, [`DeskError::Reused`] if the id was used for another command.
    pub async fn write_article(
        &self,
        caller: Caller,
        id: CommandId,
        new: NewArticle,
    ) -> Result<ArticleId, DeskError> {
        let desk = self.clone();
        let written = self.store.attempt(move |txn| {
            let (desk, new) = (desk.clone(), new.clone());
            Box::pin(async move { outcome(desk.write_article_in(txn, caller, id, new).await) })
        });
        written.await?
    }

    async fn write_article_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        new: NewArticle,
    ) -> Result<ArticleId, DeskError> {
        let directory = txn.directory_now();
        let actor = caller.agent(&directory)?;
        let content = self.content(caller, "write_article", &new)?;
        if let Some(done) = txn.done(id).await? {
            let stream = done.stream.filter(|stream| stream.kind == Stream::Article);
            let article = ArticleId(stream.ok_or(DeskError::Reused(None))?.id);
            let known = txn.article(article).await?;
            if known.is_none_or(|known| known.author != actor.who) {
                return Err(DeskError::Reused(None));
            }
            same_content(txn, &done, &content).await?;
            return Ok(article);
        }
        let tickets = visible(txn, &actor, new.ticket).await?;
        let decision = write(
            &new,
            &actor,
            &article_facts(&directory, &actor, tickets),
            id,
        )?;
        txn.remember(id, content);
        let article = Article::unwritten(txn.next_article().await?);
        Ok(self
            .append_article(txn, article, &actor, id, decision)
            .await?
            .id)
    }

    /// Carries out a command on an article. The same command sent twice is carried out once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the article is not there for the caller, [`DeskError::Refused`]
    /// if it is not possible, [`DeskError::Reused`] if the id was used for another command.
    pub async fn change_article(
        &self,
        caller: Caller,
        command: ArticleCommandEnvelope,
    ) -> Result<(), DeskError> {
        // A file is attached by bringing its bytes, never by naming it.
        if matches!(command.command, ArticleCommand::Attach { .. }) {
            return Err(DeskError::Forbidden);
        }
        let content = self.content(caller, "change_article", &command)?;
        let desk = self.clone();
        let changed = self.store.attempt(move |txn| {
            let (desk, command, content) = (desk.clone(), command.clone(), content.clone());
            Box::pin(
                async move { outcome(desk.change_article_in(txn, caller, command, content).await) },
            )
        });
        let removed = changed.await??;
        if !removed.is_empty() {
            self.prose.forget();
        }
        for removed in removed {
            if let Removed::File(file) = removed {
                self.drop_file(file).await;
            }
        }
        Ok(())
    }

    /// Returns what it removes for good. `content` is what was asked, by which it is known when it is
    /// asked again.
    pub(super) async fn change_article_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        command: ArticleCommandEnvelope,
        content: String,
    ) -> Result<Vec<Removed>, DeskError> {
        let directory = txn.directory_now();
        let actor = caller.actor(&directory)?;
        let ArticleCommandEnvelope {
            id,
            article,
            command,
        } = command;
        let article = txn.article(article).await?.ok_or(DeskError::NotFound)?;
        view_article(&article, Looker::SignedIn(&actor), &restricted(&directory))
            .ok_or(DeskError::NotFound)?;
        if let Some(done) = txn.done(id).await? {
            if done.stream != Some(article.id.into()) {
                return Err(DeskError::Reused(None));
            }
            same_content(txn, &done, &content).await?;
            return Ok(Vec::new());
        }
        let named = match &command {
            ArticleCommand::Link { ticket } | ArticleCommand::Unlink { ticket } => Some(*ticket),
            _ => None,
        };
        let tickets = visible(txn, &actor, named).await?;
        let mut facts = article_facts(&directory, &actor, tickets);
        if matches!(command, ArticleCommand::Redact { .. }) {
            let history = txn.article_history(article.id).await?;
            facts.texts = history.iter().flat_map(|one| one.event.texts()).collect();
        }
        let decision = decide_article(&article, &actor, &facts, id, command, self.now())?;
        txn.remember(id, content);
        let removed = decision.events.iter().filter_map(|event| match event {
            ArticleEvent::Redacted { what, .. } => Some(*what),
            _ => None,
        });
        let removed = removed.collect();
        self.append_article(txn, article, &actor, id, decision)
            .await?;
        Ok(removed)
    }

    pub(super) async fn append_article(
        &self,
        txn: &mut Txn,
        article: Article,
        actor: &Actor,
        command: CommandId,
        decision: ArticleDecision,
    ) -> Result<Article, DeskError> {
        let at = self.now();
        let events = decision.events.into_iter().map(|event| ArticleEnvelope {
            article: article.id,
            at,
            by: actor.who.clone(),
            command,
            event,
        });
        let events: Vec<ArticleEnvelope> = events.collect();
        let texts = decision.texts.into_iter();
        let texts: Vec<(TextId, Text)> =
            texts.map(|(id, body)| (id, Text::markdown(body))).collect();
        Ok(txn.append_to_article(article, &events, &texts).await?)
    }
}

/// The ticket that a command names, if the actor may see it.
async fn visible(
    txn: &mut Txn,
    actor: &Actor,
    ticket: Option<TicketId>,
) -> Result<BTreeSet<TicketId>, DeskError> {
    let mut visible = BTreeSet::new();
    if let Some(ticket) = ticket
        && txn.sees(actor, ticket).await?
    {
        visible.insert(ticket);
    }
    Ok(visible)
}
