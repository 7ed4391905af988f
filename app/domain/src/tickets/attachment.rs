//! Files on a ticket.

use crate::kernel::audience::Audience;
use crate::kernel::ids::FileId;
use serde::{Deserialize, Serialize};

/// Maximum number of files that come with a report.
pub const REPORT_FILES_MAX: usize = 5;

/// A file on a ticket; its bytes are stored by the server under `file`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Identifier of the stored file.
    pub file: FileId,
    /// File name given by the sender: shown, never used as a path.
    pub name: String,
    /// Media type, detected from the bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size: i64,
    /// Who may see the file.
    pub audience: Audience,
}

/// Media types of pictures that every browser shows.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

impl Attachment {
    /// Whether browsers can show it in place as a picture.
    pub fn is_picture(&self) -> bool {
        is_picture(&self.media_type)
    }
}

/// Whether browsers show files of a media type as pictures.
pub fn is_picture(media_type: &str) -> bool {
    PICTURES.contains(&media_type)
}
