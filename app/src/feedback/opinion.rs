//! The question as whoever was asked sees it: the form, or what they said and a way to change it.

use crate::feedback::fields::FeedbackFields;
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::prose::Gone;
use crate::tickets::portal::form_parts::{Verb, own};
use guichet_domain::Timestamp;
use guichet_domain::feedback::page::{Question, Said, Words};
use guichet_domain::kernel::removed::REMOVED;
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
    let form = is_open.then(|| match question.answer.is_some() {
        true => view! {
            <details class="disclosure" open=unfolded>
                <summary class="button">{t.change}</summary>
                {form}
            </details>
        }
        .into_any(),
        false => form,
    });
    view! { {given} {form} }
}

fn given(question: &Question, said: &Said) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let mark = fill(t.mark, &[("n", &said.score.number().to_string())]);
    let meaning = words::score(language, said.score).to_lowercase();
    let values = [
        ("mark", &*mark),
        ("meaning", &meaning),
        ("date", &date_time(language, &question.zone, said.at)),
    ];
    let fault = said.fault.map(|fault| words::fault(language, fault));
    let words = said.words.as_ref().map(text_of);
    view! {
        <p>{fill(t.given, &values)}</p>
        {fault.map(|fault| view! { <p>{fault}</p> })}
        {words}
    }
    .into_any()
}

/// Words as they were typed, or that they are gone.
pub fn text_of(text: &Words) -> AnyView {
    if text.body == REMOVED {
        return view! { <Gone/> }.into_any();
    }
    view! { <blockquote class="typed">{text.body.clone()}</blockquote> }.into_any()
}

/// Who reads it: said before anything is typed.
#[component]
pub fn Readers(question: Question) -> impl IntoView {
    let readers = words::readers(
        use_texts(),
        question.agent.as_deref(),
        question.team.as_ref(),
    );
    view! { <p class="hint">{readers}</p> }
}

/// Until when it can be given and changed.
#[component]
pub fn OpenUntil(question: Question) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let until = date_time(language, &question.zone, question.until);
    view! { <p class="hint">{fill(t.until, &[("date", &until)])}</p> }
}

/// The question on the page of the ticket.
#[component]
pub fn OwnOpinion(question: Question, form: FormState, now: Timestamp) -> impl IntoView {
    let t = &use_texts().feedback;
    let reference = question.reference.to_string();
    let form = own(&form, &reference, "feedback");
    let unfolded = form.failure.is_some();
    let is_open = now <= question.until;
    let (asked, read, until) = (question.clone(), question.clone(), question.clone());
    let fields = view! {
        <div class="feedback-form">
            <Verb reference action="feedback" form=form.clone()>
                <Readers question=read/>
                <FeedbackFields question=asked form/>
                <OpenUntil question=until/>
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
