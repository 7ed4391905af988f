//! Separates what somebody wrote from what they quoted and their signature.

/// A message's text in two parts: the part that is shown, and the part folded away below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub said: String,
    pub folded: String,
}

/// Splits a text at the line that mail programs put before a quote, and at the signature. Quoted
/// lines with answers between or below them are kept, since the answers refer to them, and so is
/// what was forwarded, which `subject` may say. Nothing is folded if no text would be left.
///
/// Each line is looked at a fixed number of times, however many lines there are.
pub fn fold(text: &str, subject: &str) -> Folded {
    let lines = Lines::of(text);
    let all = lines.0.len();
    let forwarded = lines.forwarded(is_forward(subject)).unwrap_or(all);
    let written = |line: &Line<'_>| !line.whole.trim().is_empty();
    let said = lines.0.iter().position(written);
    let cut = (0..forwarded)
        .find(|at| lines.begins(*at, forwarded))
        .filter(|at| said.is_some_and(|said| said < *at))
        .unwrap_or(forwarded);
    let quote = lines.quote_above(cut).unwrap_or(0);
    let part = |from: usize, to: usize| {
        let lines = lines.0.get(from..to).unwrap_or_default();
        let lines: Vec<&str> = lines.iter().map(|line| line.whole).collect();
        let part = lines.join("\n");
        part.trim_end().trim_start_matches(['\n', '\r']).to_owned()
    };
    let joined = |one: String, other: String| match (one.as_str(), other.as_str()) {
        (_, "") => one,
        ("", _) => other,
        _ => format!("{one}\n\n{other}"),
    };
    Folded {
        said: joined(part(quote, cut), part(forwarded, all)),
        folded: joined(part(0, quote), part(cut, forwarded)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Empty,
    /// The line begins with `>`.
    Quoted,
    /// Everything below the line is folded in any case.
    Ends,
    /// Two dashes.
    Signature,
    /// What a mail program says of itself.
    SentFrom,
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
    /// Index of the next line below this one that is not empty.
    next_below: usize,
    /// Index of the next line of two dashes below this one.
    next_mark: usize,
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
                    next_below: usize::MAX,
                    next_mark: usize::MAX,
                }
            })
            .collect();
        let (mut words, mut quote, mut marked) = (usize::MAX, usize::MAX, false);
        let (mut below, mut mark) = (usize::MAX, usize::MAX);
        for (at, line) in lines.iter_mut().enumerate().rev() {
            (line.next_below, line.next_mark) = (below, mark);
            match line.kind {
                Kind::Empty => {}
                Kind::Quoted => quote = at,
                Kind::Ends | Kind::SentFrom | Kind::Words => words = at,
                Kind::Signature => (words, mark) = (at, at),
            }
            if line.kind != Kind::Empty {
                below = at;
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

    /// Whether everything from this line on is a quote or a signature, as far as `end`.
    fn begins(&self, at: usize, end: usize) -> bool {
        let Some(line) = self.line(at) else {
            return false;
        };
        match line.kind {
            Kind::Ends => return true,
            Kind::Signature => return self.is_signature(at, end),
            Kind::SentFrom => return self.is_at_end(at, end),
            Kind::Empty | Kind::Quoted | Kind::Words => {}
        }
        if self.quote_head(at) {
            return true;
        }
        match self.attribution(at) {
            // Followed by the quote, and by nothing else that somebody wrote.
            Some(after) => self.only_quotes(after),
            None => line.kind == Kind::Quoted && self.only_quotes(at),
        }
    }

    /// Whether the headers of a quoted message begin here, after a rule or without one.
    fn quote_head(&self, at: usize) -> bool {
        let Some(here) = self.bare(at) else {
            return false;
        };
        let rule = here.len() >= 5 && here.chars().all(|c| matches!(c, '_' | '-'));
        (rule || names_header(here)) && self.headers(at + usize::from(rule))
    }

    /// The line at which a forwarded message begins. If the subject does not say that something was
    /// forwarded, a line of the mail program must, or nothing stands before it.
    fn forwarded(&self, subject_says: bool) -> Option<usize> {
        let bare = |at: usize| self.0.get(at).map(|line| line.bare.as_str());
        // Within a quote it is what is passed on if the quote begins with it.
        let quote = self.0.iter().position(|line| line.kind == Kind::Quoted);
        let is_reply = |at: usize| (0..at).any(|before| self.attribution(before).is_some());
        let quote = quote.filter(|at| {
            let inner = bare(*at).unwrap_or_default().trim_start_matches(['>', ' ']);
            is_passed_on(inner) && !is_reply(*at)
        });
        let said = (0..self.0.len()).find(|at| bare(*at).is_some_and(is_passed_on));
        let said = said.into_iter().chain(quote).min();
        let alone = self.0.iter().position(|line| line.kind != Kind::Empty);
        let alone = alone.filter(|at| self.quote_head(*at) || bare(*at).is_some_and(is_original));
        let found = subject_says.then(|| {
            (0..self.0.len()).find(|at| self.quote_head(*at) || bare(*at).is_some_and(is_original))
        });
        [said, alone, found.flatten()].into_iter().flatten().min()
    }

    /// Whether a line of two dashes begins a signature (RFC 3676, 4.3): one that mail programs write
    /// ends with a space. What else looks like it is one if nothing that goes on follows.
    fn is_signature(&self, at: usize, end: usize) -> bool {
        let Some(line) = self.line(at) else {
            return false;
        };
        if line.next_mark < end {
            return false;
        }
        let is_delimiter = line.whole.trim_start() == "-- ";
        let (most, strict) = if is_delimiter { (15, false) } else { (6, true) };
        let mut lines = 0;
        for below in (at + 1..end)
            .map_while(|at| self.line(at))
            .take(most * 2 + 1)
        {
            match below.kind {
                Kind::Empty => {}
                Kind::Words => {
                    lines += 1;
                    let short = below.bare.chars().count() <= 60;
                    let sentence = below.bare.ends_with(['.', '?', '!', ';', ',']);
                    if strict && (sentence || !short) {
                        return false;
                    }
                }
                Kind::Quoted | Kind::Ends | Kind::SentFrom | Kind::Signature => break,
            }
        }
        lines <= most
    }

    /// Whether nothing but a line of the same kind, or a quote, follows.
    fn is_at_end(&self, at: usize, end: usize) -> bool {
        let next = self.line(at).map(|line| line.next_below);
        let Some(next) = next.filter(|next| *next < end) else {
            return true;
        };
        match self.line(next).map(|line| line.kind) {
            Some(Kind::Words) => self.quote_head(next) || self.attribution(next).is_some(),
            Some(Kind::SentFrom | Kind::Quoted | Kind::Ends | Kind::Signature) | None => true,
            Some(Kind::Empty) => false,
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
        let starts = ["le ", "on ", "am ", "el ", "il ", "op ", "em ", "quoting "]
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
            let says = WROTE.iter().any(|word| end.ends_with(word))
                || WROTE_BEFORE_THE_NAME.iter().any(|word| end.contains(word));
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
            Some(next) if matches!(next.kind, Kind::Ends | Kind::Signature | Kind::SentFrom) => {
                true
            }
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
    } else if bare == "--" {
        Kind::Signature
    } else if is_original(bare) {
        Kind::Ends
    } else if is_sent_from(bare) {
        Kind::SentFrom
    } else {
        Kind::Words
    }
}

/// How an attribution ends: "Nadia a écrit".
const WROTE: [&str; 8] = [
    "a écrit",
    "a ecrit",
    "wrote",
    "schrieb",
    "escribió",
    "ha scritto",
    "geschreven",
    "escreveu",
];

/// What stands before the name in an attribution: "schrieb Nadia".
const WROTE_BEFORE_THE_NAME: [&str; 2] = [" schrieb ", " schreef "];

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
            "ursprüngliche nachricht",
            "originalnachricht",
            "mensaje original",
            "messaggio originale",
            "oorspronkelijk bericht",
            "mensagem original",
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
        "weitergeleitete nachricht",
        "anfang der weitergeleiteten nachricht",
        "anfang der weitergeleiteten e-mail",
        "mensaje reenviado",
        "inicio del mensaje reenviado",
        "messaggio inoltrato",
        "inizio messaggio inoltrato",
        "doorgestuurd bericht",
        "begin doorgestuurd bericht",
        "mensagem encaminhada",
    ]
    .contains(&inner)
}

