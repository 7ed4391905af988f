//! Who is to be notified of what, before and after their preferences are applied.

use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::stream::StreamId;
use guichet_domain::notifications::recipients::Recipient;
use guichet_domain::{PersonId, TicketId, Timestamp};
use guichet_store::{Conn, Notification, Notified, OutboundEmail, Position, StoreError};
use std::collections::BTreeSet;

/// A recipient of the event at a position.
pub(super) struct One {
    pub recipient: Recipient,
    pub position: Position,
    pub about: StreamId,
    pub at: Timestamp,
    /// By what they are told of the same anyway; it is said once by each channel.
    pub beside: Option<Recipient>,
}

/// Recipients and reminders of a stretch of the log, before preferences are applied.
#[derive(Default)]
pub(super) struct FoundNotices {
    pub ones: Vec<One>,
    pub reminders: Vec<(TicketId, Position, Timestamp)>,
}

impl FoundNotices {
    pub fn extend(&mut self, other: Self) {
        self.ones.extend(other.ones);
        self.reminders.extend(other.reminders);
    }
}

/// Applies the recipients' preferences.
pub(super) async fn as_wished(
    conn: &mut Conn,
    found: FoundNotices,
    directory: &Directory,
) -> Result<Notified, StoreError> {
    let people: BTreeSet<PersonId> = found.ones.iter().map(|one| one.recipient.person).collect();
    let wishes = conn.wishes(&people).await?;
    let mut told = Notified {
        reminders: found.reminders,
        ..Notified::default()
    };
    for one in found.ones {
        let (person, notice) = (one.recipient.person, one.recipient.notice);
        let wishes = wishes.get(&person).cloned().unwrap_or_default();
        let mut channels = wishes.of(&one.recipient);
        if let Some(beside) = one.beside {
            let told = wishes.of(&beside);
            channels.app &= !told.app;
            channels.mail &= !told.mail;
        }
        if channels.app {
            told.notifications.push(Notification {
                person,
                position: one.position,
                notice,
                about: one.about,
                at: one.at,
                read_at: None,
            });
        }
        let reachable = directory
            .people
            .get(&person)
            .and_then(|person| person.email.as_deref())
            // A program reads nothing, and its address may not be there.
            .is_some_and(|email| directory.mail_sender(email).is_none());
        if channels.mail && reachable {
            told.outbound.push(OutboundEmail {
                key: format!("{}.{person}.{}", one.position, notice.name()),
                kind: notice.name().into(),
                person,
                address: None,
                about: one.about.ticket().map(|ticket| (ticket, one.position)),
                article: one.about.article(),
                at: one.at,
            });
        }
    }
    Ok(told)
}
