//! E-mail addresses: one rule for all that are typed, imported or read.

use email_address::{EmailAddress, Options};

/// Most characters of an address (RFC 5321, 4.5.3.1, as RFC 3696 erratum 1690 counts them).
pub const EMAIL_MAX: usize = 254;

/// Returns the address as it is stored and compared, in lower case; `None` if it is none that mail
/// can be sent to: `local@domain` (RFC 5321, 4.1.2) with a domain of several labels, without display
/// name, comments or quotes. Only ASCII is put into lower case: other characters can share a lower
/// case (the Kelvin sign becomes a k).
pub fn email_address(text: &str) -> Option<String> {
    let text = text.trim();
    let options = Options::default()
        .with_required_tld()
        .without_domain_literal()
        .without_display_text();
    EmailAddress::parse_with_options(text, options).ok()?;
    let (local, domain) = text.rsplit_once('@')?;
    let is_plain = !local.contains(['"', '\\']) && local.is_ascii() && text.len() <= EMAIL_MAX;
    let labels = domain.split('.');
    let is_host = labels.clone().all(|label| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    (is_plain && is_host).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::email_address;

    #[test]
    fn what_mail_can_be_sent_to_is_an_address() {
        for (typed, stored) in [
            ("Claire.Dubois@Exemple.FR", "claire.dubois@exemple.fr"),
            (
                " o'neil+it@sub.exemple.co.uk ",
                "o'neil+it@sub.exemple.co.uk",
            ),
            ("a_b-c@exemple-1.fr", "a_b-c@exemple-1.fr"),
            ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
            ("x@bücher.example", "x@bücher.example"),
        ] {
            assert_eq!(email_address(typed).as_deref(), Some(stored));
        }
        for typed in [
            "",
            "claire",
            "@exemple.fr",
            "claire@",
            "claire@exemple",
            "claire@.fr",
            "claire@exemple.",
            "claire@exemple..fr",
            "claire@-exemple.fr",
            ".claire@exemple.fr",
            "claire.@exemple.fr",
            "cl..aire@exemple.fr",
            "cl aire@exemple.fr",
            "claire@exe mple.fr",
            "claire@exemple.fr, paul@exemple.fr",
            "claire@paul@exemple.fr",
            "Claire <claire@exemple.fr>",
            "<claire@exemple.fr>",
            "\"claire dubois\"@exemple.fr",
            "claire(x)@exemple.fr",
            "claire@[127.0.0.1]",
            "claire;paul@exemple.fr",
            "hélène@exemple.fr",
            "a@exemple_x.fr",
        ] {
            assert_eq!(email_address(typed), None, "{typed}");
        }
        assert_eq!(
            email_address(&format!("{}@exemple.fr", "a".repeat(65))),
            None
        );
        let long = format!("a@{}fr", "b.".repeat(130));
        assert_eq!(email_address(&long), None);
    }
}
