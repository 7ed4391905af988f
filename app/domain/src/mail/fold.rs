//! The line that separates what somebody wrote from what pages fold away.

/// Content of the line that separates what somebody wrote from what their mail program put below it
/// (the quoted message, the signature). Pages fold away what follows it.
pub const FOLD: &str = "⸻";

/// Splits a text at the first [`FOLD`] line into what was written and what is folded away; `None`
/// if nothing is.
pub fn unfold(text: &str) -> (&str, Option<&str>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim() == FOLD {
            let said = text.get(..start).unwrap_or_default().trim_end();
            let folded = text.get(start + line.len()..).unwrap_or_default().trim();
            return (said, Some(folded).filter(|folded| !folded.is_empty()));
        }
        start += line.len();
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_of_its_own_folds() {
        assert_eq!(unfold("a\n\n⸻\n\nb"), ("a", Some("b")));
        assert_eq!(unfold("a ⸻ b"), ("a ⸻ b", None));
        assert_eq!(unfold("a\n⸻\n"), ("a", None));
        assert_eq!(unfold("⸻\nb"), ("", Some("b")));
    }
}
