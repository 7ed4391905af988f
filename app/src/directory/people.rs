//! People: users and agents, and their roles.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::open_work::Open;
use crate::directory::parts::{Options, deciders, departments, put, teams, tick, tick_box, ticked};
use crate::directory::section::Section;
use crate::governance::privacy::Privacy;
use crate::identity::person_access::Access;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{SelectField, TextField};
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value};
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::absence_form;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::form::Form;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::time::written;
use guichet_domain::{DepartmentId, PersonId, TeamId};
use guichet_locales::{fill, words};
use leptos::prelude::*;
use std::sync::Arc;

pub fn list(directory: &Directory) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let rows = directory.people.values().map(|person| {
        let teams: Vec<&str> = person
            .teams
            .iter()
            .filter_map(|team| directory.teams.get(team))
            .map(|team| team.name.in_language(language))
            .collect();
        Row::new(
            format!("{}/{}", Section::People.href(), person.id),
            &person.name,
            vec![
                person.email.clone().unwrap_or_default(),
                words::role(language, person.role).to_owned(),
                teams.join(", "),
            ],
            person.active,
        )
    });
    listing(t.people, vec![t.email, t.role, t.team], rows.collect())
}

fn role_name(role: Role) -> String {
    Role::ALL
        .iter()
        .position(|one| *one == role)
        .map_or_else(String::new, |i| i.to_string())
}

fn values(person: &Person) -> Values {
    let mut values = Values::new();
    put(&mut values, "name", &person.name);
    put(
        &mut values,
        "email",
        person.email.as_deref().unwrap_or_default(),
    );
    put(&mut values, "role", role_name(person.role));
    put(&mut values, "teams", lines(&person.teams));
    if let Some(department) = person.department {
        put(&mut values, "department", department);
    }
    if let Some(manager) = person.manager {
        put(&mut values, "manager", manager);
    }
    for (name, text) in [
        ("telephone", &person.telephone),
        ("place", &person.place),
        ("computer", &person.computer),
    ] {
        put(&mut values, name, text.as_deref().unwrap_or_default());
    }
    if let Some(language) = person.language {
        put(&mut values, "language", language.code());
    }
    put(
        &mut values,
        "zone",
        person.zone.as_deref().unwrap_or_default(),
    );
    if let Some(absence) = &person.absence {
        put(&mut values, "absent-from", written(absence.from));
        put(&mut values, "absent-until", written(absence.until));
        if let Some(substitute) = absence.substitute {
            put(&mut values, "substitute", substitute);
        }
    }
    tick(&mut values, "may-join", person.may_join);
    tick(&mut values, "active", person.active);
    values
}

/// Reads the days of an absence; `None` if none are filled in, an error for one date alone.
fn read_absence(values: &Values) -> Result<Option<Absence>, Refusal> {
    let (from, until) = (value(values, "absent-from"), value(values, "absent-until"));
    if from.trim().is_empty() && until.trim().is_empty() {
        return Ok(None);
    }
    let mut form = Form::default();
    let days = absence_form::days(&mut form, from, until);
    form.finish()?;
    Ok(days.map(|(from, until)| Absence {
        from,
        until,
        substitute: number(values, "substitute").map(PersonId),
    }))
}

fn read(id: PersonId, values: &Values) -> Result<Person, Refusal> {
    let filled = |name| Some(value(values, name).trim().to_owned()).filter(|v| !v.is_empty());
    let role = number(values, "role").and_then(|i: usize| Role::ALL.get(i).copied());
    Ok(Person {
        id,
        name: value(values, "name").to_owned(),
        email: filled("email"),
        role: role.unwrap_or_default(),
        teams: several(values, "teams").into_iter().map(TeamId).collect(),
        department: number(values, "department").map(DepartmentId),
        manager: number(values, "manager").map(PersonId),
        telephone: filled("telephone"),
        place: filled("place"),
        computer: filled("computer"),
        language: Language::from_code(value(values, "language")),
        zone: filled("zone"),
        absence: read_absence(values)?,
        may_join: ticked(values, "may-join"),
        active: ticked(values, "active"),
    })
}

/// The form of one person; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = PersonId(id);
    let new = Person {
        may_join: true,
        active: true,
        ..Person::default()
    };
    let person = if id.0 == 0 {
        &new
    } else {
        directory.people.get(&id)?
    };
    let language = use_language();
    let mut teams = teams(directory, language, None);
    // A team that is no longer active does not drop out unseen.
    for team in person.teams.iter().filter_map(|t| directory.teams.get(t)) {
        if !team.active {
            teams.push((team.id.to_string(), team.name.in_language(language).into()));
        }
    }
    let departments = departments(directory, language);
    let substitute = person.absence.as_ref().and_then(|a| a.substitute);
    let mut others = deciders(directory, &substitute.into_iter().collect::<Vec<_>>());
    others.retain(|(other, _)| *other != id.to_string());
    let mut managers = deciders(directory, &person.manager.into_iter().collect::<Vec<_>>());
    managers.retain(|(other, _)| *other != id.to_string());
    let form = entry_form(
        place,
        directory,
        Sheet {
            values: values(person),
            new: id.0 == 0,
            read: Arc::new(move |values| read(id, values).map(Entry::Person)),
            fields: Arc::new(move |form| {
                fields(
                    form,
                    &teams,
                    departments.clone(),
                    managers.clone(),
                    others.clone(),
                )
            }),
        },
    );
    let access = (id.0 != 0).then(|| {
        let name = person.name.clone();
        view! {
            <Open entry=Entry::Person(person.clone())/>
            <Access person=id access=place.access/>
            <Privacy person=id name/>
        }
    });
    Some(
        view! {
            {(id.0 != 0).then(|| view! { <Unreached person=id/> })}
            {form}
            {access}
        }
        .into_any(),
    )
}

