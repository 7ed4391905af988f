//! Service levels: what is promised, and who is told.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::parts::{
    Options, name_fields, put, put_label, read_label, services, teams, tick, tick_box, ticked,
};
use crate::directory::rows::{Rows, Words, row_list};
use crate::directory::section::Section;
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextField};
use crate::kernel::own_form::{OwnForm, Values, checked, lines, number, several, value, wrong};
use crate::service_levels::preview::Preview;
use crate::service_levels::times;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service_level::{Scope, ServiceLevel, Step};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::hold_reason::HoldReason;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::promise::Rank;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::{CalendarId, ItemId, ServiceId, ServiceLevelId, TeamId};
use guichet_locales::{told, words};
use leptos::prelude::*;
use std::sync::Arc;

/// Form value that lists the numbers of the rows of steps.
const STEPS: &str = "steps";

fn step_of(number: u32, field: &str) -> String {
    format!("step-{number}-{field}")
}

/// Name of a scope, and where its choice is in the form.
const SCOPES: [&str; 4] = ["everything", "service", "item", "team"];

pub fn list(directory: &Directory) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let rows = directory.service_levels.values().map(|level| {
        let calendar = directory.calendars.get(&level.calendar);
        let calendar = calendar.map(|one| one.name.in_language(l).to_owned());
        Row::new(
            format!("{}/{}", Section::ServiceLevels.href(), level.id),
            level.name.in_language(l),
            vec![
                scope_name(directory, l, level.scope),
                calendar.unwrap_or_default(),
            ],
            level.active,
        )
    });
    let head = vec![t.scope, words::field(l, Field::Calendar)];
    view! {
        <p class="actions"><a class="button" href=super::applying::HREF>{t.apply}</a></p>
        {listing(t.levels, head, rows.collect())}
    }
    .into_any()
}

fn scope_name(directory: &Directory, l: Language, scope: Scope) -> String {
    let label = match scope {
        Scope::Everything => return use_texts().service_levels.scope_everything.to_owned(),
        Scope::Item(item) => directory.items.get(&item).map(|one| &one.name),
        Scope::Service(service) => directory.services.get(&service).map(|one| &one.name),
        Scope::Team(team) => directory.teams.get(&team).map(|one| &one.name),
    };
    label
        .map(|label| label.in_language(l).to_owned())
        .unwrap_or_default()
}

fn values(level: &ServiceLevel) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &level.name);
    let (scope, id) = match level.scope {
        Scope::Everything => ("everything", 0),
        Scope::Service(id) => ("service", id.0),
        Scope::Item(id) => ("item", id.0),
        Scope::Team(id) => ("team", id.0),
    };
    put(&mut values, "scope", scope);
    if id != 0 {
        put(&mut values, &format!("scope-{scope}"), id);
    }
    put(&mut values, "calendar", level.calendar);
    times::put_all(&mut values, &level.times);
    for reason in &level.pauses {
        tick(&mut values, pause_name(*reason), true);
    }
    let numbers = 1..=u32::try_from(level.steps.len()).unwrap_or_default();
    put(&mut values, STEPS, lines(numbers.clone()));
    for (n, step) in numbers.zip(&level.steps) {
        put(&mut values, &step_of(n, "percent"), step.percent);
        put(&mut values, &step_of(n, "to"), place_of(step.to));
    }
    tick(&mut values, "active", level.active);
    values
}

const fn pause_name(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::User => "pause-user",
        HoldReason::Vendor => "pause-vendor",
        HoldReason::Change => "pause-change",
        HoldReason::Problem => "pause-problem",
    }
}

fn place_of(rank: Rank) -> usize {
    let place = Rank::ALL.iter().position(|one| *one == rank);
    place.unwrap_or_default()
}

