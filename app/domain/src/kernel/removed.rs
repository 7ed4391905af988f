//! Texts and files that are emptied for good, and their placeholder.

use crate::kernel::ids::{FileId, TextId};
use serde::{Deserialize, Serialize};

/// Placeholder for a text that was removed, in every language.
pub const REMOVED: &str = "[…]";

/// Content of a ticket that is emptied for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    /// A text.
    Text(TextId),
    /// A file: its bytes and its name.
    File(FileId),
    /// Every text and file that the ticket has at that moment.
    All,
}
