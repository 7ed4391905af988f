use crate::kernel::context::{use_form_state, use_language, use_texts};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::Portal;
use crate::kernel::notice::Done;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// The form that changes one's own address: a link to confirm it is sent there.
#[component]
pub fn EmailPage() -> impl IntoView {
    let (texts, language) = (use_texts(), use_language());
    let t = &texts.identity;
    let form = use_form_state();
    view! {
        <Title text=t.email_title/>
        <Portal narrow=true let:me>
            <a class="back-link" href="/account">{texts.portal.account_title}</a>
            <h1>{t.email_title}</h1>
            <Done/>
            <p>{t.email_lead}</p>
            {me.email.map(|email| view! { <p>{t.email_present} " " <strong>{email}</strong></p> })}
            <form class="form" method="post" action="/account/email">
                <FormHead form=form.clone()/>
                <TextField
                    name="email"
                    label=t.email_new
                    kind="email"
                    autocomplete="email"
                    value=form.value("email")
                    error=form.error(language, Field::Email, None)
                    required=true
                    max=Some(254)
                />
                <TextField
                    name="password"
                    label=t.password
                    kind="password"
                    autocomplete="current-password"
                    error=form.error(language, Field::Password, None)
                    required=true
                />
                <div class="form-foot"><button type="submit" class="button primary">{t.email_send}</button></div>
            </form>
        </Portal>
    }
}
