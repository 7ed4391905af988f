//! The question as whoever was asked sees it: the form, or what they said and a way to change it.

use crate::feedback::fields::FeedbackFields;
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::tickets::portal::form_parts::{Verb, own};
use guichet_domain::Timestamp;
use guichet_domain::feedback::page::{Question, Said};
use guichet_locales::feedback::words;
use guichet_locales::{date_time, fill};
use leptos::prelude::*;

/// What was said, if anything was, and `form` while the question is open.
#[component]
pub fn Opinion(
    question: Question,
    /// Whether the form is shown although an answer was given: it was refused, or a link proposes
    /// another mark.
    unfolded: bool,
    is_open: bool,
    form: AnyView,
) -> impl IntoView {
    let t = &use_texts().feedback;
    let given = question.answer.as_ref().map(|said| given(&question, said));
    let notes = is_open.then(|| notes(&question));
    let form = is_open.then(|| match question.answer.is_some() {
        true => view! {
            <details class="disclosure" open=unfolded>
                <summary class="button">{t.change}</summary>
                {form}
                {notes}
            </details>
        }
        .into_any(),
        false => view! { {form} {notes} }.into_any(),
    });
    view! { {given} {form} }
}

fn given(question: &Question, said: &Said) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let mark = fill(t.mark, &[("n", &said.score.number().to_string())]);
    let values = [
        ("mark", &*mark),
        ("meaning", words::score(language, said.score)),
        ("date", &date_time(language, &question.zone, said.at)),
    ];
    let words = said.words.as_ref().map(|words| words.body.clone());
    view! {
        <p>{fill(t.given, &values)}</p>
        {words.map(|words| view! { <blockquote class="typed">{words}</blockquote> })}
    }
    .into_any()
}

/// Until when, and who reads it.
fn notes(question: &Question) -> AnyView {
    let (language, texts) = (use_language(), use_texts());
    let until = date_time(language, &question.zone, question.until);
    let readers = words::readers(texts, question.agent.as_deref(), question.team.as_ref());
    view! {
        <p class="hint">{readers}</p>
        <p class="hint">{fill(texts.feedback.until, &[("date", &until)])}</p>
    }
    .into_any()
}

/// The question on the page of the ticket.
#[component]
pub fn OwnOpinion(question: Question, form: FormState, now: Timestamp) -> impl IntoView {
    let t = &use_texts().feedback;
    let reference = question.reference.to_string();
    let form = own(&form, &reference, "feedback");
    let unfolded = form.failure.is_some();
    let is_open = now <= question.until;
    let asked = question.clone();
    let fields = view! {
        <div class="feedback-form">
            <Verb reference action="feedback" form=form.clone()>
                <FeedbackFields question=asked form/>
                <div class="form-foot"><button type="submit" class="button primary">{t.send}</button></div>
            </Verb>
        </div>
    };
    view! {
        <section class="card opinion" aria-labelledby="opinion">
            <h2 id="opinion">{t.title}</h2>
            <Opinion question unfolded is_open form=fields.into_any()/>
        </section>
    }
}
