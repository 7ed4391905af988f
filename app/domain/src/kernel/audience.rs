//! For whose eyes something is, and in which quality somebody looks.

use serde::{Deserialize, Serialize};

/// For whose eyes something was written, the widest first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Whoever sees the ticket at all, its approvers included.
    #[default]
    Everyone,
    /// The people it is about, and agents.
    Participants,
    /// Agents alone.
    Agents,
}

impl Audience {
    /// Whether whoever reads what is for `other` reads what is for this one.
    pub fn includes(self, other: Self) -> bool {
        Viewer::ALL
            .iter()
            .all(|viewer| viewer.reads(self) || !viewer.reads(other))
    }
}

/// In which quality somebody sees a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Viewer {
    /// Sees what is needed to decide.
    Approver,
    /// Affected user, reporter or watcher.
    Participant,
    Agent,
}

impl Viewer {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    pub const fn reads(self, audience: Audience) -> bool {
        match audience {
            Audience::Everyone => true,
            Audience::Participants => matches!(self, Self::Participant | Self::Agent),
            Audience::Agents => matches!(self, Self::Agent),
        }
    }
}
