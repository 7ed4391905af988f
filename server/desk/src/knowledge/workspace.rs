//! What agents write articles with: an article and all that its form needs, the list of those to
//! work on, and what a ticket gives to a new one.

use crate::desk::Desk;
use crate::directory::card::cards;
use crate::directory::choices::choices;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::prose::NamedFiles;
use crate::knowledge::facts::{article_facts, restricted};
use crate::knowledge::files::named_files;
use crate::knowledge::library::USEFUL_DAYS;
use crate::knowledge::read::{line, references};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::form::TEXT_MAX;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::knowledge::allowed::allowed_on_article;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::content::{ArticleKind, Content, Place};
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::knowledge::view::{Looker, people_of, works_on};
use guichet_domain::knowledge::workspace::{ArticleView, Proposal, Workspace, sources};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{ArticleId, TextId, TicketId};
use guichet_store::{Aggregate, Conn, Snapshot};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Maximum number of articles in a list to work on.
const LISTED: usize = 500;

/// An article that an agent works on, with those of its tickets that they may see.
pub(super) struct Opened {
    pub conn: Conn,
    pub directory: Arc<Directory>,
    pub actor: Actor,
    pub article: Article,
    pub tickets: Vec<Reference>,
}

impl Desk {
    /// Opens an article to work on; [`DeskError::NotFound`] for whoever may not.
    pub(super) async fn open_article(
        &self,
        caller: Caller,
        id: ArticleId,
    ) -> Result<Opened, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let article = conn.article(id).await?;
        let mut article = article
            .filter(|article| works_on(article, &actor, &restricted(&directory)))
            .ok_or(DeskError::NotFound)?;
        let tickets = references(&mut conn, article.tickets.iter(), &actor).await?;
        article.tickets = tickets.iter().map(|ticket| ticket.id).collect();
        Ok(Opened {
            conn,
            directory,
            actor,
            article,
            tickets,
        })
    }

    /// An article with all that working on it needs.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if the article is
    /// not theirs to work on.
    pub async fn workspace(&self, caller: Caller, id: ArticleId) -> Result<Workspace, DeskError> {
        let mut opened = self.open_article(caller, id).await?;
        let article = &opened.article;
        let sent_back = article.draft.iter().filter_map(|draft| draft.sent_back);
        let texts = article.latest().into_iter().flat_map(Content::texts);
        let texts: BTreeSet<TextId> = texts.chain(sent_back).collect();
        let texts = opened.conn.bodies_named(id, texts).await?;
        let Opened {
            directory,
            actor,
            article,
            tickets,
            ..
        } = opened;
        let facts = article_facts(&directory, &actor, BTreeSet::new());
        Ok(Workspace {
            texts,
            people: cards(people_of(&article), &directory),
            allowed: allowed_on_article(&article, &actor, &facts),
            choices: choices(&directory),
            tickets,
            article,
        })
    }

    /// Articles that an agent may work on, by title; at most 500. And how many there are in each
    /// view.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn articles_to_work_on(
        &self,
        caller: Caller,
        view: ArticleView,
        language: Language,
    ) -> Result<(Vec<ArticleLine>, BTreeMap<ArticleView, usize>), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let library = self.library(&mut conn, &directory).await?;
        let since = self.today_utc() - USEFUL_DAYS;
        let useful = conn.usefulness_since(since).await?;
        drop(conn);
        let (restricted, now) = (restricted(&directory), self.now());
        let mut counts = BTreeMap::new();
        let mut lines: Vec<ArticleLine> = Vec::new();
        for known in library.articles.values() {
            if !works_on(&known.article, &actor, &restricted) {
                continue;
            }
            let is_in = |view: &ArticleView| view.holds(&known.article, caller.person, now);
            for view in ArticleView::ALL.iter().filter(|view| is_in(view)) {
                *counts.entry(*view).or_insert(0) += 1;
            }
            if is_in(&view) {
                lines.extend(line(
                    known,
                    Looker::SignedIn(&actor),
                    &restricted,
                    language,
                    &directory,
                ));
            }
        }
        lines.sort_by_cached_key(|line| fold(&line.title));
        lines.truncate(LISTED);
        for line in &mut lines {
            if let (Some(work), Some(useful)) = (&mut line.work, useful.get(&line.id)) {
                work.useful = *useful;
            }
        }
        Ok((lines, counts))
    }

    /// What a new article begins with: nothing but choices, or what a ticket has. What the user was
    /// told stands apart from what only agents have seen.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if they do not
    /// see the ticket as an agent.
    pub async fn proposal(
        &self,
        caller: Caller,
        ticket: Option<TicketId>,
    ) -> Result<Proposal, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        let choices = choices(&directory);
        let Some(id) = ticket else {
            return Ok(Proposal {
                choices,
                ..Proposal::default()
            });
        };
        let aggregate = agents_ticket(&mut conn, id, &actor).await?;
        let ticket = aggregate.ticket();
        let sources = sources(ticket);
        let ids: BTreeSet<TextId> = sources.iter().map(|(_, text, _)| *text).collect();
        let texts = conn.bodies_named(id, ids).await?;
        let mut proposal = Proposal {
            kind: ArticleKind::Solution,
            language: directory
                .people
                .get(&ticket.affected)
                .and_then(|person| person.language)
                .unwrap_or_default(),
            ticket: Some((ticket.id, ticket.reference())),
            service: ticket.service,
            category: ticket.category,
            choices,
            ..Proposal::default()
        };
        for (place, text, is_told) in sources {
            let Some(text) = texts.get(&text).map(|text| place.stored(text)) else {
                continue;
            };
            if is_told {
                let told = proposal.told.entry(place).or_default();
                if !told.is_empty() {
                    told.push_str("\n\n");
                }
                told.push_str(&text);
            } else {
                proposal.internal.push((place, text));
            }
        }
        Ok(proposal)
    }

    /// Texts as they will be shown, before they are saved, with the files of the article if it is
    /// there already.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent, [`DeskError::NotFound`] if the article is
    /// not theirs to work on.
    pub async fn preview(
        &self,
        caller: Caller,
        article: Option<ArticleId>,
        texts: Vec<String>,
    ) -> Result<Vec<String>, DeskError> {
        let files = match article {
            Some(article) => {
                let article = self.open_article(caller, article).await?.article;
                let latest = article.latest().cloned().unwrap_or_default();
                named_files(article.id, article.files_of(&latest))
            }
            None => {
                caller.agent(&*self.directory().await?)?;
                NamedFiles::default()
            }
        };
        let mut shown = Vec::new();
        for text in texts.into_iter().take(Place::ALL.len()) {
            let text: String = text.chars().take(TEXT_MAX).collect();
            shown.push(self.prose.once(Text::markdown(text), &files).await.html);
        }
        Ok(shown)
    }
}

/// A ticket that an actor sees as an agent.
pub(super) async fn agents_ticket(
    conn: &mut Conn,
    id: TicketId,
    actor: &Actor,
) -> Result<Aggregate, DeskError> {
    let aggregate = conn.aggregate(id).await?;
    aggregate
        .filter(|aggregate| viewer(aggregate.ticket(), actor) == Some(Viewer::Agent))
        .ok_or(DeskError::NotFound)
}
