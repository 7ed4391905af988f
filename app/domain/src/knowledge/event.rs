//! Events of articles, as the log keeps them. An event holds outcomes, never the rule that led to
//! them.

use crate::kernel::actor::Who;
use crate::kernel::ids::{
    ArticleId, CategoryId, CommandId, FileId, PersonId, ServiceId, TextId, TicketId,
};
use crate::kernel::language::Language;
use crate::kernel::removed::Removed;
use crate::kernel::time::Timestamp;
use crate::knowledge::content::{Content, Place, Readership};
use crate::tickets::attachment::Attachment;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An event with its article, time, author and command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEnvelope {
    /// Article that it happened to.
    pub article: ArticleId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Who,
    /// Command it came from.
    pub command: CommandId,
    /// What happened.
    pub event: ArticleEvent,
}

/// Texts that changed, by language and place; `None` where a text was taken out.
pub type ChangedTexts = BTreeMap<Language, BTreeMap<Place, Option<TextId>>>;

/// Something that happened to an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleEvent {
    /// It was begun.
    Written {
        /// What it says at first.
        content: Content,
        /// Who keeps it true.
        owner: Option<PersonId>,
    },
    /// Its draft was changed, or begun beside what is published.
    Revised {
        /// Texts that changed.
        texts: ChangedTexts,
        /// Who may read it from now on, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        readers: Option<Readership>,
        /// Service and categories, if they changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<About>,
    },
    /// A review of the draft was asked for.
    Submitted,
    /// The draft was returned from review.
    SentBack {
        /// Why; `None` if whoever submitted it took it back.
        reason: Option<TextId>,
    },
    /// The draft became the version that readers see.
    Published {
        /// Number of the version.
        number: u32,
    },
    /// The draft was dropped; of what was never published, the article was given up.
    Discarded,
    /// It was taken from readers.
    Archived {
        /// Why.
        reason: TextId,
    },
    /// A draft was begun with the content of an earlier version.
    Restored {
        /// Number of the version.
        number: u32,
    },
    /// It has another owner.
    OwnerChanged {
        /// Who keeps it true; `None` for nobody.
        owner: Option<PersonId>,
    },
    /// Its next review was planned.
    ReviewPlanned {
        /// When the owner is reminded; `None` for never.
        at: Option<Timestamp>,
    },
    /// Its owner was reminded that the review is due.
    OwnerReminded {
        /// Who was reminded.
        owner: PersonId,
    },
    /// It was linked to a ticket.
    TicketLinked {
        /// The ticket.
        ticket: TicketId,
    },
    /// The link to a ticket was removed.
    TicketUnlinked {
        /// The ticket.
        ticket: TicketId,
    },
    /// A file or picture was added to the draft, which was begun if there was none.
    Attached {
        /// The file.
        attachment: Attachment,
    },
    /// A file or picture was taken out of the draft, which was begun if there was none.
    Detached {
        /// The file.
        file: FileId,
    },
    /// A text or a file was emptied for good.
    Redacted {
        /// What was emptied.
        what: Removed,
        /// Why; `None` if the desk itself did it.
        reason: Option<TextId>,
    },
}

/// What an article is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Service.
    pub service: Option<ServiceId>,
    /// Categories below it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<CategoryId>,
}
