//! What somebody began to write, kept by the browser until it is sent: it survives a closed tab,
//! a crash and the end of a session.

use guichet_domain::TicketId;

fn key(box_name: &str, ticket: TicketId) -> String {
    format!("guichet-draft-{box_name}-{ticket}")
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

/// Keeps a draft; an empty one is forgotten.
pub fn keep(box_name: &str, ticket: TicketId, text: &str) {
    let key = key(box_name, ticket);
    #[cfg(feature = "hydrate")]
    if let Some(storage) = storage() {
        // A full or forbidden storage keeps nothing; the text is still on the page.
        let _ = match text.is_empty() {
            true => storage.remove_item(&key),
            false => storage.set_item(&key, text),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (key, text);
}

pub fn kept(box_name: &str, ticket: TicketId) -> Option<String> {
    let key = key(box_name, ticket);
    #[cfg(feature = "hydrate")]
    {
        storage()?.get_item(&key).ok().flatten()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = key;
        None
    }
}
