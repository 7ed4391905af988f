//! Services, and the team in charge of each.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::open_work::Open;
use crate::directory::parts::{
    Options, name_fields, put, put_label, read_label, teams, tick, tick_box, ticked,
};
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::SelectField;
use crate::kernel::own_form::{OwnForm, Values, number, value};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::{ServiceId, TeamId};
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.services.values().map(|service| {
        let team = directory.teams.get(&service.team);
        let team = team.map(|team| team.name.in_language(language).to_owned());
        let restricted = service.restricted.then_some(t.restricted_tag);
        Row::new(
            format!("{}/{}", Section::Services.href(), service.id),
            service.name.in_language(language),
            vec![
                team.unwrap_or_default(),
                restricted.unwrap_or_default().to_owned(),
            ],
            service.active,
        )
    });
    listing(t.services, vec![t.team, t.restricted_tag], rows.collect())
}

fn values(service: &Service) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &service.name);
    put(&mut values, "team", service.team);
    tick(&mut values, "restricted", service.restricted);
    tick(&mut values, "active", service.active);
    values
}

fn read(id: ServiceId, values: &Values) -> Service {
    Service {
        id,
        name: read_label(values, "name"),
        team: number(values, "team").map(TeamId).unwrap_or_default(),
        restricted: ticked(values, "restricted"),
        active: ticked(values, "active"),
        ..Service::default()
    }
}

/// The form of one service; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = ServiceId(id);
    let new = Service {
        active: true,
        ..Service::default()
    };
    let service = if id.0 == 0 {
        &new
    } else {
        directory.services.get(&id)?
    };
    let teams = teams(directory, use_language(), Some(service.team));
    let form = entry_form(
        place,
        directory,
        Sheet {
            values: values(service),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Service(read(id, values)))),
            fields: Arc::new(move |form| fields(form, teams.clone())),
        },
    );
    let open = (id.0 != 0).then(|| view! { <Open entry=Entry::Service(service.clone())/> });
    Some(view! { {form} {open} }.into_any())
}

fn fields(form: OwnForm, teams: Options) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    let team = value(&state.values, "team").to_owned();
    view! {
        {name_fields(&state)}
        <SelectField name="team" label=t.team options=teams value=team required=true
            error=error(&state, Field::Team)/>
        {tick_box(&state, "restricted", t.restricted)}
        {tick_box(&state, "active", t.active_label)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::language::Label;

    #[test]
    fn a_service_comes_back_as_it_was() {
        let service = Service {
            id: ServiceId(3),
            name: Label::new("Messagerie", "Mail"),
            team: TeamId(2),
            restricted: true,
            active: false,
            ..Service::default()
        };
        assert_eq!(read(service.id, &values(&service)), service);
    }
}
