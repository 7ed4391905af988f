use leptos::prelude::*;

#[component]
pub fn TicketsPage() -> impl IntoView {
    view! { <p>"TicketsPage"</p> }
}
