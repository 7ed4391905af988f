//! The sender of a message according to `From`: one address, the one that people are shown.

use guichet_domain::kernel::form::one_line;
use mail_parser::{Addr, Address, HeaderName, Message};

/// Sender of a message, as the message itself states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// Address in lower case.
    pub address: String,
    pub name: String,
    /// Whether `From` can be read in two ways: its display name shows an address other than the
    /// sender's, or it has several addresses.
    pub equivocal: bool,
}

/// Reads the header `From` (RFC 5322, 3.6.2). `None` if no address can be read.
pub fn sender(message: &Message<'_>) -> Option<Sender> {
    let fields: Vec<_> = message
        .root_part()
        .headers
        .iter()
        .filter(|header| header.name == HeaderName::From)
        .collect();
    let from = message.from()?;
    let first = from.first()?;
    let address = address(first)?;
    let name = one_line(first.name().unwrap_or_default());
    let alone = fields.len() == 1 && matches!(from, Address::List(list) if list.len() == 1);
    let field = fields.first().and_then(|header| {
        let range = header.offset_start as usize..header.offset_end as usize;
        message.raw_message().get(range)
    });
    // Neither encoded words nor comments make an address (RFC 2047, 5): what other programs read
    // there is another one.
    let stands = field.is_some_and(|field| {
        let field = String::from_utf8_lossy(field).to_ascii_lowercase();
        field.matches('@').count() <= 1 + name.matches(is_at).count() && field.contains(&address)
    });
    let shown = shown_address(&name).is_none_or(|shown| shown == address);
    Some(Sender {
        equivocal: !(alone && stands && shown),
        address,
        name,
    })
}

/// An address as it is compared. Only ASCII is put into lower case: other characters can share a
/// lower case (the Kelvin sign becomes a k).
pub fn address(addr: &Addr<'_>) -> Option<String> {
    let address = addr.address()?.trim().to_ascii_lowercase();
    let whole = address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    });
    let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    (whole && clean && address.len() <= 254).then_some(address)
}

fn is_at(c: char) -> bool {
    matches!(c, '@' | '\u{ff20}' | '\u{fe6b}')
}

/// The first address in a display name, as people would read it.
fn shown_address(name: &str) -> Option<String> {
    let mut text = String::new();
    let mut at_end = true;
    for c in name.chars() {
        if is_at(c) {
            text.truncate(text.trim_end().len());
            text.push('@');
            at_end = true;
        } else if !(c.is_whitespace() && at_end) {
            text.push(c);
            at_end = false;
        }
    }
    text.split(|c: char| c.is_whitespace() || "<>()[]\"',;:".contains(c))
        .map(|word| word.trim_matches('.').to_ascii_lowercase())
        .find(|word| {
            word.split_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use mail_parser::MessageParser;

    fn of(from: &str) -> Option<Sender> {
        let message = format!("{from}\r\nSubject: x\r\n\r\ny");
        sender(&MessageParser::default().parse(message.as_bytes()).unwrap())
    }

    #[test]
    fn one_address_is_clear() {
        for (from, name) in [
            ("From: nadia@exemple.fr", ""),
            ("From: <Nadia@Exemple.fr>", ""),
            ("From: Nadia Benali <nadia@exemple.fr>", "Nadia Benali"),
            (
                "From: \"Benali, Nadia\" <nadia@exemple.fr>",
                "Benali, Nadia",
            ),
            (
                "From: =?utf-8?Q?Nadia_B=C3=A9?= <nadia@exemple.fr>",
                "Nadia Bé",
            ),
            (
                "From: \"nadia@exemple.fr\" <nadia@exemple.fr>",
                "nadia@exemple.fr",
            ),
            (
                "From: Nadia @ Support <nadia@exemple.fr>",
                "Nadia @ Support",
            ),
            ("From: nadia@exemple.fr (Nadia)", "Nadia"),
        ] {
            let sender = of(from).unwrap();
            assert_eq!(
                (sender.address.as_str(), sender.name.as_str()),
                ("nadia@exemple.fr", name),
                "{from}"
            );
            assert!(!sender.equivocal, "{from}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_equivocal() {
        for from in [
            "From: nadia@exemple.fr\r\nFrom: x@ailleurs.fr",
            "From: x@ailleurs.fr\r\nfrom: nadia@exemple.fr",
            "From: nadia@exemple.fr\r\nFrom: nadia@exemple.fr",
            "From: nadia@exemple.fr, x@ailleurs.fr",
            "From: x@ailleurs.fr, nadia@exemple.fr",
            "From: Amis: nadia@exemple.fr;",
            "From: Amis: nadia@exemple.fr, x@ailleurs.fr;",
            "From: \"nadia@exemple.fr\" <x@ailleurs.fr>",
            "From: nadia@exemple.fr <x@ailleurs.fr>",
            "From: \"Nadia <nadia@exemple.fr>\" <x@ailleurs.fr>",
            "From: \"nadia @ exemple.fr\" <x@ailleurs.fr>",
            "From: \"nadia\u{ff20}exemple.fr\" <x@ailleurs.fr>",
            "From: =?utf-8?Q?nadia=40exemple.fr?= <x@ailleurs.fr>",
            "From: =?utf-8?B?bmFkaWFAZXhlbXBsZS5mcg==?= <x@ailleurs.fr>",
            "From: x@ailleurs.fr (nadia@exemple.fr)",
            "From: <x@ailleurs.fr> <nadia@exemple.fr>",
            "From: <nadia@exemple.fr> x@ailleurs.fr",
            "From: <@ailleurs.fr:nadia@exemple.fr>",
        ] {
            let sender = of(from);
            assert!(
                sender.as_ref().is_none_or(|sender| sender.equivocal),
                "{from}: {sender:?}"
            );
        }
    }

    #[test]
    fn letters_that_look_alike_are_not_the_same() {
        let other = of("From: <\u{212a}arim@exemple.fr>");
        assert!(other.is_none_or(|sender| sender.address != "karim@exemple.fr"));
    }
}
