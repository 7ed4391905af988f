//! What a command said: the same command sent again is done once, and answered as before, only if
//! it says the same. Kept as a keyed hash (HMAC, RFC 2104), so that the log does not hold words twice.

use crate::{Caller, Desk, DeskError};
use guichet_domain::TicketId;
use guichet_store::{Conn, Done};
use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;

/// Under this name their key is kept.
pub(crate) const CONTENT_KEY: &str = "content_key";

/// The key of those hashes.
pub(crate) struct Contents([u8; 32]);

impl Contents {
    pub const fn with(key: [u8; 32]) -> Self {
        Self(key)
    }

    fn hash(&self, content: &[u8]) -> Result<String, DeskError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .map_err(|error| DeskError::Hash(error.to_string()))?;
        mac.update(content);
        Ok(hex::encode(mac.finalize().into_bytes()))
    }
}

impl Desk {
    /// The hash of what somebody wants; `verb` tells what looks the same and is not.
    pub(crate) fn content(
        &self,
        caller: Caller,
        verb: &str,
        what: &impl Serialize,
    ) -> Result<String, DeskError> {
        let content = serde_json::to_vec(&(caller.person, verb, what))
            .map_err(|error| DeskError::Hash(error.to_string()))?;
        self.contents.hash(&content)
    }
}

/// Refuses a command that was carried out with another content. Where that was removed since, it
/// cannot be compared and counts as another: nothing somebody typed is taken for said before.
pub(crate) async fn same_content(
    conn: &mut Conn,
    done: &Done,
    content: &str,
) -> Result<(), DeskError> {
    match done.content.as_deref() {
        // From before contents were kept.
        None => Ok(()),
        Some(kept) if kept == content => Ok(()),
        Some(_) => {
            let ticket = match done.stream.as_str() {
                "ticket" => conn.loaded(TicketId(done.id)).await?,
                _ => None,
            };
            let reference = ticket.map(|loaded| loaded.ticket().reference());
            Err(DeskError::Reused(reference))
        }
    }
}
