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
use guichet_domain::recurrence::page::GroupLine;
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
    // The incidents that it causes as well come ticked where they are what the problem is about.
    let with = with.unwrap_or_default();
    let ticked = with == WITH_SIMILAR || with == WITH_GROUP;
    let of_group = with == WITH_GROUP;
    let incident: Option<Reference> = incident.and_then(|text| text.parse().ok());
    let loaded = load(
        || (),
        move |()| async move {
            let (choices, _) = crate::directory::api::call_choices().await?;
            let Some(incident) = incident else {
                return Ok(None);
            };
            let page = crate::tickets::api::ticket(incident.id, None).await?;
            let mut others = like_it(&page);
            if of_group {
                let groups = crate::recurrence::api::groups().await?;
                if let Some(group) = groups.lines.iter().find(|line| line.has(incident.id)) {
                    others = come_together(group, incident);
                }
            }
            Ok::<_, ApiError>(Some((page, others, choices)))
        },
    );
    view! {
        <Title text=t.problem_title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{t.problem_title}</h1>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(Some((page, others, choices))) if page.ticket.kind == Kind::Incident => {
                            form(page, others, choices, ticked)
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

/// Value of the parameter `with` where the incidents that come together with it are to be linked as
/// well.
pub const WITH_GROUP: &str = "group";

/// An incident that the problem can cause as well, and its subject.
type Caused = (Reference, String);

/// What the incident says already.
fn first_values(page: &TicketPage, others: &[Caused], ticked: bool) -> Values {
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
    let others = others.iter().filter(|_| ticked);
    values.extend(others.map(|(reference, _)| (box_of(*reference), "on".to_owned())));
    values
}

/// The incidents like it that a problem can cause as well.
fn like_it(page: &TicketPage) -> Vec<Caused> {
    let is_caused = |line: &&SimilarLine| {
        line.reference.kind == Kind::Incident && line.state != State::Cancelled
    };
    let lines = page.similar.iter().filter(is_caused);
    lines
        .map(|line| (line.reference, line.subject.clone()))
        .collect()
}

/// The incidents that come together with it.
fn come_together(group: &GroupLine, incident: Reference) -> Vec<Caused> {
    let others = group.incidents.iter();
    let others = others.filter(|other| other.reference.id != incident.id);
    others
        .map(|other| (other.reference, other.subject.clone()))
        .collect()
}

/// Name of the box that says whether the problem causes an incident.
fn box_of(incident: Reference) -> String {
    format!("{CAUSES}{incident}")
}

/// The incidents that are like it, each with a box.
fn causes(form: OwnForm, others: Vec<Caused>) -> Option<AnyView> {
    let t = &use_texts().desk;
    let one = move |(reference, subject): &Caused| {
        let (reference, subject) = (*reference, subject.clone());
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
    let boxes = others.iter().map(one).collect_view();
    (!others.is_empty()).then(|| {
        view! {
            <fieldset class="choices">
                <legend>{t.problem_causes}</legend>
                {boxes}
            </fieldset>
        }
        .into_any()
    })
}

fn form(page: TicketPage, others: Vec<Caused>, choices: Choices, ticked: bool) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.desk;
    let incident = page.ticket.reference().to_string();
    let values = first_values(&page, &others, ticked);
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
            {causes(form, others)}
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
