//! A ticket in a user's lists.

use crate::kernel::tags::{ClaimedTag, StateTag};
use crate::kernel::times::Moment;
use crate::tickets::progress::Progress;
use guichet_domain::tickets::line::Line;
use leptos::prelude::*;

/// A ticket of one's own: subject, state, and the last event.
#[component]
pub fn TicketCard(line: Line) -> impl IntoView {
    let summary = line.summary;
    let reference = summary.reference.to_string();
    let reopened = summary.reopenings > 0;
    view! {
        <li>
            <a href=format!("/tickets/{reference}")>{summary.subject}</a>
            <p class="meta">
                <span class="ref">{reference.clone()}</span>
                "\u{a0}· "
                <StateTag kind=summary.reference.kind state=summary.state hold=summary.hold/>
                <ClaimedTag claimed=summary.claimed/>
                "\u{a0}· "
                <Moment at=summary.updated_at/>
            </p>
            <Progress
                kind=summary.reference.kind
                state=summary.state
                before=summary.before
                reopened=reopened
                compact=true
            />
        </li>
    }
}
