//! Removing words for good.

use crate::feedback::api;
use crate::feedback::board::Board;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{ErrorSummary, TextAreaField};
use crate::kernel::own_form::{OwnForm, SendButton, Values, value};
use guichet_domain::feedback::command::{FeedbackCommand, FeedbackCommandEnvelope};
use guichet_domain::feedback::page::{FeedbackLine, Words};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::removed::REMOVED;
use guichet_locales::fill;
use leptos::prelude::*;

/// The form that removes a text, folded away; nothing where the text is gone.
pub fn removal(
    board: Board,
    line: &FeedbackLine,
    text: &Words,
    what: &'static str,
) -> Option<AnyView> {
    if text.body == REMOVED {
        return None;
    }
    let (language, texts) = (use_language(), use_texts());
    let t = &texts.retention;
    let what = fill(what, &[("reference", &line.reference.to_string())]);
    let (feedback, text) = (line.id, text.id);
    let name = StoredValue::new(format!("why-{text}"));
    let form = OwnForm::new(Values::new(), false);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        form.send(
            move |values| Ok(value(values, &name.get_value()).to_owned()),
            move |id, reason| {
                let command = FeedbackCommand::Redact { text, reason };
                api::change_feedback(FeedbackCommandEnvelope {
                    id,
                    feedback,
                    command,
                })
            },
            move |()| board.read_again(),
        );
    };
    let fields = move || {
        let state = form.state.get();
        view! {
            <ErrorSummary form=state.clone()/>
            <TextAreaField name=name.get_value() label=t.why hint=t.why_hint rows=2 required=true
                value=state.value(&name.get_value()) error=state.error(language, Field::Reason, None)/>
        }
    };
    Some(
        view! {
            <details class="folded removal">
                <summary class="link">{t.remove} <span class="visually-hidden">" " {what}</span></summary>
                <form class="form" method="post" novalidate node_ref=form.node on:submit=submit>
                    <p class="hint">{t.what_hint}</p>
                    {fields}
                    <div class="form-foot"><SendButton form label=t.send/></div>
                </form>
            </details>
        }
        .into_any(),
    )
}
