//! The form in which a bad mark is reviewed, and the button that settles what was decided.

use crate::feedback::api;
use crate::feedback::board::{Board, Owners};
use crate::kernel::context::{FormState, new_command, use_language, use_texts};
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::fields::{ErrorSummary, SelectField, TextAreaField};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, number, value};
use guichet_domain::feedback::command::{FeedbackCommand, FeedbackCommandEnvelope, ReviewForm};
use guichet_domain::feedback::fault::Cause;
use guichet_domain::feedback::page::{FeedbackLine, ReviewLine};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::{CommandId, FeedbackId, PersonId};
use guichet_locales::feedback::words;
use guichet_locales::fill;
use guichet_locales::words::failure;
use leptos::prelude::*;

/// Name of a field: a page has a form for each feedback.
fn named(of: FeedbackId, name: &str) -> String {
    format!("{name}-{of}")
}

fn values(of: FeedbackId, review: Option<&ReviewLine>) -> Values {
    let mut values = Values::new();
    if let Some(review) = review {
        let cause: &'static str = review.cause.into();
        values.insert(named(of, "cause"), cause.to_owned());
        if review.measure.body != REMOVED {
            values.insert(named(of, "measure"), review.measure.body.clone());
        }
        values.insert(named(of, "owner"), review.owner.to_string());
    }
    values
}

fn read(of: FeedbackId, before: Option<&ReviewLine>, values: &Values) -> ReviewForm {
    ReviewForm {
        cause: value(values, &named(of, "cause")).parse().ok(),
        measure: value(values, &named(of, "measure")).to_owned(),
        owner: number(values, &named(of, "owner")).map(PersonId),
        corrects: before.map(|review| review.at),
    }
}

async fn send(id: CommandId, feedback: FeedbackId, command: FeedbackCommand) -> Answer<()> {
    let envelope = FeedbackCommandEnvelope {
        id,
        feedback,
        command,
    };
    api::change_feedback(envelope).await
}

/// The form, folded away until it is needed.
pub fn review_form(board: Board, line: &FeedbackLine, owners: &Owners) -> AnyView {
    let t = &use_texts().feedback;
    let (of, before) = (line.id, StoredValue::new(line.review.clone()));
    let form = OwnForm::new(values(of, line.review.as_ref()), false);
    let owners = StoredValue::new(owners.clone());
    let reference = StoredValue::new(line.reference.to_string());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        form.send(
            move |values| Ok(before.with_value(|before| read(of, before.as_ref(), values))),
            move |id, said| send(id, of, FeedbackCommand::Review(said)),
            move |()| board.done(fill(t.saved, &[("reference", &reference.get_value())])),
        );
    };
    let label = match &line.review {
        Some(_) => t.review_again,
        None => t.review,
    };
    let open = move || form.state.with(|state| state.failure.is_some());
    view! {
        <details class="disclosure" open=open>
            <summary class="button">{label} <span class="visually-hidden">" " {line.reference.to_string()}</span></summary>
            <form class="form" method="post" novalidate node_ref=form.node on:submit=submit>
                <KeepForm form what=named(of, "review")/>
                <p class="hint">{t.review_lead}</p>
                {move || fields(&form.state.get(), of, &owners.get_value())}
                <div class="form-foot"><SendButton form label=t.review_send/></div>
            </form>
        </details>
    }
    .into_any()
}

fn fields(state: &FormState, of: FeedbackId, owners: &Owners) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let causes = Cause::ALL.iter().map(|cause| {
        let name: &'static str = cause.into();
        (name.to_owned(), words::cause(language, *cause).to_owned())
    });
    let owners = owners
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let (cause, measure, owner) = (named(of, "cause"), named(of, "measure"), named(of, "owner"));
    view! {
        <ErrorSummary form=state.clone()/>
        <SelectField name=cause.clone() label=t.cause options=causes.collect() value=state.value(&cause)
            required=true error=state.error(language, Field::Cause, None)/>
        <TextAreaField name=measure.clone() label=t.measure rows=3 value=state.value(&measure)
            required=true error=state.error(language, Field::Measure, None)/>
        <SelectField name=owner.clone() label=t.owner options=owners.collect() value=state.value(&owner)
            required=true error=state.error(language, Field::Owner, None)/>
    }
    .into_any()
}

/// The button by which what was decided is done, or not done after all.
pub fn settle(board: Board, line: &FeedbackLine, done: bool) -> AnyView {
    let (of, reference) = (line.id, line.reference.to_string());
    let (language, t) = (use_language(), &use_texts().feedback);
    let failed = RwSignal::new(None::<String>);
    let settle = move |_| {
        failed.set(None);
        leptos::task::spawn_local(async move {
            let command = FeedbackCommand::Settle { done: !done };
            let answer = send(new_command(), of, command).await;
            match answer.unwrap_or_else(|ApiError(failure)| Err(failure)) {
                Ok(()) => board.read_again(),
                Err(why) => drop(failed.try_set(Some(failure(language, &why)))),
            }
        });
    };
    let label = if done { t.unsettle } else { t.settle };
    view! {
        <p class="actions">
            <button type="button" class="button" on:click=settle>{label} <span class="visually-hidden">" " {reference}</span></button>
        </p>
        <div role="alert">{move || failed.get().map(|said| view! { <p class="error">{said}</p> })}</div>
    }
    .into_any()
}
