//! Questions of the requested catalogue item.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextField};
use crate::kernel::own_form::OwnForm;
use crate::tickets::call::draft::ANSWER;
use crate::tickets::chosen_item::ChosenItem;
use guichet_domain::directory::catalogue::{FieldKind, ItemField};
use guichet_domain::kernel::refusal::Field;
use guichet_locales::{fill, words};
use leptos::prelude::*;

/// The questions; nothing is shown before an item is chosen.
pub fn questions(form: OwnForm, item: ChosenItem) -> AnyView {
    let (language, t) = (use_language(), &use_texts().call);
    let item = match item.loaded.get() {
        Some(Ok(item)) if item.fields.is_empty() => return ().into_any(),
        Some(Ok(item)) => item,
        Some(Err(failure)) => {
            let said = words::failure(language, &failure);
            return view! { <p class="error" role="alert">{said}</p> }.into_any();
        }
        None => return ().into_any(),
    };
    let mut state = form.state.get();
    state.values = form.typed();
    let asked = item.fields.iter().map(|field| question(&state, field));
    view! {
        <fieldset class="form">
            <legend>{t.item_fields}</legend>
            {asked.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn question(state: &FormState, field: &ItemField) -> AnyView {
    let (language, t) = (use_language(), &use_texts().call);
    let name = format!("{ANSWER}{}", field.key);
    let label = field.label.in_language(language).to_owned();
    let value = state.value(&name);
    let error = state.error(language, Field::ItemField, Some(&field.key));
    let required = field.required;
    let plain = |kind: &'static str, hint: String| {
        let (name, label) = (name.clone(), label.clone());
        let (value, error) = (value.clone(), error.clone());
        view! { <TextField name label kind hint value error required/> }.into_any()
    };
    match &field.kind {
        FieldKind::Text => plain("text", String::new()),
        FieldKind::Date => plain("date", String::new()),
        FieldKind::Number { min, max, .. } => {
            let (min, max) = (min.to_string(), max.to_string());
            plain("number", fill(t.between, &[("min", &min), ("max", &max)]))
        }
        FieldKind::Choice { choices } => {
            let options = choices
                .iter()
                .map(|choice| (choice.fr.clone(), choice.in_language(language).to_owned()))
                .collect();
            view! { <SelectField name label options value error required/> }.into_any()
        }
    }
}
