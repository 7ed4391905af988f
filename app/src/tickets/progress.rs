//! The progress line: the process in five steps, the same everywhere.

use crate::kernel::context::use_language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::{State, step_of};
use guichet_locales::words;
use leptos::prelude::*;

/// The progress of a ticket. On hold, refused and reopened are shown differently.
#[component]
pub fn Progress(
    kind: Kind,
    state: State,
    #[prop(optional_no_strip)] before_hold: Option<State>,
    #[prop(optional)] reopened: bool,
    #[prop(optional)] compact: bool,
) -> impl IntoView {
    let language = use_language();
    let at = step_of(kind, state, before_hold);
    let closed = state == State::Closed;
    let mut class = String::from("progress");
    match state {
        State::OnHold => class.push_str(" is-hold"),
        State::Refused | State::Cancelled => class.push_str(" is-refused"),
        _ if reopened && state.is_open() => class.push_str(" is-reopened"),
        _ => {}
    }
    if compact {
        class.push_str(" is-compact");
    }
    let steps = words::steps(language, kind);
    let label = words::state(language, state);
    view! {
        <ol class=class aria-label=label>
            {steps
                .into_iter()
                .enumerate()
                .map(|(i, name)| {
                    let done = i < at || closed;
                    let current = i == at && !closed;
                    let class = if done { "step done" } else if current { "step current" } else { "step todo" };
                    let name = match state {
                        State::OnHold | State::Refused | State::Cancelled if current => label,
                        _ => name,
                    };
                    view! {
                        <li class=class aria-current=current.then_some("step")>
                            <span class="step-mark"></span>
                            <span class="step-name">{name}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
