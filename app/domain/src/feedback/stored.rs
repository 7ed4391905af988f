//! Conversion of events of feedback to and from their stored form.

use crate::feedback::event::FeedbackEvent;
use crate::kernel::ids::TextId;
use crate::kernel::stream::{Beside, StreamEvent};
use crate::kernel::tagged::{StoredEvent, Unreadable, from_tagged, to_tagged};

impl FeedbackEvent {
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
        from_tagged(&name, Some(&data)).map_err(|error| unreadable(error.to_string()))
    }

    /// Returns the texts that the event names.
    pub fn texts(&self) -> Vec<TextId> {
        match self {
            Self::Given { words, .. } => words.iter().copied().collect(),
            Self::Reviewed { measure, .. } => vec![*measure],
            Self::Redacted { reason, .. } => reason.iter().copied().collect(),
            Self::Asked(_) | Self::MeasureSettled { .. } => Vec::new(),
        }
    }
}

impl StreamEvent for FeedbackEvent {
    fn store(&self) -> StoredEvent {
        let (name, data) = to_tagged(self);
        StoredEvent {
            name,
            v: 1,
            data: data.unwrap_or_default(),
        }
    }

    fn beside(&self) -> Beside {
        Beside {
            texts: self.texts(),
            file: None,
            removes: match self {
                Self::Redacted { what, .. } => Some(*what),
                _ => None,
            },
        }
    }
}
