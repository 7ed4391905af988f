use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts, use_zone};
use crate::kernel::frame::{Loaded, Portal};
use crate::kernel::notice::Done;
use crate::kernel::prose::Html;
use crate::kernel::tags::StateTag;
use crate::queue::api;
use crate::tickets::history::proven;
use crate::tickets::portal::conversation::{Entry, entries};
use crate::tickets::portal::decision::Decision;
use crate::tickets::portal::details::{Answers, Judgement};
use crate::tickets::progress::Progress;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::page::{Decided, TicketPage};
use guichet_domain::{PersonId, Timestamp};
use guichet_locales::{date_time, fill};
use leptos::prelude::*;
use leptos_meta::Title;

/// The requests that await the reader's approval, each with everything needed to decide.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let t = &use_texts().portal;
    let form = StoredValue::new(use_form_state());
    let pages = load(|| (), |()| api::approvals());
    view! {
        <Title text=t.approvals_title/>
        <Portal narrow=true let:me>
            <h1>{t.approvals_title}</h1>
            <Done/>
            <Loaded resource=pages let:pages>
                <Cards pages=pages.pages more=pages.more me=me.clone() form=form.get_value()/>
                <Past decided=pages.decided/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn Cards(pages: Vec<TicketPage>, more: usize, me: Me, form: FormState) -> impl IntoView {
    let t = &use_texts().portal;
    if pages.is_empty() {
        return view! {
            <div class="empty">
                <p><strong>{t.approvals_none}</strong></p>
                <p>{t.approvals_none_text}</p>
                <a class="button" href="/">{use_texts().common.home}</a>
            </div>
        }
        .into_any();
    }
    let cards = pages
        .into_iter()
        .map(|page| view! { <Card page me=me.clone() form=form.clone()/> })
        .collect_view();
    view! {
        <p class="lead">{t.approvals_lead}</p>
        <ul class="approvals">{cards}</ul>
        {(more > 0).then(|| view! { <p class="hint">{fill(t.approvals_more, &[("n", &more.to_string())])}</p> })}
    }
    .into_any()
}

/// The decisions that the reader took.
#[component]
fn Past(decided: Vec<Decided>) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let t = &use_texts().portal;
    if decided.is_empty() {
        return ().into_any();
    }
    let one = |decided: Decided| {
        let said = if decided.approved {
            t.decided_yes
        } else {
            t.decided_no
        };
        let said = fill(said, &[("at", &date_time(language, &zone, decided.at))]);
        let reference = decided.reference.to_string();
        view! {
            <li>
                <a href=format!("/tickets/{reference}")>{decided.subject}</a>
                <p class="meta">
                    <span class="ref">{reference}</span>
                    "\u{a0}· "
                    {decided.affected}
                    "\u{a0}· "
                    {said}
                    "\u{a0}· "
                    <StateTag kind=decided.reference.kind state=decided.state/>
                </p>
            </li>
        }
    };
    view! {
        <section class="decided">
            <h2>{t.decided_title}</h2>
            <ul class="ticket-cards">{decided.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// When the reader was asked to decide.
fn asked_at(page: &TicketPage, me: PersonId) -> Option<Timestamp> {
    let asks = |envelope: &&Envelope| match &envelope.event {
        Event::Evaluated { approval, .. } => approval.is_some(),
        Event::ApproverReplaced { to, .. } => to.contains(&me),
        _ => false,
    };
    page.history.iter().rev().find(asks).map(|asked| asked.at)
}

#[component]
fn Card(page: TicketPage, me: Me, form: FormState) -> impl IntoView {
    let (texts, language, zone) = (use_texts(), use_language(), use_zone());
    let t = &texts.portal;
    let ticket = page.ticket.clone();
    let reference = ticket.reference().to_string();
    let text = |id| page.texts.get(&id);
    let subject = text(ticket.subject)
        .map(|text| text.body.clone())
        .unwrap_or_default();
    let description = ticket
        .description
        .and_then(text)
        .map(|text| text.html.clone());
    let person = |id| {
        page.people.get(&id).map(|card| match &card.department {
            Some(department) => format!("{}, {}", card.name, department.in_language(language)),
            None => card.name.clone(),
        })
    };
    let asker = person(ticket.reporter.unwrap_or(ticket.affected));
    let claimed = ticket
        .by_mail
        .map(|proof| format!("({})", proven(texts, proof)));
    let affected = person(ticket.affected);
    let service = page
        .service
        .as_ref()
        .map(|service| service.in_language(language).to_owned());
    let asked_back = ticket
        .approval
        .as_ref()
        .is_some_and(|approval| approval.asked_back);
    let said: Vec<_> = entries(&page)
        .into_iter()
        .filter(|(_, envelope)| match envelope.event {
            Event::AskedBack { .. } | Event::Attached { .. } => true,
            Event::Commented { audience, .. } => audience == Audience::Everyone,
            _ => false,
        })
        .collect();
    let waits = asked_at(&page, me.person);
    let waits = waits.map(|at| fill(t.waits_since, &[("at", &date_time(language, &zone, at))]));
    let link = fill(t.whole_ticket, &[("ref", &reference)]);
    let (href, id) = (format!("/tickets/{reference}"), reference.clone());
    let live = RwSignal::new(page.clone());
    view! {
        <li class="card approval" id=id>
            <h2>{subject}</h2>
            <p class="ticket-ref">
                <span class="ref">{reference.clone()}</span>
                {waits.map(|waits| format!("\u{a0}· {waits}"))}
            </p>
            <Progress kind=ticket.kind state=ticket.state compact=true/>
            <dl class="props">
                <div><dt>{t.asked_by}</dt><dd>{asker} {claimed}</dd></div>
                <div><dt>{t.for_whom}</dt><dd>{affected}</dd></div>
                {service
                    .map(|service| {
                        let label = guichet_locales::words::field(language, guichet_domain::Field::Service);
                        view! { <div><dt>{label}</dt><dd>{service}</dd></div> }
                    })}
            </dl>
            <h3>{t.answers_title}</h3>
            <Answers page=page.clone()/>
            {description.map(|html| view! { <h3>{t.description}</h3><Html html/> })}
            <h3>{t.evaluation_title}</h3>
            <Judgement page/>
            {(!said.is_empty())
                .then(|| {
                    view! {
                        <h3>{t.exchanges}</h3>
                        <ol class="timeline">
                            {said
                                .into_iter()
                                .map(|(_, envelope)| view! { <Entry page=live envelope me=me.person/> })
                                .collect_view()}
                        </ol>
                    }
                })}
            {asked_back.then(|| view! { <p class="notice notice-info">{t.asked_waiting}</p> })}
            <Decision reference form back="approvals"/>
            <p><a href=href>{link}</a></p>
        </li>
    }
}
