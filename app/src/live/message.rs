//! Messages of the live stream, as they are handed from tab to tab.

use guichet_domain::live::message;
use serde_json::Value;

/// A message. What its events say is read where they are shown: most pages need not know them.
pub type Live = message::Live<Value>;

/// A message as it is handed on.
///
/// # Errors
/// What happened cannot be written as JSON.
#[cfg(feature = "ssr")]
pub fn to_hand_on(live: message::Live) -> Result<Live, serde_json::Error> {
    Ok(match live {
        message::Live::Update(update) => Live::Update(Box::new(update.read(serde_json::to_value)?)),
        message::Live::Gone(ticket) => Live::Gone(ticket),
        message::Live::Reload => Live::Reload,
        message::Live::Unread(n) => Live::Unread(n),
    })
}
