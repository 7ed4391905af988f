//! The article as readers will see it, while it is written.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::{OwnForm, value};
use crate::kernel::prose::Html;
use crate::knowledge::api;
use crate::knowledge::body::body;
use crate::knowledge::writing::fields::Chosen;
use crate::knowledge::writing::revision::{kind, name};
use guichet_domain::ArticleId;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::content::{ArticleKind, Place};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// Delay after the last key until the article is shown anew.
const PAUSE: Duration = Duration::from_millis(300);

/// What is shown: the texts as HTML.
#[derive(Clone, Default)]
struct Shown {
    kind: ArticleKind,
    language: Language,
    title: String,
    html: BTreeMap<Place, String>,
}

/// The preview of a form; `typed` is bumped with every change of it. The files are those of the
/// article, if it is there already.
#[component]
pub fn Preview(
    form: OwnForm,
    chosen: Chosen,
    typed: RwSignal<u32>,
    #[prop(optional)] article: Option<ArticleId>,
) -> impl IntoView {
    let (t, l) = (&use_texts().writing, use_language());
    let shown = RwSignal::new(Shown::default());
    let asked = StoredValue::new(0_u32);
    let refresh = move || {
        let n = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        leptos::task::spawn_local(async move {
            let Some(now) = rendered(form, chosen, article).await else {
                return;
            };
            // An answer that was overtaken is none.
            if asked.try_get_value() == n {
                shown.try_set(now);
            }
        });
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        typed.track();
        chosen.language.track();
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        timer.set_value(set_timeout_with_handle(refresh, PAUSE).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    });
    let article = move || {
        let shown = shown.get();
        if shown.title.is_empty() && shown.html.is_empty() {
            return view! { <p class="hint">{t.preview_empty}</p> }.into_any();
        }
        let parts = body(shown.kind, shown.language, |place| {
            let html = shown.html.get(&place)?.clone();
            Some(view! { <Html html/> }.into_any())
        });
        view! {
            <div class="article" lang=shown.language.code()>
                <p class="article-title">{shown.title}</p>
                {parts}
            </div>
        }
        .into_any()
    };
    view! {
        <aside class="preview" aria-labelledby="preview" lang=l.code()>
            <h2 id="preview">{t.preview}</h2>
            {article}
        </aside>
    }
}

async fn rendered(form: OwnForm, chosen: Chosen, article: Option<ArticleId>) -> Option<Shown> {
    let values = form.typed();
    // The page may have been left since this was begun.
    let language = chosen.language.try_get_untracked()?;
    let kind = kind(&values);
    let text = |place: &Place| value(&values, &name(language, *place)).trim().to_owned();
    let long = |place: &&Place| !matches!(place, Place::Title | Place::Keywords);
    let places: Vec<Place> = kind.places().iter().filter(long).copied().collect();
    let (places, texts): (Vec<Place>, Vec<String>) = places
        .into_iter()
        .map(|place| (place, text(&place)))
        .filter(|(_, text)| !text.is_empty())
        .unzip();
    let html = if texts.is_empty() {
        Vec::new()
    } else {
        api::preview(article, texts).await.ok()?
    };
    Some(Shown {
        kind,
        language,
        title: text(&Place::Title),
        html: places.into_iter().zip(html).collect(),
    })
}
