//! What the user of a ticket says, beside it at the desk, for those who read it.

use crate::feedback::api;
use crate::feedback::board::Board;
use crate::feedback::line::feedback_line;
use crate::kernel::context::use_texts;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use guichet_domain::TicketId;
use guichet_domain::feedback::page::TicketFeedback;
use leptos::prelude::*;

/// The section; nothing where there is nothing to read.
pub fn feedback_section(ticket: TicketId) -> AnyView {
    let t = &use_texts().feedback;
    let read = RwSignal::new(None::<TicketFeedback>);
    let again = move || {
        leptos::task::spawn_local(async move {
            if let Ok(found) = api::feedback_of_ticket(ticket).await {
                read.try_set(Some(found));
            }
        });
    };
    // It is read once the ticket is there, which nobody waits longer for.
    Effect::new(move |_| again());
    let bus = LiveBus::here();
    bus.follow(bus.mark(), move |live| {
        if matches!(live, Live::Feedback(about) if about == ticket) || matches!(live, Live::Reload)
        {
            again();
        }
    });
    let board = Board::new(again);
    let shown = move || {
        let found = read.get().filter(|found| !found.lines.is_empty())?;
        let lines = found.lines.iter();
        let lines =
            lines.map(|line| feedback_line(board, line, &found.people, &found.owners, false));
        let lines = lines.collect_view();
        Some(view! {
            <section class="card beside" aria-labelledby="feedback-beside">
                <h2 id="feedback-beside">{t.section}</h2>
                {board.status()}
                <ul class="feedback">{lines}</ul>
            </section>
        })
    };
    shown.into_any()
}
