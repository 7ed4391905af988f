//! Signatures of reply addresses (`support+INC-1042.SIGNATURE@exemple.fr`) and of links to questions
//! (`/feedback/INC-1042.SIGNATURE`). Each is for one person only: anybody who reads it could answer
//! as that person. Mail programs quote them in replies and forwarded messages, so they are removed
//! from everything that others will read.

use crate::kernel::reference::Kind;
use std::borrow::Cow;
use std::ops::Range;

/// Length of a signature, in characters of base32 (RFC 4648).
pub const SIGNATURE: usize = 16;

/// Returns the text without the signatures in it. The mail addresses that remain still reach the desk.
pub fn without_signatures(text: &str) -> Cow<'_, str> {
    let found = signatures(text.as_bytes());
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
    for range in found {
        // The dot before the signature goes too.
        rest.push_str(text.get(from..range.start - 1).unwrap_or_default());
        from = range.end;
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(rest)
}

/// Returns the byte ranges of signatures, in order. A signature may contain soft line breaks of
/// quoted-printable (RFC 2045, 6.7).
pub fn signatures(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(is_first))
    {
        let start = at + step;
        match signature(bytes, start) {
            Some(range) => {
                at = range.end;
                found.push(range);
            }
            None => at = start + 1,
        }
    }
    found
}

fn is_first(byte: &u8) -> bool {
    matches!(byte.to_ascii_uppercase(), b'I' | b'R' | b'P')
}

/// Returns the signature of the address whose reference begins at `start`, if there is one.
fn signature(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let mut reader = Reader { bytes, at: start };
    let kind = [reader.next()?, reader.next()?, reader.next()?];
    let known = |of: &Kind| of.prefix().as_bytes().eq_ignore_ascii_case(&kind);
    if !Kind::ALL.iter().any(known) || reader.next()? != b'-' {
        return None;
    }
    // No `i64` has more digits.
    let mut digits = 0;
    let after = loop {
        let byte = reader.next()?;
        if !byte.is_ascii_digit() {
            break byte;
        }
        digits += 1;
        if digits > 19 {
            return None;
        }
    };
    if digits == 0 || after != b'.' {
        return None;
    }
    let begun = reader.at;
    for _ in 0..SIGNATURE {
        if !matches!(reader.next()?.to_ascii_lowercase(), b'a'..=b'z' | b'2'..=b'7') {
            return None;
        }
    }
    let range = begun..reader.at;
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    let next = reader.next();
    if next.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    // The `+`, `/` and `@` may be plain or encoded: %2B, =2B, &#43;, %2F, =2F and %40, =40, &#64;.
    let follows = matches!(before, Some(b'+' | b'B' | b'b' | b';' | b'/' | b'F' | b'f'));
    let goes_on = matches!(next, Some(b'@' | b'%' | b'=' | b'&'));
    (follows || goes_on).then_some(range)
}

/// Reads byte by byte, skipping the soft line breaks of quoted-printable.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            if rest.starts_with(b"=\r\n") {
                self.at += 3;
            } else if rest.starts_with(b"=\n") {
                self.at += 2;
            } else {
                break;
            }
        }
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIGNED: &str = "ccd4axyn6yr4uena";

    #[test]
    fn addresses_lose_their_signature_and_nothing_else_is_lost() {
        for (written, left) in [
            (
                "To: Support <support+INC-401.ccd4axyn6yr4uena@exemple.fr>, x",
                "To: Support <support+INC-401@exemple.fr>, x",
            ),
            (
                "mailto:support%2Breq-7.CCD4AXYN6YR4UENA%40exemple.fr",
                "mailto:support%2Breq-7%40exemple.fr",
            ),
            ("support+PRB-1.ccd4axyn6yr4uena", "support+PRB-1"),
            (
                "https://x/feedback/REQ-7.ccd4axyn6yr4uena?score=1",
                "https://x/feedback/REQ-7?score=1",
            ),
            (
                "u=%2Ffeedback%2FREQ-7.ccd4axyn6yr4uena",
                "u=%2Ffeedback%2FREQ-7",
            ),
            ("INC-1.ccd4axyn6yr4uena@x", "INC-1@x"),
            (
                "a+INC-1.ccd4axyn6yr4uena@x a+INC-2.ccd4axyn6yr4uena@x",
                "a+INC-1@x a+INC-2@x",
            ),
            // Words.
            ("Voir INC-1.Administrateurs", "Voir INC-1.Administrateurs"),
            ("+INC-1.ccd4axyn6yr4uena9", "+INC-1.ccd4axyn6yr4uena9"),
            ("+INC-1.ccd4axyn6yr4uen", "+INC-1.ccd4axyn6yr4uen"),
            ("+INC-.ccd4axyn6yr4uena@", "+INC-.ccd4axyn6yr4uena@"),
            ("INC-1 REQ-2. PRB-3, +INC-4@", "INC-1 REQ-2. PRB-3, +INC-4@"),
        ] {
            assert_eq!(without_signatures(written), left);
        }
        let broken = b"support+INC-401.ccd4ax=\r\nyn6yr4uena@exemple.fr";
        assert_eq!(signatures(broken).first(), Some(&(16..35)));
    }

    proptest! {
        #[test]
        fn wherever_it_stands_nobody_reads_it(before in ".{0,40}", after in ".{0,40}", id in 1..i64::MAX, upper: bool) {
            let signed = if upper { SIGNED.to_uppercase() } else { SIGNED.to_owned() };
            let text = format!("{before} support+INC-{id}.{signed}@exemple.fr{after}");
            let left = without_signatures(&text).into_owned();
            prop_assert!(!left.contains(&signed), "{left}");
            let address = format!("support+INC-{id}@exemple.fr");
            prop_assert!(left.contains(&address), "{left}");
            let again = without_signatures(&left).into_owned();
            prop_assert_eq!(again, left);
        }

        #[test]
        fn what_is_no_address_stays(text in "[^+@%=&;/]{0,80}") {
            let left = without_signatures(&text).into_owned();
            prop_assert_eq!(left, text);
        }
    }
}
