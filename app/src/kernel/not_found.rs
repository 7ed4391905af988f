use crate::kernel::error::ApiError;
use crate::kernel::guard::Failed;
use guichet_domain::kernel::failure::Failure;
use leptos::prelude::*;

/// The page for an unknown address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="app portal">
            <main class="page" id="main">
                <Failed error=ApiError(Failure::NotFound)/>
            </main>
        </div>
    }
}
