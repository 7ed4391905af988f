use crate::kernel::context::{use_form_state, use_language, use_texts};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::AuthFrame;
use crate::kernel::notice::Done;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// The form that asks for a link to choose a new password. Its answer is the same for every
/// address.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let (texts, language) = (use_texts(), use_language());
    let t = &texts.identity;
    let form = use_form_state();
    view! {
        <Title text=t.forgotten_title/>
        <AuthFrame>
            <h1>{t.forgotten_title}</h1>
            <p>{t.forgotten_lead}</p>
            <Done/>
            <form class="form" method="post" action="/forgotten">
                <FormHead form=form.clone()/>
                <TextField
                    name="email"
                    label=texts.portal.email
                    kind="email"
                    autocomplete="username"
                    value=form.value("email")
                    error=form.error(language, Field::Email, None)
                    required=true
                />
                <div class="form-foot"><button type="submit" class="button primary">{t.forgotten_send}</button></div>
            </form>
            <p><a href="/sign-in">{t.forgotten_back}</a></p>
        </AuthFrame>
    }
}
