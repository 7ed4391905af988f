//! One's own sessions: where one is signed in, and ending that.

use crate::components::Moment;
use crate::context::{use_language, use_texts};
use crate::locales::audit::device_name;
use crate::locales::fill;
use guichet_domain::wire::SessionLine;
use leptos::prelude::*;

#[component]
pub fn Sessions(sessions: Vec<SessionLine>) -> impl IntoView {
    let t = &use_texts().doors;
    let others = sessions.iter().any(|session| !session.current);
    view! {
        <p>{t.sessions_lead}</p>
        <ul class="sessions">
            {sessions.into_iter().map(|session| view! { <Session session/> }).collect_view()}
        </ul>
        <div class="actions">
            {others
                .then(|| {
                    view! {
                        <form method="post" action="/account/sessions">
                            <button class="button" name="session" value="others">{t.sessions_end_others}</button>
                        </form>
                    }
                })}
            <form method="post" action="/sign-out-everywhere">
                <button class="button danger">{t.sessions_end_all}</button>
            </form>
        </div>
    }
}

#[component]
fn Session(session: SessionLine) -> impl IntoView {
    let (t, language) = (&use_texts().doors, use_language());
    let device = device_name(language, &session.origin.device);
    let address = Some(session.origin.address)
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
            <form method="post" action="/account/sessions">
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
