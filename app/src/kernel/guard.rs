//! Waiting for the data of a page, and its errors.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{use_language, use_me, use_texts};
use crate::kernel::drafts::Owner;
use crate::kernel::error::ApiError;
use crate::kernel::session::{Session, sign_in_from};
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_locales::words;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Shows its content if somebody is signed in, with their time zone.
#[component]
pub fn SignedIn<F, IV>(children: F) -> impl IntoView
where
    F: Fn(Me) -> IV + Clone + Send + Sync + 'static,
    IV: IntoView + 'static,
{
    let me = use_me();
    awaited(move || {
        let children = children.clone();
        async move {
            match me.await {
                Ok(Some(me)) => {
                    come_in(&me);
                    children(me).into_any()
                }
                Ok(None) => view! { <Failed error=ApiError(Failure::SignedOut)/> }.into_any(),
                Err(error) => view! { <Failed error/> }.into_any(),
            }
        }
    })
}

/// Lets the parts below know who is signed in.
pub fn come_in(me: &Me) {
    provide_context(me.zone.clone());
    provide_context(Owner(me.person));
    Session::here().belongs_to(me.person);
}

/// Shows what went wrong, and a link to go on.
#[component]
pub fn Failed(error: ApiError) -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let failure = error.0;
    set_status(&failure);
    let signed_out = failure == Failure::SignedOut;
    let not_found = failure == Failure::NotFound;
    let (href, label) = if signed_out {
        let from = use_location();
        let (path, search) = (from.pathname.get_untracked(), from.search.get_untracked());
        (sign_in_from(&path, &search), texts.common.sign_in)
    } else {
        ("/".to_owned(), texts.common.home)
    };
    view! {
        <Title text=texts.common.not_found_title/>
        <section class="error-page">
            {not_found.then(|| view! { <h1>{texts.common.not_found_title}</h1> })}
            <p role="alert">{words::failure(language, &failure)}</p>
            <p><a class="button" href=href rel=signed_out.then_some("external")>{label}</a></p>
        </section>
    }
}

/// Sets the HTTP status of a page that cannot be shown.
fn set_status(failure: &Failure) {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(crate::kernel::error::status(failure));
    }
    #[cfg(not(feature = "ssr"))]
    let _ = failure;
}
