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
    let label = words::state(language, state);
    let marks = marks(words::steps(language, kind), state, at, label);
    view! {
        <ol class=class aria-label=label>
            {marks
                .into_iter()
                .map(|(name, mark)| {
                    let class = match mark {
                        Mark::Done => "step done",
                        Mark::Current => "step current",
                        Mark::Todo => "step todo",
                    };
                    let current = (mark == Mark::Current).then_some("step");
                    view! {
                        <li class=class aria-current=current>
                            <span class="step-mark"></span>
                            <span class="step-name">{name}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Done,
    Current,
    Todo,
}

/// The steps to show, of which the ticket has come to number `at`. What was cancelled or refused shows
/// the steps that it took and its end, no more; what is approved has not come to the next step yet.
fn marks(
    steps: [&'static str; 5],
    state: State,
    at: usize,
    label: &'static str,
) -> Vec<(&'static str, Mark)> {
    let taken = match state {
        State::Cancelled | State::Approved => at + 1,
        State::Closed => steps.len(),
        _ => at,
    };
    let mut marks: Vec<(&'static str, Mark)> = Vec::new();
    marks.extend(steps.iter().take(taken).map(|name| (*name, Mark::Done)));
    let left = steps.iter().skip(taken);
    match state {
        State::Cancelled | State::Refused => marks.push((label, Mark::Current)),
        State::Closed => {}
        State::Approved => marks.extend(left.map(|name| (*name, Mark::Todo))),
        _ => marks.extend(left.enumerate().map(|(n, name)| match (n, state) {
            (0, State::OnHold) => (label, Mark::Current),
            (0, _) => (*name, Mark::Current),
            _ => (*name, Mark::Todo),
        })),
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use Mark::{Current, Done, Todo};

    const STEPS: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn seen(state: State, at: usize) -> Vec<(&'static str, Mark)> {
        marks(STEPS, state, at, "x")
    }

    #[test]
    fn the_line_shows_what_happened_and_no_more() {
        assert_eq!(seen(State::Cancelled, 0), [("a", Done), ("x", Current)]);
        assert_eq!(
            seen(State::Refused, 2),
            [("a", Done), ("b", Done), ("x", Current)]
        );
        assert_eq!(
            seen(State::Approved, 2),
            [
                ("a", Done),
                ("b", Done),
                ("c", Done),
                ("d", Todo),
                ("e", Todo)
            ]
        );
        assert_eq!(
            seen(State::OnHold, 1),
            [
                ("a", Done),
                ("x", Current),
                ("c", Todo),
                ("d", Todo),
                ("e", Todo)
            ]
        );
        assert!(seen(State::Closed, 4).iter().all(|(_, mark)| *mark == Done));
    }
}
