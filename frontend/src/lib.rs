//! The browser's entry: wakes up the page that the server sent.

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(guichet_app::App);
}
