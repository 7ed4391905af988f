//! Converts HTML to Markdown, in one pass over its tokens (WHATWG HTML, 13.2.5). No tree is built:
//! the elements that a parser would reopen in every paragraph (13.2.4.3, the list of active
//! formatting elements) are a few switches here, so the work is linear in the bytes.
//!
//! Only words, paragraphs, emphasis, lists, quotes and links are kept. Pictures are left out:
//! loading them would tell the sender who reads the message.

use super::plain;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Maximum depth of nested quotes and lists; deeper ones are shown at this depth.
const DEEP: usize = 5;
/// Bytes of a link's address; of a link with a longer one only the words are kept.
const HREF_MAX: usize = 2_000;

/// Converts HTML to Markdown, cut at `most` bytes; the flag says whether it was cut.
pub fn markdown(html: &str, most: usize) -> (String, bool) {
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Link,
    Strong,
    Emphasis,
    Struck,
}

impl Mark {
    /// All marks, the outermost first.
    const ALL: [Self; 4] = [Self::Link, Self::Strong, Self::Emphasis, Self::Struck];

    const fn sign(self) -> &'static str {
        match self {
            Self::Link => "[",
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Struck => "~~",
        }
    }
}

/// A list, and the number of its next item if it is numbered.
#[derive(Clone, Copy, Default)]
struct List {
    next: Option<u32>,
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
    /// Whether a table cell began and no word has come since.
    cell: bool,
    strong: usize,
    emphasis: usize,
    struck: usize,
    href: Option<String>,
    open: Vec<Mark>,
    quotes: usize,
    /// Quote depth of the last line that was written.
    quoted: usize,
    lists: Vec<List>,
    /// Open lists beyond the depth that is shown.
    deeper: usize,
    /// Marker of the current list item, until its first line is written.
    item: Option<String>,
    preformatted: usize,
    /// The open element whose content is no text, if any.
    silent: Option<&'static str>,
    /// Whether the start tag whose attributes are being read is a link.
    in_link_tag: bool,
    in_href: bool,
}

/// Elements whose content is no text; the tokenizer reads all of them up to their end tag.
const SILENT: [&str; 8] = [
    "script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noscript",
];

