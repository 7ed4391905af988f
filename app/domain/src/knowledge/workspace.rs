//! What travels to the pages where agents write articles.

use crate::directory::card::People;
use crate::directory::choices::Choices;
use crate::kernel::audience::Viewer;
use crate::kernel::ids::{ArticleId, CategoryId, PersonId, ServiceId, TextId, TicketId};
use crate::kernel::language::Language;
use crate::kernel::reference::Reference;
use crate::kernel::time::Timestamp;
use crate::knowledge::allowed::AllowedOnArticle;
use crate::knowledge::article::{Article, ArticleState};
use crate::knowledge::content::{ArticleKind, Place};
use crate::knowledge::page::ArticleLine;
use crate::tickets::ticket::Ticket;
use crate::tickets::view::view;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An article with all that working on it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The article, with those of its tickets that this agent may see.
    pub article: Article,
    /// Texts of what is worked on, as they were written, and why it was sent back.
    pub texts: BTreeMap<TextId, String>,
    /// People whom it names.
    pub people: People,
    /// Tickets that it is linked to and that this agent may see.
    pub tickets: Vec<Reference>,
    /// What this agent can do with it.
    pub allowed: Vec<AllowedOnArticle>,
    /// Options of the form.
    pub choices: Choices,
}

/// Returns the texts of a ticket that an article can be made of, in order, and whether its user sees
/// each.
pub fn sources(ticket: &Ticket) -> Vec<(Place, TextId, bool)> {
    let seen: BTreeSet<TextId> = view(ticket, Viewer::Participant)
        .texts()
        .into_iter()
        .collect();
    let resolution = ticket.resolution.as_ref();
    // Why the cause is not known is no cause.
    let cause = ticket.internal.cause;
    let cause = cause.filter(|_| !ticket.internal.cause_unknown);
    let single = [
        (Place::Title, Some(ticket.subject)),
        (Place::Symptom, ticket.description),
        (Place::Workaround, ticket.workaround),
        (Place::Fix, resolution.map(|resolution| resolution.notes)),
        (Place::Fix, ticket.done),
        (Place::Cause, cause),
    ];
    let single = single
        .into_iter()
        .filter_map(|(place, text)| Some((place, text?)));
    let findings = ticket.internal.findings.iter();
    single
        .chain(findings.map(|text| (Place::Cause, *text)))
        .map(|(place, text)| (place, text, seen.contains(&text)))
        .collect()
}

/// What an article could be made of: a ticket, or nothing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Kind of article.
    pub kind: ArticleKind,
    /// Language that the texts are probably in.
    pub language: Language,
    /// Ticket that it is made of.
    pub ticket: Option<(TicketId, Reference)>,
    /// Service of the ticket.
    pub service: Option<ServiceId>,
    /// Category of the ticket.
    pub category: Option<CategoryId>,
    /// Texts that the user of the ticket was told, or told the desk.
    pub told: BTreeMap<Place, String>,
    /// Texts that only agents have seen, to be looked through before they go in.
    pub internal: Vec<(Place, String)>,
    /// Options of the form.
    pub choices: Choices,
}

/// A state of an article's content that can be compared with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// A version that was published, by its number.
    Version(u32),
    /// What is worked on.
    Draft,
}

/// How one state of an article's content differs from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The article, with those of its tickets that this agent may see.
    pub article: Article,
    /// People whom it names.
    pub people: People,
    /// The earlier state; `None` to show the later one alone.
    pub from: Option<Edition>,
    /// The later state.
    pub to: Edition,
    /// The texts of either, in the order of the article.
    pub texts: Vec<ComparedText>,
    /// The names of the files of either.
    pub files: Vec<Run>,
    /// What this agent can do with the article.
    pub allowed: Vec<AllowedOnArticle>,
}

/// A text in two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedText {
    /// Language of the text.
    pub language: Language,
    /// Place of the text.
    pub place: Place,
    /// The text of both, in runs of what is common and what is not.
    pub runs: Vec<Run>,
}

/// Some words of a text in two states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Both have them.
    Kept(String),
    /// Only the later state has them.
    Added(String),
    /// Only the earlier state had them.
    Removed(String),
}

/// Which articles a list for agents holds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ArticleView {
    /// All but those that were archived.
    #[default]
    All,
    /// Those with a draft that nobody was asked to review.
    Drafts,
    /// Those that wait for a review.
    InReview,
    /// Those that this agent keeps true.
    Mine,
    /// Those whose review is due.
    Due,
    /// Those taken from readers.
    Archived,
}

impl ArticleView {
    /// All views, in the order in which they are shown.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether an article is in the list of an agent.
    pub fn holds(self, article: &Article, agent: PersonId, now: Timestamp) -> bool {
        let draft = article.draft.as_ref();
        let in_review = draft.map(|draft| draft.in_review.is_some());
        let is_archived = article.state() == ArticleState::Archived;
        match self {
            Self::All => !is_archived,
            Self::Drafts => in_review == Some(false),
            Self::InReview => in_review == Some(true),
            Self::Mine => !is_archived && article.owner == Some(agent),
            Self::Due => !is_archived && article.review_at.is_some_and(|at| at <= now),
            Self::Archived => is_archived,
        }
    }
}

/// Articles beside a ticket, in the language of its user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Those that it is linked to.
    pub linked: Vec<ArticleLine>,
    /// Those that may answer it, the best first.
    pub found: Vec<ArticleLine>,
    /// Those of them whose published text the user may read.
    pub readable: BTreeSet<ArticleId>,
    /// Language of the user.
    pub language: Language,
}
