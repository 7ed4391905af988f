//! What users say of how they were served: bad marks to review, answers, reasons and actions.

use crate::feedback::api;
use crate::feedback::line::{Board, feedback_line};
use crate::feedback::period::{figures, period_form};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::guard::{Failed, SignedIn};
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::nav::DeskFrame;
use guichet_domain::feedback::page::{FeedbackPage as Page, FeedbackQuery, FeedbackView};
use guichet_locales::feedback::words;
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
    let page = load(move || query.get(), api::feedback);
    let board = Board::new(move || page.refetch());
    let bus = LiveBus::here();
    bus.follow(bus.mark(), move |live| {
        if matches!(live, Live::Feedback(_) | Live::Reload) {
            page.refetch();
        }
    });
    view! {
        <Title text=t.desk_title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.desk_title}</h1>
                <p class="lead">{t.desk_lead}</p>
                {awaited(move || {
                    let query = query.get();
                    async move {
                        match page.await {
                            Ok(read) => shown(board, query, read),
                            Err(error) => view! { <Failed error/> }.into_any(),
                        }
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn shown(board: Board, query: FeedbackQuery, page: Page) -> AnyView {
    let texts = use_texts();
    let t = &texts.feedback;
    let of_period = query.view != FeedbackView::ToReview;
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
    let lines = page.lines.iter();
    let lines = lines.map(|line| feedback_line(board, line, &page.people, &page.owners, true));
    let list = if page.lines.is_empty() {
        let empty = match query.view {
            FeedbackView::ToReview => t.to_review_none,
            FeedbackView::Answers => t.answers_none,
            FeedbackView::Measures => t.measures_none,
        };
        view! { <p class="empty">{empty}</p> }.into_any()
    } else {
        view! { <ul class="feedback">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        {tabs(&query, page.to_review)}
        {of_period.then(|| period_form(&query))}
        {of_period.then(|| figures(&page.tally))}
        {list}
        <p class="list-more actions">{first} {next}</p>
    }
    .into_any()
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
            .then(|| view! { " " <span class="count">{to_review}</span> });
        view! { <a href=href aria-current=current>{words::view(language, *view)} {count}</a> }
    });
    view! { <nav class="tabs-nav" aria-label=t.desk_title>{links.collect_view()}</nav> }.into_any()
}
