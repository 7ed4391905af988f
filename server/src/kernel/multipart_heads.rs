//! Prepares bodies of forms with files (RFC 7578) for the parser, which searches for the end of
//! what precedes a part from the beginning again with every piece that arrives. So pieces are made
//! large, the form must begin with its first part, and the head of a part is limited.

use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use memchr::memmem;

/// Bytes handed on at once, except for the last piece.
const PIECE: usize = 64 * 1024;

/// Maximum bytes of the head of a part, which holds names, also of files.
const HEAD_MAX: usize = 16 * 1024;

const HEAD_ENDS: &[u8] = b"\r\n\r\n";

/// The body does not have the form that browsers send.
#[derive(Debug, thiserror::Error)]
#[error("the form does not begin with a part, or the head of a part does not end")]
struct Unbounded;

/// The same body in large pieces, ending with an error where a limit is exceeded.
pub fn bounded(headers: &HeaderMap, body: Body) -> Body {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // Without one, the parser says so.
    let Ok(boundary) = multer::parse_boundary(kind) else {
        return body;
    };
    let reading = Reading {
        body: body.into_data_stream().boxed(),
        heads: Heads::of(&boundary),
    };
    Body::from_stream(stream::unfold(Some(reading), next))
}

struct Reading {
    body: BoxStream<'static, Result<Bytes, axum::Error>>,
    heads: Heads,
}

async fn next(reading: Option<Reading>) -> Option<(Result<Bytes, BoxError>, Option<Reading>)> {
    let mut reading = reading?;
    let mut piece = Vec::new();
    while piece.len() < PIECE {
        match reading.body.next().await {
            Some(Ok(chunk)) => piece.extend_from_slice(&chunk),
            Some(Err(error)) => return Some((Err(error.into()), None)),
            None => break,
        }
    }
    if piece.is_empty() {
        return None;
    }
    match reading.heads.pass(&piece) {
        Ok(()) => Some((Ok(piece.into()), Some(reading))),
        Err(error) => Some((Err(error.into()), None)),
    }
}

/// Position in the form at the end of the last piece.
enum Section {
    Start,
    /// In the head of a part, of which this many bytes have come.
    Head(usize),
    Content,
    /// After the last part; the rest is not looked at.
    Over,
}

struct Heads {
    /// Delimiter between two parts.
    between: Vec<u8>,
    place: Section,
    /// End of the last piece, which may be the beginning of a delimiter.
    tail: Vec<u8>,
}

impl Heads {
    fn of(boundary: &str) -> Self {
        Self {
            between: format!("\r\n--{boundary}").into_bytes(),
            place: Section::Start,
            tail: Vec::new(),
        }
    }

    fn pass(&mut self, piece: &[u8]) -> Result<(), Unbounded> {
        let mut bytes = std::mem::take(&mut self.tail);
        bytes.extend_from_slice(piece);
        let mut rest = &bytes[..];
        loop {
            match self.place {
                Section::Start => {
                    // The first has nothing before it.
                    let first = self.between.get(2..).unwrap_or_default();
                    rest = rest.strip_prefix(first).ok_or(Unbounded)?;
                    self.place = Section::Head(0);
                }
                Section::Over => return Ok(()),
                Section::Head(0) if rest.starts_with(b"--") => self.place = Section::Over,
                Section::Head(before) => {
                    let end = memmem::find(rest, HEAD_ENDS);
                    let kept = HEAD_ENDS.len() - 1;
                    let come = before + end.unwrap_or(rest.len().saturating_sub(kept));
                    if come > HEAD_MAX {
                        return Err(Unbounded);
                    }
                    let Some(end) = end else {
                        self.place = Section::Head(come);
                        self.tail = last(rest, kept);
                        return Ok(());
                    };
                    rest = rest.get(end + HEAD_ENDS.len()..).unwrap_or_default();
                    self.place = Section::Content;
                }
                Section::Content => {
                    let Some(end) = memmem::find(rest, &self.between) else {
                        self.tail = last(rest, self.between.len() - 1);
                        return Ok(());
                    };
                    rest = rest.get(end + self.between.len()..).unwrap_or_default();
                    self.place = Section::Head(0);
                }
            }
        }
    }
}

fn last(bytes: &[u8], n: usize) -> Vec<u8> {
    let at = bytes.len().saturating_sub(n);
    bytes.get(at..).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(body: &[u8], pieces: usize) -> bool {
        let mut heads = Heads::of("b");
        body.chunks(pieces).all(|piece| heads.pass(piece).is_ok())
    }

    #[test]
    fn a_form_passes_however_it_is_cut_and_what_has_no_end_does_not() {
        let part = b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".to_vec();
        let content = [&b"\r\n-- \r\n--"[..], &b"\r\n".repeat(20_000)].concat();
        let bare = b"\r\n--b\r\n\r\nx";
        let whole = [&part[..], &content, bare, b"\r\n--b--\r\n"].concat();
        let long = b"A: b\r\n".repeat(4_000);
        for size in [5, 64, PIECE] {
            assert!(passes(&whole, size));
            assert!(passes(b"--b--\r\n", size));
            // What follows the last is not read.
            assert!(passes(&[&whole[..], &long].concat(), size));
            for endless in [
                // Before the first part, in a head, in the second.
                [&b"\r\n"[..], &whole].concat(),
                [&b"--b\r\n"[..], &long].concat(),
                [&part[..], b"x\r\n--b\r\n", &long].concat(),
            ] {
                assert!(!passes(&endless, size));
            }
        }
    }
}
