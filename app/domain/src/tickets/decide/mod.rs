//! The decider: turns a command on a ticket into events, or refuses it.

mod affected;
mod approvals;
mod assignment;
pub(crate) mod case;
mod confidentiality;
mod conversation;
mod convert;
mod edit;
pub mod escalate;
pub(crate) mod evaluated;
pub mod hand_on;
mod hold;
pub(crate) mod incident;
mod lifecycle;
mod link;
mod major;
mod merge;
mod merging;
pub mod output;
pub(crate) mod priority;
mod problem;
mod redact;
pub mod remind_user;
pub(crate) mod request;
pub mod restriction;
pub mod tell;
mod telling;
pub(crate) mod under;
mod watchers;

use crate::kernel::action::Action;
use crate::kernel::actor::Actor;
use crate::kernel::ids::CommandId;
use crate::kernel::refusal::Refusal;
use crate::kernel::time::Timestamp;
use crate::tickets::allowed::{Availability, availability};
use crate::tickets::beneath::shared;
use crate::tickets::command::{Command, Waited};
use crate::tickets::decide::case::Case;
use crate::tickets::decide::output::{Decision, Output};
use crate::tickets::event::Event;
use crate::tickets::evolve::after;
use crate::tickets::facts::Facts;
use crate::tickets::ticket::Ticket;
use crate::tickets::winding::wound;

/// Decides a command on the current ticket. Pure: the same input gives the same events, so it can
/// be run again if a transaction has to be.
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
    // What the desk does by itself to a ticket that is part of another happens beneath.
    let alone;
    let ticket = match actor.is_system() {
        true => {
            alone = ticket.alone();
            &*alone
        }
        false => ticket,
    };
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
        Command::ChangeItem { item, fields, was } => {
            convert::change_item(c, item, &fields, was)?;
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
        Command::TellUser(form) => telling::tell_user(c, form)?,
        Command::Analyse => problem::analyse(c)?,
        Command::RecordWorkaround {
            text,
            internal,
            was,
        } => problem::record_workaround(c, &text, &internal, was)?,
        Command::DeclareKnownError => problem::declare_known_error(c)?,
        Command::StartFix => problem::start_fix(c)?,
        Command::AcceptRisk { reason } => problem::accept_risk(c, &reason)?,
        Command::Take { was } => assignment::take(c, was)?,
        Command::Assign { to, was } => assignment::assign(c, to, was)?,
        Command::GiveBack { was } => assignment::give_back(c, was)?,
        Command::HandOver { team, note, was } => assignment::hand_over(c, team, &note, was)?,
        Command::Hold {
            reason,
            until,
            note,
            internal,
            problem,
            was,
        } => {
            let wanted = Waited {
                reason,
                until,
                problem,
            };
            hold::hold(c, wanted, &note, &internal, was)?;
        }
        Command::Resume => hold::resume(c)?,
        Command::Confirm => lifecycle::confirm(c)?,
        Command::Close { reason } => lifecycle::close(c, &reason)?,
        Command::Reopen { reason } => lifecycle::reopen(c, &reason)?,
        Command::Cancel { reason } => lifecycle::cancel(c, &reason)?,
        Command::Comment { text } => conversation::comment(c, &text)?,
        Command::Note { text } => conversation::note(c, &text)?,
        Command::MarkRead => conversation::mark_read(c),
        Command::Attach { attachments } => conversation::attach(c, attachments)?,
        Command::Watch { person } => watchers::watch(c, person)?,
        Command::Unwatch { person } => watchers::unwatch(c, person)?,
        Command::Link { to, relation } => link::link(c, &to, relation)?,
        Command::Unlink { to } => link::unlink(c, to)?,
        Command::ChangeAffected { to, was, confirmed } => {
            affected::change(c, to, was, confirmed)?;
        }
        Command::MakeConfidential => confidentiality::make(c)?,
        Command::EndConfidentiality { reason } => confidentiality::end(c, &reason)?,
        Command::Edit {
            subject,
            description,
        } => edit::edit(c, subject, description)?,
        Command::Redact { what, reason } => redact::redact(c, what, &reason)?,
        Command::Merge { into, confirmed } => merging::merge(c, into, confirmed)?,
        Command::Unmerge { from } => merging::unmerge(c, from)?,
        Command::Major(command) => major::major(c, command)?,
        Command::Convert { to, item, fields } => convert::convert(c, to, item, &fields)?,
    }
    // An agent who settles the ticket has read the answers so far. A later answer keeps it from
    // closing.
    let settles = matches!(
        action,
        Action::Resolve | Action::ResolveAtFirstContact | Action::Complete
    );
    if settles && ticket.is_unread() {
        case.out.push(Event::MarkedRead);
    }
    let (by, at) = (&actor.who, (id, now));
    if !ticket.joined.is_empty() {
        let after = after(ticket, case.out.events(), by, at);
        case.out.tell(shared(ticket, &after));
    }
    if let Some(rules) = &facts.promises
        && let Some(clocks) = wound(ticket, case.out.events(), by, at, rules)
    {
        case.out.push(clocks);
    }
    Ok(case.out.finish())
}
