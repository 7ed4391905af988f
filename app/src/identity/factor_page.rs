use crate::identity::api;
use crate::identity::enrolment::{CodeField, Qr, RecoveryCodes};
use crate::kernel::context::{
    FormState, load, use_form_state, use_language, use_shown, use_texts, use_zone,
};
use crate::kernel::fields::FormHead;
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::notice::Done;
use guichet_domain::identity::factor::{Enrolment, FactorState};
use guichet_domain::kernel::refusal::Field;
use guichet_locales::{date_time, fill, plural};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of one's own second factor. The answer to some of its forms shows recovery codes.
#[component]
pub fn FactorPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.identity;
    let form = use_form_state();
    let codes = use_shown().recovery_codes;
    let access = load(|| (), |()| api::my_access());
    view! {
        <Title text=t.factor_title/>
        <Portal narrow=true let:_me>
            <a class="back-link" href="/account">{texts.portal.account_title}</a>
            <h1>{t.factor_title}</h1>
            {
                let (codes, form) = (codes.clone(), form.clone());
                if codes.is_empty() {
                    view! {
                        <Done/>
                        <Loaded resource=access let:access>
                            <State state=access.factor form=form.clone()/>
                        </Loaded>
                    }
                        .into_any()
                } else {
                    view! { <RecoveryCodes codes next="/account".to_owned()/> }.into_any()
                }
            }
        </Portal>
    }
}

#[component]
fn State(state: FactorState, form: FormState) -> impl IntoView {
    let (t, language, zone) = (&use_texts().identity, use_language(), use_zone());
    let on = state.since.map(|since| {
        let date = date_time(language, &zone, since);
        let left = plural(
            language,
            state.recovery_codes,
            t.codes_left_one,
            t.codes_left_many,
        );
        view! { <p>{fill(t.factor_on, &[("date", &date)])} " " {left}</p> }
    });
    let must = state.must.then(|| view! { <p>{t.factor_must}</p> });
    let (since, must_have) = (state.since.is_some(), state.must);
    let body = match (state.offered, since) {
        (Some(enrolment), _) => view! { <Confirm enrolment form replaces=since/> }.into_any(),
        (None, false) => view! {
            <p>{t.factor_lead}</p>
            <p>{t.offer_text}</p>
            <Proved form action="offer" send=t.offer_send primary=true/>
        }
        .into_any(),
        (None, true) => view! { <Manage form must=must_have/> }.into_any(),
    };
    view! {
        {on}
        {must}
        {body}
    }
}

#[component]
fn Confirm(enrolment: Enrolment, form: FormState, replaces: bool) -> impl IntoView {
    let t = &use_texts().identity;
    view! {
        {replaces.then(|| view! { <p class="notice">{t.enrol_replaces}</p> })}
        <Qr enrolment/>
        <form class="form" method="post" action="/account/factor">
            <FormHead form=form.clone()/>
            <input type="hidden" name="action" value="confirm"/>
            <CodeField form/>
            <div class="form-foot"><button type="submit" class="button primary">{t.enrol_send}</button></div>
        </form>
    }
}

#[component]
fn Manage(form: FormState, must: bool) -> impl IntoView {
    let t = &use_texts().identity;
    let remove = (!must).then(|| {
        view! {
            <h2>{t.remove_title}</h2>
            <p>{t.remove_text}</p>
            <Proved form=form.clone() action="remove" send=t.remove_send danger=true/>
        }
    });
    view! {
        <h2>{t.replace_title}</h2>
        <p>{t.replace_text}</p>
        <Proved form=form.clone() action="offer" send=t.replace_send/>
        <h2>{t.renew_title}</h2>
        <p>{t.renew_text}</p>
        <Proved form=form.clone() action="renew" send=t.renew_send/>
        {remove}
    }
}

/// A form with a button that asks for the password. Of several such forms only the refused one
/// shows the error.
#[component]
fn Proved(
    form: FormState,
    action: &'static str,
    send: &'static str,
    #[prop(optional)] primary: bool,
    #[prop(optional)] danger: bool,
) -> impl IntoView {
    let (t, language) = (&use_texts().identity, use_language());
    let mine = form.value("action") == action;
    let form = if mine {
        form
    } else {
        FormState {
            failure: None,
            ..form
        }
    };
    let class = match (primary, danger) {
        (true, _) => "button primary",
        (_, true) => "button danger",
        _ => "button",
    };
    let id = format!("password-{action}");
    let error = form.error(language, Field::Password, None);
    let error_id = format!("{id}-error");
    let wrong = error.is_some();
    view! {
        <form class="form" method="post" action="/account/factor">
            <FormHead form/>
            <input type="hidden" name="action" value=action/>
            // Three of them on one page: each label needs its own field.
            <div class=if wrong { "field has-error" } else { "field" }>
                <label for=id.clone()>{t.password}</label>
                <input
                    id=id
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required=true
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=wrong.then(|| error_id.clone())
                />
                {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
            </div>
            <div class="form-foot"><button type="submit" class=class>{send}</button></div>
        </form>
    }
}
