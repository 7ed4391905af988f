//! How somebody signs in, as they and administrators see it.

use crate::identity::factor::{Enrolment, FactorState};
use crate::identity::link::LinkShown;
use crate::identity::session::SessionLine;
use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How somebody proves who they are, as they see it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyAccess {
    pub factor: FactorState,
    pub sessions: Vec<SessionLine>,
}

/// How somebody signs in, as administrators see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAccess {
    pub password: bool,
    pub factor_since: Option<Timestamp>,
    pub recovery_codes: i64,
    pub sessions: Vec<SessionLine>,
}

/// What the server shows once and keeps nowhere, on the page that answers a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub enrolment: Option<Enrolment>,
    pub recovery_codes: Vec<String>,
    /// The link that the page's own address is, while it is good.
    pub link: Option<LinkShown>,
}
