//! Texts: how they are written, and as HTML.

use crate::kernel::ids::TextId;
use crate::kernel::removed::REMOVED;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a text is written. The names are stored and must not change.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// Markdown (CommonMark, with tables, task lists and strikethrough): what agents and authors
    /// write.
    Markdown,
    /// Shown as it was typed; only links are made: what people write on the portal and by mail.
    #[default]
    Plain,
}

impl Format {
    /// Returns the name by which the database stores it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the format with this stored name; plain if this version does not know it.
    pub fn from_name(name: &str) -> Self {
        name.parse().unwrap_or_default()
    }
}

/// Text with the way it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// Characters as they were written.
    pub body: String,
    /// How they are to be read.
    pub format: Format,
}

impl Text {
    /// Returns a text shown as it was typed.
    pub fn plain(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            format: Format::Plain,
        }
    }

    /// Returns a text of Markdown.
    pub fn markdown(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            format: Format::Markdown,
        }
    }
}

/// Text of a ticket, as it was written and as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// Text as it was written.
    pub body: String,
    /// How it is written.
    pub format: Format,
    /// HTML that the server rendered from it and sanitised.
    pub html: String,
}

impl Prose {
    pub(crate) fn removed() -> Self {
        Self {
            body: REMOVED.into(),
            format: Format::Plain,
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
