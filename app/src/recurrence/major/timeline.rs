//! What happened in a major incident, oldest first.

use crate::kernel::context::{use_texts, use_zone};
use crate::kernel::times::Moment;
use crate::recurrence::major::board::Board;
use crate::tickets::history::sentence;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::tickets::event::{Envelope, Event};
use leptos::prelude::*;

pub fn section(board: Board) -> AnyView {
    let t = &use_texts().major;
    view! {
        <section class="card" aria-labelledby="major-timeline">
            <h2 id="major-timeline">{t.timeline}</h2>
            <ol class="major-timeline">{move || board.now.with(lines)}</ol>
        </section>
    }
    .into_any()
}

fn lines(page: &MajorPage) -> AnyView {
    let lines = page.timeline.iter().map(|one| line(page, one));
    lines.collect_view().into_any()
}

fn line(page: &MajorPage, envelope: &Envelope) -> AnyView {
    let (texts, zone) = (use_texts(), use_zone());
    let said = sentence(texts, &zone, &page.named, None, Viewer::Agent, envelope);
    // What was written is what the team wants to read again; the ticket has the rest.
    let words = match &envelope.event {
        Event::Major(event) => event.texts(),
        _ => Vec::new(),
    };
    let words = words
        .into_iter()
        .filter_map(|id| page.texts.get(&id).cloned());
    let words = words.map(|words| view! { <p class="meta pre-line">{words}</p> });
    view! {
        <li>
            <p><Moment at=envelope.at/> " " {said}</p>
            {words.collect_view()}
        </li>
    }
    .into_any()
}