/// A note that the last mail to the person came back.
#[component]
fn Unreached(person: PersonId) -> impl IntoView {
    let t = &use_texts().inbound;
    // Asked for once the page is awake: the form waits for nothing.
    let bounces = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            if let Ok(all) = crate::mail::api::bounces().await {
                bounces.try_set(all);
            }
        });
    });
    let said = move || {
        let all = bounces.get();
        let bounced = all.into_iter().find(|bounced| bounced.person == person)?;
        let words = fill(t.bounced, &[("status", &bounced.status)]);
        let detail =
            (!bounced.detail.is_empty()).then(|| view! { <p class="hint">{bounced.detail}</p> });
        Some(view! { <div class="notice notice-warn"><p>{words}</p>{detail}</div> })
    };
    view! { <div role="status">{said}</div> }
}

fn fields(
    form: OwnForm,
    teams: &Options,
    departments: Options,
    managers: Options,
    others: Options,
) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let a = &use_texts().absence;
    let state = form.state.get();
    let roles: Options = Role::ALL
        .iter()
        .map(|role| (role_name(*role), words::role(language, *role).to_owned()))
        .collect();
    let languages = vec![
        (Language::Fr.code().to_owned(), t.language_fr.to_owned()),
        (Language::En.code().to_owned(), t.language_en.to_owned()),
    ];
    // The one rule behind this field: somebody must remain who can set up the desk.
    let role_error = error(&state, Field::Value).map(|_| t.last_administrator.to_owned());
    let chosen = |name| value(&state.values, name).to_owned();
    view! {
        <TextField name="name" label=t.name value=state.value("name") required=true
            error=error(&state, Field::Name) max=Some(200)/>
        <TextField name="email" kind="email" label=t.email hint=t.email_hint value=state.value("email")
            error=error(&state, Field::Email) max=Some(254)/>
        <SelectField name="role" label=t.role options=roles value=chosen("role") required=true error=role_error/>
        {team_boxes(teams, &several(&state.values, "teams"), error(&state, Field::Team))}
        <SelectField name="department" label=t.department options=departments value=chosen("department") error=None/>
        <SelectField name="manager" label=t.manager hint=t.own_manager_hint options=managers value=chosen("manager")
            error=error(&state, Field::Manager)/>
        <TextField name="telephone" kind="tel" label=words::field(language, Field::Telephone)
            value=state.value("telephone") error=error(&state, Field::Telephone) max=Some(200)/>
        <TextField name="place" label=words::field(language, Field::Place) hint=t.place_hint
            value=state.value("place") error=error(&state, Field::Place) max=Some(200)/>
        <TextField name="computer" label=words::field(language, Field::Computer) hint=t.computer_hint
            value=state.value("computer") error=error(&state, Field::Computer) max=Some(200)/>
        <SelectField name="language" label=t.language options=languages value=chosen("language") error=None/>
        <TextField name="zone" label=t.zone hint=t.zone_hint value=state.value("zone") error=None max=Some(60)/>
        <TextField name="absent-from" kind="date" label=a.admin_from value=state.value("absent-from")
            error=error(&state, Field::From)/>
        <TextField name="absent-until" kind="date" label=a.admin_until value=state.value("absent-until")
            error=error(&state, Field::Until)/>
        <SelectField name="substitute" label=a.admin_substitute options=others value=chosen("substitute")
            error=error(&state, Field::Person)/>
        {tick_box(&state, "may-join", t.may_join)}
        {tick_box(&state, "active", t.person_active)}
    }
    .into_any()
}

fn team_boxes(teams: &Options, chosen: &[i64], error: Option<String>) -> AnyView {
    let t = &use_texts().admin;
    let describedby = error.is_some().then_some("field-teams-error");
    view! {
        <fieldset class="choices" aria-describedby=describedby>
            <legend>{t.teams}</legend>
            {teams
                .iter()
                .map(|(id, name)| {
                    let checked = chosen.iter().any(|one| one.to_string() == *id);
                    view! {
                        <label class="choice">
                            <input type="checkbox" name="teams" value=id.clone() checked=checked/>
                            <span>{name.clone()}</span>
                        </label>
                    }
                })
                .collect_view()}
            {error.map(|error| view! { <p class="error" id="field-teams-error">{error}</p> })}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use guichet_domain::kernel::time::read_date;
    use std::collections::BTreeSet;

    #[test]
    fn a_person_comes_back_as_they_were() {
        let person = Person {
            id: PersonId(3),
            name: "Nadia Benali".into(),
            email: Some("nadia.benali@example.fr".into()),
            role: Role::TeamLead,
            teams: BTreeSet::from([TeamId(1), TeamId(4)]),
            department: Some(DepartmentId(2)),
            manager: Some(PersonId(7)),
            telephone: Some("01 23 45 67 89".into()),
            place: Some("Lyon, 2e étage".into()),
            computer: Some("PC-0412".into()),
            language: Some(Language::En),
            zone: Some("Europe/Paris".into()),
            absence: Some(Absence {
                from: read_date("2026-12-24").unwrap(),
                until: read_date("2027-01-03").unwrap(),
                substitute: Some(PersonId(9)),
            }),
            may_join: true,
            active: true,
        };
        assert_eq!(read(person.id, &values(&person)), Ok(person));
        let bare = Person {
            name: "Quelqu’un".into(),
            ..Person::default()
        };
        assert_eq!(read(bare.id, &values(&bare)), Ok(bare));
    }
}
