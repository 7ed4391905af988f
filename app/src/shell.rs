//! The document around every page.

use crate::kernel::context::use_language;
use crate::routes::App;
use axum::http::{HeaderName, HeaderValue};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::MetaTags;

/// The chosen theme; `None` for the system's.
#[derive(Clone, Debug, Default)]
pub struct Theme(pub Option<&'static str>);

pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = use_language();
    let theme = use_context::<Theme>().unwrap_or_default().0;
    protect();
    provide_context(crate::rooms::Named::default());
    let pkg = options.site_pkg_dir.to_string();
    let version = pkg.rsplit('/').next().unwrap_or_default().to_owned();
    // What is kept in the browser is whose.
    let person = crate::kernel::server::anybody().map(|caller| caller.person.to_string());
    let person = person.unwrap_or_else(|| "nobody".to_owned());
    view! {
        <!DOCTYPE html>
        <html lang=language.code() data-theme=theme data-build=version data-person=person>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("/{pkg}/guichet.css")/>
                <script nonce=use_nonce() inner_html=include_str!("early.js")></script>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Content Security Policy (W3C, level 3): our own scripts by nonce, nothing from elsewhere, no
/// inline style, no frame around us.
fn protect() {
    let Some(response) = use_context::<ResponseOptions>() else {
        return;
    };
    let nonce = use_nonce()
        .map(|nonce| format!("'nonce-{nonce}'"))
        .unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' {nonce} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(HeaderName::from_static("content-security-policy"), value);
    }
    response.insert_header(
        HeaderName::from_static("cache-control"),
        HeaderValue::from_static("no-store"),
    );
}
