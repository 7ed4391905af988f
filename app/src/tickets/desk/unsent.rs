//! Comments and notes that were sent and not answered yet, kept by the browser, so that a crash or
//! the end of a session loses no text. Sent again they are the same command.

use crate::kernel::drafts::Draft;
use guichet_domain::tickets::command::CommandEnvelope;
use guichet_domain::{CommandId, TicketId};

/// Failure of a restored command: nobody knows whether it arrived.
pub const INTERRUPTED: &str = "interrupted";

/// The unanswered commands of one ticket.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent(Draft);

impl Unsent {
    pub fn of(ticket: TicketId) -> Self {
        Self(Draft::of(format!("unsent-{ticket}")))
    }

    pub fn keep(&self, envelope: &CommandEnvelope) {
        if let Ok(text) = serde_json::to_string(envelope) {
            self.0.put(&envelope.id.to_string(), &text, None);
        }
    }

    pub fn drop(&self, id: CommandId) {
        self.0.take(&id.to_string());
    }

    /// The unanswered commands, in no particular order: each is a message of its own.
    pub fn left(&self) -> Vec<CommandEnvelope> {
        let kept = self.0.kept().unwrap_or_default();
        let texts = kept.typed.values();
        texts
            .filter_map(|text| crate::kernel::json::read(text).ok())
            .collect()
    }
}
