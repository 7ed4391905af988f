//! Conversion of an incident into a request and the other way round, and of a request into one for
//! another item.

use crate::kernel::action::Action;
use crate::kernel::form::Form;
use crate::kernel::ids::ItemId;
use crate::kernel::reference::Kind;
use crate::kernel::refusal::{Field, Problem, Refusal, Why, invalid};
use crate::tickets::catalogue_answers;
use crate::tickets::decide::case::Case;
use crate::tickets::evaluation::Answers;
use crate::tickets::event::Event;

/// Converts an incident into a request, or a request into an incident. The old reference stays as
/// an alias.
pub(super) fn convert(
    c: &mut Case<'_>,
    to: Kind,
    named: Option<ItemId>,
    typed: &Answers,
) -> Result<(), Refusal> {
    let state = c.go(Action::Convert)?;
    let impossible = |why| Refusal::Impossible {
        action: Action::Convert,
        why,
    };
    if to == Kind::Problem {
        return Err(impossible(Why::NotInThisState));
    }
    if to == c.ticket.kind {
        return Err(impossible(Why::AlreadySo));
    }
    let facts = c.facts;
    let item = match to {
        Kind::Request => {
            let item = facts.item.as_ref().ok_or(Refusal::AskServer)?.as_ref();
            let problem = named.map_or(Problem::Missing, |_| Problem::Unknown);
            Some(item.ok_or_else(|| invalid(Field::Item, problem))?)
        }
        _ => None,
    };
    let mut form = Form::default();
    let answers = item.map(|item| catalogue_answers::read(&mut form, item, typed));
    form.finish()?;
    let fields = catalogue_answers::store(&mut c.out, answers.unwrap_or_default());
    c.out.push(Event::Converted {
        to: state,
        kind: to,
        item: item.map(|item| item.id),
        fields: fields.clone(),
    });
    match item {
        Some(item) => catalogue_answers::evaluate(&mut c.out, item, &fields, facts),
        None => Ok(()),
    }
}

/// Makes a request one for another item. It is evaluated, and approved, anew.
pub(super) fn change_item(
    c: &mut Case<'_>,
    named: Option<ItemId>,
    typed: &Answers,
    was: Option<ItemId>,
) -> Result<(), Refusal> {
    let to = c.go(Action::ChangeItem)?;
    let facts = c.facts;
    let item = facts.item.as_ref().ok_or(Refusal::AskServer)?.as_ref();
    let problem = named.map_or(Problem::Missing, |_| Problem::Unknown);
    let item = item.ok_or_else(|| invalid(Field::Item, problem))?;
    if c.ticket.item != was {
        return Err(Refusal::Conflict(vec![Field::Item]));
    }
    let mut form = Form::default();
    let answers = catalogue_answers::read(&mut form, item, typed);
    form.finish()?;
    let fields = catalogue_answers::store(&mut c.out, answers);
    c.out.push(Event::ItemChanged {
        to,
        item: item.id,
        fields: fields.clone(),
    });
    catalogue_answers::evaluate(&mut c.out, item, &fields, facts)
}