fn read(id: ServiceLevelId, values: &Values) -> Result<ServiceLevel, Refusal> {
    let mut errors = Vec::new();
    let chosen = |scope: &str| number::<i64>(values, &format!("scope-{scope}")).unwrap_or_default();
    let scope = match value(values, "scope") {
        "service" => Scope::Service(ServiceId(chosen("service"))),
        "item" => Scope::Item(ItemId(chosen("item"))),
        "team" => Scope::Team(TeamId(chosen("team"))),
        _ => Scope::Everything,
    };
    let mut step = |n: u32| {
        let name = step_of(n, "percent");
        let percent: Option<u16> = number(values, &name);
        if percent.is_none() {
            errors.push(wrong(Field::Escalation, Some(&name), Problem::Invalid));
        }
        let to = number(values, &step_of(n, "to"));
        let to = to.and_then(|place: usize| Rank::ALL.get(place).copied());
        Some(Step {
            percent: percent?,
            to: to?,
        })
    };
    let steps = several::<u32>(values, STEPS)
        .into_iter()
        .filter_map(&mut step);
    let steps = steps.collect();
    let pauses = HoldReason::ALL.iter().copied();
    let level = ServiceLevel {
        id,
        name: read_label(values, "name"),
        scope,
        calendar: number(values, "calendar")
            .map(CalendarId)
            .unwrap_or_default(),
        times: times::read_all(values, &mut errors),
        pauses: pauses
            .filter(|reason| ticked(values, pause_name(*reason)))
            .collect(),
        steps,
        active: ticked(values, "active"),
    };
    checked(level, errors)
}

/// The form of one service level; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let id = ServiceLevelId(id);
    let new = ServiceLevel {
        steps: ServiceLevel::usual_steps(),
        calendar: directory
            .calendars
            .keys()
            .next()
            .copied()
            .unwrap_or_default(),
        active: true,
        ..ServiceLevel::default()
    };
    let level = match id.0 {
        0 => &new,
        _ => directory.service_levels.get(&id)?,
    };
    let language = use_language();
    let named =
        |label: &guichet_domain::kernel::language::Label| label.in_language(language).to_owned();
    let choices = Choices {
        calendars: directory
            .calendars
            .values()
            .map(|one| (one.id.to_string(), named(&one.name)))
            .collect(),
        services: services(directory, language, None),
        items: directory
            .items
            .values()
            .map(|one| (one.id.to_string(), named(&one.name)))
            .collect(),
        teams: teams(directory, language, None),
    };
    let read = move |values: &Values| Ok(Entry::ServiceLevel(read(id, values)?));
    let preview = Arc::new(read);
    Some(entry_form(
        place,
        directory,
        Sheet {
            values: values(level),
            new: id.0 == 0,
            read: Arc::new(read),
            fields: Arc::new(move |form| {
                let preview = Arc::clone(&preview);
                view! {
                    {fields(form, choices.clone())}
                    <Preview form read=preview/>
                }
                .into_any()
            }),
        },
    ))
}

#[derive(Clone)]
struct Choices {
    calendars: Options,
    services: Options,
    items: Options,
    teams: Options,
}

fn fields(form: OwnForm, choices: Choices) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let state = form.state.get();
    let steps = Rows::new(STEPS, &state.values);
    let words_of = Words {
        legend: t.step_n,
        add: t.step_add,
        movable: false,
    };
    let calendar = value(&state.values, "calendar").to_owned();
    let pauses = [
        (HoldReason::Vendor, t.pause_vendor),
        (HoldReason::Change, t.pause_change),
        (HoldReason::Problem, t.pause_problem),
    ];
    let pauses = pauses.map(|(reason, label)| tick_box(&state, pause_name(reason), label));
    view! {
        {name_fields(&state)}
        {scope(&state, &choices)}
        <SelectField name="calendar" label=words::field(l, Field::Calendar) options=choices.calendars.clone()
            value=calendar required=true error=error(&state, Field::Calendar)/>
        <fieldset class="form" aria-describedby="times-hint">
            <legend>{t.times}</legend>
            <p class="hint" id="times-hint">{t.times_hint}</p>
            {state.error(l, Field::Times, None).map(|error| view! { <p class="error">{error}</p> })}
            {times::tables(&state)}
        </fieldset>
        <fieldset class="choices" aria-describedby="pauses-hint">
            <legend>{t.pauses}</legend>
            <p class="hint" id="pauses-hint">{t.pauses_hint}</p>
            {pauses.collect_view()}
        </fieldset>
        <fieldset class="form" aria-describedby="steps-hint">
            <legend>{t.steps}</legend>
            <p class="hint" id="steps-hint">{t.steps_hint}</p>
            {error(&state, Field::Escalation).map(|error| view! { <p class="error">{error}</p> })}
            {row_list(steps, words_of, move |n| step(&form.state.get(), n))}
        </fieldset>
        {tick_box(&state, "active", t.active)}
    }
    .into_any()
}

