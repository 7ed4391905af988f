//! The filters: an ordinary form that leads to another address.

use crate::kernel::context::{use_language, use_texts};
use crate::queue::address::{name_of, query_of, search_of};
use crate::queue::live::LiveQueue;
use crate::queue::open_desk::OpenDesk;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::queue::query::{QueueQuery, Sort};
use guichet_domain::tickets::workflow::State;
use guichet_locales::words;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;
use leptos_router::hooks::use_navigate;
use leptos_router::params::ParamsMap;
use std::fmt::Display;

const NAMES: [&str; 11] = [
    "view", "kind", "state", "priority", "service", "team", "assignee", "who", "answered", "text",
    "sort",
];

pub fn filters(queue: LiveQueue) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let query = OpenDesk::here().query.get_untracked();
    let choices = queue.choices.get_value();
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        if let Some(search) = typed(&event) {
            event.prevent_default();
            navigate(&format!("/desk{search}"), Default::default());
        }
    };
    let kinds = Kind::ALL
        .iter()
        .map(|kind| (name_of(kind), words::kind(l, *kind).to_owned()));
    let states = State::ALL
        .iter()
        .map(|state| (name_of(state), words::state(l, *state).to_owned()));
    let priorities = Priority::ALL
        .iter()
        .map(|priority| (name_of(priority), words::priority(l, *priority).to_owned()));
    let services = choices
        .services
        .iter()
        .map(|(id, label)| named(l, id, label));
    let teams = choices.teams.iter().map(|(id, label)| named(l, id, label));
    let agents = choices
        .agents
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()));
    let chosen = |id: Option<String>| id.unwrap_or_default();
    // The whole list, whichever of its pages is shown.
    let export = format!(
        "/desk/export.csv{}",
        search_of(&QueueQuery {
            after: None,
            ..query.clone()
        })
    );
    let clear = format!(
        "/desk{}",
        search_of(&QueueQuery {
            view: query.view,
            ..QueueQuery::default()
        })
    );
    view! {
        <form class="filters" method="get" action="/desk" on:submit=submit>
            <input type="hidden" name="view" value=query.view.name()/>
            {choice("kind", t.kind, kinds.collect(), chosen(query.kind.map(name_of)))}
            {choice("state", t.state, states.collect(), chosen(query.state.map(name_of)))}
            {choice("priority", words::field(l, Field::Priority), priorities.collect(), chosen(query.priority.map(name_of)))}
            {choice("service", words::field(l, Field::Service), services.collect(), chosen(query.service.map(|id| id.to_string())))}
            {choice("team", words::field(l, Field::Team), teams.collect(), chosen(query.team.map(|id| id.to_string())))}
            {choice("assignee", words::field(l, Field::Assignee), agents.collect(), chosen(query.assignee.map(|id| id.to_string())))}
            {sort(&query)}
            <div class="field">
                <label for="filter-who">{t.who}</label>
                <input id="filter-who" type="search" name="who" value=query.who placeholder=t.who_hint/>
            </div>
            <div class="field">
                <label for="filter-text">{t.contains}</label>
                <input id="filter-text" type="search" name="text" value=query.text aria-keyshortcuts="/"/>
            </div>
            <label class="choice">
                <input type="checkbox" name="answered" value="1" checked=query.answered/>
                <span>{t.only_answered}</span>
            </label>
            <div class="form-foot">
                <button class="button primary" type="submit">{t.filter}</button>
                <a href=clear>{t.clear}</a>
                <a href=export download="tickets.csv">{t.export}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The choice of an order, where the view has several.
fn sort(query: &QueueQuery) -> AnyView {
    let texts = use_texts();
    let t = &texts.service_levels;
    let sorts = query.view.sorts();
    if sorts.len() < 2 {
        return ().into_any();
    }
    let (chosen, own) = (query.sort(), sorts.first());
    let option = |sort: &Sort| {
        let name = match sort {
            Sort::Due => t.sort_due,
            Sort::Priority => t.sort_priority,
            Sort::Done | Sort::Newest => "",
        };
        // The view's own needs no place in the address.
        let value = if Some(sort) == own {
            String::new()
        } else {
            name_of(sort)
        };
        view! { <option value=value selected=*sort == chosen>{name}</option> }
    };
    view! {
        <div class="field">
            <label for="filter-sort">{t.sort}</label>
            <select id="filter-sort" name="sort">{sorts.iter().map(option).collect_view()}</select>
        </div>
    }
    .into_any()
}

fn named<T: Display>(l: Language, id: T, label: &Label) -> (String, String) {
    (id.to_string(), label.in_language(l).to_owned())
}

fn choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
) -> AnyView {
    let texts = use_texts();
    let id = format!("filter-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="">{texts.desk.any}</option>
                {options
                    .into_iter()
                    .map(|(value, label)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{label}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Address that the form leads to, without empty values.
fn typed(event: &web_sys::SubmitEvent) -> Option<String> {
    let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let mut map = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = data.get(name).as_string() {
            map.insert(name, value);
        }
    }
    Some(search_of(&query_of(&map)))
}
