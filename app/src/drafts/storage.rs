//! The browser's storage. Where it is full or forbidden nothing is kept, and the page works on.

use leptos::prelude::window;
use web_sys::Storage;

/// Names the draft whose form this tab has just posted.
const POSTED: &str = "guichet-posted";

fn lasting() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn of_this_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

pub fn get(key: &str) -> Option<String> {
    lasting()?.get_item(key).ok().flatten()
}

pub fn set(key: &str, value: &str) {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(key, value);
    }
}

pub fn remove(key: &str) {
    if let Some(storage) = lasting() {
        let _ = storage.remove_item(key);
    }
}

pub fn keys() -> Vec<String> {
    let Some(storage) = lasting() else {
        return Vec::new();
    };
    let all = storage.length().unwrap_or_default();
    (0..all)
        .filter_map(|n| storage.key(n).ok().flatten())
        .collect()
}

/// Remembers that the form of this draft is on its way.
pub fn posted(key: &str) {
    if let Some(storage) = of_this_tab() {
        let _ = storage.set_item(POSTED, key);
    }
}

/// The page that a form led to says whether it did what it should: then its draft is done with.
pub fn settle() {
    let Some(storage) = of_this_tab() else {
        return;
    };
    let Some(key) = storage.get_item(POSTED).ok().flatten() else {
        return;
    };
    let _ = storage.remove_item(POSTED);
    let search = window().location().search().unwrap_or_default();
    if search.contains("done=") {
        remove(&key);
    }
}