impl Page {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(name),
            CallbackEvent::AttributeName { name } => {
                self.in_href = self.in_link_tag && name == b"href" && self.href.is_none();
            }
            CallbackEvent::AttributeValue { value } if self.in_href => {
                self.in_href = false;
                self.href = href(&String::from_utf8_lossy(value));
            }
            CallbackEvent::CloseStartTag { .. } => {
                (self.in_link_tag, self.in_href) = (false, false)
            }
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.silent.is_none() => {
                self.text(&String::from_utf8_lossy(value));
            }
            _ => {}
        }
    }

    fn start(&mut self, name: &[u8]) {
        if let Some(silent) = SILENT.iter().find(|silent| silent.as_bytes() == name) {
            self.silent = Some(silent);
            return;
        }
        self.silent = None;
        match name {
            b"br" => self.line_break(),
            b"b" | b"strong" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                if name.first() == Some(&b'h') {
                    self.block(2);
                }
                self.strong += 1;
            }
            b"i" | b"em" => self.emphasis += 1,
            b"s" | b"del" | b"strike" => self.struck += 1,
            b"a" => {
                self.end_link();
                self.in_link_tag = true;
            }
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
            b"td" | b"th" => self.cell = !self.line.is_empty(),
            b"pre" => {
                self.block(2);
                self.preformatted += 1;
            }
            b"p" | b"table" | b"hr" | b"dl" => self.block(2),
            _ if is_block(name) => self.block(1),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        self.silent = None;
        match name {
            b"b" | b"strong" => self.strong = self.strong.saturating_sub(1),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.block(2);
                self.strong = self.strong.saturating_sub(1);
            }
            b"i" | b"em" => self.emphasis = self.emphasis.saturating_sub(1),
            b"s" | b"del" | b"strike" => self.struck = self.struck.saturating_sub(1),
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
            b"pre" => {
                self.block(2);
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            b"p" | b"table" | b"dl" => self.block(2),
            b"br" => self.line_break(),
            _ if is_block(name) => self.block(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.line_break();
                }
                self.words(line);
            }
        } else {
            self.words(text);
        }
    }

    /// Writes text. HTML white space becomes one space; a no-break space counts as a letter.
    fn words(&mut self, text: &str) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        for (n, word) in text.split(blank).enumerate() {
            self.space |= n > 0;
            if word.is_empty() {
                continue;
            }
            self.mark();
            escape(word, &mut self.line);
        }
    }

    /// Writes the marks that end and begin here, and the space between them.
    fn mark(&mut self) {
        let wanted = |page: &Self, mark: Mark| match mark {
            Mark::Link => page.href.is_some(),
            Mark::Strong => page.strong > 0,
            Mark::Emphasis => page.emphasis > 0,
            Mark::Struck => page.struck > 0,
        };
        while self.open.iter().any(|mark| !wanted(self, *mark)) {
            self.close_one();
        }
        if self.cell && !self.line.is_empty() {
            while !self.open.is_empty() {
                self.close_one();
            }
            self.line.push_str(" |");
            self.space = true;
        }
        self.cell = false;
        if std::mem::take(&mut self.space) && !self.line.is_empty() {
            self.line.push(' ');
        }
        for mark in Mark::ALL {
            if wanted(self, mark) && !self.open.contains(&mark) {
                self.open.push(mark);
                self.line.push_str(mark.sign());
            }
        }
    }

    fn close_one(&mut self) {
        match self.open.pop() {
            // It leads somewhere once: a link without an end ends with its line.
            Some(Mark::Link) => {
                let href = self.href.take().unwrap_or_default();
                self.line.push_str("](");
                self.line.push_str(&href);
                self.line.push(')');
            }
            Some(mark) => self.line.push_str(mark.sign()),
            None => {}
        }
    }

    fn end_link(&mut self) {
        while self.open.contains(&Mark::Link) {
            self.close_one();
        }
        self.href = None;
    }

    fn line_break(&mut self) {
        if self.line.is_empty() {
            self.gap = 2;
        } else {
            self.end_line();
        }
    }

    /// Ends the line and leaves `gap` line breaks before the next text.
    fn block(&mut self, gap: usize) {
        self.end_line();
        self.gap = self.gap.max(gap);
    }

    fn end_line(&mut self) {
        (self.space, self.cell) = (false, false);
        // One that has no word yet begins in the next line.
        if self.open.contains(&Mark::Link) {
            self.end_link();
        }
        while !self.open.is_empty() {
            self.close_one();
        }
        if self.line.is_empty() {
            return;
        }
        let quotes = self.quotes.min(DEEP);
        if !self.out.is_empty() {
            self.out.push('\n');
            // A line of its own parts what is quoted from what is not.
            if self.gap > 1 || quotes != self.quoted {
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
        self.out.push_str(&plain::line(&self.line));
        self.line.clear();
        (self.gap, self.quoted) = (1, quotes);
    }
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
            | b"tr"
    )
}

/// Writes a word with the characters escaped that have a meaning inside a Markdown line.
fn escape(word: &str, out: &mut String) {
    let mut before = ' ';
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        let within =
            before.is_alphanumeric() && letters.peek().is_some_and(|c| c.is_alphanumeric());
        if matches!(c, '\\' | '*' | '`' | '[' | ']' | '<') || c == '_' && !within {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// A link's address as Markdown writes it; `None` if the address is not harmless.
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
            ' ' | '(' | ')' | '<' | '>' | '\\' => href.push_str(&format!("%{:02X}", c as u32)),
            c => href.push(c),
        }
    }
    Some(href)
}

#[cfg(test)]
mod tests;
