//! Composes the message of an e-mail: its headers, and its text in both forms (RFC 5322, RFC 2046).

use super::content::{Page, about_account, about_article, about_feedback, about_ticket};
use super::html::document;
use super::plain::plain;
use crate::address::{Addresses, Answerer};
use guichet_desk::{Earlier, Outgoing, Said, TicketNews};
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use std::time::{Duration, SystemTime};

/// Characters of a subject at most: lines of headers end at 998 (RFC 5322, 2.1.1).
const SUBJECT_MAX: usize = 200;

/// Composes messages of e-mails.
pub struct Composer {
    /// Sender, by name and address.
    from: Mailbox,
    addresses: Addresses,
    /// The address of the desk, without a slash at its end.
    base: String,
    /// Whether replies by mail are read.
    answers: bool,
}

/// The e-mail cannot be composed: an address is invalid.
pub type NoMessage = Box<dyn std::error::Error + Send + Sync>;

/// Defines a header of ours, whose value never contains user input.
macro_rules! header {
    ($type:ident, $name:literal) => {
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(value.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}
// RFC 3834: a machine writes; other machines do not answer.
header!(AutoSubmitted, "Auto-Submitted");
header!(AutoResponseSuppress, "X-Auto-Response-Suppress");
header!(Precedence, "Precedence");
header!(ListId, "List-Id");

impl Composer {
    /// `from` is a name and address like `Support <support@exemple.fr>`, `base` the address of the
    /// desk in a browser.
    ///
    /// # Errors
    /// `from` is not an address.
    pub fn new(from: &str, secret: [u8; 32], base: &str, answers: bool) -> Result<Self, NoMessage> {
        let from: Mailbox = from.parse()?;
        let addresses = Addresses::new(secret, from.email.as_ref())
            .ok_or_else(|| NoMessage::from("the sender is no address"))?;
        Ok(Self {
            from,
            addresses,
            base: base.trim_end_matches('/').to_owned(),
            answers,
        })
    }

    /// Composes the message of an e-mail.
    ///
    /// # Errors
    /// An address is invalid.
    pub fn compose(&self, outgoing: &Outgoing) -> Result<Message, NoMessage> {
        match &outgoing.said {
            Said::Ticket(news) => {
                let page = about_ticket(news, &outgoing.to, &self.base, self.answers);
                self.message(outgoing, &page, Some(news))
            }
            Said::Article(news) => {
                let page = about_article(news, &outgoing.to, &self.base);
                self.message(outgoing, &page, None)
            }
            Said::Feedback(news) => {
                let page = about_feedback(news, &outgoing.to, &self.base);
                self.message(outgoing, &page, None)
            }
            Said::Account(about, path) => {
                let page = about_account(*about, path.as_deref(), &outgoing.to, &self.base);
                self.message(outgoing, &page, None)
            }
        }
    }

    fn message(
        &self,
        outgoing: &Outgoing,
        page: &Page,
        news: Option<&TicketNews>,
    ) -> Result<Message, NoMessage> {
        let to = Mailbox::new(
            Some(one_line(&outgoing.to.name)),
            outgoing.to.address.parse()?,
        );
        let micros = u64::try_from(outgoing.at.0).unwrap_or_default();
        let date = SystemTime::UNIX_EPOCH + Duration::from_micros(micros);
        let subject = match news {
            Some(news) => format!("[{}] {}", news.reference, news.subject),
            None => page.headline.clone(),
        };
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .date(date)
            .message_id(Some(self.addresses.message_id(&outgoing.key, outgoing.at)))
            .subject(one_line(&subject))
            .header(AutoSubmitted("auto-generated".into()))
            .header(AutoResponseSuppress("All".into()))
            .header(Precedence("bulk".into()))
            .header(ListId(format!(
                "Guichet <guichet.{}>",
                self.addresses.domain()
            )));
        if let Some(news) = news {
            let thread = self.addresses.thread(news.reference.id);
            let earlier: Vec<String> = news
                .earlier
                .iter()
                .filter(|outbound| **outbound != Earlier::Ours(outgoing.key.clone(), outgoing.at))
                .map(|outbound| match outbound {
                    Earlier::Ours(key, at) => self.addresses.message_id(key, *at),
                    Earlier::Theirs(id) => format!("<{id}>"),
                })
                .collect();
            let last = earlier.last().unwrap_or(&thread).clone();
            let all = std::iter::once(thread).chain(earlier).collect::<Vec<_>>();
            message = message.in_reply_to(last).references(all.join(" "));
            if let Some(ticket) = news
                .ticket
                .as_ref()
                .filter(|_| self.answers && news.may_answer)
            {
                let answerer = Answerer {
                    person: outgoing.to.person,
                    recorded: ticket.recorded_at,
                    epoch: outgoing.to.epoch,
                };
                let reply = self.addresses.reply(news.reference, answerer);
                message = message.reply_to(Mailbox::new(self.from.name.clone(), reply.parse()?));
            }
        }
        let parts = MultiPart::alternative_plain_html(plain(page), document(page));
        Ok(message.multipart(parts)?)
    }
}

/// User input as it may stand in a header: on one line, and cut at the maximum length.
fn one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(SUBJECT_MAX).collect()
}
