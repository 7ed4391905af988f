//! Forms of which a page has several.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::fields::{FormHead, TextArea, TextField};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::Field;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// State of one form of several: the refusal if it is this form's own, else an empty state. Forms
/// about different tickets have different commands, so that one does not keep the other from being
/// carried out.
pub fn own(form: &FormState, reference: &str, action: &str) -> FormState {
    let about = form.value("reference");
    let here = about.is_empty() || about.eq_ignore_ascii_case(reference);
    if here && form.value("action") == action {
        form.clone()
    } else {
        let ticket = reference.parse::<Reference>().map(|reference| reference.id);
        FormState {
            command: form.command.about(ticket.unwrap_or_default()),
            ..FormState::default()
        }
    }
}

/// The ticket that a new one follows up, from the address or from the refused form.
pub fn taken_up(form: &FormState) -> Option<Reference> {
    let typed = form.value("follows");
    let asked = use_query_map().with_untracked(|query| query.get("follows"));
    let text = if typed.is_empty() { asked? } else { typed };
    text.parse().ok()
}

/// A form that does one thing to a ticket: an ordinary post.
#[component]
pub fn Verb(
    reference: String,
    action: &'static str,
    /// State of this form alone, see [`own`].
    form: FormState,
    /// Page to return to, if it is not the ticket's.
    #[prop(optional)]
    back: &'static str,
    children: Children,
) -> impl IntoView {
    let draft = Draft::of(format!("{reference}-{action}"));
    view! {
        <form class="form" method="post" action=format!("/tickets/{reference}") enctype="multipart/form-data">
            <FormHead form/>
            <KeepDraft draft posted=true/>
            <input type="hidden" name="action" value=action/>
            {(!back.is_empty()).then(|| view! { <input type="hidden" name="back" value=back/> })}
            {children()}
        </form>
    }
}

/// A form behind a button that opens without JavaScript.
#[component]
pub fn Disclosure(
    label: &'static str,
    #[prop(optional)] danger: bool,
    open: bool,
    children: Children,
) -> impl IntoView {
    let class = if danger { "button danger" } else { "button" };
    view! {
        <details class="disclosure" open=open>
            <summary class=class>{label}</summary>
            {children()}
        </details>
    }
}

/// A field with several lines of text, with an id of its own if a page has several of that name.
#[component]
pub fn Area(
    id: String,
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(into, optional)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    /// Leaves out the mark "optional", for a field that is not required but should be filled in.
    #[prop(optional)]
    unmarked: bool,
    #[prop(default = 3)] rows: u32,
) -> impl IntoView {
    let texts = use_texts();
    let class = if error.is_some() {
        "field has-error"
    } else {
        "field"
    };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described: Vec<String> = [
        (!hint.is_empty()).then(|| hint_id.clone()),
        error.is_some().then(|| error_id.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let describedby = (!described.is_empty()).then(|| described.join(" "));
    let invalid = error.is_some();
    view! {
        <div class=class>
            <label for=id.clone()>
                {label}
                {(!required && !unmarked).then(|| view! { " " <span class="hint">{texts.common.optional}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <TextArea id name=name.to_owned() value rows required describedby invalid/>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

/// The fields for reporting or requesting on behalf of a colleague.
#[component]
pub fn ForSomebodyElse(form: FormState) -> impl IntoView {
    let t = &use_texts().portal;
    let language = use_language();
    let value = form.value("affected_email");
    let error = form
        .error(language, Field::Affected, None)
        .or_else(|| form.error(language, Field::Email, None));
    let open = !value.is_empty() || error.is_some();
    view! {
        <Disclosure label=t.affected_more open>
            <TextField
                name="affected_email"
                label=t.affected
                hint=t.affected_hint
                kind="email"
                value
                error
            />
        </Disclosure>
    }
}
