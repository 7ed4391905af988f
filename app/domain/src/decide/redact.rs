//! Emptying what should never have been written.

use super::Case;
use super::care::invalid;
use crate::action::Action;
use crate::event::Event;
use crate::form::REASON_MAX;
use crate::refusal::{Field, Problem, Refusal, Why};
use crate::ticket::Removed;
use crate::view::Audience;

/// A text or a file by whoever works on the ticket, with a reason; everything by a rule alone.
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
    c.out.push(Event::Redacted {
        what,
        reason,
        audience,
    });
    Ok(())
}
