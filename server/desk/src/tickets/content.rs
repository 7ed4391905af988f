//! Comparing commands by keyed hash (HMAC, RFC 2104): a command sent again is answered as before
//! only if its content is the same.

use crate::kernel::error::DeskError;
use guichet_store::{Conn, Done};

/// Refuses a command id that was used with other content. Content removed since cannot be compared
/// and counts as different, so that nothing typed is mistaken for said before.
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
