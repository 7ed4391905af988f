use crate::kernel::context::use_texts;
use crate::knowledge::suggest::{Stands, Suggestions};
use leptos::prelude::*;

/// The field that asks the knowledge base.
#[component]
pub fn SearchForm(#[prop(optional, into)] question: String) -> impl IntoView {
    let t = &use_texts().knowledge;
    view! {
        <form class="search" method="get" action="/help" role="search">
            <label class="visually-hidden" for="question">{t.question}</label>
            <input
                type="search"
                id="question"
                name="q"
                maxlength="1000"
                autocomplete="off"
                placeholder=t.question
                value=question
            />
            <button class="button primary">{t.search}</button>
            <Suggestions field="question" stands=Stands::Below/>
        </form>
    }
}
