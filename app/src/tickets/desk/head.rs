//! The head of a ticket: reporter, time, subject, state.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::session::SignInAgain;
use crate::kernel::tags::StateTag;
use crate::kernel::times::Moment;
use crate::queue::address::search_of;
use crate::queue::open_desk::OpenDesk;
use crate::recurrence::major::address;
use crate::tickets::desk::open::Open;
use crate::tickets::history::proven;
use crate::tickets::progress::Progress;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::ticket::Ticket;
use guichet_locales::{fill, words};
use leptos::prelude::*;

pub fn head(open: Open) -> AnyView {
    let (l, desk) = (use_language(), OpenDesk::here());
    let back = move || format!("/desk{}", search_of(&desk.query.get()));
    let list = move || words::view(l, desk.query.get().view);
    let subject = move || open.body(open.ticket.with(|ticket| ticket.subject));
    view! {
        <a class="back-link" href=back>{list}</a>
        <header class="ticket-head">
            <p class="ticket-ref">{move || source(open)}</p>
            <h1 id="ticket-title" tabindex="-1">{subject}</h1>
            {move || {
                open.ticket.with(|ticket| {
                    let before = ticket.before();
                    let reopened = ticket.reopenings > 0;
                    view! { <Progress kind=ticket.kind state=ticket.state before reopened/> }
                })
            }}
            <div role="alert">{move || said(open)}</div>
            <SignInAgain failure=open.failure/>
        </header>
    }
    .into_any()
}

/// A message that the ticket is gone, or that the last action failed.
fn said(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let notice = |class: &'static str, text: String| view! { <div class=class><p>{text}</p></div> };
    let gone = open.gone.get();
    let gone = gone.then(|| notice("notice notice-warn", texts.desk.gone.to_owned()));
    let failed = open.said(l);
    let failed = failed.map(|said| notice("notice notice-error", said));
    (gone, failed).into_any()
}

/// A tag that it is a major incident, or was one, which leads to the page of its team.
fn major(ticket: &Ticket) -> Option<AnyView> {
    let t = &use_texts().major;
    let major = ticket.internal.major.as_ref()?;
    let (label, class) = match major.is_on() {
        true => (t.tag, "tag tag-refused"),
        false => (t.tag_ended, "tag"),
    };
    let href = address(ticket.reference());
    Some(view! { "\u{a0}· " <a class=class href=href>{label}</a> }.into_any())
}

/// Reference, service, reporter, time and state, like "INC-1042 · Word · …".
fn source(open: Open) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let ticket = open.ticket.get();
    let service = open.service(l);
    let by = open.name(ticket.reporter.unwrap_or(ticket.affected));
    let text = match ticket.kind {
        Kind::Request => texts.desk.requested_by,
        _ => texts.desk.reported_by,
    };
    let hold = ticket.hold.as_ref().map(|hold| hold.reason);
    view! {
        <span class="ref">{ticket.reference().to_string()}</span>
        {service.map(|service| format!("\u{a0}· {service}"))}
        "\u{a0}· "
        {fill(text, &[("who", &by)])}
        {ticket.by_mail.map(|proof| format!(" ({})", proven(texts, proof)))}
        ", "
        <Moment at=ticket.recorded_at/>
        "\u{a0}· "
        <StateTag kind=ticket.kind state=ticket.state hold/>
        {major(&ticket)}
    }
    .into_any()
}
