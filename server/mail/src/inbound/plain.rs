//! Plain text as Markdown: what somebody typed keeps its lines, and nothing of it becomes a heading,
//! a rule or a block of code by accident. `*emphasis*`, lists and quotes are left: people mean them.

/// Escapes what means something only at the beginning of a line.
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

/// One line of it.
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
