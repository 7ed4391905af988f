//! Texts as they were written and as HTML.

use crate::kernel::ids::TextId;
use crate::kernel::removed::REMOVED;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Text of a ticket, as it was written and as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// Markdown as it was written.
    pub body: String,
    /// HTML that the server rendered from the Markdown and sanitised.
    pub html: String,
}

impl Prose {
    pub(crate) fn removed() -> Self {
        Self {
            body: REMOVED.into(),
            html: format!("<p>{REMOVED}</p>"),
        }
    }

    /// Whether the text was redacted: [`REMOVED`] stands in its place.
    pub fn is_removed(&self) -> bool {
        self.body == REMOVED
    }
}

/// Texts by the identifiers that events name them by.
pub type Texts = BTreeMap<TextId, Prose>;
