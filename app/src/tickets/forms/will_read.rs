//! What somebody will read who takes part in a ticket.

use crate::kernel::context::use_texts;
use guichet_domain::TextId;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::view::seen;
use leptos::prelude::*;

/// Number of characters that are shown of a text.
const BEGINNING: usize = 140;

/// The texts, messages and files of a ticket that every participant reads.
pub fn will_read(page: &TicketPage) -> AnyView {
    let beginning = |id: TextId| {
        let body = page.texts.get(&id).map(|prose| prose.body.as_str());
        let body = body.unwrap_or_default();
        let mut start: String = body.chars().take(BEGINNING).collect();
        if start.len() < body.len() {
            start.push('…');
        }
        start
    };
    let has_file = |file| page.ticket.attachments.iter().any(|one| one.file == file);
    // As the events tell it: a text that was replaced is still in the history.
    let told = page.history.iter();
    let told = told.filter_map(|envelope| seen(envelope, Viewer::Participant));
    let lines = told.flat_map(|envelope| match &envelope.event {
        Event::Attached { attachment, .. } if has_file(attachment.file) => {
            vec![attachment.name.clone()]
        }
        other => other.texts().into_iter().map(beginning).collect(),
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let earlier = (page.first > 0).then(|| use_texts().desk.affected_earlier);
    view! {
        <ul>
            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            {earlier.map(|earlier| view! { <li>{earlier}</li> })}
        </ul>
    }
    .into_any()
}
