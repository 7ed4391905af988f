//! Sign-in details of a person, as they and administrators see them.

use crate::identity::factor::{Enrolment, FactorState};
use crate::identity::link::LinkShown;
use crate::identity::session_line::SessionLine;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Sign-in details of a person, as they see them themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccess {
    /// State of the second factor.
    pub factor: FactorState,
    /// Sessions that are open.
    pub sessions: Vec<SessionLine>,
}

/// Sign-in details of a person, as administrators see them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAccess {
    /// Whether they have a password.
    pub password: bool,
    /// When the second factor was set up; `None` without one.
    pub factor_since: Option<Timestamp>,
    /// Number of recovery codes that are left.
    pub recovery_codes: i64,
    /// Sessions that are open.
    pub sessions: Vec<SessionLine>,
}

/// Secrets that the server shows once, on the page that answers a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What an authenticator needs to be set up, if that was asked for.
    pub enrolment: Option<Enrolment>,
    /// New recovery codes; empty if none were made.
    pub recovery_codes: Vec<String>,
    /// One-time link through which the page was opened, while it is valid.
    pub link: Option<LinkShown>,
}
