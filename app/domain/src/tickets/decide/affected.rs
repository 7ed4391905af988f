//! Change of the affected user.

use crate::kernel::action::Action;
use crate::kernel::form::Form;
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::{Field, Problem, Refusal, Why};
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

/// Makes somebody else the affected user. They will read what participants wrote, which the agent
/// confirms.
pub(super) fn change(
    c: &mut Case<'_>,
    to: PersonId,
    was: PersonId,
    confirmed: bool,
) -> Result<(), Refusal> {
    let known = c.facts.people.as_ref().ok_or(Refusal::AskServer)?;
    let mut form = Form::default();
    if !known.contains(&to) {
        form.error(Field::Affected, Problem::Unknown);
    }
    if !confirmed {
        form.error(Field::Confirmation, Problem::Missing);
    }
    form.finish()?;
    if c.ticket.affected == to {
        return Err(Refusal::Impossible {
            action: Action::ChangeAffected,
            why: Why::AlreadySo,
        });
    }
    if c.ticket.affected != was {
        return Err(Refusal::Conflict(vec![Field::Affected]));
    }
    c.out.push(Event::AffectedChanged { to });
    Ok(())
}
