//! Checks in one pass, before a message is parsed, how much its structure could cost. Within these
//! bounds the parser's work is linear in the bytes; beyond them it is not, since the parser
//! searches for each boundary to the end of the message and joins continued header lines to what
//! came before.

/// Bytes of all headers of the message itself.
const HEAD_MAX: usize = 512 * 1024;
/// Header fields of the message itself.
const FIELDS_MAX: usize = 2_000;
/// Bytes of one parsed field, including its continuation lines. A thousand recipients fit.
const FIELD_MAX: usize = 32 * 1024;
/// Bytes of one `Content-…` field, whose attributes the parser compares with each other.
const MIME_MAX: usize = 16 * 1024;
/// Encoded words (RFC 2047) in one field: the parser searches for the end of an unterminated one to
/// the end of the field.
const WORDS_MAX: usize = 250;
/// Bytes of a subject. It is larger than other fields, since it is only decoded.
const SUBJECT_MAX: usize = 256 * 1024;
/// Bytes of parsed fields, in all parts together.
const PARSED_MAX: usize = 1024 * 1024;
/// Number of parsed fields, in all parts together.
const PARSED_FIELDS_MAX: usize = 20_000;
/// Parts that can hold other parts, and messages within messages.
const NESTED_MAX: usize = 250;
/// Limit for that number times the bytes of the message: the parser searches for each boundary to
/// the end of the message.
const NESTED_BYTES_MAX: usize = 2 << 30;

/// The kind of structure that a message has too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    Headers,
    Parts,
}

/// Fields that are parsed wherever they stand; all others are left as raw text.
const PARSED: [&[u8]; 8] = [
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"content-",
];

/// Checks that a message can be parsed at a cost in proportion to its bytes.
///
/// # Errors
/// [`Beyond`] says what the message has too much of.
pub fn check(message: &[u8]) -> Result<(), Beyond> {
    let nested = count(message, b"multipart") + count(message, b"message/");
    if nested > NESTED_MAX || nested.saturating_mul(message.len()) > NESTED_BYTES_MAX {
        return Err(Beyond::Parts);
    }
    let mut seen = Seen::default();
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        seen.line(line)?;
    }
    Ok(())
}

#[derive(Default)]
struct Seen {
    /// Whether the headers of the message itself are over.
    body: bool,
    head: usize,
    fields: usize,
    /// Bytes so far of the field that is being read, if it is one that is parsed.
    field: Option<usize>,
    most: usize,
    words: usize,
    parsed: usize,
    parsed_fields: usize,
}

impl Seen {
    fn line(&mut self, line: &[u8]) -> Result<(), Beyond> {
        let continues = matches!(line.first(), Some(b' ' | b'\t'));
        if !self.body {
            self.head += line.len();
            self.fields += usize::from(!continues);
            self.body = line.iter().all(u8::is_ascii_whitespace) && !continues;
            if self.head > HEAD_MAX || self.fields > FIELDS_MAX {
                return Err(Beyond::Headers);
            }
        }
        if !continues {
            self.field = None;
        }
        if self.field.is_none()
            && let Some(most) = most(line)
        {
            (self.field, self.most, self.words) = (Some(0), most, 0);
            self.parsed_fields += 1;
        }
        if let Some(bytes) = &mut self.field {
            *bytes += line.len();
            self.parsed += line.len();
            self.words += count(line, b"=?");
            if *bytes > self.most
                || self.words > WORDS_MAX
                || self.parsed > PARSED_MAX
                || self.parsed_fields > PARSED_FIELDS_MAX
            {
                return Err(Beyond::Headers);
            }
        }
        Ok(())
    }
}

/// Maximum bytes of the field that this line begins, if it is one that is parsed. White space in or
/// before its name is ignored, as the parser ignores it.
fn most(line: &[u8]) -> Option<usize> {
    let (mut name, mut length) = ([0; 16], 0);
    for byte in line {
        match byte {
            b':' => break,
            white if white.is_ascii_whitespace() => {}
            byte => match name.get_mut(length) {
                Some(inbound) => (*inbound, length) = (byte.to_ascii_lowercase(), length + 1),
                None => break,
            },
        }
    }
    let name = name.get(..length).unwrap_or_default();
    let is_parsed = PARSED
        .iter()
        .any(|known| name == *known || known.ends_with(b"-") && name.starts_with(known));
    is_parsed.then_some(match name {
        b"subject" => SUBJECT_MAX,
        name if name.starts_with(b"content-") => MIME_MAX,
        _ => FIELD_MAX,
    })
}

/// How often a word occurs in the message, in any case.
fn count(message: &[u8], word: &[u8]) -> usize {
    let Some((first, rest)) = word.split_first() else {
        return 0;
    };
    let begins = message
        .iter()
        .enumerate()
        .filter(|(_, byte)| byte.eq_ignore_ascii_case(first));
    begins
        .filter(|(at, _)| {
            let after = message.get(at + 1..at + 1 + rest.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(rest))
        })
        .count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ordinary_messages_are_within() {
        let many = "a@exemple.fr, ".repeat(1_000);
        let message = format!("To: {many}\r\nSubject: {}\r\n\r\nx", "é".repeat(40_000));
        assert_eq!(check(message.as_bytes()), Ok(()));
        // What only looks like it, in the text.
        let text = format!("From: a@b.fr\r\n\r\n{}\r\n To: x", "x".repeat(200_000));
        assert_eq!(check(text.as_bytes()), Ok(()));
    }

    #[test]
    fn what_is_beyond_is_named_however_it_is_written() {
        let long = "a".repeat(40_000);
        for field in [
            "To: ",
            "CONTENT-TYPE: x; a=",
            "con tent-type : x; a=",
            "Content-Disposition\t:",
        ] {
            let head = format!("From: a@b.fr\r\n{field}{long}\r\n\r\nx");
            assert_eq!(check(head.as_bytes()), Err(Beyond::Headers), "{field}");
            let part = format!("From: a@b.fr\r\n\r\n--b\r\n {field}\r\n {long}\r\n\r\nx");
            assert_eq!(check(part.as_bytes()), Err(Beyond::Headers), "{field}");
        }
        // A line in the midst of a field begins no other.
        let hidden = format!("To: a\r\n{}", " To: aaaaaaaaaa\r\n".repeat(3_000));
        assert_eq!(check(hidden.as_bytes()), Err(Beyond::Headers));
        let parts = "Content-Type: MultiPart/mixed; boundary=x\r\n\r\n".repeat(300);
        assert_eq!(check(parts.as_bytes()), Err(Beyond::Parts));
        let words = format!("Subject: {}", "=?aa?Q?x".repeat(300));
        assert_eq!(check(words.as_bytes()), Err(Beyond::Headers));
        let fields = "X: y\r\n".repeat(3_000);
        assert_eq!(check(fields.as_bytes()), Err(Beyond::Headers));
    }
}
