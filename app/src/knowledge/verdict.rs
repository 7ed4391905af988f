//! "Was this helpful?", at the end of an article: ordinary posts, with and without JavaScript.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::drafts::Draft;
use crate::kernel::encoding::in_query;
use crate::knowledge::suggest::offered;
use guichet_domain::ArticleId;
use guichet_domain::knowledge::reading::NotHelpful;
use guichet_locales::knowledge;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The pages that a reader may have come from, and go back to with the article.
const FORMS: [&str; 1] = ["report"];

/// What the reader says of the article, and where they go when it did not help.
#[component]
pub fn ArticleEnd(article: ArticleId) -> impl IntoView {
    let (t, l) = (&use_texts().knowledge, use_language());
    let query = use_query_map();
    let value = |name| {
        query
            .with_untracked(|query| query.get(name))
            .unwrap_or_default()
    };
    let (question, done) = (value("q"), value("done"));
    let from = Some(value("from")).filter(|from| FORMS.contains(&from.as_str()));
    Effect::new(move |_| offered::remember(article));
    if done == "helped" {
        // What was begun is no longer needed.
        let draft = from.map(Draft::of);
        Effect::new(move |_| {
            if let Some(draft) = &draft {
                draft.forget();
            }
        });
        return view! {
            <aside class="article-end" aria-labelledby="verdict">
                <h2 id="verdict">{t.helped_title}</h2>
                <p role="status">{t.helped_text}</p>
                <p class="actions"><a class="button" href="/">{use_texts().common.home}</a></p>
            </aside>
        }
        .into_any();
    }
    let report = match question.is_empty() {
        true => format!("/report?article={article}"),
        false => format!("/report?article={article}&subject={}", in_query(&question)),
    };
    let action = format!("/help/{article}");
    let hidden = move || {
        view! {
            <input type="hidden" name="q" value=question.clone()/>
            <input type="hidden" name="from" value=from.clone().unwrap_or_default()/>
        }
    };
    let thanks = (done == "told")
        .then(|| view! { <p class="notice notice-done" role="status">{t.told_text}</p> });
    let reason = |reason: &NotHelpful| {
        let name: &'static str = reason.into();
        view! {
            <label class="choice">
                <input type="radio" name="reason" value=name/>
                <span>{knowledge::not_helpful(l, *reason)}</span>
            </label>
        }
    };
    view! {
        <aside class="article-end" aria-labelledby="verdict" lang=l.code()>
            <h2 id="verdict">{t.helpful}</h2>
            {thanks}
            <div class="verdict">
                <form method="post" action=action.clone()>
                    {hidden()}
                    <button class="button primary" name="verdict" value="helped">{t.solved}</button>
                </form>
                <details class="folded">
                    <summary class="button">{t.not_solved}</summary>
                    <form class="form" method="post" action=action>
                        {hidden()}
                        <fieldset class="choices">
                            <legend>{t.why_not}</legend>
                            {NotHelpful::ALL.iter().map(reason).collect_view()}
                        </fieldset>
                        <div class="field">
                            <label for="why">{t.why_words} " " <span class="hint">{use_texts().common.optional}</span></label>
                            <input id="why" name="why" maxlength="300" autocomplete="off"/>
                        </div>
                        <p class="hint">{t.why_hint}</p>
                        <div class="form-foot"><button class="button" name="verdict" value="did-not">{t.tell}</button></div>
                    </form>
                </details>
            </div>
            <p>{t.not_enough_text}</p>
            <p class="actions">
                <a class="button" href=report>{t.report_it}</a>
                <a class="button quiet" href="/help">{t.other_question}</a>
            </p>
        </aside>
    }
    .into_any()
}
