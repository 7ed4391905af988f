//! The conversation from the beginning, and the box to answer in.

use crate::kernel::context::{FormState, use_language, use_texts, use_zone};
use crate::kernel::prose::{Gone, Html};
use crate::kernel::tags::Avatar;
use crate::kernel::times::Moment;
use crate::tickets::attached::{AttachedFile, of_ticket};
use crate::tickets::history::{
    author, by_mail, evaluated_by_itself, is_told, sentence, texts_shown,
};
use crate::tickets::portal::actions::offered;
use crate::tickets::portal::form_parts::{Area, Verb, own};
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::Prose;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{readable, seen};
use guichet_domain::{CategoryId, CommandId, PersonId, ServiceId, TeamId, TicketId};
use guichet_locales::fill;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What an entry is known by: its ticket, its command and its place among the command's, and whether
/// it is whole. An entry that lost something is another entry.
pub type Key = (TicketId, CommandId, usize, bool);

/// The entries that the portal shows, each with its key; entries between agents are left out.
pub fn entries(page: &TicketPage) -> Vec<(Key, Envelope)> {
    let viewer = page.viewer.min(Viewer::Participant);
    let there = readable(&page.history);
    let whole = |event: &Event| match event {
        Event::Attached { attachment, .. } => there.contains_key(&Removed::File(attachment.file)),
        other => {
            let mut texts = other.texts().into_iter().map(Removed::Text);
            texts.all(|text| there.contains_key(&text))
        }
    };
    let standard = evaluated_by_itself(&page.history);
    let mut of_command: BTreeMap<(TicketId, CommandId), usize> = BTreeMap::new();
    let numbered = page.history.iter().map(|envelope| {
        let of = (envelope.ticket, envelope.command);
        let n = of_command.entry(of).or_default();
        *n += 1;
        (*n, envelope)
    });
    numbered
        .filter(|(_, envelope)| is_told(envelope, &standard))
        .filter_map(|(n, envelope)| Some((n, seen(envelope, viewer)?)))
        .map(|(n, envelope)| {
            let is_whole = whole(&envelope.event);
            ((envelope.ticket, envelope.command, n, is_whole), envelope)
        })
        .collect()
}

#[component]
pub fn Conversation(page: RwSignal<TicketPage>, me: PersonId, form: FormState) -> impl IntoView {
    let (t, common) = (&use_texts().portal, &use_texts().common);
    // What is written to a ticket that is part of another by now is said there.
    let is_part = |page: &TicketPage| page.ticket.merged_into().is_some();
    let may_answer = Memo::new(move |_| {
        page.with(|page| offered(page).contains(&Action::Comment) || is_part(page))
    });
    let form = StoredValue::new(form);
    let earlier = move || page.with(|page| (page.first > 0).then_some(page.first));
    let later = move || page.with(|page| page.later);
    let reference = page.with_untracked(|page| page.ticket.reference().to_string());
    let (before, last) = (
        format!("/tickets/{reference}?before="),
        format!("/tickets/{reference}"),
    );
    view! {
        <section class="conversation">
            <h2>{t.story_title}</h2>
            {move || earlier().map(|n| more(format!("{before}{n}"), common.earlier))}
            <ol class="timeline">
                <For each=move || page.with(entries) key=|(key, _)| *key let:entry>
                    <Entry page envelope=entry.1 me/>
                </For>
            </ol>
            {move || later().then(|| more(last.clone(), common.latest))}
        </section>
        <Show when=move || may_answer.get()>
            <Answer page form=form.get_value() me/>
        </Show>
    }
}

/// A link to another part of a long conversation.
fn more(href: String, words: &'static str) -> impl IntoView {
    view! { <p class="timeline-more"><a class="button" href=href>{words}</a></p> }
}

/// Names that sentences need, as far as a user knows them.
fn names(page: &TicketPage) -> Choices {
    let ticket = &page.ticket;
    let service = ticket.service.unwrap_or(ServiceId(0));
    let category = ticket.category.unwrap_or(CategoryId(0));
    let team = ticket.team.unwrap_or(TeamId(0));
    Choices {
        categories: page
            .category
            .iter()
            .map(|c| (service, category, c.clone()))
            .collect(),
        teams: page.team.iter().map(|name| (team, name.clone())).collect(),
        items: page
            .item
            .iter()
            .map(|item| (item.id, item.name.clone()))
            .collect(),
        ..Choices::default()
    }
}

