//! The articles that may answer, as a step between writing a report and sending it: for browsers in
//! which nothing is suggested while one types.

use crate::kernel::context::{FormState, load, use_language, use_texts};
use crate::kernel::encoding::in_query;
use crate::kernel::frame::Loaded;
use crate::knowledge::api;
use leptos::prelude::*;

/// Whether the form comes back for what was offered, and not because it was refused.
pub fn is_offered(form: &FormState) -> bool {
    form.failure.is_none() && form.value("script") == "off" && !form.value("offered").is_empty()
}

/// What may answer the subject, and that the form below can be sent all the same.
#[component]
pub fn Offer(subject: String) -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let asked = subject.clone();
    let found = load(
        move || asked.clone(),
        move |asked| api::suggest(asked, language),
    );
    let question = in_query(&subject);
    view! {
        <section class="offer notice notice-info" aria-labelledby="offer">
            <h2 id="offer">{t.offer_title}</h2>
            <Loaded resource=found let:found>
                {
                    let question = question.clone();
                    let lines = found.into_iter().map(|hit| {
                        let href = format!("/help/{}?q={question}", hit.article);
                        view! { <li><a href=href lang=hit.language.code()>{hit.title}</a></li> }
                    });
                    view! { <ul>{lines.collect_view()}</ul> }
                }
            </Loaded>
            <p>{t.offer_text}</p>
        </section>
    }
}
