//! Checking what people typed: every wrong field is named, not only the first.

use crate::refusal::{Field, FieldError, Problem, Refusal};

pub const SUBJECT_MAX: usize = 200;
pub const TEXT_MAX: usize = 20_000;
pub const REASON_MAX: usize = 2_000;
pub const SHORT_MAX: usize = 200;

/// Collects the errors of one form.
#[derive(Debug, Default)]
pub struct Form {
    errors: Vec<FieldError>,
}

impl Form {
    pub fn error(&mut self, field: Field, problem: Problem) {
        self.errors.push(FieldError {
            field,
            name: None,
            problem,
        });
    }

    pub fn named_error(&mut self, field: Field, name: &str, problem: Problem) {
        self.errors.push(FieldError {
            field,
            name: Some(name.to_owned()),
            problem,
        });
    }

    /// A text that must be there, trimmed, of at most `max` characters.
    pub fn required(&mut self, field: Field, text: &str, max: usize) -> String {
        let text = self.optional(field, text, max).unwrap_or_default();
        if text.is_empty() && !self.errors.iter().any(|e| e.field == field) {
            self.error(field, Problem::Missing);
        }
        text
    }

    /// A text that may be left empty. Control characters other than line breaks and tabs are
    /// dropped: they can be pasted unseen and mean nothing.
    pub fn optional(&mut self, field: Field, text: &str, max: usize) -> Option<String> {
        if text.chars().count() > max {
            self.error(
                field,
                Problem::TooLong(u32::try_from(max).unwrap_or(u32::MAX)),
            );
            return None;
        }
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        let clean = clean.trim();
        (!clean.is_empty()).then(|| clean.to_owned())
    }

    /// One line: as [`Form::required`], with line breaks turned into spaces.
    pub fn line(&mut self, field: Field, text: &str, max: usize) -> String {
        self.required(field, &text.replace(['\r', '\n', '\t'], " "), max)
    }

    /// A choice that must be made.
    pub fn chosen<T>(&mut self, field: Field, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.error(field, Problem::Missing);
        }
        value
    }

    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

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
