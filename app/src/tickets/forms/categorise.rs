//! The form for categorisation. The priority follows impact and urgency as they are chosen.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::tags::PriorityBars;
use crate::queue::address::{name_of, named};
use crate::tickets::forms::sheet::{Sheet, Typed};
use crate::tickets::forms::sheet_fields::{Asked, Options, area, list};
use guichet_domain::ServiceId;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::priority::{Impact, Matrix, Priority, Urgency};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::command::{Categorisation, Command};
use guichet_locales::words;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let read = move |typed: &Typed| Ok(Command::Categorise(read(sheet, typed)));
    sheet.plain(read, fields(sheet))
}

/// The chosen values, and those shown when the form was opened.
pub fn read(sheet: Sheet, typed: &Typed) -> Categorisation {
    let shown = sheet.shown.get_value();
    Categorisation {
        service: typed.parsed("service").map(ServiceId),
        category: typed.parsed("category").map(guichet_domain::CategoryId),
        impact: typed.chosen("impact").and_then(named),
        urgency: typed.chosen("urgency").and_then(named),
        priority: typed.chosen("priority").and_then(named),
        reason: typed.text("reason"),
        was: shown.classification(),
        was_priority: shown.other,
    }
}

pub fn fields(sheet: Sheet) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let open = sheet.open;
    let ticket = open.ticket.get();
    let choices = StoredValue::new(open.choices());
    let service = RwSignal::new(String::new());
    let impact = RwSignal::new(String::new());
    let urgency = RwSignal::new(String::new());
    let other = RwSignal::new(String::new());
    let asked = |field, name| Asked::new(field, name, words::field(l, field));
    let shown = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let services = choices.with_value(|c| {
        let one = |(id, label): &(ServiceId, _)| (id.to_string(), in_words(l, label));
        c.services.iter().map(one).collect::<Options>()
    });
    let categories = move || {
        let service = service.get();
        choices.with_value(|c| categories_of(l, c, &service))
    };
    let impacts: Options = Impact::ALL
        .iter()
        .map(|i| (name_of(i), words::impact(l, *i).to_owned()))
        .collect();
    let urgencies: Options = Urgency::ALL
        .iter()
        .map(|u| (name_of(u), words::urgency(l, *u).to_owned()))
        .collect();
    let matrix = StoredValue::new(
        open.page
            .with_untracked(|page| page.facts.matrix.clone())
            .unwrap_or_else(|| choices.with_value(|c| c.matrix.clone())),
    );
    let computed = Memo::new(move |_| {
        matrix.with_value(|matrix| priority(matrix, &impact.get(), &urgency.get()))
    });
    let was_other = ticket
        .internal
        .priority_reason
        .map(|reason| (name_of(ticket.priority), open.body(reason)));
    let (value, reason) = was_other.unwrap_or_default();
    let priorities = Priority::ALL
        .iter()
        .map(|p| (name_of(p), words::priority(l, *p).to_owned()));
    view! {
        {proposed(sheet)}
        {list(
            sheet,
            asked(Field::Service, "service").value(shown(ticket.service.map(|id| id.0))),
            move || services.clone(),
            service,
        )}
        {list(
            sheet,
            asked(Field::Category, "category").value(shown(ticket.category.map(|id| id.0))),
            categories,
            RwSignal::new(String::new()),
        )}
        {list(sheet, asked(Field::Impact, "impact").value(ticket.impact.map(name_of).unwrap_or_default()), move || impacts.clone(), impact)}
        {list(sheet, asked(Field::Urgency, "urgency").value(ticket.urgency.map(name_of).unwrap_or_default()), move || urgencies.clone(), urgency)}
        {found(computed)}
        {other_priority(sheet, priorities.collect(), value, other)}
        <div hidden=move || other.get().is_empty()>
            {area(sheet, Asked::new(Field::Reason, "reason", texts.desk.priority_reason).value(reason))}
        </div>
    }
    .into_any()
}

/// What the ticket is most likely about, which a button puts into the form.
fn proposed(sheet: Sheet) -> Option<AnyView> {
    let open = sheet.open;
    // Somebody may have filed it since the page was read.
    let is_filed = open
        .ticket
        .with_untracked(|ticket| ticket.category.is_some());
    let found = open.page.with_untracked(|page| page.proposed.clone());
    let found = found.filter(|_| !is_filed)?;
    crate::recurrence::proposed::proposed(&open.choices(), &found, "#sheet-form")
}

fn in_words(l: Language, label: &guichet_domain::kernel::language::Label) -> String {
    label.in_language(l).to_owned()
}

fn categories_of(l: Language, choices: &Choices, service: &str) -> Options {
    choices
        .categories
        .iter()
        .filter(|(of, _, _)| of.to_string() == service)
        .map(|(_, id, label)| (id.to_string(), in_words(l, label)))
        .collect()
}

fn priority(matrix: &Matrix, impact: &str, urgency: &str) -> Option<Priority> {
    let impact: Impact = named(impact.to_owned())?;
    let urgency: Urgency = named(urgency.to_owned())?;
    Some(matrix.priority(impact, urgency))
}

/// Shows the priority computed from impact and urgency.
fn found(computed: Memo<Option<Priority>>) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let shown = move || match computed.get() {
        Some(priority) => view! {
            <PriorityBars priority/>
            " "
            <strong class="priority-name">{words::priority(l, priority)}</strong>
        }
        .into_any(),
        None => view! { <span class="hint">{texts.desk.priority_pending}</span> }.into_any(),
    };
    view! {
        <div class="field">
            <span id="sheet-found-label">{texts.desk.priority_from}</span>
            <output id="sheet-found" aria-labelledby="sheet-found-label" aria-live="polite">{shown}</output>
        </div>
    }
    .into_any()
}

fn other_priority(
    sheet: Sheet,
    options: Options,
    value: String,
    chosen: RwSignal<String>,
) -> AnyView {
    let texts = use_texts();
    let asked = Asked::new(Field::Priority, "priority", texts.desk.priority_other)
        .value(value)
        .optional();
    list(sheet, asked, move || options.clone(), chosen)
}
