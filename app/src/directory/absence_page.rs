use crate::directory::api;
use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts};
use crate::kernel::fields::{FormHead, TextField};
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::notice::Done;
use guichet_domain::directory::absence_form::OwnAbsence;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of one's own absence, with the person who decides meanwhile.
#[component]
pub fn AbsencePage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.absence;
    let form = StoredValue::new(use_form_state());
    let absence = load(|| (), |()| api::my_absence());
    view! {
        <Title text=t.title/>
        <Portal narrow=true let:_me>
            <a class="back-link" href="/account">{texts.portal.account_title}</a>
            <h1>{t.title}</h1>
            <Done/>
            <p>{t.lead}</p>
            <Loaded resource=absence let:absence>
                <AbsenceForm form=form.get_value() absence/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn AbsenceForm(form: FormState, absence: OwnAbsence) -> impl IntoView {
    let (t, language) = (&use_texts().absence, use_language());
    // What was refused is shown as it was typed.
    let shown = |name: &str, kept: String| match form.failure {
        Some(_) => form.value(name),
        None => kept,
    };
    let error = |field| form.error(language, field, None);
    view! {
        <form class="form" method="post" action="/account/absence">
            <FormHead form=form.clone()/>
            <TextField name="from" kind="date" label=t.from value=shown("from", absence.from)
                error=error(Field::From)/>
            <TextField name="until" kind="date" label=t.until hint=t.until_hint
                value=shown("until", absence.until) error=error(Field::Until)/>
            <TextField name="substitute" kind="email" label=t.substitute hint=t.substitute_hint
                value=shown("substitute", absence.substitute) error=error(Field::Person) max=Some(254)/>
            <div class="form-foot"><button type="submit" class="button primary">{t.send}</button></div>
        </form>
    }
}
