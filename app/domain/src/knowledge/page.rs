//! What travels to pages of the knowledge base.

use crate::kernel::ids::{ArticleId, CommandId, PersonId};
use crate::kernel::language::{Label, Language};
use crate::kernel::prose::Texts;
use crate::kernel::time::Timestamp;
use crate::knowledge::article::ArticleState;
use crate::knowledge::command::ArticleCommand;
use crate::knowledge::content::{ArticleKind, Place, Readership};
use crate::knowledge::reading::Usefulness;
use crate::knowledge::view::SeenArticle;
use crate::tickets::attachment::Attachment;
use serde::{Deserialize, Serialize};

/// A command on an article, with its identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleCommandEnvelope {
    /// Identifier of the command: doing it twice does it once.
    pub id: CommandId,
    /// Article that it is about.
    pub article: ArticleId,
    /// What is asked.
    pub command: ArticleCommand,
}

/// An article, as somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticlePage {
    /// What they see of it.
    pub article: SeenArticle,
    /// Language in which they get it: theirs, or the only one there is.
    pub language: Language,
    /// Texts that it names.
    pub texts: Texts,
    /// Headings within its texts, in order; the HTML of the texts has their addresses.
    pub contents: Vec<Heading>,
    /// Files of it that no text shows or links to.
    pub files: Vec<Attachment>,
    /// Articles about the same.
    pub related: Vec<ArticleLine>,
    /// Name of the service it is about.
    pub service: Option<Label>,
    /// Names of the categories it is about.
    pub categories: Vec<Label>,
    /// Whether a signed-in reader can say that it happens to them too.
    #[serde(default)]
    pub me_too: bool,
}

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Place of the text that it is in.
    pub place: Place,
    /// Its address within the page.
    pub anchor: String,
    /// Its words.
    pub title: String,
    /// Its level, from 2: the title of the article is the first.
    pub level: u8,
}

/// The page that help begins with: articles to browse, or those that answer a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpPage {
    /// The articles: of a question the best first, otherwise by title.
    pub lines: Vec<ArticleLine>,
    /// Whether there are more than are listed.
    pub is_cut: bool,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLine {
    /// Number of the article.
    pub id: ArticleId,
    /// Title, in the language of the reader if there is one.
    pub title: String,
    /// Language of the title.
    pub language: Language,
    /// Kind of article.
    pub kind: ArticleKind,
    /// Name of the service it is about.
    pub service: Option<Label>,
    /// Names of the categories it is about.
    pub categories: Vec<Label>,
    /// What agents see beside; `None` for other readers.
    pub work: Option<ArticleWork>,
}

/// What agents see of an article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleWork {
    /// State of the article.
    pub state: ArticleState,
    /// Whether there is a draft beside what is published.
    pub has_draft: bool,
    /// Who may read it.
    pub readers: Readership,
    /// Who keeps it true.
    pub owner: Option<PersonId>,
    /// When the owner is reminded to review it.
    pub review_at: Option<Timestamp>,
    /// What it did for its readers in the last 90 days.
    #[serde(default)]
    pub useful: Usefulness,
}
