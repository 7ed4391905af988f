//! Notes the desk adds to a message, in its author's language, and shortening of long messages.

use crate::kernel::files::short_name;
use crate::mail::inbound::message::Incoming;
use guichet_domain::kernel::form::{SUBJECT_MAX, TEXT_MAX, clean, one_line};
use guichet_domain::kernel::language::Language;
use guichet_domain::mail::fold::{FOLD, unfold};

/// Subject and text of a new ticket. The subject is never empty; the end of one that is too long begins the text.
pub fn opening(language: Language, inbound: &Incoming) -> (String, String) {
    let line = one_line(&inbound.subject);
    if line.is_empty() {
        let subject = match language {
            Language::Fr => "(sans objet)",
            Language::En => "(no subject)",
        };
        return (subject.to_owned(), fit(language, inbound));
    }
    let (subject, rest) = split(&line);
    (subject, fit_after(language, rest, inbound).0)
}

/// A subject within the maximum length, and what is left of a longer one: it is parted between two
/// words if there are any.
fn split(line: &str) -> (String, &str) {
    if line.chars().count() <= SUBJECT_MAX {
        return (line.to_owned(), "");
    }
    let most = line.char_indices().nth(SUBJECT_MAX - 2);
    let head = line.get(..most.map_or(line.len(), |(at, _)| at));
    let head = head.unwrap_or_default();
    let words = head.rfind(' ').filter(|at| *at > head.len() / 2);
    let (head, rest) = line.split_at(words.unwrap_or(head.len()));
    (format!("{head}…"), rest.trim_start())
}

/// Text of a message with notes about its files.
pub fn fit(language: Language, inbound: &Incoming) -> String {
    fit_after(language, "", inbound).0
}

/// Whether the original holds more than a ticket takes of it.
pub fn is_incomplete(inbound: &Incoming) -> bool {
    let line = one_line(&inbound.subject);
    fit_after(Language::default(), split(&line).1, inbound).1
}

/// Same as [`fit`], after the end of its subject, and whether the original holds more.
fn fit_after(language: Language, subject: &str, inbound: &Incoming) -> (String, bool) {
    let (said, folded) = unfold(&inbound.text);
    let said = match (subject, said) {
        ("", said) => said.to_owned(),
        (rest, said) => format!("…{rest}\n\n{said}"),
    };
    let mut notes = String::new();
    for (name, bytes) in &inbound.too_large {
        notes.push_str("\n\n");
        notes.push_str(&too_large(language, name, *bytes));
    }
    if inbound.too_many > 0 {
        notes.push_str("\n\n");
        notes.push_str(&too_many(language, inbound.too_many));
    }
    if inbound.unverified {
        notes.push_str("\n\n");
        notes.push_str(unverified(language));
    }
    let room = TEXT_MAX.saturating_sub(notes.chars().count() + 500);
    let (said, cut_said) = cut(&clean(&said), room);
    let left = room.saturating_sub(said.chars().count());
    let (folded, cut_folded) = cut(&clean(folded.unwrap_or_default()), left);
    let mut text = said;
    if cut_said || cut_folded || inbound.cut {
        notes.push_str("\n\n");
        notes.push_str(too_long(language));
    }
    text.push_str(&notes);
    if !folded.trim().is_empty() {
        text.push_str(&format!("\n\n{FOLD}\n\n{folded}"));
    }
    let more = cut_said || cut_folded || inbound.cut || inbound.too_many > 0;
    (text.trim_end().trim_start_matches('\n').to_owned(), more)
}

fn cut(text: &str, room: usize) -> (String, bool) {
    match text.char_indices().nth(room) {
        Some((at, _)) => (format!("{}…", text.get(..at).unwrap_or_default()), true),
        None => (text.to_owned(), false),
    }
}

