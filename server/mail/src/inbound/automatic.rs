//! Recognises messages that no person wrote: answering them could cause a mail loop.

use guichet_domain::mail::inbound::Reason;
use mail_parser::{HeaderValue, Message};

/// Why a message counts as automatic, if it does (RFC 3834, RFC 2919, and older conventions).
pub fn automatic(message: &Message<'_>) -> Option<Reason> {
    let value = |name: &'static str| raw(message, name).map(|v| v.to_lowercase());
    if let Some(submitted) = value("Auto-Submitted")
        && submitted.split([';', ' ']).next() != Some("no")
    {
        return Some(Reason::AutoSubmitted);
    }
    if value("X-Autoreply").is_some() || value("X-Autorespond").is_some() {
        return Some(Reason::AutoSubmitted);
    }
    if value("X-Auto-Response-Suppress").is_some_and(|v| v.contains("autoreply"))
        && value("X-MS-Exchange-Generated-Message-Source").is_some()
    {
        return Some(Reason::AutoSubmitted);
    }
    if value("Precedence")
        .is_some_and(|v| ["bulk", "junk", "list", "auto_reply"].contains(&v.as_str()))
    {
        return Some(Reason::Bulk);
    }
    if value("List-Id").is_some() || value("List-Unsubscribe").is_some() {
        return Some(Reason::List);
    }
    if value("Return-Path").is_some_and(|v| v.replace(char::is_whitespace, "") == "<>") {
        return Some(Reason::NullSender);
    }
    None
}

/// The unparsed value of a header, on one line.
pub fn raw(message: &Message<'_>, name: &'static str) -> Option<String> {
    let text = message.header_raw(name)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The Message-IDs in a header that lists them, oldest first.
pub fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => vec![text.to_string()],
        HeaderValue::TextList(list) => list.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
