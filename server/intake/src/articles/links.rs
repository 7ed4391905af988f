//! What the pictures and links of a text lead to.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use std::ops::Range;

/// A picture or link of a text.
struct Destination {
    leads_to: String,
    is_picture: bool,
    /// Where it stands in the text.
    at: Range<usize>,
}

/// What the pictures and links of a text lead to, and whether each is a picture.
pub fn destinations(markdown: &str) -> Vec<(String, bool)> {
    let found = found(markdown).into_iter();
    found.map(|one| (one.leads_to, one.is_picture)).collect()
}

/// A text whose pictures and links lead elsewhere; `None` for those that stay.
pub fn led_elsewhere(markdown: &str, to: impl Fn(&str) -> Option<String>) -> String {
    let mut out = markdown.to_owned();
    // From the end, so that what comes before stays where it is.
    for one in found(markdown).into_iter().rev() {
        if let Some(to) = to(&one.leads_to) {
            out.replace_range(one.at, &to);
        }
    }
    out
}

/// The pictures and links whose destination stands in the text as it is, in order.
fn found(markdown: &str) -> Vec<Destination> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_GFM);
    let mut found: Vec<Destination> = Vec::new();
    let mut add = |leads_to: &str, is_picture: bool, begins: &str, range: Range<usize>| {
        // Words may say the same as the destination, but nothing after it begins so.
        let shown = markdown.get(range.clone()).unwrap_or_default();
        let Some(at) = shown.rfind(&format!("{begins}{leads_to}")) else {
            return;
        };
        let start = range.start + at + begins.len();
        found.push(Destination {
            leads_to: leads_to.to_owned(),
            is_picture,
            at: start..start + leads_to.len(),
        });
    };
    for (_, definition) in parser.reference_definitions().iter() {
        add(&definition.dest, false, "]: ", definition.span.clone());
    }
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Image {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) => add(&dest_url, true, "](", range),
            Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) => add(&dest_url, false, "](", range),
            _ => {}
        }
    }
    found.sort_by_key(|one| one.at.start);
    found.dedup_by_key(|one| one.at.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_changed_where_they_stand() {
        let text = "![a](x/a.png) [x/a.png](x/a.png \"x/a.png\") `![a](x/a.png)`\n\n    ![a](x/a.png)\n\n[![m](m.png)](https://a.example)\n\n![r][r]\n\n[r]: r.png\n";
        let leads = destinations(text);
        assert_eq!(
            leads,
            [
                ("x/a.png".to_owned(), true),
                ("x/a.png".to_owned(), false),
                ("m.png".to_owned(), true),
                ("https://a.example".to_owned(), false),
                ("r.png".to_owned(), false)
            ]
            .map(|one| one)
        );
        let changed = led_elsewhere(text, |to| {
            (to != "https://a.example").then(|| format!("n/{to}"))
        });
        assert_eq!(
            changed,
            "![a](n/x/a.png) [x/a.png](n/x/a.png \"x/a.png\") `![a](x/a.png)`\n\n    ![a](x/a.png)\n\n[![m](n/m.png)](https://a.example)\n\n![r][r]\n\n[r]: n/r.png\n"
        );
        assert_eq!(led_elsewhere(text, |_| None), text);
    }
}
