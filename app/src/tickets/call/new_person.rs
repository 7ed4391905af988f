//! Adds a caller whom the desk does not know yet.

use crate::directory::api;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{ErrorSummary, SelectField, TextField};
use crate::kernel::own_form::{OwnForm, Values, go_to, number, value};
use crate::tickets::call::picker::{Picker, of};
use guichet_domain::DepartmentId;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::queue::found::Found;
use leptos::prelude::*;

/// The button that opens the form, and the form itself.
pub fn new_person(person: Picker, form: OwnForm, departments: Vec<Department>) -> AnyView {
    let t = &use_texts().call;
    let open = move |_| {
        let typed = person.text.get_untracked();
        let field = if typed.contains('@') { "email" } else { "name" };
        person.keep(&of(person, field), &typed);
        person.new.begin(Values::from([(of(person, field), typed)]));
        go_to(format!("#field-{}", of(person, "name")));
    };
    view! {
        {move || {
            if person.new.open.get() {
                fields(person, form, &departments)
            } else {
                view! {
                    <div class="actions">
                        <button type="button" class="link" on:click=open>{t.add_person}</button>
                    </div>
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

fn fields(person: Picker, form: OwnForm, departments: &[Department]) -> AnyView {
    let (language, texts) = (use_language(), use_texts());
    let t = &texts.call;
    let options: Vec<(String, String)> = departments
        .iter()
        .map(|one| {
            let name = one.name.in_language(language).to_owned();
            (one.id.to_string(), name)
        })
        .collect();
    let shown = move || {
        let state = person.new.state.get();
        let error = |field| state.error(language, field, None);
        let typed = |field| state.value(&of(person, field));
        view! {
            <ErrorSummary form=state.clone()/>
            <TextField name=of(person, "name") label=texts.admin.name value=typed("name") required=true
                error=error(Field::Name) max=Some(200)/>
            <TextField name=of(person, "email") kind="email" label=texts.admin.email value=typed("email")
                error=error(Field::Email) max=Some(254)/>
            <SelectField name=of(person, "department") label=t.department options=options.clone()
                value=typed("department") error=None/>
        }
    };
    let key = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "Enter" {
            ev.prevent_default();
            add(person, form);
        }
    };
    view! {
        <div class="card">
        <fieldset class="form">
            <legend>{t.add_person_legend}</legend>
            <div class="form" on:keydown=key>{shown}</div>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| add(person, form)>{t.add}</button>
                <button type="button" class="button quiet" on:click=move |_| person.close_new()>
                    {texts.common.cancel}
                </button>
            </div>
        </fieldset>
        </div>
    }
    .into_any()
}

fn add(person: Picker, form: OwnForm) {
    let values = form.typed();
    let typed = |field: &str| value(&values, &of(person, field)).to_owned();
    let department = number(&values, &of(person, "department")).map(DepartmentId);
    let id = person.new.state.with_untracked(|state| state.command);
    let answer = api::add_person(id, typed("name"), typed("email"), department);
    leptos::task::spawn_local(async move {
        let outcome = answer
            .await
            .unwrap_or_else(|ApiError(failure)| Err(failure));
        match outcome {
            Ok(card) => person.choose(Found {
                card,
                last: Vec::new(),
            }),
            Err(failure) => {
                person.new.state.try_update(|state| {
                    state.values = values;
                    state.failure = Some(failure);
                });
            }
        }
    });
}
