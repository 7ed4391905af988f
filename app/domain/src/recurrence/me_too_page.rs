//! The page on which somebody says that it happens to them too.

use crate::kernel::language::Language;
use crate::kernel::reference::Reference;
use serde::{Deserialize, Serialize};

/// What the reader says happens to them too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeTooPage {
    /// Title of what is announced or published.
    pub title: String,
    /// Language of the title.
    pub language: Language,
    /// Their own open ticket about it, if they have one already.
    pub mine: Option<Reference>,
}
