//! The browser's entry: wakes up the page that the server sent.

// The types of a page nest as deep as the page.
#![recursion_limit = "512"]

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(guichet_app::App);
}
