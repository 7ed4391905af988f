//! The page that splits a message off into a ticket of its own.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{ErrorSummary, TextAreaField, TextField};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::own_form::{OwnForm, SendButton, Values, value};
use crate::queue::nav::DeskFrame;
use crate::tickets::api::record;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::{NewTicket, PersonId, TextId};
use guichet_locales::{fill, words};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Address of the page for a message of a ticket.
pub fn address(ticket: Reference, text: TextId) -> String {
    format!("/split?ticket={ticket}&text={text}")
}

#[component]
pub fn SplitPage() -> impl IntoView {
    let t = &use_texts().desk;
    let (ticket, text) =
        use_query_map().with_untracked(|query| (query.get("ticket"), query.get("text")));
    let ticket: Option<Reference> = ticket.and_then(|ticket| ticket.parse().ok());
    let text: Option<TextId> = text.and_then(|text| text.parse().ok());
    let loaded = load(
        || (),
        move |()| async move {
            let Some((ticket, text)) = ticket.zip(text) else {
                return Ok(None);
            };
            // A long conversation comes in parts, the latest first.
            let mut before = None;
            loop {
                let page = crate::tickets::api::ticket(ticket.id, before).await?;
                if let Some((by, body)) = said(&page, text) {
                    return Ok::<_, ApiError>(Some((page.ticket.reference(), by, body)));
                }
                if page.first == 0 {
                    return Ok(None);
                }
                before = Some(page.first);
            }
        },
    );
    view! {
        <Title text=t.split_title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.split_title}</h1>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(Some((ticket, by, body))) => form(ticket, text.unwrap_or_default(), by, body),
                        Ok(None) => view! { <p class="notice notice-info">{t.split_none}</p> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

/// Whom a message is of, and what it says; nothing if it is not there any more.
fn said(page: &TicketPage, text: TextId) -> Option<(PersonId, String)> {
    let is_it = |envelope: &&Envelope| match envelope.event {
        Event::Commented {
            text: it, audience, ..
        } => it == text && audience != Audience::Agents,
        _ => false,
    };
    let envelope = page.history.iter().find(is_it)?;
    let prose = page.texts.get(&text).filter(|prose| !prose.is_removed())?;
    let ticket = &page.ticket;
    // What an agent wrote is about the user they wrote to.
    let by = envelope.by.person();
    let by = by.filter(|person| ticket.is_requester(*person) || ticket.watchers.contains(person));
    Some((by.unwrap_or(ticket.affected), prose.body.clone()))
}

fn form(ticket: Reference, text: TextId, by: PersonId, body: String) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let form = OwnForm::new(Values::from([("description".to_owned(), body)]), true);
    let kept = Draft::of(format!("split-{ticket}-{text}"));
    form.keep_in(kept.clone());
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        form.send(
            move |values| {
                Ok(NewTicket {
                    kind: Kind::Incident,
                    subject: value(values, "subject").to_owned(),
                    description: value(values, "description").to_owned(),
                    affected: Some(by),
                    follows: Some(ticket),
                    split: true,
                    ..NewTicket::default()
                })
            },
            record,
            move |reference: Reference| navigate(&format!("/desk/{reference}"), Default::default()),
        );
    };
    let fields = move || {
        let state = form.state.get();
        let error = |field| state.error(l, field, None);
        view! {
            <TextField name="subject" label=words::field(l, Field::Subject) value=state.value("subject")
                error=error(Field::Subject) required=true max=Some(200)/>
            <TextAreaField name="description" label=words::field(l, Field::Description)
                value=state.value("description") error=error(Field::Description) rows=8/>
        }
    };
    view! {
        <p class="lead">{fill(t.split_lead, &[("ref", &ticket.to_string())])}</p>
        <form class="form" id="split" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepDraft draft=kept/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            {fields}
            <div class="form-foot">
                <SendButton form label=t.split_send/>
                <a class="button quiet" href=format!("/desk/{ticket}")>{texts.common.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}
