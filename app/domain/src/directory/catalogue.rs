//! The service catalogue: items that people can request, and the fields of their forms.

use crate::directory::approval_policy::ApprovalPolicy;
use crate::kernel::ids::{ItemId, ServiceId, TeamId};
use crate::kernel::language::Label;
use crate::kernel::money::Cents;
use crate::kernel::priority::{Impact, Urgency};
use serde::{Deserialize, Serialize};

/// Field that the form of a catalogue item has beside the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemField {
    /// Name that answers are stored under. Unique within the item, and stable.
    pub key: String,
    /// Label of the field.
    pub label: Label,
    /// Whether the field must be filled in.
    pub required: bool,
    /// What can be entered.
    pub kind: FieldKind,
}

/// Kind of value that a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// One of several choices.
    Choice {
        /// What can be chosen; at least one.
        choices: Vec<Label>,
    },
    /// A whole number.
    Number {
        /// Smallest number allowed.
        min: i64,
        /// Largest number allowed.
        max: i64,
        /// Whether it says how many are wanted: the cost is multiplied by it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        quantity: bool,
    },
    /// A date.
    Date,
}

impl ItemField {
    /// Whether it asks how many are wanted.
    pub const fn is_quantity(&self) -> bool {
        matches!(self.kind, FieldKind::Number { quantity: true, .. })
    }
}

/// Evaluation that an item brings with it, so that its requests need not be evaluated by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardEvaluation {
    /// Cost, if any; of one piece where the form asks how many.
    pub cost: Option<Cents>,
    /// Impact in words; may be empty.
    pub impact: String,
}

/// Item of the catalogue that people can request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Number of the item.
    pub id: ItemId,
    /// Name.
    pub name: Label,
    /// Description on the portal.
    pub description: Label,
    /// Service that the item belongs to, if any.
    pub service: Option<ServiceId>,
    /// Team that its requests go to.
    pub team: TeamId,
    /// Fields of its form beside the subject.
    pub fields: Vec<ItemField>,
    /// Approval that its requests need.
    pub approval: ApprovalPolicy,
    /// Impact that its requests start with; `None` leaves it to the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Impact>,
    /// Urgency that its requests start with; `None` leaves it to the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Evaluation of all its requests; `None` if each is evaluated by an agent.
    pub standard: Option<StandardEvaluation>,
    /// Whether it can be requested.
    pub active: bool,
}

impl Item {
    /// Whether nobody has to evaluate or approve its requests, so that an agent can answer one in the
    /// step that records it.
    pub fn is_answered_at_once(&self) -> bool {
        self.standard.is_some() && self.approval == ApprovalPolicy::Nobody
    }
}
