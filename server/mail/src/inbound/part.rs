//! Parts of a message: their bytes, and what their headers say.

use super::charset::Clues;
use super::head::readable;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// The bytes of a part as its sender had them: for a text, before anything was read of them.
pub fn bytes<'a>(message: &'a Message<'_>, part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    let read = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => return Cow::Borrowed(bytes),
        PartType::Message(message) => return Cow::Borrowed(message.raw_message()),
        PartType::Multipart(_) => return Cow::Borrowed(&[]),
    };
    let range = part.offset_body as usize..part.offset_end as usize;
    let Some(raw) = message.raw_message().get(range) else {
        return Cow::Borrowed(read);
    };
    let decoded = match part.encoding {
        Encoding::None => return Cow::Borrowed(raw),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.map_or(Cow::Borrowed(read), Cow::Owned)
}

/// Headers in which a backslash that escapes nothing stands for itself, as in paths of Windows that
/// some programs write as they are.
fn with_backslashes(head: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len() + 16);
    let mut rest = head;
    while let Some((first, after)) = rest.split_first() {
        out.push(*first);
        rest = after;
        if *first == b'\\' {
            match after.split_first() {
                Some((escaped @ (b'"' | b'\\'), after)) => {
                    out.push(*escaped);
                    rest = after;
                }
                _ => out.push(b'\\'),
            }
        }
    }
    out
}

/// Name that the sender gave the file, if any.
pub fn file_name(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    clues: Clues<'_>,
) -> Option<String> {
    let name = part.attachment_name()?;
    let reread = || {
        let range = part.offset_header as usize..part.offset_body as usize;
        let head = readable(message.raw_message().get(range)?, clues);
        let head = with_backslashes(&head);
        let head = MessageParser::default()
            .with_mime_headers()
            .parse_headers(&*head)?;
        head.root_part().attachment_name().map(str::to_owned)
    };
    let head = message
        .raw_message()
        .get(part.offset_header as usize..part.offset_body as usize);
    let has_backslash = head.is_some_and(|head| head.contains(&b'\\'));
    let is_unread = has_backslash || name.contains('\u{fffd}') || name.contains("=?");
    let again = is_unread.then(reread).flatten();
    Some(again.unwrap_or_else(|| name.to_owned()))
}
