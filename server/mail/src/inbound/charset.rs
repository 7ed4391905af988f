//! Reads bytes as text: as the message says they are written, where they can be, and otherwise as
//! they most likely are. A replacement character stands only where no reading is without one.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP};
use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;
use std::str::from_utf8;

/// What a message tells about its texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues<'a> {
    /// Charset that it names (RFC 2045, 2.2).
    pub claimed: Option<&'a str>,
    /// Last label of its sender's domain, in lower case: in some countries, some charsets are
    /// common.
    pub country: Option<&'a str>,
}

/// Reads text. What is not valid in the claimed charset is read as UTF-8 if it is that, and by
/// detection otherwise.
pub fn decode(bytes: &[u8], clues: Clues<'_>) -> String {
    if let Some(text) = seven_bit(bytes, clues.claimed) {
        return text;
    }
    if let Some(text) = clues.claimed.and_then(|claimed| as_claimed(bytes, claimed)) {
        return text;
    }
    match from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => detected(bytes, clues.country).into_owned(),
    }
}

/// Whether bytes are in the charset that they are said to be in.
pub fn is_as_claimed(bytes: &[u8], claimed: &str) -> bool {
    let is_plain = bytes.is_ascii() && seven_bit(bytes, Some(claimed)).is_none();
    is_plain || as_claimed(bytes, claimed).is_some()
}

/// The text if it is valid in the charset, and nothing else speaks against it.
fn as_claimed(bytes: &[u8], claimed: &str) -> Option<String> {
    let label = claimed.trim().trim_matches(['"', '\'']);
    let is_ascii = ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"]
        .iter()
        .any(|ascii| label.eq_ignore_ascii_case(ascii));
    if is_ascii {
        return None;
    }
    let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) else {
        // One that web browsers do not know, such as UTF-7 or the code pages of MS-DOS.
        let text = charset_decoder(label.as_bytes())?(bytes);
        return (!text.contains('\u{fffd}')).then_some(text);
    };
    // Every byte means something in most charsets of single bytes: UTF-8 does not come about there
    // by chance.
    let by_chance = encoding.is_single_byte() && from_utf8(bytes).is_ok();
    if by_chance {
        return None;
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((marked, mark)) => (marked, bytes.get(mark..).unwrap_or_default()),
        None => (encoding, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn detected<'a>(bytes: &'a [u8], country: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let bytes = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let is_label = |label: &&str| label.bytes().all(|b| b.is_ascii_lowercase());
    let country = country.filter(is_label).map(str::as_bytes);
    let encoding = detector.guess(country, Utf8Detection::Deny);
    encoding.decode_without_bom_handling(bytes).0
}

/// Text in a charset that is written in seven bits (ISO-2022-JP, RFC 1468; ISO-2022-KR, RFC 1557;
/// HZ, RFC 1843), if it is claimed or, where nothing else is, its escapes are there.
fn seven_bit(bytes: &[u8], claimed: Option<&str>) -> Option<String> {
    if !bytes.is_ascii() {
        return None;
    }
    let claims =
        |name: &str| claimed.is_some_and(|claimed| claimed.trim().eq_ignore_ascii_case(name));
    let unclaimed = claimed.is_none() || claims("us-ascii") || claims("utf-8");
    let has = |escape: &[u8]| bytes.windows(escape.len()).any(|at| at == escape);
    if claims("iso-2022-kr") || unclaimed && has(b"\x1b$)C") {
        return shifted(bytes, b"\x0e", b"\x0f", EUC_KR).map(|text| text.replace("\x1b$)C", ""));
    }
    if claims("hz-gb-2312") || claims("hz") {
        return shifted(bytes, b"~{", b"~}", GBK)
            .map(|text| text.replace("~\n", "").replace("~~", "~"));
    }
    if unclaimed && (has(b"\x1b$B") || has(b"\x1b$@")) {
        let text = ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes)?;
        return Some(text.into_owned());
    }
    None
}

