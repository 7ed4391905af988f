//! What is emptied for good, and what stands in its place.

use crate::kernel::ids::{FileId, TextId};
use serde::{Deserialize, Serialize};

/// What stands in place of a text that was removed, in every language.
pub const REMOVED: &str = "[…]";

/// Something that is emptied for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    Text(TextId),
    /// The bytes of a file and its name.
    File(FileId),
    /// Every text and file there is at that moment.
    All,
}
