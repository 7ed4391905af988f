//! The document around every page.

use crate::context::use_language;
use crate::routes::App;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The theme somebody chose; without one the system's counts.
#[derive(Clone, Debug, Default)]
pub struct Theme(pub Option<&'static str>);

pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = use_language();
    let theme = use_context::<Theme>().unwrap_or_default().0;
    let _ = use_nonce();
    view! {
        <!DOCTYPE html>
        <html lang=language.code() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href="/pkg/guichet.css"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
