//! What came with a message: attached files, pictures in its text, messages inside it.

use guichet_desk::{LetterFile, UPLOAD_MAX};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Files of one message at most; what is more stays in the message, which is kept whole then.
const FILES_MAX: usize = 50;

/// The files of a message.
#[derive(Default)]
pub struct Files {
    pub kept: Vec<LetterFile>,
    /// Names and bytes.
    pub too_large: Vec<(String, usize)>,
    pub too_many: usize,
}

pub fn files(message: &Message<'_>) -> Files {
    let mut files = Files::default();
    for (number, part) in (1..).zip(message.attachments()) {
        let bytes = bytes(part);
        if bytes.is_empty() {
            continue;
        }
        let name = name(part, number);
        if bytes.len() > UPLOAD_MAX {
            files.too_large.push((name, bytes.len()));
        } else if files.kept.len() >= FILES_MAX {
            files.too_many += 1;
        } else {
            files.kept.push(LetterFile { name, bytes });
        }
    }
    files
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
