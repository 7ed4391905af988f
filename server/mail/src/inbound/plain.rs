//! Converts plain text to Markdown. Lines are kept, and nothing becomes a heading, a rule or a code
//! block by accident. `*emphasis*`, lists and quotes are left, since people mean them.

/// Escapes characters that have a Markdown meaning only at the beginning of a line.
pub fn markdown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    for (n, one) in text.lines().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        out.push_str(&line(one));
    }
    out
}

/// Converts one line.
pub fn line(line: &str) -> String {
    let body = line.trim_start_matches([' ', '\t', '\u{a0}']);
    let indented = line.chars().count() - body.chars().count();
    // Four spaces would make code of it.
    let indent = " ".repeat(indented.min(3));
    let rule = !body.is_empty()
        && body
            .chars()
            .all(|c| matches!(c, '=' | '-' | '_' | '*' | ' '))
        && body.trim_end() != "--";
    let heading = body.starts_with('#') || body.starts_with("~~~") || body.starts_with("```");
    let escape = if rule || heading { "\\" } else { "" };
    format!("{indent}{escape}{}", body.trim_end())
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn lines_stay_what_they_are() {
        assert_eq!(
            markdown("Titre\r\n=====\r\n    dedans\n# un\n> cité\n- liste\n-- "),
            "Titre\n\\=====\n   dedans\n\\# un\n> cité\n- liste\n--"
        );
    }
}
