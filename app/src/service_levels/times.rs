//! The table of times of a service level: a row for each kind and priority.

use crate::directory::parts::put;
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::own_form::{Values, value, wrong};
use guichet_domain::directory::service_level::Times;
use guichet_domain::directory::service_level_form::{read_minutes, written_minutes};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem};
use guichet_locales::{told, words};
use leptos::prelude::*;

/// Kinds of tickets for which times are promised, as a rule.
const KINDS: [Kind; 3] = [Kind::Incident, Kind::Request, Kind::Problem];

fn of(kind: Kind, priority: Priority, promise: Promise) -> String {
    format!("{promise:?}-{kind:?}-{priority:?}").to_lowercase()
}

pub fn put_all(values: &mut Values, times: &[Times]) {
    for times in times {
        for promise in Promise::ALL {
            if let Some(minutes) = times.of(*promise) {
                let name = of(times.kind, times.priority, *promise);
                put(values, &name, written_minutes(minutes));
            }
        }
    }
}

pub fn read_all(values: &Values, errors: &mut Vec<FieldError>) -> Vec<Times> {
    let mut all = Vec::new();
    for kind in KINDS {
        for priority in Priority::ALL {
            let mut minutes = |promise| {
                let name = of(kind, *priority, promise);
                let typed = value(values, &name).trim();
                let read = read_minutes(typed).filter(|minutes| *minutes > 0);
                if read.is_none() && !typed.is_empty() {
                    errors.push(wrong(Field::Times, Some(&name), Problem::Invalid));
                }
                read
            };
            all.push(Times {
                kind,
                priority: *priority,
                own: minutes(Promise::Own),
                resolve: minutes(Promise::Resolve),
            });
        }
    }
    all.retain(|times| times.own.is_some() || times.resolve.is_some());
    all
}

/// The tables of times, one for each kind.
pub fn tables(state: &FormState) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let table = |kind: Kind| {
        let rows = Priority::ALL
            .iter()
            .map(|priority| row(state, kind, *priority));
        view! {
            <table class="times">
                <caption>{words::kind(l, kind)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::field(l, Field::Priority)}</th>
                        {Promise::ALL.iter().map(|promise| view! { <th scope="col">{told::promise(texts, *promise)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
    };
    KINDS.map(table).collect_view().into_any()
}

fn row(state: &FormState, kind: Kind, priority: Priority) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let cell = |promise: &Promise| {
        let name = of(kind, priority, *promise);
        let error = state.error(l, Field::Times, Some(&name));
        let label = format!(
            "{}, {}, {}",
            words::kind(l, kind),
            words::priority(l, priority),
            told::promise(texts, *promise)
        );
        let wrong = error.is_some();
        let described = wrong.then(|| format!("{name}-error"));
        view! {
            <td class:has-error=wrong>
                <input type="text" name=name.clone() aria-label=label value=state.value(&name)
                    aria-invalid=wrong.then_some("true") aria-describedby=described.clone()/>
                {error.map(|error| view! { <p class="error" id=described>{error}</p> })}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{words::priority(l, priority)}</th>
            {Promise::ALL.iter().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}
