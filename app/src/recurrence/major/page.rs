//! The page of the team that works on a major incident; of an incident that is none yet, the form that
//! declares it.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::guard::{Failed, SignedIn};
use crate::live::bus::LiveBus;
use crate::queue::nav::DeskFrame;
use crate::recurrence::api;
use crate::recurrence::major::board::Board;
use crate::recurrence::major::{
    WITH_GROUP, children, declare, ending, standing, tasks, telling, timeline,
};
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::recurrence::page::GroupLine;
use guichet_locales::words;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Where a major incident stands, which says what can be done on its page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It never was one.
    Never,
    On,
    Ended,
}

#[component]
pub fn MajorIncidentPage() -> impl IntoView {
    let t = &use_texts().major;
    let (incident, with) =
        use_query_map().with_untracked(|query| (query.get("incident"), query.get("with")));
    let incident: Option<Reference> = incident.and_then(|text| text.parse().ok());
    let of_group = with.as_deref() == Some(WITH_GROUP);
    let bus = LiveBus::here();
    let loaded = load(
        || (),
        move |()| async move {
            let Some(incident) = incident else {
                return Ok(None);
            };
            let mark = bus.mark();
            let page = api::major(incident.id).await?;
            let (choices, _) = crate::directory::api::call_choices().await?;
            let groups = api::groups().await?;
            let mut groups = groups.lines.into_iter();
            let group = groups.find(|line| line.has(incident.id));
            Ok::<_, ApiError>(Some(((page, mark), choices, group)))
        },
    );
    view! {
        <Title text=t.tag/>
        <SignedIn let:me>
            <DeskFrame me>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(Some((page, choices, group))) => content(page, choices, group, of_group),
                        Ok(None) => {
                            view! { <h1>{t.tag}</h1> <p class="notice notice-info">{t.none}</p> }.into_any()
                        }
                        Err(error) => view! { <h1>{t.tag}</h1> <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn content(
    (page, mark): (MajorPage, u64),
    choices: Choices,
    group: Option<GroupLine>,
    of_group: bool,
) -> AnyView {
    let (l, t) = (use_language(), &use_texts().major);
    let board = Board::new(page, mark);
    let stage = Memo::new(move |_| {
        board.now.with(|page| match &page.major {
            None => Stage::Never,
            Some(major) if major.is_on() => Stage::On,
            Some(_) => Stage::Ended,
        })
    });
    let choices = StoredValue::new(choices);
    let group = StoredValue::new((group, of_group));
    let reference = board.incident();
    let subject = move || board.now.with(|page| page.subject.clone());
    let body = move || match stage.get() {
        Stage::Never => declare::form(board, choices, group),
        Stage::On => on(board),
        Stage::Ended => ended(board, choices, group),
    };
    let title = move || match stage.get() {
        Stage::Never => t.declare,
        Stage::On | Stage::Ended => t.tag,
    };
    view! {
        <a class="back-link" href="/majors">{t.list}</a>
        <h1>{title}</h1>
        <p class="lead"><a class="ref" href=format!("/desk/{reference}")>{reference.to_string()}</a> " " {subject}</p>
        <div role="status">
            {move || board.said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
        </div>
        <div role="alert">
            {move || {
                let why = board.failure.get().map(|ApiError(why)| words::failure(l, &why));
                why.map(|why| view! { <div class="notice notice-error"><p>{why}</p></div> })
            }}
        </div>
        {body}
    }
    .into_any()
}

fn on(board: Board) -> AnyView {
    view! {
        <div class="major">
            <div>
                {standing::section(board)}
                {telling::form(board)}
                {tasks::section(board)}
                {children::section(board)}
            </div>
            <div>
                {standing::lead(board)}
                {ending::step_down(board)}
                {timeline::section(board)}
            </div>
        </div>
    }
    .into_any()
}

fn ended(
    board: Board,
    choices: StoredValue<Choices>,
    group: StoredValue<(Option<GroupLine>, bool)>,
) -> AnyView {
    let t = &use_texts().major;
    let again = Memo::new(move |_| board.now.with(|page| page.can_be_declared));
    view! {
        <div class="major">
            <div>
                {standing::section(board)}
                {ending::review(board)}
                {tasks::section(board)}
                {children::section(board)}
                {move || again.get().then(|| view! {
                    <details class="disclosure">
                        <summary class="button quiet">{t.declared_again}</summary>
                        {declare::form(board, choices, group)}
                    </details>
                })}
            </div>
            <div>
                {timeline::section(board)}
            </div>
        </div>
    }
    .into_any()
}
