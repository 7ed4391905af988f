//! The form that replaces an approver: whom, by whom, and why.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, area, line, select};
use crate::tickets::forms::watch::found;
use guichet_domain::PersonId;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let texts = use_texts();
    let (t, d) = (&texts.absence, &texts.desk);
    let approval = sheet.open.ticket.with(|ticket| ticket.approval.clone());
    let pending = approval.iter().flat_map(|approval| approval.pending());
    let pending: Vec<(String, String)> = pending
        .map(|person| (person.to_string(), sheet.open.name(person)))
        .collect();
    // Where one alone is awaited there is nothing to choose.
    let first = pending.first().filter(|_| pending.len() == 1);
    let from = Asked::new(Field::Approver, "from", t.name_pick)
        .value(first.map_or("", |(id, _)| id.as_str()));
    let people = found(sheet, t.name_whom);
    let search = people.search;
    let fields = view! {
        {select(sheet, from, pending)}
        {line(sheet, Asked::new(Field::Name, "text", t.name_search), "search")}
        <div><button class="button" type="button" on:click=move |_| search.run(())>{d.watch_search_button}</button></div>
        {people.view}
        {area(sheet, Asked::new(Field::Reason, "reason", t.name_reason).hint(t.name_reason_hint))}
    };
    let read = move |typed: &Typed| {
        let from = typed.parsed("from").map(PersonId);
        let instead_of = from.ok_or_else(|| wrong(Field::Approver, Problem::Missing))?;
        let Some(to) = typed.parsed("person").map(PersonId) else {
            search.run(());
            return Err(wrong(Field::Person, Problem::Missing));
        };
        let reason = typed.text("reason");
        Ok(Command::NameApprover {
            instead_of,
            to,
            reason,
        })
    };
    sheet.plain(read, fields.into_any())
}
