//! The forms that convert an incident into a request or the other way round, and a request into one
//! for another item.

use crate::kernel::context::{use_language, use_texts};
use crate::tickets::chosen_item::ChosenItem;
use crate::tickets::forms::sheet::{ANSWER, Sheet, Typed};
use crate::tickets::forms::sheet_fields::{Asked, Options, line, list, select};
use guichet_domain::ItemId;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::command::Command;
use guichet_locales::{fill, words};
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let ticket = sheet.open.ticket.get();
    let t = &use_texts().desk;
    let (to, submit) = match ticket.kind {
        Kind::Incident => (Kind::Request, t.convert_to_request),
        _ => (Kind::Incident, t.convert_to_incident),
    };
    let chosen = RwSignal::new(String::new());
    let item = ChosenItem::follow(move || chosen.get().parse().ok().map(ItemId));
    let asks = (to == Kind::Request).then(|| which_item(sheet, chosen, item));
    let fields = view! {
        <p class="hint">{t.convert_hint}</p>
        {asks}
    };
    let read = move |typed: &Typed| {
        Ok(Command::Convert {
            to,
            item: typed.parsed("item").map(ItemId),
            fields: answers(item, typed),
        })
    };
    let title = format!("{submit} · {}", ticket.reference());
    sheet.view(title, submit.to_owned(), read, fields.into_any())
}

/// The form that makes a request one for another item.
pub fn change_item(sheet: Sheet) -> AnyView {
    let chosen = RwSignal::new(String::new());
    let item = ChosenItem::follow(move || chosen.get().parse().ok().map(ItemId));
    let fields = view! {
        <p class="hint">{use_texts().desk.change_item_hint}</p>
        {which_item(sheet, chosen, item)}
    };
    let read = move |typed: &Typed| {
        Ok(Command::ChangeItem {
            item: typed.parsed("item").map(ItemId),
            fields: answers(item, typed),
            was: sheet.shown.with_value(|shown| shown.item),
        })
    };
    sheet.plain(read, fields.into_any())
}

fn answers(item: ChosenItem, typed: &Typed) -> guichet_domain::tickets::evaluation::Answers {
    item.loaded.with_untracked(|loaded| {
        let Some(Ok(item)) = loaded else {
            return Default::default();
        };
        let answer = |field: &ItemField| {
            let typed = typed.text(&format!("{ANSWER}{}", field.key));
            (field.key.clone(), typed)
        };
        item.fields.iter().map(answer).collect()
    })
}

/// The items of the catalogue, and the questions of the chosen one.
fn which_item(sheet: Sheet, chosen: RwSignal<String>, item: ChosenItem) -> AnyView {
    let (l, t) = (use_language(), &use_texts().desk);
    let items = sheet.open.choices().items.into_iter();
    let items: Options = items
        .map(|(id, label)| (id.to_string(), label.in_language(l).to_owned()))
        .collect();
    let asked = Asked::new(Field::Item, "item", t.convert_item);
    let questions = move || {
        item.loaded.with(|loaded| match loaded {
            Some(Ok(item)) => questions(sheet, item),
            Some(Err(failure)) => {
                let said = words::failure(l, failure);
                view! { <p class="error" role="alert">{said}</p> }.into_any()
            }
            None => ().into_any(),
        })
    };
    view! {
        {list(sheet, asked, move || items.clone(), chosen)}
        {questions}
    }
    .into_any()
}

fn questions(sheet: Sheet, item: &Item) -> AnyView {
    let asked = item.fields.iter().map(|field| question(sheet, field));
    asked.collect_view().into_any()
}

fn question(sheet: Sheet, field: &ItemField) -> AnyView {
    let (l, t) = (use_language(), &use_texts().call);
    let label = field.label.in_language(l);
    let mut asked = Asked::new(Field::ItemField, format!("{ANSWER}{}", field.key), label);
    asked.required = field.required;
    match &field.kind {
        FieldKind::Text => line(sheet, asked, "text"),
        FieldKind::Date => line(sheet, asked, "date"),
        FieldKind::Number { min, max, .. } => {
            let (min, max) = (min.to_string(), max.to_string());
            let hint = fill(t.between, &[("min", &min), ("max", &max)]);
            line(sheet, asked.hint(hint), "number")
        }
        FieldKind::Choice { choices } => {
            let choices = choices.iter();
            let choices = choices.map(|c| (c.fr.clone(), c.in_language(l).to_owned()));
            select(sheet, asked, choices.collect())
        }
    }
}
