use leptos::prelude::*;

#[component]
pub fn TicketPane() -> impl IntoView {
    view! { <p>"TicketPane"</p> }
}
