//! The page that records a call: person, subject, severity. Values typed are kept until they are
//! saved.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::own_form::{OwnForm, SendButton, number, value};
use crate::queue::nav::DeskFrame;
use crate::recurrence::proposed;
use crate::tickets::call::about::{Call, kinds, proposal, told};
use crate::tickets::call::draft::{self, kind};
use crate::tickets::call::lacking::lacking;
use crate::tickets::call::person::picker;
use crate::tickets::call::picker::Picker;
use crate::tickets::call::send::submit;
use crate::tickets::call::settle::settlement;
use crate::tickets::chosen_item::ChosenItem;
use guichet_domain::ItemId;
use guichet_domain::directory::choices::Choices;
use guichet_domain::directory::team::Department;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::Field;
use guichet_locales::fill;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn CallPage() -> impl IntoView {
    let t = &use_texts().call;
    let choices = load(|| (), |()| crate::directory::api::call_choices());
    view! {
        <Title text=t.title/>
        <SignedIn let:me>
            {
                let administers = me.actor.role.is_administrator();
                view! {
                    <DeskFrame me>
                        <h1>{t.title}</h1>
                        <p class="lead">{t.lead}</p>
                        {awaited(move || async move {
                            match choices.await {
                                Ok((choices, departments)) => {
                                    call_form(choices, departments, administers)
                                }
                                Err(error) => view! { <Failed error/> }.into_any(),
                            }
                        })}
                    </DeskFrame>
                }
            }
        </SignedIn>
    }
}

fn call_form(choices: Choices, departments: Vec<Department>, administers: bool) -> AnyView {
    let texts = use_texts();
    let t = &texts.call;
    let form = OwnForm::new(draft::first_values(), true);
    let typed = RwSignal::new(draft::first_values());
    let call = Call {
        form,
        typed,
        item: ChosenItem::follow(move || number(&typed.read(), "item").map(ItemId)),
    };
    let follows = use_query_map().with_untracked(|query| query.get("follows"));
    let follows: Option<Reference> = follows.and_then(|text| text.parse().ok());
    let draft = Draft::of(match follows {
        Some(reference) => format!("call-{reference}"),
        None => "call".to_owned(),
    });
    let affected = Picker::new("affected", Field::Affected, &draft);
    form.keep_in(draft.clone());
    let reporter = Picker::new("reporter", Field::Person, &draft);
    let lacking = lacking(&choices, administers);
    let likely = likely(call, choices.clone());
    let (what, how_bad) = (choices.clone(), choices);
    view! {
        {lacking}
        <form class="form" id="call" method="post" novalidate node_ref=form.node on:submit=submit(form)
            on:change=move |_| typed.set(form.typed())
            on:reset=move |_| { affected.start_over(); reporter.start_over(); }>
            <KeepDraft draft/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            {follows.map(|reference| taken_up(&reference.to_string()))}
            {kinds(call)}
            {picker(affected, form, t.who, departments.clone())}
            {other_caller(form, reporter, departments)}
            {move || told(call, &what)}
            {likely}
            {move || proposal(call, &how_bad)}
            {settlement(call)}
            <div class="form-foot">
                <SendButton form label=t.save/>
                <a class="button quiet" href="/desk">{texts.common.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}

/// What the incident is most likely about, while it is not categorised.
fn likely(call: Call, choices: Choices) -> AnyView {
    let told = Memo::new(move |_| {
        let typed = call.typed.read();
        let of = |name| value(&typed, name).to_owned();
        let is_asked = kind(&typed) == Kind::Incident && of("category").is_empty();
        let told = (of("subject"), of("description"));
        Some(told).filter(|(subject, _)| is_asked && !subject.trim().is_empty())
    });
    let found = proposed::follow(told);
    let shown = move || proposed::proposed(&choices, found.get().as_ref()?, "#call");
    view! { <div role="status">{shown}</div> }.into_any()
}

/// The ticket that this one follows up.
fn taken_up(reference: &str) -> AnyView {
    let said = fill(use_texts().call.follows, &[("reference", reference)]);
    view! {
        <p class="notice notice-info">{said}</p>
        <input type="hidden" name="follows" value=reference.to_owned()/>
    }
    .into_any()
}

/// The field for the caller, if somebody calls for another person.
fn other_caller(form: OwnForm, reporter: Picker, departments: Vec<Department>) -> AnyView {
    let t = &use_texts().call;
    let other = RwSignal::new(false);
    view! {
        <label class="choice">
            <input type="checkbox" name="has-reporter" on:change=move |ev| other.set(event_target_checked(&ev))/>
            <span>{t.reporter}</span>
        </label>
        <div hidden=move || !other.get()>{picker(reporter, form, t.who_calls, departments)}</div>
    }
    .into_any()
}