/// One event: a message in a bubble, any other in a line.
#[component]
pub fn Entry(page: RwSignal<TicketPage>, envelope: Envelope, me: PersonId) -> impl IntoView {
    let (texts, zone) = (use_texts(), use_zone());
    let t = &texts.portal;
    let at = envelope.at;
    let prose: Vec<Prose> = page.with_untracked(|page| {
        texts_shown(&envelope.event)
            .iter()
            .filter_map(|id| page.texts.get(id))
            .filter(|text| !text.body.is_empty())
            .cloned()
            .collect()
    });
    let who = page.with_untracked(|page| match author(&envelope) {
        Who::Person(person) => crate::tickets::portal::standing::name_of(&page.people, person),
        Who::System => texts.history.system.to_owned(),
    });
    let mine = author(&envelope) == Who::Person(me);
    let said = matches!(envelope.event, Event::Commented { .. } | Event::Recorded(_));
    let file = match &envelope.event {
        Event::Attached { attachment, .. } => Some(attachment.clone()).filter(|file| {
            page.with_untracked(|page| page.ticket.attachments.iter().any(|a| a.file == file.file))
        }),
        _ => None,
    };
    let ticket = envelope.ticket;
    let part = page.with_untracked(|page| page.ticket.part_of(ticket));
    let part = part.map(|part| view! { <span class="ref">{part.to_string()}</span> });
    let subject = part.as_ref().and_then(|_| subject_of(page, &envelope));
    let mail = by_mail(texts, &envelope.event);
    let sentence = move || {
        page.with(|page| {
            sentence(
                texts,
                &zone,
                &page.people,
                Some(&names(page)),
                Viewer::Participant,
                &envelope,
            )
        })
    };
    if prose.is_empty() {
        return view! {
            <li class="entry entry-event">
                <p>{sentence} {part.map(|part| view! { " " {part} })} {mail.map(|words| format!(" ({words})"))} "\u{a0}· " <Moment at/></p>
                {file.map(|file| view! { <ul class="files"><li><AttachedFile href=of_ticket(ticket, &file) file/></li></ul> })}
            </li>
        }
        .into_any();
    }
    let head = match (said, mine) {
        (true, true) => view! { <strong>{t.you}</strong> }.into_any(),
        (true, false) => view! { <strong>{who.clone()}</strong> }.into_any(),
        _ => view! { <strong>{sentence}</strong> }.into_any(),
    };
    view! {
        <li class="entry entry-message">
            <Avatar name=who/>
            <div class="bubble">
                <header class="bubble-head">{head}{part}{mail.map(|words| view! { <span>{words}</span> })}<Moment at/></header>
                {subject.map(|subject| view! { <p><strong>{subject}</strong></p> })}
                {prose.into_iter().map(written).collect_view()}
            </div>
        </li>
    }
    .into_any()
}

/// The subject under which a ticket was recorded that is part of the page's.
fn subject_of(page: RwSignal<TicketPage>, envelope: &Envelope) -> Option<String> {
    let Event::Recorded(recorded) = &envelope.event else {
        return None;
    };
    let subject = page.with_untracked(|page| page.texts.get(&recorded.subject).cloned());
    subject.map(|subject| subject.body)
}

/// A text, or a note that it was removed.
fn written(prose: Prose) -> AnyView {
    if prose.is_removed() {
        view! { <Gone/> }.into_any()
    } else {
        view! { <Html html=prose.html/> }.into_any()
    }
}

/// The form for a message, a file, or both.
#[component]
fn Answer(page: RwSignal<TicketPage>, form: FormState, me: PersonId) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let (reference, to) = page.with_untracked(|page| {
        let to = correspondent(&page.ticket, me);
        let to = to.map(|person| crate::tickets::portal::standing::name_of(&page.people, person));
        (page.ticket.reference().to_string(), to)
    });
    let send = match to.as_deref().and_then(|name| name.split(' ').next()) {
        Some(name) if !name.is_empty() => fill(t.reply_send_to, &[("who", name)]),
        _ => t.reply_send.to_owned(),
    };
    let form = own(&form, &reference, "comment");
    let (value, error) = (form.value("text"), form.error(language, Field::Text, None));
    let file_error = form.error(language, Field::File, None);
    let class = if file_error.is_some() {
        "field has-error"
    } else {
        "field"
    };
    view! {
        <section>
            <h2>{t.reply_title}</h2>
            <Verb reference action="comment" form>
                <Area id="text-comment".to_owned() name="text" label=t.reply_text value error unmarked=true rows=4/>
                <div class=class>
                    <label for="file-comment">{t.reply_file}</label>
                    <p class="hint" id="file-comment-hint">{t.reply_file_hint}</p>
                    <input id="file-comment" type="file" name="file" aria-describedby="file-comment-hint"/>
                    {file_error.map(|error| view! { <p class="error">{error}</p> })}
                </div>
                <div class="form-foot"><button type="submit" class="button primary">{send}</button></div>
            </Verb>
        </section>
    }
}

/// The person who reads the answer first: the assignee, or the user.
fn correspondent(ticket: &Ticket, me: PersonId) -> Option<PersonId> {
    if ticket.is_requester(me) {
        ticket.assignee.filter(|agent| *agent != me)
    } else {
        Some(ticket.affected)
    }
}
