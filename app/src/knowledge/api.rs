//! Server functions about articles.

use crate::kernel::error::ApiError;
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{caller, desk};
use guichet_domain::ArticleId;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::page::{ArticlePage, HelpPage};
use leptos::prelude::*;

/// Articles that answer a question; all of them if it is empty.
#[server(name = ReadHelp, endpoint = "help", input = Body, output = Body)]
pub async fn help(question: String, language: Language) -> Result<HelpPage, ApiError> {
    Ok(desk()?.help_page(caller()?, question, language).await?)
}

#[server(name = ReadArticle, endpoint = "article", input = Body, output = Body)]
pub async fn article(id: ArticleId, language: Language) -> Result<ArticlePage, ApiError> {
    Ok(desk()?.article_page(caller()?, id, language).await?)
}
