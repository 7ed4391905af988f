//! Notes the desk adds to a message, in its author's language, and shortening of long messages.

use crate::mail::inbound::message::Incoming;
use guichet_domain::kernel::form::{SUBJECT_MAX, TEXT_MAX, clean, one_line};
use guichet_domain::kernel::language::Language;
use guichet_domain::mail::fold::{FOLD, unfold};

/// Subject of a new ticket: never empty, and within the maximum length.
pub fn subject(language: Language, subject: &str) -> String {
    let line = one_line(subject);
    let kept: String = line.chars().take(SUBJECT_MAX).collect();
    match (kept.trim(), language) {
        ("", Language::Fr) => "(sans objet)".into(),
        ("", Language::En) => "(no subject)".into(),
        (kept, _) => kept.to_owned(),
    }
}

/// Text of a message with notes about its files, and whether the original holds more.
pub fn fit(language: Language, inbound: &Incoming) -> (String, bool) {
    let (said, folded) = unfold(&inbound.text);
    let mut notes = String::new();
    for (name, bytes) in &inbound.too_large {
        notes.push_str("\n\n");
        notes.push_str(&too_large(language, name, *bytes));
    }
    if inbound.too_many > 0 {
        notes.push_str("\n\n");
        notes.push_str(&too_many(language, inbound.too_many));
    }
    let room = TEXT_MAX.saturating_sub(notes.chars().count() + 500);
    let (said, cut_said) = cut(&clean(said), room);
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
    (text.trim().to_owned(), more)
}

fn cut(text: &str, room: usize) -> (String, bool) {
    match text.char_indices().nth(room) {
        Some((at, _)) => (format!("{}…", text.get(..at).unwrap_or_default()), true),
        None => (text.to_owned(), false),
    }
}

fn too_large(language: Language, name: &str, bytes: usize) -> String {
    let name: String = one_line(name)
        .chars()
        .filter(|c| !matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '`'))
        .take(100)
        .collect();
    let megabytes = bytes.div_ceil(1024 * 1024);
    match language {
        Language::Fr => format!(
            "*Pièce jointe non conservée, trop volumineuse\u{a0}: {name} ({megabytes}\u{a0}Mo)*"
        ),
        Language::En => format!("*Attachment not kept, too large: {name} ({megabytes} MB)*"),
    }
}

fn too_many(language: Language, files: usize) -> String {
    match (language, files) {
        (Language::Fr, 1) => {
            "*Encore une pièce jointe dans le fichier joint message.eml.*".to_owned()
        }
        (Language::Fr, n) => {
            format!("*Encore {n} pièces jointes dans le fichier joint message.eml.*")
        }
        (Language::En, 1) => "*One more attachment in the attached file message.eml.*".to_owned(),
        (Language::En, n) => format!("*{n} more attachments in the attached file message.eml.*"),
    }
}

fn too_long(language: Language) -> &'static str {
    match language {
        Language::Fr => "*La suite du message est dans le fichier joint message.eml.*",
        Language::En => "*The rest of the message is in the attached file message.eml.*",
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
        let (fitted, more) = fit(Language::Fr, &long);
        assert!(more && fitted.chars().count() <= TEXT_MAX);
        assert!(fitted.contains("gros.zip (45\u{a0}Mo)") && fitted.contains("message.eml"));
        let short = Incoming {
            text: "a\n\n⸻\n\nb".into(),
            ..Incoming::default()
        };
        let (same, more) = fit(Language::En, &short);
        assert_eq!((same.as_str(), more), ("a\n\n⸻\n\nb", false));
        let full = Incoming {
            too_many: 3,
            ..short
        };
        let (said, more) = fit(Language::En, &full);
        assert!(more && said.contains("3 more attachments"), "{said}");
    }

    #[test]
    fn subjects_are_one_line_and_never_empty() {
        assert_eq!(subject(Language::Fr, " \r\n\u{200b} "), "(sans objet)");
        assert_eq!(subject(Language::En, "a\r\nBcc: x"), "a Bcc: x");
        assert_eq!(subject(Language::En, &"x".repeat(999)).len(), SUBJECT_MAX);
    }
}
