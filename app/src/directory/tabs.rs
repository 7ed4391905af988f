//! The addresses and tabs of the administration.

use crate::directory::section::Section;
use crate::kernel::context::use_texts;
use guichet_locales::Texts;
use leptos::prelude::*;

/// Pages of the administration that are not sections.
pub const START: &str = "/admin/start";
pub const IMPORT: &str = "/admin/people/import";
pub const AUDIT: &str = "/admin/audit";
pub const INBOUND_MAIL: &str = "/admin/inbound-messages";
pub const OUTBOX: &str = "/admin/mail";

/// A page that is no section: its address, its name, and what it is for.
pub type Page = (&'static str, &'static str, &'static str);

/// The page that leads through what the desk needs.
pub fn start(texts: &Texts) -> Page {
    (START, texts.beginning.title, texts.beginning.card)
}

/// The other pages with a tab of their own, which follow the sections.
pub fn others(texts: &Texts) -> [Page; 3] {
    let (inbound, mail) = (&texts.inbound, &texts.notifications);
    [
        (INBOUND_MAIL, inbound.title, inbound.lead),
        (OUTBOX, mail.mail, mail.mail_lead),
        (AUDIT, texts.audit.title, texts.audit.lead),
    ]
}

/// Tabs of the first page, the sections, and the other pages after them.
#[component]
pub fn Tabs(#[prop(into)] at: Signal<Option<Section>>) -> impl IntoView {
    let texts = use_texts();
    let tab = move |section: &Section| {
        let section = *section;
        let current = move || (at.get() == Some(section)).then_some("page");
        view! { <a href=section.href() aria-current=current>{section.words(texts).0}</a> }
    };
    let path = leptos_router::hooks::use_location().pathname;
    let page = move |(href, name, _): Page| {
        let current = move || (path.get() == href).then_some("page");
        view! { <a href=href aria-current=current>{name}</a> }
    };
    view! {
        <nav class="tabs-nav" aria-label=texts.admin.sections>
            {page(start(texts))}
            {Section::ALL.iter().map(tab).collect_view()}
            {others(texts).map(page).collect_view()}
        </nav>
    }
}
