use crate::kernel::context::{use_form_state, use_language, use_texts};
use crate::kernel::fields::{Carried, FormHead, TextField};
use crate::kernel::frame::AuthFrame;
use crate::kernel::notice::Done;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The sign-in page. `next` in the address is the path to go to afterwards.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let form = use_form_state();
    let asked = use_query_map().with_untracked(|query| query.get("next"));
    let next = Some(form.value("next"))
        .filter(|next| !next.is_empty())
        .or(asked)
        .unwrap_or_default();
    view! {
        <Title text=t.sign_in_title/>
        <AuthFrame>
            <h1>{t.sign_in_title}</h1>
            <p>{t.sign_in_lead}</p>
            <Done/>
            <form class="form" method="post" action="/sign-in">
                <FormHead form=form.clone()/>
                <input type="hidden" name="next" value=next/>
                <Carried form=form.clone()/>
                <TextField
                    name="email"
                    label=t.email
                    kind="email"
                    autocomplete="username"
                    value=form.value("email")
                    error=form.error(language, Field::Email, None)
                    required=true
                />
                <TextField
                    name="password"
                    label=t.password
                    kind="password"
                    autocomplete="current-password"
                    error=form.error(language, Field::Password, None)
                    required=true
                />
                <div class="form-foot"><button type="submit" class="button primary">{t.sign_in_send}</button></div>
            </form>
            <p><a href="/forgotten">{use_texts().identity.forgotten}</a></p>
        </AuthFrame>
    }
}
