//! The form that puts a ticket on hold: reason, end, and details.

use crate::kernel::context::{now, use_language, use_texts, use_zone};
use crate::queue::address::{name_of, named};
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, area, internal, line, radios};
use crate::tickets::forms::shown::Shown;
use crate::tickets::forms::typed::{instant, local};
use guichet_domain::Timestamp;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::{DAY, Zone};
use guichet_domain::tickets::command::{Command, Waited};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::ticket::Ticket;
use guichet_locales::{fill, words};
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let (l, texts, zone) = (use_language(), use_texts(), use_zone());
    let t = &texts.desk;
    let hold = sheet.open.ticket.with(|ticket| ticket.hold.clone());
    let reasons = HoldReason::ALL
        .iter()
        .map(|r| (name_of(r), words::hold_reason(l, *r).to_owned()));
    let reason = hold.as_ref().map(|hold| name_of(hold.reason));
    let known = hold.as_ref().and_then(|hold| hold.problem);
    // Mostly it is the one that causes it.
    let known = known.or_else(|| sheet.open.ticket.with(its_problem));
    let known = known.map(|problem| problem.to_string()).unwrap_or_default();
    let chosen = RwSignal::new(String::new());
    let problem = name_of(HoldReason::Problem);
    let until = hold.and_then(|hold| hold.until);
    let until = until.unwrap_or_else(|| proposed(&zone, now()));
    let until = local(&zone, until);
    let fields = view! {
        {radios(
            sheet,
            Asked::new(Field::HoldReason, "reason", t.hold_for).value(reason.unwrap_or_default()),
            reasons.collect(),
            chosen,
        )}
        {line(
            sheet,
            Asked::new(Field::Until, "until", words::field(l, Field::Until))
                .hint(t.hold_until_hint)
                .value(until),
            "datetime-local",
        )}
        <div hidden=move || chosen.get() != problem>
            {line(sheet, Asked::new(Field::Link, "problem", t.hold_problem).hint(t.hold_problem_hint).value(known), "text")}
        </div>
        {area(
            sheet,
            Asked::new(Field::Text, "note", fill(t.hold_note, &[("who", &sheet.open.first_name())]))
                .hint(t.hold_note_hint)
                .optional(),
        )}
        {internal(sheet)}
    };
    let read = move |typed: &Typed| {
        let was = sheet.shown.with_value(Shown::hold);
        command(typed, &zone, was)
    };
    sheet.plain(read, fields.into_any())
}

fn command(typed: &Typed, zone: &Zone, was: Option<Waited>) -> Result<Command, Refusal> {
    let reason = typed.chosen("reason").and_then(named);
    let reason = reason.ok_or_else(|| wrong(Field::HoldReason, Problem::Missing))?;
    let problem = typed
        .chosen("problem")
        .filter(|_| reason == HoldReason::Problem);
    let problem = problem.map(|text| {
        text.parse()
            .map_err(|_| wrong(Field::Link, Problem::Invalid))
    });
    let problem = problem.transpose()?;
    let until = typed.chosen("until").map(|text| instant(zone, &text));
    let until = until.ok_or_else(|| wrong(Field::Until, Problem::Missing))?;
    let until = Some(until.ok_or_else(|| wrong(Field::Until, Problem::Invalid))?);
    Ok(Command::Hold {
        reason,
        until,
        note: typed.text("note"),
        internal: typed.text("internal"),
        problem,
        was,
    })
}

/// The problem that causes the ticket, if it is linked to one.
fn its_problem(ticket: &Ticket) -> Option<Reference> {
    let mut links = ticket.internal.links.iter();
    let causes =
        links.find(|link| link.to.kind == Kind::Problem && link.relation == Relation::CausedBy);
    causes.map(|link| link.to)
}

/// Proposed end of the hold: the same hour in two days, or on the Monday after.
fn proposed(zone: &Zone, now: Timestamp) -> Timestamp {
    let days = match zone.civil(now).weekday().to_monday_one_offset() {
        4 => 4,
        5 => 3,
        _ => 2,
    };
    now.plus(days * DAY)
}
