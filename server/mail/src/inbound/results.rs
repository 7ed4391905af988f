//! Results of our own mail server's checks of a sender: `Authentication-Results` (RFC 8601).
//!
//! Anybody can write such a header. Ours is recognised by two things: it names our server, and it
//! stands above every `Received`, where only the delivering server can put it. The server must
//! remove headers that come in under its own name (RFC 8601, section 5); if it does not, a forged
//! one still stands below the first `Received` and is ignored.

use mail_parser::{Header, HeaderName, Message};

/// Headers that servers add on top when they deliver.
const DELIVERY: [&str; 5] = [
    "return-path",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
];

/// Whether the server of that name confirms the domain of this address: DMARC passed, for the
/// domain in `From`.
pub fn vouched(message: &Message<'_>, server: &str, address: &str) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let ours = message
        .root_part()
        .headers
        .iter()
        .take_while(|header| is_ours_or_delivery(header));
    let results = ours.filter(|header| is_results(header));
    let mut passed = false;
    for header in results {
        let range = header.offset_start as usize..header.offset_end as usize;
        let field = message.raw_message().get(range).unwrap_or_default();
        let Some(words) = words(&String::from_utf8_lossy(field)) else {
            return false;
        };
        for result in dmarc(&words, server) {
            // One that says otherwise is believed.
            if !(result.passed
                && result
                    .domain
                    .is_some_and(|d| d.eq_ignore_ascii_case(domain)))
            {
                return false;
            }
            passed = true;
        }
    }
    passed
}

fn is_results(header: &Header<'_>) -> bool {
    header
        .name
        .as_str()
        .eq_ignore_ascii_case("Authentication-Results")
}

fn is_ours_or_delivery(header: &Header<'_>) -> bool {
    let name = header.name.as_str();
    is_results(header)
        || header.name == HeaderName::ReturnPath
        || DELIVERY
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Text(String),
    Semicolon,
    Equals,
}

/// The words of a structured field, without comments; `None` if a comment or a quote has no end.
fn words(field: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut text: Option<String> = None;
    let mut messages = field.chars();
    while let Some(c) = messages.next() {
        let sign = match c {
            ';' => Some(Word::Semicolon),
            '=' => Some(Word::Equals),
            '(' => {
                let mut depth = 1;
                while depth > 0 {
                    match messages.next()? {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        '\\' => drop(messages.next()?),
                        _ => {}
                    }
                }
                None
            }
            '"' => {
                let text = text.get_or_insert_default();
                loop {
                    match messages.next()? {
                        '"' => break,
                        '\\' => text.push(messages.next()?),
                        c => text.push(c),
                    }
                }
                continue;
            }
            c if c.is_whitespace() => None,
            c => {
                text.get_or_insert_default().push(c);
                continue;
            }
        };
        words.extend(text.take().map(Word::Text));
        words.extend(sign);
    }
    words.extend(text.map(Word::Text));
    Some(words)
}

#[derive(Debug, PartialEq, Eq)]
struct Dmarc<'a> {
    passed: bool,
    /// Domain in `header.from`.
    domain: Option<&'a str>,
}

/// The DMARC results in a field of that server.
fn dmarc<'a>(words: &'a [Word], server: &str) -> Vec<Dmarc<'a>> {
    let mut parts = words.split(|word| *word == Word::Semicolon);
    // The server's name, and a version perhaps.
    let named = match parts.next() {
        Some([Word::Text(name)]) => name.eq_ignore_ascii_case(server),
        Some([Word::Text(name), Word::Text(version)]) => {
            name.eq_ignore_ascii_case(server) && version == "1"
        }
        _ => false,
    };
    if !named {
        return Vec::new();
    }
    parts.filter_map(result).collect()
}

