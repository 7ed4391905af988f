//! Whether a text is worth parsing, judged by one look at each line.

/// Maximum length of Markdown in bytes. What people type is limited well below; longer texts come
/// from programs.
const LONG: usize = 128 * 1024;

/// Maximum number of quotation and list marks at the start of a line.
const MARKS: usize = 16;

/// Maximum number of table cells, counted as a rectangle: the parser adds those a row leaves out.
const CELLS: usize = 4_000;

/// Whether parsing the text takes time and memory in proportion to its length.
pub(crate) fn is_modest(text: &str) -> bool {
    if text.len() > LONG {
        return false;
    }
    // Columns of the widest table that this line may be a row of, and cells of all of them.
    let (mut columns, mut cells) = (0, 0);
    for line in text.split(['\n', '\r']) {
        let (marks, rest) = begun(line);
        if marks > MARKS {
            return false;
        }
        if rest.is_empty() {
            columns = 0;
        }
        columns = columns.max(ruled(line));
        cells += columns;
        if cells > CELLS {
            return false;
        }
    }
    true
}

/// Number of marks a line begins with, and what follows them.
fn begun(line: &str) -> (usize, &str) {
    let mut marks = 0;
    let mut rest = line.trim_start();
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let mark = match after.chars().next() {
            Some('>') if number.is_empty() => true,
            Some('-' | '+' | '*') if number.is_empty() => is_apart(after),
            Some('.' | ')') if !number.is_empty() => is_apart(after),
            _ => false,
        };
        if !mark {
            return (marks, rest);
        }
        marks += 1;
        rest = after.get(1..).unwrap_or_default().trim_start();
    }
}

/// Whether a list mark is followed by a space or nothing.
fn is_apart(mark: &str) -> bool {
    mark.get(1..)
        .is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Number of columns if the line can be the rule of a table: `|---|:--|`.
fn ruled(line: &str) -> usize {
    let of_a_rule = |b: u8| b"|-: \t>+*.)0123456789".contains(&b);
    if line.contains('-') && line.bytes().all(of_a_rule) {
        line.bytes().filter(|b| *b == b'|').count() + 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_modest() {
        for text in [
            "",
            "Bonjour,\n\n> > cité\n> - un\n>   1. deux\n",
            "|a|b|c|\n|-|-|-|\n|1|2|3|\n|4|5|6|",
            "---\n- - -\n***\n",
            "-----BEGIN PGP MESSAGE-----\n--------\n",
            &"- un\n- deux\n".repeat(800),
            &format!(
                "|{}\n|{}\n{}",
                "a|".repeat(20),
                "-|".repeat(20),
                "|x\n".repeat(150)
            ),
            &"**gras** et `code`, [un lien](https://exemple.fr) ; ".repeat(300),
        ] {
            assert!(is_modest(text), "{:?}", text.get(..60));
        }
    }

    #[test]
    fn what_nobody_writes_is_not() {
        for text in [
            ">".repeat(20_000),
            "> ".repeat(40),
            "- ".repeat(10_000),
            "1. ".repeat(6_000),
            "> - + * 1) ".repeat(100),
            format!("{}\n{}", "> - ".repeat(9), "x"),
            format!(
                "|{}\n|{}\n{}",
                "a|".repeat(500),
                "-|".repeat(500),
                "|\n".repeat(500)
            ),
            format!(
                "> {}\n> {}\n{}",
                "a|".repeat(500),
                "-|".repeat(500),
                "> |\n".repeat(500)
            ),
            format!("a|{0}\r-|{0}\r{1}", "-|".repeat(500), "a\r".repeat(500)),
            "x".repeat(LONG + 1),
        ] {
            assert!(!is_modest(&text), "{:?}", text.get(..60));
        }
    }
}
