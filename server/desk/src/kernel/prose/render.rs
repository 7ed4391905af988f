//! Texts to HTML, within bounds.

use crate::kernel::prose::named::NamedFiles;
use crate::kernel::prose::plain::as_typed;
use crate::kernel::prose::shape;
use guichet_domain::kernel::prose::{Format, Text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Maximum nesting depth.
const DEPTH: usize = 24;

/// Maximum number of parser events per byte of text, and a minimum for short texts. The parser adds
/// cells to short table rows and expands references.
const EVENTS: (usize, usize) = (2, 4_000);

/// Maximum bytes of HTML per byte of text, and a minimum for short texts.
const BYTES: (usize, usize) = (6, 8_000);

/// Renders a text to harmless HTML. What an e-mail quoted is folded away in a `details` element,
/// whose label the style sheet provides.
pub(super) fn folded(text: &Text, files: &NamedFiles) -> String {
    let (said, folded) = guichet_domain::mail::fold::unfold(&text.body);
    let harmless = |body| match text.format {
        Format::Plain => as_typed(body),
        Format::Markdown => harmless(body, files),
    };
    let mut html = harmless(said);
    if let Some(folded) = folded {
        html.push_str("<details class=\"quoted\"><summary>…</summary>");
        html.push_str(&harmless(folded));
        html.push_str("</details>");
    }
    html
}

/// Renders Markdown. Raw HTML is shown as text, and so is Markdown of disproportionate shape.
fn harmless(body: &str, files: &NamedFiles) -> String {
    let rendered = shape::is_modest(body).then(|| markdown(body, files));
    let cleaner = if files.is_empty() {
        &CLEANER
    } else {
        &WITH_FILES
    };
    let clean = rendered.flatten();
    let clean = clean.map(|rendered| cleaner.clean(&rendered).to_string());
    // Links become longer: they are told to say nothing of where they come from.
    clean
        .filter(|clean| clean.len() <= room(BYTES, body))
        .unwrap_or_else(|| as_typed(body))
}

fn room((each, least): (usize, usize), body: &str) -> usize {
    each * body.len() + least
}

/// Renders Markdown; `None` if it is nested too deeply or grows out of proportion.
fn markdown(body: &str, files: &NamedFiles) -> Option<String> {
    let options = Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let (mut left, mut bytes) = (room(EVENTS, body), room(BYTES, body));
    let mut depth = 0;
    let mut excess = false;
    // Whether each of the pictures around is one.
    let mut pictures = Vec::new();
    let events = Parser::new_ext(body, options);
    let events = events.map_while(|event| {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        left = left.saturating_sub(1);
        excess |= left == 0 || depth > DEPTH;
        let event = match event {
            // The one element that Markdown has no sign for: a key of the keyboard.
            Event::InlineHtml(raw) if matches!(&*raw, "<kbd>" | "</kbd>") => Event::Html(raw),
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            // What somebody typed on a line of its own stays there.
            Event::SoftBreak => Event::HardBreak,
            other => other,
        };
        let event = with_files(event, files, &mut pictures);
        bytes = bytes.saturating_sub(leads_to(&event));
        excess |= bytes == 0;
        (!excess).then_some(event)
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events.fuse());
    (!excess && rendered.len() <= room(BYTES, body)).then_some(rendered)
}

/// Puts files where they are named. What names no picture is shown as its words.
fn with_files<'a>(event: Event<'a>, files: &NamedFiles, pictures: &mut Vec<bool>) -> Event<'a> {
    match event {
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let picture = files.get(&dest_url).filter(|file| file.is_picture);
            pictures.push(picture.is_some());
            match picture {
                Some(picture) => Event::Start(Tag::Image {
                    link_type,
                    dest_url: picture.address.clone().into(),
                    title,
                    id,
                }),
                None => Event::Text("".into()),
            }
        }
        Event::End(TagEnd::Image) if pictures.pop() == Some(false) => Event::Text("".into()),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let file = files.get(&dest_url).map(|file| file.address.clone().into());
            Event::Start(Tag::Link {
                link_type,
                dest_url: file.unwrap_or(dest_url),
                title,
                id,
            })
        }
        other => other,
    }
}

/// Length of the address that a reference expands to, or a name of a file, in bytes.
fn leads_to(event: &Event<'_>) -> usize {
    match event {
        Event::Start(
            Tag::Link {
                dest_url, title, ..
            }
            | Tag::Image {
                dest_url, title, ..
            },
        ) => dest_url.len() + title.len(),
        _ => 0,
    }
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(cleaner);

/// Lets pictures of this server through.
static WITH_FILES: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = cleaner();
    cleaner
        .add_tags(["img"])
        .rm_tag_attributes("img", ["width", "height", "align"])
        // A file is no page of the client.
        .link_rel(Some("noopener noreferrer nofollow external"))
        .attribute_filter(|tag, attribute, value| match (tag, attribute) {
            ("img", "src") => value.starts_with("/help/").then_some(value.into()),
            _ => Some(value.into()),
        });
    cleaner
});

