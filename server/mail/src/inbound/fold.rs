//! Separates what somebody wrote from what they quoted and their signature.

/// A message's text in two parts: the part that is shown, and the part folded away below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub said: String,
    pub folded: String,
}

/// Splits a text at the line that mail programs put before a quote, and at the signature. Quoted
/// lines with answers between or below them are kept, since the answers refer to them. Nothing is
/// folded if no text would be left, as in a message that was only forwarded.
///
/// Each line is looked at a fixed number of times, however many lines there are.
pub fn fold(text: &str) -> Folded {
    let lines = Lines::of(text);
    let all = lines.0.len();
    // What was passed on is what it is about.
    let passed_on = lines.0.iter().position(|line| is_passed_on(&line.bare));
    let written = |line: &Line<'_>| !line.whole.trim().is_empty();
    let said = lines.0.iter().position(written);
    let cut = (0..passed_on.unwrap_or(all))
        .find(|at| lines.begins(*at))
        .filter(|at| said.is_some_and(|said| said < *at))
        .unwrap_or(all);
    let quote = lines.quote_above(cut).unwrap_or(0);
    let part = |from: usize, to: usize| {
        let lines = lines.0.get(from..to).unwrap_or_default();
        let lines: Vec<&str> = lines.iter().map(|line| line.whole).collect();
        lines.join("\n").trim().to_owned()
    };
    let folded = format!("{}\n\n{}", part(0, quote), part(cut, all));
    Folded {
        said: part(quote, cut),
        folded: folded.trim().to_owned(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Empty,
    /// The line begins with `>`.
    Quoted,
    /// Everything below the line is folded in any case.
    Ends,
    Words,
}

/// A line, and what is known of the lines below it.
struct Line<'a> {
    whole: &'a str,
    bare: String,
    kind: Kind,
    /// Whether the line itself begins with `>`, before [`bare`] takes emphasis away.
    marked: bool,
    /// Index of the next line, this one included, that is neither empty nor quoted.
    next_words: usize,
    /// Index of the next line, this one included, that is quoted.
    next_quote: usize,
    /// Whether this line or one below it is marked as quoted.
    marked_below: bool,
}

struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut lines: Vec<Line<'a>> = text
            .lines()
            .map(|whole| {
                let bare = bare(whole);
                Line {
                    whole,
                    kind: kind(&bare),
                    bare,
                    marked: whole.trim_start().starts_with('>'),
                    next_words: usize::MAX,
                    next_quote: usize::MAX,
                    marked_below: false,
                }
            })
            .collect();
        let (mut words, mut quote, mut marked) = (usize::MAX, usize::MAX, false);
        for (at, line) in lines.iter_mut().enumerate().rev() {
            match line.kind {
                Kind::Empty => {}
                Kind::Quoted => quote = at,
                Kind::Ends | Kind::Words => words = at,
            }
            marked |= line.marked;
            (line.next_words, line.next_quote, line.marked_below) = (words, quote, marked);
        }
        Self(lines)
    }

    fn line(&self, at: usize) -> Option<&Line<'a>> {
        #[cfg(test)]
        tests::LOOKS.with(|looks| looks.set(looks.get() + 1));
        self.0.get(at)
    }

    fn bare(&self, at: usize) -> Option<&str> {
        self.line(at).map(|line| line.bare.as_str())
    }

    /// Whether everything from this line on is a quote or a signature.
    fn begins(&self, at: usize) -> bool {
        let Some(line) = self.line(at) else {
            return false;
        };
        if line.kind == Kind::Ends {
            return true;
        }
        let here = &line.bare;
        let rule = here.len() >= 5 && here.chars().all(|c| matches!(c, '_' | '-'));
        if (rule || names_header(here)) && self.headers(at + usize::from(rule)) {
            return true;
        }
        match self.attribution(at) {
            // Followed by the quote, and by nothing else that somebody wrote.
            Some(after) => self.only_quotes(after),
            None => line.kind == Kind::Quoted && self.only_quotes(at),
        }
    }

    /// Whether at least three header lines follow one another here, or with an empty line between
    /// any two of them.
    fn headers(&self, from: usize) -> bool {
        let near = (from..from + 8).map_while(|at| self.line(at));
        let named = near
            .filter(|line| line.kind != Kind::Empty)
            .take_while(|line| names_header(&line.bare));
        named.count() >= 3
    }

    /// End of an attribution such as "Le lundi 3 mars, Nadia a écrit :", on one line or over
    /// several; `None` if there is none here.
    fn attribution(&self, at: usize) -> Option<usize> {
        let first = start(self.bare(at)?).to_lowercase();
        let starts = ["le ", "on ", "am ", "el ", "il "]
            .iter()
            .any(|start| first.starts_with(start))
            || first.contains('@')
            || first.contains('<');
        let mut joined = String::new();
        for n in at..at + 4 {
            let line = start(self.bare(n)?).to_lowercase();
            if line.is_empty() {
                return None;
            }
            joined.push_str(&line);
            joined.push(' ');
            let end = joined.trim_end().trim_end_matches(':').trim_end();
            let says = [
                "a écrit",
                "a ecrit",
                "wrote",
                "schrieb",
                "escribió",
                "ha scritto",
            ]
            .iter()
            .any(|word| end.ends_with(word));
            let dated = joined.chars().any(|c| c.is_ascii_digit());
            if says && dated && line.ends_with(':') {
                return Some(n + 1);
            }
            if !starts {
                return None;
            }
        }
        None
    }

    /// Whether only quoted lines, empty lines and lines that are always folded follow from here.
    fn only_quotes(&self, from: usize) -> bool {
        let Some(line) = self.line(from) else {
            return false;
        };
        let quoted = line.next_quote < line.next_words;
        match self.line(line.next_words) {
            None => quoted,
            Some(next) if next.kind == Kind::Ends => true,
            // Some programs quote without marking the lines: all that follows is the quote.
            Some(_) => !quoted && line.next_words - from <= 2 && !line.marked_below,
        }
    }

    /// Number of lines at the top that are a quote which all the rest answers: "Le … a écrit :",
    /// the quote, then the answer.
    fn quote_above(&self, cut: usize) -> Option<usize> {
        let lines = self.0.get(..cut)?;
        let is_empty = |line: &Line<'_>| line.whole.trim().is_empty();
        let first = lines.iter().position(|line| !is_empty(line))?;
        let after = self.attribution(first).unwrap_or(first).min(cut);
        let quoted = lines[after..]
            .iter()
            .take_while(|line| is_empty(line) || line.marked)
            .count();
        let rest = &lines[after + quoted..];
        let answered = rest.iter().any(|line| !is_empty(line));
        let between = rest.iter().any(|line| line.marked);
        (quoted > 0 && answered && !between).then_some(after + quoted)
    }
}

