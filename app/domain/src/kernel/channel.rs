//! How a ticket reached the desk.

use serde::{Deserialize, Serialize};

/// How a ticket reached the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Channel {
    /// A form of the portal, filled in by the user.
    #[default]
    Portal,
    /// A call.
    Phone,
    /// A message to the desk's mailbox.
    Email,
    /// A visit to the desk, or of an agent.
    InPerson,
    /// Instant messaging.
    Chat,
    /// An alert of a monitoring system.
    Monitoring,
    /// A finding of the desk itself, such as a problem behind an incident.
    Desk,
}

impl Channel {
    /// All channels, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}
