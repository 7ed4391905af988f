//! Signed links, by which a question is answered without signing in.

use base32::Alphabet;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::reply_address::SIGNATURE;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of a signature: 80 bits, of which a base32 character holds five.
const SIGNED: usize = SIGNATURE * 5 / 8;

/// Base32 in lower case without padding (RFC 4648), as in reply addresses.
const ALPHABET: Alphabet = Alphabet::Rfc4648Lower { padding: false };

/// Signs links to questions. It is the key of the reply addresses, and so goes with them; their
/// form is the same, so that whatever takes those out of quoted texts takes these out as well.
pub(crate) struct Links([u8; 32]);

/// Token of a link, `INC-1042.sig`, as it was asked for.
pub(crate) struct LinkToken {
    pub reference: Reference,
    signature: Vec<u8>,
}

impl LinkToken {
    /// Parses a token, without checking its signature; `None` if it is none. Upper and lower case
    /// are the same, since mail programs may change them.
    pub fn parse(token: &str) -> Option<Self> {
        let (reference, signature) = token.split_once('.')?;
        if signature.len() != SIGNATURE {
            return None;
        }
        let signature = base32::decode(ALPHABET, &signature.to_ascii_lowercase())?;
        (signature.len() == SIGNED).then_some(Self {
            reference: reference.parse().ok()?,
            signature,
        })
    }
}

impl Links {
    pub const fn with(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Address of the page on which a question is answered. `epoch` is that of the person's reply
    /// addresses: it ends with their ways of signing in.
    pub fn path(&self, reference: Reference, feedback: &Feedback, epoch: i64) -> String {
        let mac = self.mac(feedback, epoch).finalize().into_bytes();
        let signature = base32::encode(ALPHABET, &mac[..SIGNED]);
        format!("/feedback/{reference}.{signature}")
    }

    /// Whether the desk gave this token to whoever was asked. Compared in constant time.
    pub fn is_of(&self, token: &LinkToken, feedback: &Feedback, epoch: i64) -> bool {
        let mac = self.mac(feedback, epoch);
        token.reference.id == feedback.asked.ticket
            && mac.verify_truncated_left(&token.signature).is_ok()
    }

    /// The instant is a part of it, since a desk restored from a backup gives numbers again.
    fn mac(&self, feedback: &Feedback, epoch: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
        mac.update(b"feedback");
        let asked = &feedback.asked;
        let numbers = [
            feedback.id.0,
            feedback.asked_at.0,
            asked.ticket.0,
            asked.person.0,
            epoch,
        ];
        for number in numbers {
            mac.update(&number.to_be_bytes());
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use guichet_domain::feedback::event::Asked;
    use guichet_domain::kernel::reference::Kind;
    use guichet_domain::mail::reply_address::without_signatures;
    use guichet_domain::{FeedbackId, PersonId, TicketId, Timestamp};

    const REFERENCE: Reference = Reference {
        kind: Kind::Incident,
        id: TicketId(1042),
    };

    fn feedback() -> Feedback {
        Feedback {
            asked: Asked {
                ticket: TicketId(1042),
                person: PersonId(3),
                ..Asked::default()
            },
            asked_at: Timestamp(1_795_370_940_000_000),
            ..Feedback::unasked(FeedbackId(7))
        }
    }

    #[test]
    fn a_link_is_for_one_question_to_one_person() {
        let links = Links::with([7; 32]);
        let path = links.path(REFERENCE, &feedback(), 2);
        let token = path.strip_prefix("/feedback/").unwrap();
        for written in [token.to_owned(), token.to_uppercase()] {
            let token = LinkToken::parse(&written).unwrap();
            assert!(links.is_of(&token, &feedback(), 2));
            assert!(!links.is_of(&token, &feedback(), 1));
            assert!(!Links::with([8; 32]).is_of(&token, &feedback(), 2));
            let mut others = [feedback(), feedback(), feedback(), feedback()];
            others[0].id = FeedbackId(8);
            others[1].asked_at = others[1].asked_at.plus(1);
            others[2].asked.person = PersonId(4);
            others[3].asked.ticket = TicketId(1043);
            for other in others {
                assert!(!links.is_of(&token, &other, 2), "{other:?}");
            }
        }
        let moved = LinkToken::parse(&token.replace("1042", "1043")).unwrap();
        assert!(!links.is_of(&moved, &feedback(), 2));
    }

    #[test]
    fn what_is_no_token_is_none() {
        for wrong in [
            "",
            ".",
            "INC-1042",
            "INC-1042.",
            "INC-1042.aaaa",
            "INC-1042.éééééééé",
            "x.aaaaaaaaaaaaaaaa",
            "INC-1042.aaaaaaaaaaaaaaaaa",
            "INC-99999999999999999999.aaaaaaaaaaaaaaaa",
        ] {
            assert!(LinkToken::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn quoted_it_is_taken_out() {
        let path = Links::with([7; 32]).path(REFERENCE, &feedback(), 2);
        for written in [
            format!("> https://desk.exemple.fr{path}?score=1 <"),
            format!("https://desk.exemple.fr{path}"),
            format!("[1]({path})"),
        ] {
            let left = without_signatures(&written);
            assert!(left.contains("/feedback/INC-1042"), "{left}");
            let token = path.rsplit_once('.').unwrap().1;
            assert!(!left.contains(token), "{left}");
        }
    }
}
