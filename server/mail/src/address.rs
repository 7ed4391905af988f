//! Addresses and identifiers that bring an answer back to its ticket (RFC 5233, RFC 5322).

use base32::Alphabet;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::reply_address::SIGNATURE;
use guichet_domain::{PersonId, TicketId, Timestamp};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Bytes of a signature: 80 bits, of which a base32 character holds five.
const SIGNED: usize = SIGNATURE * 5 / 8;

/// The desk's own mail address, and the key that signs the reply addresses made from it.
#[derive(Clone)]
pub struct Addresses {
    secret: [u8; 32],
    local: String,
    domain: String,
}

/// Parts of a signed reply address: `support+INC-1042.sig@exemple.fr`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyAddress {
    pub reference: Reference,
    signature: String,
}

/// The person an answer about a ticket would come from, as a reply address is signed for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answerer {
    pub person: PersonId,
    /// When the ticket was recorded. Part of the signature, since a desk restored from a backup can
    /// give the same number to another ticket.
    pub recorded: Timestamp,
    /// Counter that goes up whenever the person's ways of signing in are ended. Addresses signed
    /// under an earlier value prove nothing.
    pub epoch: i64,
}

impl Answerer {
    fn numbers(self, ticket: TicketId) -> [i64; 4] {
        [ticket.0, self.recorded.0, self.person.0, self.epoch]
    }
}

impl Addresses {
    /// Reads `mailbox`, the bare address of the desk, like `support@exemple.fr`.
    ///
    /// `None` if it is not an address.
    pub fn new(secret: [u8; 32], mailbox: &str) -> Option<Self> {
        let (local, domain) = mailbox.rsplit_once('@')?;
        (!local.is_empty() && !domain.is_empty()).then(|| Self {
            secret,
            local: local.to_owned(),
            domain: domain.to_lowercase(),
        })
    }

    /// The bare address of the desk.
    pub fn mailbox(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The address that this person's answer about this ticket is sent to.
    pub fn reply(&self, reference: Reference, answerer: Answerer) -> String {
        let signature = self.sign("answer", &answerer.numbers(reference.id));
        let local = &self.local;
        format!("{local}+{reference}.{signature}@{}", self.domain)
    }

    /// Parses a reply address, without checking its signature: use [`Addresses::is_signed_for`] for
    /// that. Upper and lower case are the same, since mail programs may change them.
    pub fn read(&self, address: &str) -> Option<ReplyAddress> {
        let (local, domain) = address.trim().rsplit_once('@')?;
        let rest = local.get(self.local.len()..)?;
        if !domain.eq_ignore_ascii_case(&self.domain)
            || !local
                .get(..self.local.len())?
                .eq_ignore_ascii_case(&self.local)
        {
            return None;
        }
        let (reference, signature) = rest.strip_prefix('+')?.split_once('.')?;
        Some(ReplyAddress {
            reference: reference.parse().ok()?,
            signature: signature.to_ascii_lowercase(),
        })
    }

    /// Whether the desk gave this address to that person. Compared in constant time.
    pub fn is_signed_for(&self, address: &ReplyAddress, answerer: Answerer) -> bool {
        let Some(signature) = base32::decode(ALPHABET, &address.signature) else {
            return false;
        };
        signature.len() == SIGNED
            && self
                .mac("answer", &answerer.numbers(address.reference.id))
                .verify_truncated_left(&signature)
                .is_ok()
    }

    /// Identifier of the ticket's thread, which every message about it refers to (RFC 5322, 3.6.4).
    pub fn thread(&self, ticket: TicketId) -> String {
        format!("<guichet.ticket.{ticket}@{}>", self.domain)
    }

    /// The ticket whose thread this identifier names, with or without its angle brackets.
    pub fn ticket_of_thread(&self, id: &str) -> Option<TicketId> {
        let id = id.trim().trim_start_matches('<').trim_end_matches('>');
        let (left, domain) = id.rsplit_once('@')?;
        let number = left.strip_prefix("guichet.ticket.")?.parse().ok()?;
        domain
            .eq_ignore_ascii_case(&self.domain)
            .then_some(TicketId(number))
    }

    /// Message-ID of the message with this key in the outbox, about an event at `at`. It is the
    /// same each time the message is sent, and unique even though a desk restored from a backup
    /// uses keys again. It is a digest, since the key itself tells how much happens at the desk.
    pub fn message_id(&self, key: &str, at: Timestamp) -> String {
        let mut mac = self.mac("message", &[at.0]);
        mac.update(key.as_bytes());
        let digest = encode(&mac.finalize().into_bytes()[..SIGNED]);
        format!("<guichet.letter.{digest}@{}>", self.domain)
    }

    /// Whether the desk made this Message-ID, so that the message is one of ours that came back.
    pub fn is_ours(&self, id: &str) -> bool {
        let id = id.trim().trim_start_matches('<').trim_end_matches('>');
        id.rsplit_once('@').is_some_and(|(left, domain)| {
            left.starts_with("guichet.") && domain.eq_ignore_ascii_case(&self.domain)
        })
    }

    fn sign(&self, purpose: &str, numbers: &[i64]) -> String {
        encode(&self.mac(purpose, numbers).finalize().into_bytes()[..SIGNED])
    }

    fn mac(&self, purpose: &str, numbers: &[i64]) -> Hmac<Sha256> {
        // A key of any length is one; the empty one is never used.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret)
            .unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
        mac.update(purpose.as_bytes());
        for number in numbers {
            mac.update(&number.to_be_bytes());
        }
        mac
    }
}

impl std::fmt::Debug for Addresses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Addresses({})", self.mailbox())
    }
}

