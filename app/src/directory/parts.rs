//! Fields shared by the forms of several entries.

use crate::directory::entry_form::error;
use crate::kernel::context::{FormState, use_texts};
use crate::kernel::fields::{TextAreaField, TextField};
use crate::kernel::own_form::{Values, value};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::{PersonId, ServiceId, TeamId};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Options of a select: value and label.
pub type Options = Vec<(String, String)>;

pub fn put(values: &mut Values, name: &str, value: impl ToString) {
    values.insert(name.to_owned(), value.to_string());
}

/// Sets a checkbox in the values of a form.
pub fn tick(values: &mut Values, name: &str, ticked: bool) {
    if ticked {
        put(values, name, "on");
    }
}

pub fn ticked(values: &Values, name: &str) -> bool {
    values.contains_key(name)
}

pub fn put_label(values: &mut Values, name: &str, label: &Label) {
    put(values, &format!("{name}-fr"), &label.fr);
    put(values, &format!("{name}-en"), &label.en);
}

pub fn read_label(values: &Values, name: &str) -> Label {
    Label::new(
        value(values, &format!("{name}-fr")),
        value(values, &format!("{name}-en")),
    )
}

/// A name in both languages.
pub fn name_fields(state: &FormState) -> AnyView {
    let t = &use_texts().admin;
    view! {
        <TextField name="name-fr" label=t.name_fr value=state.value("name-fr") required=true
            error=error(state, Field::Name) max=Some(200)/>
        <TextField name="name-en" label=t.name_en hint=t.name_en_hint value=state.value("name-en")
            error=None max=Some(200)/>
    }
    .into_any()
}

/// A longer text in both languages.
pub fn description_fields(state: &FormState) -> AnyView {
    let t = &use_texts().admin;
    view! {
        <TextAreaField name="description-fr" label=t.description_fr rows=3
            value=state.value("description-fr") error=error(state, Field::Description)/>
        <TextAreaField name="description-en" label=t.description_en rows=3
            value=state.value("description-en") error=None/>
    }
    .into_any()
}

/// A checkbox with its label.
pub fn tick_box(state: &FormState, name: &str, label: &'static str) -> AnyView {
    let checked = ticked(&state.values, name);
    view! {
        <label class="choice">
            <input type="checkbox" name=name.to_owned() checked=checked/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// The reason why an entry cannot be deactivated.
pub fn active_error(state: &FormState) -> AnyView {
    error(state, Field::Active)
        .map(|error| view! { <p class="error" id="field-active-error">{error}</p> })
        .into_any()
}

fn sorted(mut options: Options) -> Options {
    options.sort_by_cached_key(|(_, name)| fold(name));
    options
}

/// Options for teams; an inactive team is included only if it is chosen.
pub fn teams(directory: &Directory, language: Language, chosen: Option<TeamId>) -> Options {
    let teams = directory.teams.values();
    sorted(
        teams
            .filter(|team| team.active || Some(team.id) == chosen)
            .map(|team| (team.id.to_string(), team.name.in_language(language).into()))
            .collect(),
    )
}

pub fn services(directory: &Directory, language: Language, chosen: Option<ServiceId>) -> Options {
    let services = directory.services.values();
    sorted(
        services
            .filter(|service| service.active || Some(service.id) == chosen)
            .map(|service| {
                let name = service.name.in_language(language);
                (service.id.to_string(), name.into())
            })
            .collect(),
    )
}

pub fn departments(directory: &Directory, language: Language) -> Options {
    let departments = directory.departments.values();
    sorted(
        departments
            .map(|one| (one.id.to_string(), one.name.in_language(language).into()))
            .collect(),
    )
}

/// Options for agents, and those already chosen.
pub fn agents(directory: &Directory, chosen: &BTreeSet<PersonId>) -> Options {
    let people = directory.people.values();
    let agents = people.filter(|p| p.active && p.role.is_agent() || chosen.contains(&p.id));
    sorted(agents.map(|p| (p.id.to_string(), p.name.clone())).collect())
}

/// Options for approvers: people who can sign in, and those already chosen.
pub fn deciders(directory: &Directory, chosen: &[PersonId]) -> Options {
    let people = directory.people.values();
    sorted(
        people
            .filter(|p| p.can_sign_in() || chosen.contains(&p.id))
            .map(|p| {
                let name = match &p.email {
                    Some(email) => format!("{} ({email})", p.name),
                    None => p.name.clone(),
                };
                (p.id.to_string(), name)
            })
            .collect(),
    )
}
