//! Forms with one text: a reason, a finding, a question.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed};
use crate::tickets::forms::sheet_fields::{Asked, area, internal};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_locales::{Texts, fill};
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let action = sheet.action;
    let asked = asked(use_texts(), sheet, action);
    let field = asked.field;
    let read = move |typed: &Typed| {
        let text = typed.text("text");
        command(sheet, text, typed)
            .ok_or_else(|| crate::tickets::forms::sheet::wrong(field, Problem::Invalid))
    };
    let beside = (action == Action::RecordWorkaround).then(|| internal(sheet));
    let fields = view! { {area(sheet, asked)} {beside} };
    sheet.plain(read, fields.into_any())
}

fn asked(texts: &'static Texts, sheet: Sheet, action: Action) -> Asked {
    let t = &texts.desk;
    let told = fill(t.reply_hint, &[("who", &sheet.open.first_name())]);
    let ask = |field, label: &'static str| Asked::new(field, "text", label);
    match action {
        Action::AddFinding => ask(Field::Text, t.finding_label).hint(t.note_hint),
        Action::RecordCause => ask(Field::Cause, t.cause_text).hint(t.note_hint),
        Action::RecordWorkaround => ask(Field::Text, t.workaround_label).hint(told),
        Action::EndConfidentiality => {
            ask(Field::Reason, t.confidential_reason).hint(t.confidential_hint)
        }
        Action::Complete => ask(Field::Notes, t.done_label).hint(t.done_hint),
        Action::Close => ask(Field::Reason, t.reason_close).hint(t.reason_told),
        Action::Reopen => ask(Field::Reason, t.reason_reopen).hint(t.reason_told),
        Action::Cancel | Action::AskToCancel => {
            ask(Field::Reason, t.reason_cancel).hint(t.reason_told)
        }
        Action::Refuse => ask(Field::Reason, t.reason_refuse).hint(t.reason_told),
        Action::AcceptRisk => ask(Field::Reason, t.reason_risk),
        Action::AskBack => ask(Field::Text, t.question_label),
        _ => ask(Field::Text, t.comment_label).optional(),
    }
}

fn command(sheet: Sheet, text: String, typed: &Typed) -> Option<Command> {
    let reason = text.clone();
    let shown = sheet.shown.get_value();
    Some(match sheet.action {
        Action::AddFinding => Command::AddFinding { text },
        Action::RecordCause => Command::RecordCause {
            text,
            was: shown.cause,
        },
        Action::RecordWorkaround => Command::RecordWorkaround {
            text,
            internal: typed.text("internal"),
            was: shown.workaround,
        },
        Action::Complete => Command::Complete { done: text },
        Action::EndConfidentiality => Command::EndConfidentiality { reason },
        Action::Close => Command::Close { reason },
        Action::Reopen => Command::Reopen { reason },
        Action::Cancel => Command::Cancel { reason },
        Action::AskToCancel => Command::AskToCancel { reason },
        Action::Refuse => Command::Refuse { reason },
        Action::AcceptRisk => Command::AcceptRisk { reason },
        Action::AskBack => Command::AskBack { question: text },
        Action::Approve => Command::Approve { comment: text },
        _ => return None,
    })
}