/// Whether a line is what a mail program says of itself, and no sentence that begins like it.
fn is_sent_from(line: &str) -> bool {
    let lower = line
        .to_lowercase()
        .replace('’', "'")
        .replace(['[', ']'], "");
    let short = lower.chars().count() <= 120;
    // An address that follows is no part of what is said.
    let said = lower
        .split([' ', '<'])
        .take_while(|word| !word.contains("://"));
    let said = said.filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let is_sentence = said.len() > 9
        || said.iter().any(|word| word.ends_with([',', ';', ':']))
        || said.len() > 6
            && said
                .last()
                .is_some_and(|word| word.ends_with(['.', '?', '!']));
    short
        && !is_sentence
        && [
            "envoyé de mon ",
            "envoyé depuis ",
            "envoyé à partir d",
            "envoyé avec ",
            "télécharger outlook pour ",
            "obtenir outlook pour ",
            "sent from ",
            "sent with ",
            "get outlook for ",
            "von meinem ",
            "gesendet von ",
            "enviado desde ",
            "inviato da ",
            "verzonden vanaf ",
            "verstuurd vanaf ",
            "enviado do ",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Whether a subject says that the message was forwarded.
fn is_forward(subject: &str) -> bool {
    let subject = subject.trim_start_matches(['[', ' ']);
    let Some((prefix, _)) = subject.split_once(':') else {
        return false;
    };
    let prefix = prefix.trim().to_lowercase();
    [
        "fw", "fwd", "tr", "wg", "rv", "i", "doorst", "enc", "vs", "vb",
    ]
    .contains(&prefix.as_str())
}

/// Names of the header lines that mail programs put before a quote.
const HEADERS: [&str; 42] = [
    "de",
    "envoyé",
    "envoyé le",
    "à",
    "a",
    "objet",
    "date",
    "cc",
    "répondre à",
    "expéditeur",
    "destinataire",
    "sujet",
    "from",
    "sent",
    "to",
    "subject",
    "reply-to",
    "importance",
    "von",
    "gesendet",
    "datum",
    "an",
    "betreff",
    "antwort an",
    "enviado",
    "enviado el",
    "fecha",
    "para",
    "asunto",
    "da",
    "inviato",
    "data",
    "oggetto",
    "van",
    "verzonden",
    "aan",
    "onderwerp",
    "enviada em",
    "assunto",
    "rispondi a",
    "responder a",
    "beantwoorden aan",
];

fn names_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        HEADERS.contains(&name.trim().to_lowercase().as_str()) && !value.trim().is_empty()
    })
}

#[cfg(test)]
mod tests;
