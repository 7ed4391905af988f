use crate::kernel::context::{load, title, use_language, use_texts};
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::prose::{Gone, Html};
use crate::kernel::times::Moment;
use crate::knowledge::api;
use guichet_domain::ArticleId;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::content::{Content, Place, Readership};
use guichet_domain::knowledge::page::ArticlePage as Page;
use guichet_domain::knowledge::view::SeenArticle;
use guichet_locales::knowledge;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// An article, as it is read.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|params| params.get("article"));
        ArticleId(id.and_then(|id| id.parse().ok()).unwrap_or_default())
    });
    let article = load(move || id.get(), move |id| api::article(id, language));
    view! {
        <Portal narrow=true let:_me>
            <a class="back-link" href="/help">{t.help_title}</a>
            <Loaded resource=article let:page>
                <Article page/>
            </Loaded>
        </Portal>
    }
}

/// What is shown of an article, when that was published, and the state that agents see.
fn shown(article: &SeenArticle) -> (Option<&Content>, Option<Timestamp>, Option<ArticleState>) {
    match article {
        SeenArticle::Whole(article) => {
            let at = article.published().map(|version| version.at);
            (article.shown(), at, Some(article.state()))
        }
        SeenArticle::Published(article) => (Some(&article.content), Some(article.at), None),
    }
}

#[component]
fn Article(page: Page) -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let (content, at, state) = shown(&page.article);
    let Some(content) = content else {
        return ().into_any();
    };
    let text = |place| page.texts.get(&content.text(page.language, place)?);
    let heading = text(Place::Title).map(|title| title.body.clone());
    let heading = heading.unwrap_or_default();
    let mut marks = vec![knowledge::kind(language, content.kind).to_owned()];
    let names = page.service.iter().chain(&page.categories);
    marks.extend(names.map(|name| name.in_language(language).to_owned()));
    if content.readers == Readership::Agents {
        marks.push(t.agents_only.to_owned());
    }
    let notices = [
        state
            .filter(|state| *state != ArticleState::Published)
            .map(|state| knowledge::unread(language, state)),
        (page.language != language).then_some(t.only_in_other),
    ];
    let notices = notices
        .into_iter()
        .flatten()
        .map(|notice| view! { <p class="notice notice-info" lang=language.code()>{notice}</p> })
        .collect_view();
    let parts: Vec<AnyView> = content
        .kind
        .places()
        .iter()
        .filter_map(|place| {
            let text = text(*place)?;
            let body = if text.is_removed() {
                view! { <Gone/> }.into_any()
            } else {
                view! { <Html html=text.html.clone()/> }.into_any()
            };
            match place {
                Place::Title | Place::Keywords => None,
                // The whole of it, without a heading of its own.
                Place::Steps | Place::Answer => Some(body),
                Place::Symptom | Place::Cause | Place::Workaround | Place::Fix => {
                    let name = knowledge::place(page.language, *place);
                    Some(view! { <section><h2>{name}</h2>{body}</section> }.into_any())
                }
            }
        })
        .collect();
    let named = heading.clone();
    view! {
        <Title text=title(move || named.clone())/>
        <article class="article" lang=page.language.code()>
            <h1>{heading}</h1>
            <p class="meta" lang=language.code()>
                {marks.join(" · ")}
                {at.map(|at| view! { " · " {t.published} " " <Moment at/> })}
            </p>
            {notices}
            {parts}
        </article>
        <aside class="article-end" aria-labelledby="not-enough">
            <h2 id="not-enough">{t.not_enough}</h2>
            <p>{t.not_enough_text}</p>
            <p class="actions">
                <a class="button primary" href="/report">{t.report_it}</a>
                <a class="button" href="/help">{t.other_question}</a>
            </p>
        </aside>
    }
    .into_any()
}
