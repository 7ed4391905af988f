//! The forms of the desk: each action has one, in a sheet beside the ticket.

mod approver;
mod categorise;
mod conflict;
mod convert;
mod edit;
mod fields;
mod hold;
mod link;
mod people;
mod redact;
mod request;
mod resolve;
mod sheet;
mod shown;
mod text;
mod watch;

pub use sheet::sheet;

use super::ticket::Open;
use guichet_domain::kernel::action::Action;
use leptos::prelude::*;
use sheet::Sheet;

/// The form of an action.
fn form(open: Open, action: Action) -> AnyView {
    let sheet = Sheet::new(open, action);
    match action {
        Action::Categorise => categorise::form(sheet),
        Action::Resolve => resolve::form(sheet),
        Action::ResolveAtFirstContact => resolve::first_contact(sheet),
        Action::Hold => hold::form(sheet),
        Action::Assign => people::assign(sheet),
        Action::HandOver => people::hand_over(sheet),
        Action::SubmitEvaluation => request::evaluate(sheet),
        Action::ReviseCost => request::revise_cost(sheet),
        Action::NameApprover => approver::form(sheet),
        Action::Watch => watch::form(sheet),
        Action::Link => link::form(sheet),
        Action::Edit => edit::form(sheet),
        Action::Convert => convert::form(sheet),
        Action::Redact => redact::form(sheet),
        _ => text::form(sheet),
    }
}
