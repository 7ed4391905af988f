//! The browser's entry: wakes up the page that the server sent.

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(guichet_app::App);
}
