//! The forms of the desk, one for each action, in a sheet beside the ticket.

pub(crate) mod affected;
pub(crate) mod approver;
pub(crate) mod categorise;
pub(crate) mod conflict;
pub(crate) mod convert;
pub(crate) mod dialog;
pub(crate) mod edit;
pub(crate) mod hold;
pub(crate) mod link;
pub(crate) mod merge;
pub(crate) mod one_text;
pub(crate) mod people;
pub(crate) mod redact;
pub(crate) mod request;
pub(crate) mod resolve;
pub(crate) mod sheet;
pub(crate) mod sheet_fields;
pub(crate) mod shown;
pub(crate) mod typed;
pub(crate) mod watch;
pub(crate) mod will_read;

use crate::tickets::desk::open::Open;
use crate::tickets::forms::sheet::Sheet;
use guichet_domain::kernel::action::Action;
use leptos::prelude::*;

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
        Action::Merge => merge::form(sheet),
        Action::Edit => edit::form(sheet),
        Action::Convert => convert::form(sheet),
        Action::ChangeItem => convert::change_item(sheet),
        Action::ChangeAffected => affected::form(sheet),
        Action::Redact => redact::form(sheet),
        Action::Diagnose
        | Action::AddFinding
        | Action::RecordCause
        | Action::TellUser
        | Action::ResolveWithCause
        | Action::ResolveWithParent
        | Action::DeclareMajor
        | Action::UpdateMajor
        | Action::GiveTask
        | Action::StepDownMajor
        | Action::ReviewMajor
        | Action::Unmerge
        | Action::Evaluate
        | Action::Approve
        | Action::Refuse
        | Action::AskBack
        | Action::Fulfil
        | Action::Complete
        | Action::AskToCancel
        | Action::Analyse
        | Action::RecordWorkaround
        | Action::DeclareKnownError
        | Action::StartFix
        | Action::AcceptRisk
        | Action::Take
        | Action::Resume
        | Action::Confirm
        | Action::Close
        | Action::Reopen
        | Action::Cancel
        | Action::Comment
        | Action::Note
        | Action::MarkRead
        | Action::Attach
        | Action::Unwatch
        | Action::Unlink
        | Action::GiveBack
        | Action::MakeConfidential
        | Action::EndConfidentiality => one_text::form(sheet),
    }
}
