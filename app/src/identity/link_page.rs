use crate::kernel::context::{FormState, use_form_state, use_language, use_shown, use_texts};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::AuthFrame;
use guichet_domain::identity::link::{LinkShown, Purpose};
use guichet_domain::kernel::refusal::Field;
use guichet_locales::fill;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of a link that works once. Only its button does anything. The form is posted to the
/// page's own address, which contains the link's secret.
#[component]
pub fn LinkPage() -> impl IntoView {
    let t = &use_texts().identity;
    let form = use_form_state();
    let (title, content) = match use_shown().link {
        None => (t.link_void, view! { <Void/> }.into_any()),
        Some(link) if link.purpose == Purpose::Email => {
            (t.link_email, view! { <ConfirmEmail form link/> }.into_any())
        }
        Some(link) => {
            let title = match link.purpose {
                Purpose::Invitation => t.link_invitation,
                _ => t.link_reset,
            };
            (title, view! { <ChoosePassword form link/> }.into_any())
        }
    };
    view! {
        <Title text=title/>
        <AuthFrame>
            <h1>{title}</h1>
            {content}
        </AuthFrame>
    }
}

#[component]
fn Void() -> impl IntoView {
    let t = &use_texts().identity;
    view! {
        <p role="alert">{t.link_void_text}</p>
        <p class="actions">
            <a class="button primary" href="/forgotten">{t.forgotten_title}</a>
            <a class="button" href="/sign-in">{use_texts().common.sign_in}</a>
        </p>
    }
}

#[component]
fn ConfirmEmail(form: FormState, link: LinkShown) -> impl IntoView {
    let t = &use_texts().identity;
    let values = [("name", &*link.name), ("email", &*link.email)];
    view! {
        <p>{fill(t.link_email_text, &values)}</p>
        <form class="form" method="post">
            <FormHead form/>
            <div class="form-foot"><button type="submit" class="button primary">{t.link_email_send}</button></div>
        </form>
    }
}

#[component]
fn ChoosePassword(form: FormState, link: LinkShown) -> impl IntoView {
    let (texts, language) = (use_texts(), use_language());
    let (t, p) = (&texts.identity, &texts.portal);
    let hello = match link.purpose {
        Purpose::Invitation => t.link_invitation_text,
        _ => t.link_reset_text,
    };
    let differs = form
        .error(language, Field::Value, None)
        .map(|_| p.password_differs.to_owned());
    view! {
        <p>{fill(hello, &[("name", &link.name), ("email", &link.email)])}</p>
        <form class="form" method="post">
            <FormHead form=form.clone()/>
            // For password managers: whose password it is.
            <input type="hidden" name="email" value=link.email autocomplete="username"/>
            <TextField
                name="new"
                label=p.password_new
                hint=p.password_hint
                kind="password"
                autocomplete="new-password"
                error=form.error(language, Field::Password, None)
                required=true
            />
            <TextField
                name="repeat"
                label=p.password_repeat
                kind="password"
                autocomplete="new-password"
                error=differs
                required=true
            />
            <div class="form-foot"><button type="submit" class="button primary">{t.link_password_send}</button></div>
        </form>
    }
}
