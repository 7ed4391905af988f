//! Second factors, as their owner sets them up.

use crate::kernel::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What was given beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Second {
    /// A code of the moment (RFC 6238).
    Code,
    RecoveryCode,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorState {
    /// Since when a second factor counts, if one does.
    pub since: Option<Timestamp>,
    pub recovery_codes: i64,
    /// The role wants one.
    pub must: bool,
    /// One that a first code has yet to confirm.
    pub offered: Option<Enrolment>,
}

/// What an authenticator needs to be set up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Base32 (RFC 4648), in groups of four.
    pub secret: String,
    /// As `otpauth://totp/…`.
    pub uri: String,
    /// The same as a QR code (ISO/IEC 18004): modules on a side, and the dark ones as an SVG path.
    pub side: usize,
    pub path: String,
}
