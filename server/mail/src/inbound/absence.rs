//! Replies that say that somebody is away or has read something, and that no header tells from what
//! people write: by their subjects, in French, English, German, Spanish, Italian and Dutch.

/// What mail programs put before the subject that they answer by themselves.
const AWAY: [&str; 43] = [
    "réponse automatique",
    "réponse auto",
    "absence du bureau",
    "absent du bureau",
    "absente du bureau",
    "absent(e) du bureau",
    "message d'absence",
    "notification d'absence",
    "absence",
    "absent",
    "automatic reply",
    "automatic response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "auto",
    "out of office",
    "out of office autoreply",
    "out of the office",
    "ooo",
    "vacation",
    "automatische antwort",
    "autoantwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheit",
    "abwesend",
    "nicht im büro",
    "respuesta automática",
    "fuera de la oficina",
    "fuera de oficina",
    "ausente",
    "ausencia",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "assente",
    "automatisch antwoord",
    "automatische beantwoording",
    "afwezigheidsbericht",
    "afwezig",
];

/// What the subject of a reply says that stands for itself: "Jean Martin est absent".
const IS_AWAY: [&str; 14] = [
    "est absent",
    "est en congé",
    "is out of the office",
    "is out of office",
    "is away",
    "ist nicht im büro",
    "ist außer haus",
    "ist abwesend",
    "está ausente",
    "está fuera de la oficina",
    "è assente",
    "è fuori ufficio",
    "is afwezig",
    "is niet aanwezig",
];

/// What mail programs put before the subject of a message that was read, or deleted unread.
const READ: [&str; 19] = [
    "lu",
    "non lu",
    "accusé de lecture",
    "accusé de réception",
    "confirmation de lecture",
    "read",
    "not read",
    "read receipt",
    "return receipt",
    "return receipt (displayed)",
    "gelesen",
    "ungelesen",
    "lesebestätigung",
    "leído",
    "no leído",
    "letto",
    "conferma di lettura",
    "gelezen",
    "leesbevestiging",
];

/// What people say who are away; the beginning of the text is looked at.
const SAYS_AWAY: [&str; 33] = [
    "je suis absent",
    "je suis actuellement absent",
    "je suis en congé",
    "je suis en déplacement",
    "suis absent",
    "absente jusqu",
    "absent jusqu",
    "de retour le",
    "mon retour",
    "out of the office",
    "out of office",
    "i am away",
    "i'm away",
    "on leave",
    "on vacation",
    "nicht im büro",
    "nicht im haus",
    "außer haus",
    "abwesend",
    "im urlaub",
    "fuera de la oficina",
    "estoy ausente",
    "estaré ausente",
    "de vacaciones",
    "fuori ufficio",
    "fuori sede",
    "sono assente",
    "in ferie",
    "afwezig",
    "niet aanwezig",
    "niet op kantoor",
    "met vakantie",
    "op vakantie",
];

/// Characters of a text that are looked at.
const LOOKED_AT: usize = 600;

/// Whether a message says that its writer is away. `answers` is whether it refers to another
/// message: somebody who writes about absence messages does not, or asks something.
pub fn is_absence(subject: &str, text: &str, answers: bool) -> bool {
    let subject = plain(subject);
    let names_ticket = subject.contains('[');
    let stands_before = before_colon(&subject).is_some_and(|before| AWAY.contains(&before));
    let stands_alone =
        AWAY.contains(&subject.as_str()) || IS_AWAY.iter().any(|away| subject.contains(away));
    if !stands_before && !stands_alone {
        return false;
    }
    if answers || stands_before && names_ticket {
        return true;
    }
    let text: String = plain(text).chars().take(LOOKED_AT).collect();
    SAYS_AWAY.iter().any(|away| text.contains(away))
        && !subject.contains('?')
        && !text.contains('?')
}

/// Whether the subject is that of a receipt: it stands before the subject of a message that was
/// read, which names a ticket or is referred to.
pub fn is_receipt(subject: &str, answers: bool) -> bool {
    let subject = plain(subject);
    let before = before_colon(&subject);
    before.is_some_and(|before| READ.contains(&before)) && (answers || subject.contains('['))
}

fn before_colon(subject: &str) -> Option<&str> {
    subject.split_once(':').map(|(before, _)| before.trim())
}

/// In lower case, with plain spaces and apostrophes.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_away_does_not_answer() {
        for subject in [
            "Réponse automatique : [INC-473] Attente absence",
            "Réponse automatique\u{a0}: [INC-473] x",
            "Absence du bureau : [INC-1] Word",
            "Automatic reply: [INC-1] Word",
            "Out of Office: [INC-1] Word",
            "AUTO: Jean Martin is out of the office (returning 30/11/2026)",
            "Jean Martin est absent(e)",
            "Automatische Antwort: [INC-1] Word",
            "Abwesenheitsnotiz: [INC-1] Word",
            "Respuesta automática: [INC-1] Word",
            "Risposta automatica: [INC-1] Word",
            "Automatisch antwoord: [INC-1] Word",
            "Afwezig: [INC-1] Word",
        ] {
            assert!(is_absence(subject, "", true), "{subject}");
        }
        // What it answers is not said anywhere.
        for (subject, text) in [
            (
                "Absence du bureau : Votre compte",
                "Je suis absente jusqu’au 30 novembre.",
            ),
            ("Out of Office", "I am away until Monday."),
            ("Abwesenheitsnotiz", "Ich bin bis zum 30.11. nicht im Büro."),
        ] {
            assert!(is_absence(subject, text, false), "{subject}");
        }
    }

    #[test]
    fn who_writes_about_it_does() {
        for (subject, text) in [
            (
                "Réponse automatique : comment faire ?",
                "Je suis absent demain.",
            ),
            ("Absence du bureau", "Comment activer ce message ?"),
            ("Message d’absence", "Il ne part pas, merci d’aider."),
            ("Auto : le chargeur est en panne", "Celui du parking."),
            (
                "Word ne s’ouvre pas",
                "Je suis absent demain, appelez-moi ce soir.",
            ),
        ] {
            assert!(!is_absence(subject, text, false), "{subject}");
        }
        assert!(!is_absence("Re: Réponse automatique : [INC-1] x", "", true));
        assert!(!is_absence(
            "Re: [INC-1] Word",
            "je suis absent demain",
            true
        ));
    }

    #[test]
    fn what_was_read_is_no_answer() {
        for subject in [
            "Lu : [INC-401] Essai",
            "Read: [INC-4] x",
            "Gelesen: [REQ-1] x",
            "Gelezen: [INC-1]",
        ] {
            assert!(is_receipt(subject, false), "{subject}");
        }
        assert!(is_receipt("Lu : Votre compte", true));
        for subject in [
            "Lu : la note de service",
            "Lu [INC-1]",
            "Lulu : [INC-1]",
            "Re: Lu : [INC-1]",
        ] {
            assert!(!is_receipt(subject, false), "{subject}");
        }
    }
}
