//! Teams: the groups of agents that tickets are assigned to.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form};
use crate::directory::listing::{Row, listing};
use crate::directory::open_work::Open;
use crate::directory::parts::{
    active_error, name_fields, put_label, read_label, tick, tick_box, ticked,
};
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::{OwnForm, Values};
use guichet_domain::TeamId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::team::Team;
use guichet_domain::directory::whole::Directory;
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.teams.values().map(|team| {
        let members = directory
            .people
            .values()
            .filter(|person| person.active && person.teams.contains(&team.id))
            .count();
        Row::new(
            format!("{}/{}", Section::Teams.href(), team.id),
            team.name.in_language(language),
            vec![members.to_string()],
            team.active,
        )
    });
    listing(t.teams, vec![t.members], rows.collect())
}

fn values(team: &Team) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &team.name);
    tick(&mut values, "active", team.active);
    values
}

fn read(id: TeamId, values: &Values) -> Team {
    Team {
        id,
        name: read_label(values, "name"),
        active: ticked(values, "active"),
    }
}

/// The form of one team; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = TeamId(id);
    let new = Team {
        active: true,
        ..Team::default()
    };
    let team = if id.0 == 0 {
        &new
    } else {
        directory.teams.get(&id)?
    };
    let form = entry_form(
        place,
        directory,
        Sheet {
            values: values(team),
            new: id.0 == 0,
            read: Arc::new(move |values| Ok(Entry::Team(read(id, values)))),
            fields: Arc::new(fields),
        },
    );
    let open = (id.0 != 0).then(|| view! { <Open entry=Entry::Team(team.clone())/> });
    Some(view! { {form} {open} }.into_any())
}

fn fields(form: OwnForm) -> AnyView {
    let t = &use_texts().admin;
    let state = form.state.get();
    view! {
        {name_fields(&state)}
        {tick_box(&state, "active", t.active_label)}
        {active_error(&state)}
    }
    .into_any()
}
