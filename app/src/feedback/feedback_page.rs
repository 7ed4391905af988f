//! What users say of how they were served: bad marks to review, answers, reasons and actions.

use crate::feedback::api;
use crate::feedback::board::Board;
use crate::feedback::line::feedback_line;
use crate::feedback::period::{figures, period_form};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::guard::{Failed, SignedIn};
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::nav::DeskFrame;
use guichet_domain::feedback::page::{FeedbackPage as Page, FeedbackQuery, FeedbackView};
use guichet_locales::feedback::words;
use guichet_locales::up_to_99;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

fn query_of(map: &ParamsMap) -> FeedbackQuery {
    let text = |name| map.get(name).unwrap_or_default();
    FeedbackQuery {
        view: text("view").parse().unwrap_or_default(),
        since: text("since"),
        until: text("until"),
        after: map.get("after"),
    }
}

fn address_of(query: &FeedbackQuery) -> String {
    let view: &'static str = query.view.into();
    let mut map = ParamsMap::new();
    let parts = [
        ("view", Some(view.to_owned())),
        ("since", Some(query.since.clone())),
        ("until", Some(query.until.clone())),
        ("after", query.after.clone()),
    ];
    for (name, value) in parts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            map.insert(name, value);
        }
    }
    format!("/feedback{}", map.to_query_string())
}

#[component]
pub fn FeedbackPage() -> impl IntoView {
    let t = &use_texts().feedback;
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(query_of));
    let bus = LiveBus::here();
    let mark = StoredValue::new(bus.mark());
    let page = load(
        move || query.get(),
        move |query| {
            mark.set_value(bus.mark());
            api::feedback(query)
        },
    );
    view! {
        <Title text=t.desk_title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.desk_title}</h1>
                {awaited(move || {
                    let query = query.get();
                    async move {
                        match page.await {
                            Ok(read) => shown(query, read, mark.get_value()),
                            Err(error) => view! { <Failed error/> }.into_any(),
                        }
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn shown(query: FeedbackQuery, page: Page, mark: u64) -> AnyView {
    let texts = use_texts();
    let t = &texts.feedback;
    let of_period = query.view.is_of_period();
    let first = query.after.as_ref().map(|_| {
        let first = FeedbackQuery {
            after: None,
            ..query.clone()
        };
        view! { <a href=address_of(&first)>{texts.common.first_page}</a> }
    });
    let next = page.next.clone().map(|after| {
        let next = FeedbackQuery {
            after: Some(after),
            ..query.clone()
        };
        view! { <a class="button" href=address_of(&next)>{texts.common.next_page}</a> }
    });
    let (asked, of) = (query.clone(), query.clone());
    let page = follow(query, page, mark);
    let is_empty = Memo::new(move |_| page.with(|page| page.lines.is_empty()));
    let empty = match asked.view {
        FeedbackView::ToReview => t.to_review_none,
        FeedbackView::ToDo => t.to_do_none,
        FeedbackView::Answers => t.answers_none,
        FeedbackView::Measures => t.measures_none,
    };
    let board = Board::new(move || again(of.clone(), page));
    let to_review = Memo::new(move |_| page.with(|page| page.to_review));
    let tally = Memo::new(move |_| page.with(|page| page.tally.clone()));
    let days = asked.clone();
    view! {
        <p class="lead">{t.desk_lead}</p>
        {move || tabs(&asked, to_review.get())}
        {of_period.then(|| view! { {period_form(&days)} {move || figures(&tally.get())} })}
        {board.status()}
        {move || is_empty.get().then(|| view! { <p class="empty">{empty}</p> })}
        <ul class="feedback" hidden=move || is_empty.get()>
            // A row that did not change stays as it is, with what somebody is typing into it.
            <For
                each=move || page.get().lines
                key=|line| format!("{line:?}")
                children=move |line| {
                    page.with_untracked(|page| {
                        feedback_line(board, &line, &page.people, &page.owners, true)
                    })
                }
            />
        </ul>
        <p class="list-more actions">{first} {next}</p>
    }
    .into_any()
}

/// The page, read again whenever something of it changes.
fn follow(query: FeedbackQuery, page: Page, mark: u64) -> RwSignal<Page> {
    let bus = LiveBus::here();
    let cursor = page.cursor.clone();
    let page = RwSignal::new(page);
    Effect::new(move |_| bus.open(cursor.clone()));
    bus.follow(mark, move |live| {
        if matches!(live, Live::Feedback(_) | Live::Reload) {
            again(query.clone(), page);
        }
    });
    page
}

fn again(query: FeedbackQuery, page: RwSignal<Page>) {
    leptos::task::spawn_local(async move {
        if let Ok(read) = api::feedback(query).await {
            page.try_set(read);
        }
    });
}

/// The lists, with how many bad marks wait.
fn tabs(query: &FeedbackQuery, to_review: i64) -> AnyView {
    let (language, t) = (use_language(), &use_texts().feedback);
    let links = FeedbackView::ALL.iter().map(|view| {
        let current = (query.view == *view).then_some("page");
        let href = address_of(&FeedbackQuery {
            view: *view,
            after: None,
            ..query.clone()
        });
        let count = (*view == FeedbackView::ToReview && to_review > 0)
            .then(|| view! { " " <span class="count">{up_to_99(to_review)}</span> });
        view! { <a href=href aria-current=current>{words::view(language, *view)} {count}</a> }
    });
    view! { <nav class="tabs-nav" aria-label=t.desk_title>{links.collect_view()}</nav> }.into_any()
}