fn too_large(language: Language, name: &str, bytes: usize) -> String {
    let name = short_name(name, 100);
    let megabytes = bytes.div_ceil(1024 * 1024);
    match language {
        Language::Fr => format!(
            "Pièce jointe non conservée, trop volumineuse\u{a0}: {name} ({megabytes}\u{a0}Mo)"
        ),
        Language::En => format!("Attachment not kept, too large: {name} ({megabytes} MB)"),
    }
}

fn too_many(language: Language, files: usize) -> String {
    match (language, files) {
        (Language::Fr, 1) => {
            "Encore une pièce jointe dans le fichier joint message.eml.".to_owned()
        }
        (Language::Fr, n) => {
            format!("Encore {n} pièces jointes dans le fichier joint message.eml.")
        }
        (Language::En, 1) => "One more attachment in the attached file message.eml.".to_owned(),
        (Language::En, n) => format!("{n} more attachments in the attached file message.eml."),
    }
}

fn too_long(language: Language) -> &'static str {
    match language {
        Language::Fr => "La suite du message est dans le fichier joint message.eml.",
        Language::En => "The rest of the message is in the attached file message.eml.",
    }
}

fn unverified(language: Language) -> &'static str {
    match language {
        Language::Fr => {
            "[Ce message porte une signature électronique (S/MIME) que Guichet n’a pas vérifiée.]"
        }
        Language::En => "[This message has a digital signature (S/MIME) that was not verified.]",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_fits_and_says_what_is_missing() {
        let long = Incoming {
            text: format!("{}\n\n{FOLD}\n\ncité", "é".repeat(30_000)),
            too_large: vec![("gros.zip".into(), 45 << 20)],
            ..Incoming::default()
        };
        let fitted = fit(Language::Fr, &long);
        assert!(is_incomplete(&long) && fitted.chars().count() <= TEXT_MAX);
        assert!(fitted.contains("gros.zip (45\u{a0}Mo)") && fitted.contains("message.eml"));
        let short = Incoming {
            text: "a\n\n⸻\n\nb".into(),
            ..Incoming::default()
        };
        assert_eq!(fit(Language::En, &short), "a\n\n⸻\n\nb");
        assert!(!is_incomplete(&short));
        let full = Incoming {
            too_many: 3,
            ..short
        };
        let said = fit(Language::En, &full);
        assert!(
            is_incomplete(&full) && said.contains("3 more attachments"),
            "{said}"
        );
    }

    fn opened(subject: &str, text: &str) -> (String, String) {
        let inbound = Incoming {
            subject: subject.into(),
            text: text.into(),
            ..Incoming::default()
        };
        opening(Language::Fr, &inbound)
    }

    #[test]
    fn subjects_are_one_line_and_never_empty() {
        assert_eq!(opened(" \r\n\u{200b} ", "x").0, "(sans objet)");
        assert_eq!(opened("a\r\nBcc: x", "").0, "a Bcc: x");
    }

    #[test]
    fn the_end_of_a_long_subject_begins_the_text() {
        let long = format!("Erreur {}NUMÉRO 4021 FIN", "du poste ".repeat(30));
        let (subject, text) = opened(&long, "Merci");
        assert!(subject.ends_with("poste…") && subject.chars().count() <= SUBJECT_MAX);
        let rest = text
            .strip_prefix('…')
            .and_then(|text| text.strip_suffix("\n\nMerci"));
        let again = format!(
            "{} {}",
            subject.trim_end_matches('…'),
            rest.unwrap_or_default()
        );
        assert_eq!(again, long);
        // Without a word to part it at, and one that just fits.
        let (subject, text) = opened(&"é".repeat(SUBJECT_MAX + 1), "");
        assert_eq!(
            (subject.chars().count(), text.as_str()),
            (SUBJECT_MAX - 1, "…ééé")
        );
        assert_eq!(
            opened(&"é".repeat(SUBJECT_MAX), ""),
            ("é".repeat(SUBJECT_MAX), String::new())
        );
    }
}
