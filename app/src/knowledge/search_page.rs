//! One search for agents, over tickets, articles and people.

use crate::directory::api as directory;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::kernel::tags::{Avatar, PriorityBars, StateTag};
use crate::kernel::times::Moment;
use crate::knowledge::api;
use crate::queue::api as queue;
use crate::queue::nav::DeskFrame;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::queue::found::Found;
use guichet_domain::queue::search::FoundTicket;
use guichet_locales::{fill, knowledge};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;

/// Maximum number of articles that are shown.
const ARTICLES: usize = 5;

type Tickets = (Vec<FoundTicket>, bool);

type Answer = (Tickets, Vec<ArticleLine>, Vec<Found>);

#[component]
pub fn SearchPage() -> impl IntoView {
    let (t, language) = (&use_texts().search, use_language());
    let query = use_query_map();
    let question = Memo::new(move |_| {
        let question = query.with(|query| query.get("q").unwrap_or_default());
        question.trim().to_owned()
    });
    let found = load(
        move || question.get(),
        move |question| async move {
            // A reference has a page of its own.
            let is_named = question.to_uppercase().parse::<Reference>().is_ok();
            let question = if is_named { String::new() } else { question };
            // Whoever is no agent is told so, whatever they ask.
            let tickets = queue::search_tickets(question.clone()).await?;
            if question.is_empty() {
                return Ok::<Answer, ApiError>((tickets, Vec::new(), Vec::new()));
            }
            let articles = api::help(question.clone(), language).await?;
            let people = directory::find_people(question).await?;
            Ok((tickets, articles.lines, people))
        },
    );
    let named = move || {
        let reference: Reference = question
            .with(|question| question.to_uppercase())
            .parse()
            .ok()?;
        Some(view! { <Redirect path=format!("/desk/{reference}?view=all")/> })
    };
    view! {
        <Title text=t.title/>
        <SignedIn let:me>
            <DeskFrame me>
                {named}
                <h1>{t.title}</h1>
                <form class="search" method="get" action="/search" role="search">
                    <label class="visually-hidden" for="search">{t.label}</label>
                    <input
                        type="search"
                        id="search"
                        name="q"
                        maxlength="1000"
                        autocomplete="off"
                        autofocus=true
                        placeholder=t.label
                        value=question.get_untracked()
                    />
                    <button class="button primary">{t.go}</button>
                </form>
                <Loaded resource=found let:found>
                    {
                        let asked = question.get_untracked();
                        if asked.is_empty() { ().into_any() } else { answers(found, &asked) }
                    }
                </Loaded>
            </DeskFrame>
        </SignedIn>
    }
}

fn answers((tickets, articles, people): Answer, question: &str) -> AnyView {
    let t = &use_texts().search;
    if tickets.0.is_empty() && articles.is_empty() && people.is_empty() {
        let said = fill(t.nothing, &[("question", question)]);
        return view! { <div class="empty" role="status"><p><strong>{said}</strong></p><p>{t.nothing_text}</p></div> }
            .into_any();
    }
    let (tickets, more) = tickets;
    let more = more.then(|| {
        let href = format!(
            "/desk?view=all&text={}",
            crate::kernel::encoding::in_query(question)
        );
        view! { <p><a href=href>{t.more}</a></p> }
    });
    let part =
        |id: &'static str, title: &'static str, rows: Vec<AnyView>, more: Option<AnyView>| {
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="search-part" aria-labelledby=id>
                        <h2 id=id>{title}</h2>
                        <ul>{rows}</ul>
                        {more}
                    </section>
                }
            })
        };
    view! {
        {part("articles-found", t.articles, articles.into_iter().take(ARTICLES).map(article).collect(), None)}
        {part("people-found", t.people, people.into_iter().map(person).collect(), None)}
        {part("tickets-found", t.tickets, tickets.into_iter().map(ticket).collect(), more.map(IntoAny::into_any))}
    }
    .into_any()
}

fn ticket(found: FoundTicket) -> AnyView {
    let summary = found.line.summary;
    let reference = summary.reference.to_string();
    let pieces = found.snippet.into_iter().map(|piece| match piece.is_match {
        true => view! { <mark>{piece.text}</mark> }.into_any(),
        false => piece.text.into_any(),
    });
    let pieces: Vec<AnyView> = pieces.collect();
    let snippet = (!pieces.is_empty()).then(|| view! { <p class="snippet">{pieces}</p> });
    view! {
        <li>
            <p>
                <PriorityBars priority=summary.priority/>
                <a href=format!("/desk/{reference}?view=all")>{summary.subject}</a>
            </p>
            {snippet}
            <p class="meta">
                <span class="ref">{reference}</span> " · "
                <StateTag kind=summary.reference.kind state=summary.state hold=summary.hold/> " · "
                {found.line.affected} " · " <Moment at=summary.recorded_at/>
            </p>
        </li>
    }
    .into_any()
}

fn article(line: ArticleLine) -> AnyView {
    let l = use_language();
    let service = line.service.map(|name| name.in_language(l).to_owned());
    let marks = [Some(knowledge::kind(l, line.kind).to_owned()), service];
    let marks: Vec<String> = marks.into_iter().flatten().collect();
    view! {
        <li>
            <p><a href=format!("/help/{}", line.id) lang=line.language.code()>{line.title}</a></p>
            <p class="meta">{marks.join(" · ")}</p>
        </li>
    }
    .into_any()
}

fn person(found: Found) -> AnyView {
    let l = use_language();
    let department = found
        .card
        .department
        .map(|name| name.in_language(l).to_owned());
    let tickets = found.last.into_iter().map(|line| {
        let reference = line.summary.reference.to_string();
        view! { <li><a href=format!("/desk/{reference}?view=all")>{reference.clone()}</a> " " {line.summary.subject}</li> }
    });
    view! {
        <li class="found-person">
            <p><Avatar name=found.card.name.clone()/> <strong>{found.card.name}</strong></p>
            <p class="meta">{department} " " {found.card.email}</p>
            <ul class="links">{tickets.collect_view()}</ul>
        </li>
    }
    .into_any()
}
