//! People found while a call is entered.

use crate::directory::card::Card;
use crate::tickets::line::Line;
use serde::{Deserialize, Serialize};

/// A person found while a call is entered, with their last tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub card: Card,
    pub last: Vec<Line>,
}
