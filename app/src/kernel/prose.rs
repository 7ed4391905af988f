use crate::kernel::context::use_texts;
use leptos::prelude::*;

/// Text that the server rendered from Markdown and sanitised.
#[component]
pub fn Html(#[prop(into)] html: String) -> impl IntoView {
    view! { <div class="prose" inner_html=html></div> }
}

/// Stands in for a text that was removed.
#[component]
pub fn Gone() -> impl IntoView {
    view! { <p class="removed">{use_texts().retention.removed}</p> }
}
