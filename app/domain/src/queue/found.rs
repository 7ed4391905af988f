//! People who are found while a call is recorded.

use crate::directory::card::Card;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// Person who is found while a call is recorded, with their last tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Details of the person.
    pub card: Card,
    /// Their newest tickets that the reader may see, at most five.
    pub last: Vec<Line>,
}
