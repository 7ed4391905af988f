//! The form that edits subject and description.

use crate::kernel::context::use_language;
use crate::tickets::forms::sheet::{Sheet, Typed};
use crate::tickets::forms::sheet_fields::{Asked, area, line};
use guichet_domain::TextId;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::command::{Command, Edit};
use guichet_locales::words;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let l = use_language();
    let ticket = sheet.open.ticket.get();
    let body = move |id: Option<TextId>| id.map(|id| sheet.open.body(id)).unwrap_or_default();
    let (subject, description) = (body(Some(ticket.subject)), body(ticket.description));
    let fields = view! {
        {line(
            sheet,
            Asked::new(Field::Subject, "subject", words::field(l, Field::Subject)).value(subject),
            "text",
        )}
        {area(
            sheet,
            Asked::new(Field::Description, "description", words::field(l, Field::Description))
                .value(description)
                .optional(),
        )}
    };
    let read = move |typed: &Typed| {
        let shown = sheet.shown.get_value();
        let edited = |name: &str, was: Option<TextId>| edited(typed.text(name), &body(was), was);
        Ok(Command::Edit {
            subject: edited("subject", Some(shown.subject)),
            description: edited("description", shown.description),
        })
    };
    sheet.plain(read, fields.into_any())
}

/// A changed text; `None` if it only differs in line breaks, which browsers normalise.
fn edited(text: String, before: &str, was: Option<TextId>) -> Option<Edit> {
    let text = text.replace("\r\n", "\n");
    (text.trim() != before.trim()).then_some(Edit { text, was })
}