/// The choice of a scope, with what it is of beside it.
fn scope(state: &FormState, choices: &Choices) -> AnyView {
    let t = &use_texts().service_levels;
    let chosen = value(&state.values, "scope").to_owned();
    let names = [
        t.scope_everything,
        t.scope_service,
        t.scope_item,
        t.scope_team,
    ];
    let options = SCOPES.iter().zip(names);
    let options: Options = options
        .map(|(value, name)| ((*value).to_owned(), name.to_owned()))
        .collect();
    let of = |scope: &'static str, label: &'static str, options: &Options, field| {
        let name = format!("scope-{scope}");
        let chosen = state.value(&name);
        let mut options = options.clone();
        options.insert(0, (String::new(), String::new()));
        view! {
            <div class=format!("scope-of scope-of-{scope}")>
                <SelectField name=name label=label options=options value=chosen error=error(state, field)/>
            </div>
        }
    };
    view! {
        <fieldset class="form scope">
            <legend class="visually-hidden">{t.scope}</legend>
            <SelectField name="scope" label=t.scope hint=t.scope_hint options=options value=chosen required=true
                error=error(state, Field::Value)/>
            {of("service", t.scope_service, &choices.services, Field::Service)}
            {of("item", t.scope_item, &choices.items, Field::Item)}
            {of("team", t.scope_team, &choices.teams, Field::Team)}
        </fieldset>
    }
    .into_any()
}

fn step(state: &FormState, n: u32) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let ranks = Rank::ALL.iter().map(|rank| {
        let place = place_of(*rank).to_string();
        (place, told::rank(texts, *rank).to_owned())
    });
    let chosen = match state.value(&step_of(n, "to")) {
        none if none.is_empty() => "0".to_owned(),
        chosen => chosen,
    };
    let percent = step_of(n, "percent");
    let error = state.error(l, Field::Escalation, Some(&percent));
    view! {
        <div class="field-row">
            <TextField name=percent.clone() kind="number" label=t.step_at value=state.value(&percent) required=true error/>
            <SelectField name=step_of(n, "to") label=t.step_to options=ranks.collect() value=chosen required=true
                error=None/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::service_level::Times;
    use guichet_domain::kernel::language::Label;
    use guichet_domain::kernel::priority::Priority;
    use guichet_domain::kernel::reference::Kind;

    #[test]
    fn a_service_level_comes_back_as_it_was() {
        let times = |priority, own, resolve| Times {
            kind: Kind::Incident,
            priority,
            own,
            resolve,
        };
        let level = ServiceLevel {
            id: ServiceLevelId(2),
            name: Label::new("Réseau", "Network"),
            scope: Scope::Service(ServiceId(4)),
            calendar: CalendarId(1),
            times: vec![
                times(Priority::Critical, Some(15), Some(240)),
                times(Priority::Low, None, Some(2880)),
            ],
            pauses: [HoldReason::Vendor].into(),
            steps: ServiceLevel::usual_steps(),
            active: true,
        };
        assert_eq!(read(level.id, &values(&level)), Ok(level));
    }

    #[test]
    fn times_and_steps_that_cannot_be_read_are_named() {
        let mut values = values(&ServiceLevel {
            steps: ServiceLevel::usual_steps(),
            ..ServiceLevel::default()
        });
        put(&mut values, "own-incident-high", "vite");
        put(&mut values, "step-2-percent", "");
        let Err(Refusal::Invalid(errors)) = read(ServiceLevelId(0), &values) else {
            panic!("not refused");
        };
        let mut named: Vec<_> = errors.iter().map(|error| error.field).collect();
        named.sort();
        assert_eq!(named, [Field::Times, Field::Escalation]);
    }
}
