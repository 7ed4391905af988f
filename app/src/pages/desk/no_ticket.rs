use leptos::prelude::*;

#[component]
pub fn NoTicket() -> impl IntoView {
    view! { <p>"NoTicket"</p> }
}
