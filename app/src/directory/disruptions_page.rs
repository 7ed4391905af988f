//! Announcements on the portal, which agents write and end.

use crate::directory::api;
use crate::directory::disruptions::board::{Board, Read, Services, options, save};
use crate::directory::disruptions::fields::{fields, read};
use crate::directory::disruptions::shown::shown;
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_texts, use_zone};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values};
use crate::queue::nav::DeskFrame;
use guichet_domain::DisruptionId;
use guichet_domain::directory::disruption::{Disruption, Phase};
use guichet_domain::queue::disruptions::DisruptionLine;
use leptos::prelude::*;
use leptos_meta::Title;

async fn read_all() -> Read {
    let all = api::disruptions().await?;
    let (choices, _) = api::call_choices().await?;
    Ok((all, choices.services))
}

/// The announcements, those that last first, and a form for a new one.
#[component]
pub fn DisruptionsPage() -> impl IntoView {
    let t = &use_texts().disruptions;
    let board = Board {
        read: load(|| (), |()| read_all()),
        said: RwSignal::new(None),
    };
    let form = OwnForm::new(Values::new(), true);
    view! {
        <Title text=t.title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.title}</h1>
                <p class="lead">{t.lead}</p>
                <div role="status">
                    {move || board.said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
                </div>
                {awaited(move || async move {
                    match board.read.await {
                        Ok((all, services)) => content(board, form, all, services),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn content(board: Board, form: OwnForm, all: Vec<DisruptionLine>, services: Services) -> AnyView {
    let t = &use_texts().disruptions;
    let post = new_form(board, form, &services);
    let list = |phase: Phase| -> Option<AnyView> {
        let some = all.iter().filter(|line| line.phase == phase);
        let items: Vec<AnyView> = some
            .map(|line| shown(board, line.clone(), &services))
            .collect();
        let there = !items.is_empty();
        there.then(|| view! { <ul class="disruptions">{items}</ul> }.into_any())
    };
    let (current, planned, ended) = (
        list(Phase::Current),
        list(Phase::Planned),
        list(Phase::Ended),
    );
    let none = current.is_none();
    view! {
        <h2>{t.current}</h2>
        {none.then(|| view! { <p>{t.none}</p> })}
        {current}
        {planned.map(|list| view! { <h2>{t.planned}</h2> {list} })}
        {post}
        {ended.map(|list| view! { <h2>{t.ended}</h2> {list} })}
    }
    .into_any()
}

fn new_form(board: Board, form: OwnForm, services: &Services) -> AnyView {
    let (t, zone) = (&use_texts().disruptions, use_zone());
    let options = options(services);
    let new = DisruptionId::default();
    let was = StoredValue::new(None);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        board.said.set(None);
        let zone = zone.clone();
        form.send(
            move |values| read(&zone, &Disruption::default(), values),
            move |id, wanted| save(id, wanted, was),
            move |_| {
                form.begin_again(Values::new());
                board.done(t.posted);
            },
        );
    };
    view! {
        <h2>{t.new}</h2>
        <form class="form" id="new-disruption" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what="disruption".to_owned()/>
            {move || fields(form, new, options.clone())}
            <div class="form-foot">
                <SendButton form label=t.post/>
            </div>
        </form>
    }
    .into_any()
}
