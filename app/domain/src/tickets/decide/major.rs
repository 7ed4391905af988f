//! Major incidents: declared, led, told of, stepped down and reviewed.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, REASON_MAX, TEXT_MAX, clean};
use crate::kernel::ids::PersonId;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::kernel::time::Timestamp;
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;
use crate::tickets::major::{Major, MajorCommand, MajorEvent, TASKS_MAX};
use crate::tickets::ticket::Ticket;

pub(super) fn major(c: &mut Case<'_>, command: MajorCommand) -> Result<(), Refusal> {
    let event = match command {
        MajorCommand::Declare {
            leader,
            reason,
            next_update,
            disruption,
        } => {
            let mut form = Form::default();
            let leader = agent(c, &mut form, Field::Leader, leader)?;
            let reason = form.required(Field::Reason, &reason, REASON_MAX);
            let next_update = in_future(c, &mut form, next_update);
            form.finish()?;
            MajorEvent::Declared {
                leader,
                reason: c.out.text(reason),
                disruption,
                next_update,
            }
        }
        MajorCommand::Lead { leader, was } => {
            let now = of(c)?.leader;
            if now != was {
                return Err(Refusal::Conflict(vec![Field::Leader]));
            }
            if now == leader {
                return Err(impossible(Action::UpdateMajor, Why::AlreadySo));
            }
            let mut form = Form::default();
            let leader = agent(c, &mut form, Field::Leader, Some(leader))?;
            form.finish()?;
            MajorEvent::Led { leader }
        }
        MajorCommand::Update {
            fr,
            en,
            next_update,
        } => {
            let mut form = Form::default();
            let fr = named(&mut form, "fr", &fr);
            let en = named(&mut form, "en", &en);
            if fr.is_none() && en.is_none() {
                form.named_error(Field::Text, "fr", Problem::Missing);
            }
            let next_update = in_future(c, &mut form, next_update);
            form.finish()?;
            MajorEvent::Updated {
                fr: c.out.optional_text(fr),
                en: c.out.optional_text(en),
                next_update,
            }
        }
        MajorCommand::GiveTask { text, to, until } => {
            if of(c)?.tasks.len() >= TASKS_MAX {
                return Err(invalid(Field::Task, Problem::too_many(TASKS_MAX)));
            }
            let mut form = Form::default();
            let text = form.required(Field::Task, &text, REASON_MAX);
            let to = agent(c, &mut form, Field::Person, to)?;
            if until.is_some_and(|until| until <= c.now) {
                form.error(Field::Until, Problem::InThePast);
            }
            form.finish()?;
            MajorEvent::TaskGiven {
                text: c.out.text(text),
                to,
                until,
            }
        }
        MajorCommand::FinishTask { task } => {
            if of(c)?.open_task(task).is_none() {
                return Err(impossible(Action::GiveTask, Why::AlreadySo));
            }
            MajorEvent::TaskDone { task }
        }
        MajorCommand::StepDown { reason } => MajorEvent::SteppedDown {
            reason: c.required(Field::Reason, &reason, REASON_MAX)?,
        },
        MajorCommand::Review {
            happened,
            helped,
            was,
        } => {
            if of(c)?.review != was {
                return Err(Refusal::Conflict(vec![Field::Happened, Field::Helped]));
            }
            let mut form = Form::default();
            let happened = form.required(Field::Happened, &happened, TEXT_MAX);
            let helped = form.required(Field::Helped, &helped, TEXT_MAX);
            form.finish()?;
            MajorEvent::Reviewed {
                happened: c.out.text(happened),
                helped: c.out.text(helped),
            }
        }
    };
    c.out.push(Event::Major(event));
    Ok(())
}

/// One of several texts of a form; `None` if it is empty. One that is too long is named as such.
fn named(form: &mut Form, name: &str, text: &str) -> Option<String> {
    let text = clean(text);
    if text.chars().count() > TEXT_MAX {
        form.named_error(Field::Text, name, Problem::too_long(TEXT_MAX));
    }
    (!text.is_empty()).then_some(text)
}

const fn impossible(action: Action, why: Why) -> Refusal {
    Refusal::Impossible { action, why }
}

fn of<'a>(c: &Case<'a>) -> Result<&'a Major, Refusal> {
    let major = c.ticket.internal.major.as_deref();
    major.ok_or(impossible(Action::UpdateMajor, Why::NotInThisState))
}

/// An active agent, of those who may be given work.
fn agent(
    c: &Case<'_>,
    form: &mut Form,
    field: Field,
    person: Option<PersonId>,
) -> Result<PersonId, Refusal> {
    let agents = c.facts.agents.as_ref().ok_or(Refusal::AskServer)?;
    match person {
        None => form.error(field, Problem::Missing),
        Some(person) if !agents.contains_key(&person) => form.error(field, Problem::Unknown),
        Some(_) => {}
    }
    Ok(person.unwrap_or_default())
}

/// A time that is still to come.
fn in_future(c: &Case<'_>, form: &mut Form, at: Option<Timestamp>) -> Timestamp {
    match at {
        None => form.error(Field::NextUpdate, Problem::Missing),
        Some(at) if at <= c.now => form.error(Field::NextUpdate, Problem::InThePast),
        Some(_) => {}
    }
    at.unwrap_or_default()
}

/// Returns what is to be noted once people have waited too long for news.
pub(super) fn update_missed(ticket: &Ticket, now: Timestamp) -> Option<Event> {
    let major = ticket.internal.major.as_ref()?;
    let is_missed = major.is_on() && !major.reminded && major.next_update <= now;
    is_missed.then_some(Event::Major(MajorEvent::UpdateMissed))
}
