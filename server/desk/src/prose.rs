//! Markdown as people write it, made into HTML that is safe to show.

use guichet_domain::wire::{Prose, Texts};
use guichet_domain::{TextId, view};
use pulldown_cmark::{Event, Options, Parser, html};
use std::collections::{BTreeMap, BTreeSet};

/// Renders Markdown and keeps only harmless elements. Raw HTML is shown as the text it is. What a
/// letter quoted is folded away; its style sheet says in words what the points stand for.
pub(crate) fn prose(body: &str) -> Prose {
    let (said, folded) = guichet_domain::letter::unfold(body);
    let mut html = harmless(said);
    if let Some(folded) = folded {
        html.push_str("<details class=\"quoted\"><summary>…</summary>");
        html.push_str(&harmless(folded));
        html.push_str("</details>");
    }
    Prose {
        body: body.to_owned(),
        html,
    }
}

fn harmless(body: &str) -> String {
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(body, options).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        // What somebody typed on a line of its own stays there.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    ammonia::Builder::default()
        .tags(
            BTreeSet::from([
                "p",
                "br",
                "strong",
                "em",
                "del",
                "a",
                "ul",
                "ol",
                "li",
                "code",
                "pre",
                "blockquote",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "hr",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
            ])
            .into_iter()
            .collect(),
        )
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(&rendered)
        .to_string()
}

/// The texts that these events name, rendered.
pub(crate) fn texts_of(
    events: &[guichet_domain::event::Envelope],
    texts: &BTreeMap<TextId, String>,
) -> Texts {
    events
        .iter()
        .flat_map(|envelope| envelope.event.texts())
        .filter_map(|id| Some((id, prose(texts.get(&id)?))))
        .collect()
}

/// Only what that viewer may read leaves the desk.
pub(crate) fn seen_by(
    events: &[guichet_domain::event::Envelope],
    viewer: view::Viewer,
) -> Vec<guichet_domain::event::Envelope> {
    events
        .iter()
        .filter_map(|envelope| view::seen(envelope, viewer))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_images_are_text_or_nothing() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "![x](http://tracker.example/pixel.png)",
            "<a href=\"data:text/html,x\">x</a>",
        ] {
            let html = prose(hostile).html;
            assert!(
                !html.contains("<script")
                    && !html.contains("<img")
                    && !html.contains("href=\"javascript"),
                "{html}"
            );
            assert!(!html.contains("<a href=\"data"), "{html}");
        }
    }

    #[test]
    fn what_was_quoted_is_folded_away() {
        let html = prose("Oui.\n\n⸻\n\n> cité\n\n</details><script>x</script>").html;
        assert!(html.starts_with(
            "<p>Oui.</p>\n<details class=\"quoted\"><summary>…</summary><blockquote>"
        ));
        assert!(
            html.ends_with("</details>") && html.matches("</details>").count() == 1,
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn markdown_reads_as_written() {
        let html = prose("**gras**\nligne\n\n- un\n- deux").html;
        assert!(
            html.contains("<strong>gras</strong><br>") && html.contains("<li>deux</li>"),
            "{html}"
        );
    }
}
