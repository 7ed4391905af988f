//! The catalogue: what can be asked for, and what is asked about it.

use crate::directory::approval_policy::ApprovalPolicy;
use crate::kernel::ids::{ItemId, ServiceId, TeamId};
use crate::kernel::language::Label;
use crate::kernel::money::Cents;
use serde::{Deserialize, Serialize};

/// What a catalogue item asks for beside the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemField {
    /// Stable: what answers are stored under.
    pub key: String,
    pub label: Label,
    pub required: bool,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FieldKind {
    Text,
    Choice { choices: Vec<Label> },
    Number { min: i64, max: i64 },
    Date,
}

/// An evaluation that an item carries itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardEvaluation {
    pub cost: Option<Cents>,
    pub impact: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    pub name: Label,
    pub description: Label,
    pub service: Option<ServiceId>,
    pub team: TeamId,
    pub fields: Vec<ItemField>,
    pub approval: ApprovalPolicy,
    pub standard: Option<StandardEvaluation>,
    pub active: bool,
}
