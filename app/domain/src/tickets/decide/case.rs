//! What the rules of the decider work on.

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::audience::Audience;
use crate::kernel::form::Form;
use crate::kernel::ids::TextId;
use crate::kernel::refusal::{Field, Refusal, Why};
use crate::kernel::time::Timestamp;
use crate::tickets::decide::output::Output;
use crate::tickets::event::Event;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::{State, targets};

/// What a rule may look at, and the output it adds to.
pub(crate) struct Case<'a> {
    pub ticket: &'a Ticket,
    pub actor: &'a Actor,
    pub facts: &'a Facts,
    pub now: Timestamp,
    pub out: Output,
}

impl Case<'_> {
    /// Returns the state that `action` leads to, from the table of transitions.
    pub(super) fn go(&self, action: Action) -> Result<State, Refusal> {
        self.go_to(action, None)
    }

    /// Same as [`Case::go`], choosing `wanted` if the table allows several.
    pub(super) fn go_to(&self, action: Action, wanted: Option<State>) -> Result<State, Refusal> {
        targets(self.ticket.kind, action, self.ticket.state)
            .find(|to| wanted.is_none_or(|wanted| wanted == *to))
            .ok_or(Refusal::Impossible {
                action,
                why: Why::NotInThisState,
            })
    }

    /// Adds a note for agents, if there is one.
    pub(super) fn note(&mut self, text: Option<String>) {
        if let Some(text) = self.out.optional_text(text) {
            self.out.push(Event::Commented {
                text,
                audience: Audience::Agents,
                unread: false,
                by_mail: None,
            });
        }
    }

    /// Checks and stores a text that must not be empty.
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

    /// Checks and stores a text that may be empty.
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
