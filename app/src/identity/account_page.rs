use crate::identity::sessions::Sessions;
use crate::kernel::account_menu::LanguageForm;
use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts, use_zone};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::notice::Done;
use crate::notifications::preferences::WishesForm;
use guichet_domain::identity::factor::FactorState;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_locales::{date_time, fill, words};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of one's own account: name, password, sessions.
#[component]
pub fn AccountPage() -> impl IntoView {
    let texts = use_texts();
    let (t, identity) = (&texts.portal, &texts.identity);
    let form = use_form_state();
    let wishes = load(|| (), |()| crate::notifications::api::wishes());
    let access = load(|| (), |()| crate::identity::api::my_access());
    view! {
        <Title text=t.account_title/>
        <Portal narrow=true let:me>
            <h1>{t.account_title}</h1>
            <Done/>
            <Identity me=me.clone()/>
            <WishesForm me wishes/>
            <h2>{t.password_title}</h2>
            <PasswordForm form=form.clone()/>
            <Loaded resource=access let:access>
                <h2>{identity.factor_title}</h2>
                <Factor state=access.factor/>
                <h2>{identity.sessions_title}</h2>
                <Sessions sessions=access.sessions/>
            </Loaded>
            <h2>{identity.data_title}</h2>
            <p>{identity.data_own_text}</p>
            <form class="actions" method="post" action="/account/data.json">
                <button class="button">{identity.data_own}</button>
            </form>
        </Portal>
    }
}

#[component]
fn Identity(me: Me) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let email = me.email.unwrap_or_else(|| t.account_no_email.to_owned());
    view! {
        <div class="card">
            <dl class="answers">
                <dt>{t.account_name}</dt>
                <dd>{me.name}</dd>
                <dt>{t.account_email}</dt>
                <dd>{email} " " <a href="/account/email">{use_texts().identity.email_change}</a></dd>
                <dt>{t.account_role}</dt>
                <dd>{words::role(language, me.actor.role)}</dd>
                <dt>{t.account_language}</dt>
                <dd>{t.account_language_name} " " <LanguageForm/></dd>
                <dt>{t.account_zone}</dt>
                <dd>{me.zone.name}</dd>
                <dt>{use_texts().absence.account}</dt>
                <dd><a href="/account/absence">{use_texts().absence.account_change}</a></dd>
            </dl>
        </div>
    }
}

#[component]
fn Factor(state: FactorState) -> impl IntoView {
    let (t, language, zone) = (&use_texts().identity, use_language(), use_zone());
    let (said, link) = match state.since {
        Some(since) => {
            let date = date_time(language, &zone, since);
            (fill(t.factor_on, &[("date", &date)]), t.factor_manage)
        }
        None => (
            format!("{} {}", t.factor_off, t.factor_lead),
            t.factor_set_up,
        ),
    };
    view! {
        <p>{said}</p>
        <p class="actions"><a class="button" href="/account/factor">{link}</a></p>
    }
}

/// The error of one of the three fields; an error without a name belongs to the new password.
fn error_of(
    form: &FormState,
    language: guichet_domain::kernel::language::Language,
    name: &str,
) -> Option<String> {
    let Some(Failure::Refused(Refusal::Invalid(errors))) = &form.failure else {
        return None;
    };
    errors
        .iter()
        .find(|error| {
            // The two entries of the new one differ: the form's own error.
            let at = if error.field == Field::Value {
                "repeat"
            } else {
                "new"
            };
            error.name.as_deref().unwrap_or(at) == name
        })
        .map(|error| words::field_error(language, error))
}

#[component]
fn PasswordForm(form: FormState) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let (old, new) = (
        error_of(&form, language, "old"),
        error_of(&form, language, "new"),
    );
    let repeat = error_of(&form, language, "repeat").map(|_| t.password_differs.to_owned());
    view! {
        <form class="form" method="post" action="/account">
            <FormHead form/>
            <TextField
                name="old"
                label=t.password_old
                kind="password"
                autocomplete="current-password"
                error=old
                required=true
            />
            <TextField
                name="new"
                label=t.password_new
                hint=t.password_hint
                kind="password"
                autocomplete="new-password"
                error=new
                required=true
            />
            <TextField
                name="repeat"
                label=t.password_repeat
                kind="password"
                autocomplete="new-password"
                error=repeat
                required=true
            />
            <div class="form-foot"><button type="submit" class="button primary">{t.password_send}</button></div>
        </form>
    }
}
