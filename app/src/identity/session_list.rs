//! Browsers that are signed in, each with a button that ends its session.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::times::Moment;
use guichet_domain::identity::session_line::SessionLine;
use guichet_locales::fill;
use guichet_locales::governance::audit::device_name;
use leptos::prelude::*;

/// The list of sessions. `action` is the address that forms for ending one are posted to.
#[component]
pub fn SessionList(sessions: Vec<SessionLine>, #[prop(into)] action: String) -> impl IntoView {
    view! {
        <ul class="sessions">
            {sessions
                .into_iter()
                .map(|session| view! { <Session session action=action.clone()/> })
                .collect_view()}
        </ul>
    }
}

#[component]
fn Session(session: SessionLine, action: String) -> impl IntoView {
    let (t, language) = (&use_texts().identity, use_language());
    let device = device_name(language, &session.client.device);
    let address = Some(session.client.address)
        .filter(|address| !address.is_empty())
        .unwrap_or_else(|| t.session_no_address.to_owned());
    let label = fill(
        t.session_end_of,
        &[("device", &device), ("address", &address)],
    );
    let end = if session.current {
        view! { <span class="tag">{t.session_current}</span> }.into_any()
    } else {
        view! {
            <form method="post" action=action>
                <button class="button" name="session" value=session.id aria-label=label>{t.session_end}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <strong>{device}</strong>
                <p class="meta">
                    <span>{address}</span> " · "
                    <span>{t.session_used} " " <Moment at=session.used_at/></span> " · "
                    <span>{t.session_opened} " " <Moment at=session.created_at/></span>
                </p>
            </div>
            {end}
        </li>
    }
}
