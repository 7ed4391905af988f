//! Client that a request came from: its network address and its browser.

use serde::{Deserialize, Serialize};

/// Client that a request came from: its network address and its browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Network address (IP).
    pub address: String,
    /// The `User-Agent` field (RFC 9110, 10.1.5), cut to [`DEVICE_MAX`] characters.
    pub device: String,
}

/// Maximum length of a stored `User-Agent`, in characters.
pub const DEVICE_MAX: usize = 200;

impl Client {
    /// Makes a client; cuts `device` to [`DEVICE_MAX`] characters in one line.
    pub fn new(address: impl ToString, device: &str) -> Self {
        Self {
            address: address.to_string(),
            device: crate::kernel::form::one_line(device)
                .chars()
                .take(DEVICE_MAX)
                .collect(),
        }
    }
}
