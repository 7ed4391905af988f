//! Who sees what of an article.

use crate::kernel::actor::Actor;
use crate::kernel::audience::Audience;
use crate::kernel::ids::{ArticleId, PersonId, ServiceId, TeamId};
use crate::kernel::time::Timestamp;
use crate::knowledge::article::Article;
use crate::knowledge::content::{Content, Readership};
use crate::tickets::attachment::Attachment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Services whose articles are for their own team, of all agents; with the team.
pub type Restricted = BTreeMap<ServiceId, TeamId>;

/// Somebody who looks at articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looker<'a> {
    /// Somebody who has not signed in; `allowed` by the settings of the desk or not.
    Anonymous {
        /// Whether articles for everybody are shown without signing in.
        allowed: bool,
    },
    /// Somebody who has.
    SignedIn(&'a Actor),
}

impl<'a> Looker<'a> {
    /// Returns the agent who looks; `None` if it is none. The desk itself sees what an agent sees.
    pub fn agent(self) -> Option<&'a Actor> {
        match self {
            Self::Anonymous { .. } => None,
            Self::SignedIn(actor) => Some(actor).filter(|actor| is_agent(actor)),
        }
    }

    /// Whether what is for `readers` is for them, service apart.
    const fn is_among(self, readers: Readership) -> bool {
        match (readers, self) {
            (Readership::Everybody, Self::Anonymous { allowed }) => allowed,
            (Readership::Everybody | Readership::SignedIn, Self::SignedIn(_)) => true,
            (Readership::SignedIn | Readership::Agents, Self::Anonymous { .. })
            | (Readership::Agents, Self::SignedIn(_)) => false,
        }
    }
}

fn is_agent(actor: &Actor) -> bool {
    actor.is_system() || actor.role.is_agent()
}

/// What readers get of an article: its published version, and nothing of how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedArticle {
    /// Number of the article.
    pub id: ArticleId,
    /// What it says.
    pub content: Content,
    /// When this version was published.
    pub at: Timestamp,
    /// Files and pictures of this version, but for those that agents alone may see.
    pub files: Vec<Attachment>,
}

/// What somebody sees of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenArticle {
    /// All of it: drafts, versions, tickets.
    Whole(Box<Article>),
    /// What readers get.
    Published(Box<PublishedArticle>),
}

impl SeenArticle {
    /// Returns what is shown of it, and its files; `None` if there is nothing to show.
    pub fn shown(&self) -> Option<(&Content, Vec<&Attachment>)> {
        match self {
            Self::Whole(article) => {
                let shown = article.shown()?;
                Some((shown, article.files_of(shown).collect()))
            }
            Self::Published(article) => Some((&article.content, article.files.iter().collect())),
        }
    }
}

/// Whether an agent may see all of an article, and work on it: of an article of a restricted
/// service, in any of its versions, only its team.
pub fn works_on(article: &Article, actor: &Actor, restricted: &Restricted) -> bool {
    let services = article.contents().filter_map(|content| content.service);
    is_agent(actor)
        && services
            .into_iter()
            .all(|service| is_in(service, actor, restricted))
}

fn is_in(service: ServiceId, actor: &Actor, restricted: &Restricted) -> bool {
    let team = restricted.get(&service);
    actor.is_system() || team.is_none_or(|team| actor.teams.contains(team))
}

/// Whether the published version is for them. An article of a restricted service is for the
/// agents of its team alone, whoever it was written for.
pub fn reads(content: &Content, looker: Looker<'_>, restricted: &Restricted) -> bool {
    let service = content
        .service
        .filter(|service| restricted.contains_key(service));
    match (looker.agent(), service) {
        (Some(actor), Some(service)) => is_in(service, actor, restricted),
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => looker.is_among(content.readers),
    }
}

/// Returns what somebody sees of an article; `None` if it is not there for them.
pub fn view_article(
    article: &Article,
    looker: Looker<'_>,
    restricted: &Restricted,
) -> Option<SeenArticle> {
    if looker
        .agent()
        .is_some_and(|actor| works_on(article, actor, restricted))
    {
        return Some(SeenArticle::Whole(Box::new(article.clone())));
    }
    let version = article.published()?;
    if !reads(&version.content, looker, restricted) {
        return None;
    }
    let files = article.files_of(&version.content);
    let files = files.filter(|file| file.audience != Audience::Agents);
    Some(SeenArticle::Published(Box::new(PublishedArticle {
        id: article.id,
        content: version.content.clone(),
        at: version.at,
        files: files.cloned().collect(),
    })))
}

/// Returns the people whom an article names, of those that agents see.
pub fn people_of(article: &Article) -> impl Iterator<Item = PersonId> {
    let versions = article.versions.iter().map(|version| &version.by);
    let draft = article.draft.iter().map(|draft| &draft.by);
    let authors = versions.chain(draft).chain([&article.author]);
    authors.filter_map(|who| who.person()).chain(article.owner)
}
