//! An article: the fold of its events.

use crate::kernel::actor::Who;
use crate::kernel::ids::{ArticleId, PersonId, TextId, TicketId};
use crate::kernel::time::Timestamp;
use crate::knowledge::content::Content;
use crate::tickets::attachment::Attachment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Maximum number of tickets that an article is linked to.
pub const TICKETS_MAX: usize = 200;

/// Maximum number of files of an article.
pub const FILES_MAX: usize = 100;

/// State of an article, as lists show it. A draft beside what is published does not change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ArticleState {
    /// Written, and never published.
    Draft,
    /// Waiting for a review, and never published.
    InReview,
    /// Readers see it.
    Published,
    /// Taken from readers, or given up before it was published.
    Archived,
}

impl ArticleState {
    /// All states.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Content that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it says so far.
    pub content: Content,
    /// Who changed it last.
    pub by: Who,
    /// When it was changed last.
    pub at: Timestamp,
    /// Who asked for a review, while it waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_review: Option<Who>,
    /// Why it was sent back from review, until it is submitted again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_back: Option<TextId>,
}

/// Content that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Number of the version, from 1.
    pub number: u32,
    /// What it says.
    pub content: Content,
    /// Who published it.
    pub by: Who,
    /// When it was published.
    pub at: Timestamp,
}

/// An article of the knowledge base, with all its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Number of the article.
    pub id: ArticleId,
    /// Who began it.
    pub author: Who,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Who keeps it true.
    pub owner: Option<PersonId>,
    /// When the owner is reminded to review it.
    pub review_at: Option<Timestamp>,
    /// Whether this owner was reminded of this review.
    #[serde(default)]
    pub reminded: bool,
    /// Content that is being worked on.
    pub draft: Option<Draft>,
    /// What was published so far, oldest first. Readers see the last one unless it is archived.
    pub versions: Vec<Version>,
    /// Whether it was taken from readers or given up.
    pub archived: bool,
    /// Tickets that it is linked to, for agents' eyes only.
    pub tickets: BTreeSet<TicketId>,
    /// All files and pictures that it ever had; which of them belong to a draft or a version, its
    /// content says.
    pub files: Vec<Attachment>,
}

impl Article {
    /// Returns an article to which nothing has happened yet.
    pub fn unwritten(id: ArticleId) -> Self {
        Self {
            id,
            author: Who::System,
            begun_at: Timestamp(0),
            owner: None,
            review_at: None,
            reminded: false,
            draft: None,
            versions: Vec::new(),
            archived: false,
            tickets: BTreeSet::new(),
            files: Vec::new(),
        }
    }

    /// Returns the version that readers see.
    pub fn published(&self) -> Option<&Version> {
        self.versions.last().filter(|_| !self.archived)
    }

    /// Returns the owner if they are to be reminded now that the review is due.
    pub fn owner_to_remind(&self, now: Timestamp) -> Option<PersonId> {
        let is_due = self.review_at.is_some_and(|at| at <= now);
        let waits = is_due && !self.reminded && self.state() != ArticleState::Archived;
        self.owner.filter(|_| waits)
    }

    /// Returns its state.
    pub fn state(&self) -> ArticleState {
        match &self.draft {
            _ if self.archived => ArticleState::Archived,
            _ if !self.versions.is_empty() => ArticleState::Published,
            Some(draft) if draft.in_review.is_some() => ArticleState::InReview,
            Some(_) => ArticleState::Draft,
            None => ArticleState::Archived,
        }
    }

    /// Returns what whoever works on it has before them: the draft, or what was published last.
    pub fn latest(&self) -> Option<&Content> {
        let published = || self.versions.last().map(|version| &version.content);
        self.draft
            .as_ref()
            .map(|draft| &draft.content)
            .or_else(published)
    }

    /// Returns what is shown of it to whoever may see all: what readers see, or what is worked on
    /// where they see nothing.
    pub fn shown(&self) -> Option<&Content> {
        let published = self.published().map(|version| &version.content);
        published.or_else(|| self.latest())
    }

    /// Returns the files and pictures of a content, in the order in which they came.
    pub fn files_of<'a>(&'a self, content: &'a Content) -> impl Iterator<Item = &'a Attachment> {
        let files = self.files.iter();
        files.filter(|file| content.files.contains(&file.file))
    }

    /// Returns all contents: of the draft and of every version.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        let versions = self.versions.iter().map(|version| &version.content);
        versions.chain(self.draft.iter().map(|draft| &draft.content))
    }
}
