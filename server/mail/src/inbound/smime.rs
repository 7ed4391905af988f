//! Messages whose content stands within their digital signature (S/MIME, RFC 8551, 3.5.2). The
//! content is taken out; whether the signature is right is not checked.

use bcder::decode::{Constructed, DecodeError, IntoSource, Source};
use bcder::{Mode, OctetString, Oid, Tag};
use bytes::Bytes;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// The signed content of a message that is nothing else (`application/pkcs7-mime`): a part with
/// headers of its own. `None` for other messages, and for encrypted ones.
pub fn signed_content(message: &Message<'_>) -> Option<Vec<u8>> {
    let part = message.root_part();
    if !is_pkcs7(part) {
        return None;
    }
    let bytes = match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        _ => return None,
    };
    let mut content = None;
    // What follows the content is of no use here, and may be in a form that cannot be read.
    let source = Bytes::copy_from_slice(bytes).into_source();
    let _ = Mode::Ber.decode(source, |all| content_info(all, &mut content));
    content.map(|content| content.into_bytes().to_vec())
}

fn is_pkcs7(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("application")
            && kind.subtype().is_some_and(|subtype| {
                ["pkcs7-mime", "x-pkcs7-mime"]
                    .iter()
                    .any(|known| subtype.eq_ignore_ascii_case(known))
            })
    })
}

/// The object identifier of signed data (RFC 5652, 5.1): 1.2.840.113549.1.7.2.
const SIGNED: Oid<&[u8]> = Oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]);

/// Reads a `ContentInfo` (RFC 5652, 3) of signed data as far as its content.
fn content_info<S: Source>(
    all: &mut Constructed<'_, S>,
    content: &mut Option<OctetString>,
) -> Result<(), DecodeError<S::Error>> {
    all.take_sequence(|info| {
        SIGNED.skip_if(info)?;
        info.take_constructed_if(Tag::CTX_0, |signed| {
            signed.take_sequence(|signed| {
                // Version and digest algorithms.
                signed.skip_one()?;
                signed.skip_one()?;
                signed.take_sequence(|inner| {
                    Oid::skip_in(inner)?;
                    *content = inner.take_opt_constructed_if(Tag::CTX_0, OctetString::take_from)?;
                    Ok(())
                })?;
                // Certificates and signatures.
                signed.skip_all()
            })
        })
    })
}
