//! The addresses and tabs of the administration.

use crate::directory::section::Section;
use crate::kernel::context::use_texts;
use leptos::prelude::*;

/// Pages of the administration that are not sections.
pub const AUDIT: &str = "/admin/audit";
pub const INBOUND_MAIL: &str = "/admin/inbound-messages";
pub const OUTBOX: &str = "/admin/mail";

/// Tabs of the sections, and of the other pages after them.
#[component]
pub fn Tabs(#[prop(into)] at: Signal<Option<Section>>) -> impl IntoView {
    let texts = use_texts();
    let tab = move |section: &Section| {
        let section = *section;
        let current = move || (at.get() == Some(section)).then_some("page");
        view! { <a href=section.href() aria-current=current>{section.words(texts).0}</a> }
    };
    let path = leptos_router::hooks::use_location().pathname;
    let audit = move || (path.get() == AUDIT).then_some("page");
    let messages = move || (path.get() == INBOUND_MAIL).then_some("page");
    let mail = move || (path.get() == OUTBOX).then_some("page");
    view! {
        <nav class="tabs-nav" aria-label=texts.admin.sections>
            {Section::ALL.iter().map(tab).collect_view()}
            <a href=INBOUND_MAIL aria-current=messages>{texts.inbound.title}</a>
            <a href=OUTBOX aria-current=mail>{texts.notifications.mail}</a>
            <a href=AUDIT aria-current=audit>{texts.audit.title}</a>
        </nav>
    }
}
