//! Server functions about articles.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{anybody, caller, desk};
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::index::Hit;
use guichet_domain::knowledge::page::{ArticleCommandEnvelope, ArticleLine, ArticlePage, HelpPage};
use guichet_domain::knowledge::reading::{GapTask, Gaps};
use guichet_domain::knowledge::workspace::{
    ArticleView, Beside, Comparison, Edition, Proposal, Workspace,
};
use guichet_domain::{ArticleId, CommandId, TicketId};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Articles that answer a question; all of them if it is empty.
#[server(name = ReadHelp, endpoint = "help", input = Body, output = Body)]
pub async fn help(question: String, language: Language) -> Result<HelpPage, ApiError> {
    Ok(desk()?.help_page(anybody(), question, language).await?)
}

#[server(name = ReadArticle, endpoint = "article", input = Body, output = Body)]
pub async fn article(
    id: ArticleId,
    #[server(default)] question: String,
    language: Language,
) -> Result<ArticlePage, ApiError> {
    Ok(desk()?
        .article_page(anybody(), id, &question, language)
        .await?)
}

/// Articles that may answer what somebody writes.
#[server(endpoint = "suggest", input = Body, output = Body)]
pub async fn suggest(text: String, language: Language) -> Result<Vec<Hit>, ApiError> {
    Ok(desk()?.suggestions(caller()?, text, language).await?)
}

/// Articles that help most.
#[server(endpoint = "most-useful", input = Body, output = Body)]
pub async fn most_useful(language: Language) -> Result<Vec<ArticleLine>, ApiError> {
    Ok(desk()?.most_useful(caller()?, language).await?)
}

/// What was asked in vain, for agents.
#[server(name = ReadGaps, endpoint = "gaps", input = Body, output = Body)]
pub async fn gaps(language: Language) -> Result<Gaps, ApiError> {
    Ok(desk()?.gaps(caller()?, language).await?)
}

/// Sees to something that was asked in vain, for agents.
#[server(endpoint = "see-to-gap", input = Body, output = Body)]
pub async fn see_to_gap(task: GapTask) -> Answer<()> {
    answer(desk()?.see_to_gap(caller()?, task).await)
}

/// Articles in a list, and how many there are in each.
pub type WorkList = (Vec<ArticleLine>, BTreeMap<ArticleView, usize>);

/// Articles to work on, for agents.
#[server(endpoint = "articles-to-work-on", input = Body, output = Body)]
pub async fn articles_to_work_on(
    view: ArticleView,
    language: Language,
) -> Result<WorkList, ApiError> {
    Ok(desk()?
        .articles_to_work_on(caller()?, view, language)
        .await?)
}

/// An article with all that working on it needs, for agents.
#[server(name = ReadWorkspace, endpoint = "workspace", input = Body, output = Body)]
pub async fn workspace(id: ArticleId) -> Result<Workspace, ApiError> {
    Ok(desk()?.workspace(caller()?, id).await?)
}

/// What a new article begins with, for agents.
#[server(name = ReadProposal, endpoint = "proposal", input = Body, output = Body)]
pub async fn proposal(ticket: Option<TicketId>) -> Result<Proposal, ApiError> {
    Ok(desk()?.proposal(caller()?, ticket).await?)
}

/// How one version of an article differs from another, for agents.
#[server(endpoint = "compare-editions", input = Body, output = Body)]
pub async fn compare_editions(
    id: ArticleId,
    from: Option<Edition>,
    to: Option<Edition>,
) -> Result<Comparison, ApiError> {
    Ok(desk()?.compare_editions(caller()?, id, from, to).await?)
}

/// Texts as they will be shown, with the files of the article if it is there already, for agents.
#[server(endpoint = "preview", input = Body, output = Body)]
pub async fn preview(
    #[server(default)] article: Option<ArticleId>,
    texts: Vec<String>,
) -> Result<Vec<String>, ApiError> {
    Ok(desk()?.preview(caller()?, article, texts).await?)
}

/// Articles beside a ticket, for its agents.
#[server(name = ReadBeside, endpoint = "articles-beside", input = Body, output = Body)]
pub async fn articles_beside(ticket: TicketId) -> Result<Beside, ApiError> {
    Ok(desk()?.articles_beside(caller()?, ticket).await?)
}

#[server(endpoint = "write-article", input = Body, output = Body)]
pub async fn write_article(id: CommandId, new: NewArticle) -> Answer<ArticleId> {
    answer(desk()?.write_article(caller()?, id, new).await)
}

#[server(endpoint = "change-article", input = Body, output = Body)]
pub async fn change_article(command: ArticleCommandEnvelope) -> Answer<()> {
    answer(desk()?.change_article(caller()?, command).await)
}
