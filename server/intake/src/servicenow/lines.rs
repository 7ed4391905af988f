//! Reads the lines of the file, each by itself, so that an unclosed quote or an endless line spoils
//! no other.

use std::io::{BufRead, BufReader, Read};

/// Bytes of one line at most; the longest of the published log has about 600.
const LINE_MAX: u64 = 64 * 1024;
/// Characters of one field at most. Columns of this form hold names, numbers and times.
const FIELD_MAX: usize = 200;

/// Why a line is not a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    #[error("the line is longer than {LINE_MAX} bytes")]
    TooLong,
    #[error("the line is not UTF-8")]
    NotUtf8,
    #[error("the line is not CSV: {0}")]
    NotCsv(String),
    #[error("field {0} is longer than {FIELD_MAX} characters")]
    FieldTooLong(usize),
}

pub struct Lines<R> {
    input: BufReader<R>,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub fn new(input: R) -> Self {
        Self {
            input: BufReader::new(input),
            number: 0,
        }
    }

    /// The next line that is not blank, with its number from 1; `None` at the end of the file.
    ///
    /// # Errors
    /// The file itself cannot be read.
    #[allow(clippy::type_complexity)]
    pub fn next_line(&mut self) -> std::io::Result<Option<(u64, Result<Vec<String>, BadLine>)>> {
        loop {
            let mut line = Vec::new();
            let read = (&mut self.input)
                .take(LINE_MAX)
                .read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !line.ends_with(b"\n") && read as u64 == LINE_MAX {
                self.skip_to_end_of_line()?;
                return Ok(Some((self.number, Err(BadLine::TooLong))));
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some((self.number, record(&line, self.number == 1))));
            }
        }
    }

    fn skip_to_end_of_line(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let skipped = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(skipped);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

fn record(line: &[u8], first: bool) -> Result<Vec<String>, BadLine> {
    let text = std::str::from_utf8(line).map_err(|_| BadLine::NotUtf8)?;
    // Spreadsheets put a mark before the first line.
    let text = if first {
        text.trim_start_matches('\u{feff}')
    } else {
        text
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1024)
        .from_reader(text.as_bytes());
    let fields = match reader.records().next() {
        Some(Ok(record)) => record
            .iter()
            .map(|field| field.trim().to_owned())
            .collect::<Vec<_>>(),
        Some(Err(error)) => return Err(BadLine::NotCsv(error.to_string())),
        None => Vec::new(),
    };
    match fields
        .iter()
        .position(|field| field.chars().count() > FIELD_MAX)
    {
        Some(place) => Err(BadLine::FieldTooLong(place + 1)),
        None => Ok(fields),
    }
}
