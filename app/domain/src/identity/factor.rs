//! Second factors, as their owners set them up.

use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Kind of second factor that was given beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Second {
    /// Time-based one-time password (RFC 6238).
    Code,
    /// Recovery code, each of which works once.
    RecoveryCode,
}

/// State of the second factor of a person, as they see it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorState {
    /// When the second factor was set up; `None` without one.
    pub since: Option<Timestamp>,
    /// Number of recovery codes that are left.
    pub recovery_codes: i64,
    /// Whether their role must have a second factor.
    pub must: bool,
    /// Second factor that is being set up and awaits its first code.
    pub offered: Option<Enrolment>,
}

/// Secret that sets up an authenticator, in several forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Secret in base32 (RFC 4648), in groups of four characters.
    pub secret: String,
    /// Secret as an `otpauth://totp/…` URI.
    pub uri: String,
    /// Modules on a side of the QR code (ISO/IEC 18004) of the URI.
    pub side: usize,
    /// Dark modules of the QR code, as an SVG path.
    pub path: String,
}
