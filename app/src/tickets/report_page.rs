use crate::kernel::context::{FormState, use_form_state, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft, Owner};
use crate::kernel::fields::{Choice, FormHead, TextAreaField, TextField};
use crate::kernel::frame::Portal;
use crate::knowledge::offer::{Offer, is_offered};
use crate::knowledge::suggest::offered::{self, OfferedFields};
use crate::knowledge::suggest::{Stands, Suggestions};
use crate::tickets::portal::form_parts::{ForSomebodyElse, taken_up};
use crate::tickets::portal::screenshots::Screenshots;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::triage::{Effect, Reach};
use guichet_locales::fill;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page that reports an incident, in the user's words.
#[component]
pub fn ReportPage() -> impl IntoView {
    let t = &use_texts().portal;
    let form = use_form_state();
    let follows = taken_up(&form);
    let offer = is_offered(&form).then(|| form.value("subject"));
    offered::provide(&form);
    view! {
        <Title text=t.report_title/>
        <Portal narrow=true let:_me>
            <h1>{t.report_title}</h1>
            <p class="lead">{t.report_lead}</p>
            {offer.clone().map(|subject| view! { <Offer subject/> })}
            <ReportForm form=form.clone() follows/>
        </Portal>
    }
}

#[component]
fn ReportForm(form: FormState, follows: Option<Reference>) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let error = |field| form.error(language, field, None);
    let option = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let effect = |effect: &Effect| match effect {
        Effect::Blocked => option(effect.name(), t.effect_blocked),
        Effect::Hampered => option(effect.name(), t.effect_hampered),
        Effect::Annoyed => option(effect.name(), t.effect_annoyed),
    };
    let scope = |scope: &Reach| match scope {
        Reach::Me => option(scope.name(), t.scope_me),
        Reach::Team => option(scope.name(), t.scope_team),
        Reach::Site => option(scope.name(), t.scope_site),
    };
    let effects = Effect::ALL.iter().map(effect).collect();
    let scopes = Reach::ALL.iter().map(scope).collect();
    // From an article that did not help, the question comes along.
    let asked = use_query_map().with_untracked(|query| query.get("subject"));
    let subject = match form.value("subject") {
        typed if typed.is_empty() => asked.unwrap_or_default(),
        typed => typed,
    };
    // Whether it waits for the network: a page that was kept does not know it before it is awake.
    let (kept, query) = (RwSignal::new(false), use_query_map());
    leptos::prelude::Effect::new(move |_| {
        kept.set(query.with(|query| query.get("kept").is_some()));
    });
    let waits = move || {
        let said = kept.get().then_some(t.report_kept)?;
        Some(view! { <div class="notice notice-info"><p>{said}</p></div> })
    };
    // Who sends it when the network is back is perhaps somebody else.
    let author = use_context::<Owner>();
    let draft = Draft::of(match &follows {
        Some(reference) => format!("report-{reference}"),
        None => "report".to_owned(),
    });
    view! {
        <div role="status">{waits}</div>
        <form class="form" method="post" action="/report" enctype="multipart/form-data" hidden=move || kept.get()>
            <FormHead form=form.clone()/>
            <KeepDraft draft posted=true/>
            <OfferedFields form=form.clone()/>
            {author.map(|Owner(person)| view! { <input type="hidden" name="author" value=person.to_string()/> })}
            {follows
                .map(|reference| {
                    let reference = reference.to_string();
                    let words = fill(t.follows, &[("ref", &reference)]);
                    view! {
                        <input type="hidden" name="follows" value=reference/>
                        <p class="notice notice-info">{words}</p>
                    }
                })}
            <TextField
                name="subject"
                label=t.report_subject
                hint=t.report_subject_hint
                value=subject
                error=error(Field::Subject)
                required=true
                max=Some(200)
            />
            <Suggestions field="field-subject" stands=Stands::Beside from="report"/>
            <TextAreaField
                name="description"
                label=t.report_description
                hint=t.report_description_hint
                value=form.value("description")
                error=error(Field::Description)
            />
            <Choice
                name="effect"
                legend=t.report_effect
                options=effects
                value=form.value("effect")
                error=error(Field::Urgency)
                required=true
            />
            <Choice
                name="scope"
                legend=t.report_scope
                options=scopes
                value=form.value("scope")
                error=error(Field::Impact)
                required=true
            />
            <TextField
                name="place"
                label=t.report_place
                hint=t.report_place_hint
                value=form.value("place")
                error=error(Field::Place)
                max=Some(200)
            />
            <TextField
                name="since"
                label=t.report_since
                kind="datetime-local"
                value=form.value("since")
                error=error(Field::NoticedAt)
            />
            <Screenshots error=error(Field::File)/>
            <fieldset class="choices">
                <legend>{t.discretion}</legend>
                <label class="choice">
                    <input type="checkbox" name="confidential" value="on" checked=form.value("confidential") == "on"/>
                    <span>{t.confidential}<small>{t.confidential_hint}</small></span>
                </label>
            </fieldset>
            <ForSomebodyElse form=form.clone()/>
            <div class="form-foot"><button type="submit" class="button primary">{t.report_send}</button></div>
        </form>
    }
}
