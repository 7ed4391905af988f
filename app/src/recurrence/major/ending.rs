//! The end of a major incident: it is stepped down, and reviewed.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{ErrorSummary, TextAreaField};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, value};
use crate::recurrence::api;
use crate::recurrence::major::board::Board;
use crate::recurrence::major::parts::{both, has_to_say, label};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::recurrence::major::{MajorPage, StepDownMajor};
use guichet_domain::tickets::major::{MajorCommand, Review};
use leptos::prelude::*;

/// The form that makes it an incident like others again.
pub fn step_down(board: Board) -> AnyView {
    let (l, t) = (use_language(), &use_texts().major);
    let incident = board.incident();
    let form = OwnForm::new(Values::new(), true);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        form.send(
            move |values| {
                Ok(StepDownMajor {
                    incident: incident.id,
                    reason: value(values, "reason").to_owned(),
                    last_word: label(values, "last"),
                })
            },
            api::step_down_major,
            move |()| board.done(t.stepped_down),
        );
    };
    let what = format!("step-down-{incident}");
    let fields = move || {
        let state = form.state.get();
        let last = both(
            &state,
            "last",
            [t.last_fr, t.last_en],
            [t.last_hint, ""],
            false,
        );
        view! {
            <ErrorSummary form=state.clone()/>
            <p class="hint">{t.step_down_hint}</p>
            <TextAreaField name="reason" label=t.reason required=true rows=2 value=state.value("reason")
                error=state.error(l, Field::Reason, None)/>
            {last}
        }
    };
    view! {
        <details class="disclosure" open=move || has_to_say(form)>
            <summary class="button quiet">{t.step_down}</summary>
            <form class="form" id="step-down" method="post" novalidate node_ref=form.node on:submit=submit>
                <KeepForm form what/>
                {fields}
                <div class="form-foot"><SendButton form label=t.step_down/></div>
            </form>
        </details>
    }
    .into_any()
}

/// What was learnt of it, and the form that says so.
pub fn review(board: Board) -> AnyView {
    let t = &use_texts().major;
    let is_reviewed = Memo::new(move |_| board.now.with(|page| words(page).is_some()));
    let content = move || {
        let lead = (!is_reviewed.get()).then(|| view! { <p>{t.review_lead}</p> });
        view! { {lead} {form(board)} }
    };
    view! {
        <section class="card" aria-labelledby="major-review">
            <h2 id="major-review">{t.review}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// The review as it stands.
fn shown(page: &MajorPage) -> Option<Review> {
    page.major.as_ref()?.review
}

/// What the review says: what happened, and what helped.
fn words(page: &MajorPage) -> Option<[String; 2]> {
    let review = page.major.as_ref()?.review.as_ref()?;
    let text = |id| page.texts.get(id).cloned().unwrap_or_default();
    Some([text(&review.happened), text(&review.helped)])
}

fn form(board: Board) -> AnyView {
    let (l, t) = (use_language(), &use_texts().major);
    let mut values = Values::new();
    if let Some([happened, helped]) = board.now.with_untracked(words) {
        values.extend([
            ("happened".to_owned(), happened),
            ("helped".to_owned(), helped),
        ]);
    }
    let form = OwnForm::new(values, false);
    // What the form showed: what somebody else wrote meanwhile is not overwritten unseen.
    // After it was saved, or somebody was told of a conflict, it rests on what there is.
    let was = StoredValue::new(board.now.with_untracked(shown));
    let rests_anew = StoredValue::new(false);
    Effect::new(move |_| {
        let now = board.now.with(shown);
        if rests_anew.get_value() {
            rests_anew.set_value(false);
            was.set_value(now);
        }
    });
    Effect::new(move |_| {
        let is_conflict = form
            .state
            .with(|state| matches!(&state.failure, Some(Failure::Refused(Refusal::Conflict(_)))));
        if is_conflict {
            rests_anew.set_value(true);
            board.read();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        form.send(
            move |values| {
                Ok(MajorCommand::Review {
                    happened: value(values, "happened").to_owned(),
                    helped: value(values, "helped").to_owned(),
                    was: was.get_value(),
                })
            },
            move |id, command| board.send(id, command),
            move |()| {
                rests_anew.try_set_value(true);
                board.done(t.review_saved);
            },
        );
    };
    let what = format!("review-major-{}", board.incident());
    let fields = move || {
        let state = form.state.get();
        let area = |name: &'static str, label: &'static str, field| {
            let error = state.error(l, field, None);
            view! { <TextAreaField name=name label=label required=true rows=4 value=state.value(name) error=error/> }
        };
        view! {
            <ErrorSummary form=state.clone()/>
            {area("happened", t.happened, Field::Happened)}
            {area("helped", t.helped, Field::Helped)}
        }
    };
    view! {
        <form class="form" id="review-major" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what/>
            {fields}
            <div class="form-foot"><SendButton form label=t.review_save/></div>
        </form>
    }
    .into_any()
}
