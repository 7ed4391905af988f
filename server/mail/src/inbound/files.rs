//! The files of a message: attachments, pictures in its text, messages inside it.

use guichet_desk::{InboundFile, UPLOAD_MAX};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Files taken from one message. If there are more, the whole message is kept, with the rest in it.
const FILES_MAX: usize = 50;

/// Characters read of a file's name; fewer are kept.
const NAME_MAX: usize = 1_000;

/// The files of a message.
#[derive(Default)]
pub struct Files {
    pub kept: Vec<InboundFile>,
    /// Names and sizes in bytes of files that are too large to keep.
    pub too_large: Vec<(String, usize)>,
    pub too_many: usize,
}

pub fn files(message: &Message<'_>) -> Files {
    let mut files = Files::default();
    // What is decoded is never much longer than the message, unless it was made to be.
    let mut room = message.raw_message().len() * 2 + 4_096;
    for (number, part) in (1..).zip(message.attachments()) {
        let bytes = bytes(part);
        let size = bytes.len();
        if size == 0 {
            continue;
        }
        let noted = files.kept.len() + files.too_large.len();
        if noted >= FILES_MAX || size > room && size <= UPLOAD_MAX {
            files.too_many += 1;
        } else if size > UPLOAD_MAX {
            files.too_large.push((name(part, number), size));
        } else {
            room -= size;
            let (name, bytes) = (name(part, number), bytes.to_vec());
            files.kept.push(InboundFile { name, bytes });
        }
    }
    files
}

fn bytes<'a>(part: &'a MessagePart<'_>) -> &'a [u8] {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        PartType::Message(message) => message.raw_message(),
        PartType::Multipart(_) => &[],
    }
}

/// The name the sender gave the file, shortened.
fn name(part: &MessagePart<'_>, number: usize) -> String {
    whole_name(part, number).chars().take(NAME_MAX).collect()
}

/// The file's name; a file without one is named after its media type.
fn whole_name(part: &MessagePart<'_>, number: usize) -> String {
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