/// Text whose characters of two bytes stand between two signs, each byte without its highest bit.
fn shifted(bytes: &[u8], begin: &[u8], end: &[u8], encoding: &'static Encoding) -> Option<String> {
    let mut eight = Vec::with_capacity(bytes.len());
    let (mut rest, mut high) = (bytes, 0);
    while let Some((first, after)) = rest.split_first() {
        let sign = if high == 0 { begin } else { end };
        if let Some(after) = rest.strip_prefix(sign) {
            (rest, high) = (after, 0x80 - high);
            continue;
        }
        // A line ends what was not ended.
        high = if *first == b'\n' { 0 } else { high };
        let is_letter = first.is_ascii_graphic();
        eight.push(if is_letter { first | high } else { *first });
        rest = after;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(&eight)?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, GB18030, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    fn read(bytes: &[u8], claimed: impl Into<Option<&'static str>>) -> String {
        let clues = Clues {
            claimed: claimed.into(),
            country: Some("fr"),
        };
        decode(bytes, clues)
    }

    #[test]
    fn what_is_claimed_is_believed_where_it_can_be() {
        for (encoding, label, text) in [
            (SHIFT_JIS, "Shift_JIS", "プリンターが動きません。"),
            (EUC_JP, "euc-jp", "プリンターが動きません。"),
            (ISO_2022_JP, "ISO-2022-JP", "プリンター"),
            (GBK, "gb2312", "打印机坏了"),
            (GB18030, "gb18030", "打印机坏了"),
            (BIG5, "big5", "印表機壞了"),
            (EUC_KR, "ks_c_5601-1987", "프린터가 고장났습니다"),
            (WINDOWS_1251, "windows-1251", "Принтер не работает"),
            (KOI8_R, "koi8-r", "Принтер не работает"),
            (WINDOWS_1252, "ISO-8859-1", "L’écran coûte 5 €"),
        ] {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable);
            assert_eq!(read(&bytes, label), text, "{label}");
        }
        assert_eq!(read(b"caf+AOk-", "utf-7"), "café");
        assert_eq!(read(b"\x82a va", "cp850"), "éa va");
        assert_eq!(
            read(b"\x1b$)C\x0eGA@O\x0f ok", "iso-2022-kr"),
            "프린 ok".replace("프린", &{
                let (text, _, _) = EUC_KR.decode(b"\xc7\xc1\xc0\xcf");
                text.into_owned()
            })
        );
        assert_eq!(
            read(b"~{4rS!;z~} ok", "hz-gb-2312"),
            "打印机 ok".replace("打印机", &{
                let (text, _, _) = GBK.decode(b"\xb4\xf2\xd3\xa1\xbb\xfa");
                text.into_owned()
            })
        );
    }

    #[test]
    fn what_is_claimed_wrongly_or_not_at_all_is_found_out() {
        let latin = b"\xe9cran cass\xe9 \xe0 c\xf4t\xe9";
        for claimed in [
            None,
            Some("utf-8"),
            Some("us-ascii"),
            Some("x-unknown"),
            Some(""),
        ] {
            assert_eq!(read(latin, claimed), "écran cassé à côté", "{claimed:?}");
        }
        for claimed in [
            None,
            Some("iso-8859-1"),
            Some("us-ascii"),
            Some("windows-1252"),
        ] {
            assert_eq!(
                read("écran cassé".as_bytes(), claimed),
                "écran cassé",
                "{claimed:?}"
            );
        }
        assert_eq!(
            read(b"\x93Word\x94 co\xfbte 5 \x80", None),
            "“Word” coûte 5 €"
        );
        let (japanese, _, _) = ISO_2022_JP.encode("プリンター");
        assert_eq!(read(&japanese, None), "プリンター");
        assert_eq!(read("\u{feff}déjà".as_bytes(), "utf-8"), "déjà");
        assert_eq!(read(b"\xff\xfed\0\xe9\0", "utf-16"), "dé");
        let (russian, _, _) = WINDOWS_1251.encode("Принтер на втором этаже не работает, помогите");
        let clues = Clues {
            claimed: Some("utf-8"),
            country: Some("ru"),
        };
        assert_eq!(
            decode(&russian, clues),
            "Принтер на втором этаже не работает, помогите"
        );
    }

    #[test]
    fn whatever_comes_is_read() {
        for byte in 0..=255_u8 {
            for claimed in [
                None,
                Some("utf-8"),
                Some("iso-2022-kr"),
                Some("hz"),
                Some("big5"),
            ] {
                assert!(!read(&[byte, b'a', byte], claimed).is_empty());
            }
        }
    }
}
