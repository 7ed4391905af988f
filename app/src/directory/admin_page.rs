//! The administration: every section has an address of its own, for a list or a form.

use crate::directory::entry_form::EntryForm;
use crate::directory::section::Section;
use crate::directory::tabs::{IMPORT, Page, START, Tabs, others, start};
use crate::directory::{
    api, categories, departments, items, matrix, people, people_import, services, settings, teams,
};
use crate::identity::invitations::Invitations;
use crate::identity::person_access::{Accessing, read_access};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{Loading, load, title, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::guard::{Failed, SignedIn};
use crate::queue::nav::DeskFrame;
use crate::service_levels::api::preview_applying;
use crate::service_levels::{applying, calendars, levels};
use guichet_domain::directory::standing::is_unfinished;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::{
    CalendarId, CategoryId, DepartmentId, ItemId, PersonId, ServiceId, ServiceLevelId, TeamId,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The list or form that an address names.
#[derive(Clone, Debug, PartialEq)]
enum Where {
    Overview,
    List(Section),
    /// An entry by its number; 0 is a new one.
    Entry(Section, i64),
    /// People from a file.
    Import,
    /// Applying promised times to open tickets.
    Applying,
    Nowhere,
}

impl Where {
    fn of(section: Option<String>, id: Option<String>) -> Self {
        let Some(name) = section else {
            return Self::Overview;
        };
        if (name.as_str(), id.as_deref()) == (Section::People.name(), Some("import")) {
            return Self::Import;
        }
        if (name.as_str(), id.as_deref()) == (Section::ServiceLevels.name(), Some("apply")) {
            return Self::Applying;
        }
        let id = id.map(|id| {
            if id == "new" {
                Some(0)
            } else {
                id.parse().ok()
            }
        });
        match (Section::from_name(&name), id) {
            (Some(section), None) => Self::List(section),
            (Some(section), Some(Some(id))) => Self::Entry(section, id),
            _ => Self::Nowhere,
        }
    }

    fn person(&self) -> Option<PersonId> {
        match self {
            Self::Entry(Section::People, id) if *id != 0 => Some(PersonId(*id)),
            _ => None,
        }
    }

    fn section(&self) -> Option<Section> {
        match self {
            Self::List(section) | Self::Entry(section, _) => Some(*section),
            Self::Import => Some(Section::People),
            Self::Applying => Some(Section::ServiceLevels),
            Self::Overview | Self::Nowhere => None,
        }
    }
}

#[component]
pub fn AdminPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.admin;
    let directory = load(|| (), |()| api::administration());
    let params = use_params_map();
    let at = Memo::new(move |_| {
        params.with(|params| Where::of(params.get("section"), params.get("id")))
    });
    let access = load(move || at.read().person(), read_access);
    let moves = load(
        move || *at.read() == Where::Applying,
        |wanted| async move {
            match wanted {
                true => Some(preview_applying().await),
                false => None,
            }
        },
    );
    let applied = RwSignal::new(None);
    // A form that was saved says so on the list it leads to.
    let query = use_query_map();
    let saved = RwSignal::new(query.with_untracked(|query| query.get("saved").is_some()));
    let page = move || match at.read().section() {
        Some(section) => format!("{} · {}", section.words(texts).0, t.title),
        None => t.title.to_owned(),
    };
    view! {
        <Title text=title(page)/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.title}</h1>
                <Tabs at=Signal::derive(move || at.read().section())/>
                <div role="status">
                    {move || saved.get().then(|| view! { <div class="notice notice-done"><p>{t.saved}</p></div> })}
                </div>
                {awaited(move || {
                    let at = at.get();
                    async move {
                        if let (Where::Applying, Some(found)) = (&at, moves.await) {
                            return applying::page(moves, applied, found);
                        }
                        match directory.await {
                            Ok(all) => shown(at, (directory, access), saved, &all),
                            Err(error) => view! { <Failed error/> }.into_any(),
                        }
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn shown(
    at: Where,
    (directory, access): (Loading<Result<Directory, ApiError>>, Accessing),
    saved: RwSignal<bool>,
    all: &Directory,
) -> AnyView {
    let place = |section| EntryForm {
        section,
        directory,
        access,
        saved,
    };
    let content = match at {
        Where::Overview => Some(overview(all)),
        Where::List(section) => Some(section_view(place(section), all)),
        Where::Entry(section, id) => entry(place(section), all, id),
        Where::Import => Some(people_import::page()),
        Where::Applying | Where::Nowhere => None,
    };
    content.unwrap_or_else(|| view! { <Failed error=ApiError(Failure::NotFound)/> }.into_any())
}

/// Every section and every other page of the administration, with its purpose.
fn overview(all: &Directory) -> AnyView {
    let texts = use_texts();
    let t = &texts.beginning;
    let section = |section: &Section| {
        let (name, lead, _) = section.words(texts);
        card(section.href(), name, section.count(all), lead)
    };
    let page = |(href, name, lead): Page| card(href.to_owned(), name, None, lead);
    let import = (IMPORT, texts.people_import.title, texts.admin.import_lead);
    let disruptions = (
        "/disruptions",
        texts.disruptions.title,
        texts.disruptions.lead,
    );
    let unfinished = is_unfinished(all).then(|| {
        view! {
            <div class="notice notice-warn">
                <p>{t.unfinished} " " <a href=START>{t.unfinished_go}</a></p>
            </div>
        }
    });
    view! {
        <p class="lead">{texts.admin.lead}</p>
        {unfinished}
        <ul class="catalogue sections">
            {page(start(texts))}
            {Section::ALL.iter().map(section).collect_view()}
            {page(import)}
            {page(disruptions)}
            {others(texts).map(page).collect_view()}
        </ul>
    }
    .into_any()
}

/// A way from the first page: a name, how many entries there are, and what it is for.
fn card(href: String, name: &'static str, count: Option<usize>, lead: &'static str) -> AnyView {
    view! {
        <li class="card">
            <a href=href>
                <h2>
                    {name}
                    {count.map(|n| view! { " " <span class="count">{n.to_string()}</span> })}
                </h2>
                <p>{lead}</p>
            </a>
        </li>
    }
    .into_any()
}

fn section_view(place: EntryForm, all: &Directory) -> AnyView {
    let (name, lead, new) = place.section.words(use_texts());
    let content = match place.section {
        Section::Services => services::list(all),
        Section::Categories => categories::list(all),
        Section::Teams => teams::list(all),
        Section::People => people::list(all),
        Section::Departments => departments::list(all),
        Section::Items => items::list(all),
        Section::Calendars => calendars::list(all),
        Section::ServiceLevels => levels::list(all),
        Section::Matrix => matrix::form(place, all),
        Section::Settings => settings::form(place, all),
    };
    let import = (place.section == Section::People).then(|| {
        let label = use_texts().people_import.link;
        view! { <a class="button" href=IMPORT>{label}</a> }
    });
    let add = (!new.is_empty()).then(|| {
        let href = format!("{}/new", place.section.href());
        view! { <a class="button primary" href=href>{new}</a> }
    });
    view! {
        <header>
            <div>
                <h2>{name}</h2>
                <p class="hint">{lead}</p>
            </div>
            <div class="actions">{import} {add}</div>
        </header>
        {(place.section == Section::People).then(|| view! { <Invitations/> })}
        {content}
    }
    .into_any()
}

fn entry(place: EntryForm, all: &Directory, id: i64) -> Option<AnyView> {
    let form = match place.section {
        Section::Services => services::form(place, all, id),
        Section::Categories => categories::form(place, all, id),
        Section::Teams => teams::form(place, all, id),
        Section::People => people::form(place, all, id),
        Section::Departments => departments::form(place, all, id),
        Section::Items => items::form(place, all, id),
        Section::Calendars => calendars::form(place, all, id),
        Section::ServiceLevels => levels::form(place, all, id),
        Section::Matrix | Section::Settings => None,
    }?;
    let (list, _, new) = place.section.words(use_texts());
    let heading = heading(place.section, all, id).unwrap_or_else(|| new.to_owned());
    Some(
        view! {
            <a class="back-link" href=place.section.href()>{list}</a>
            <h2>{heading}</h2>
            {form}
        }
        .into_any(),
    )
}

/// Name of an entry; `None` for a new entry, or in a section without names.
fn heading(section: Section, all: &Directory, id: i64) -> Option<String> {
    let label = match section {
        Section::People => return all.people.get(&PersonId(id)).map(|p| p.name.clone()),
        Section::Services => all.services.get(&ServiceId(id)).map(|e| &e.name),
        Section::Categories => all.categories.get(&CategoryId(id)).map(|e| &e.name),
        Section::Teams => all.teams.get(&TeamId(id)).map(|e| &e.name),
        Section::Departments => all.departments.get(&DepartmentId(id)).map(|e| &e.name),
        Section::Items => all.items.get(&ItemId(id)).map(|e| &e.name),
        Section::Calendars => all.calendars.get(&CalendarId(id)).map(|e| &e.name),
        Section::ServiceLevels => all.service_levels.get(&ServiceLevelId(id)).map(|e| &e.name),
        Section::Matrix | Section::Settings => None,
    };
    label.map(|label| label.in_language(use_language()).to_owned())
}
