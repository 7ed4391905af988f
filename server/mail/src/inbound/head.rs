//! Headers as the parser can read them: bytes that are no UTF-8, and encoded words (RFC 2047) whose
//! bytes are not in the charset that they name, are written anew.

use super::charset::{Clues, decode, is_as_claimed};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mail_parser::decoders::base64::base64_decode;
use std::borrow::Cow;
use std::str::from_utf8;

/// The message with the headers at its beginning readable; the rest is as it was.
pub fn readable<'a>(message: &'a [u8], clues: Clues<'_>) -> Cow<'a, [u8]> {
    let end = end_of_head(message);
    let (head, rest) = message.split_at(end);
    let mut written = Vec::new();
    let mut is_changed = false;
    for field in fields(head) {
        let field = readable_field(field, clues);
        is_changed |= matches!(field, Cow::Owned(_));
        written.extend_from_slice(&field);
    }
    if !is_changed {
        return Cow::Borrowed(message);
    }
    written.extend_from_slice(rest);
    Cow::Owned(written)
}

/// Last label of the domain of the address in `From`, in lower case.
pub fn country(message: &[u8]) -> Option<String> {
    let head = message.get(..end_of_head(message))?;
    let from = fields(head).find(|field| is_named(field, b"from"))?;
    let at = from.iter().rposition(|byte| *byte == b'@')?;
    let domain = from.get(at + 1..)?;
    let part_of_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let length = domain.iter().position(|byte| !part_of_domain(byte));
    let domain = from_utf8(domain.get(..length.unwrap_or(domain.len()))?).ok()?;
    let last = domain.trim_end_matches('.').rsplit('.').next()?;
    Some(last.to_ascii_lowercase())
}

/// Where the empty line after the headers begins.
fn end_of_head(message: &[u8]) -> usize {
    let mut at = 0;
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            return at;
        }
        at += line.len();
    }
    at
}

/// The fields of a head, each with its continuation lines.
fn fields(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = head;
    std::iter::from_fn(move || {
        let mut end = 0;
        for line in rest.split_inclusive(|byte| *byte == b'\n') {
            if end > 0 && !matches!(line.first(), Some(b' ' | b'\t')) {
                break;
            }
            end += line.len();
        }
        let (field, after) = rest.split_at(end);
        rest = after;
        (!field.is_empty()).then_some(field)
    })
}

fn is_named(field: &[u8], name: &[u8]) -> bool {
    let colon = field.iter().position(|byte| *byte == b':');
    let given = colon
        .and_then(|colon| field.get(..colon))
        .unwrap_or_default();
    given.trim_ascii().eq_ignore_ascii_case(name)
}

/// A field as it can be read.
pub fn readable_field<'a>(field: &'a [u8], clues: Clues<'_>) -> Cow<'a, [u8]> {
    let field = match from_utf8(field) {
        Ok(_) => Cow::Borrowed(field),
        Err(_) => Cow::Owned(decoded(field, clues).into_bytes()),
    };
    // These are parsed; each has a bounded number of words.
    let is_parsed = [
        "from",
        "to",
        "cc",
        "subject",
        "content-type",
        "content-disposition",
    ]
    .iter()
    .any(|name| is_named(&field, name.as_bytes()));
    match is_parsed.then(|| repaired(&field, clues)).flatten() {
        Some(repaired) => Cow::Owned(repaired),
        None => field,
    }
}

/// Bytes of a field as text. In all but the subject, what is ASCII stays what it is: an address is
/// the one that mail servers have seen.
fn decoded(field: &[u8], clues: Clues<'_>) -> String {
    let text = decode(field, clues);
    let ascii = |bytes: &[u8]| -> Vec<u8> { bytes.iter().copied().filter(u8::is_ascii).collect() };
    if is_named(field, b"subject") || ascii(field) == ascii(text.as_bytes()) {
        text
    } else {
        encoding_rs::mem::decode_latin1(field).into_owned()
    }
}

/// An encoded word: what it is written in, and its bytes.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    /// Its length in the field.
    length: usize,
}

