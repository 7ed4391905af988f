use crate::directory::api;
use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{Choice, FormHead, SelectField, TextAreaField, TextField};
use crate::kernel::frame::{Loaded, Portal};
use crate::knowledge::offer::{Offer, is_offered};
use crate::knowledge::suggest::offered::{self, OfferedFields};
use crate::knowledge::suggest::{Stands, Suggestions};
use crate::tickets::portal::form_parts::{ForSomebodyElse, taken_up};
use guichet_domain::ItemId;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{FieldKind, Item, ItemField};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::Field;
use guichet_locales::{Texts, amount, fill};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Maximum number of options shown side by side.
const FEW: usize = 5;

/// The page that requests an item of the catalogue, with its questions.
#[component]
pub fn RequestPage() -> impl IntoView {
    let form = StoredValue::new(use_form_state());
    let follows = form.with_value(taken_up);
    let offer = form.with_value(|form| is_offered(form).then(|| form.value("subject")));
    form.with_value(offered::provide);
    let params = use_params_map();
    let id = Memo::new(move |_| -> Option<ItemId> {
        params.with(|params| params.get("item"))?.parse().ok()
    });
    let item = load(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => api::item(id).await,
                None => Err(ApiError(Failure::NotFound)),
            }
        },
    );
    view! {
        <Portal narrow=true let:_me>
            {offer.clone().map(|subject| view! { <Offer subject/> })}
            <Loaded resource=item let:item>
                <RequestForm item form=form.get_value() follows/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn RequestForm(item: Item, form: FormState, follows: Option<Reference>) -> impl IntoView {
    let (texts, language) = (use_texts(), use_language());
    let t = &texts.portal;
    let name = item.name.in_language(language).to_owned();
    let description = item.description.in_language(language).to_owned();
    let subject = form.values.get("subject").cloned().unwrap_or(name.clone());
    let error = |field| form.error(language, field, None);
    let expect = expectation(texts, &item);
    let draft = Draft::of(match &follows {
        Some(reference) => format!("request-{}-{reference}", item.id),
        None => format!("request-{}", item.id),
    });
    let fields = item
        .fields
        .into_iter()
        .map(|field| view! { <Question field form=form.clone()/> })
        .collect_view();
    view! {
        <Title text=name.clone()/>
        <a class="back-link" href="/request">{t.catalogue_back}</a>
        <h1>{name}</h1>
        <p class="lead">{if description.is_empty() { t.request_lead.to_owned() } else { description }}</p>
        <form class="form" method="post" action=format!("/request/{}", item.id)>
            <FormHead form=form.clone()/>
            <KeepDraft draft posted=true/>
            <OfferedFields form=form.clone()/>
            <p class="notice notice-info">{expect}</p>
            {follows
                .map(|reference| {
                    let reference = reference.to_string();
                    let words = fill(t.follows, &[("ref", &reference)]);
                    view! {
                        <input type="hidden" name="follows" value=reference/>
                        <p class="notice">{words}</p>
                    }
                })}
            <TextField
                name="subject"
                label=t.request_subject
                value=subject
                error=error(Field::Subject)
                required=true
                max=Some(200)
            />
            <Suggestions field="field-subject" stands=Stands::Beside/>
            {fields}
            <TextAreaField
                name="description"
                label=t.request_description
                hint=t.request_description_hint
                value=form.value("description")
                error=error(Field::Description)
            />
            <ForSomebodyElse form=form.clone()/>
            <div class="form-foot"><button type="submit" class="button primary">{t.request_send}</button></div>
        </form>
    }
}

/// Cost and approval of the item, as the catalogue states them.
fn expectation(texts: &Texts, item: &Item) -> String {
    let t = &texts.portal;
    let approval = match item.approval {
        ApprovalPolicy::Nobody => t.item_nobody,
        ApprovalPolicy::LineManager => t.item_manager,
        ApprovalPolicy::People { .. } => t.item_people,
    };
    match item.standard.as_ref().map(|standard| standard.cost) {
        None => approval.to_owned(),
        Some(None) => format!("{} {approval}", t.item_no_cost),
        Some(cost) => {
            let each = item.fields.iter().any(ItemField::is_quantity);
            let said = if each { t.item_cost_each } else { t.item_cost };
            let cost = fill(said, &[("cost", &amount(texts, cost))]);
            format!("{cost} {approval}")
        }
    }
}

/// One of the item's questions, by its kind.
#[component]
fn Question(field: ItemField, form: FormState) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let name = format!("field-{}", field.key);
    let label = field.label.in_language(language).to_owned();
    let value = form.value(&name);
    let error = form.error(language, Field::ItemField, Some(&field.key));
    let required = field.required;
    match field.kind {
        FieldKind::Text => {
            view! { <TextField name label value error required max=Some(200)/> }.into_any()
        }
        FieldKind::Number { min, max, .. } => {
            let (min, max) = (min.to_string(), max.to_string());
            let hint = fill(t.number_range, &[("min", &min), ("max", &max)]);
            view! { <TextField name label value error required hint kind="number"/> }.into_any()
        }
        FieldKind::Date => {
            view! { <TextField name label value error required kind="date"/> }.into_any()
        }
        FieldKind::Choice { choices } => {
            let options: Vec<(String, String)> = choices
                .iter()
                .map(|choice| (choice.fr.clone(), choice.in_language(language).to_owned()))
                .collect();
            if required && options.len() <= FEW {
                view! { <Choice name legend=label options value error required/> }.into_any()
            } else {
                view! { <SelectField name label options value error required/> }.into_any()
            }
        }
    }
}
