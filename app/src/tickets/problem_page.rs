//! The page that makes a problem from an incident: what several incidents have in common.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{ErrorSummary, TextAreaField, TextField};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::own_form::{OwnForm, SendButton, Values};
use crate::queue::nav::DeskFrame;
use crate::tickets::call::about::{Call, proposal};
use crate::tickets::call::draft::{self, CAUSES, place};
use crate::tickets::call::send::submit;
use crate::tickets::chosen_item::ChosenItem;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::page::{SimilarLine, TicketPage};
use guichet_domain::tickets::workflow::State;
use guichet_locales::{fill, words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ProblemPage() -> impl IntoView {
    let t = &use_texts().desk;
    let (incident, with) =
        use_query_map().with_untracked(|query| (query.get("incident"), query.get("with")));
    // The incidents that are like it come ticked where they are what the problem is about.
    let ticked = with.is_some_and(|with| with == WITH_SIMILAR);
    let incident: Option<Reference> = incident.and_then(|text| text.parse().ok());
    let loaded = load(
        || (),
        move |()| async move {
            let (choices, _) = crate::directory::api::call_choices().await?;
            let Some(incident) = incident else {
                return Ok(None);
            };
            let page = crate::tickets::api::ticket(incident.id, None).await?;
            Ok::<_, ApiError>(Some((page, choices)))
        },
    );
    view! {
        <Title text=t.problem_title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.problem_title}</h1>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(Some((page, choices))) if page.ticket.kind == Kind::Incident => {
                            form(page, choices, ticked)
                        }
                        Ok(_) => view! { <p class="notice notice-info">{t.problem_none}</p> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

/// Value of the parameter `with` where the incidents that are like it are to be linked as well.
pub const WITH_SIMILAR: &str = "similar";

/// What the incident says already.
fn first_values(page: &TicketPage, ticked: bool) -> Values {
    let ticket = &page.ticket;
    let mut values = draft::first_of_problem();
    let mut put = |name: &str, value: Option<String>| {
        values.extend(value.map(|value| (name.to_owned(), value)));
    };
    let subject = page.texts.get(&ticket.subject);
    put("subject", subject.map(|text| text.body.clone()));
    let description = ticket.description.and_then(|id| page.texts.get(&id));
    put("description", description.map(|text| text.body.clone()));
    put("service", ticket.service.map(|id| id.to_string()));
    put("category", ticket.category.map(|id| id.to_string()));
    put("impact", ticket.impact.map(|one| place(Impact::ALL, &one)));
    put(
        "urgency",
        ticket.urgency.map(|one| place(Urgency::ALL, &one)),
    );
    let similar = caused_as_well(page).into_iter().filter(|_| ticked);
    values.extend(similar.map(|line| (box_of(line.reference), "on".to_owned())));
    values
}

/// The incidents like it that a problem can cause as well.
fn caused_as_well(page: &TicketPage) -> Vec<SimilarLine> {
    let is_caused = |line: &&SimilarLine| {
        line.reference.kind == Kind::Incident && line.state != State::Cancelled
    };
    page.similar.iter().filter(is_caused).cloned().collect()
}

/// Name of the box that says whether the problem causes an incident.
fn box_of(incident: Reference) -> String {
    format!("{CAUSES}{incident}")
}

/// The incidents that are like it, each with a box.
fn causes(form: OwnForm, lines: Vec<SimilarLine>) -> Option<AnyView> {
    let t = &use_texts().desk;
    let one = move |line: &SimilarLine| {
        let (reference, subject) = (line.reference, line.subject.clone());
        let name = box_of(reference);
        let checked = form
            .state
            .with_untracked(|state| !state.value(&name).is_empty());
        view! {
            <label class="choice">
                <input type="checkbox" name=name checked=checked/>
                <span><span class="ref">{reference.to_string()}</span> " " {subject}</span>
            </label>
        }
    };
    let boxes = lines.iter().map(one).collect_view();
    (!lines.is_empty()).then(|| {
        view! {
            <fieldset class="choices">
                <legend>{t.problem_causes}</legend>
                {boxes}
            </fieldset>
        }
        .into_any()
    })
}

fn form(page: TicketPage, choices: Choices, ticked: bool) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let incident = page.ticket.reference().to_string();
    let values = first_values(&page, ticked);
    let similar = caused_as_well(&page);
    let form = OwnForm::new(values.clone(), true);
    let call = Call {
        form,
        typed: RwSignal::new(values),
        item: ChosenItem::follow(|| None),
    };
    let kept = Draft::of(format!("problem-{incident}"));
    form.keep_in(kept.clone());
    let told = move || {
        let state = form.state.get();
        let error = |field| state.error(l, field, None);
        let fixed = |name| state.value(name);
        view! {
            <input type="hidden" name="kind" value=fixed("kind")/>
            <input type="hidden" name="channel" value=fixed("channel")/>
            <TextField name="subject" label=words::field(l, Field::Subject) value=state.value("subject")
                error=error(Field::Subject) required=true max=Some(200)/>
            <TextAreaField name="description" label=words::field(l, Field::Description)
                value=state.value("description") error=error(Field::Description) rows=6/>
        }
    };
    view! {
        <p class="lead">{fill(t.problem_lead, &[("ref", &incident)])}</p>
        <form class="form" id="problem" method="post" novalidate node_ref=form.node on:submit=submit(form)
            on:change=move |_| call.typed.set(form.typed())>
            <KeepDraft draft=kept/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            <input type="hidden" name="follows" value=incident.clone()/>
            {causes(form, similar)}
            {told}
            {move || proposal(call, &choices)}
            <div class="form-foot">
                <SendButton form label=t.problem_create/>
                <a class="button quiet" href=format!("/desk/{incident}")>{texts.common.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}
