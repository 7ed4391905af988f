//! The words of a message, as Markdown.

use super::flowed::unflow;
use super::{html, plain};
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

/// The plain text of a message if it has one, else its HTML converted to Markdown.
pub fn text(message: &Message<'_>) -> Body {
    let text = parts(message, &message.text_body);
    if text.text.trim().is_empty() {
        parts(message, &message.html_body)
    } else {
        text
    }
}

fn parts(message: &Message<'_>, ids: &[u32]) -> Body {
    let mut body = Body::default();
    for part in ids.iter().filter_map(|id| message.part(*id)) {
        let room = TEXT_MAX.saturating_sub(body.text.len());
        let (text, cut) = self::part(part, room);
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
fn part(part: &MessagePart<'_>, room: usize) -> (String, bool) {
    match &part.body {
        PartType::Text(text) => {
            let says = |name, value: &str| {
                part.content_type()
                    .and_then(|kind| kind.attribute(name))
                    .is_some_and(|given| given.eq_ignore_ascii_case(value))
            };
            let (text, cut) = start(text, room);
            let text = if says("format", "flowed") {
                plain::markdown(&unflow(text, says("delsp", "yes")))
            } else {
                plain::markdown(text)
            };
            (text, cut)
        }
        PartType::Html(html) => html::markdown(html, room),
        _ => (String::new(), false),
    }
}

/// The beginning of a text that fits into `room` and the line limit, and whether it was cut.
fn start(text: &str, room: usize) -> (&str, bool) {
    let lines = text.match_indices('\n').nth(LINES_MAX);
    let end = lines.map_or(text.len(), |(at, _)| at).min(room);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at));
    let kept = text.get(..end.unwrap_or(0)).unwrap_or_default();
    (kept, kept.len() < text.len())
}