/// Base32 in lower case without padding (RFC 4648), which every mail program leaves unchanged.
const ALPHABET: Alphabet = Alphabet::Rfc4648Lower { padding: false };

fn encode(bytes: &[u8]) -> String {
    base32::encode(ALPHABET, bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use guichet_domain::kernel::reference::Kind;

    fn addresses() -> Addresses {
        Addresses::new([7; 32], "support@Exemple.fr").unwrap()
    }

    const REFERENCE: Reference = Reference {
        kind: Kind::Incident,
        id: TicketId(1042),
    };

    const RECORDED: Timestamp = Timestamp(1_795_370_940_000_000);

    const fn answerer(person: i64) -> Answerer {
        Answerer {
            person: PersonId(person),
            recorded: RECORDED,
            epoch: 2,
        }
    }

    #[test]
    fn an_answer_finds_its_ticket_and_its_author() {
        let ours = addresses();
        let address = ours.reply(REFERENCE, answerer(3));
        assert!(address.starts_with("support+INC-1042."), "{address}");
        assert!(address.len() < 64, "a local part ends at 64 characters");
        for written in [address.clone(), address.to_uppercase()] {
            let read = ours.read(&written).unwrap();
            assert_eq!(read.reference, REFERENCE);
            assert!(ours.is_signed_for(&read, answerer(3)));
            assert!(!ours.is_signed_for(&read, answerer(4)));
            // Another ticket that has the number now.
            let recorded = RECORDED.plus(1);
            let other = Answerer {
                recorded,
                ..answerer(3)
            };
            assert!(!ours.is_signed_for(&read, other));
            // Before, and since.
            for epoch in [0, 1, 3] {
                let other = Answerer {
                    epoch,
                    ..answerer(3)
                };
                assert!(!ours.is_signed_for(&read, other));
            }
        }
        // The kind of a ticket may change, its number does not.
        let converted = ours.read(&address.replace("INC", "REQ")).unwrap();
        assert!(ours.is_signed_for(&converted, answerer(3)));
    }

    #[test]
    fn what_the_desk_did_not_sign_is_nobodys() {
        let ours = addresses();
        let address = ours.reply(REFERENCE, answerer(3));
        let of = |text: &str| {
            ours.read(text)
                .is_some_and(|read| ours.is_signed_for(&read, answerer(3)))
        };
        assert!(of(&address));
        assert!(!of(&address.replace("1042", "1043")));
        let other = Addresses::new([8; 32], "support@exemple.fr").unwrap();
        assert!(!of(&other.reply(REFERENCE, answerer(3))));
        for wrong in [
            "support@exemple.fr",
            "support+INC-1042@exemple.fr",
            "support+INC-1042.@exemple.fr",
            "support+INC-1042.aaaa@exemple.fr",
            "support+INC-1042.aaaaaaaaaaaaaaaa@exemple.fr",
            "support+INC-1042.éééé@exemple.fr",
            "support+.@exemple.fr",
            "x@y",
            "",
            "@",
        ] {
            assert!(!of(wrong), "{wrong}");
        }
        assert!(ours.read(&address.replace("exemple", "example")).is_none());
    }

    #[test]
    fn threads_read_back_and_message_ids_are_stable() {
        let ours = addresses();
        let thread = ours.thread(TicketId(42));
        assert_eq!(thread, "<guichet.ticket.42@exemple.fr>");
        assert_eq!(ours.ticket_of_thread(&thread), Some(TicketId(42)));
        assert_eq!(ours.ticket_of_thread("<guichet.ticket.42@else.fr>"), None);
        let id = ours.message_id("12.3.resolved", RECORDED);
        assert_eq!(id, ours.message_id("12.3.resolved", RECORDED));
        assert_ne!(id, ours.message_id("12.4.resolved", RECORDED));
        assert_ne!(id, ours.message_id("12.3.resolved", RECORDED.plus(1)));
        assert!(ours.is_ours(&id) && ours.is_ours(&thread));
        assert!(!ours.is_ours("<x@exemple.fr>"));
    }
}
