//! The articles to work on, in lists.

use crate::kernel::context::{load, use_language, use_texts, use_zone};
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::knowledge::api;
use crate::knowledge::writing::workspace_page::state_class;
use crate::queue::nav::DeskFrame;
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::knowledge::reading::Usefulness;
use guichet_domain::knowledge::workspace::ArticleView;
use guichet_locales::{day, knowledge, plural};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use std::collections::BTreeMap;

#[component]
pub fn KnowledgePage() -> impl IntoView {
    let (t, language) = (&use_texts().writing, use_language());
    let query = use_query_map();
    let view = Memo::new(move |_| {
        let view = query.with(|query| query.get("view"));
        view.and_then(|view| view.parse().ok()).unwrap_or_default()
    });
    let listed = load(
        move || view.get(),
        move |view| api::articles_to_work_on(view, language),
    );
    view! {
        <Title text=t.title/>
        <SignedIn let:me>
            <DeskFrame me>
                <div class="page-head">
                    <h1>{t.title}</h1>
                    <a class="button primary" href="/knowledge/new">{t.new}</a>
                </div>
                <p class="lead">{t.lead}</p>
                <Loaded resource=listed let:listed>
                    <Views counts=listed.1/>
                    <Lines lines=listed.0/>
                </Loaded>
            </DeskFrame>
        </SignedIn>
    }
}

/// The lists of articles, and what was asked in vain beside them.
#[component]
pub fn Views(#[prop(optional)] counts: BTreeMap<ArticleView, usize>) -> impl IntoView {
    let (t, l) = (&use_texts().writing, use_language());
    let location = use_location();
    let at_list = move || location.pathname.read().as_str() == "/knowledge";
    let chosen = move || -> ArticleView {
        let view = location.query.read().get("view");
        view.and_then(|view| view.parse().ok()).unwrap_or_default()
    };
    let link = |view: &ArticleView| {
        let view = *view;
        let name: &'static str = view.into();
        let count = counts.get(&view).copied();
        let current = move || (at_list() && chosen() == view).then_some("page");
        view! {
            <a href=format!("/knowledge?view={name}") aria-current=current>
                {knowledge::writing::view(l, view)}
                {count.map(|count| view! { "\u{a0}" <span class="count">{count}</span> })}
            </a>
        }
    };
    view! {
        <nav class="tabs-nav" aria-label=t.views>
            {ArticleView::ALL.iter().map(link).collect_view()}
            <a href="/knowledge/gaps" aria-current=move || (!at_list()).then_some("page")>{t.gaps}</a>
        </nav>
    }
}

#[component]
fn Lines(lines: Vec<ArticleLine>) -> impl IntoView {
    let t = &use_texts().writing;
    if lines.is_empty() {
        return view! { <div class="empty"><p><strong>{t.none}</strong></p></div> }.into_any();
    }
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.column_title}</th>
                        <th scope="col">{t.column_state}</th>
                        <th scope="col">{t.column_readers}</th>
                        <th scope="col">{t.column_useful}</th>
                        <th scope="col">{t.column_review}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What an article did for its readers, in words; nothing where nobody read it.
fn useful(useful: &Usefulness) -> String {
    let (t, l) = (&use_texts().writing, use_language());
    let said = [
        (useful.views, t.views_one, t.views_many),
        (useful.helpful, t.helpful_one, t.helpful_many),
        (useful.unhelpful, t.unhelpful_one, t.unhelpful_many),
        (useful.deflections, t.deflections_one, t.deflections_many),
    ];
    let said = said.into_iter().filter(|(n, ..)| *n > 0);
    let said: Vec<String> = said.map(|(n, one, many)| plural(l, n, one, many)).collect();
    said.join(" · ")
}

fn row(line: ArticleLine) -> AnyView {
    let (t, l, zone) = (&use_texts().writing, use_language(), use_zone());
    let service = line.service.map(|name| name.in_language(l).to_owned());
    let marks = [Some(knowledge::kind(l, line.kind).to_owned()), service];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    let work = line.work.map(|work| {
        let review = work.review_at.map(|at| day(l, zone.civil(at).date()));
        let published = work.state == guichet_domain::knowledge::article::ArticleState::Published;
        let beside = (published && work.has_draft)
            .then(|| view! { " " <span class="tag tag-waiting">{t.has_draft}</span> });
        view! {
            <td><span class=state_class(work.state)>{knowledge::state(l, work.state)}</span>{beside}</td>
            <td>{knowledge::writing::readers(l, work.readers)}</td>
            <td>{useful(&work.useful)}</td>
            <td>{review}</td>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/knowledge/{}", line.id) lang=line.language.code()>{line.title}</a>
                <p class="meta">{marks.join(" · ")}</p>
            </th>
            {work}
        </tr>
    }
    .into_any()
}
