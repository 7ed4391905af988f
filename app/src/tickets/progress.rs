//! The progress line: the process in five steps, the same everywhere.

use crate::kernel::context::use_language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::State;
use guichet_locales::progress::{Reached, progress};
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
    let mut class = String::from("progress");
    match state {
        State::OnHold | State::Merged => class.push_str(" is-hold"),
        State::Refused | State::Cancelled => class.push_str(" is-refused"),
        _ if reopened && state.is_open() => class.push_str(" is-reopened"),
        _ => {}
    }
    if compact {
        class.push_str(" is-compact");
    }
    let label = words::state(language, state);
    let steps = progress(language, kind, state, before);
    view! {
        <ol class=class aria-label=label>
            {steps
                .into_iter()
                .map(|step| {
                    let (class, current) = match step.reached {
                        Reached::Done => ("step done", None),
                        Reached::Here | Reached::Stopped => ("step current", Some("step")),
                        Reached::NotYet => ("step todo", None),
                    };
                    view! {
                        <li class=class aria-current=current>
                            <span class="step-mark"></span>
                            <span class="step-name">{step.name}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
