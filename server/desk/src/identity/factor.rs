//! One-time codes (TOTP, RFC 6238) and recovery codes, without a database.

use crate::kernel::error::DeskError;
use guichet_domain::identity::factor::Enrolment;
use guichet_domain::{PersonId, Timestamp};
use rand::RngCore;
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Secret, TOTP};

/// Length of a secret in bytes: that of the hash, as RFC 4226 recommends (section 4, R6).
const SECRET: usize = 20;

const DIGITS: usize = 6;

/// Length of a time step in seconds.
const STEP: u64 = 30;

/// Number of recovery codes given out at once.
const RECOVERY_CODES: usize = 10;

/// Base32 alphabet of Crockford, without letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Length of a recovery code in characters: 120 bits (NIST SP 800-63B-4, 3.1.2.1, requires 112), so
/// that a plain hash may be stored.
const RECOVERY: usize = 24;

/// Length of recovery codes given out by earlier versions; they stay valid until replaced.
const SHORT_RECOVERY: usize = 16;

/// What a person typed where a code is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Code(String),
    Recovery(String),
    Neither,
}

impl Typed {
    /// Classifies the input. Spaces and hyphens are ignored; letters missing from the alphabet are
    /// read as the digits they look like.
    pub fn read(text: &str) -> Self {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(RECOVERY + 1)
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect();
        if bare.len() == DIGITS && bare.bytes().all(|b| b.is_ascii_digit()) {
            Self::Code(bare)
        } else if [RECOVERY, SHORT_RECOVERY].contains(&bare.len())
            && bare.bytes().all(|b| ALPHABET.contains(&b))
        {
            Self::Recovery(bare)
        } else {
            Self::Neither
        }
    }
}

pub(crate) fn draw_secret() -> [u8; SECRET] {
    let mut secret = [0_u8; SECRET];
    rand::rng().fill_bytes(&mut secret);
    secret
}

fn totp(secret: &[u8], account: &str) -> TOTP {
    let (issuer, account) = (Some("Guichet".to_owned()), account.to_owned());
    TOTP::new_unchecked(
        Algorithm::SHA1,
        DIGITS,
        0,
        STEP,
        secret.to_vec(),
        issuer,
        account,
    )
}

/// Result of comparing a code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// The code is valid, in this time step.
    Step(i64),
    /// The code belongs to a step in which a code was already accepted, or to an earlier one.
    Used,
    No,
}

/// Compares a code with those of the current step, the previous and the next, since clocks differ
/// (RFC 6238, 5.2). Each step is accepted once: `last` is the last accepted one.
pub(crate) fn matching(secret: &[u8], code: &str, now: Timestamp, last: i64) -> Match {
    let totp = totp(secret, "");
    let current = now.0 / 1_000_000 / STEP.cast_signed();
    let mut found = Match::No;
    for step in [current - 1, current, current + 1] {
        let at = u64::try_from(step).unwrap_or(0) * STEP;
        // Compared in constant time, and all three of them.
        if totp.check(code, at) {
            found = if step > last {
                Match::Step(step)
            } else {
                Match::Used
            };
        }
    }
    found
}

/// Set-up data for an authenticator, for the account `name`.
pub(crate) fn enrolment(secret: &[u8], name: &str) -> Result<Enrolment, DeskError> {
    let encoded = Secret::Raw(secret.to_vec()).to_encoded().to_string();
    let uri = totp(secret, name).get_url();
    let qr = qrcode::QrCode::new(&uri).map_err(|e| DeskError::Hash(e.to_string()))?;
    let side = qr.width();
    let dark = qr.to_colors().into_iter().enumerate();
    let path = dark
        .filter(|(_, color)| *color == qrcode::Color::Dark)
        .map(|(i, _)| format!("M{} {}h1v1h-1z", i % side, i / side))
        .collect();
    let groups: Vec<&str> = encoded
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    Ok(Enrolment {
        secret: groups.join(" "),
        uri,
        side,
        path,
    })
}

/// New recovery codes as shown: six groups of four characters.
pub(crate) fn draw_recovery_codes() -> Vec<String> {
    let draw = || {
        let mut bytes = [0_u8; RECOVERY];
        rand::rng().fill_bytes(&mut bytes);
        let characters: Vec<char> = bytes
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
            .collect();
        let groups: Vec<String> = characters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    };
    (0..RECOVERY_CODES).map(|_| draw()).collect()
}

