//! The table of contents of an article: its headings get an address each, and a level below what they
//! stand under.

use guichet_domain::kernel::stemming::fold;
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::page::Heading;
use std::collections::BTreeMap;

/// Maximum number of letters of an address within the page.
const ANCHOR: usize = 60;

/// Maximum number of headings of an article that have an address.
const MOST: usize = 100;

/// Headings of an article so far, each with an address that no other has.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub headings: Vec<Heading>,
    /// How many headings have each name.
    taken: BTreeMap<String, usize>,
}

impl Contents {
    /// Adds a heading, and returns its address.
    fn add(&mut self, place: Place, title: &str, level: u8) -> String {
        let folded = fold(title);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let named: String = words.join("-").chars().take(ANCHOR).collect();
        // No other part of the page has an address that begins so.
        let named = format!("h-{named}");
        let count = self.taken.entry(named.clone()).or_insert(0);
        *count += 1;
        // No name has a slash.
        let anchor = match *count {
            1 => named,
            n => format!("{named}/{n}"),
        };
        self.headings.push(Heading {
            place,
            anchor: anchor.clone(),
            title: title.to_owned(),
            level,
        });
        anchor
    }

    /// Gives the headings of the text in a place an address, and puts them below the place's own. The
    /// text is HTML that the desk rendered itself: its headings have no attributes.
    pub fn anchored(&mut self, place: Place, html: &str) -> String {
        let above = match place {
            Place::Steps | Place::Answer | Place::Title | Place::Keywords => 1,
            Place::Symptom | Place::Cause | Place::Workaround | Place::Fix => 2,
        };
        let (mut out, mut rest) = (String::with_capacity(html.len()), html);
        while self.headings.len() < MOST
            && let Some((at, level)) = heading(rest)
        {
            let (before, from) = rest.split_at(at);
            let end = format!("</h{level}>");
            let Some((inner, after)) = from.get(4..).and_then(|from| from.split_once(&end)) else {
                break;
            };
            let shown = (above + level.max(2) - 1).min(6);
            let anchor = self.add(place, &words(inner), shown);
            out.push_str(before);
            out.push_str(&format!("<h{shown} id=\"{anchor}\">{inner}</h{shown}>"));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Where the next heading begins, and its level.
fn heading(html: &str) -> Option<(usize, u8)> {
    let mut from = 0;
    while let Some(at) = html.get(from..)?.find("<h") {
        let at = from + at;
        if let Some([level @ b'1'..=b'6', b'>']) = html.as_bytes().get(at + 2..at + 4) {
            return Some((at, level - b'0'));
        }
        from = at + 2;
    }
    None
}

/// The words of HTML.
fn words(html: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    entities
        .iter()
        .fold(out, |out, (entity, c)| out.replace(entity, c))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_has_an_address_of_its_own() {
        let mut contents = Contents::default();
        let html = "<p>x</p><hr><h2>Étape <em>1</em></h2><p>y</p><h2>Étape 1</h2><h3>A &lt; B</h3><h1>…</h1>";
        assert_eq!(
            contents.anchored(Place::Fix, html),
            "<p>x</p><hr><h3 id=\"h-etape-1\">Étape <em>1</em></h3><p>y</p>\
             <h3 id=\"h-etape-1/2\">Étape 1</h3><h4 id=\"h-a-b\">A &lt; B</h4><h3 id=\"h-\">…</h3>"
        );
        let titles: Vec<(&str, u8)> = contents
            .headings
            .iter()
            .map(|one| (one.title.as_str(), one.level))
            .collect();
        assert_eq!(
            titles,
            [("Étape 1", 3), ("Étape 1", 3), ("A < B", 4), ("…", 3)]
        );
    }
}
