//! Fields that the forms of the page share.

use crate::directory::disruptions::fields::{error_in, own_first};
use crate::kernel::context::{FormState, use_language, use_texts, use_zone};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, value, wrong};
use crate::tickets::forms::typed::instant;
use guichet_domain::Timestamp;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem};
use guichet_domain::kernel::time::Zone;
use guichet_locales::fill;
use leptos::prelude::*;

/// A text in both languages, the reader's own first.
pub fn both(
    state: &FormState,
    name: &'static str,
    labels: [&'static str; 2],
    hints: [&'static str; 2],
    required: bool,
) -> AnyView {
    let one = |at: Language| {
        let label = match at {
            Language::Fr => labels[0],
            Language::En => labels[1],
        };
        let is_own = at == use_language();
        let hint = if is_own { hints[0] } else { hints[1] };
        let name = format!("{name}-{}", at.code());
        view! {
            <TextAreaField name=name.clone() label=label hint=hint rows=3 value=state.value(&name)
                required=required && is_own error=error_in(state, Field::Text, at)/>
        }
    };
    own_first().map(one).collect_view().into_any()
}

/// What is typed in both languages.
pub fn label(values: &Values, name: &str) -> Label {
    let text =
        |language: Language| value(values, &format!("{name}-{}", language.code())).to_owned();
    Label::new(text(Language::Fr), text(Language::En))
}

/// The time of the next update.
pub fn next_update(state: &FormState) -> AnyView {
    let (t, l, zone) = (&use_texts().major, use_language(), use_zone());
    let hint = fill(t.next_update_hint, &[("zone", &zone.name)]);
    view! {
        <TextField name="next" kind="datetime-local" label=t.next_update hint=hint required=true
            value=state.value("next") error=state.error(l, Field::NextUpdate, None)/>
    }
    .into_any()
}

/// A time that was typed. One that is none is an error of its field.
pub fn moment(
    zone: &Zone,
    values: &Values,
    (name, field): (&str, Field),
    errors: &mut Vec<FieldError>,
) -> Option<Timestamp> {
    let typed = value(values, name).trim();
    let at = instant(zone, typed);
    if at.is_none() && !typed.is_empty() {
        errors.push(wrong(field, None, Problem::Invalid));
    }
    at
}

/// Somebody of the agents.
pub fn agent(
    state: &FormState,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    field: Field,
    agents: Vec<(String, String)>,
) -> AnyView {
    let l = use_language();
    view! {
        <SelectField name=name label=label hint=hint options=agents required=true
            value=state.value(name) error=state.error(l, field, None)/>
    }
    .into_any()
}

/// Whether a folded form is to be seen: it was refused, or somebody began to fill it in.
pub fn has_to_say(form: OwnForm) -> bool {
    form.state
        .with(|state| state.failure.is_some() || !state.values.is_empty())
}
