//! The page behind the signed link of an e-mail: the question is answered without signing in.

use crate::feedback::api;
use crate::feedback::fields::FeedbackFields;
use crate::feedback::opinion::{OpenUntil, Opinion, Readers};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::fields::FormHead;
use crate::kernel::frame::AuthFrame;
use crate::kernel::guard::Failed;
use crate::kernel::notice::Done;
use guichet_domain::feedback::page::Question;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::feedback_why::FeedbackWhy;
use guichet_domain::kernel::refusal::Refusal;
use guichet_locales::{date_time, fill};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The question, or why there is none. The form is posted to the page's own address, which holds
/// the signature.
#[component]
pub fn FeedbackLinkPage() -> impl IntoView {
    let t = &use_texts().feedback;
    let form = StoredValue::new(use_form_state());
    let params = use_params_map();
    let token = Memo::new(move |_| {
        params
            .with(|params| params.get("token"))
            .unwrap_or_default()
    });
    let question = load(move || token.get(), api::question);
    view! {
        <Title text=t.title/>
        <AuthFrame>
            {awaited(move || async move {
                match question.await {
                    Ok(question) => asked(question, form.get_value()),
                    Err(ApiError(failure)) => void(failure),
                }
            })}
        </AuthFrame>
    }
}

fn asked(question: Question, form: FormState) -> AnyView {
    let t = &use_texts().feedback;
    let query = use_query_map();
    let asked = query.with_untracked(|query| query.get("score"));
    let asked = asked.and_then(|score| Score::new(score.parse().ok()?));
    let reference = question.reference.to_string();
    let about = [("reference", &*reference), ("subject", &question.subject)];
    let about = fill(t.about, &about);
    let unfolded = asked.is_some() || form.failure.is_some();
    let (of, read, until) = (question.clone(), question.clone(), question.clone());
    let proposed = (asked.is_some() && form.failure.is_none()).then(|| not_yet(&question));
    let ticket = format!("/tickets/{}", question.reference);
    let fields = view! {
        <form class="form feedback-form" method="post">
            <FormHead form=form.clone()/>
            {proposed}
            <Readers question=read/>
            <FeedbackFields question=of form asked/>
            <OpenUntil question=until/>
            <div class="form-foot"><button type="submit" class="button primary">{t.send}</button></div>
        </form>
    };
    view! {
        <h1>{t.title}</h1>
        <p class="meta">{about}</p>
        <Done/>
        <Opinion question unfolded is_open=true form=fields.into_any()/>
        <p><a href=ticket>{t.see_ticket}</a></p>
    }
    .into_any()
}

/// That the mark of a link is proposed, and not recorded.
fn not_yet(question: &Question) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let before = question.answer.as_ref().map(|said| {
        let date = date_time(language, &question.zone, said.at);
        format!(" {}", fill(t.replaces, &[("date", &date)]))
    });
    view! { <div class="notice"><p>{t.not_yet} {before}</p></div> }.into_any()
}

/// Why there is no question, and where to go instead.
fn void(failure: Failure) -> AnyView {
    let t = &use_texts().feedback;
    let (title, text) = match &failure {
        Failure::NotFound => (t.void, t.void_text),
        Failure::Refused(Refusal::FeedbackImpossible(FeedbackWhy::NotYours)) => {
            (t.other, t.other_text)
        }
        Failure::Refused(Refusal::FeedbackImpossible(_)) => (t.over, t.over_text),
        _ => return view! { <Failed error=ApiError(failure)/> }.into_any(),
    };
    view! {
        <Title text=title/>
        <h1>{title}</h1>
        <p role="alert">{text}</p>
        <p class="actions"><a class="button primary" href="/tickets">{t.my_tickets}</a></p>
    }
    .into_any()
}
