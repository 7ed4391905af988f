//! Details of a request: answers to the catalogue item's questions, and its evaluation.

use crate::kernel::ids::TextId;
use crate::kernel::money::Cents;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer to a question of a catalogue item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldAnswer {
    /// Key of the question ([`crate::directory::catalogue::ItemField::key`]).
    pub field: String,
    /// The answer.
    pub value: FieldValue,
}

/// Value of an answer; its variant follows from the kind of question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A text of one line, stored beside the log.
    Text(TextId),
    /// The chosen option, by its French label.
    Choice(String),
    /// A whole number within the bounds of the question.
    Number(i64),
    /// A date, ISO 8601 (`YYYY-MM-DD`).
    Date(String),
}

/// Evaluation of a request: feasibility, cost and impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Whether the request can be fulfilled.
    pub feasible: bool,
    /// Cost, zero or more; `None` if it costs nothing.
    pub cost: Option<Cents>,
    /// Impact of fulfilling it, if described.
    pub impact: Option<TextId>,
    /// Whether the catalogue item carries the evaluation, rather than an agent having made it.
    pub standard: bool,
}

/// Answers to the questions of an item as typed, by the key of its field.
pub type Answers = BTreeMap<String, String>;
