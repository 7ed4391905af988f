//! The words of a message, as plain text.

use super::charset::{Clues, decode};
use super::flowed::unflow;
use super::html;
use super::part::bytes;
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Bytes of text read from one message: many times what a ticket takes. If there is more, the whole
/// message is attached to the ticket.
const TEXT_MAX: usize = 512 * 1024;
/// Lines of text read from one message.
const LINES_MAX: usize = 20_000;

/// The text of a message, and whether the message has more text than was read.
#[derive(Debug, Default)]
pub struct Body {
    pub text: String,
    pub cut: bool,
}

/// The plain text of a message if it has one, else the words of its HTML.
pub fn text(message: &Message<'_>, clues: Clues<'_>) -> Body {
    let text = parts(message, &message.text_body, clues);
    if text.text.trim().is_empty() {
        parts(message, &message.html_body, clues)
    } else {
        text
    }
}

fn parts(message: &Message<'_>, ids: &[u32], clues: Clues<'_>) -> Body {
    let mut body = Body::default();
    for part in ids.iter().filter_map(|id| message.part(*id)) {
        let room = TEXT_MAX.saturating_sub(body.text.len());
        let (text, cut) = self::part(message, part, clues, room);
        body.cut |= cut;
        if room == 0 {
            break;
        }
        if !text.trim().is_empty() {
            if !body.text.is_empty() {
                body.text.push_str("\n\n");
            }
            body.text.push_str(&text);
        }
    }
    let (kept, cut) = start(&body.text, TEXT_MAX);
    let kept = kept.len();
    body.text.truncate(kept);
    body.cut |= cut;
    body
}

/// The text of a part, cut at `room` bytes, and whether it was cut.
fn part(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    clues: Clues<'_>,
    room: usize,
) -> (String, bool) {
    let attribute = |name| part.content_type().and_then(|kind| kind.attribute(name));
    let says =
        |name, value: &str| attribute(name).is_some_and(|given| given.eq_ignore_ascii_case(value));
    let read = |html: bool| {
        let bytes = bytes(message, part);
        let claimed = attribute("charset").or_else(|| html.then(|| named_within(&bytes)).flatten());
        decode(&bytes, Clues { claimed, ..clues })
    };
    match &part.body {
        PartType::Text(_) => {
            let text = read(false);
            let (text, cut) = start(&text, room);
            if says("format", "flowed") {
                (unflow(text, says("delsp", "yes")), cut)
            } else {
                (text.replace("\r\n", "\n").replace('\r', "\n"), cut)
            }
        }
        PartType::Html(_) => html::text(&read(true), room),
        _ => (String::new(), false),
    }
}

/// Charset that a page names itself, at its beginning (WHATWG HTML, 13.2.3.2).
fn named_within(page: &[u8]) -> Option<&str> {
    let start = page.get(..1024).unwrap_or(page);
    let start = start.get(
        ..start
            .iter()
            .position(|byte| !byte.is_ascii())
            .unwrap_or(start.len()),
    )?;
    let start = std::str::from_utf8(start).ok()?;
    let at = start.to_ascii_lowercase().find("charset=")? + "charset=".len();
    let value = start.get(at..)?.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'));
    value.get(..end?)
}

/// The beginning of a text that fits into `room` and the line limit, and whether it was cut.
fn start(text: &str, room: usize) -> (&str, bool) {
    let lines = text.match_indices('\n').nth(LINES_MAX);
    let end = lines.map_or(text.len(), |(at, _)| at).min(room);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at));
    let kept = text.get(..end.unwrap_or(0)).unwrap_or_default();
    (kept, kept.len() < text.len())
}
