//! An incident that is a request, or the other way round.

use super::fields::{Asked, select};
use super::sheet::{Sheet, Typed};
use crate::context::{use_language, use_texts};
use guichet_domain::ItemId;
use guichet_domain::command::Command;
use guichet_domain::refusal::Field;
use guichet_domain::ticket::Kind;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let (l, t) = (use_language(), &use_texts().desk);
    let ticket = sheet.open.ticket.get();
    let to = match ticket.kind {
        Kind::Incident => Kind::Request,
        _ => Kind::Incident,
    };
    let submit = match to {
        Kind::Request => t.convert_to_request,
        _ => t.convert_to_incident,
    };
    let items = sheet.open.choices().items.into_iter();
    let items = items.map(|(id, label)| (id.to_string(), label.in_language(l).to_owned()));
    let item = (to == Kind::Request).then(|| {
        let asked = Asked::new(Field::Item, "item", t.convert_item);
        select(sheet, asked, items.collect())
    });
    let fields = view! {
        <p class="hint">{t.convert_hint}</p>
        {item}
    };
    let read = move |typed: &Typed| {
        let item = typed.parsed("item").map(ItemId);
        Ok(Command::Convert { to, item })
    };
    let title = format!("{submit} · {}", ticket.reference());
    sheet.view(title, submit.to_owned(), read, fields.into_any())
}
