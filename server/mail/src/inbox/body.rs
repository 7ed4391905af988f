//! The words of a message, as Markdown.

use super::{flowed::unflow, plain};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// Elements inside one another at most; what is deeper was made to harm, and only its words are kept.
const DEEP: usize = 100;

/// What the message says: its plain text where it has one, else its HTML made into Markdown.
pub fn text(message: &Message<'_>) -> String {
    let parts = |ids: &[u32]| -> String {
        let texts = ids
            .iter()
            .filter_map(|id| message.part(*id))
            .filter_map(part)
            .filter(|text| !text.trim().is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    };
    let text = parts(&message.text_body);
    if text.trim().is_empty() {
        parts(&message.html_body)
    } else {
        text
    }
}

fn part(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => {
            let says = |name, value: &str| {
                part.content_type()
                    .and_then(|kind| kind.attribute(name))
                    .is_some_and(|given| given.eq_ignore_ascii_case(value))
            };
            Some(if says("format", "flowed") {
                plain::markdown(&unflow(text, says("delsp", "yes")))
            } else {
                plain::markdown(text)
            })
        }
        PartType::Html(html) => Some(from_html(html)),
        _ => None,
    }
}

/// HTML as Markdown. Only harmless elements are looked at, and pictures from elsewhere are left out:
/// loading them would tell the sender who reads.
pub fn from_html(html: &str) -> String {
    // Reading it takes time by the square of its depth.
    if depth(html) > DEEP * 20 {
        return plain::markdown(&words(html));
    }
    let clean = ammonia::Builder::default()
        .rm_tags(["img", "map", "area", "center", "span"])
        .add_clean_content_tags(["title", "textarea", "select"])
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .clean(html)
        .to_string();
    if depth(&clean) > DEEP {
        return plain::markdown(&words(&clean));
    }
    match htmd::convert(&clean).map(|markdown| tidy(&markdown)) {
        Ok(markdown) if !markdown.is_empty() => markdown,
        _ => plain::markdown(&words(html)),
    }
}

/// One empty line where programs leave several, and no spaces at the end of lines: a line break is
/// one in any case.
fn tidy(markdown: &str) -> String {
    let mut out = String::new();
    let mut empty = 0;
    for line in markdown.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// How deep the elements stand inside one another, counting those that must be closed.
fn depth(html: &str) -> usize {
    const LOOSE: [&str; 14] = [
        "!", "?", "br", "hr", "img", "col", "wbr", "meta", "link", "p", "li", "td", "tr", "th",
    ];
    let (mut now, mut most) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '!' && c != '?');
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        if LOOSE.iter().any(|loose| name.eq_ignore_ascii_case(loose)) || name.is_empty() {
            continue;
        }
        now = if closes {
            now.saturating_sub(1)
        } else {
            now + 1
        };
        most = most.max(now);
    }
    most
}

/// The words alone, in one pass.
fn words(html: &str) -> String {
    let mut out = String::new();
    for (n, piece) in html.split('<').enumerate() {
        let (tag, text) = match piece.split_once('>') {
            Some((tag, text)) if n > 0 => (tag, text),
            _ if n == 0 => ("", piece),
            _ => continue,
        };
        let name = tag.trim_start_matches('/').to_ascii_lowercase();
        if ["br", "p", "div", "li", "tr", "h"]
            .iter()
            .any(|block| name.starts_with(block))
        {
            out.push('\n');
        }
        if !name.starts_with("script") && !name.starts_with("style") {
            out.push_str(text);
        }
    }
    ["&lt;", "&gt;", "&quot;", "&nbsp;", "&amp;"]
        .iter()
        .zip(["<", ">", "\"", " ", "&"])
        .fold(out, |text, (entity, plain)| text.replace(entity, plain))
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_reads_as_it_was_written() {
        let gmail = "<html><head><title>T</title><style>p{}</style></head><body><div dir=ltr>Bonjour,\
            <div><br></div><div>ligne <b>deux</b></div></div><br><div class=gmail_quote><div>Le lun. 3 mars, \
            Nadia a écrit&nbsp;:<br></div><blockquote><div>cité</div></blockquote></div></body></html>";
        assert_eq!(
            from_html(gmail),
            "Bonjour,\n\nligne **deux**\n\nLe lun. 3 mars, Nadia a écrit\u{a0}:\n\n> cité"
        );
        let outlook =
            "<div><p><b>De&nbsp;:</b> Nadia<br><b>Objet&nbsp;:</b> x</p></div><p>un<o:p></o:p></p>";
        assert_eq!(
            from_html(outlook),
            "**De\u{a0}:** Nadia\n**Objet\u{a0}:** x\n\nun"
        );
    }

    #[test]
    fn what_would_harm_or_tell_is_gone() {
        let hostile = "<p>a<br>b</p><script>alert(1)</script><a href='javascript:x'>y</a>\
            <img src=http://t.example/p.png onerror=y><svg onload=z></svg><style>@import 'x'</style>";
        assert_eq!(from_html(hostile), "a\nb\n\ny");
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!("{}fond{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        assert_eq!(from_html(&deep).trim(), "fond");
        let quotes = "<blockquote>".repeat(20_000) + "fond";
        assert_eq!(from_html(&quotes).trim(), "fond");
    }
}
