use leptos::prelude::*;

#[component]
pub fn CataloguePage() -> impl IntoView {
    view! { <p>"CataloguePage"</p> }
}
