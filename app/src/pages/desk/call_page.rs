use leptos::prelude::*;

#[component]
pub fn CallPage() -> impl IntoView {
    view! { <p>"CallPage"</p> }
}
