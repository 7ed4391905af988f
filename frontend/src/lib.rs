//! The browser's entry: wakes up the page that the server sent.

// The types of a page nest as deep as the page.
#![recursion_limit = "512"]

use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else {
        return;
    };
    hydrate_from_async(body, guichet_app::App).await.forget();
    // From here on buttons answer: styles and tests can tell.
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-awake", "");
    }
}
