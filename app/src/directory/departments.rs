//! Departments: the organisation, and the line managers.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::parts::{
    Options, deciders, departments, name_fields, put, put_label, read_label,
};
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::SelectField;
use crate::kernel::own_form::{OwnForm, Values, number, value};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::team::Department;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::{DepartmentId, PersonId};
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.departments.values().map(|department| {
        let manager = department.manager.and_then(|id| directory.people.get(&id));
        let parent = department
            .parent
            .and_then(|id| directory.departments.get(&id));
        let parent = parent.map(|parent| parent.name.in_language(language).to_owned());
        Row::new(
            format!("{}/{}", Section::Departments.href(), department.id),
            department.name.in_language(language),
            vec![
                manager.map(|m| m.name.clone()).unwrap_or_default(),
                parent.unwrap_or_default(),
            ],
            true,
        )
    });
    listing(t.departments, vec![t.manager, t.parent], rows.collect())
}

fn values(department: &Department) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &department.name);
    if let Some(manager) = department.manager {
        put(&mut values, "manager", manager);
    }
    if let Some(parent) = department.parent {
        put(&mut values, "parent", parent);
    }
    values
}

fn read(id: DepartmentId, values: &Values) -> Department {
    Department {
        id,
        name: read_label(values, "name"),
        manager: number(values, "manager").map(PersonId),
        parent: number(values, "parent").map(DepartmentId),
    }
}

/// The form of one department; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = DepartmentId(id);
    let new = Department::default();
    let department = if id.0 == 0 {
        &new
    } else {
        directory.departments.get(&id)?
    };
    let chosen: Vec<PersonId> = department.manager.into_iter().collect();
    let managers = deciders(directory, &chosen);
    let mut parents = departments(directory, use_language());
    parents.retain(|(parent, _)| *parent != id.to_string());
    Some(entry_form(
        place,
        directory,
        Sheet {
            values: values(department),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Department(read(id, values)))),
            fields: Arc::new(move |form| fields(form, managers.clone(), parents.clone())),
        },
    ))
}

fn fields(form: OwnForm, managers: Options, parents: Options) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    let manager = value(&state.values, "manager").to_owned();
    let parent = value(&state.values, "parent").to_owned();
    view! {
        {name_fields(&state)}
        <SelectField name="manager" label=t.manager hint=t.manager_hint options=managers value=manager
            error=error(&state, Field::Person)/>
        <SelectField name="parent" label=t.parent options=parents value=parent
            error=error(&state, Field::Value)/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::language::Label;

    #[test]
    fn a_department_comes_back_as_it_was() {
        let department = Department {
            id: DepartmentId(3),
            name: Label::new("Finances", "Finance"),
            manager: Some(PersonId(4)),
            parent: None,
        };
        assert_eq!(read(department.id, &values(&department)), department);
    }
}
