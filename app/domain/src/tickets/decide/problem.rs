//! Problems: analyse, declare a known error, fix, or accept the risk.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, REASON_MAX, TEXT_MAX};
use crate::kernel::ids::TextId;
use crate::kernel::refusal::{Field, Refusal};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

pub(super) fn analyse(c: &mut Case<'_>) -> Result<(), Refusal> {
    let to = c.go(Action::Analyse)?;
    c.out.push(Event::AnalysisStarted { to });
    Ok(())
}

/// Records a workaround, which may precede the cause.
pub(super) fn record_workaround(
    c: &mut Case<'_>,
    text: &str,
    internal: &str,
    was: Option<TextId>,
) -> Result<(), Refusal> {
    let mut form = Form::default();
    let text = form.required(Field::Text, text, TEXT_MAX);
    let internal = form.optional(Field::Internal, internal, TEXT_MAX);
    form.finish()?;
    if c.ticket.workaround != was {
        return Err(Refusal::Conflict(vec![Field::Text]));
    }
    let text = c.out.text(text);
    c.out.push(Event::WorkaroundRecorded { text });
    c.note(internal);
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
