//! What can be asked of an article.

use crate::kernel::article_action::ArticleAction;
use crate::kernel::ids::{FileId, PersonId, TextId, TicketId};
use crate::kernel::language::Language;
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::knowledge::content::{ArticleKind, Place, Readership};
use crate::knowledge::event::About;
use crate::tickets::attachment::Attachment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value that a form changes, and what it showed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<T> {
    /// What it should be.
    pub to: T,
    /// What the form showed.
    pub was: T,
}

/// A text that a form changes; an empty one is taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// The text.
    pub text: String,
    /// The text that the form showed, if there was one.
    pub was: Option<TextId>,
}

/// An article to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewArticle {
    /// Kind of article.
    pub kind: ArticleKind,
    /// Who may read it once it is published.
    pub readers: Readership,
    /// What it is about.
    pub about: About,
    /// Texts by language and place; empty ones are left out.
    pub texts: BTreeMap<Language, BTreeMap<Place, String>>,
    /// Ticket that it is made of.
    pub ticket: Option<TicketId>,
}

/// Something asked of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleCommand {
    /// Changes the draft, or begins one beside what is published. What is left out stays.
    Revise {
        /// Texts by language and place.
        texts: BTreeMap<Language, BTreeMap<Place, TextChange>>,
        /// Who may read it.
        readers: Option<Change<Readership>>,
        /// What it is about.
        about: Option<Change<About>>,
    },
    /// Asks for a review of the draft.
    Submit,
    /// Returns the draft from review.
    SendBack {
        /// Why; may be empty for whoever takes their own back.
        reason: String,
    },
    /// Publishes the draft.
    Publish {
        /// When the draft that was read was changed last: what others changed since is not
        /// published unread.
        read: Timestamp,
    },
    /// Drops the draft, or gives up what was never published.
    Discard {
        /// When the draft that was read was changed last: what others wrote since is not dropped.
        read: Timestamp,
    },
    /// Takes the article from readers.
    Archive {
        /// Why.
        reason: String,
    },
    /// Begins a draft with the content of an earlier version.
    Restore {
        /// Number of the version.
        number: u32,
    },
    /// Names an owner.
    Own(Change<Option<PersonId>>),
    /// Plans the next review.
    PlanReview(Change<Option<Timestamp>>),
    /// Links it to a ticket.
    Link {
        /// The ticket.
        ticket: TicketId,
    },
    /// Removes the link to a ticket.
    Unlink {
        /// The ticket.
        ticket: TicketId,
    },
    /// Adds files to the draft, or begins one beside what is published.
    Attach {
        /// The files.
        attachments: Vec<Attachment>,
    },
    /// Takes a file out of the draft, or begins one without it. Versions that have it keep it.
    Detach {
        /// The file.
        file: FileId,
    },
    /// Reminds the owner that the review is due; the desk itself does it.
    Remind,
    /// Empties a text or a file for good.
    Redact {
        /// What to empty.
        what: Removed,
        /// Why.
        reason: String,
    },
}

impl ArticleCommand {
    /// Returns the action that it takes.
    pub const fn action(&self) -> ArticleAction {
        match self {
            Self::Revise { .. } => ArticleAction::Revise,
            Self::Submit => ArticleAction::Submit,
            Self::SendBack { .. } => ArticleAction::SendBack,
            Self::Publish { .. } => ArticleAction::Publish,
            Self::Discard { .. } => ArticleAction::Discard,
            Self::Archive { .. } => ArticleAction::Archive,
            Self::Restore { .. } => ArticleAction::Restore,
            Self::Own(_) => ArticleAction::Own,
            Self::PlanReview(_) => ArticleAction::PlanReview,
            Self::Link { .. } => ArticleAction::Link,
            Self::Unlink { .. } => ArticleAction::Unlink,
            Self::Attach { .. } => ArticleAction::Attach,
            Self::Detach { .. } => ArticleAction::Detach,
            Self::Remind => ArticleAction::Remind,
            Self::Redact { .. } => ArticleAction::Redact,
        }
    }
}