fn kind(bare: &str) -> Kind {
    if bare.is_empty() {
        Kind::Empty
    } else if bare.starts_with('>') {
        Kind::Quoted
    } else if bare == "--" || is_original(bare) || is_sent_from(bare) {
        Kind::Ends
    } else {
        Kind::Words
    }
}

/// Characters looked at in a line: mail programs write no longer ones.
const LOOKED_AT: usize = 1_000;

fn start(line: &str) -> &str {
    match line.char_indices().nth(LOOKED_AT) {
        Some((at, _)) => line.get(..at).unwrap_or_default(),
        None => line,
    }
}

/// A line without emphasis, and with plain spaces.
fn bare(line: &str) -> String {
    line.replace(['*', '\\'], "")
        .replace(['\u{a0}', '\u{202f}', '\t'], " ")
        .trim()
        .to_owned()
}

/// Whether a line is a rule with words in it, like "-----Message d'origine-----".
fn is_original(line: &str) -> bool {
    let lower = line.to_lowercase().replace('’', "'");
    let inner = lower.trim_matches(['-', '_', ' ']);
    let ruled = lower.starts_with("--") || lower.starts_with("__");
    ruled
        && [
            "message d'origine",
            "message original",
            "message initial",
            "original message",
            "original appointment",
        ]
        .contains(&inner)
}

/// Whether a line is like "---------- Forwarded message ---------".
fn is_passed_on(line: &str) -> bool {
    let lower = line.to_lowercase();
    let inner = lower.trim_matches(['-', '_', ' ', ':']);
    [
        "message transféré",
        "début du message transféré",
        "début du message réexpédié",
        "forwarded message",
        "begin forwarded message",
    ]
    .contains(&inner)
}

fn is_sent_from(line: &str) -> bool {
    let lower = line
        .to_lowercase()
        .replace('’', "'")
        .replace(['[', ']'], "");
    let short = lower.chars().count() <= 120;
    short
        && [
            "envoyé de mon ",
            "envoyé depuis ",
            "envoyé à partir d",
            "télécharger outlook pour ",
            "obtenir outlook pour ",
            "sent from my ",
            "sent from outlook",
            "sent from mail for",
            "get outlook for ",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Names of the header lines that Outlook puts before a quote.
const HEADERS: [&str; 16] = [
    "de",
    "envoyé",
    "à",
    "a",
    "objet",
    "date",
    "cc",
    "répondre à",
    "from",
    "sent",
    "to",
    "subject",
    "reply-to",
    "expéditeur",
    "destinataire",
    "sujet",
];

fn names_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        HEADERS.contains(&name.trim().to_lowercase().as_str()) && !value.trim().is_empty()
    })
}

#[cfg(test)]
mod tests;
