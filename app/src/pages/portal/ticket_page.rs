use leptos::prelude::*;

#[component]
pub fn TicketPage() -> impl IntoView {
    view! { <p>"TicketPage"</p> }
}
