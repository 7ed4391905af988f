//! E-mail threads: earlier messages an e-mail refers to.

use guichet_domain::directory::person::Person;
use guichet_domain::{TicketId, Timestamp};
use guichet_store::{Conn, StoreError};

/// Number of earlier e-mails named besides the first; mail programs need the last few.
const LAST: i64 = 8;

/// An earlier message an e-mail may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// One of the desk's e-mails: its key in the outbox, and the time of the event it is about.
    Ours(String, Timestamp),
    /// A message of the recipient, by its Message-ID.
    Theirs(String),
}

/// Messages between the desk and this person about a ticket, earliest first. Messages of others are
/// not in their mailbox, and not for them to know.
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
