//! Categories of incidents, each below a service.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::parts::{
    Options, name_fields, put, put_label, read_label, services, tick, tick_box, ticked,
};
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::SelectField;
use crate::kernel::own_form::{OwnForm, Values, number, value};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Category;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::{CategoryId, ServiceId};
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.categories.values().map(|category| {
        let service = directory.services.get(&category.service);
        let service = service.map(|service| service.name.in_language(language).to_owned());
        Row::new(
            format!("{}/{}", Section::Categories.href(), category.id),
            category.name.in_language(language),
            vec![service.unwrap_or_default()],
            category.active,
        )
    });
    listing(t.categories, vec![t.service], rows.collect())
}

fn values(category: &Category) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &category.name);
    put(&mut values, "service", category.service);
    tick(&mut values, "asks-cause", category.asks_cause);
    tick(&mut values, "active", category.active);
    values
}

fn read(id: CategoryId, values: &Values) -> Category {
    Category {
        id,
        service: number(values, "service").map(ServiceId).unwrap_or_default(),
        name: read_label(values, "name"),
        asks_cause: ticked(values, "asks-cause"),
        active: ticked(values, "active"),
    }
}

/// The form of one category; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = CategoryId(id);
    let new = Category {
        active: true,
        ..Category::default()
    };
    let category = if id.0 == 0 {
        &new
    } else {
        directory.categories.get(&id)?
    };
    let services = services(directory, use_language(), Some(category.service));
    Some(entry_form(
        place,
        directory,
        Sheet {
            values: values(category),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Category(read(id, values)))),
            fields: Arc::new(move |form| fields(form, services.clone())),
        },
    ))
}

fn fields(form: OwnForm, services: Options) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    let service = value(&state.values, "service").to_owned();
    view! {
        {name_fields(&state)}
        <SelectField name="service" label=t.service options=services value=service required=true
            error=error(&state, Field::Service)/>
        {tick_box(&state, "asks-cause", t.asks_cause)}
        {tick_box(&state, "active", t.active_label)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::language::Label;

    #[test]
    fn a_category_comes_back_as_it_was() {
        let category = Category {
            id: CategoryId(3),
            service: ServiceId(7),
            name: Label::new("Ne s’ouvre plus", "Does not open"),
            asks_cause: false,
            active: true,
        };
        assert_eq!(read(category.id, &values(&category)), category);
        let asked = Category {
            asks_cause: true,
            ..category
        };
        assert_eq!(read(asked.id, &values(&asked)), asked);
    }
}
