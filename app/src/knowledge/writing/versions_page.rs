//! The versions of an article: compared word by word, and taken up again.

use crate::kernel::context::{load, new_command, title, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::fields::SelectField;
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::kernel::times::Moment;
use crate::knowledge::api;
use crate::knowledge::writing::workspace_page::article_in_address;
use crate::queue::nav::DeskFrame;
use guichet_domain::ArticleId;
use guichet_domain::kernel::article_action::{ArticleAction, ArticleWhy};
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::knowledge::workspace::{ComparedText, Comparison, Edition, Run};
use guichet_locales::{fill, knowledge, words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The name of a state in the address.
fn named(edition: Edition) -> String {
    match edition {
        Edition::Version(number) => number.to_string(),
        Edition::Draft => "draft".to_owned(),
    }
}

fn edition(name: &str) -> Option<Edition> {
    match name {
        "draft" => Some(Edition::Draft),
        number => number.parse().ok().map(Edition::Version),
    }
}

fn in_words(edition: Edition) -> String {
    let t = &use_texts().writing;
    match edition {
        Edition::Version(number) => fill(t.version_n, &[("n", &number.to_string())]),
        Edition::Draft => t.draft.to_owned(),
    }
}

#[component]
pub fn VersionsPage() -> impl IntoView {
    let t = &use_texts().writing;
    let (id, query) = (article_in_address(), use_query_map());
    let asked = Memo::new(move |_| {
        let of = |name| {
            query
                .with(|query| query.get(name))
                .and_then(|name| edition(&name))
        };
        (id.get(), of("from"), of("to"))
    });
    let compared = load(
        move || asked.get(),
        |(id, from, to)| api::compare_editions(id, from, to),
    );
    let page = move || format!("{} · {}", t.versions, t.title);
    view! {
        <Title text=title(page)/>
        <SignedIn let:me>
            <DeskFrame me>
                <a class="back-link" href=move || format!("/knowledge/{}", id.get())>{t.edit}</a>
                <h1>{t.versions}</h1>
                <Loaded resource=compared let:compared>
                    <Compared compared/>
                </Loaded>
            </DeskFrame>
        </SignedIn>
    }
}

#[component]
fn Compared(compared: Comparison) -> impl IntoView {
    let t = &use_texts().writing;
    let Comparison {
        article,
        people,
        from,
        to,
        texts,
        files,
        allowed,
    } = compared;
    let id = article.id;
    let failure = RwSignal::new(None::<String>);
    let restores = allowed
        .iter()
        .find(|one| one.action == ArticleAction::Restore)
        .map(|one| one.why_not);
    let rows = article.versions.iter().rev().map(|version| {
        let by = version.by.person().and_then(|person| people.get(&person));
        let by = by.map(|card| format!("{}, ", card.name));
        let number = version.number;
        view! {
            <li>
                <strong>{in_words(Edition::Version(number))}</strong>
                <span class="meta">{by} <Moment at=version.at/></span>
                {restores.map(|why| restore(id, number, why, failure))}
            </li>
        }
    });
    let rows = rows.collect_view();
    let is_same = from.is_some()
        && texts
            .iter()
            .flat_map(|text| &text.runs)
            .chain(&files)
            .all(|run| matches!(run, Run::Kept(_)));
    view! {
        <div role="alert">
            {move || failure.get().map(|said| view! { <div class="notice notice-error"><p>{said}</p></div> })}
        </div>
        <ul class="versions">{rows}</ul>
        {choice(&article, from, to)}
        <section class="comparison" aria-labelledby="comparison">
            <h2 id="comparison">{between(from, to)}</h2>
            {is_same.then(|| view! { <p class="notice notice-info">{t.same}</p> })}
            {texts.into_iter().map(text).collect_view()}
            {names(files)}
        </section>
    }
}

fn between(from: Option<Edition>, to: Edition) -> String {
    match from {
        Some(from) => format!("{} → {}", in_words(from), in_words(to)),
        None => in_words(to),
    }
}

/// The two states to compare.
fn choice(article: &Article, from: Option<Edition>, to: Edition) -> AnyView {
    let t = &use_texts().writing;
    let versions = article
        .versions
        .iter()
        .map(|version| Edition::Version(version.number));
    let editions: Vec<Edition> = versions
        .chain(article.draft.iter().map(|_| Edition::Draft))
        .collect();
    if editions.len() < 2 {
        return ().into_any();
    }
    let options: Vec<(String, String)> = editions
        .iter()
        .map(|one| (named(*one), in_words(*one)))
        .collect();
    view! {
        <form class="compare-form" method="get" action=format!("/knowledge/{}/versions", article.id)>
            <SelectField name="from" label=t.compare_from options=options.clone()
                value=from.map(named).unwrap_or_default() error=None hint=t.alone/>
            <SelectField name="to" label=t.compare_to options value=named(to) error=None required=true/>
            <button class="button" type="submit">{t.compare}</button>
        </form>
    }
    .into_any()
}

fn restore(
    article: ArticleId,
    number: u32,
    why: Option<ArticleWhy>,
    failure: RwSignal<Option<String>>,
) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    if let Some(why) = why {
        let why = knowledge::why(l, why);
        return view! { <button class="button" type="button" aria-disabled="true" title=why>{t.restore}</button> }
            .into_any();
    }
    let navigate = use_navigate();
    let press = move |_| {
        let navigate = navigate.clone();
        let command = ArticleCommandEnvelope {
            id: new_command(),
            article,
            command: ArticleCommand::Restore { number },
        };
        leptos::task::spawn_local(async move {
            let outcome = api::change_article(command).await;
            match outcome.unwrap_or_else(|ApiError(failure)| Err(failure)) {
                Ok(()) => navigate(&format!("/knowledge/{article}?saved=1"), Default::default()),
                Err(refused) => drop(failure.try_set(Some(words::failure(l, &refused)))),
            }
        });
    };
    let label = format!("{} ({})", t.restore, in_words(Edition::Version(number)));
    view! { <button class="button" type="button" aria-label=label on:click=press>{t.restore}</button> }.into_any()
}

/// A text with what was added and taken out, which is also said to those who do not see it.
fn text(compared: ComparedText) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let ComparedText {
        language,
        place,
        runs,
    } = compared;
    let heading = fill(
        t.theirs_in,
        &[
            ("place", knowledge::place(l, place)),
            ("language", knowledge::writing::language(l, language)),
        ],
    );
    let runs = runs.into_iter().map(run);
    view! {
        <h3>{heading}</h3>
        <p class="compared" lang=language.code()>{runs.collect_view()}</p>
    }
    .into_any()
}

/// Something of either state, with what was done to it said to those who do not see it.
fn run(run: Run) -> AnyView {
    let t = &use_texts().writing;
    match run {
        Run::Kept(words) => words.into_any(),
        Run::Added(words) => {
            view! { <ins><span class="visually-hidden">{t.added} " "</span>{words}</ins> }
                .into_any()
        }
        Run::Removed(words) => {
            view! { <del><span class="visually-hidden">{t.removed} " "</span>{words}</del> }
                .into_any()
        }
    }
}

/// The files of either state.
fn names(files: Vec<Run>) -> Option<AnyView> {
    let t = &use_texts().writing;
    let is_none = files.is_empty();
    let items = files
        .into_iter()
        .map(|file| view! { <li class="compared">{run(file)}</li> });
    let items = items.collect_view();
    (!is_none).then(|| {
        view! {
            <h3>{t.files}</h3>
            <ul>{items}</ul>
        }
        .into_any()
    })
}
