//! The way from one ticket of the desk to another.

use crate::queue::address::search_of;
use crate::queue::open_desk::OpenDesk;
use guichet_domain::kernel::reference::Reference;
use leptos::prelude::*;

/// A link to a ticket, beside the list as it is.
pub fn to_ticket(reference: Reference) -> AnyView {
    let desk = OpenDesk::here();
    let href = move || format!("/desk/{reference}{}", search_of(&desk.query.get()));
    view! { <a class="ref" href=href>{reference.to_string()}</a> }.into_any()
}
