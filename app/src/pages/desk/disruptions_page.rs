use leptos::prelude::*;

#[component]
pub fn DisruptionsPage() -> impl IntoView {
    view! { <p>"DisruptionsPage"</p> }
}
