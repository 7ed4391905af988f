//! One's own sessions, and ending them.

use crate::identity::session_list::SessionList;
use crate::kernel::context::use_texts;
use guichet_domain::identity::session_line::SessionLine;
use leptos::prelude::*;

#[component]
pub fn Sessions(sessions: Vec<SessionLine>) -> impl IntoView {
    let t = &use_texts().identity;
    let others = sessions.iter().any(|session| !session.current);
    view! {
        <p>{t.sessions_lead}</p>
        <SessionList sessions action="/account/sessions"/>
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
