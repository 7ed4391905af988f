//! Approvals: approve, refuse, ask the requester, replace an approver.

use crate::kernel::action::Action;
use crate::kernel::form::REASON_MAX;
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::approval::Replacement;
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use std::collections::BTreeSet;

pub(super) fn approve(c: &mut Case<'_>, comment: &str) -> Result<(), Refusal> {
    let action = Action::Approve;
    let approval = c.ticket.approval.clone();
    let mut after = approval.ok_or(Refusal::Impossible {
        action,
        why: Why::NeedsEvaluation,
    })?;
    after.approved_by.extend(c.actor.person());
    let to = if after.is_complete() {
        c.go(action)?
    } else {
        c.ticket.state
    };
    let comment = c.optional(Field::Text, comment, REASON_MAX)?;
    c.out.push(Event::Approved { to, comment });
    Ok(())
}

pub(super) fn refuse(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::Refuse)?;
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::Refused { to, reason });
    Ok(())
}

pub(super) fn ask_back(c: &mut Case<'_>, question: &str) -> Result<(), Refusal> {
    let question = c.required(Field::Text, question, REASON_MAX)?;
    c.out.push(Event::AskedBack { question });
    Ok(())
}

/// Replaces an approver who cannot decide or takes too long.
pub(super) fn name_approver(
    c: &mut Case<'_>,
    instead_of: PersonId,
    to: PersonId,
    reason: &str,
) -> Result<(), Refusal> {
    let approval = c.ticket.approval.clone().ok_or(Refusal::Impossible {
        action: Action::NameApprover,
        why: Why::NeedsEvaluation,
    })?;
    if !approval.pending().any(|pending| pending == instead_of) {
        return Err(Refusal::Conflict(vec![Field::Approver]));
    }
    let people = c.facts.people.as_ref().ok_or(Refusal::AskServer)?;
    if !people.contains(&to) {
        return Err(invalid(Field::Person, Problem::Unknown));
    }
    if c.ticket.is_requester(to) {
        return Err(Refusal::Impossible {
            action: Action::NameApprover,
            why: Why::OwnRequest,
        });
    }
    if approval.approvers.contains(&to) {
        return Err(invalid(Field::Person, Problem::Taken));
    }
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::ApproverReplaced {
        from: instead_of,
        to: BTreeSet::from([to]),
        rule: approval.rule,
        why: Replacement::Named(reason),
    });
    Ok(())
}
