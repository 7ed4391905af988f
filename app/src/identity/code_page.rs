use crate::identity::enrolment::CodeField;
use crate::kernel::context::{FormState, use_form_state, use_texts};
use crate::kernel::fields::{Carried, FormHead};
use crate::kernel::frame::AuthFrame;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The second step of signing in.
#[component]
pub fn CodePage() -> impl IntoView {
    let t = &use_texts().identity;
    let form = use_form_state();
    view! {
        <Title text=t.code_title/>
        <AuthFrame>
            <h1>{t.code_title}</h1>
            <p>{t.code_lead}</p>
            <form class="form" method="post" action="/sign-in/code">
                <FormHead form=form.clone()/>
                <Next form=form.clone()/>
                <Carried form=form.clone()/>
                <CodeField form/>
                <div class="form-foot"><button type="submit" class="button primary">{t.code_send}</button></div>
            </form>
            <p class="meta">{t.code_lost}</p>
            <p><a href="/sign-in" rel="external">{t.code_back}</a></p>
        </AuthFrame>
    }
}

/// The path to go to after signing in, kept through every step.
pub fn next_of(form: &FormState) -> String {
    let asked = use_query_map().with_untracked(|query| query.get("next"));
    Some(form.value("next"))
        .filter(|next| !next.is_empty())
        .or(asked)
        .unwrap_or_default()
}

#[component]
pub fn Next(form: FormState) -> impl IntoView {
    view! { <input type="hidden" name="next" value=next_of(&form)/> }
}
