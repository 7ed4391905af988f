//! Converts HTML to plain text, in one pass over its tokens (WHATWG HTML, 13.2.5). No tree is built,
//! so the work is linear in the bytes.
//!
//! Only words, lines, lists, quotes and addresses of links are kept. Pictures are left out: loading
//! them would tell the sender who reads the message.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Maximum depth of nested quotes and lists; deeper ones are shown at this depth.
const DEEP: usize = 5;
/// Bytes of a link's address; of a link with a longer one only the words are kept.
const HREF_MAX: usize = 2_000;
/// Empty lines kept where the HTML has more.
const EMPTY_MAX: usize = 3;

/// Converts HTML to plain text, cut at `most` bytes; the flag says whether it was cut.
pub fn text(html: &str, most: usize) -> (String, bool) {
    let mut page = Page::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        page.take(event);
        (page.out.len() + page.line.len() > most).then_some(())
    });
    emitter.naively_switch_states(true);
    let full = Tokenizer::new_with_emitter(html, emitter).next().is_some();
    page.end_line();
    (page.out, full)
}

/// A list, and the number of its next item if it is numbered.
#[derive(Clone, Copy, Default)]
struct List {
    next: Option<u32>,
}

/// How white space is kept (CSS Text, 3).
#[derive(Clone, Copy, PartialEq, Eq)]
enum WhiteSpace {
    /// Spaces and lines stay (`pre`, `pre-wrap`, `break-spaces`).
    Kept,
    /// Lines stay (`pre-line`).
    Lines,
}

/// An open element that keeps white space.
struct Preformatted {
    name: Vec<u8>,
    /// Elements of the same name that are open within it.
    within: usize,
    keeps: WhiteSpace,
}

/// The start tag whose attributes are being read.
#[derive(Default)]
struct Tag {
    name: Vec<u8>,
    /// Which attribute comes next, if it is one that counts.
    attribute: Option<Attribute>,
    keeps: Option<WhiteSpace>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Href,
    Style,
}

#[derive(Default)]
struct Page {
    out: String,
    /// Text of the line that is being written.
    line: String,
    /// Line breaks before the next line; 2 make an empty line.
    gap: usize,
    /// Whether white space has come since the last word.
    space: bool,
    /// Whether a table cell is open, and cells that began since the last word.
    in_cell: bool,
    cells: usize,
    /// Line breaks that the next words of the same cell begin with.
    cell_gap: usize,
    /// Address of the open link, and where its words begin in the line.
    link: Option<(String, usize)>,
    quotes: usize,
    /// Quote depth of the last line that was written.
    quoted: usize,
    lists: Vec<List>,
    /// Open lists beyond the depth that is shown.
    deeper: usize,
    /// Marker of the current list item, until its first line is written.
    item: Option<String>,
    preformatted: Vec<Preformatted>,
    /// Whether an element has just begun whose first line break does not count (13.2.6.4.7).
    pre_begins: bool,
    /// The open element whose content is no text, if any.
    silent: Option<&'static str>,
    tag: Tag,
}

/// Elements whose content is no text; the tokenizer reads all of them up to their end tag.
const SILENT: [&str; 8] = [
    "script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noscript",
];

/// Elements without content (13.1.2).
const VOID: [&[u8]; 8] = [
    b"br", b"hr", b"img", b"input", b"meta", b"link", b"col", b"wbr",
];

