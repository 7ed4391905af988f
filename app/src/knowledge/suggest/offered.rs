//! What was suggested before a form was sent, and what was opened: it goes with the ticket, so that
//! nobody is told again what they have read.

use crate::kernel::context::FormState;
use crate::knowledge::suggest::Suggested;
use guichet_domain::ArticleId;
#[cfg(feature = "hydrate")]
use guichet_domain::tickets::offered::OFFERED_MAX;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The articles suggested beside a form so far.
#[derive(Clone, Copy)]
struct Shown(RwSignal<Vec<ArticleId>>);

/// Makes place for what is suggested beside the form. To be called before its parts are made.
pub fn provide(form: &FormState) {
    let before = numbers(&form.value("offered"));
    provide_context(Shown(RwSignal::new(before)));
}

/// Keeps what is suggested.
pub(super) fn keep(suggested: Suggested) {
    let Some(Shown(shown)) = use_context::<Shown>() else {
        return;
    };
    Effect::new(move |_| {
        if !suggested.is_open() {
            return;
        }
        let articles = suggested.articles.read();
        let new = |shown: &Vec<ArticleId>| {
            let ids = articles.iter().map(|one| one.id);
            ids.filter(|id| !shown.contains(id)).collect::<Vec<_>>()
        };
        let new = shown.with_untracked(new);
        if !new.is_empty() {
            shown.update(|shown| shown.extend(new));
        }
    });
}

/// The hidden fields of a form that say what was suggested beside it and what was opened.
#[component]
pub fn OfferedFields(form: FormState) -> impl IntoView {
    let shown = use_context::<Shown>();
    let offered = move || {
        let shown = shown.map(|Shown(shown)| shown.get());
        list(&shown.unwrap_or_default())
    };
    // From an article that did not help, it comes along.
    let from = use_query_map().with_untracked(|query| query.get("article"));
    let before = match form.value("opened") {
        opened if opened.is_empty() => list(&numbers(&from.unwrap_or_default())),
        opened => opened,
    };
    let opened = RwSignal::new(before.clone());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let mut all = numbers(&opened.get_untracked());
        all.extend(
            read()
                .into_iter()
                .filter(|id| !all.contains(id))
                .collect::<Vec<_>>(),
        );
        opened.set(list(&all));
    });
    view! {
        <input type="hidden" name="offered" value=form.value("offered") prop:value=offered autocomplete="off"/>
        <input type="hidden" name="opened" value=before prop:value=move || opened.get() autocomplete="off"/>
    }
}

fn list(ids: &[ArticleId]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.join(",")
}

fn numbers(list: &str) -> Vec<ArticleId> {
    list.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Key in the storage of this tab: the articles opened in it, the last ones last.
#[cfg(feature = "hydrate")]
const OPENED: &str = "guichet-opened";

#[cfg(feature = "hydrate")]
fn read() -> Vec<ArticleId> {
    let storage = window().session_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(OPENED).ok().flatten());
    numbers(&kept.unwrap_or_default())
}

/// Remembers, for as long as this tab is open, that an article was opened in it.
pub fn remember(article: ArticleId) {
    #[cfg(feature = "hydrate")]
    {
        let mut opened = read();
        opened.retain(|other| *other != article);
        opened.push(article);
        let last = opened.len().saturating_sub(OFFERED_MAX);
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.set_item(OPENED, &list(&opened[last..]));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = article;
}
