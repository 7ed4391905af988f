//! State of the ticket, what it means for the reader, and their possible actions.

use crate::kernel::context::{use_texts, use_zone};
use crate::kernel::prose::Html;
use crate::tickets::portal::standing::standing;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::resolution::Permanence;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TextId};
use guichet_locales::Portal;
use leptos::prelude::*;

/// The box that says what happens now; the actions are its children.
#[component]
pub fn Outcome(page: RwSignal<TicketPage>, me: PersonId, children: Children) -> impl IntoView {
    let (texts, zone) = (use_texts(), use_zone());
    let t = &texts.portal;
    let told = Memo::new(move |_| page.with(|page| told(t, page)));
    let sentence = move || page.with(|page| standing(texts, &zone, page, me));
    view! {
        <section class="answer-box">
            <h2>{t.now_title}</h2>
            <p role="status">{sentence}</p>
            {move || {
                told.get()
                    .map(|(title, html)| {
                        view! {
                            <div>
                                <h3>{title}</h3>
                                <Html html/>
                            </div>
                        }
                    })
            }}
            {children()}
        </section>
    }
}

/// The text that matters now: a solution, what was done, a reason.
fn told(t: &Portal, page: &TicketPage) -> Option<(&'static str, String)> {
    let ticket = &page.ticket;
    let (title, text): (&'static str, Option<TextId>) = match (ticket.state, &ticket.resolution) {
        (State::Resolved | State::Closed, Some(resolution)) => {
            let title = match resolution.permanence {
                Permanence::Permanent => t.solution_title,
                Permanence::Workaround => t.workaround_title,
            };
            (title, Some(resolution.notes))
        }
        (State::Fulfilled | State::Closed, _) => (t.done_title, ticket.done),
        (State::Refused, _) => (t.refused_title, ticket.reason),
        (State::Cancelled, _) => (t.cancelled_title, ticket.reason),
        _ => (t.meanwhile_title, ticket.workaround),
    };
    let html = page.texts.get(&text?)?.html.clone();
    Some((title, html))
}
