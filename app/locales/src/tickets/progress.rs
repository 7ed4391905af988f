//! The progress line of a ticket: the process in five steps, the same on pages and in e-mails.

use crate::words;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::workflow::{State, step_of};

/// One of the steps of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: &'static str,
    pub reached: Reached,
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Done,
    Here,
    /// The process has come to this step and does not go on, for now or for good.
    Stopped,
    NotYet,
}

/// Returns the steps to show. What was cancelled or refused shows the steps that it took and its
/// end, no more; what is approved has not come to the next step yet. A ticket on hold or cancelled
/// is told by the state before ([`step_of`]).
pub fn progress(l: Language, kind: Kind, state: State, before: Option<State>) -> Vec<Step> {
    line(
        words::steps(l, kind),
        state,
        step_of(kind, state, before),
        words::state(l, state),
    )
}

/// The line of a ticket that has come to step number `at`, and whose state is called `label`.
fn line(steps: [&'static str; 5], state: State, at: usize, label: &'static str) -> Vec<Step> {
    let step = |name, reached| Step { name, reached };
    let taken = match state {
        State::Cancelled | State::Approved => at + 1,
        State::Closed => steps.len(),
        _ => at,
    };
    let (taken, left) = steps.split_at(taken);
    let mut line: Vec<Step> = taken.iter().map(|name| step(name, Reached::Done)).collect();
    match (state, left) {
        (State::Cancelled | State::Refused, _) => line.push(step(label, Reached::Stopped)),
        (State::Approved, left) => line.extend(left.iter().map(|name| step(name, Reached::NotYet))),
        (_, [here, later @ ..]) => {
            line.push(match state {
                State::OnHold => step(label, Reached::Stopped),
                _ => step(here, Reached::Here),
            });
            line.extend(later.iter().map(|name| step(name, Reached::NotYet)));
        }
        (_, []) => {}
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use Reached::{Done, Here, NotYet, Stopped};

    const STEPS: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn seen(state: State, at: usize) -> Vec<(&'static str, Reached)> {
        line(STEPS, state, at, "x")
            .into_iter()
            .map(|step| (step.name, step.reached))
            .collect()
    }

    #[test]
    fn the_line_shows_what_happened_and_no_more() {
        assert_eq!(seen(State::Cancelled, 0), [("a", Done), ("x", Stopped)]);
        assert_eq!(
            seen(State::Refused, 2),
            [("a", Done), ("b", Done), ("x", Stopped)]
        );
        assert_eq!(
            seen(State::Approved, 2),
            [
                ("a", Done),
                ("b", Done),
                ("c", Done),
                ("d", NotYet),
                ("e", NotYet)
            ]
        );
        assert_eq!(
            seen(State::Diagnosing, 2),
            [
                ("a", Done),
                ("b", Done),
                ("c", Here),
                ("d", NotYet),
                ("e", NotYet)
            ]
        );
        assert_eq!(
            seen(State::OnHold, 1),
            [
                ("a", Done),
                ("x", Stopped),
                ("c", NotYet),
                ("d", NotYet),
                ("e", NotYet)
            ]
        );
        let closed = seen(State::Closed, 4);
        assert_eq!(closed.len(), 5);
        assert!(closed.iter().all(|(_, reached)| *reached == Done));
    }
}
