//! Programs whose messages become tickets.

use crate::kernel::channel::Channel;
use serde::{Deserialize, Serialize};

/// Program whose messages become tickets although no person wrote them, such as a monitoring
/// system. Nothing is sent to its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSender {
    /// E-mail address that it writes from, in lower case.
    pub address: String,
    /// How its tickets are said to have reached the desk.
    pub channel: Channel,
}

/// Most programs that can be named.
pub const SENDERS_MAX: usize = 100;
