//! What a command said: the same command sent again is done once, and answered as before, only if
//! it says the same. Kept as a keyed hash (HMAC, RFC 2104), so that the log does not hold words twice.

use crate::kernel::error::DeskError;
use guichet_store::{Conn, Done};

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
            let ticket = match done.ticket() {
                Some(ticket) => conn.aggregate(ticket).await?,
                None => None,
            };
            let reference = ticket.map(|aggregate| aggregate.ticket().reference());
            Err(DeskError::Reused(reference))
        }
    }
}
