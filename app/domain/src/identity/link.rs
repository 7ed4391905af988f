//! One-time links.

use serde::{Deserialize, Serialize};

/// Purpose of a one-time link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Choosing a new password.
    Reset,
    /// Choosing the first password of an account.
    Invitation,
    /// Confirming a new e-mail address.
    Email,
}

/// Details of a one-time link that its holder may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkShown {
    /// What the link is for.
    pub purpose: Purpose,
    /// Name of the person it is for.
    pub name: String,
    /// E-mail address it was sent to; using the link proves access to it.
    pub email: String,
}
