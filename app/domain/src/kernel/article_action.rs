//! Actions on articles of the knowledge base.

use serde::{Deserialize, Serialize};

/// Something that can be done with an article: a button on its page and, where it changes the state,
/// the label of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum ArticleAction {
    /// Changes the draft, or begins one beside what is published.
    Revise,
    /// Asks for a review of the draft.
    Submit,
    /// Returns a draft from review to work.
    SendBack,
    /// Makes the draft the version that readers see.
    Publish,
    /// Drops the draft.
    Discard,
    /// Takes the article from readers, for good or until it is restored.
    Archive,
    /// Begins a draft with the content of an earlier version.
    Restore,
    /// Names the person who keeps the article true.
    Own,
    /// Sets the day on which the owner is reminded to review the article.
    PlanReview,
    /// Links the article to a ticket.
    Link,
    /// Removes the link to a ticket.
    Unlink,
    /// Adds a file or picture to the draft.
    Attach,
    /// Takes a file or picture out of the draft.
    Detach,
    /// Reminds the owner that the review is due.
    Remind,
    /// Empties a text or a file for good.
    Redact,
}

impl ArticleAction {
    /// All actions, in the order in which they are shown.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// Reason why an action is not possible on an article now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleWhy {
    /// The article is in another state.
    NotInThisState,
    /// It is for agents who may work on the article.
    NotYours,
    /// It is for those who publish articles of its service.
    NotPublisher,
    /// There is a draft already, which would be lost.
    HasDraft,
    /// There is no draft.
    NoDraft,
    /// The article is already as the action would make it.
    AlreadySo,
    /// The article has as many links or files as it can have.
    Full,
}
