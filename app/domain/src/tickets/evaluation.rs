//! What a request asks for in detail, and what it would take.

use crate::kernel::ids::TextId;
use crate::kernel::money::Cents;
use serde::{Deserialize, Serialize};

/// An answer to a field of a catalogue item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldAnswer {
    pub field: String,
    pub value: FieldValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    Text(TextId),
    Choice(String),
    Number(i64),
    /// ISO 8601.
    Date(String),
}

/// Feasibility, cost and impact of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    pub feasible: bool,
    pub cost: Option<Cents>,
    pub impact: Option<TextId>,
    /// Carried by the catalogue item rather than written for this request.
    pub standard: bool,
}
