use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::encoding::in_query;
use crate::kernel::frame::{Loaded, OpenPortal};
use crate::knowledge::api;
use crate::knowledge::search_form::SearchForm;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::knowledge::page::{ArticleLine, HelpPage as Found};
use guichet_locales::{fill, knowledge};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;

/// Help: a question and its answers, or all articles by service.
#[component]
pub fn HelpPage() -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let query = use_query_map();
    let question = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let found = load(
        move || question.get(),
        move |question| {
            // A reference is no question.
            let is_named = question.trim().to_uppercase().parse::<Reference>().is_ok();
            api::help(if is_named { String::new() } else { question }, language)
        },
    );
    // A reference has a page of its own.
    let named = move || {
        let question = question.with(|question| question.trim().to_uppercase());
        let reference: Reference = question.parse().ok()?;
        Some(view! { <Redirect path=format!("/tickets/{reference}")/> })
    };
    view! {
        <Title text=t.help_title/>
        <OpenPortal let:_me>
            {named}
            <h1>{t.help_title}</h1>
            <SearchForm question=question.get_untracked()/>
            <Loaded resource=found let:found>
                <Answers found question=question.get_untracked()/>
            </Loaded>
        </OpenPortal>
    }
}

#[component]
fn Answers(found: Found, question: String) -> impl IntoView {
    let t = &use_texts().knowledge;
    let question = question.trim().to_owned();
    if found.lines.is_empty() {
        let (heading, more) = if question.is_empty() {
            (t.none.to_owned(), t.none_text)
        } else {
            let heading = fill(t.no_answer, &[("question", &question)]);
            (heading, t.no_answer_text)
        };
        return view! {
            <div class="empty">
                <p><strong>{heading}</strong></p>
                <p>{more}</p>
                <a class="button" href="/report">{t.report_it}</a>
            </div>
        }
        .into_any();
    }
    if !question.is_empty() {
        let answers = fill(t.answers, &[("question", &question)]);
        return view! {
            <section class="found">
                <h2>{answers}</h2>
                <Lines lines=found.lines question=question.clone()/>
                <p class="meta">{t.still_no} " " <a href="/report">{t.report_it}</a></p>
            </section>
        }
        .into_any();
    }
    let cut = found.is_cut.then(|| view! { <p class="meta">{t.cut}</p> });
    let l = use_language();
    let service = |line: &ArticleLine| Some(line.service.as_ref()?.in_language(l).to_owned());
    let category = |line: &ArticleLine| Some(line.categories.first()?.in_language(l).to_owned());
    let services = grouped(found.lines, service);
    let headings: Vec<String> = services
        .iter()
        .map(|(service, _)| service.clone().unwrap_or_else(|| t.other.to_owned()))
        .collect();
    let links = headings.iter().enumerate().map(|(n, heading)| {
        view! { <li><a href=format!("#service-{n}") rel="external">{heading.clone()}</a></li> }
    });
    let links = (headings.len() > 1).then(|| {
        view! { <nav class="services" aria-label=t.by_service><ul>{links.collect_view()}</ul></nav> }
    });
    let sections = services.into_iter().zip(&headings).enumerate();
    let sections = sections.map(|(n, ((_, lines), heading))| {
        // What is about the same stands together.
        let lines = grouped(lines, category)
            .into_iter()
            .flat_map(|(_, lines)| lines);
        let lines: Vec<ArticleLine> = lines.collect();
        view! {
            <section class="found" id=format!("service-{n}")>
                <h2>{heading.clone()}</h2>
                <Lines lines/>
            </section>
        }
    });
    let sections = sections.collect_view();
    view! { {links} {sections} {cut} }.into_any()
}

/// Articles by a name, those without one last.
fn grouped(
    lines: Vec<ArticleLine>,
    name: impl Fn(&ArticleLine) -> Option<String>,
) -> Vec<(Option<String>, Vec<ArticleLine>)> {
    let mut groups: Vec<(Option<String>, Vec<ArticleLine>)> = Vec::new();
    for line in lines {
        let name = name(&line);
        match groups.iter_mut().find(|(of, _)| *of == name) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((name, vec![line])),
        }
    }
    groups.sort_by(|(one, _), (other, _)| (one.is_none(), one).cmp(&(other.is_none(), other)));
    groups
}

#[component]
fn Lines(lines: Vec<ArticleLine>, #[prop(optional)] question: String) -> impl IntoView {
    let asked = match question.as_str() {
        "" => String::new(),
        question => format!("?q={}", in_query(question)),
    };
    let lines = lines
        .into_iter()
        .map(|line| view! { <Line line asked=asked.clone()/> })
        .collect_view();
    view! { <ul class="articles">{lines}</ul> }
}

#[component]
fn Line(line: ArticleLine, asked: String) -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let categories = line
        .categories
        .iter()
        .map(|label| label.in_language(language));
    let mut marks: Vec<&str> = categories.collect();
    marks.push(knowledge::kind(language, line.kind));
    if let Some(work) = &line.work {
        if work.state != ArticleState::Published {
            marks.push(knowledge::state(language, work.state));
        }
        if work.readers == Readership::Agents {
            marks.push(t.agents_only);
        }
    }
    if line.language != language {
        marks.push(t.other_language);
    }
    view! {
        <li>
            <a href=format!("/help/{}{asked}", line.id) lang=line.language.code()>{line.title}</a>
            <span class="meta">{marks.join(" · ")}</span>
        </li>
    }
}
