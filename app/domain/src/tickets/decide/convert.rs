//! Conversion of an incident into a request, and the other way round.

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
        fields,
    });
    match item {
        Some(item) => catalogue_answers::evaluate(&mut c.out, item, facts),
        None => Ok(()),
    }
}