/// The stored hash of a recovery code.
pub(crate) fn recovery_hash(person: PersonId, code: &str) -> String {
    let bare: String = code.chars().filter(|c| *c != '-').collect();
    hex::encode(Sha256::digest(format!("{person}:{bare}").as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// RFC 6238, appendix B: the last six of the eight digits it gives for SHA-1.
    const VECTORS: [(i64, &str); 6] = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];
    const KEY: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp(second * 1_000_000)
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (second, digits) in VECTORS {
            let code = &digits[2..];
            assert_eq!(
                matching(KEY, code, at(second), 0),
                Match::Step(second / 30),
                "{second}"
            );
            assert_eq!(
                matching(b"another secret of 20", code, at(second), 0),
                Match::No
            );
            let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
            assert_eq!(matching(KEY, &wrong, at(second), 0), Match::No);
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_one_beside_and_counts_once() {
        let code = &VECTORS[3].1[2..];
        let (second, step) = (1_234_567_890, 1_234_567_890 / 30);
        for (offset, expected) in [
            (-31, Match::No),
            (-30, Match::Step(step)),
            (0, Match::Step(step)),
            (59, Match::Step(step)),
            (60, Match::No),
        ] {
            // The vector lies at the very beginning of its step.
            assert_eq!(
                matching(KEY, code, at(second + offset), 0),
                expected,
                "{offset}"
            );
        }
        assert_eq!(matching(KEY, code, at(second), step - 1), Match::Step(step));
        assert_eq!(matching(KEY, code, at(second), step), Match::Used);
        assert_eq!(matching(KEY, code, at(second), step + 1), Match::Used);
    }

    #[test]
    fn what_is_typed_is_a_code_a_recovery_code_or_neither() {
        assert_eq!(Typed::read(" 123 456 "), Typed::Code("123456".into()));
        assert_eq!(Typed::read("123-456"), Typed::Code("123456".into()));
        // Handed out before they were longer, and now.
        let code = Typed::Recovery("0123456789abcd01".into());
        assert_eq!(Typed::read("o123-4567-89AB-CDoI"), code);
        let code = Typed::Recovery("0123456789abcd010123wxyz".into());
        assert_eq!(Typed::read("o123-4567-89AB-CDoI 0123-wxyz"), code);
        let long = "9".repeat(100_000);
        for neither in [
            "",
            "12345",
            "1234567",
            "12345é",
            "١٢٣٤٥٦",
            "0123-4567-89ab-cdu0",
            "0123-4567-89ab-cdef-0",
            "0123-4567-89ab-cdef-0123-456",
            "0123-4567-89ab-cdef-0123-4567-8",
            &long,
        ] {
            assert_eq!(Typed::read(neither), Typed::Neither, "{neither}");
        }
    }

    #[test]
    fn recovery_codes_differ_and_are_read_back() {
        let codes = draw_recovery_codes();
        assert_eq!(codes.len(), 10);
        assert!(
            codes
                .iter()
                .all(|code| code.replace('-', "").len() * 5 >= 112)
        );
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), 10);
        for code in &codes {
            let Typed::Recovery(bare) = Typed::read(&code.to_uppercase()) else {
                panic!("{code}");
            };
            assert_eq!(
                recovery_hash(PersonId(1), &bare),
                recovery_hash(PersonId(1), code)
            );
            assert_ne!(
                recovery_hash(PersonId(1), code),
                recovery_hash(PersonId(2), code)
            );
        }
    }

    #[test]
    fn an_enrolment_says_what_the_authenticator_needs() {
        let enrolment = enrolment(KEY, "zoé+x@exemple.fr").unwrap();
        // RFC 4648, 6: the secret of the vectors.
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(enrolment.secret.replace(' ', ""), secret);
        assert_eq!(
            enrolment.uri,
            // Algorithm, digits and period are those that go without saying.
            format!(
                "otpauth://totp/Guichet:zo%C3%A9%2Bx%40exemple.fr?secret={secret}&issuer=Guichet"
            )
        );
        assert!(enrolment.side >= 21 && (enrolment.side - 21).is_multiple_of(4));
        // The finder pattern: seven dark modules in the corner, then a light one.
        assert!(enrolment.path.starts_with("M0 0h1v1h-1zM1 0h1v1h-1z"));
        assert!(!enrolment.path.contains("M7 0h"));
    }
}
