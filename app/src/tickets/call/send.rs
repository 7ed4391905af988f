//! Sending what the desk records, and going to the new ticket.

use crate::kernel::context::use_zone;
use crate::kernel::own_form::OwnForm;
use crate::tickets::api::record;
use crate::tickets::call::draft;
use guichet_domain::kernel::reference::Reference;
use leptos::ev::SubmitEvent;
use leptos_router::hooks::use_navigate;

/// Returns what happens when the form is submitted.
pub fn submit(form: OwnForm) -> impl Fn(SubmitEvent) + 'static {
    let (zone, navigate) = (use_zone(), use_navigate());
    move |event| {
        event.prevent_default();
        let (zone, navigate) = (zone.clone(), navigate.clone());
        form.send(
            move |values| draft::read(&zone, values),
            record,
            move |reference: Reference| {
                navigate(&format!("/desk/{reference}"), Default::default());
            },
        );
    }
}
