//! The form that makes somebody else the affected user: found by name, shown what they will read,
//! confirmed.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line};
use crate::tickets::forms::watch::found;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::seen;
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
    let beginning = |id: TextId| {
        let body = open.body(id);
        let mut start: String = body.chars().take(BEGINNING).collect();
        if start.len() < body.len() {
            start.push('…');
        }
        start
    };
    // As the events tell it: a text that was replaced is still in the history.
    let told: Vec<Event> = open.page.with(|page| {
        let told = page.history.iter();
        told.filter_map(|envelope| seen(envelope, Viewer::Participant))
            .map(|envelope| envelope.event)
            .collect()
    });
    let lines = told.iter().flat_map(|event| match event {
        Event::Attached { attachment, .. } if open.has_file(attachment.file) => {
            vec![attachment.name.clone()]
        }
        other => other.texts().into_iter().map(beginning).collect(),
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let earlier = open.page.with(|page| page.first > 0);
    view! {
        <ul>
            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            {earlier.then(|| view! { <li>{texts.desk.affected_earlier}</li> })}
        </ul>
    }
    .into_any()
}
