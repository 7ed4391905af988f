//! Conversion of events of articles to and from their stored form.

use crate::kernel::ids::TextId;
use crate::kernel::stream::{Beside, StreamEvent};
use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};
use crate::knowledge::event::ArticleEvent;
use serde_json::json;

impl ArticleEvent {
    /// Reads a stored event.
    ///
    /// # Errors
    /// [`Unreadable`] if its name, version or content is unknown.
    pub fn read(stored: StoredEvent) -> Result<Self, Unreadable> {
        let StoredEvent { name, v, data } = stored;
        let unreadable = |reason: String| Unreadable {
            name: name.clone(),
            v,
            reason,
        };
        if v != 1 {
            return Err(unreadable("written by a newer version".into()));
        }
        let has_data = !matches!(name.as_str(), "submitted" | "discarded");
        let data = has_data.then_some(&data);
        from_tagged(&name, data).map_err(|error| unreadable(error.to_string()))
    }

    /// Returns the texts that the event names.
    pub fn texts(&self) -> Vec<TextId> {
        match self {
            Self::Written { content, .. } => content.texts().collect(),
            Self::Revised { texts, .. } => texts
                .values()
                .flat_map(|places| places.values().copied().flatten())
                .collect(),
            Self::SentBack { reason } | Self::Redacted { reason, .. } => {
                reason.iter().copied().collect()
            }
            Self::Archived { reason } => vec![*reason],
            Self::Submitted
            | Self::Published { .. }
            | Self::Discarded
            | Self::Restored { .. }
            | Self::OwnerChanged { .. }
            | Self::ReviewPlanned { .. }
            | Self::OwnerReminded { .. }
            | Self::TicketLinked { .. }
            | Self::TicketUnlinked { .. }
            | Self::Attached { .. }
            | Self::Detached { .. } => Vec::new(),
        }
    }
}

impl StreamEvent for ArticleEvent {
    fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            name,
            v: 1,
            data: data.unwrap_or_else(|| json!({}).into()),
        }
    }

    fn beside(&self) -> Beside {
        Beside {
            texts: self.texts(),
            file: match self {
                Self::Attached { attachment } => Some((attachment.file, attachment.size)),
                _ => None,
            },
            removes: match self {
                Self::Redacted { what, .. } => Some(*what),
                _ => None,
            },
        }
    }
}
