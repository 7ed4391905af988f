//! What somebody wrote, apart from what they quoted and signed with.

/// A letter's text in two: what is read, and what is folded away below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    pub said: String,
    pub folded: String,
}

/// Splits a text at what mail programs put before a quote, and at the signature. Whoever answers
/// between or below quoted lines keeps them: there they are what is spoken of. Where nothing would
/// be left to read (a message that was only passed on), nothing is folded.
pub fn fold(text: &str) -> Folded {
    let lines: Vec<&str> = text.lines().collect();
    // What was passed on is what it is about.
    let passed_on = lines.iter().position(|line| is_passed_on(line));
    let cut = (0..passed_on.unwrap_or(lines.len()))
        .find(|at| begins(&lines, *at))
        .filter(|at| lines[..*at].iter().any(|line| !line.trim().is_empty()))
        .unwrap_or(lines.len());
    let quote = quote_above(&lines[..cut]).unwrap_or(0);
    let part = |lines: &[&str]| lines.join("\n").trim().to_owned();
    let folded = [part(&lines[..quote]), part(&lines[cut..])];
    Folded {
        said: part(&lines[quote..cut]),
        folded: part(&[folded[0].as_str(), "", folded[1].as_str()]),
    }
}

/// Whether everything from this line on is a quote or a signature.
fn begins(lines: &[&str], at: usize) -> bool {
    let here = bare(lines[at]);
    if here == "--" || is_original(&here) || is_sent_from(&here) {
        return true;
    }
    let rule = here.len() >= 5 && here.chars().all(|c| matches!(c, '_' | '-'));
    if (rule || names_header(&here)) && headers(&lines[at + usize::from(rule)..]) >= 3 {
        return true;
    }
    match attribution(lines, at) {
        // Followed by the quote, and by nothing else that somebody wrote.
        Some(after) => only_quotes(&lines[after..]),
        None => here.starts_with('>') && only_quotes(&lines[at..]),
    }
}

/// How many lines at the top are the quote that all the rest answers: "Le … a écrit :", the quote,
/// then what is said.
fn quote_above(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let after = attribution(lines, first).unwrap_or(first);
    let is_quote = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('>');
    let quoted = lines[after..]
        .iter()
        .take_while(|line| is_quote(line))
        .count();
    let rest = &lines[after + quoted..];
    let answered = rest.iter().any(|line| !line.trim().is_empty());
    let between = rest.iter().any(|line| line.trim_start().starts_with('>'));
    (quoted > 0 && answered && !between).then_some(after + quoted)
}

/// A line without emphasis, and with plain spaces.
fn bare(line: &str) -> String {
    line.replace(['*', '\\'], "")
        .replace(['\u{a0}', '\u{202f}', '\t'], " ")
        .trim()
        .to_owned()
}

/// "-----Message d'origine-----" and its like: a rule with words in it.
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

