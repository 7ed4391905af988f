//! Frames around the content of pages.

use crate::kernel::account_menu::{LanguageForm, ThemeForm};
use crate::kernel::awaited::awaited;
use crate::kernel::context::Loading;
use crate::kernel::context::use_me;
use crate::kernel::error::ApiError;
use crate::kernel::guard::{Failed, SignedIn, come_in};
use crate::kernel::icons::BrandMark;
use crate::kernel::portal_frame::{GuestFrame, PortalFrame};
use guichet_domain::identity::me::Me;
use leptos::prelude::*;

/// A page of the portal, for people who are signed in.
#[component]
pub fn Portal<F, IV>(#[prop(optional)] narrow: bool, children: F) -> impl IntoView
where
    F: Fn(Me) -> IV + Clone + Send + Sync + 'static,
    IV: IntoView + 'static,
{
    view! {
        <div class="app portal">
            <SignedIn let:me>
                {
                    let (children, mine) = (children.clone(), me.clone());
                    view! { <PortalFrame me narrow>{children(mine)}</PortalFrame> }
                }
            </SignedIn>
        </div>
    }
}

/// A page of the portal that is also there for whoever has not signed in, where the desk allows it:
/// its data decides.
#[component]
pub fn OpenPortal<F, IV>(children: F) -> impl IntoView
where
    F: Fn(Option<Me>) -> IV + Clone + Send + Sync + 'static,
    IV: IntoView + 'static,
{
    let me = use_me();
    view! {
        <div class="app portal">
            {awaited(move || {
                let children = children.clone();
                async move {
                    match me.await {
                        Ok(Some(me)) => {
                            come_in(&me);
                            let mine = Some(me.clone());
                            view! { <PortalFrame me narrow=true>{children(mine)}</PortalFrame> }.into_any()
                        }
                        Ok(None) => view! { <GuestFrame>{children(None)}</GuestFrame> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                }
            })}
        </div>
    }
}

/// Shows the data once it has been read, or the error.
#[component]
pub fn Loaded<T, F, IV>(resource: Loading<Result<T, ApiError>>, children: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> IV + Clone + Send + Sync + 'static,
    IV: IntoView + 'static,
{
    awaited(move || {
        let children = children.clone();
        async move {
            match resource.await {
                Ok(read) => children(read).into_any(),
                Err(error) => view! { <Failed error/> }.into_any(),
            }
        }
    })
}

/// The frame of pages before signing in.
#[component]
pub fn AuthFrame(children: Children) -> impl IntoView {
    view! {
        <div class="app auth">
            <header><a class="brand" href="/"><BrandMark/><span>"Guichet"</span></a></header>
            <main class="auth-card" id="main">{children()}</main>
            <footer class="site-footer"><LanguageForm/><ThemeForm/></footer>
        </div>
    }
}
