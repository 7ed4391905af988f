//! The form that makes somebody else the affected user: found by name, shown what they will read,
//! confirmed.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line};
use crate::tickets::forms::watch::found;
use crate::tickets::forms::will_read::will_read;
use guichet_domain::PersonId;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_locales::fill;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let t = &use_texts().desk;
    let people = found(sheet, t.affected_pick);
    let search = people.search;
    let former = sheet
        .open
        .name(sheet.open.ticket.with(|ticket| ticket.affected));
    let error = move || sheet.error(Field::Confirmation, "confirmed");
    let fields = view! {
        {line(sheet, Asked::new(Field::Name, "text", t.watch_search), "search")}
        <div><button class="button" type="button" on:click=move |_| search.run(())>{t.watch_search_button}</button></div>
        {people.view}
        <p class="hint">{fill(t.affected_leaves, &[("who", &former)])}</p>
        <section class="will-read">
            <h3>{t.affected_reads}</h3>
            {sheet.open.page.with_untracked(will_read)}
        </section>
        <div class=move || if error().is_some() { "field has-error" } else { "field" }>
            <label class="choice">
                <input type="checkbox" name="confirmed" value="on" aria-describedby="sheet-confirmed-error"/>
                <span>{t.affected_confirm}</span>
            </label>
            <p class="error" id="sheet-confirmed-error">{error}</p>
        </div>
    };
    let read = move |typed: &Typed| match typed.parsed("person").map(PersonId) {
        Some(to) => Ok(Command::ChangeAffected {
            to,
            was: sheet.shown.with_value(|shown| shown.affected),
            confirmed: typed.chosen("confirmed").is_some(),
        }),
        None => {
            // Enter in the field asks for the people.
            search.run(());
            Err(wrong(Field::Person, Problem::Missing))
        }
    };
    sheet.plain(read, fields.into_any())
}
