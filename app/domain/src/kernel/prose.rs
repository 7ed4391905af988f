//! Texts as they were written and as they are shown.

use crate::kernel::ids::TextId;
use crate::kernel::removed::REMOVED;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text, as it was written and as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    pub body: String,
    /// Markdown rendered and sanitised by the server.
    pub html: String,
}

impl Prose {
    pub(crate) fn removed() -> Self {
        Self {
            body: REMOVED.into(),
            html: format!("<p>{REMOVED}</p>"),
        }
    }

    pub fn is_removed(&self) -> bool {
        self.body == REMOVED
    }
}

pub type Texts = BTreeMap<TextId, Prose>;