/// Parses one result: `dmarc=pass reason="…" header.from=exemple.fr`.
fn result(words: &[Word]) -> Option<Dmarc<'_>> {
    let [
        Word::Text(method),
        Word::Equals,
        Word::Text(found),
        rest @ ..,
    ] = words
    else {
        return None;
    };
    // Of a version that is not known nothing is known (RFC 8601, 2.2: without one it is 1).
    let (method, version) = method.split_once('/').unwrap_or((method, "1"));
    if !method.eq_ignore_ascii_case("dmarc") || version != "1" {
        return None;
    }
    let mut domains = rest.windows(3).filter_map(|words| match words {
        [Word::Text(name), Word::Equals, Word::Text(value)]
            if name.eq_ignore_ascii_case("header.from") =>
        {
            Some(value.as_str())
        }
        _ => None,
    });
    let domain = domains.next();
    Some(Dmarc {
        passed: found.eq_ignore_ascii_case("pass"),
        domain: domain.filter(|_| domains.next().is_none()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use mail_parser::MessageParser;

    fn of(head: &str) -> bool {
        let message = format!("{head}\r\nFrom: nadia@exemple.fr\r\n\r\nx");
        let message = MessageParser::default().parse(message.as_bytes()).unwrap();
        vouched(&message, "mx.exemple.fr", "nadia@exemple.fr")
    }

    #[test]
    fn our_server_is_believed() {
        for head in [
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr",
            "authentication-results: MX.exemple.fr 1;\r\n\tspf=pass smtp.mailfrom=x.fr;\r\n DMARC=Pass (p=none dis=none) header.from=Exemple.fr",
            "Return-Path: <n@exemple.fr>\r\nDelivered-To: d\r\nAuthentication-Results: mx.exemple.fr; dkim=pass\r\nAuthentication-Results: mx.exemple.fr; dmarc=pass header.from=\"exemple.fr\"\r\nReceived: from y",
            "Authentication-Results: other.fr; dmarc=fail header.from=exemple.fr\r\nAuthentication-Results: mx.exemple.fr; dmarc/1=pass header.from=exemple.fr",
        ] {
            assert!(of(head), "{head}");
        }
    }

    #[test]
    fn nobody_else_is() {
        for head in [
            "X: y",
            "Authentication-Results: mx.ailleurs.fr; dmarc=pass header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr.ailleurs.fr; dmarc=pass header.from=exemple.fr",
            "Authentication-Results: (x) mx.exemple.fr 2; dmarc=pass header.from=exemple.fr",
            // Below a hop: whoever sent it wrote that.
            "Received: from x by mx.exemple.fr\r\nAuthentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr",
            "Subject: x\r\nAuthentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr; none\r\nReceived: x\r\nAuthentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr",
            // Another domain, or none.
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=ailleurs.fr",
            "Authentication-Results: mx.exemple.fr; dmarc=pass",
            "Authentication-Results: mx.exemple.fr; dmarc/2=pass header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=ailleurs.fr header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=fr",
            // Not passed, or only something else did.
            "Authentication-Results: mx.exemple.fr; dmarc=fail header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr; spf=pass smtp.mailfrom=exemple.fr; dkim=pass header.d=exemple.fr",
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr; dmarc=fail header.from=exemple.fr",
            "Authentication-Results: mx.exemple.fr; dmarc=fail header.from=exemple.fr\r\nAuthentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr",
            // What the sender could put into a value of somebody else's.
            "Authentication-Results: mx.exemple.fr; spf=fail smtp.mailfrom=\"; dmarc=pass header.from=exemple.fr\"",
            "Authentication-Results: mx.exemple.fr; spf=fail (; dmarc=pass header.from=exemple.fr)",
            "Authentication-Results: mx.exemple.fr; spf=fail reason=\"a\\\"; dmarc=pass header.from=exemple.fr\"",
            "Authentication-Results: mx.exemple.fr; spf=fail (a (b) ; dmarc=pass header.from=exemple.fr)",
            "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr (",
            "Authentication-Results: mx.exemple.fr; xdmarc=pass header.from=exemple.fr",
        ] {
            assert!(!of(head), "{head}");
        }
    }
}
