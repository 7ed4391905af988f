//! Delivery reports about messages of ours that did not arrive (RFC 3464).

use guichet_desk::Undelivered;
use guichet_domain::kernel::form::one_line;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Groups of fields read from one report.
const GROUPS_MAX: usize = 10_000;
/// Recipients that one report can name as undeliverable; a message of ours has one.
const UNDELIVERED_MAX: usize = 20;

/// Recipients that a delivery report gives up on; `None` if the message is not a delivery report.
pub fn undelivered(message: &Message<'_>) -> Option<Vec<Undelivered>> {
    let kind = message.content_type()?;
    let report = kind.ctype().eq_ignore_ascii_case("multipart")
        && kind
            .subtype()
            .is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
        && kind
            .attribute("report-type")
            .is_some_and(|of| of.eq_ignore_ascii_case("delivery-status"));
    if !report {
        return None;
    }
    let status = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind
                    .subtype()
                    .is_some_and(|s| s.to_lowercase().ends_with("delivery-status"))
        })
    });
    let text = match status.map(|part| &part.body) {
        Some(PartType::Text(text)) => text.to_string(),
        Some(PartType::Binary(bytes) | PartType::InlineBinary(bytes)) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Some(PartType::Message(inner)) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
        _ => String::new(),
    };
    let returned = returned(message);
    let all = recipients(&text).into_iter();
    let all = all.map(|one| Undelivered {
        returned: returned.clone(),
        ..one
    });
    Some(all.collect())
}

/// Message-ID of the returned message, which is attached whole or as headers only (RFC 6522, 3).
fn returned(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        PartType::Text(text) => {
            let kind = part.content_type()?;
            let is_head = kind.subtype()?.eq_ignore_ascii_case("rfc822-headers");
            let head =
                is_head.then(|| MessageParser::default().parse_headers(text.as_bytes()))??;
            head.message_id().map(str::to_owned)
        }
        _ => None,
    })
}

/// The recipients in a report: each group of fields after the first is about one.
fn recipients(text: &str) -> Vec<Undelivered> {
    let unfolded = text
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    let groups = unfolded.split("\n\n");
    groups
        .take(GROUPS_MAX)
        .filter_map(|group| {
            let field = |name: &str| {
                group.lines().find_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    key.trim()
                        .eq_ignore_ascii_case(name)
                        .then(|| value.trim().to_owned())
                })
            };
            // "failed"; "delayed", "delivered" and the like are no bounces.
            field("Action").filter(|action| action.eq_ignore_ascii_case("failed"))?;
            let address = |value: String| {
                let (_, address) = value.split_once(';')?;
                let address = address.trim().trim_matches(['<', '>']);
                (address.len() <= 254).then(|| address.to_ascii_lowercase())
            };
            let recipient = field("Original-Recipient").and_then(address);
            let recipient = recipient.or_else(|| field("Final-Recipient").and_then(address))?;
            let short = |name, most| -> String {
                let line = one_line(&field(name).unwrap_or_default());
                line.chars().take(most).collect()
            };
            Some(Undelivered {
                returned: None,
                in_words: false,
                address: recipient,
                status: short("Status", 20),
                detail: short("Diagnostic-Code", 300),
            })
        })
        .take(UNDELIVERED_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_given_up_on_counts() {
        let text = "Reporting-MTA: dns; mail.test\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822;Who@Example.org\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550\r\n No such user\r\n\r\nFinal-Recipient: rfc822; late@example.org\r\nAction: delayed\r\n";
        assert_eq!(
            recipients(text),
            [Undelivered {
                returned: None,
                in_words: false,
                address: "who@example.org".into(),
                status: "5.1.1".into(),
                detail: "smtp; 550 No such user".into()
            }]
        );
    }
}
