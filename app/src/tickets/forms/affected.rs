//! The form that makes somebody else the affected user: found by name, shown what they will read,
//! confirmed.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line};
use crate::tickets::forms::watch::found;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_domain::{PersonId, TextId};
use guichet_locales::fill;
use leptos::prelude::*;

/// Number of characters that are shown of a text.
const BEGINNING: usize = 140;

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
            {will_read(sheet)}
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

/// What every participant of the ticket reads: its texts, messages and files.
fn will_read(sheet: Sheet) -> AnyView {
    let texts = use_texts();
    let open = sheet.open;
    let ticket = open.ticket.get();
    let beginning = |id: TextId| {
        let body = open.body(id);
        let mut start: String = body.chars().take(BEGINNING).collect();
        if start.len() < body.len() {
            start.push('…');
        }
        start
    };
    let own = [
        Some(ticket.subject),
        ticket.description,
        ticket.place,
        ticket.workaround,
    ];
    let solved = ticket.resolution.as_ref().map(|r| r.notes);
    let said = ticket.comments.iter();
    let said = said.filter(|comment| comment.audience != Audience::Agents);
    let read = own
        .into_iter()
        .flatten()
        .chain(said.map(|comment| comment.text));
    let read = read.chain([solved, ticket.done, ticket.reason].into_iter().flatten());
    let lines: Vec<String> = read
        .map(beginning)
        .filter(|line| !line.is_empty())
        .collect();
    let files = ticket.attachments.iter();
    let files = files.filter(|file| file.audience != Audience::Agents);
    let files: Vec<String> = files.map(|file| file.name.clone()).collect();
    let earlier = open.page.with(|page| page.first > 0);
    view! {
        <ul>
            {lines.into_iter().chain(files).map(|line| view! { <li>{line}</li> }).collect_view()}
            {earlier.then(|| view! { <li>{texts.desk.affected_earlier}</li> })}
        </ul>
    }
    .into_any()
}
