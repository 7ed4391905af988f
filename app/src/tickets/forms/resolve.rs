//! The form of a resolution, in words for the affected user.

use crate::kernel::context::{use_language, use_texts};
use crate::queue::address::{name_of, named};
use crate::tickets::forms::categorise;
use crate::tickets::forms::sheet::{Sheet, Typed};
use crate::tickets::forms::sheet_fields::{Asked, Options, area, radios, select};
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::tickets::cause::asks_cause;
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_locales::{fill, words};
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let read = |typed: &Typed| Ok(Command::Resolve(solution(typed)));
    titled(sheet, read, fields(sheet))
}

/// The form that categorises and resolves at once.
pub fn first_contact(sheet: Sheet) -> AnyView {
    let read = move |typed: &Typed| {
        Ok(Command::ResolveAtFirstContact {
            categorisation: categorise::read(sheet, typed),
            solution: solution(typed),
        })
    };
    let all = view! { {categorise::fields(sheet)} {fields(sheet)} };
    titled(sheet, read, all.into_any())
}

fn titled(
    sheet: Sheet,
    read: impl Fn(&Typed) -> Result<Command, Refusal> + 'static,
    fields: AnyView,
) -> AnyView {
    let texts = use_texts();
    let label = words::action(use_language(), sheet.action);
    let title = format!("{label} · {}", sheet.open.ticket.get().reference());
    let submit = fill(
        texts.desk.send_and_resolve,
        &[("who", &sheet.open.first_name())],
    );
    sheet.view(title, submit, read, fields)
}

fn solution(typed: &Typed) -> Solution {
    let cause = match typed.text("cause").as_str() {
        "recorded" => Some(Cause::AsRecorded),
        "known" => Some(Cause::Known(typed.text("known"))),
        "unknown" => Some(Cause::Unknown(typed.text("unknown"))),
        _ => None,
    };
    Solution {
        permanence: typed.chosen("permanence").and_then(named),
        code: typed.chosen("code").and_then(named),
        notes: typed.text("notes"),
        cause,
    }
}

fn fields(sheet: Sheet) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let ways = Permanence::ALL
        .iter()
        .map(|p| (name_of(p), words::permanence(l, *p).to_owned()));
    let codes = ResolutionCode::ALL
        .iter()
        .map(|c| (name_of(c), words::resolution_code(l, *c).to_owned()));
    let notes = fill(t.notes_for, &[("who", &sheet.open.first_name())]);
    let notes = Asked::new(Field::Notes, "notes", notes).hint(t.notes_hint);
    view! {
        {radios(sheet, Asked::new(Field::Value, "permanence", t.how_solved), ways.collect(), RwSignal::new(String::new()))}
        {select(sheet, Asked::new(Field::Value, "code", t.code), codes.collect())}
        {area(sheet, notes)}
        {cause(sheet)}
    }
    .into_any()
}

fn cause(sheet: Sheet) -> AnyView {
    let t = &use_texts().desk;
    let recorded = sheet.open.ticket.with(|ticket| {
        let internal = &ticket.internal;
        internal.cause.filter(|_| !internal.cause_unknown)
    });
    let text = recorded.map(|id| sheet.open.body(id));
    let chosen = RwSignal::new(String::new());
    let mut options: Options = Vec::new();
    if let Some(text) = &text {
        let label = format!(
            "{} — {}",
            t.cause_recorded,
            text.lines().next().unwrap_or_default()
        );
        options.push(("recorded".into(), label));
    }
    options.push(("known".into(), t.cause_known.into()));
    options.push(("unknown".into(), t.cause_unknown.into()));
    let first = if text.is_some() { "recorded" } else { "" };
    let asked = Asked::new(Field::Value, "cause", t.cause).value(first);
    let open = sheet.open;
    let is_asked = move || {
        let ticket = open.ticket.get();
        let category = ticket.service.zip(ticket.category);
        open.page
            .with(|page| asks_cause(&ticket, ticket.priority, category, &page.facts))
    };
    let hint = move || match is_asked() {
        true => t.cause_hint,
        false => t.cause_optional,
    };
    view! {
        <div class="internal">
        <p class="hint">{hint}</p>
        {radios(sheet, asked, options, chosen)}
        <div hidden=move || chosen.get() != "known">
            {area(sheet, Asked::new(Field::Cause, "known", t.cause_text))}
        </div>
        <div hidden=move || chosen.get() != "unknown">
            {area(sheet, Asked::new(Field::Cause, "unknown", t.cause_why))}
        </div>
        </div>
    }
    .into_any()
}
