//! Announcements on the portal, which agents write and end.

use crate::directory::api;
use crate::kernel::awaited::awaited;
use crate::kernel::context::{Loading, load, new_command, use_language, use_texts, use_zone};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{ErrorSummary, SelectField, TextAreaField, TextField};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, number, value};
use crate::queue::nav::DeskFrame;
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::entry::Entry;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::{ServiceId, Timestamp};
use guichet_locales::{date_time, fill, words};
use leptos::prelude::*;
use leptos_meta::Title;

type Services = Vec<(ServiceId, Label)>;

type Read = Result<(Vec<Disruption>, Services), ApiError>;

/// State shared by the parts of the page.
#[derive(Clone, Copy)]
struct Board {
    read: Loading<Read>,
    said: RwSignal<Option<&'static str>>,
    failure: RwSignal<Option<String>>,
}

async fn read() -> Read {
    let all = api::disruptions().await?;
    let (choices, _) = api::call_choices().await?;
    Ok((all, choices.services))
}

/// The announcements, the open ones first, and a form for a new one.
#[component]
pub fn DisruptionsPage() -> impl IntoView {
    let t = &use_texts().call;
    let board = Board {
        read: load(|| (), |()| read()),
        said: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    let form = OwnForm::new(Values::new(), true);
    view! {
        <Title text=t.disruptions/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.disruptions}</h1>
                <p class="lead">{t.disruptions_lead}</p>
                <div role="status">
                    {move || board.said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
                </div>
                <div role="alert">
                    {move || board.failure.get().map(|said| view! { <div class="notice notice-error"><p>{said}</p></div> })}
                </div>
                {awaited(move || async move {
                    match board.read.await {
                        Ok((all, services)) => shown(board, form, all, services),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn shown(board: Board, form: OwnForm, all: Vec<Disruption>, services: Services) -> AnyView {
    let t = &use_texts().call;
    let (ended, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|d| d.ended.is_some());
    let none = open.is_empty();
    let any_ended = !ended.is_empty();
    let post = new_form(board, form, &services);
    let list = |some: Vec<Disruption>| -> AnyView {
        some.into_iter()
            .map(|disruption| entry(board, disruption, &services))
            .collect_view()
            .into_any()
    };
    view! {
        <h2>{t.disruptions_open}</h2>
        {none.then(|| view! { <p>{t.disruptions_none}</p> })}
        <ul class="disruptions">{list(open)}</ul>
        {post}
        {any_ended.then(|| view! { <h2>{t.disruptions_ended}</h2> <ul class="timeline">{list(ended)}</ul> })}
    }
    .into_any()
}

fn service_name(services: &Services, service: Option<ServiceId>) -> Option<String> {
    let language = use_language();
    let (_, label) = services.iter().find(|(id, _)| Some(*id) == service)?;
    Some(label.in_language(language).to_owned())
}

fn entry(board: Board, disruption: Disruption, services: &Services) -> AnyView {
    let t = &use_texts().call;
    let service = service_name(services, disruption.service);
    let (since, ended) = (disruption.since, disruption.ended);
    let (title, message) = (disruption.title.clone(), disruption.message.clone());
    let of = fill(t.disruption_end_of, &[("title", &title)]);
    let class = if ended.is_none() {
        "disruption"
    } else {
        "card"
    };
    view! {
        <li class=class>
            <div>
                <h3>{title}</h3>
                {(!message.is_empty()).then(|| view! { <p>{message}</p> })}
                <p class="meta">
                    {service.map(|service| format!("{service} · "))}
                    {lasted(since, ended)}
                </p>
            </div>
            {ended
                .is_none()
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click=move |_| end(board, disruption.clone())>
                            {t.disruption_end}
                            <span class="visually-hidden">" " {of}</span>
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}

/// Since when it has been going on, or from when to when it did.
fn lasted(since: Timestamp, ended: Option<Timestamp>) -> String {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().call);
    let time = |at| date_time(language, &zone, at);
    match ended {
        None => fill(t.since, &[("time", &time(since))]),
        Some(ended) => fill(t.from_to, &[("from", &time(since)), ("to", &time(ended))]),
    }
}

/// Ends an announcement. The server sets the time.
fn end(board: Board, disruption: Disruption) {
    let (language, t) = (use_language(), &use_texts().call);
    let ended = Disruption {
        ended: Some(crate::kernel::context::now()),
        ..disruption
    };
    board.said.set(None);
    board.failure.set(None);
    leptos::task::spawn_local(async move {
        let outcome = api::administer(new_command(), Entry::Disruption(ended), None).await;
        match outcome.unwrap_or_else(|ApiError(failure)| Err(failure)) {
            Ok(_) => {
                board.read.refetch();
                board.said.try_set(Some(t.disruption_was_ended));
            }
            Err(failure) => {
                board
                    .failure
                    .try_set(Some(words::failure(language, &failure)));
            }
        }
    });
}

fn typed(values: &Values) -> Entry {
    Entry::Disruption(Disruption {
        service: number(values, "service").map(ServiceId),
        title: value(values, "title").to_owned(),
        message: value(values, "message").to_owned(),
        ..Disruption::default()
    })
}

fn new_form(board: Board, form: OwnForm, services: &Services) -> AnyView {
    let t = &use_texts().call;
    let language = use_language();
    let options: Vec<(String, String)> = services
        .iter()
        .map(|(id, label)| (id.to_string(), label.in_language(language).to_owned()))
        .collect();
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        board.said.set(None);
        form.send(
            |values| Ok(typed(values)),
            |id, entry| api::administer(id, entry, None),
            move |_| {
                form.begin_again(Values::new());
                board.read.refetch();
                board.said.try_set(Some(t.disruption_posted));
            },
        );
    };
    view! {
        <h2>{t.disruption_new}</h2>
        <form class="form" id="new-disruption" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what="disruption".to_owned()/>
            {move || fields(form, options.clone())}
            <div class="form-foot">
                <SendButton form label=t.disruption_post/>
            </div>
        </form>
    }
    .into_any()
}

fn fields(form: OwnForm, options: Vec<(String, String)>) -> AnyView {
    let t = &use_texts().call;
    let language = use_language();
    let state = form.state.get();
    let error = |field| state.error(language, field, None);
    view! {
        <ErrorSummary form=state.clone()/>
        <TextField name="title" label=t.disruption_title hint=t.disruption_title_hint required=true
            value=state.value("title") error=error(Field::Subject) max=Some(200)/>
        <SelectField name="service" label=words::field(language, Field::Service) options
            value=state.value("service") error=error(Field::Service)/>
        <TextAreaField name="message" label=t.disruption_message hint=t.disruption_message_hint
            value=state.value("message") error=error(Field::Text)/>
    }
    .into_any()
}
