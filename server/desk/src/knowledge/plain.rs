//! The words of a text in Markdown, for the search.

use crate::kernel::prose::shape::is_modest;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The words of a text, those of its headings apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub headings: String,
    pub body: String,
}

impl Plain {
    /// Takes the words out of Markdown. What is out of proportion is searched as it was typed.
    pub fn add(&mut self, markdown: &str) {
        if !is_modest(markdown) {
            self.body.push_str(markdown);
            return;
        }
        let mut is_heading = false;
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
            let out = if is_heading {
                &mut self.headings
            } else {
                &mut self.body
            };
            match event {
                Event::Start(Tag::Heading { .. }) => is_heading = true,
                Event::End(TagEnd::Heading(_)) => {
                    self.headings.push('\n');
                    is_heading = false;
                }
                // Marks a key, as it is shown.
                Event::InlineHtml(mark) if matches!(&*mark, "<kbd>" | "</kbd>") => {}
                // Markup of another kind is shown as it was typed.
                Event::Text(text)
                | Event::Code(text)
                | Event::Html(text)
                | Event::InlineHtml(text) => out.push_str(&text),
                Event::SoftBreak | Event::HardBreak | Event::Rule => out.push('\n'),
                Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::TableCell
                    | TagEnd::BlockQuote(_),
                ) => out.push('\n'),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_read() {
        let mut plain = Plain::default();
        plain.add("# Avant de *commencer*\n\nFermez **Word**.\n\n1. Ouvrez [l’aide](https://a.example/secret)\n2. Tapez `winword /safe`\n\n> [!NOTE]\n> Avec <kbd>Entrée</kbd>.\n\n<script>alert(1)</script>\n");
        assert_eq!(plain.headings, "Avant de commencer\n");
        let lines = plain.body.lines().filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.collect();
        assert_eq!(
            lines,
            [
                "Fermez Word.",
                "Ouvrez l’aide",
                "Tapez winword /safe",
                "Avec Entrée.",
                "<script>alert(1)</script>"
            ]
        );
    }
}