/// The field with the encoded words written anew that are not in the charset that they name; `None`
/// if there are none. Words that follow one another are read as one: some programs part a character
/// between two of them.
fn repaired(field: &[u8], clues: Clues<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(field.len());
    let mut is_changed = false;
    let mut rest = field;
    while let Some(begin) = rest.windows(2).position(|two| two == b"=?") {
        let (before, from) = rest.split_at(begin);
        out.extend_from_slice(before);
        let Some(first) = word(from) else {
            let (sign, after) = from.split_at(2);
            out.extend_from_slice(sign);
            rest = after;
            continue;
        };
        let mut bytes = first.bytes.clone();
        let mut is_wrong = !is_as_claimed(&first.bytes, first.charset);
        let mut length = first.length;
        while let Some(after) = from.get(length..)
            && let white = after.len() - after.trim_ascii_start().len()
            && white > 0
            && let Some(next) = word(after.get(white..).unwrap_or_default())
            && next.charset.eq_ignore_ascii_case(first.charset)
        {
            is_wrong |= !is_as_claimed(&next.bytes, next.charset);
            bytes.extend_from_slice(&next.bytes);
            length += white + next.length;
        }
        let (words, after) = from.split_at(length.min(from.len()));
        if is_wrong {
            is_changed = true;
            let claimed = Some(first.charset);
            let text = decode(&bytes, Clues { claimed, ..clues });
            out.extend_from_slice(b"=?utf-8?B?");
            out.extend_from_slice(BASE64_STANDARD.encode(text).as_bytes());
            out.extend_from_slice(b"?=");
        } else {
            out.extend_from_slice(words);
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    is_changed.then_some(out)
}

/// The encoded word at the beginning of `from`, if there is one.
fn word(from: &[u8]) -> Option<Word<'_>> {
    let inner = from.strip_prefix(b"=?")?;
    let mut parts = inner.splitn(3, |byte| *byte == b'?');
    let (charset, kind, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest.windows(2).position(|two| two == b"?=")?;
    let text = rest.get(..end)?;
    // A language may follow the charset (RFC 2231, 5).
    let charset = from_utf8(charset).ok()?.split('*').next()?;
    let bytes = match kind {
        b"B" | b"b" => base64_decode(text)?,
        b"Q" | b"q" => quoted(text),
        _ => return None,
    };
    Some(Word {
        charset,
        bytes,
        length: from.len() - rest.len() + end + 2,
    })
}

/// The bytes of a word in the encoding `Q` (RFC 2047, 4.2).
fn quoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let hex = (*first == b'=').then(|| after.get(..2)).flatten();
        let hex = hex.filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let byte = hex.and_then(|hex| u8::from_str_radix(from_utf8(hex).ok()?, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(if *first == b'_' { b' ' } else { *first }),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use mail_parser::MessageParser;

    fn head(head: &[u8]) -> (String, String) {
        let clues = Clues {
            claimed: None,
            country: Some("fr"),
        };
        let head = readable(head, clues);
        let message = MessageParser::default().parse(&*head).unwrap();
        let name = message.from().and_then(|from| from.first()?.name());
        let subject = message.subject().unwrap_or_default();
        (name.unwrap_or_default().to_owned(), subject.to_owned())
    }

    #[test]
    fn bytes_that_stand_there_raw_are_read() {
        let raw =
            b"From: Ren\xe9e Dubois <claire@exemple.fr>\r\nSubject: \xc9cran cass\xe9\r\n\r\n\xe9";
        let (name, subject) = head(raw);
        assert_eq!(
            (name.as_str(), subject.as_str()),
            ("Renée Dubois", "Écran cassé")
        );
        let utf8 = "From: Renée <c@exemple.fr>\r\nSubject: Écran\r\n cassé\r\n\r\nx";
        assert_eq!(head(utf8.as_bytes()).1, "Écran cassé");
        assert!(matches!(
            readable(utf8.as_bytes(), Clues::default()),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn words_in_another_charset_than_they_say_are_read() {
        for (subject, read) in [
            ("=?utf-8?Q?caf=E9?=", "café"),
            ("=?utf-8?B?Y2Fm6Q==?= noir", "café noir"),
            ("=?us-ascii?Q?caf=C3=A9?=", "café"),
            ("=?x-unknown?Q?caf=C3=A9_noir?=", "café noir"),
            // A character parted between two words.
            ("=?utf-8?Q?caf=C3?=\r\n =?utf-8?Q?=A9?= noir", "café noir"),
            ("=?utf-8?B?Y2Fmw6k=?=", "café"),
            (
                "=?iso-8859-1?Q?=C9cran?= =?iso-8859-1?Q?_cass=E9?=",
                "Écran cassé",
            ),
            ("=?iso-2022-jp?B?GyRCJVclaiVzJT8hPBsoQg==?=", "プリンター"),
            ("1 =? 2 ?= 3 =?q?=", "1 =? 2 ?= 3 =?q?="),
        ] {
            let message = format!("From: a@b.fr\r\nSubject: {subject}\r\n\r\nx");
            assert_eq!(head(message.as_bytes()).1, read, "{subject}");
        }
    }

    #[test]
    fn an_address_is_the_one_that_others_have_seen() {
        // In some charsets, a byte that looks like "@" is half a character.
        let raw = b"From: \x83\x40\x83\x40\x83\x40 <a@b.fr>\r\nSubject: x\r\n\r\n";
        let clues = Clues {
            claimed: Some("shift_jis"),
            country: None,
        };
        let read = readable(raw, clues);
        assert_eq!(read.iter().filter(|byte| **byte == b'@').count(), 4);
    }

    #[test]
    fn the_country_is_that_of_the_sender() {
        assert_eq!(
            country(b"To: a@b.de\r\nFrom: \xe9 <c@Exemple.FR>\r\n\r\n").unwrap(),
            "fr"
        );
        assert_eq!(country(b"Subject: x\r\n\r\nFrom: a@b.fr"), None);
    }
}
