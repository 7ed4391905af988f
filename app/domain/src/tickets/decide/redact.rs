//! Removal of texts and files for good.

use crate::kernel::action::Action;
use crate::kernel::audience::Audience;
use crate::kernel::form::REASON_MAX;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::kernel::removed::Removed;
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use crate::tickets::merging::MergeEvent;

/// Empties a text or a file, by an agent with a reason. Only the system can empty everything.
pub(super) fn redact(c: &mut Case<'_>, what: Removed, reason: &str) -> Result<(), Refusal> {
    let readable = c.facts.readable.as_ref().ok_or(Refusal::AskServer)?;
    let audience = match what {
        Removed::All if !c.actor.is_system() => {
            return Err(Refusal::Impossible {
                action: Action::Redact,
                why: Why::NotYours,
            });
        }
        Removed::All => Audience::Everyone,
        Removed::Text(_) | Removed::File(_) => *readable
            .get(&what)
            .ok_or_else(|| invalid(Field::Text, Problem::Unknown))?,
    };
    let reason = if c.actor.is_system() {
        None
    } else {
        Some(c.required(Field::Reason, reason, REASON_MAX)?)
    };
    if let Some(into) = c.ticket.merged_into() {
        let from = c.ticket.reference();
        c.out.merge(into.id, MergeEvent::Removed { from });
    }
    c.out.push(Event::Redacted {
        what,
        reason,
        audience,
    });
    Ok(())
}
