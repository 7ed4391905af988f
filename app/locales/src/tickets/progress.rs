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

/// Returns the steps to show. What was cancelled, refused or merged shows the steps that it took and its
/// end, no more; what is approved has not come to the next step yet. A ticket on hold, cancelled
/// or merged is told by the state before ([`step_of`]).
pub fn progress(l: Language, kind: Kind, state: State, before: Option<State>) -> Vec<Step> {
    let stood = match state {
        State::Cancelled | State::Merged => before.unwrap_or_default(),
        other => other,
    };
    let at = step_of(kind, state, before);
    let taken = match state {
        State::Cancelled | State::Merged | State::Approved | State::Closed => {
            at + usize::from(stood.has_taken_step())
        }
        _ => at,
    };
    line(words::steps(l, kind), state, taken, words::state(l, state))
}

/// The line of a ticket that has `taken` so many steps, and whose state is called `label`.
fn line(steps: [&'static str; 5], state: State, taken: usize, label: &'static str) -> Vec<Step> {
    let step = |name, reached| Step { name, reached };
    let (taken, left) = steps.split_at(taken);
    let mut line: Vec<Step> = taken.iter().map(|name| step(name, Reached::Done)).collect();
    match (state, left) {
        (State::Cancelled | State::Refused | State::Merged, _) => {
            line.push(step(label, Reached::Stopped))
        }
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

    /// French names of the steps and how far they have come.
    fn seen(
        kind: Kind,
        state: State,
        before: Option<State>,
    ) -> (Vec<&'static str>, Option<Reached>) {
        let line = progress(Language::Fr, kind, state, before);
        let done = line.iter().take_while(|step| step.reached == Done);
        let done: Vec<&str> = done.map(|step| step.name).collect();
        let next = line.get(done.len()).map(|step| step.reached);
        let later = line.iter().skip(done.len() + 1);
        assert!(later.clone().all(|step| step.reached == NotYet), "{line:?}");
        let ends = matches!(state, State::Cancelled | State::Refused | State::Merged);
        assert_eq!(
            line.len(),
            if ends { done.len() + 1 } else { 5 },
            "{line:?}"
        );
        (done, next)
    }

    #[test]
    fn the_line_shows_what_happened_and_no_more() {
        let (incident, request) = (Kind::Incident, Kind::Request);
        let recorded = vec!["Enregistrement"];
        let categorised = vec!["Enregistrement", "Catégorisation"];
        let evaluated = vec!["Enregistrement", "Évaluation"];
        let approved = vec!["Enregistrement", "Évaluation", "Approbation"];
        let cancelled = |kind, before| seen(kind, State::Cancelled, Some(before));
        let stopped = Some(Stopped);
        assert_eq!(cancelled(incident, State::New), (recorded.clone(), stopped));
        assert_eq!(
            cancelled(incident, State::Categorised),
            (categorised.clone(), stopped)
        );
        assert_eq!(
            cancelled(incident, State::Diagnosing),
            (categorised.clone(), stopped)
        );
        // It goes on where it is part of another one.
        assert_eq!(
            seen(incident, State::Merged, Some(State::Categorised)),
            (categorised.clone(), stopped)
        );
        // Nobody approved it.
        assert_eq!(
            cancelled(request, State::AwaitingApproval),
            (evaluated.clone(), stopped)
        );
        assert_eq!(
            cancelled(request, State::Approved),
            (approved.clone(), stopped)
        );
        assert_eq!(
            seen(request, State::Refused, None),
            (evaluated.clone(), stopped)
        );
        assert_eq!(
            seen(request, State::Approved, None),
            (approved, Some(NotYet))
        );
        assert_eq!(
            seen(incident, State::Diagnosing, None),
            (categorised.clone(), Some(Here))
        );
        assert_eq!(
            seen(incident, State::OnHold, Some(State::Diagnosing)),
            (categorised, stopped)
        );
        assert_eq!(seen(incident, State::New, None), (Vec::new(), Some(Here)));
        for kind in Kind::ALL {
            assert_eq!(seen(*kind, State::Closed, None).0.len(), 5);
        }
    }
}
