use crate::kernel::context::{use_form_state, use_language, use_texts};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::AuthFrame;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page of the secret link printed at the first start, which adds the first administrator.
#[component]
pub fn SetupPage() -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let form = use_form_state();
    let secret = use_params_map().with_untracked(|params| params.get("secret"));
    let action = format!("/setup/{}", secret.unwrap_or_default());
    view! {
        <Title text=t.setup_title/>
        <AuthFrame>
            <h1>{t.setup_title}</h1>
            <p>{t.setup_lead}</p>
            <form class="form" method="post" action=action>
                <FormHead form=form.clone()/>
                <TextField
                    name="name"
                    label=t.setup_name
                    autocomplete="name"
                    value=form.value("name")
                    error=form.error(language, Field::Name, None)
                    required=true
                />
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
                    hint=t.password_hint
                    kind="password"
                    autocomplete="new-password"
                    error=form.error(language, Field::Password, None)
                    required=true
                />
                <div class="form-foot"><button type="submit" class="button primary">{t.setup_send}</button></div>
            </form>
        </AuthFrame>
    }
}