impl Page {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag {
                    name: name.to_owned(),
                    ..Tag::default()
                };
                self.start(name);
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = match name {
                    b"href" if self.tag.name == b"a" && self.link.is_none() => {
                        Some(Attribute::Href)
                    }
                    b"style" => Some(Attribute::Style),
                    _ => None,
                };
            }
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(value);
                match self.tag.attribute.take() {
                    Some(Attribute::Href) => {
                        self.link = href(&value).map(|href| (href, usize::MAX));
                    }
                    Some(Attribute::Style) => self.tag.keeps = white_space(&value),
                    None => {}
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.begin(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.silent.is_none() => {
                self.text(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    /// The attributes of a start tag have been read.
    fn begin(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        for open in &mut self.preformatted {
            open.within += usize::from(open.name == tag.name);
        }
        let keeps = match tag.name.as_slice() {
            b"pre" | b"listing" => Some(tag.keeps.unwrap_or(WhiteSpace::Kept)),
            name if VOID.contains(&name) => None,
            _ => tag.keeps,
        };
        if let Some(keeps) = keeps
            && self.preformatted.len() < DEEP
        {
            self.pre_begins = matches!(tag.name.as_slice(), b"pre" | b"listing");
            self.preformatted.push(Preformatted {
                name: tag.name,
                within: 0,
                keeps,
            });
        }
    }

    fn start(&mut self, name: &[u8]) {
        if let Some(silent) = SILENT.iter().find(|silent| silent.as_bytes() == name) {
            self.silent = Some(silent);
            return;
        }
        self.silent = None;
        // A paragraph ends where the next block begins (13.1.2.4).
        if name == b"p" || is_block(name) {
            self.close(b"p");
        }
        match name {
            b"br" => self.line_break(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.block(2),
            b"a" => self.end_link(),
            b"blockquote" => {
                self.block(2);
                self.quotes += 1;
            }
            b"ul" | b"ol" => {
                self.block(if self.lists.is_empty() { 2 } else { 1 });
                let next = (name == b"ol").then_some(1);
                if self.lists.len() < DEEP {
                    self.lists.push(List { next });
                } else {
                    self.deeper += 1;
                }
            }
            b"li" => {
                self.block(1);
                self.item = Some(match self.lists.last_mut() {
                    Some(List { next: Some(n) }) => {
                        *n = n.saturating_add(1);
                        format!("{}. ", *n - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            b"td" | b"th" => {
                (self.in_cell, self.cell_gap) = (true, 0);
                self.cells += usize::from(!self.line.is_empty());
            }
            b"tr" => {
                self.in_cell = false;
                self.block(1);
            }
            b"table" => {
                self.in_cell = false;
                self.block(2);
            }
            b"pre" | b"p" | b"hr" | b"dl" | b"listing" => self.block(2),
            _ if is_block(name) => self.block(1),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        self.silent = None;
        self.close(name);
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.block(2),
            b"a" => self.end_link(),
            b"blockquote" => {
                self.block(2);
                self.quotes = self.quotes.saturating_sub(1);
            }
            b"ul" | b"ol" => {
                self.end_line();
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else {
                    self.lists.pop();
                }
                self.item = None;
                self.block(if self.lists.is_empty() { 2 } else { 1 });
            }
            b"td" | b"th" => self.cell_gap = 0,
            b"tr" => {
                self.in_cell = false;
                self.block(1);
            }
            b"table" => {
                self.in_cell = false;
                self.block(2);
            }
            b"pre" | b"p" | b"dl" | b"listing" => self.block(2),
            b"br" => self.line_break(),
            _ if is_block(name) => self.block(1),
            _ => {}
        }
    }

    /// Ends the innermost element of this name that keeps white space, unless one of the same name
    /// within it ends.
    fn close(&mut self, name: &[u8]) {
        let innermost = self.preformatted.iter().rposition(|open| open.name == name);
        let Some(at) = innermost else {
            return;
        };
        match self.preformatted.get_mut(at) {
            Some(open) if open.within > 0 => open.within -= 1,
            _ => self.preformatted.truncate(at),
        }
        for open in self.preformatted.iter_mut().take(at) {
            open.within = open.within.saturating_sub(usize::from(open.name == name));
        }
    }

    fn text(&mut self, text: &str) {
        let Some(keeps) = self.preformatted.last().map(|open| open.keeps) else {
            return self.words(text);
        };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = match text.strip_prefix('\n') {
            Some(after) if std::mem::take(&mut self.pre_begins) => after,
            _ => text.as_str(),
        };
        self.pre_begins = false;
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.line_break();
            }
            match keeps {
                WhiteSpace::Kept if !line.is_empty() => {
                    self.between();
                    self.line.push_str(line);
                }
                WhiteSpace::Kept => {}
                WhiteSpace::Lines => self.words(line),
            }
        }
    }

    /// Writes text. HTML white space becomes one space; a no-break space counts as a letter.
    fn words(&mut self, text: &str) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        for (n, word) in text.split(blank).enumerate() {
            self.space |= n > 0;
            if !word.is_empty() {
                self.between();
                self.line.push_str(word);
            }
        }
    }

    /// Writes what stands between the last word and the next.
    fn between(&mut self) {
        let gap = std::mem::take(&mut self.cell_gap);
        if gap > 0 {
            self.end_line();
            self.gap = self.gap.max(gap);
        }
        if self.cells > 0 && !self.line.is_empty() {
            self.line.push_str(" |");
            self.space = true;
        }
        self.cells = 0;
        if std::mem::take(&mut self.space) && !self.line.is_empty() {
            self.line.push(' ');
        }
        if let Some((_, from)) = &mut self.link
            && *from == usize::MAX
        {
            *from = self.line.len();
        }
    }

    /// Writes where the open link leads, unless its words say so.
    fn end_link(&mut self) {
        let Some((href, from)) = self.link.take() else {
            return;
        };
        let words = self.line.get(from..).unwrap_or_default();
        if !words.is_empty() && !says(words, &href) {
            self.line.push_str(" <");
            self.line.push_str(&href);
            self.line.push('>');
        }
    }

    fn line_break(&mut self) {
        if self.line.is_empty() {
            self.gap = (self.gap + 1).clamp(2, 1 + EMPTY_MAX);
        } else {
            self.end_line();
        }
    }

    /// Ends the line and leaves `gap` line breaks before the next text. Within a table cell that
    /// waits for the next words: the cell's last line goes on with the next cell.
    fn block(&mut self, gap: usize) {
        if self.in_cell && !self.line.is_empty() {
            // What begins with the cell parts nothing.
            if self.cells == 0 {
                self.cell_gap = self.cell_gap.max(gap);
            }
            return;
        }
        self.end_line();
        self.gap = self.gap.max(gap);
    }

    fn end_line(&mut self) {
        (self.space, self.cells, self.cell_gap) = (false, 0, 0);
        // A link that has no word yet begins in the next line.
        if self
            .link
            .as_ref()
            .is_some_and(|(_, from)| *from != usize::MAX)
        {
            self.end_link();
        }
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if line.is_empty() {
            return;
        }
        let quotes = self.quotes.min(DEEP);
        if !self.out.is_empty() {
            self.out.push('\n');
            // A line of its own parts what is quoted from what is not.
            let empty = self
                .gap
                .saturating_sub(1)
                .max(usize::from(quotes != self.quoted));
            for _ in 0..empty {
                let around = "> ".repeat(quotes.min(self.quoted));
                self.out.push_str(around.trim_end());
                self.out.push('\n');
            }
        }
        self.out.push_str(&"> ".repeat(quotes));
        let width = |list: &List| if list.next.is_some() { 3 } else { 2 };
        let indent: usize = self.lists.iter().map(width).sum();
        match self.item.take() {
            Some(sign) => {
                let own = self.lists.last().map_or(0, width);
                self.out.push_str(&" ".repeat(indent - own));
                self.out.push_str(&sign);
            }
            None => self.out.push_str(&" ".repeat(indent)),
        }
        self.out.push_str(line);
        (self.gap, self.quoted) = (1, quotes);
    }
}

/// How a `style` attribute keeps white space, if it does.
fn white_space(style: &str) -> Option<WhiteSpace> {
    let style = style.to_ascii_lowercase();
    let mut declarations = style.split(';').rev();
    let value = declarations.find_map(|one| {
        let (name, value) = one.split_once(':')?;
        matches!(name.trim(), "white-space" | "white-space-collapse").then(|| value.trim())
    })?;
    match value.split_whitespace().next()? {
        "pre" | "pre-wrap" | "break-spaces" | "preserve" => Some(WhiteSpace::Kept),
        "pre-line" | "preserve-breaks" => Some(WhiteSpace::Lines),
        _ => None,
    }
}

/// Whether the words of a link already say where it leads.
fn says(words: &str, href: &str) -> bool {
    let bare = |address: &str| {
        let address = address.trim().to_lowercase();
        let schemes = ["https://", "http://", "mailto:", "tel:"];
        let scheme = schemes.iter().find(|scheme| address.starts_with(*scheme));
        let address = scheme.map_or(address.as_str(), |scheme| &address[scheme.len()..]);
        address.trim_end_matches('/').to_owned()
    };
    bare(words) == bare(href)
}

/// A link's address; `None` if it is not harmless.
fn href(value: &str) -> Option<String> {
    let value = value.trim();
    let (scheme, _) = value.split_once(':')?;
    let harmless = ["http", "https", "mailto"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    if !harmless || value.len() > HREF_MAX {
        return None;
    }
    let mut href = String::with_capacity(value.len());
    for c in value.chars().filter(|c| !c.is_control()) {
        match c {
            ' ' | '<' | '>' => href.push_str(&format!("%{:02X}", c as u32)),
            c => href.push(c),
        }
    }
    Some(href)
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"body"
            | b"center"
            | b"dd"
            | b"div"
            | b"dt"
            | b"fieldset"
            | b"footer"
            | b"form"
            | b"header"
            | b"html"
            | b"main"
            | b"nav"
            | b"option"
            | b"section"
    )
}

#[cfg(test)]
mod tests;