fn cleaner() -> ammonia::Builder<'static> {
    let tags = "p br strong em del a ul ol li code pre blockquote h1 h2 h3 h4 h5 h6 hr table thead \
                tbody tr th td kbd";
    let mut cleaner = ammonia::Builder::default();
    cleaner
        // Notes and warnings, as `> [!NOTE]` and its kin make them.
        .add_allowed_classes(
            "blockquote",
            [
                "markdown-alert-note",
                "markdown-alert-tip",
                "markdown-alert-important",
                "markdown-alert-warning",
                "markdown-alert-caution",
            ],
        )
        .tags(tags.split(' ').collect::<HashSet<_>>())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(body: &str) -> String {
        super::folded(&Text::markdown(body), &NamedFiles::default())
    }

    #[test]
    fn scripts_and_images_are_text_or_nothing() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "![x](http://tracker.example/pixel.png)",
            "<a href=\"data:text/html,x\">x</a>",
        ] {
            // In Markdown, and in what is too deep to be any.
            for text in [
                hostile.to_owned(),
                format!("{}{hostile}", ">".repeat(20_000)),
            ] {
                let html = folded(&text);
                assert!(
                    !html.contains("<script")
                        && !html.contains("<img")
                        && !html.contains("href=\"javascript"),
                    "{hostile}"
                );
                assert!(!html.contains("<a href=\"data"), "{hostile}");
            }
        }
    }

    #[test]
    fn what_was_quoted_is_folded_away() {
        let html = folded("Oui.\n\n⸻\n\n> cité\n\n</details><script>x</script>");
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
        let html = folded("**gras**\nligne\n\n- un\n- deux");
        assert!(
            html.contains("<strong>gras</strong><br>") && html.contains("<li>deux</li>"),
            "{html}"
        );
        let table = folded("|a|b|\n|-|-|\n|1|2|\n|3|4|");
        assert_eq!(table.matches("<td>").count(), 4, "{table}");
        let thread = folded(
            &"> "
                .repeat(10)
                .chars()
                .chain("oui".chars())
                .collect::<String>(),
        );
        assert_eq!(thread.matches("<blockquote>").count(), 10, "{thread}");
    }

    #[test]
    fn keys_and_warnings_are_marked_and_nothing_else_is() {
        let html =
            folded("Tapez <kbd>Ctrl</kbd>+<kbd>C</kbd>, pas <b>B</b> ni <kbd onclick=x>V</kbd>.");
        assert!(
            html.starts_with("<p>Tapez <kbd>Ctrl</kbd>+<kbd>C</kbd>, pas &lt;b&gt;B"),
            "{html}"
        );
        assert!(html.contains("&lt;kbd onclick=x&gt;V"), "{html}");
        let html = folded("> [!WARNING]\n> Enregistrez d’abord.\n\n> [!note](x)");
        assert!(
            html.starts_with("<blockquote class=\"markdown-alert-warning\">"),
            "{html}"
        );
        assert_eq!(html.matches("class=").count(), 1, "{html}");
        // A key that is never let go ends with its paragraph.
        let html = folded("<kbd>Ctrl\n\nfin");
        assert_eq!(
            html.matches("</kbd>").count(),
            html.matches("<kbd>").count(),
            "{html}"
        );
    }

    #[test]
    fn what_is_out_of_proportion_is_shown_as_it_was_typed() {
        let html = folded(&format!("{}\n<b>&", ">".repeat(100)));
        assert_eq!(
            html,
            format!(
                "<p class=\"typed\">{}<br>&lt;b&gt;&amp;</p>\n",
                "&gt;".repeat(100)
            )
        );
    }

    #[test]
    fn an_article_shows_its_own_pictures_and_no_others() {
        let mut files = NamedFiles::default();
        files.add("menu.png".into(), "/help/3/files/a".into(), true);
        files.add("form.pdf".into(), "/help/3/files/b".into(), false);
        let html = |body: &str| super::folded(&Text::markdown(body), &files);
        assert_eq!(
            html("![Le menu \"Fichier\" > x](menu.png)"),
            "<p><img src=\"/help/3/files/a\" alt=\"Le menu &quot;Fichier&quot; &gt; x\"></p>\n"
        );
        let link = html("[Le formulaire](form.pdf) et [le menu](menu.png)");
        let file = "<a href=\"/help/3/files/b\" rel=\"noopener noreferrer nofollow external\">Le formulaire</a>";
        assert!(
            link.contains(file) && link.contains("/help/3/files/a"),
            "{link}"
        );
        for other in [
            "![a **b** c](http://tracker.example/pixel.png)",
            "![a **b** c](form.pdf)",
            "![a **b** c](autre.png)",
            "![a **b** c](/help/../sign-out)",
            "![a **b** c](//tracker.example/help/x)",
            "![a **b** c](MENU.PNG)",
        ] {
            assert_eq!(html(other), "<p>a <strong>b</strong> c</p>\n", "{other}");
        }
        for raw in [
            "<img src=/help/3/files/a onerror=alert(1)>",
            "<img src=\"/help/3/files/a\">",
            "<a href=\"form.pdf\" download onclick=x>x</a>",
        ] {
            let html = html(raw);
            assert!(!html.contains("<img") && !html.contains("<a "), "{html}");
        }
        assert_eq!(
            html("![voir [la fiche](form.pdf) ici](menu.png)"),
            "<p><img src=\"/help/3/files/a\" alt=\"voir la fiche ici\"></p>\n"
        );
        // A picture within a link, and one within the words of another.
        let html = html("[![Menu](menu.png)](https://a.example) ![x ![Menu](menu.png) y](non.png)");
        assert_eq!(html.matches("<img").count(), 2, "{html}");
    }
}
