//! Checks of what people typed. They report every wrong field, not only the first.

use crate::kernel::email::{EMAIL_MAX, email_address};
use crate::kernel::refusal::{Field, FieldError, Problem, Refusal};

/// Maximum length of a subject, in characters.
pub const SUBJECT_MAX: usize = 200;

/// Maximum length of a long text (description, comment, note), in characters.
pub const TEXT_MAX: usize = 20_000;

/// Maximum length of a reason or a short comment, in characters.
pub const REASON_MAX: usize = 2_000;

/// Maximum length of a name or another short line, in characters.
pub const SHORT_MAX: usize = 200;

/// Returns a text as it is stored: trimmed, but for the spaces that its first line of several begins
/// with, and with `\n` as line break. Drops control characters other
/// than line breaks and tabs, and invisible characters that change the writing direction or have no
/// width. Returns an empty text if nothing visible is left.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !is_dropped(*c)).collect();
    if kept.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return String::new();
    }
    let text = kept.trim();
    if !text.contains('\n') {
        return text.to_owned();
    }
    // The first of several lines may be indented as the others are.
    let begins = kept.len() - kept.trim_start().len();
    let blank = kept.get(..begins).unwrap_or_default();
    let line = blank.rfind('\n').map_or(0, |at| at + 1);
    kept.get(line..).unwrap_or_default().trim_end().to_owned()
}

/// Same as [`clean`], with line breaks of every kind and tabs turned into spaces.
pub fn one_line(text: &str) -> String {
    let breaks = [
        '\r', '\n', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ];
    clean(&text.replace("\r\n", " ").replace(breaks, " "))
}

fn is_dropped(c: char) -> bool {
    let unseen = matches!(
        c,
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    unseen || c.is_control() && !matches!(c, '\n' | '\t')
}

/// Whether `c` is a joiner, a direction mark or a soft hyphen, which only matter between letters.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}')
}

/// Checks the fields of one form and collects their errors.
#[derive(Debug, Default)]
pub struct Form {
    errors: Vec<FieldError>,
}

impl Form {
    /// Adds an error of another form, unless it is there already.
    pub fn add(&mut self, error: FieldError) {
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Adds an error of a field.
    pub fn error(&mut self, field: Field, problem: Problem) {
        self.errors.push(FieldError {
            field,
            name: None,
            problem,
        });
    }

    /// Adds an error of one of several fields of the same kind; `name` says which.
    pub fn named_error(&mut self, field: Field, name: &str, problem: Problem) {
        self.errors.push(FieldError {
            field,
            name: Some(name.to_owned()),
            problem,
        });
    }

    /// Returns the [`clean`] text. Adds an error if it is empty or longer than `max` characters.
    pub fn required(&mut self, field: Field, text: &str, max: usize) -> String {
        let text = self.optional(field, text, max).unwrap_or_default();
        if text.is_empty() && !self.errors.iter().any(|e| e.field == field) {
            self.error(field, Problem::Missing);
        }
        text
    }

    /// Returns an [`email_address`]; `None` if it is empty or too long. Adds an error if it is none.
    pub fn email(&mut self, field: Field, text: &str) -> Option<String> {
        let email = self.optional_line(field, text, EMAIL_MAX)?;
        let address = email_address(&email);
        if address.is_none() {
            self.error(field, Problem::Invalid);
        }
        address
    }

    /// Same as [`Form::optional`], on one line.
    pub fn optional_line(&mut self, field: Field, text: &str, max: usize) -> Option<String> {
        self.optional(field, &one_line(text), max)
    }

    /// Returns the [`clean`] text; `None` if it is empty. Adds an error and returns `None` if the
    /// clean text is longer than `max` characters.
    pub fn optional(&mut self, field: Field, text: &str, max: usize) -> Option<String> {
        let clean = clean(text);
        if clean.chars().count() > max {
            self.error(field, Problem::too_long(max));
            return None;
        }
        (!clean.is_empty()).then_some(clean)
    }

    /// Same as [`Form::required`], with line breaks turned into spaces.
    pub fn line(&mut self, field: Field, text: &str, max: usize) -> String {
        self.required(field, &one_line(text), max)
    }

    /// Returns `value`. Adds an error if nothing was chosen.
    pub fn chosen<T>(&mut self, field: Field, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.error(field, Problem::Missing);
        }
        value
    }

    /// Whether no error was found so far.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every wrong field.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Invalid(self.errors))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_not_bytes() {
        let mut form = Form::default();
        assert_eq!(
            form.line(Field::Subject, &"é".repeat(200), SUBJECT_MAX)
                .chars()
                .count(),
            200
        );
        assert!(form.is_valid());
        form.line(Field::Subject, &"é".repeat(201), SUBJECT_MAX);
        assert_eq!(
            form.finish(),
            Err(Refusal::Invalid(vec![FieldError {
                field: Field::Subject,
                name: None,
                problem: Problem::TooLong(200)
            }]))
        );
    }

    #[test]
    fn blank_is_missing_and_controls_drop() {
        let mut form = Form::default();
        assert_eq!(form.line(Field::Subject, "a\u{0}b\nc", SUBJECT_MAX), "ab c");
        form.required(Field::Notes, " \u{7} \n", 10);
        assert!(!form.is_valid());
    }
}
