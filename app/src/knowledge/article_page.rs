use crate::kernel::context::{load, title, use_language, use_texts};
use crate::kernel::frame::{Loaded, OpenPortal};
use crate::kernel::prose::{Gone, Html};
use crate::kernel::times::Moment;
use crate::knowledge::api;
use crate::knowledge::body::body;
use crate::knowledge::verdict::ArticleEnd;
use crate::recurrence::me_too_page::me_too_link;
use crate::tickets::attached::AttachedFile;
use guichet_domain::ArticleId;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::content::{Content, Place, Readership};
use guichet_domain::knowledge::files::file_address;
use guichet_domain::knowledge::page::{ArticleLine, ArticlePage as Page};
use guichet_domain::knowledge::view::SeenArticle;
use guichet_domain::tickets::me_too::MeToo;
use guichet_locales::knowledge;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// An article, as it is read.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let (t, language) = (&use_texts().knowledge, use_language());
    let params = use_params_map();
    let id = Memo::new(move |_| {
        let id = params.with(|params| params.get("article"));
        ArticleId(id.and_then(|id| id.parse().ok()).unwrap_or_default())
    });
    let query = use_query_map();
    let question = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let article = load(
        move || (id.get(), question.get()),
        move |(id, question)| api::article(id, question, language),
    );
    view! {
        <OpenPortal let:me>
            <a class="back-link" href="/help">{t.help_title}</a>
            <Loaded resource=article let:page>
                <Article page is_guest=me.is_none()/>
            </Loaded>
        </OpenPortal>
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

/// Number of headings from which on an article has a table of contents.
const MANY: usize = 4;

/// Links to the headings of a long article: those of its parts, and within them.
fn table_of_contents(content: &Content, page: &Page) -> Option<AnyView> {
    let (t, l) = (&use_texts().knowledge, use_language());
    let places = content.kind.places().iter().filter(|place| {
        let is_part = matches!(
            place,
            Place::Symptom | Place::Cause | Place::Workaround | Place::Fix
        );
        is_part && content.text(page.language, **place).is_some()
    });
    let mut links: Vec<(&str, &str, u8)> = Vec::new();
    let inside = |place: Place| {
        let headings = page.contents.iter().filter(move |one| one.place == place);
        headings.map(|one| (one.anchor.as_str(), one.title.as_str(), one.level))
    };
    for place in places {
        let name: &'static str = place.into();
        links.push((name, knowledge::place(page.language, *place), 2));
        links.extend(inside(*place));
    }
    links.extend(inside(Place::Steps).chain(inside(Place::Answer)));
    let has_own = page.contents.len() > 1;
    if links.len() < MANY || !has_own {
        return None;
    }
    let items = links.into_iter().map(|(anchor, title, level)| {
        view! { <li class=format!("level-{level}")><a href=format!("#{anchor}") rel="external">{title.to_owned()}</a></li> }
    });
    Some(
        view! {
            <nav class="contents" aria-labelledby="contents">
                <h2 id="contents" lang=l.code()>{t.contents}</h2>
                <ul>{items.collect_view()}</ul>
            </nav>
        }
        .into_any(),
    )
}

/// Articles about the same.
fn related(lines: &[ArticleLine]) -> Option<AnyView> {
    let (t, l) = (&use_texts().knowledge, use_language());
    let links = lines.iter().map(|line| {
        let (href, title) = (format!("/help/{}", line.id), line.title.clone());
        view! { <li><a href=href lang=line.language.code()>{title}</a></li> }
    });
    let links = links.collect_view();
    (!lines.is_empty()).then(|| {
        view! {
            <nav class="related" aria-labelledby="related" lang=l.code()>
                <h2 id="related">{t.related}</h2>
                <ul>{links}</ul>
            </nav>
        }
        .into_any()
    })
}

const fn article_id(article: &SeenArticle) -> ArticleId {
    match article {
        SeenArticle::Whole(article) => article.id,
        SeenArticle::Published(article) => article.id,
    }
}

#[component]
fn Article(page: Page, is_guest: bool) -> impl IntoView {
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
    let parts = body(content.kind, page.language, |place| {
        let text = text(place)?;
        Some(if text.is_removed() {
            view! { <Gone/> }.into_any()
        } else {
            view! { <Html html=text.html.clone()/> }.into_any()
        })
    });
    let rows = page.files.iter().map(|file| {
        let href = file_address(article_id(&page.article), file.file);
        view! { <li><AttachedFile href file=file.clone()/></li> }
    });
    let rows = rows.collect_view();
    let files = (!page.files.is_empty()).then(|| {
        view! {
            <section aria-labelledby="files" lang=language.code()>
                <h2 id="files">{use_texts().desk.files}</h2>
                <ul class="files">{rows}</ul>
            </section>
        }
    });
    let named = heading.clone();
    let id = article_id(&page.article);
    let related = related(&page.related);
    let toc = table_of_contents(content, &page);
    let me_too = page.me_too.then(|| {
        view! {
            <aside class="me-too" lang=language.code()>
                <p>{use_texts().portal.me_too_hint}</p>
                <p class="actions">{me_too_link(MeToo::Article(id))}</p>
            </aside>
        }
    });
    let edit = state.is_some().then(|| {
        let href = format!("/knowledge/{id}");
        view! { " · " <a href=href>{use_texts().writing.edit}</a> }
    });
    view! {
        <Title text=title(move || named.clone())/>
        <article class="article" lang=page.language.code()>
            <h1>{heading}</h1>
            <p class="meta" lang=language.code()>
                {marks.join(" · ")}
                {at.map(|at| view! { " · " {t.published} " " <Moment at/> })}
                {edit}
            </p>
            {notices}
            {toc}
            {parts}
            {files}
        </article>
        {me_too}
        {related}
        {(!is_guest).then(|| view! { <ArticleEnd article=id/> })}
    }
    .into_any()
}
