//! Incoming mail that found no ticket: its content, the reason, and what can be made of it.

use crate::directory::tabs::Tabs;
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::times::Moment;
use crate::mail::api;
use crate::queue::nav::DeskFrame;
use guichet_domain::mail::inbound::{Fate, InboundLine};
use guichet_locales::fill;
use guichet_locales::mail::reasons;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Fates of messages that are listed, with their names in addresses.
const KINDS: [(Fate, &str); 3] = [
    (Fate::Aside, ""),
    (Fate::Automatic, "automatic"),
    (Fate::Bounce, "bounce"),
];

#[component]
pub fn InboundMailPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.inbound;
    let query = use_query_map();
    let asked = move |name: &str| query.read().get(name).unwrap_or_default();
    let at = Memo::new(move |_| {
        let name = asked("kind");
        let kind = KINDS.iter().find(|(_, known)| *known == name);
        (
            kind.map_or(Fate::Aside, |(fate, _)| *fate),
            query.read().get("after"),
        )
    });
    let messages = load(move || at.get(), |(fate, after)| api::messages(fate, after));
    let section = Signal::derive(|| None);
    view! {
        <Title text=format!("{} · {}", t.title, texts.admin.title)/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{texts.admin.title}</h1>
                <Tabs at=section/>
                <header>
                    <div>
                        <h2>{t.title}</h2>
                        <p class="hint">{t.lead}</p>
                    </div>
                </header>
                <Outcome/>
                <nav class="tabs-nav" aria-label=t.which>
                    {KINDS.map(|(fate, name)| kind_link(fate, name, at))}
                </nav>
                {awaited(move || {
                    let (fate, _) = at.get();
                    async move {
                        match messages.await {
                            Ok((lines, next)) => list(fate, lines, next),
                            Err(error) => view! { <Failed error/> }.into_any(),
                        }
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn kind_link(fate: Fate, name: &str, at: Memo<(Fate, Option<String>)>) -> AnyView {
    let t = &use_texts().inbound;
    let words = match fate {
        Fate::Automatic => t.automatic,
        Fate::Bounce => t.bounce,
        _ => t.aside,
    };
    let href = format!(
        "/admin/inbound-messages{}{name}",
        if name.is_empty() { "" } else { "?kind=" }
    );
    let current = move || (at.read().0 == fate).then_some("true");
    view! { <a href=href aria-current=current>{words}</a> }.into_any()
}

/// The outcome of the form sent from this page.
#[component]
fn Outcome() -> impl IntoView {
    let t = &use_texts().inbound;
    let query = use_query_map();
    let said = move || {
        let query = query.read();
        if let Some(ticket) = query.get("made") {
            let href = format!("/desk/{ticket}");
            let words = fill(t.made, &[("ticket", &ticket)]);
            return Some(
                view! { <div class="notice notice-done"><p><a href=href>{words}</a></p></div> }
                    .into_any(),
            );
        }
        let (class, words) = match (
            query.get("discarded"),
            query.get("unknown"),
            query.get("gone"),
        ) {
            (Some(_), ..) => ("notice notice-done", t.discarded.to_owned()),
            (_, Some(email), _) => ("notice notice-error", fill(t.unknown, &[("email", &email)])),
            (.., Some(_)) => ("notice notice-error", t.gone.to_owned()),
            _ => return None,
        };
        Some(view! { <div class=class><p>{words}</p></div> }.into_any())
    };
    view! { <div role="status">{said}</div> }
}

fn list(fate: Fate, lines: Vec<InboundLine>, next: Option<String>) -> AnyView {
    let t = &use_texts().inbound;
    if lines.is_empty() {
        return view! { <p class="empty">{t.none}</p> }.into_any();
    }
    let kind = KINDS
        .iter()
        .find(|(known, _)| *known == fate)
        .map_or("", |(_, name)| *name);
    let older = next.map(|next| format!("/admin/inbound-messages?kind={kind}&after={next}"));
    view! {
        <ul class="inbound-messages">{lines.into_iter().map(inbound).collect_view()}</ul>
        {older.map(|href| view! { <p><a class="button" href=href>{t.older}</a></p> })}
    }
    .into_any()
}

fn inbound(line: InboundLine) -> AnyView {
    let (language, t) = (use_language(), &use_texts().inbound);
    let who = match (line.name.as_str(), line.sender.as_str()) {
        ("", "") => t.nobody.to_owned(),
        ("", sender) => sender.to_owned(),
        (name, sender) => format!("{name} <{sender}>"),
    };
    let subject = if line.subject.is_empty() {
        t.no_subject.to_owned()
    } else {
        line.subject.clone()
    };
    let why = line.reason.map(|reason| reasons::reason(language, reason));
    let about = line.ticket.map(|ticket| {
        view! { " · " {t.about} " " <a href=format!("/desk/{ticket}")>{ticket.to_string()}</a> }
    });
    let action = format!("/inbound-messages/{}", line.id);
    let field = format!("for-{}", line.id);
    let hint = format!("for-hint-{}", line.id);
    let described = hint.clone();
    view! {
        <li class="card">
            <h3>{subject}</h3>
            <p class="meta">{who} " · " <Moment at=line.at/></p>
            <p>{why} {about}</p>
            <div class="actions">
                {line
                    .kept
                    .then(|| {
                        view! {
                            <form method="post" action=action.clone()>
                                <input type="hidden" name="action" value="download"/>
                                <button class="button">{t.download}</button>
                            </form>
                        }
                    })}
                <details class="disclosure">
                    <summary class="button">{t.make}</summary>
                    <form class="form" method="post" action=action.clone()>
                        <input type="hidden" name="action" value="ticket"/>
                        <div class="field">
                            <label for=field.clone()>{t.for_whom}</label>
                            <p class="hint" id=hint>{t.for_whom_hint}</p>
                            <input id=field name="for" type="email" value=line.sender.clone() aria-describedby=described/>
                        </div>
                        <button class="button primary">{t.make_now}</button>
                    </form>
                </details>
                <form method="post" action=action>
                    <input type="hidden" name="action" value="discard"/>
                    <button class="button quiet">{t.discard}</button>
                </form>
            </div>
        </li>
    }
    .into_any()
}
