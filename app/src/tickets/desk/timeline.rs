//! The timeline of messages and events, the oldest first.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::prose::{Gone, Html};
use crate::kernel::session::SignInAgain;
use crate::kernel::tags::Avatar;
use crate::kernel::times::Moment;
use crate::tickets::attached::of_ticket;
use crate::tickets::desk::open::{Open, Pending};
use crate::tickets::desk::unsent::INTERRUPTED;
use crate::tickets::history;
use crate::tickets::history::{by_mail, evaluated_by_itself, is_told, sentence, texts_shown};
use crate::tickets::split_page::address;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::{Audience, Viewer};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::event::{Envelope, Event, Imported};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{CommandId, TextId};
use guichet_locales::{fill, words};
use leptos::prelude::*;

/// State of an event on its way to the server.
#[derive(Clone)]
enum Way {
    Arrived,
    Sending,
    Failed(CommandId, Failure),
}

pub fn conversation(open: Open) -> AnyView {
    let texts = use_texts();
    view! {
        <section class="conversation" aria-labelledby="conversation-title">
            <h2 class="visually-hidden" id="conversation-title">{texts.desk.conversation}</h2>
            {move || earlier(open)}
            {move || view! { <ol class="timeline">{entries(open)}</ol> }}
        </section>
    }
    .into_any()
}

/// A link to earlier events, if not all of them are shown.
fn earlier(open: Open) -> Option<AnyView> {
    let more = open.page.with(|page| page.first > 0);
    more.then(|| {
        view! {
            <p class="timeline-more">
                <button class="button" type="button" on:click=move |_| open.show_earlier()>
                    {use_texts().common.earlier}
                </button>
            </p>
        }
        .into_any()
    })
}

fn entries(open: Open) -> Vec<AnyView> {
    let arrived = open.page.with(|page| page.history.clone());
    let standard = evaluated_by_itself(&arrived);
    let mut entries: Vec<AnyView> = arrived
        .iter()
        .filter(|envelope| is_told(envelope, &standard))
        .map(|envelope| entry(open, envelope, Way::Arrived))
        .collect();
    let pending: Vec<Pending> = open.pending.get();
    for p in &pending {
        let way = match &p.failed {
            None => Way::Sending,
            Some(failure) => Way::Failed(p.id, failure.clone()),
        };
        let shown = p
            .events
            .iter()
            .filter(|envelope| is_told(envelope, &standard));
        entries.extend(shown.map(|envelope| entry(open, envelope, way.clone())));
    }
    entries
}

/// The text in an event that somebody wrote, and its audience.
fn message(event: &Event) -> Option<(TextId, Audience)> {
    match event {
        Event::Recorded(recorded) => Some((recorded.description?, Audience::Everyone)),
        Event::Commented { text, audience, .. } => Some((*text, *audience)),
        Event::Imported {
            change: Imported::Note { text },
        } => Some((*text, Audience::Agents)),
        _ => None,
    }
}

fn entry(open: Open, envelope: &Envelope, way: Way) -> AnyView {
    match message(&envelope.event) {
        Some((text, audience)) => bubble(open, envelope, text, audience, way),
        None => event_entry(open, envelope, way),
    }
}

fn when(envelope: &Envelope, way: &Way) -> AnyView {
    let texts = use_texts();
    match way {
        Way::Arrived => view! { <Moment at=envelope.at/> }.into_any(),
        Way::Sending => view! { <span>{texts.desk.sending}</span> }.into_any(),
        Way::Failed(..) => ().into_any(),
    }
}

fn bubble(open: Open, envelope: &Envelope, text: TextId, audience: Audience, way: Way) -> AnyView {
    let texts = use_texts();
    let internal = audience == Audience::Agents;
    let mut class = String::from(if internal {
        "entry entry-note"
    } else {
        "entry entry-message"
    });
    if !matches!(way, Way::Arrived) {
        class.push_str(" is-pending");
    }
    let name = match &envelope.event {
        Event::Recorded(recorded) => open.name(recorded.reporter.unwrap_or(recorded.affected)),
        _ => author(open, envelope),
    };
    view! {
        <li class=class>
            <Avatar name=name.clone()/>
            <div class="bubble">
                <header class="bubble-head">
                    <strong>{name}</strong>
                    {internal.then(|| view! { <span>{texts.desk.internal_note}</span> })}
                    {of_part(open, envelope).map(|part| view! { <span class="ref">{part}</span> })}
                    {by_mail(texts, &envelope.event).map(|words| view! { <span>{words}</span> })}
                    {original(open, envelope, &way)}
                    {when(envelope, &way)}
                    {split(open, envelope, &way)}
                    {remove(open, envelope, &way)}
                </header>
                {subject_of_part(open, envelope)}
                {prose(open, text)}
                {failed(open, way)}
            </div>
        </li>
    }
    .into_any()
}

fn author(open: Open, envelope: &Envelope) -> String {
    match history::author(envelope) {
        Who::Person(person) => open.name(person),
        Who::System => use_texts().history.system.to_owned(),
    }
}

/// The ticket that is part of this one where this was said, if it was not here.
fn of_part(open: Open, envelope: &Envelope) -> Option<String> {
    let from = open.ticket.with(|ticket| ticket.part_of(envelope.ticket))?;
    Some(from.to_string())
}

