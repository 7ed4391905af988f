//! Everything a rule may look at.

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::form::Form;
use crate::kernel::ids::TextId;
use crate::kernel::refusal::{Field, Refusal, Why};
use crate::kernel::time::Timestamp;
use crate::tickets::decide::output::Output;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::{State, targets};

/// Everything a rule may look at.
pub(crate) struct Case<'a> {
    pub ticket: &'a Ticket,
    pub actor: &'a Actor,
    pub facts: &'a Facts,
    pub now: Timestamp,
    pub out: Output,
}

impl Case<'_> {
    /// The state that `action` leads to, taken from the table.
    pub(super) fn go(&self, action: Action) -> Result<State, Refusal> {
        self.go_to(action, None)
    }

    /// As [`Case::go`], where the table leaves a choice.
    pub(super) fn go_to(&self, action: Action, wanted: Option<State>) -> Result<State, Refusal> {
        targets(self.ticket.kind, action, self.ticket.state)
            .find(|to| wanted.is_none_or(|wanted| wanted == *to))
            .ok_or(Refusal::Impossible {
                action,
                why: Why::NotInThisState,
            })
    }

    /// A text that must be there.
    pub(super) fn required(
        &mut self,
        field: Field,
        text: &str,
        max: usize,
    ) -> Result<TextId, Refusal> {
        let mut form = Form::default();
        let text = form.required(field, text, max);
        form.finish()?;
        Ok(self.out.text(text))
    }

    /// A text that may be left empty.
    pub(super) fn optional(
        &mut self,
        field: Field,
        text: &str,
        max: usize,
    ) -> Result<Option<TextId>, Refusal> {
        let mut form = Form::default();
        let text = form.optional(field, text, max);
        form.finish()?;
        Ok(self.out.optional_text(text))
    }
}
