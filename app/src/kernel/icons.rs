use leptos::prelude::*;

/// An arch with a counter: the guichet.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.5" aria-hidden="true">
            <path d="M3.5 22v-10.5a8.5 8.5 0 0 1 17 0v10.5M3.5 16.75h17"></path>
            <circle cx="12" cy="10.75" r="2.5" fill="currentColor" stroke="none"></circle>
        </svg>
    }
}
