//! Problems: analyse, know, fix, or live with it.

use super::Case;
use crate::action::Action;
use crate::event::Event;
use crate::form::{REASON_MAX, TEXT_MAX};
use crate::ids::TextId;
use crate::refusal::{Field, Refusal};

pub(super) fn analyse(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Analyse)?;
    c.out.push(Event::AnalysisStarted { to });
    Ok(())
}

/// A workaround may stand before the cause is known.
pub(super) fn record_workaround(
    c: &mut Case<'_>,
    text: &str,
    was: Option<TextId>,
) -> Result<(), Refusal> {
    let text = c.required(Field::Text, text, TEXT_MAX)?;
    if c.ticket.workaround != was {
        return Err(Refusal::Conflict(vec![Field::Text]));
    }
    c.out.push(Event::WorkaroundRecorded { text });
    Ok(())
}

pub(super) fn declare_known_error(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::DeclareKnownError)?;
    c.out.push(Event::KnownErrorDeclared { to });
    Ok(())
}

pub(super) fn start_fix(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::StartFix)?;
    c.out.push(Event::FixStarted { to });
    Ok(())
}

pub(super) fn accept_risk(c: &mut Case<'_>, reason: &str) -> Result<(), Refusal> {
    let to = c.go(Action::AcceptRisk)?;
    let reason = c.required(Field::Reason, reason, REASON_MAX)?;
    c.out.push(Event::RiskAccepted { to, reason });
    Ok(())
}
