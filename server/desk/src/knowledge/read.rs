//! Reading articles, one by one and as a list.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::knowledge::contents::Contents;
use crate::knowledge::facts::{article_facts, restricted};
use crate::knowledge::library::Known;
use guichet_domain::ArticleId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::knowledge::allowed::allowed_on_article;
use guichet_domain::knowledge::content::Content;
use guichet_domain::knowledge::page::{ArticleLine, ArticlePage, ArticleWork, HelpPage};
use guichet_domain::knowledge::view::{
    Looker, Restricted, SeenArticle, people_of, reads, view_article, works_on,
};
use guichet_domain::tickets::view::viewer;
use guichet_store::{Conn, Snapshot};
use std::collections::BTreeSet;

/// Maximum number of articles to browse.
const LISTED: usize = 200;

impl Desk {
    /// The page of an article, for a reader of `language`.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the article is not there for the caller.
    pub async fn article_page(
        &self,
        caller: Caller,
        id: ArticleId,
        language: Language,
    ) -> Result<ArticlePage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let article = conn.article(id).await?.ok_or(DeskError::NotFound)?;
        let looker = Looker::SignedIn(&actor);
        let seen = view_article(&article, looker, &restricted(&directory));
        let mut seen = seen.ok_or(DeskError::NotFound)?;
        let mut people = BTreeSet::new();
        let (mut allowed, mut tickets) = (Vec::new(), Vec::new());
        let shown = match &mut seen {
            SeenArticle::Whole(article) => {
                tickets = references(&mut conn, article.tickets.iter(), &actor).await?;
                article.tickets = tickets.iter().map(|ticket| ticket.id).collect();
                people.extend(people_of(article));
                let facts = article_facts(&directory, &actor, BTreeSet::new());
                allowed = allowed_on_article(article, &actor, &facts);
                article.shown()
            }
            SeenArticle::Published(article) => Some(&article.content),
        };
        let shown = shown.ok_or(DeskError::NotFound)?;
        let language = shown.language_for(language).unwrap_or(language);
        let translation = shown
            .translations
            .get(&language)
            .cloned()
            .unwrap_or_default();
        let texts = conn.texts_named(id, translation.values().copied()).await?;
        drop(conn);
        let mut texts = self.prose.texts(texts).await;
        let mut contents = Contents::default();
        for place in shown.kind.places() {
            let text = translation.get(place).and_then(|id| texts.get_mut(id));
            if let Some(text) = text {
                text.html = contents.anchored(*place, &text.html);
            }
        }
        let named = |id: &guichet_domain::CategoryId| directory.categories.get(id);
        let categories = shown.categories.iter().filter_map(named);
        Ok(ArticlePage {
            language,
            contents: contents.headings,
            service: service(shown, &directory),
            categories: categories.map(|category| category.name.clone()).collect(),
            texts,
            people: cards(people.into_iter(), &directory),
            tickets,
            allowed,
            article: seen,
        })
    }

    /// Articles that the caller may read, and for agents those they may work on: of a question
    /// those that answer it best, otherwise all, by title. At most 200.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn help_page(
        &self,
        caller: Caller,
        question: String,
        language: Language,
    ) -> Result<HelpPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let library = self.libraries.at(&mut conn, &directory).await?;
        drop(conn);
        let restricted = restricted(&directory);
        let shown = |known: &Known| line(known, &actor, &restricted, language, &directory);
        if question.trim().is_empty() {
            let known = library.articles.values();
            let mut lines: Vec<ArticleLine> = known.filter_map(|known| shown(known)).collect();
            lines.sort_by_cached_key(|line| fold(&line.title));
            let is_cut = lines.len() > LISTED;
            lines.truncate(LISTED);
            return Ok(HelpPage { lines, is_cut });
        }
        let hits = self.hits(&actor, &library, question, None, language);
        let hits = hits.await?;
        let known = hits
            .iter()
            .filter_map(|hit| library.articles.get(&hit.article));
        Ok(HelpPage {
            lines: known.filter_map(|known| shown(known)).collect(),
            is_cut: false,
        })
    }
}

pub(super) fn line(
    known: &Known,
    actor: &Actor,
    restricted: &Restricted,
    language: Language,
    directory: &Directory,
) -> Option<ArticleLine> {
    let article = &known.article;
    let works = works_on(article, actor, restricted);
    let content = if works {
        article.latest()?
    } else {
        let published = &article.published()?.content;
        reads(published, Looker::SignedIn(actor), restricted).then_some(published)?
    };
    let language = content.language_for(language)?;
    Some(ArticleLine {
        id: article.id,
        title: known.title(content, language)?.to_owned(),
        language,
        kind: content.kind,
        service: service(content, directory),
        work: works.then(|| ArticleWork {
            state: article.state(),
            has_draft: article.draft.is_some(),
            readers: content.readers,
            owner: article.owner,
            review_at: article.review_at,
        }),
    })
}

fn service(
    content: &Content,
    directory: &Directory,
) -> Option<guichet_domain::kernel::language::Label> {
    let service = directory.services.get(&content.service?)?;
    Some(service.name.clone())
}

/// Those of the tickets that the actor may see. One that cannot be read is left out.
pub(super) async fn references(
    conn: &mut Conn,
    tickets: impl Iterator<Item = &guichet_domain::TicketId>,
    actor: &Actor,
) -> Result<Vec<Reference>, DeskError> {
    let mut references = Vec::new();
    for (_, aggregate) in conn.aggregates(tickets.copied()).await? {
        let seen = if_readable(aggregate)?.filter(|one| viewer(one.ticket(), actor).is_some());
        references.extend(seen.map(|one| one.ticket().reference()));
    }
    Ok(references)
}
