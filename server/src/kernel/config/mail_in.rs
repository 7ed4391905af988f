//! Configuration of incoming mail.

use crate::kernel::config::error::ConfigError;
use crate::kernel::config::given::Raw;
use guichet_desk::{InboundRules, Unknown};
use guichet_mail::inbound::Mailbox;
use guichet_mail::oauth::Tokens;

/// The mailbox that is read, and the rules for its messages.
#[derive(Clone, Debug)]
pub struct MailIn {
    pub mailbox: Mailbox,
    pub rules: InboundRules,
    /// Mail server whose statements about senders are trusted.
    pub server: Option<String>,
}

impl MailIn {
    pub(crate) fn of(raw: &Raw, tokens: Option<Tokens>) -> Result<Option<Self>, ConfigError> {
        let wrong = |text: String| Err(ConfigError(text));
        let unknown = match raw.mail_unknown.as_str() {
            "aside" => Unknown::Aside,
            "ticket" => Unknown::Ticket,
            other => {
                return wrong(format!(
                    "mail_unknown: {other:?} is neither aside nor ticket"
                ));
            }
        };
        let server = raw.mail_auth_server.clone();
        let named = |name: &String| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c))
        };
        if let Some(name) = server
            .as_ref()
            .filter(|name| name.is_empty() || !named(name))
        {
            return wrong(format!(
                "mail_auth_server: {name:?} is no name of a server, like mx.example.org"
            ));
        }
        let Some(address) = &raw.imap else {
            return Ok(None);
        };
        let mailbox = Mailbox::parse(address.reveal(), raw.imap_ca.clone(), tokens);
        let mailbox = match mailbox {
            Ok(mailbox) => mailbox,
            Err(why) => return wrong(format!("imap: {why}")),
        };
        let hourly = raw.mail_hourly;
        let rules = InboundRules { unknown, hourly };
        Ok(Some(Self {
            mailbox,
            rules,
            server,
        }))
    }
}
