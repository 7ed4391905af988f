//! Makes paragraphs of lines that a mail program has broken (RFC 3676, format=flowed).

/// Joins each line that ends with a space to the next line of the same quote depth. With `delsp`
/// the mail program has added that space, and it is removed.
pub fn unflow(text: &str, delsp: bool) -> String {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        let depth = line.chars().take_while(|c| *c == '>').count();
        let rest = line.get(depth..).unwrap_or_default();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        // A signature's mark ends with a space and still stands alone.
        let soft = rest.ends_with(' ') && rest != "-- ";
        let content = match rest.strip_suffix(' ') {
            Some(without) if soft && delsp => without,
            _ => rest,
        };
        match out.last_mut() {
            Some((before, joined)) if open && *before == depth && rest != "-- " => {
                joined.push_str(content);
            }
            _ => out.push((depth, content.to_owned())),
        }
        open = soft;
    }
    let lines = out.into_iter().map(|(depth, line)| match depth {
        0 => line.trim_end().to_owned(),
        n => format!("{} {}", ">".repeat(n), line.trim_end()),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::unflow;

    #[test]
    fn broken_lines_are_whole_again() {
        let text = "Bonjour,\r\nl’écran reste \r\nnoir depuis \r\nhier.\r\n> cité et \r\n> encore\r\n-- \r\nClaire";
        assert_eq!(
            unflow(text, false),
            "Bonjour,\nl’écran reste noir depuis hier.\n> cité et encore\n--\nClaire"
        );
        assert_eq!(unflow("un mot cou \npé", true), "un mot coupé");
    }
}
