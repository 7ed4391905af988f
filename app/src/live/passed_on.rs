//! Messages of the live stream, as tabs hand them on to each other.

use guichet_domain::live::message;
use serde_json::Value;

/// A message. Its events stay unparsed JSON until they are shown, since most pages do not need
/// them.
pub type Live = message::Live<Value>;

/// A message as it is handed on.
///
/// # Errors
/// An event cannot be written as JSON.
#[cfg(feature = "ssr")]
pub fn to_hand_on(live: message::Live) -> Result<Live, serde_json::Error> {
    Ok(match live {
        message::Live::Update(update) => Live::Update(Box::new(update.read(serde_json::to_value)?)),
        message::Live::Gone(ticket) => Live::Gone(ticket),
        message::Live::Reload => Live::Reload,
        message::Live::Feedback(ticket) => Live::Feedback(ticket),
        message::Live::Groups(version) => Live::Groups(version),
        message::Live::Unread(n) => Live::Unread(n),
    })
}
