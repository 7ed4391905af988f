//! What the queue shows, as its address says it.

use crate::kernel::ids::{PersonId, ServiceId, TeamId};
use crate::kernel::reference::Kind;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// The standing views of the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    Unassigned,
    #[default]
    MyTeams,
    Mine,
    OnHold,
    ToEvaluate,
    Open,
    Done,
    All,
}

impl View {
    pub const ALL: &'static [Self] = &[
        Self::Unassigned,
        Self::MyTeams,
        Self::Mine,
        Self::OnHold,
        Self::ToEvaluate,
        Self::Open,
        Self::Done,
        Self::All,
    ];

    /// As it stands in addresses.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// What the queue shows, as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    pub view: View,
    pub kind: Option<Kind>,
    pub state: Option<State>,
    pub priority: Option<crate::kernel::priority::Priority>,
    pub service: Option<ServiceId>,
    pub team: Option<TeamId>,
    pub assignee: Option<PersonId>,
    pub answered: bool,
    pub text: String,
    /// Opaque: where the page begins.
    pub after: Option<String>,
}
