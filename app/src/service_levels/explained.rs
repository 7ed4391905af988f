//! "Why then?": every step of the sum.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::guard::Failed;
use crate::service_levels::api;
use guichet_domain::TicketId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::time::Zone;
use guichet_domain::service_levels::explanation::{Begun, Explanation, Row};
use guichet_locales::{Texts, day, fill, told};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

type Answer = Result<Vec<(Promise, Explanation)>, ApiError>;

/// A disclosure that asks for the explanation when it is opened.
#[component]
pub fn Explained(ticket: TicketId, promises: Vec<Promise>) -> impl IntoView {
    let texts = use_texts();
    let answer = RwSignal::new(None::<Answer>);
    let node = NodeRef::<html::Details>::new();
    let ask = move || {
        let open = node.get_untracked().is_some_and(|details| details.open());
        if !open {
            return;
        }
        let promises = promises.clone();
        spawn_local(async move {
            let mut explained = Vec::new();
            for promise in promises {
                match api::explanation(ticket, promise).await {
                    Ok(explanation) => explained.push((promise, explanation)),
                    Err(error) => return drop(answer.try_set(Some(Err(error)))),
                }
            }
            let _ = answer.try_set(Some(Ok(explained)));
        });
    };
    // It may have been opened before the program was awake.
    let opened = ask.clone();
    Effect::new(move |_| {
        if node.get().is_some() {
            opened();
        }
    });
    view! {
        <details class="explained" node_ref=node on:toggle=move |_| ask()>
            <summary>{texts.service_levels.why}</summary>
            <div aria-live="polite">
                {move || match answer.get() {
                    None => view! { <p class="quiet">{texts.common.loading}</p> }.into_any(),
                    Some(Err(error)) => view! { <Failed error/> }.into_any(),
                    Some(Ok(all)) => all.into_iter().map(one).collect_view().into_any(),
                }}
            </div>
        </details>
    }
}

fn one((promise, explanation): (Promise, Explanation)) -> AnyView {
    let texts = use_texts();
    view! {
        <h3>{told::promise(texts, promise)}</h3>
        {sum(&explanation)}
    }
    .into_any()
}

/// The rows of a sum, as a table.
pub fn sum(explanation: &Explanation) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let lead = fill(t.why_lead, &[("zone", &explanation.zone.name)]);
    let rows = explanation.rows.iter();
    let rows = rows.map(|row| line(l, texts, &explanation.zone, row));
    view! {
        <p class="quiet">{lead}</p>
        <table class="sum">
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn line(l: Language, texts: &'static Texts, zone: &Zone, row: &Row) -> AnyView {
    let t = &texts.service_levels;
    let at = |at| told::with_weekday(l, zone, at);
    let hour = |at| {
        let civil = zone.civil(at);
        format!("{:02}:{:02}", civil.hour(), civil.minute())
    };
    let (class, when, what, time) = match row {
        Row::Begun { at: since, how } => {
            let what = match how {
                Begun::Recorded => t.step_recorded.to_owned(),
                Begun::Reopened => t.step_reopened.to_owned(),
                Begun::Changed => t.step_changed.to_owned(),
                Begun::GoesOn => t.step_goes_on.to_owned(),
                Begun::Applied { used } => {
                    fill(t.step_applied, &[("used", &told::working_time(*used))])
                }
                Begun::Untargeted => t.step_untargeted.to_owned(),
            };
            ("sum-event", at(*since), what, String::new())
        }
        Row::Target {
            level,
            calendar,
            promised,
        } => {
            let named = [
                ("level", level.said_in(l).0),
                ("calendar", calendar.said_in(l).0),
                ("time", &told::working_time(*promised)),
            ];
            (
                "sum-rule",
                String::new(),
                fill(t.step_target, &named),
                String::new(),
            )
        }
        Row::Open { from, to, ahead } => {
            let ends = match zone.date(*from) == zone.date(*to) {
                true => hour(*to),
                // Midnight is the end of the day that it ends.
                false => "24:00".to_owned(),
            };
            let span = fill(t.step_open, &[("from", &hour(*from)), ("to", &ends)]);
            let class = if *ahead {
                "sum-open is-ahead"
            } else {
                "sum-open"
            };
            let day = told::day_with_weekday(l, zone, *from);
            (class, day, span, told::working_time(to.since(*from)))
        }
        Row::Many {
            spans,
            to,
            counted,
            ahead,
        } => {
            let named = [("n", &*spans.to_string()), ("to", &at(*to))];
            let class = if *ahead {
                "sum-open is-ahead"
            } else {
                "sum-open"
            };
            (
                class,
                String::new(),
                fill(t.step_many, &named),
                told::working_time(*counted),
            )
        }
        Row::DayOff { date, name } => {
            let date = day(l, *date);
            let what = match name {
                None => fill(t.step_holiday, &[("date", &date)]),
                Some(name) if name.is_empty() => fill(t.step_closure, &[("date", &date)]),
                Some(name) => fill(t.step_closure_named, &[("date", &date), ("name", name)]),
            };
            ("sum-off", String::new(), what, String::new())
        }
        Row::Paused { from, why } => {
            let what = fill(t.step_paused, &[("why", told::pause(texts, *why))]);
            ("sum-event", at(*from), what, String::new())
        }
        Row::Stopped { at: since, used } => (
            "sum-event",
            at(*since),
            t.step_stopped.to_owned(),
            told::working_time(*used),
        ),
        Row::Due { at: due } => ("sum-due", at(*due), t.step_due.to_owned(), String::new()),
    };
    view! {
        <tr class=class>
            <td>{when}</td>
            <td>{what}</td>
            <td class="sum-time">{time}</td>
        </tr>
    }
    .into_any()
}
