//! Files on a ticket.

use crate::kernel::audience::Audience;
use crate::kernel::ids::FileId;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub file: FileId,
    /// As the user's machine called it: shown, never used as a path.
    pub name: String,
    /// Found by looking at the bytes.
    pub media_type: String,
    pub size: i64,
    pub audience: Audience,
}

/// Pictures that every browser shows.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

impl Attachment {
    /// Whether it can be looked at where it is named.
    pub fn is_picture(&self) -> bool {
        PICTURES.contains(&self.media_type.as_str())
    }
}
