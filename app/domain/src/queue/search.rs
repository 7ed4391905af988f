//! What agents find when they search everything.

use crate::queue::snippet::Piece;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// A ticket that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTicket {
    /// The ticket.
    pub line: Line,
    /// Part of the text that it was found by, with the words marked; empty if it was found by its
    /// number alone.
    pub snippet: Vec<Piece>,
}
