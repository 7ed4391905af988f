//! The form that merges the ticket into another: chosen, shown who reads more then, confirmed.

use crate::kernel::context::{use_language, use_texts};
use crate::queue::keys::find;
use crate::tickets::api;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line, radios};
use crate::tickets::forms::will_read::will_read;
use guichet_domain::PersonId;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::beneath::NewReaders;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::page::TicketPage;
use guichet_locales::{fill, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use std::collections::BTreeSet;

pub fn form(sheet: Sheet) -> AnyView {
    let t = &use_texts().merge;
    let picked = RwSignal::new(String::new());
    let other = RwSignal::new(None::<TicketPage>);
    let show = Callback::new(move |()| {
        let Some(to) = named(&typed_reference(), &picked.get_untracked()) else {
            return sheet
                .failure
                .set(Some(Failure::Refused(wrong(Field::Link, Problem::Invalid))));
        };
        spawn_local(async move {
            match api::ticket(to.id, None).await {
                Ok(page) => {
                    let _ = other.try_set(Some(page));
                }
                Err(error) if error.0 == Failure::NotFound => {
                    let unknown = wrong(Field::Link, Problem::Unknown);
                    let _ = sheet.failure.try_set(Some(Failure::Refused(unknown)));
                }
                Err(error) => drop(sheet.failure.try_set(Some(error.0))),
            }
        });
    });
    let candidates = candidates(sheet);
    let choice = (!candidates.is_empty()).then(|| {
        let asked = Asked::new(Field::Value, "pick", t.pick).optional();
        radios(sheet, asked, candidates, picked)
    });
    let fields = view! {
        <p>{t.lead}</p>
        {choice}
        {line(sheet, Asked::new(Field::Link, "to", t.to).hint(t.to_hint).optional(), "text")}
        <div><button class="button" type="button" on:click=move |_| show.run(())>{t.show}</button></div>
        <div role="status">{move || other.with(|page| page.as_ref().map(|page| untrack(|| change(sheet, page))))}</div>
    };
    let read = move |typed: &Typed| {
        let pick = typed.chosen("pick").unwrap_or_default();
        let into =
            named(&typed.text("to"), &pick).ok_or_else(|| wrong(Field::Link, Problem::Invalid))?;
        // Nobody confirms what they have not seen.
        let seen = other.with_untracked(|page| {
            let page = page.as_ref().filter(|page| page.ticket.id == into.id)?;
            Some(readers(sheet, page))
        });
        let confirmed = seen.filter(|_| typed.chosen("confirmed").is_some());
        // Shown anew: somebody may have come to it since.
        show.run(());
        Ok(Command::Merge { into, confirmed })
    };
    sheet.plain(read, fields.into_any())
}

/// The ticket that was typed or, if none was, the one that was picked.
fn named(typed: &str, picked: &str) -> Option<Reference> {
    match typed.trim() {
        "" => picked.parse().ok(),
        typed => typed.parse().ok(),
    }
}

fn typed_reference() -> String {
    let input = find("#sheet-to").and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// Other tickets of the user, and those that are like it, that are not over.
fn candidates(sheet: Sheet) -> Vec<(String, String)> {
    let l = use_language();
    sheet.open.page.with_untracked(|page| {
        let others = page.others.iter().map(|line| {
            let summary = &line.summary;
            (summary.reference, summary.state, summary.subject.clone())
        });
        let similar = page.similar.iter();
        let similar = similar.map(|one| (one.reference, one.state, one.subject.clone()));
        let mut known = BTreeSet::new();
        others
            .chain(similar)
            .filter(|(reference, state, _)| !state.is_final() && known.insert(reference.id))
            .map(|(reference, state, subject)| {
                let label = format!("{reference} · {subject} ({})", words::state(l, state));
                (reference.to_string(), label)
            })
            .collect()
    })
}

fn readers(sheet: Sheet, other: &TicketPage) -> NewReaders {
    let page = sheet.open.page;
    page.with_untracked(|page| NewReaders::of(&page.ticket, &other.ticket))
}

/// Who reads more once the ticket is part of the other, and what.
fn change(sheet: Sheet, other: &TicketPage) -> AnyView {
    let texts = use_texts();
    let t = &texts.merge;
    let readers = readers(sheet, other);
    let (own, affected) = sheet
        .open
        .page
        .with_untracked(|page| (page.ticket.reference(), page.ticket.affected));
    let into = other.ticket.reference();
    let subject = other.texts.get(&other.ticket.subject);
    let subject = subject.map(|prose| prose.body.clone()).unwrap_or_default();
    let name = |id: &PersonId| {
        let card = other.people.get(id).map(|card| card.name.clone());
        card.unwrap_or_else(|| sheet.open.name(*id))
    };
    let names =
        |people: &BTreeSet<PersonId>| people.iter().map(name).collect::<Vec<_>>().join(", ");
    let block = |people: &BTreeSet<PersonId>, of: Reference, read: AnyView| {
        (!people.is_empty()).then(|| {
            let title = fill(
                t.reads,
                &[("who", &names(people)), ("ref", &of.to_string())],
            );
            view! { <section class="will-read"><h3>{title}</h3>{read}</section> }
        })
    };
    let of_own = block(
        &readers.of_merged,
        own,
        sheet.open.page.with_untracked(will_read),
    );
    let of_other = block(&readers.of_other, into, will_read(other));
    let is_other = affected != other.ticket.affected;
    let asks = !readers.is_empty() || own.kind != into.kind || is_other;
    let confirms = match readers.is_empty() {
        true => t.confirm_kind,
        false => t.confirm,
    };
    let error = move || sheet.error(Field::Confirmation, "confirmed");
    let confirm = asks.then(|| {
        view! {
            <div class=move || if error().is_some() { "field has-error" } else { "field" }>
                <label class="choice">
                    <input type="checkbox" name="confirmed" value="on" aria-describedby="sheet-confirmed-error"/>
                    <span>{confirms}</span>
                </label>
                <p class="error" id="sheet-confirmed-error">{error}</p>
            </div>
            <p>
                {t.instead} " "
                <button class="link" type="button" on:click=move |_| duplicate(sheet, into)>
                    {fill(t.duplicate, &[("ref", &into.to_string())])}
                </button>
            </p>
        }
    });
    let kinds = (own.kind != into.kind).then_some(t.kinds);
    view! {
        <div class="changes">
        <p><strong>{into.to_string()}</strong> " · " {subject}</p>
        {readers.is_empty().then(|| view! { <p>{t.nobody}</p> })}
        {(is_other && readers.is_empty()).then(|| view! { <p class="notice notice-warn">{t.others}</p> })}
        {kinds.map(|kinds| view! { <p class="notice notice-warn">{kinds}</p> })}
        {of_own}
        {of_other}
        {confirm}
        </div>
    }
    .into_any()
}

/// Says that it is the same matter, and merges nothing.
fn duplicate(sheet: Sheet, of: Reference) {
    sheet.open.act(Command::Link {
        to: vec![of],
        relation: Relation::DuplicateOf,
    });
    sheet.open.sheet.set(None);
}