/// "---------- Forwarded message ---------" and its like.
fn is_passed_on(line: &str) -> bool {
    let lower = bare(line).to_lowercase();
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

/// Names of the header lines that Outlook puts before what it quotes.
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

/// How many header lines follow one another here.
fn headers(lines: &[&str]) -> usize {
    lines
        .iter()
        .map(|line| bare(line))
        .filter(|line| !line.is_empty())
        .take(6)
        .take_while(|line| names_header(line))
        .count()
}

/// "Le lundi 3 mars, Nadia a écrit :" on one line or broken over a few; where it ends.
fn attribution(lines: &[&str], at: usize) -> Option<usize> {
    let first = bare(lines.get(at)?).to_lowercase();
    let starts = ["le ", "on ", "am ", "el ", "il "]
        .iter()
        .any(|start| first.starts_with(start))
        || first.contains('@')
        || first.contains('<');
    let mut joined = String::new();
    for (n, line) in lines.iter().enumerate().skip(at).take(4) {
        let line = bare(line).to_lowercase();
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

/// Nothing but quoted lines, empty ones, and what is folded in any case.
fn only_quotes(lines: &[&str]) -> bool {
    let mut quoted = false;
    for (n, line) in lines.iter().enumerate() {
        let line = bare(line);
        if line.starts_with('>') {
            quoted = true;
        } else if line == "--" || is_sent_from(&line) || is_original(&line) {
            return true;
        } else if !line.is_empty() {
            // Some programs quote without marking the lines: all that follows is the quote.
            return !quoted && n <= 2 && lines.iter().all(|l| !l.trim_start().starts_with('>'));
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (String, bool) {
        let folded = fold(text);
        (folded.said, !folded.folded.is_empty())
    }

    #[test]
    fn what_programs_put_before_a_quote() {
        let quotes = [
            "Le lun. 3 mars 2026 à 09:12, Nadia Benali <desk@exemple.fr> a écrit :\n> Bonjour\n> encore",
            "Le lun. 3 mars 2026 à 09:12, Nadia Benali\n<desk@exemple.fr> a écrit\u{a0}:\n\n> Bonjour",
            "On Mon, Mar 3, 2026 at 9:12 AM Nadia Benali <desk@exemple.fr> wrote:\n\n> Hello",
            "Le 03/03/2026 à 09:12, Nadia Benali a écrit :\n> Bonjour\n>> plus ancien\n",
            "-----Message d'origine-----\nDe : Nadia\nEnvoyé : lundi\nBonjour",
            "-----Original Message-----\nFrom: Nadia\nHello",
            "________________________________\nDe : Nadia Benali <desk@exemple.fr>\nEnvoyé : lundi 3 mars 2026 09:12\nÀ : Claire\nObjet : [INC-12] Word\n\nBonjour",
            "**De :** Nadia Benali\n**Envoyé :** lundi 3 mars 2026\n**À :** Claire\n**Objet :** Word\n\nBonjour",
            "From: Nadia\nSent: Monday\nTo: Claire\nSubject: Word\n\nHello",
            "> Bonjour\n> encore",
            "-- \nClaire Dubois\nComptabilité",
            "--\nClaire Dubois",
            "Envoyé de mon iPhone",
            "Envoyé de mon iPhone\n\n> Le 3 mars 2026 à 09:12, Nadia <d@e.fr> a écrit :\n>\n> Bonjour",
            "Sent from my iPhone",
            "Télécharger Outlook pour Android",
            "Get [Outlook for iOS](https://aka.ms/o0ukef)",
        ];
        for quote in quotes {
            let text = format!("C’est toujours en panne.\n\n{quote}");
            let folded = fold(&text);
            assert_eq!(folded.said, "C’est toujours en panne.", "{quote}");
            assert_eq!(folded.folded, quote.trim(), "{quote}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        let text = "Oui.\n\nLe 3 mars, Nadia a écrit :\n> Toujours ?\n-- \nClaire";
        let folded = fold(text);
        for word in ["Oui.", "Nadia", "Toujours", "Claire"] {
            assert!(format!("{}\n{}", folded.said, folded.folded).contains(word));
        }
    }

    #[test]
    fn an_answer_between_the_lines_keeps_them() {
        let text =
            "Le 3 mars, Nadia a écrit :\n> Quelle version ?\nLa 16.\n> Depuis quand ?\nHier.";
        assert_eq!(said(text), (text.to_owned(), false));
    }

    #[test]
    fn an_answer_below_the_quote_comes_first() {
        let (said, folded) = said("Le 3 mars, Nadia a écrit :\n> Quelle version ?\n\nLa 16.");
        assert_eq!((said.as_str(), folded), ("La 16.", true));
    }

    #[test]
    fn what_was_only_passed_on_stays() {
        for text in [
            "-----Message d'origine-----\nDe : banque\nVotre accès est coupé.",
            "> seulement une citation",
            "De : x\nEnvoyé : y\nÀ : z\nObjet : w\n\nVotre accès est coupé.",
            "Voyez ceci :\n\n---------- Forwarded message ---------\nDe : x\nDate : y\nObjet : w\n\nVotre accès",
        ] {
            assert!(!said(text).1, "{text}");
        }
    }

    #[test]
    fn ordinary_sentences_are_no_headers() {
        for text in [
            "Le problème : rien ne marche.\nÀ voir : l’écran.",
            "De : moi\nBonjour",
            "Bonjour,\nLe chef a écrit :\nvenez demain, et prenez le dossier.\nMerci",
            "a -- b\nc",
        ] {
            assert_eq!(said(text), (text.to_owned(), false));
        }
    }
}
