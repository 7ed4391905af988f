//! What follows from an evaluation.

use crate::kernel::action::Action;
use crate::kernel::refusal::{Refusal, Why};
use crate::tickets::approval::Approval;
use crate::tickets::approval::Route;
use crate::tickets::decide::output::Output;
use crate::tickets::evaluation::Evaluation;
use crate::tickets::event::Event;
use crate::tickets::workflow::State;
use std::collections::BTreeSet;

/// Adds the event of a feasible evaluation: the request awaits approval, or is approved if nobody
/// must approve.
pub(crate) fn evaluated(
    out: &mut Output,
    evaluation: Evaluation,
    route: Option<&Route>,
) -> Result<(), Refusal> {
    let nobody = Refusal::Impossible {
        action: Action::SubmitEvaluation,
        why: Why::NobodyToApprove,
    };
    let approval = match route {
        Some(route) if route.approvers.is_empty() => return Err(nobody),
        Some(route) => Some(fresh(route)),
        None => None,
    };
    let to = if approval.is_some() {
        State::AwaitingApproval
    } else {
        State::Approved
    };
    out.push(Event::Evaluated {
        to,
        evaluation,
        reason: None,
        approval,
    });
    Ok(())
}

fn fresh(route: &Route) -> Approval {
    Approval {
        rule: route.rule,
        approvers: route.approvers.clone(),
        approved_by: BTreeSet::new(),
        asked_back: false,
    }
}
