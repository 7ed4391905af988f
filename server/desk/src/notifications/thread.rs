//! The thread that an e-mail stands in, as its reader's mail program knows it.

use guichet_domain::directory::person::Person;
use guichet_domain::{TicketId, Timestamp};
use guichet_store::{Conn, StoreError};

/// E-mails that a thread names beside the first: mail programs need the last few.
const LAST: i64 = 8;

/// An e-mail that one may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// One of ours, by its key in the outbox and when that happened which it tells of.
    Ours(String, Timestamp),
    /// One that the reader wrote, by its Message-ID.
    Theirs(String),
}

/// What this person and the desk wrote to each other about a ticket, the earliest first. What others
/// wrote is not in their mailbox, and not their business.
pub async fn earlier(
    conn: &mut Conn,
    person: &Person,
    ticket: TicketId,
) -> Result<Vec<Earlier>, StoreError> {
    let theirs = match &person.email {
        Some(email) => conn.messages_about(ticket, email, LAST).await?,
        None => Vec::new(),
    };
    let ours = conn.emails_before(person.id, ticket, LAST).await?;
    let theirs = theirs.into_iter().map(|(at, id)| (at, Earlier::Theirs(id)));
    let ours = ours
        .into_iter()
        .map(|(sent, key, at)| (sent, Earlier::Ours(key, at)));
    let mut all: Vec<_> = theirs.chain(ours).collect();
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, outbound)| outbound).collect())
}
