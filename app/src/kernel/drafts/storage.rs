//! The browser's storage. If it is full or forbidden nothing is kept, and the page works on.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Key of the draft whose form this tab has just posted.
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

/// Drops the posted draft if the page that followed says that its form succeeded.
pub fn settle() {
    let Some(storage) = of_this_tab() else {
        return;
    };
    let Some(key) = storage.get_item(POSTED).ok().flatten() else {
        return;
    };
    let search = window().location().search().unwrap_or_default();
    // It waits for the network: whether it succeeds is not known yet.
    if search.contains("kept=1") {
        return;
    }
    let _ = storage.remove_item(POSTED);
    // The answer to the form says so, not the address of the page alone: anybody may make that up.
    let taken = said_once("guichet_taken").is_some();
    if taken && search.contains("done=") {
        remove(&key);
    }
}

/// Value of a cookie set by the last answer for this page, which is then deleted.
pub fn said_once(name: &str) -> Option<String> {
    let document = window().document()?;
    let cookie = JsValue::from_str("cookie");
    let all = Reflect::get(&document, &cookie).ok()?.as_string()?;
    let (full, value) = all
        .split("; ")
        .filter_map(|pair| pair.split_once('='))
        .find(|(full, _)| full.trim_start_matches("__Host-") == name)?;
    let secure = if full == name { "" } else { "; Secure" };
    let none = format!("{full}=; Path=/; Max-Age=0{secure}");
    let _ = Reflect::set(&document, &cookie, &none.into());
    Some(value.to_owned())
}
