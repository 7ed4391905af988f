//! What came with a message: attached files, pictures in its text, messages inside it.

use guichet_desk::{LetterFile, UPLOAD_MAX};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Files of one message at most; what is more is named, not kept.
const FILES_MAX: usize = 50;

/// The files of a message, and the names and sizes of those that are too large or too many.
pub fn files(message: &Message<'_>) -> (Vec<LetterFile>, Vec<(String, usize)>) {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for part in message.attachments() {
        let bytes = bytes(part);
        if bytes.is_empty() {
            continue;
        }
        let name = name(part, kept.len() + left_out.len() + 1);
        if bytes.len() > UPLOAD_MAX || kept.len() >= FILES_MAX {
            left_out.push((name, bytes.len()));
        } else {
            kept.push(LetterFile { name, bytes });
        }
    }
    (kept, left_out)
}

fn bytes(part: &MessagePart<'_>) -> Vec<u8> {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes().to_vec(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        PartType::Message(message) => message.raw_message().to_vec(),
        PartType::Multipart(_) => Vec::new(),
    }
}

/// As the sender called it; what has no name gets one from its type.
fn name(part: &MessagePart<'_>, number: usize) -> String {
    let given = part
        .attachment_name()
        .map(str::trim)
        .filter(|n| !n.is_empty());
    if let Some(name) = given {
        return name.to_owned();
    }
    if let PartType::Message(message) = &part.body {
        return format!("{}.eml", message.subject().unwrap_or("message"));
    }
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    let ending = match subtype.unwrap_or_default().to_lowercase().as_str() {
        "jpeg" | "pjpeg" => "jpg",
        "png" => "png",
        "gif" => "gif",
        "pdf" => "pdf",
        "plain" => "txt",
        "html" => "html",
        "calendar" => "ics",
        "ms-tnef" => "dat",
        _ => "bin",
    };
    format!("{number}.{ending}")
}