/// The subject under which a ticket was recorded that is part of this one: the page shows its own alone.
fn subject_of_part(open: Open, envelope: &Envelope) -> Option<AnyView> {
    let Event::Recorded(recorded) = &envelope.event else {
        return None;
    };
    let subject = open.prose(recorded.subject)?;
    of_part(open, envelope)?;
    Some(view! { <p><strong>{subject.body}</strong></p> }.into_any())
}

/// The way to the message that the words came in; kept as long as they are.
fn original(open: Open, envelope: &Envelope, way: &Way) -> Option<AnyView> {
    envelope
        .event
        .by_mail()
        .filter(|_| matches!(way, Way::Arrived))?;
    let texts = envelope.event.texts();
    let is_there = |id: &TextId| open.prose(*id).is_some_and(|prose| !prose.is_removed());
    texts.first().filter(|id| is_there(id))?;
    let href = format!("/originals/{}/{}", envelope.ticket, envelope.command);
    let label = use_texts().desk.original;
    Some(view! { <a href=href download rel="external">{label}</a> }.into_any())
}

/// A text as rendered by the server, or as plain lines before that is there.
fn prose(open: Open, text: TextId) -> AnyView {
    match open.prose(text) {
        Some(prose) if prose.is_removed() => view! { <Gone/> }.into_any(),
        Some(prose) if prose.html.is_empty() => {
            let lines = prose.body.lines().filter(|line| !line.trim().is_empty());
            let lines = lines.map(|line| view! { <p>{line.to_owned()}</p> });
            view! { <div class="prose">{lines.collect_view()}</div> }.into_any()
        }
        Some(prose) => view! { <Html html=prose.html/> }.into_any(),
        None => ().into_any(),
    }
}

fn failed(open: Open, way: Way) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let Way::Failed(id, failure) = way else {
        return ().into_any();
    };
    let why = match &failure {
        Failure::Network(why) if why == INTERRUPTED => texts.drafts.interrupted.to_owned(),
        other => words::failure(l, other),
    };
    let said = fill(texts.desk.kept, &[("why", &why)]);
    view! {
        <div class="pending-error" role="alert">
            <span>{said}</span>
            <button class="link" type="button" on:click=move |_| open.retry(id)>{texts.common.retry}</button>
            <SignInAgain failure=Signal::stored(Some(failure))/>
        </div>
    }
    .into_any()
}

fn event_entry(open: Open, envelope: &Envelope, way: Way) -> AnyView {
    let (texts, zone) = (use_texts(), use_zone());
    let said = open.page.with(|page| {
        sentence(
            texts,
            &zone,
            &page.people,
            page.choices.as_ref(),
            Viewer::Agent,
            envelope,
        )
    });
    let class = match way {
        Way::Arrived => "entry entry-event",
        _ => "entry entry-event is-pending",
    };
    let file = match &envelope.event {
        Event::Attached { attachment, .. } if open.has_file(attachment.file) => {
            Some(of_ticket(envelope.ticket, attachment))
        }
        _ => None,
    };
    let said = match file {
        Some(href) => view! { <a href=href rel="external" download="">{said}</a> }.into_any(),
        None => said.into_any(),
    };
    view! {
        <li class=class>
            <p>
                {said}
                {of_part(open, envelope).map(|part| view! { " " <span class="ref">{part}</span> })}
                {by_mail(texts, &envelope.event).map(|words| format!(" ({words})"))}
                "\u{a0}· " {when(envelope, &way)} {remove(open, envelope, &way)}
            </p>
            {texts_shown(&envelope.event).into_iter().map(|text| prose(open, text)).collect_view()}
        </li>
    }
    .into_any()
}

/// The way to a ticket of its own for a message that is about something else.
fn split(open: Open, envelope: &Envelope, way: &Way) -> Option<AnyView> {
    if envelope.ticket != open.id {
        return None;
    }
    let Event::Commented { text, audience, .. } = envelope.event else {
        return None;
    };
    // What agents wrote to each other would be read by a user.
    if audience == Audience::Agents {
        return None;
    }
    let is_there = open.prose(text).is_some_and(|prose| !prose.is_removed());
    let (true, Way::Arrived) = (is_there, way) else {
        return None;
    };
    let href = address(open.ticket.with(Ticket::reference), text);
    let label = use_texts().desk.split;
    Some(view! { <a class="remove" href=href>{label}</a> }.into_any())
}

/// A button that removes a text or file for good; it is hidden until needed.
fn remove(open: Open, envelope: &Envelope, way: &Way) -> AnyView {
    // What was said at a ticket that is part of this one is removed there.
    if envelope.ticket != open.id {
        return ().into_any();
    }
    let named = match &envelope.event {
        Event::Attached { attachment, .. } => vec![Removed::File(attachment.file)],
        other => other.texts().into_iter().rev().map(Removed::Text).collect(),
    };
    let first = open
        .readable
        .with(|there| named.into_iter().find(|what| there.contains_key(what)));
    let (Some(what), Way::Arrived) = (first, way) else {
        return ().into_any();
    };
    let choose = move |_| {
        open.failure.set(None);
        open.removing.set(Some(what));
        open.sheet.set(Some(Action::Redact));
    };
    view! {
        <button class="link remove" type="button" aria-haspopup="dialog" on:click=choose>
            {use_texts().retention.remove}
        </button>
    }
    .into_any()
}
