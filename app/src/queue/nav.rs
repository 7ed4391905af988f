//! The frame of the desk: the navigation on every one of its pages.

use crate::kernel::account_menu::{LanguageForm, SignOutForm, ThemeForm};
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::guard::Failed;
use crate::kernel::icons::BrandMark;
use crate::kernel::tags::Avatar;
use crate::notifications::bell::Bell;
use crate::queue::keys::watch_keys;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::queue::query::View;
use guichet_locales::{grouped, words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::collections::BTreeMap;

/// The queues, the tools, and the account menu. `counts` are numbers of tickets by the name of the
/// view.
#[component]
pub fn DeskNav(
    me: Me,
    #[prop(optional, into)] counts: Signal<BTreeMap<String, i64>>,
) -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let (c, t) = (&texts.common, &texts.call);
    let approver = me.approvals > 0;
    let administrator = me.actor.role.is_administrator();
    view! {
        <nav class="desk-nav" aria-label=c.main_nav>
            <a class="brand" href="/desk"><BrandMark/><span>"Guichet"</span></a>
            <details class="nav-menu"><summary>{t.menu}</summary></details>
            <h2 class="nav-heading">{t.queues}</h2>
            <ul class="nav-views">
                {View::ALL
                    .iter()
                    .map(|shown| {
                        let name = shown.name();
                        let count = Signal::derive(move || counts.with(|counts| counts.get(&name).copied()));
                        view! { <QueueLink shown=*shown label=words::view(language, *shown) count/> }
                    })
                    .collect_view()}
            </ul>
            <h2 class="nav-heading">{t.tools}</h2>
            <ul class="nav-views">
                <ToolLink href="/search" label=texts.search.title/>
                <ToolLink href="/call" label=t.title/>
                <ToolLink href="/knowledge" label=texts.writing.title/>
                <ToolLink href="/disruptions" label=texts.disruptions.title/>
                <ToolLink href="/majors" label=texts.major.list/>
                <ToolLink href="/feedback" label=texts.feedback.desk_title/>
                {approver.then(|| view! { <ToolLink href="/approvals" label=c.approvals/> })}
                {administrator.then(|| view! { <ToolLink href="/admin" label=c.administration/> })}
            </ul>
            <div class="nav-user">
                <Avatar name=me.name.clone()/>
                <span>{me.name}</span>
                <Bell unread=me.unread/>
                <ThemeForm/>
                <a href="/">{c.portal}</a>
                <LanguageForm/>
                <SignOutForm/>
            </div>
        </nav>
    }
}

/// A link to a standing view; the one in the address is the current one.
#[component]
fn QueueLink(shown: View, label: &'static str, count: Signal<Option<i64>>) -> impl IntoView {
    let (location, language) = (use_location(), use_language());
    let current = move || {
        let at_desk = location.pathname.read().starts_with("/desk");
        let named = location.query.read().get("view").unwrap_or_default();
        let here = named == shown.name() || named.is_empty() && shown == View::default();
        (at_desk && here).then_some("page")
    };
    view! {
        <li>
            <a href=format!("/desk?view={}", shown.name()) aria-current=current>
                <span>{label}</span>
                {move || count.get().map(|count| view! { <span class="count">{grouped(language, count)}</span> })}
            </a>
        </li>
    }
}

#[component]
fn ToolLink(href: &'static str, label: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || path.read().starts_with(href).then_some("page");
    view! { <li><a href=href aria-current=current><span>{label}</span></a></li> }
}

/// A page of the desk besides the queues: the call form, disruptions, administration. Only agents see
/// what it holds.
#[component]
pub fn DeskFrame(me: Me, children: Children) -> impl IntoView {
    let texts = use_texts();
    // Read each time a page is opened; until then the way is the same without them.
    let counts = RwSignal::new(BTreeMap::new());
    Effect::new(move |_| {
        leptos::task::spawn_local(async move {
            if let Ok(now) = crate::queue::api::queue_counts().await {
                let _ = counts.try_set(now);
            }
        });
    });
    watch_keys();
    let content = if me.actor.role.is_agent() {
        children()
    } else {
        view! { <Failed error=ApiError(Failure::Forbidden)/> }.into_any()
    };
    view! {
        <div class="app desk">
            <a class="skip-link" href="#main">{texts.common.skip}</a>
            <div class="desk-shell wide">
                <DeskNav me counts/>
                <main class="desk-main" id="main" tabindex="-1">{content}</main>
            </div>
        </div>
    }
}
