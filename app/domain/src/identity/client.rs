//! The client a request came from: its address and its browser.

use serde::{Deserialize, Serialize};

/// Where a request came from: an address of the network, and what the browser says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    pub address: String,
    /// The `User-Agent` field (RFC 9110, 10.1.5), cut to [`DEVICE_MAX`] characters.
    pub device: String,
}

/// Characters of a `User-Agent` that are kept.
pub const DEVICE_MAX: usize = 200;

impl Client {
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
