use leptos::prelude::*;

/// Text that the server rendered from Markdown and sanitised.
#[component]
pub fn Html(#[prop(into)] html: String) -> impl IntoView {
    view! { <div class="prose" inner_html=html></div> }
}
