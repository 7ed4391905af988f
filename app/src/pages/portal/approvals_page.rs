use leptos::prelude::*;

#[component]
pub fn ApprovalsPage() -> impl IntoView {
    view! { <p>"ApprovalsPage"</p> }
}
