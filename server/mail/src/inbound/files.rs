//! The files of a message: attachments, pictures in its text, messages inside it.

use super::charset::Clues;
use super::part::{bytes, file_name};
use guichet_desk::{InboundFile, UPLOAD_MAX, short_name};
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

pub fn files(message: &Message<'_>, clues: Clues<'_>) -> Files {
    let mut files = Files::default();
    // What is decoded is never much longer than the message, unless it was made to be.
    let mut room = message.raw_message().len() * 2 + 4_096;
    for (number, part) in (1..).zip(message.attachments()) {
        let bytes = bytes(message, part);
        let size = bytes.len();
        if size == 0 {
            continue;
        }
        let noted = files.kept.len() + files.too_large.len();
        if noted >= FILES_MAX || size > room && size <= UPLOAD_MAX {
            files.too_many += 1;
        } else if size > UPLOAD_MAX {
            files
                .too_large
                .push((name(message, part, clues, number), size));
        } else {
            room -= size;
            let (name, bytes) = (name(message, part, clues, number), bytes.into_owned());
            files.kept.push(InboundFile { name, bytes });
        }
    }
    files
}

/// The name that the sender gave the file, shortened; a file without one is named after its media
/// type.
fn name(message: &Message<'_>, part: &MessagePart<'_>, clues: Clues<'_>, number: usize) -> String {
    let given = file_name(message, part, clues);
    let given = given.filter(|name| !name.trim().is_empty());
    short_name(&given.unwrap_or_else(|| own_name(part, number)), NAME_MAX)
}

fn own_name(part: &MessagePart<'_>, number: usize) -> String {
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
