//! Services, and the team in charge of each.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::open_work::Open;
use crate::directory::parts::{
    Options, agents, name_fields, put, put_label, read_label, teams, tick, tick_box, ticked,
};
use crate::directory::rows::{Rows, Words, row_list};
use crate::directory::section::Section;
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::SelectField;
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Service;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::recurrence::filing::FILES_ITSELF;
use guichet_domain::{PersonId, ServiceId, TeamId};
use guichet_locales::fill;
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

/// Form value that lists the numbers of the rows of publishers.
const PUBLISHERS: &str = "publishers";

fn publisher_of(number: u32) -> String {
    format!("publisher-{number}")
}

fn values(service: &Service) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &service.name);
    put(&mut values, "team", service.team);
    tick(&mut values, "restricted", service.restricted);
    tick(&mut values, "unreviewed", service.unreviewed);
    tick(&mut values, "files-itself", service.files_itself);
    let numbers = 1..=u32::try_from(service.publishers.len()).unwrap_or_default();
    put(&mut values, PUBLISHERS, lines(numbers.clone()));
    for (n, person) in numbers.zip(&service.publishers) {
        put(&mut values, &publisher_of(n), person);
    }
    tick(&mut values, "active", service.active);
    values
}

fn read(id: ServiceId, values: &Values) -> Service {
    let rows = several::<u32>(values, PUBLISHERS).into_iter();
    Service {
        id,
        name: read_label(values, "name"),
        team: number(values, "team").map(TeamId).unwrap_or_default(),
        restricted: ticked(values, "restricted"),
        unreviewed: ticked(values, "unreviewed"),
        files_itself: ticked(values, "files-itself"),
        publishers: rows
            .filter_map(|n| number(values, &publisher_of(n)).map(PersonId))
            .collect(),
        active: ticked(values, "active"),
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
    let agents = agents(directory, &service.publishers);
    let form = entry_form(
        place,
        directory,
        Sheet {
            values: values(service),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Service(read(id, values)))),
            fields: Arc::new(move |form| fields(form, teams.clone(), agents.clone())),
        },
    );
    let open = (id.0 != 0).then(|| view! { <Open entry=Entry::Service(service.clone())/> });
    Some(view! { {form} {open} }.into_any())
}

fn fields(form: OwnForm, teams: Options, agents: Options) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    let team = value(&state.values, "team").to_owned();
    let publishers = Rows::new(PUBLISHERS, &state.values);
    let words = Words {
        legend: t.publisher_n,
        add: t.add_publisher,
        movable: false,
    };
    let wrong = error(&state, Field::Person);
    let describedby = match wrong {
        Some(_) => "field-publishers-error",
        None => "field-publishers-hint",
    };
    view! {
        {name_fields(&state)}
        <SelectField name="team" label=t.team options=teams value=team required=true
            error=error(&state, Field::Team)/>
        {tick_box(&state, "restricted", t.restricted)}
        {tick_box(&state, "unreviewed", t.unreviewed)}
        {tick_box(&state, "files-itself", t.files_itself)}
        <p class="hint">{fill(t.files_itself_hint, &[("n", &FILES_ITSELF.to_string())])}</p>
        <fieldset class="form" aria-describedby=describedby>
            <legend>{t.publishers}</legend>
            <p class="hint" id="field-publishers-hint">{t.publishers_hint}</p>
            {wrong.map(|wrong| view! { <p class="error" id="field-publishers-error">{wrong}</p> })}
            {row_list(publishers, words, move |n| publisher(&form.state.get(), n, agents.clone()))}
        </fieldset>
        {tick_box(&state, "active", t.active_label)}
    }
    .into_any()
}

fn publisher(state: &FormState, n: u32, agents: Options) -> AnyView {
    let t = &use_texts().admin;
    view! {
        <SelectField name=publisher_of(n) label=t.name options=agents
            value=state.value(&publisher_of(n)) required=true error=None/>
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
            unreviewed: true,
            files_itself: true,
            publishers: [PersonId(4), PersonId(7)].into(),
            active: false,
        };
        assert_eq!(read(service.id, &values(&service)), service);
    }
}
