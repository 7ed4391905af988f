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
    /// State by which a ticket on hold or cancelled is told.
    #[prop(optional_no_strip)]
    before: Option<State>,
    #[prop(optional)] reopened: bool,
    #[prop(optional)] compact: bool,
) -> impl IntoView {
    let language = use_language();
    let at = step_of(kind, state, before);
    let closed = state == State::Closed;
    // What is approved waits for its fulfilment to begin.
    let passed = state == State::Approved;
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
                    let done = i < at || closed || i == at && passed;
                    let current = i == at && !closed;
                    let class = if done { "step done" } else if current { "step current" } else { "step todo" };
                    let name = match state {
                        State::OnHold | State::Refused | State::Cancelled | State::Approved
                            if current =>
                        {
                            label
                        }
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
