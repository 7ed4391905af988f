use leptos::prelude::*;

#[component]
pub fn DeskPage() -> impl IntoView {
    view! { <p>"DeskPage"</p> }
}
