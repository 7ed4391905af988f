use crate::feedback::api::feedback_of_ticket;
use crate::feedback::opinion::OwnOpinion;
use crate::kernel::context::{
    FormState, Loading, load, title, use_form_state, use_language, use_texts, use_zone,
};
use crate::kernel::error::ApiError;
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::guard::Failed;
use crate::kernel::minute::use_minute;
use crate::kernel::notice::Done;
use crate::kernel::tags::StateTag;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::tickets::api;
use crate::tickets::history::proven;
use crate::tickets::portal::actions::{Actions, Orphan};
use crate::tickets::portal::conversation::Conversation;
use crate::tickets::portal::details::Details;
use crate::tickets::portal::followed::follow_ticket;
use crate::tickets::portal::outcome::Outcome;
use crate::tickets::progress::Progress;
use guichet_domain::feedback::page::TicketFeedback;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_locales::{fill, told};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One ticket as its user sees it: its state, their possible actions, the conversation.
#[component]
pub fn TicketPage() -> impl IntoView {
    let form = StoredValue::new(use_form_state());
    let params = use_params_map();
    let bus = LiveBus::here();
    let mark = StoredValue::new(bus.mark());
    let id = Memo::new(move |_| {
        let reference = params.with(|params| params.get("reference"))?;
        reference
            .parse::<Reference>()
            .ok()
            .map(|reference| reference.id)
    });
    let query = use_query_map();
    // The part of the conversation that ends before this entry.
    let before = Memo::new(move |_| query.with(|query| query.get("before")?.parse::<usize>().ok()));
    let page = load(
        move || (id.get(), before.get()),
        move |(id, before)| {
            mark.set_value(bus.mark());
            async move {
                match id {
                    Some(id) => api::ticket(id, before).await,
                    None => Err(ApiError(Failure::NotFound)),
                }
            }
        },
    );
    let feedback = load(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => feedback_of_ticket(id).await,
                None => Err(ApiError(Failure::NotFound)),
            }
        },
    );
    // Whoever is told that something was refused reads that first.
    let is_refused = form.with_value(|form| form.failure.is_some());
    view! {
        <Portal narrow=true let:me>
            <Loaded resource=page let:page>
                // What is part of another ticket is followed there.
                {page.ticket.merged_into().filter(|_| !is_refused).map(|into| {
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    view! { <Redirect path=format!("/tickets/{into}") options/> }
                })}
                <Story page me=me.clone() form=form.get_value() mark=mark.get_value() feedback/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn Story(
    page: guichet_domain::tickets::page::TicketPage,
    me: Me,
    form: FormState,
    mark: u64,
    feedback: Loading<Result<TicketFeedback, ApiError>>,
) -> impl IntoView {
    let t = &use_texts().portal;
    let agent = page.actor.role.is_agent();
    let reference = page.ticket.reference().to_string();
    let page = RwSignal::new(page);
    let gone = follow_ticket(page, mark);
    // Merged while somebody reads it: they are not led away from what they write.
    let into = Memo::new(move |_| page.with(|page| page.ticket.merged_into()));
    let desk = format!("/desk/{reference}");
    let (orphan, actions) = (form.clone(), form.clone());
    let (opinion, now) = (form.clone(), page.with_untracked(|page| page.now));
    let id = page.with_untracked(|page| page.ticket.id);
    LiveBus::here().follow(mark, move |live| {
        if matches!(live, Live::Feedback(about) if about == id) || matches!(live, Live::Reload) {
            feedback.refetch();
        }
    });
    view! {
        <Show when=move || gone.get()>
            <Failed error=ApiError(Failure::NotFound)/>
        </Show>
        <article class="ticket-portal" hidden=move || gone.get()>
            <Head page/>
            {agent.then(|| view! { <p><a class="back-link" href=desk>{t.open_on_desk}</a></p> })}
            <Done reference/>
            {move || into.get().map(|into| view! {
                <div class="notice notice-info">
                    <p>{t.now_merged} " " <a href=format!("/tickets/{into}")>{into.to_string()}</a></p>
                </div>
            })}
            <Orphan page form=orphan/>
            <Outcome page me=me.person>
                <Actions page form=actions/>
            </Outcome>
            <Loaded resource=feedback let:read>
                {read.question.map(|question| view! { <OwnOpinion question form=opinion.clone() now/> })}
            </Loaded>
            <Conversation page me=me.person form/>
            <Details page me=me.person/>
        </article>
    }
}

/// Reference, subject, and the line of five steps.
#[component]
fn Head(page: RwSignal<guichet_domain::tickets::page::TicketPage>) -> impl IntoView {
    let (texts, language, zone) = (use_texts(), use_language(), use_zone());
    let t = &texts.portal;
    let subject = Memo::new(move |_| page.with(subject));
    let reference = Memo::new(move |_| page.with(|page| page.ticket.reference().to_string()));
    let recorded = page.with_untracked(|page| page.ticket.recorded_at);
    let recorded = fill(
        t.recorded_on,
        &[("at", &guichet_locales::date_time(language, &zone, recorded))],
    );
    let mail = page.with_untracked(|page| page.ticket.by_mail);
    let mail = mail.map(|proof| format!(" ({})", proven(texts, proof)));
    let progress = move || {
        let (kind, state, before, reopened) = page.with(|page| {
            let ticket = &page.ticket;
            (
                ticket.kind,
                ticket.state,
                ticket.before(),
                ticket.reopenings > 0,
            )
        });
        view! { <Progress kind state before reopened/> }
    };
    let state = move || {
        let (kind, state, hold) = page.with(|page| {
            let hold = page.ticket.hold.as_ref().map(|hold| hold.reason);
            (page.ticket.kind, page.ticket.state, hold)
        });
        view! { <StateTag kind state hold/> }
    };
    view! {
        <Title text=title(move || format!("{} {}", reference.get(), subject.get()))/>
        <header class="ticket-head">
            <a class="back-link" href="/tickets">{texts.common.my_tickets}</a>
            <p class="ticket-ref">
                <span class="ref">{move || reference.get()}</span>
                "\u{a0}· "
                {state}
                "\u{a0}· "
                {recorded}
                {mail}
            </p>
            <h1>{move || subject.get()}</h1>
            {progress}
            <Promised page/>
        </header>
    }
}

/// What the desk promises about the ticket, in a sentence.
#[component]
fn Promised(page: RwSignal<guichet_domain::tickets::page::TicketPage>) -> impl IntoView {
    let (texts, zone, now) = (use_texts(), use_zone(), use_minute());
    let said = move || {
        page.with(|page| {
            let clocks = page.ticket.clocks.as_ref()?;
            let me = page.actor.person();
            let asked = me.is_some_and(|me| page.ticket.is_requester(me));
            told::promised(texts, &zone, now.get(), clocks, asked)
        })
    };
    move || said().map(|said| view! { <p class="promised">{said}</p> })
}

fn subject(page: &guichet_domain::tickets::page::TicketPage) -> String {
    let text = page.texts.get(&page.ticket.subject);
    text.map(|text| text.body.clone()).unwrap_or_default()
}
