//! The decider: a command and a ticket give events, or a refusal.

mod approvals;
mod care;
mod hand_on;
mod incident;
mod problem;
mod redact;
mod request;
mod restriction;

use crate::action::Action;
use crate::allowed::{Availability, availability};
use crate::command::{Command, Waited};
use crate::event::Event;
use crate::facts::{Actor, Facts};
use crate::form::Form;
use crate::ids::{CommandId, TextId};
use crate::refusal::{Field, Refusal, Why};
use crate::reply_address::without_signatures;
use crate::ticket::{State, Ticket};
use crate::time::Timestamp;
use crate::workflow::targets;
use std::borrow::Cow;

pub use hand_on::hand_on;
pub(crate) use incident::recorded_priority;
pub(crate) use request::evaluated;
pub use restriction::settle_restriction;

/// What a command leads to: events, and the texts that they name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    pub events: Vec<Event>,
    pub texts: Vec<(TextId, String)>,
}

/// Everything a rule may look at.
pub(crate) struct Case<'a> {
    pub ticket: &'a Ticket,
    pub actor: &'a Actor,
    pub facts: &'a Facts,
    pub now: Timestamp,
    pub out: Output,
}

/// Events and texts as they come, with text ids derived from the command's.
pub(crate) struct Output {
    command: CommandId,
    decision: Decision,
}

impl Output {
    pub fn new(command: CommandId) -> Self {
        Self {
            command,
            decision: Decision::default(),
        }
    }

    pub fn push(&mut self, event: Event) {
        self.decision.events.push(event);
    }

    /// Puts a text beside the log and names it. By nobody's address for answers in it can others
    /// answer.
    pub fn text(&mut self, body: String) -> TextId {
        let body = match without_signatures(&body) {
            Cow::Borrowed(_) => body,
            Cow::Owned(without) => without,
        };
        let n = u32::try_from(self.decision.texts.len()).unwrap_or(u32::MAX);
        let id = self.command.text(n);
        self.decision.texts.push((id, body));
        id
    }

    pub fn optional_text(&mut self, body: Option<String>) -> Option<TextId> {
        body.map(|body| self.text(body))
    }

    pub fn finish(self) -> Decision {
        self.decision
    }
}

impl Case<'_> {
    /// The state that `action` leads to, taken from the table.
    fn go(&self, action: Action) -> Result<State, Refusal> {
        self.go_to(action, None)
    }

    /// As [`Case::go`], where the table leaves a choice.
    fn go_to(&self, action: Action, wanted: Option<State>) -> Result<State, Refusal> {
        targets(self.ticket.kind, action, self.ticket.state)
            .find(|to| wanted.is_none_or(|wanted| wanted == *to))
            .ok_or(Refusal::Impossible {
                action,
                why: Why::NotInThisState,
            })
    }

    /// A text that must be there.
    fn required(&mut self, field: Field, text: &str, max: usize) -> Result<TextId, Refusal> {
        let mut form = Form::default();
        let text = form.required(field, text, max);
        form.finish()?;
        Ok(self.out.text(text))
    }

    /// A text that may be left empty.
    fn optional(
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

/// Decides a command on the current ticket. Pure: the same input gives the same events, so it can
/// be run again when a transaction must be.
///
/// # Errors
/// [`Refusal`] names the rule or the fields; nothing has happened then.
pub fn decide(
    ticket: &Ticket,
    actor: &Actor,
    facts: &Facts,
    id: CommandId,
    command: Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let action = command.action();
    match availability(action, ticket, actor, facts, now) {
        Availability::Possible => {}
        Availability::Impossible(why) => return Err(Refusal::Impossible { action, why }),
        Availability::AskServer => return Err(Refusal::AskServer),
    }
    let mut case = Case {
        ticket,
        actor,
        facts,
        now,
        out: Output::new(id),
    };
    let c = &mut case;
    match command {
        Command::Categorise(form) => incident::categorise(c, form)?,
        Command::Diagnose => incident::diagnose(c)?,
        Command::AddFinding { text } => incident::add_finding(c, &text)?,
        Command::RecordCause { text, was } => incident::record_cause(c, &text, was)?,
        Command::Resolve(solution) => incident::resolve(c, solution)?,
        Command::ResolveAtFirstContact {
            categorisation,
            solution,
        } => {
            incident::resolve_at_first_contact(c, categorisation, solution)?;
        }
        Command::Evaluate => request::start_evaluation(c)?,
        Command::SubmitEvaluation(form) => request::submit_evaluation(c, &form)?,
        Command::ReviseCost { cost, was } => request::revise_cost(c, cost, was)?,
        Command::Fulfil => request::start_fulfilment(c)?,
        Command::Complete { done } => request::complete(c, &done)?,
        Command::AskToCancel { reason } => request::ask_to_cancel(c, &reason)?,
        Command::Approve { comment } => approvals::approve(c, &comment)?,
        Command::Refuse { reason } => approvals::refuse(c, &reason)?,
        Command::AskBack { question } => approvals::ask_back(c, &question)?,
        Command::NameApprover {
            instead_of,
            to,
            reason,
        } => approvals::name_approver(c, instead_of, to, &reason)?,
        Command::Analyse => problem::analyse(c)?,
        Command::RecordWorkaround { text, was } => problem::record_workaround(c, &text, was)?,
        Command::DeclareKnownError => problem::declare_known_error(c)?,
        Command::StartFix => problem::start_fix(c)?,
        Command::AcceptRisk { reason } => problem::accept_risk(c, &reason)?,
        Command::Take { was } => care::take(c, was)?,
        Command::Assign { to, was } => care::assign(c, to, was)?,
        Command::HandOver { team, note, was } => care::hand_over(c, team, &note, was)?,
        Command::Hold {
            reason,
            until,
            note,
            was,
        } => care::hold(c, Waited { reason, until }, &note, was)?,
        Command::Resume => care::resume(c)?,
        Command::Confirm => care::confirm(c)?,
        Command::Close { reason } => care::close(c, &reason)?,
        Command::Reopen { reason } => care::reopen(c, &reason)?,
        Command::Cancel { reason } => care::cancel(c, &reason)?,
        Command::Comment { text } => care::comment(c, &text)?,
        Command::Note { text } => care::note(c, &text)?,
        Command::MarkRead => care::mark_read(c),
        Command::Attach { attachments } => care::attach(c, attachments)?,
        Command::Watch { person } => care::watch(c, person)?,
        Command::Unwatch { person } => care::unwatch(c, person)?,
        Command::Link { to, relation } => care::link(c, to, relation)?,
        Command::Edit {
            subject,
            description,
        } => care::edit(c, subject, description)?,
        Command::Redact { what, reason } => redact::redact(c, what, &reason)?,
        Command::Convert { to, item, fields } => care::convert(c, to, item, &fields)?,
    }
    // Whoever settles it has read what was answered. What comes later keeps it from closing.
    let settles = matches!(
        action,
        Action::Resolve | Action::ResolveAtFirstContact | Action::Complete
    );
    if settles && ticket.internal.answered_unread {
        case.out.push(Event::MarkedRead);
    }
    Ok(case.out.finish())
}

/// Decides between what a form showed, if anything, what it wants, and what stands now: the new
/// value where this form changed the field, the current one where it did not; a conflict where
/// somebody else changed it to something else meanwhile.
fn merge<T: PartialEq>(
    was: Option<&T>,
    wanted: T,
    current: T,
    field: Field,
    conflicts: &mut Vec<Field>,
) -> T {
    if was == Some(&wanted) {
        return current;
    }
    if was != Some(&current) && current != wanted {
        conflicts.push(field);
    }
    wanted
}
