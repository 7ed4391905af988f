//! A disruption on the agents' page, with the tickets about it and what can be done.

use crate::directory::disruptions::acts::{edit, news};
use crate::directory::disruptions::announcement::{
    ground, kind, paragraph, promised, updates, when, wording,
};
use crate::directory::disruptions::board::{Board, Services};
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::tags::StateTag;
use crate::recurrence::major::address;
use guichet_domain::ServiceId;
use guichet_domain::directory::disruption::Phase;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::queue::disruptions::{DisruptionLine, LinkedTicket};
use leptos::prelude::*;

fn service_name(services: &Services, service: Option<ServiceId>) -> Option<String> {
    let language = use_language();
    let (_, label) = services.iter().find(|(id, _)| Some(*id) == service)?;
    Some(label.in_language(language).to_owned())
}

/// One item of the list.
pub fn shown(board: Board, line: DisruptionLine, services: &Services) -> AnyView {
    let t = &use_texts().disruptions;
    let phase = line.phase;
    let one = &line.disruption;
    let service = service_name(services, one.service);
    let (title, lang) = wording(&one.title);
    let incident = |id| Reference {
        kind: Kind::Incident,
        id,
    };
    let major = one.major.map(|id| address(incident(id)));
    let acts = (phase != Phase::Ended).then(|| {
        // Those of a major incident are given on the page of its team.
        let news = one.major.is_none().then(|| news(board, &line, &title));
        let edit = edit(board, &line, services);
        view! { <div class="disruption-acts">{news} {edit}</div> }
    });
    let class = match phase {
        Phase::Current | Phase::Planned => ground(phase),
        Phase::Ended => "card",
    };
    let kind = kind(phase, one.maintenance, one.since, one.ended);
    let time = when(one.since, one.until, one.ended, phase);
    view! {
        <li class=class>
            <div>
                {kind.map(|kind| view! { <p class="meta">{kind}</p> })}
                <h3 lang=lang>{title}</h3>
                {paragraph(&one.message)}
                <p class="meta">{service.map(|service| format!("{service} · "))} {time}</p>
                {line.overdue.then(|| view! { <p><strong>{t.overdue}</strong></p> })}
                {updates(&one.updates)}
                {promised(one.next_update.filter(|_| phase != Phase::Ended))}
                {major.map(|href| view! { <p><a href=href>{use_texts().major.team_page}</a></p> })}
                {paragraph(&one.last_word)}
                {tickets(&line.linked)}
            </div>
            {acts}
        </li>
    }
    .into_any()
}

/// The tickets about it, each with its state.
fn tickets(linked: &[LinkedTicket]) -> Option<AnyView> {
    let t = &use_texts().disruptions;
    let one = |ticket: &LinkedTicket| {
        let reference = ticket.reference.to_string();
        let href = format!("/desk/{reference}");
        let subject = ticket.subject.clone();
        view! {
            <li>
                <a href=href>{reference}</a>
                " "
                <span>{subject}</span>
                " "
                <StateTag kind=ticket.reference.kind state=ticket.state hold=ticket.hold/>
            </li>
        }
    };
    let items = linked.iter().map(one).collect_view();
    let there = !linked.is_empty();
    there.then(|| {
        view! { <ul class="disruption-tickets" aria-label=t.tickets>{items}</ul> }.into_any()
    })
}
