//! Links that work once.

use serde::{Deserialize, Serialize};

/// What a link that works once is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Reset,
    Invitation,
    Email,
}

/// What whoever holds a link that works once may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkShown {
    pub purpose: Purpose,
    pub name: String,
    /// Where it was sent, and what it proves.
    pub email: String,
}
