//! The header and footer of the portal.

use crate::kernel::account_menu::{LanguageForm, SignOutForm, ThemeForm};
use crate::kernel::context::use_texts;
use crate::kernel::icons::BrandMark;
use crate::kernel::session::sign_in_from;
use crate::kernel::tags::Avatar;
use crate::notifications::bell::Bell;
use guichet_domain::identity::me::Me;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A portal page: the account menu, the navigation, and the content.
#[component]
pub fn PortalFrame(me: Me, #[prop(optional)] narrow: bool, children: Children) -> impl IntoView {
    let texts = use_texts();
    let t = &texts.common;
    let path = use_location().pathname;
    let link = move |href: &'static str, label: String| {
        let current = move || {
            let path = path.get();
            (path == href || href != "/" && path.starts_with(href)).then_some("page")
        };
        view! { <a href=href aria-current=current>{label}</a> }
    };
    let approvals = (me.approvals > 0).then(|| format!("{} ({})", t.approvals, me.approvals));
    let agent = me.actor.role.is_agent();
    let administrator = me.actor.role.is_administrator();
    view! {
        <a class="skip-link" href="#main">{t.skip}</a>
        <header class="site-header">
            <a class="brand" href="/"><BrandMark/><span>"Guichet"</span></a>
            <nav class="site-nav" aria-label=t.main_nav>
                {link("/help", t.help.into())}
                {link("/report", t.report.into())}
                {link("/request", t.ask.into())}
                {link("/tickets", t.my_tickets.into())}
                {approvals.map(|label| link("/approvals", label))}
                {agent.then(|| link("/desk", t.desk_short.into()))}
                {administrator.then(|| link("/admin", t.administration.into()))}
            </nav>
            <div class="site-tools">
                <Bell unread=me.unread/>
                <ThemeForm/>
                <LanguageForm/>
                <SignOutForm/>
                <a class="avatar-link" href="/account" title=me.name.clone()>
                    <Avatar name=me.name.clone()/>
                    <span class="visually-hidden">{t.account}</span>
                </a>
            </div>
        </header>
        <main id="main" class=if narrow { "page narrow" } else { "page" }>{children()}</main>
        <footer class="site-footer"><span>"Guichet"</span> <SignOutForm/></footer>
    }
}

/// The frame for whoever has not signed in: help, and the way in.
#[component]
pub fn GuestFrame(children: Children) -> impl IntoView {
    let t = &use_texts().common;
    let location = use_location();
    let path = location.pathname.get_untracked();
    let way_in = sign_in_from(&path, &location.search.get_untracked());
    view! {
        <a class="skip-link" href="#main">{t.skip}</a>
        <header class="site-header">
            <a class="brand" href="/help"><BrandMark/><span>"Guichet"</span></a>
            <nav class="site-nav" aria-label=t.main_nav><a href="/help" aria-current="page">{t.help}</a></nav>
            <div class="site-tools">
                <ThemeForm/>
                <LanguageForm/>
                <a class="button" href=way_in rel="external">{t.sign_in}</a>
            </div>
        </header>
        <main id="main" class="page narrow">{children()}</main>
        <footer class="site-footer"><span>"Guichet"</span></footer>
    }
}
