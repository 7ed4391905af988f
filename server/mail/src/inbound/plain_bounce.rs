//! Delivery reports that are no `multipart/report`: text that a mail server wrote for people.

use super::automatic::{is_role, raw};
use guichet_desk::Undelivered;
use guichet_domain::kernel::email::email_address;
use guichet_domain::kernel::form::one_line;
use mail_parser::Message;

/// Addresses that one report can name as undeliverable; a message of ours has one.
const UNDELIVERED_MAX: usize = 20;
/// Bytes of the text that are looked at.
const LOOKED_AT: usize = 64 * 1024;

/// Beginnings of subjects, in lower case.
const SUBJECTS: [&str; 19] = [
    "failure notice",
    "undelivered mail returned to sender",
    "undeliverable",
    "undelivered",
    "delivery status notification (failure)",
    "delivery failure",
    "delivery notification",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery system",
    "mail system error",
    "returned mail",
    "message undeliverable",
    "non remis",
    "non remise",
    "échec de la remise",
    "unzustellbar",
    "no se puede entregar",
    "onbestelbaar",
];

/// Recipients that a report in plain words gives up on; `None` if the message is no such report.
pub fn undelivered(
    message: &Message<'_>,
    sender: &str,
    subject: &str,
    text: &str,
) -> Option<Vec<Undelivered>> {
    let failed = raw(message, "X-Failed-Recipients");
    let no_sender = raw(message, "Return-Path")
        .is_some_and(|path| path.replace(char::is_whitespace, "") == "<>");
    if failed.is_none() && !no_sender && !is_role(sender) {
        return None;
    }
    let subject = subject.to_lowercase();
    let is_delay = [
        "delay",
        "retard",
        "warning",
        "verzöger",
        "still being retried",
    ]
    .iter()
    .any(|word| subject.contains(word));
    let is_named = SUBJECTS.iter().any(|start| subject.starts_with(start));
    if is_delay || failed.is_none() && !is_named {
        return None;
    }
    let end = (0..=text.len().min(LOOKED_AT))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let text = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let (report, copy) = text.split_at(copy_begins(text));
    let returned = copy.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let id = value.trim().trim_matches(['<', '>']);
        name.trim()
            .eq_ignore_ascii_case("message-id")
            .then(|| id.to_owned())
    });
    let names: Vec<String> = match &failed {
        Some(failed) => addresses(failed).collect(),
        None => addresses(report).collect(),
    };
    let detail = report
        .lines()
        .find(|line| code(line).is_some())
        .unwrap_or_default();
    let status = code(detail).unwrap_or_default();
    if status.starts_with('4') {
        return None;
    }
    let mut all: Vec<Undelivered> = Vec::new();
    for address in names {
        let is_new = all.iter().all(|known| known.address != address);
        if is_new && !is_role(&address) && all.len() < UNDELIVERED_MAX {
            all.push(Undelivered {
                returned: returned.clone(),
                in_words: true,
                address,
                status: status.clone(),
                detail: one_line(detail).chars().take(300).collect(),
            });
        }
    }
    Some(all)
}

/// Where the copy of the message begins that was returned.
fn copy_begins(text: &str) -> usize {
    let lower = text.to_lowercase();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let here = lower.get(at..).unwrap_or_default();
        let here = here.lines().next().unwrap_or_default().trim();
        let ruled = here.starts_with("---")
            && [
                "copy", "original", "returned", "headers", "copie", "message",
            ]
            .iter()
            .any(|word| here.contains(word));
        if ruled || here.starts_with("received:") || here.starts_with("return-path:") {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// E-mail addresses in a text, in lower case.
fn addresses(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c))
        .filter(|word| word.contains('@'))
        .filter_map(|word| email_address(word.trim_matches('.')))
}

/// The status that a line names: an enhanced one (RFC 3463), such as 5.1.1, or a reply code of SMTP
/// (RFC 5321, 4.2).
fn code(line: &str) -> Option<String> {
    let words = || line.split(|c: char| !c.is_ascii_digit() && c != '.');
    let enhanced = words().find(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3
            && matches!(parts.first(), Some(&("4" | "5")))
            && parts.iter().all(|part| (1..=3).contains(&part.len()))
    });
    let reply = || {
        words().find(|word| {
            word.len() == 3
                && (word.starts_with('5') || word.starts_with('4'))
                && !word.contains('.')
        })
    };
    enhanced.or_else(reply).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use mail_parser::MessageParser;

    fn report(head: &str, from: &str, subject: &str, text: &str) -> Option<Vec<Undelivered>> {
        let message = format!("{head}From: {from}\r\nSubject: {subject}\r\n\r\n{text}");
        let message = MessageParser::default().parse(message.as_bytes()).unwrap();
        undelivered(&message, from, subject, text)
    }

    #[test]
    fn mail_servers_say_it_in_their_own_words() {
        let qmail = "Hi. This is the mail program at mx.exemple.net.\nI could not deliver your message.\n\n<claire@exemple.fr>:\nRemote host said: 550 no mailbox by that name.\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <x@y>\nSubject: [INC-12] Essai\nTo: autre@exemple.fr";
        let all = report("", "mailer-daemon@mx.exemple.net", "failure notice", qmail).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].address, "claire@exemple.fr");
        assert_eq!(all[0].status, "550");
        assert_eq!(all[0].returned.as_deref(), Some("x@y"));
        let exim = "This message was created automatically by mail delivery software.\n\n  claire@exemple.fr\n    host mx: 550 5.1.1 User unknown";
        let head = "X-Failed-Recipients: Claire@exemple.fr\r\n";
        let all = report(
            head,
            "Mailer-Daemon@mx.net",
            "Mail delivery failed: returning message to sender",
            exim,
        )
        .unwrap();
        assert_eq!(
            (all[0].address.as_str(), all[0].status.as_str()),
            ("claire@exemple.fr", "5.1.1")
        );
        let outlook =
            "Impossible de remettre votre message à claire@exemple.fr : adresse introuvable.";
        assert_eq!(
            report(
                "",
                "postmaster@exemple.fr",
                "Non remis : [INC-1] Word",
                outlook
            )
            .unwrap()
            .len(),
            1
        );
    }

    #[test]
    fn what_waits_or_is_said_by_people_is_no_failure() {
        let delayed = "<claire@exemple.fr>: 450 4.2.0 try again later";
        for (from, subject, text) in [
            (
                "mailer-daemon@x.fr",
                "Delayed Mail (still being retried)",
                delayed,
            ),
            ("mailer-daemon@x.fr", "failure notice", delayed),
            (
                "claire@exemple.fr",
                "failure notice",
                "Je reçois cela pour paul@exemple.fr : 550",
            ),
            (
                "postmaster@x.fr",
                "Rapport hebdomadaire",
                "claire@exemple.fr : 550 messages",
            ),
        ] {
            assert_eq!(report("", from, subject, text), None, "{subject}");
        }
    }
}
