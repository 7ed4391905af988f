//! What was written and sent, and not answered yet: kept by the browser, so that a crash or the
//! end of a session on the way loses no word. Sent again it is the same command.

use crate::kernel::drafts::Draft;
use guichet_domain::tickets::command::CommandEnvelope;
use guichet_domain::{CommandId, TicketId};

/// Why it is there again: nobody knows whether it arrived.
pub const INTERRUPTED: &str = "interrupted";

/// What is on its way from one ticket.
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

    /// What nobody answered, in no order that matters: each is a message of its own.
    pub fn left(&self) -> Vec<CommandEnvelope> {
        let kept = self.0.kept().unwrap_or_default();
        let texts = kept.typed.values();
        texts
            .filter_map(|text| crate::kernel::json::read(text).ok())
            .collect()
    }
}
