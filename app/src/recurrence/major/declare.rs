//! The form that declares a major incident.

use crate::directory::disruptions::fields::{error_in, own_first};
use crate::kernel::context::{FormState, use_language, use_texts, use_zone};
use crate::kernel::fields::{ErrorSummary, SelectField, TextAreaField, TextField};
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, checked, number, value, wrong};
use crate::recurrence::api;
use crate::recurrence::major::board::Board;
use crate::recurrence::major::parts::{agent, both, label, moment, next_update};
use crate::tickets::forms::typed::references;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::Zone;
use guichet_domain::recurrence::major::DeclareMajor;
use guichet_domain::recurrence::page::GroupLine;
use guichet_domain::{PersonId, ServiceId, TicketId};
use guichet_locales::fill;
use leptos::prelude::*;

/// An incident that comes together with this one, and its subject.
type Kin = (Reference, String);

fn box_of(reference: Reference) -> String {
    format!("child-{reference}")
}

fn first_values(board: Board, kin: &[Kin], ticked: bool) -> Values {
    let mut values = Values::new();
    board.now.with_untracked(|page| {
        let own = match use_language() {
            Language::Fr => "title-fr",
            Language::En => "title-en",
        };
        values.insert(own.into(), page.subject.clone());
        values.extend(page.service.map(|id| ("service".into(), id.to_string())));
    });
    let kin = kin.iter().filter(|_| ticked);
    values.extend(kin.map(|(reference, _)| (box_of(*reference), "on".into())));
    values
}

fn read(
    zone: &Zone,
    incident: TicketId,
    kin: &[Kin],
    values: &Values,
) -> Result<DeclareMajor, Refusal> {
    let mut errors = Vec::new();
    let next_update = moment(zone, values, ("next", Field::NextUpdate), &mut errors);
    let is_ticked = |(reference, _): &&Kin| !value(values, &box_of(*reference)).is_empty();
    let mut children: Vec<Reference> = kin.iter().filter(is_ticked).map(|one| one.0).collect();
    for word in references(value(values, "children")) {
        match word.parse::<Reference>() {
            Ok(reference) => children.push(reference),
            Err(_) => errors.push(wrong(Field::Link, Some(word), Problem::Invalid)),
        }
    }
    let read = DeclareMajor {
        incident,
        leader: number(values, "leader").map(PersonId),
        reason: value(values, "reason").to_owned(),
        next_update,
        title: label(values, "title"),
        message: label(values, "message"),
        service: number(values, "service").map(ServiceId),
        children,
    };
    checked(read, errors)
}

/// The form, or why there is none.
pub fn form(
    board: Board,
    choices: StoredValue<Choices>,
    group: StoredValue<(Option<GroupLine>, bool)>,
) -> AnyView {
    let (t, zone) = (&use_texts().major, use_zone());
    if !board.now.with_untracked(|page| page.can_be_declared) {
        return view! { <p class="notice notice-info">{t.cannot}</p> }.into_any();
    }
    let incident = board.incident();
    let (kin, ticked) =
        group.with_value(|(group, ticked)| (kin(group.as_ref(), incident), *ticked));
    let form = OwnForm::new(first_values(board, &kin, ticked), true);
    let kin = StoredValue::new(kin);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        board.begin();
        let zone = zone.clone();
        form.send(
            move |values| kin.with_value(|kin| read(&zone, incident.id, kin, values)),
            api::declare_major,
            move |()| board.done(t.declared),
        );
    };
    let what = format!("declare-major-{incident}");
    view! {
        <form class="form" id="declare-major" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepForm form what/>
            <p>{t.declare_lead}</p>
            {move || fields(board, &form.state.get(), choices, kin)}
            <div class="form-foot"><SendButton form label=t.declare/></div>
        </form>
    }
    .into_any()
}

/// The incidents that come together with it.
fn kin(group: Option<&GroupLine>, incident: Reference) -> Vec<Kin> {
    let incidents = group.iter().flat_map(|group| &group.incidents);
    let others = incidents.filter(|one| one.reference != incident);
    others
        .map(|one| (one.reference, one.subject.clone()))
        .collect()
}

fn fields(
    board: Board,
    state: &FormState,
    choices: StoredValue<Choices>,
    kin: StoredValue<Vec<Kin>>,
) -> AnyView {
    let (l, t) = (use_language(), &use_texts().major);
    let services = choices.with_value(|choices| {
        let services = choices.services.iter();
        let option = |(id, label): &(ServiceId, _)| (id.to_string(), named(label));
        services.map(option).collect::<Vec<_>>()
    });
    let titles = own_first().map(|at| {
        let label = match at {
            Language::Fr => t.title_fr,
            Language::En => t.title_en,
        };
        let is_own = at == l;
        let hint = if is_own { "" } else { t.other_hint };
        let name = format!("title-{}", at.code());
        view! {
            <TextField name=name.clone() label=label hint=hint required=is_own max=Some(200)
                value=state.value(&name) error=error_in(state, Field::Subject, at)/>
        }
    });
    let messages = both(
        state,
        "message",
        [t.message_fr, t.message_en],
        ["", ""],
        false,
    );
    let boxes = kin.with_value(|kin| {
        let boxes = kin.iter().map(|(reference, subject)| {
            let name = box_of(*reference);
            let is_ticked = !state.value(&name).is_empty();
            view! {
                <label class="choice">
                    <input type="checkbox" name=name checked=is_ticked/>
                    <span><span class="ref">{reference.to_string()}</span> " " {subject.clone()}</span>
                </label>
            }
        });
        let boxes = boxes.collect_view();
        (!kin.is_empty()).then(|| {
            view! { <fieldset class="choices"><legend>{t.children_of_group}</legend>{boxes}</fieldset> }
        })
    });
    view! {
        <ErrorSummary form=state.clone()/>
        {agent(state, "leader", t.leader, t.leader_hint, Field::Leader, board.agents())}
        <TextAreaField name="reason" label=t.reason required=true rows=2 value=state.value("reason")
            error=state.error(l, Field::Reason, None)/>
        {next_update(state)}
        {titles.collect_view()}
        {messages}
        <SelectField name="service" label=t.service options=services value=state.value("service")
            error=state.error(l, Field::Service, None)/>
        {boxes}
        <TextField name="children" label=t.children_more hint=t.children_more_hint
            value=state.value("children") error=children_error(state)/>
    }
    .into_any()
}

fn named(label: &guichet_domain::kernel::language::Label) -> String {
    label.in_language(use_language()).to_owned()
}

/// Which of the references that were typed are not to be found.
fn children_error(state: &FormState) -> Option<String> {
    let (l, t) = (use_language(), &use_texts().major);
    let errors = match &state.failure {
        Some(Failure::Refused(Refusal::Invalid(errors))) => errors.as_slice(),
        _ => &[],
    };
    let of_links = errors.iter().filter(|error| error.field == Field::Link);
    let named: Vec<&str> = of_links.filter_map(|error| error.name.as_deref()).collect();
    if named.is_empty() {
        return state.error(l, Field::Link, None);
    }
    Some(fill(t.children_unknown, &[("refs", &named.join(", "))]))
}
