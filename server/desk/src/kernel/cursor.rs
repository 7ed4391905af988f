//! Cursors: positions as sealed text, so that gaps in them reveal nothing hidden. Each is valid for
//! one list and one person only.

use crate::kernel::error::DeskError;
use crate::kernel::seal::Seal;
use guichet_domain::feedback::page::FeedbackQuery;
use guichet_domain::governance::audit_page::AuditQuery;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::mail::inbound::Fate;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::{PersonId, Timestamp};
use guichet_store::Key;
use serde::Serialize;

/// Maximum age in minutes of a stream cursor; after that the page is read again.
const STREAM_MINUTES: i64 = 60;

/// Minimum length to which the key of an e-mail is padded, in characters.
const KEY_LENGTH: usize = 64;

/// The list a cursor belongs to, with all filters: a cursor of one list is invalid in another.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CursorContext<'a> {
    Queue(&'a QueueQuery),
    Tickets {
        open: Option<bool>,
    },
    Audit(&'a AuditQuery),
    Feedback(&'a FeedbackQuery),
    InboundMessages(Fate),
    Notifications,
    /// One notification, to mark it as read.
    Notice,
    /// One e-mail, to send it again.
    Outbox,
    /// The live stream.
    Live,
}

/// Seals and unseals cursors. A cursor that was altered, made up, or belongs to another person or
/// list is invalid: reading then begins anew.
pub(crate) struct Cursors(Seal);

impl Cursors {
    pub fn with(key: [u8; 16]) -> Self {
        Self(Seal::with(key))
    }

    /// Seals a position. Sealing the same one twice gives different text, so that two readings do
    /// not reveal whether anything happened between them. All cursors of a list have the same
    /// length.
    pub fn seal<const N: usize>(
        &self,
        place: &CursorContext<'_>,
        person: PersonId,
        numbers: [i64; N],
    ) -> Result<String, DeskError> {
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
        self.0.seal(&bytes, &bound(place, person)?)
    }

    pub fn unseal<const N: usize>(
        &self,
        place: &CursorContext<'_>,
        person: PersonId,
        cursor: &str,
    ) -> Option<[i64; N]> {
        let bytes = self.0.unseal(cursor, &bound(place, person).ok()?).ok()?;
        let (numbers, rest) = bytes.as_chunks::<8>();
        let numbers: Vec<i64> = numbers.iter().map(|n| i64::from_be_bytes(*n)).collect();
        let numbers = numbers.try_into().ok()?;
        rest.is_empty().then_some(numbers)
    }

    /// Seals the key of an e-mail, which contains a log position; padded to equal length.
    pub fn seal_email(&self, person: PersonId, key: &str) -> Result<String, DeskError> {
        let padded = format!("{key:KEY_LENGTH$}");
        self.0
            .seal(padded.as_bytes(), &bound(&CursorContext::Outbox, person)?)
    }

    pub fn unseal_email(&self, person: PersonId, sealed: &str) -> Option<String> {
        let bound = bound(&CursorContext::Outbox, person).ok()?;
        let key = String::from_utf8(self.0.unseal(sealed, &bound).ok()?).ok()?;
        Some(key.trim_end().to_owned())
    }

    /// Seals where a page of tickets continues.
    pub fn seal_key(
        &self,
        place: &CursorContext<'_>,
        person: PersonId,
        key: Option<Key>,
    ) -> Result<Option<String>, DeskError> {
        let sealed = key.map(|Key { rank, at, id }| self.seal(place, person, [rank, at, id]));
        sealed.transpose()
    }

    pub fn unseal_key(
        &self,
        place: &CursorContext<'_>,
        person: PersonId,
        cursor: &str,
    ) -> Option<Key> {
        let [rank, at, id] = self.unseal(place, person, cursor)?;
        Some(Key { rank, at, id })
    }

    /// Seals a position in the stream with the time: the age of a cursor is judged by the clock,
    /// since the number of events since then would count hidden ones.
    pub fn stream(
        &self,
        person: PersonId,
        position: i64,
        now: Timestamp,
    ) -> Result<String, DeskError> {
        self.seal(&CursorContext::Live, person, [position, now.0 / MINUTE])
    }

    /// The position of a stream cursor, unless it is too old.
    pub fn read_stream(&self, person: PersonId, cursor: &str, now: Timestamp) -> Option<i64> {
        let [position, minutes] = self.unseal(&CursorContext::Live, person, cursor)?;
        let age = now.0 / MINUTE - minutes;
        (age <= STREAM_MINUTES).then_some(position)
    }
}

/// Context a cursor is sealed with: the list, without a place in it, and the person.
fn bound(place: &CursorContext<'_>, person: PersonId) -> Result<String, DeskError> {
    let list = match place {
        CursorContext::Queue(query) => serde_json::to_string(&CursorContext::Queue(&QueueQuery {
            after: None,
            ..(*query).clone()
        })),
        CursorContext::Audit(query) => serde_json::to_string(&CursorContext::Audit(&AuditQuery {
            after: None,
            ..(*query).clone()
        })),
        other => serde_json::to_string(other),
    };
    let list = list.map_err(|e| DeskError::Hash(e.to_string()))?;
    Ok(format!("place of {person} in {list}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_place_is_good_for_its_list_and_its_person() {
        let cursors = Cursors(Seal::with([7; 16]));
        let (one, other) = (PersonId(1), PersonId(2));
        let query = |text: &str, after: Option<&str>| QueueQuery {
            text: text.into(),
            after: after.map(str::to_owned),
            ..QueueQuery::default()
        };
        let (printer, screen) = (query("imprimante", None), query("écran", None));
        let key = Key {
            rank: 3,
            at: -1,
            id: i64::MAX,
        };
        let sealed = cursors.seal_key(&CursorContext::Queue(&printer), one, Some(key));
        let sealed = sealed.unwrap().unwrap();
        let read = |place: &CursorContext<'_>, person, cursor: &str| {
            cursors.unseal_key(place, person, cursor)
        };
        // Where one is in it is no part of what a list is.
        let further = query("imprimante", Some(&sealed));
        assert_eq!(
            read(&CursorContext::Queue(&further), one, &sealed),
            Some(key)
        );
        assert_eq!(read(&CursorContext::Queue(&printer), other, &sealed), None);
        assert_eq!(read(&CursorContext::Queue(&screen), one, &sealed), None);
        for place in [
            CursorContext::Tickets { open: None },
            CursorContext::Notifications,
            CursorContext::InboundMessages(Fate::Aside),
        ] {
            assert_eq!(read(&place, one, &sealed), None);
        }
        assert_eq!(
            cursors.unseal::<2>(&CursorContext::Queue(&printer), one, &sealed),
            None,
            "as many numbers as were sealed"
        );
        for n in 0..sealed.len() {
            let mut altered = sealed.clone();
            let digit = if &sealed[n..=n] == "0" { "1" } else { "0" };
            altered.replace_range(n..=n, digit);
            assert_eq!(
                read(&CursorContext::Queue(&printer), one, &altered),
                None,
                "{n}"
            );
        }
        for made_up in ["", "3.0.7", "é", &sealed[2..], &"0".repeat(sealed.len())] {
            assert_eq!(
                read(&CursorContext::Queue(&printer), one, made_up),
                None,
                "{made_up}"
            );
        }
    }
}
