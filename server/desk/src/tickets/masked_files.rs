//! Masking signed reply addresses in files (`guichet_domain::mail::reply_address`): messages that
//! people attach have them in their headers, and others read the files. The size of a file stays
//! the same.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use guichet_domain::mail::reply_address::signatures;
use std::ops::Range;

/// Minimum number of base64 characters that can contain an address.
const SHORTEST: usize = 28;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Replaces each character of such a signature by `x`, also where it is encoded in base64 (RFC
/// 2045, 6.8).
pub fn masked(mut bytes: Vec<u8>) -> Vec<u8> {
    mask(&mut bytes);
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'\n');
        let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let (encoded, last) = (is_base64(line), line.contains(&b'='));
        let before = at;
        at += line.len() + 1;
        if !encoded || last {
            let end = if encoded { at.min(bytes.len()) } else { before };
            mask_encoded(&mut bytes, start..end);
            start = at;
        }
    }
    let end = bytes.len();
    mask_encoded(&mut bytes, start.min(end)..end);
    bytes
}

/// Masks signatures in plain bytes; returns whether there were any.
fn mask(bytes: &mut [u8]) -> bool {
    let found = signatures(bytes);
    for byte in found.iter().cloned().flatten() {
        if let Some(byte) = bytes
            .get_mut(byte)
            .filter(|byte| byte.is_ascii_alphanumeric())
        {
            *byte = b'x';
        }
    }
    !found.is_empty()
}

/// Whether a line can be base64, padded or not.
fn is_base64(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    !line.is_empty() && line.iter().all(|byte| in_base64(*byte) || *byte == b'=')
}

fn in_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'
}

/// Masks signatures in consecutive lines of base64.
fn mask_encoded(bytes: &mut [u8], run: Range<usize>) {
    let Some(run) = bytes.get_mut(run).filter(|run| run.len() >= SHORTEST) else {
        return;
    };
    let mut encoded: Vec<u8> = run
        .iter()
        .copied()
        .filter(|byte| in_base64(*byte))
        .collect();
    // What is left over is no character.
    if encoded.len() % 4 == 1 {
        encoded.pop();
    }
    let Ok(mut text) = BASE64.decode(&encoded) else {
        return;
    };
    if !mask(&mut text) {
        return;
    }
    let again = BASE64.encode(&text);
    let places = run.iter_mut().filter(|byte| in_base64(**byte));
    for (place, byte) in places.zip(again.into_bytes()) {
        *place = byte;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use base64::engine::general_purpose::STANDARD as PADDED;
    use proptest::prelude::*;

    const ADDRESS: &str = "support+INC-401.ccd4axyn6yr4uena@exemple.fr";
    const MASKED: &str = "support+INC-401.xxxxxxxxxxxxxxxx@exemple.fr";

    fn lines(encoded: &str, width: usize) -> String {
        let lines = encoded
            .as_bytes()
            .chunks(width)
            .map(|line| std::str::from_utf8(line).unwrap());
        lines.collect::<Vec<_>>().join("\r\n")
    }

    #[test]
    fn a_message_says_no_signature_however_it_is_written() {
        let message = |address: &str, encoded: &str| {
            format!(
                "To: {address}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--b--\r\n"
            )
        };
        let encoded =
            |address: &str| lines(&PADDED.encode(format!("> To: <{address}>\n> Salut")), 76);
        let whole = message(ADDRESS, &encoded(ADDRESS));
        let left = masked(whole.into_bytes());
        assert_eq!(
            String::from_utf8(left).unwrap(),
            message(MASKED, &encoded(MASKED))
        );
        let broken = b"support+INC-401.ccd4ax=\r\nyn6yr4uena@exemple.fr".to_vec();
        assert_eq!(
            masked(broken),
            b"support+INC-401.xxxxxx=\r\nxxxxxxxxxx@exemple.fr"
        );
    }

    #[test]
    fn what_is_none_stays_as_it_is() {
        for file in [
            &b""[..],
            b"\n\n",
            b"x",
            b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n\nQUJD",
            b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxM\r\n====",
            b"\xff\xd8\xff\xe0\n\x00\x01",
        ] {
            assert_eq!(masked(file.to_vec()), file);
        }
    }

    proptest! {
        #[test]
        fn it_is_found_at_any_width(before in "[ -~]{0,60}", after in "[ -~]{0,60}", width in 4_usize..80) {
            let text = |address: &str| lines(&PADDED.encode(format!("{before}\n{address}\n{after}")), width);
            let left = masked(text(ADDRESS).into_bytes());
            prop_assert_eq!(String::from_utf8(left).unwrap(), text(MASKED));
        }

        #[test]
        fn a_file_stays_as_long_as_it_was(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(masked(bytes.clone()).len(), bytes.len());
        }
    }
}
