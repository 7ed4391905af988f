//! Reading articles, one by one and as a list.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::knowledge::contents::Contents;
use crate::knowledge::facts::restricted;
use crate::knowledge::files::named_files;
use crate::knowledge::library::{Known, Library, USEFUL_DAYS};
use crate::knowledge::reader::Reader;
use crate::recurrence::me_too::may_happen;
use guichet_domain::ArticleId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::knowledge::content::{Content, Readership};
use guichet_domain::knowledge::page::{ArticleLine, ArticlePage, ArticleWork, HelpPage};
use guichet_domain::knowledge::reading::Usefulness;
use guichet_domain::knowledge::view::{
    Looker, Restricted, SeenArticle, reads, view_article, works_on,
};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::view::viewer;
use guichet_store::{Conn, Snapshot};
use std::sync::Arc;

/// Maximum number of articles related to one.
const RELATED: usize = 3;

/// Maximum number of articles that help most.
const USEFUL: usize = 6;

/// Maximum number of articles to browse.
const LISTED: usize = 200;

impl Desk {
    /// The page of an article, for a reader of `language`, who perhaps came with a `question`.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the article is not there for the caller.
    pub async fn article_page(
        &self,
        caller: impl Into<Option<Caller>>,
        id: ArticleId,
        question: &str,
        language: Language,
    ) -> Result<ArticlePage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let caller = caller.into();
        let reader = Reader::of(caller, &directory)?;
        let looker = reader.looker();
        let article = conn.article(id).await?.ok_or(DeskError::NotFound)?;
        let seen = view_article(&article, looker, &restricted(&directory));
        let mut seen = seen.ok_or(DeskError::NotFound)?;
        let is_reader = matches!(seen, SeenArticle::Published(_));
        if let SeenArticle::Whole(article) = &mut seen {
            // Which of them the reader sees is found out where they are shown.
            article.tickets.clear();
        }
        let (shown, files) = seen.shown().ok_or(DeskError::NotFound)?;
        let asked_in = language;
        let language = shown.language_for(language).unwrap_or(language);
        let translation = shown
            .translations
            .get(&language)
            .cloned()
            .unwrap_or_default();
        let texts = conn.texts_named(id, translation.values().copied()).await?;
        let me_too = match (caller, article.published()) {
            (Some(_), Some(_)) => may_happen(&mut conn, id, article.tickets.clone()).await?,
            _ => false,
        };
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let related = self.related(looker, &library, id, language, &directory);
        let related = related.await?;
        // Of nobody in particular it cannot be told whether they were counted.
        if let (true, Some(caller)) = (is_reader, caller) {
            self.count_view(caller, id, question, asked_in).await;
        }
        let named = named_files(id, files.iter().copied());
        let mut texts = self.prose.texts_with(texts, &named).await;
        let is_named = |file: &Attachment| {
            let id = file.file.to_string();
            texts.values().any(|text| text.html.contains(&id))
        };
        let files = files.into_iter().filter(|file| !is_named(file));
        let files = files.cloned().collect();
        let mut contents = Contents::default();
        for place in shown.kind.places() {
            let text = translation.get(place).and_then(|id| texts.get_mut(id));
            if let Some(text) = text {
                text.html = contents.anchored(*place, &text.html);
            }
        }
        Ok(ArticlePage {
            language,
            contents: contents.headings,
            files,
            related,
            service: service(shown, &directory),
            categories: categories(shown, &directory),
            texts,
            article: seen,
            me_too,
        })
    }

    /// Published articles about the same as one.
    async fn related(
        &self,
        looker: Looker<'_>,
        library: &Library,
        id: ArticleId,
        language: Language,
        directory: &Directory,
    ) -> Result<Vec<ArticleLine>, DeskError> {
        let Some(known) = library.articles.get(&id) else {
            return Ok(Vec::new());
        };
        let content = known.article.shown();
        let title = content.and_then(|content| known.title(content, language));
        let (title, service) = (title.unwrap_or_default(), content.and_then(|c| c.service));
        let hits = self.hits(looker, library, title.to_owned(), service, language);
        let hits = hits.await?.into_iter().filter(|hit| hit.article != id);
        let restricted = restricted(directory);
        let known = hits.filter_map(|hit| library.articles.get(&hit.article));
        let lines = known.filter_map(|known| line(known, looker, &restricted, language, directory));
        Ok(lines.take(RELATED).collect())
    }

    /// Published articles that help most, for a reader of `language`.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn most_useful(
        &self,
        caller: Caller,
        language: Language,
    ) -> Result<Vec<ArticleLine>, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let since = self.today_utc() - USEFUL_DAYS;
        let useful = conn.usefulness_since(since).await?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let restricted = restricted(&directory);
        let looker = Looker::SignedIn(&actor);
        let is_read = |known: &&Arc<Known>| {
            let version = known.article.published();
            // What is for agents alone is on their own pages.
            let is_for_all = |content: &Content| content.readers != Readership::Agents;
            version.is_some_and(|version| {
                is_for_all(&version.content) && reads(&version.content, looker, &restricted)
            })
        };
        let mut known: Vec<&Arc<Known>> = library.articles.values().filter(is_read).collect();
        let weight = |known: &Known| useful.get(&known.article.id).map_or(0, Usefulness::weight);
        known.sort_by_key(|known| (std::cmp::Reverse(weight(known)), known.article.id));
        let lines = known.into_iter().filter(|known| weight(known) > 0);
        let lines =
            lines.filter_map(|known| line(known, looker, &restricted, language, &directory));
        Ok(lines.take(USEFUL).collect())
    }

    /// Articles that the caller may read, and for agents those they may work on: of a question
    /// those that answer it best, otherwise all, by title. At most 200.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn help_page(
        &self,
        caller: impl Into<Option<Caller>>,
        question: String,
        language: Language,
    ) -> Result<HelpPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let caller = caller.into();
        let reader = Reader::of(caller, &directory)?;
        let looker = reader.looker();
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let restricted = restricted(&directory);
        let shown = |known: &Known| line(known, looker, &restricted, language, &directory);
        if question.trim().is_empty() {
            let known = library.articles.values();
            let mut lines: Vec<ArticleLine> = known.filter_map(|known| shown(known)).collect();
            lines.sort_by_cached_key(|line| fold(&line.title));
            let is_cut = lines.len() > LISTED;
            lines.truncate(LISTED);
            return Ok(HelpPage { lines, is_cut });
        }
        let hits = self.hits(looker, &library, question.clone(), None, language);
        let hits = hits.await?;
        // What agents find is not the same for all of them: a list that all see does not tell.
        if let Some(caller) = caller.filter(|_| looker.agent().is_none()) {
            let found = !hits.is_empty();
            self.note_question(caller, &question, language, found).await;
        }
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
    looker: Looker<'_>,
    restricted: &Restricted,
    language: Language,
    directory: &Directory,
) -> Option<ArticleLine> {
    let article = &known.article;
    let agent = looker.agent();
    let works = agent.is_some_and(|agent| works_on(article, agent, restricted));
    let content = if works {
        article.latest()?
    } else {
        let published = &article.published()?.content;
        reads(published, looker, restricted).then_some(published)?
    };
    let language = content.language_for(language)?;
    Some(ArticleLine {
        id: article.id,
        title: known.title(content, language)?.to_owned(),
        language,
        kind: content.kind,
        service: service(content, directory),
        categories: categories(content, directory),
        work: works.then(|| ArticleWork {
            state: article.state(),
            has_draft: article.draft.is_some(),
            readers: content.readers,
            owner: article.owner,
            review_at: article.review_at,
            useful: Usefulness::default(),
        }),
    })
}

fn service(content: &Content, directory: &Directory) -> Option<Label> {
    let service = directory.services.get(&content.service?)?;
    Some(service.name.clone())
}

fn categories(content: &Content, directory: &Directory) -> Vec<Label> {
    let ids = content.categories.iter();
    let categories = ids.filter_map(|id| directory.categories.get(id));
    categories.map(|category| category.name.clone()).collect()
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
