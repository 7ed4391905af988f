//! Details of a ticket: its attributes, the answers to the catalogue's questions, the evaluation.

use crate::kernel::context::{use_language, use_texts, use_zone};
use crate::kernel::prose::Html;
use crate::kernel::tags::PriorityBars;
use crate::tickets::portal::standing::name_of;
use guichet_domain::PersonId;
use guichet_domain::directory::catalogue::{FieldKind, ItemField};
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::tickets::evaluation::{FieldAnswer, FieldValue};
use guichet_domain::tickets::page::TicketPage;
use guichet_locales::{amount, date_time, grouped, name_if_away, typed_day, words};
use leptos::prelude::*;

/// All details, on the ticket's own page.
#[component]
pub fn Details(page: RwSignal<TicketPage>, me: PersonId) -> impl IntoView {
    let t = &use_texts().portal;
    let request = Memo::new(move |_| page.with(|page| page.ticket.kind == Kind::Request));
    view! {
        <Show when=move || request.get()>
            <section>
                <h2>{t.answers_title}</h2>
                {move || page.with(|page| view! { <Answers page=page.clone()/> })}
            </section>
            <section>
                <h2>{t.evaluation_title}</h2>
                {move || page.with(|page| view! { <Judgement page=page.clone()/> })}
            </section>
        </Show>
        <section>
            <h2>{t.details_title}</h2>
            {move || page.with(|page| view! { <Facts page=page.clone() me/> })}
        </section>
    }
}

/// A name and its value; `None` if there is no value.
fn pair(name: &'static str, value: Option<String>) -> Option<impl IntoView> {
    let value = value.filter(|value| !value.is_empty())?;
    Some(view! { <dt>{name}</dt><dd>{value}</dd> })
}

#[component]
fn Facts(page: TicketPage, me: PersonId) -> impl IntoView {
    let (texts, language, zone) = (use_texts(), use_language(), use_zone());
    let t = &texts.portal;
    let ticket = &page.ticket;
    let name = |person: PersonId| name_of(&page.people, person);
    let label = |label: &Option<guichet_domain::kernel::language::Label>| {
        label
            .as_ref()
            .map(|label| label.in_language(language).to_owned())
    };
    let affected = (ticket.affected != me).then(|| name(ticket.affected));
    let reporter = ticket.reporter.filter(|reporter| *reporter != me).map(name);
    let by = if ticket.kind == Kind::Request {
        t.asked_by
    } else {
        t.reported_by
    };
    let charge = ticket.assignee.map(name).or_else(|| label(&page.team));
    let noticed = ticket.noticed_at.map(|at| date_time(language, &zone, at));
    let place = ticket.place.and_then(|id| page.texts.get(&id));
    let place = place.map(|text| text.body.clone());
    let former: Vec<String> = ticket.aliases.iter().map(ToString::to_string).collect();
    let priority = (ticket.kind != Kind::Request && ticket.classification().is_some())
        .then_some(ticket.priority);
    let follows = ticket.follows.map(|reference| reference.to_string());
    view! {
        <dl class="answers">
            {pair(t.for_whom, affected)}
            {pair(by, reporter)}
            {pair(t.in_charge, charge)}
            {pair(words::field(language, Field::Service), label(&page.service))}
            {pair(words::field(language, Field::Category), label(&page.category))}
            {priority
                .map(|priority| {
                    view! {
                        <dt>{words::field(language, Field::Priority)}</dt>
                        <dd><PriorityBars priority/> " " {words::priority(language, priority)}</dd>
                    }
                })}
            {pair(t.channel, Some(words::channel(language, ticket.channel).to_owned()))}
            {pair(t.place, place)}
            {pair(t.noticed_at, noticed)}
            {pair(t.privacy, ticket.confidential.then(|| t.privacy_yes.to_owned()))}
            {pair(t.formerly, Some(former.join(", ")))}
            {follows
                .map(|reference| {
                    let href = format!("/tickets/{reference}");
                    view! { <dt>{t.follows_up}</dt><dd><a href=href>{reference}</a></dd> }
                })}
        </dl>
    }
}

/// The requested catalogue item and the answers to its questions.
#[component]
pub fn Answers(page: TicketPage) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let item = page
        .item
        .as_ref()
        .map(|item| item.name.in_language(language).to_owned());
    let answers = page
        .ticket
        .fields
        .iter()
        .map(|answer| {
            let asked = page.item.iter().flat_map(|item| &item.fields);
            let field = asked.into_iter().find(|field| field.key == answer.field);
            let label = field.map_or(answer.field.clone(), |field| {
                field.label.in_language(language).to_owned()
            });
            let value = value_of(&page, language, answer, field);
            view! { <dt>{label}</dt><dd>{value}</dd> }
        })
        .collect_view();
    view! { <dl class="answers">{pair(t.item, item)} {answers}</dl> }
}

fn value_of(
    page: &TicketPage,
    language: Language,
    answer: &FieldAnswer,
    field: Option<&ItemField>,
) -> String {
    match &answer.value {
        FieldValue::Text(text) => page
            .texts
            .get(text)
            .map(|text| text.body.clone())
            .unwrap_or_default(),
        FieldValue::Number(number) => grouped(language, *number),
        FieldValue::Date(date) => typed_day(language, date),
        FieldValue::Choice(choice) => match field.map(|field| &field.kind) {
            Some(FieldKind::Choice { choices }) => choices
                .iter()
                .find(|label| label.fr == *choice)
                .map_or(choice.clone(), |label| {
                    label.in_language(language).to_owned()
                }),
            _ => choice.clone(),
        },
    }
}

/// The evaluation and the approvals: feasibility, cost, impact, decisions given or awaited.
#[component]
pub fn Judgement(page: TicketPage) -> impl IntoView {
    let (texts, zone) = (use_texts(), use_zone());
    let t = &texts.portal;
    let Some(evaluation) = page.ticket.evaluation.clone() else {
        return view! { <p>{t.not_evaluated}</p> }.into_any();
    };
    let feasible = if evaluation.feasible {
        t.feasible_yes
    } else {
        t.feasible_no
    };
    let cost = match evaluation.cost {
        Some(_) => amount(texts, evaluation.cost),
        None => texts.common.none.to_owned(),
    };
    let impact = evaluation
        .impact
        .and_then(|text| page.texts.get(&text))
        .map(|text| text.html.clone());
    let names = |people: Vec<PersonId>| {
        let names: Vec<String> = people
            .into_iter()
            .filter_map(|p| page.people.get(&p))
            .map(|card| name_if_away(texts, &zone, page.now, card))
            .collect();
        names.join(", ")
    };
    let approval = page.ticket.approval.as_ref();
    let given = approval.map(|approval| names(approval.approved_by.iter().copied().collect()));
    let awaited = approval
        .filter(|approval| page.ticket.state.is_open() && !approval.is_complete())
        .map(|approval| {
            let pending: Vec<PersonId> = approval.pending().collect();
            let several = pending.len() > 1 && approval.rule == ApprovalRule::OneOf;
            let names = names(pending);
            if several {
                format!("{names} ({})", t.rule_one)
            } else {
                names
            }
        });
    let nobody = (approval.is_none() && evaluation.feasible).then(|| t.no_approval.to_owned());
    view! {
        <dl class="answers">
            {pair(t.feasible, Some(feasible.to_owned()))}
            {pair(t.cost, Some(cost))}
            {impact.map(|html| view! { <dt>{t.impact}</dt><dd><Html html/></dd> })}
            {pair(t.approved_by, given)}
            {pair(t.awaited_from, awaited)}
            {pair(t.approval, nobody)}
        </dl>
    }
    .into_any()
}
