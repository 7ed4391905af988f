//! Approvals: agree, refuse, ask back.

use super::Case;
use crate::action::Action;
use crate::event::Event;
use crate::form::REASON_MAX;
use crate::refusal::{Field, Refusal, Why};

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
