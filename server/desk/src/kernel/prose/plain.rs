//! Texts shown as they were typed: every character, space and line; links can be followed.

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark_escape::{escape_href, escape_html_body_text};

/// Bytes of an address that becomes a link, in HTML.
const HREF_MAX: usize = 2_000;

/// Links of one text; what follows is text.
const LINKS_MAX: usize = 200;

/// The text in one paragraph. The style sheet keeps its spaces; line breaks are elements, so that
/// mail programs keep them too.
pub(super) fn as_typed(body: &str) -> String {
    let mut html = String::with_capacity(body.len() + body.len() / 8 + 32);
    html.push_str("<p class=\"typed\">");
    let mut links = 0;
    for (n, line) in body.lines().enumerate() {
        if n > 0 {
            html.push_str("<br>");
        }
        if links >= LINKS_MAX || !line.contains("://") {
            text(&mut html, line);
            continue;
        }
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]);
        for span in finder.spans(line) {
            let harmless = is_web(span.as_str()) && span.as_str().len() <= HREF_MAX;
            if span.kind().is_none() || !harmless || links >= LINKS_MAX {
                text(&mut html, span.as_str());
                continue;
            }
            links += 1;
            html.push_str("<a href=\"");
            // Writing into a string does not fail.
            let _ = escape_href(&mut html, span.as_str());
            html.push_str("\" rel=\"noopener noreferrer nofollow\">");
            text(&mut html, span.as_str());
            html.push_str("</a>");
        }
    }
    html.push_str("</p>\n");
    html
}

fn is_web(address: &str) -> bool {
    address.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

fn text(html: &mut String, text: &str) {
    let _ = escape_html_body_text(html, text);
}

#[cfg(test)]
mod tests {
    use super::as_typed;
    use html5gum::{Token, Tokenizer};
    use proptest::prelude::*;

    /// What a browser shows of the HTML, and its elements: an independent reading of it (WHATWG
    /// HTML, 13.2.5).
    fn read(html: &str) -> (String, Vec<String>) {
        let (mut shown, mut elements) = (String::new(), Vec::new());
        for token in Tokenizer::new(html).flatten() {
            match token {
                Token::String(text) => shown.push_str(&String::from_utf8_lossy(&text)),
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    if name == "br" {
                        shown.push('\n');
                    }
                    elements.push(name);
                }
                _ => {}
            }
        }
        (shown.trim_end_matches('\n').to_owned(), elements)
    }

    fn shown(html: &str) -> String {
        read(html).0
    }

    #[test]
    fn paths_stars_underscores_and_references_are_text() {
        for text in [
            r"Chemin : \\srv-fic\commun\_archives",
            r"Journal : C:\!temp\*.log",
            "Code AT&amp;T et __init__.py",
            "# pas un titre\n- ni une liste\n    ni du code\n> ni une citation\n1) rien",
            "a  b\tc   d",
            "<b>gras</b> &lt; &#65; ![x](y) [z](http://exemple.fr)",
            "~~non~~ `non` | a | b |\n|---|---|\n***\n===",
            "\n\nune ligne vide avant et\n\n\ndeux après",
        ] {
            assert_eq!(shown(&as_typed(text)), text, "{text}");
        }
    }

    #[test]
    fn addresses_of_the_web_can_be_followed_and_others_cannot() {
        let html =
            as_typed("Voir https://exemple.fr/a_b_(c)?x=1&y=2, puis javascript://x ou ftp://y.");
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
        assert!(
            html.contains("<a href=\"https://exemple.fr/a_b_(c)?x=1&amp;y=2\" rel="),
            "{html}"
        );
    }

    proptest! {
        /// Text in, text shown: whatever was typed.
        #[test]
        fn what_is_typed_is_what_is_shown(
            text in r"([a-z&<>\\_*#`~|!\[\]() \t.:/;-]|&amp;|&#65;|https://|[^\r\n\x00]|\n){0,60}"
        ) {
            let text = text.trim_end_matches('\n').replace('\r', "");
            let (shown, elements) = read(&as_typed(&text));
            prop_assert_eq!(shown, text);
            prop_assert!(elements.iter().all(|name| ["p", "br", "a"].contains(&name.as_str())));
        }
    }
}
