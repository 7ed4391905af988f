//! Audiences of what is written, and the qualities in which somebody sees a ticket.

use serde::{Deserialize, Serialize};

/// Readers for whom something was written, from the widest audience to the narrowest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody who sees the ticket, including its approvers.
    #[default]
    Everyone,
    /// Participants (affected user, reporter, watchers) and agents.
    Participants,
    /// Agents only.
    Agents,
}

impl Audience {
    /// Whether every viewer who reads what is for `other` also reads what is for this audience.
    pub fn includes(self, other: Self) -> bool {
        Viewer::ALL
            .iter()
            .all(|viewer| viewer.reads(self) || !viewer.reads(other))
    }
}

/// Quality in which somebody sees a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Viewer {
    /// Somebody whose approval was asked; sees what is needed to decide.
    Approver,
    /// Affected user, reporter or watcher.
    Participant,
    /// Agent who may see the ticket, or the desk itself; sees everything.
    Agent,
}

impl Viewer {
    /// All qualities, from the one that sees least to the one that sees most.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether this viewer reads what is for `audience`.
    pub const fn reads(self, audience: Audience) -> bool {
        match audience {
            Audience::Everyone => true,
            Audience::Participants => matches!(self, Self::Participant | Self::Agent),
            Audience::Agents => matches!(self, Self::Agent),
        }
    }
}
