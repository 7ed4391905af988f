//! State of a ticket, in a sentence or two.

use guichet_domain::directory::card::People;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::Zone;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, Timestamp};
use guichet_locales::{Texts, date_time, fill, name_if_away};

/// The sentences, for the person who reads them.
pub fn standing(texts: &Texts, zone: &Zone, page: &TicketPage, me: PersonId) -> String {
    let t = &texts.portal;
    let ticket = &page.ticket;
    let name = |person: PersonId| name_of(&page.people, person);
    let who = ticket.assignee.map(name).filter(|name| !name.is_empty());
    let by = |some: &str, none: &str| match &who {
        Some(who) => fill(some, &[("who", who)]),
        None => none.to_owned(),
    };
    let at = |text: &str, at: Option<Timestamp>| {
        at.map(|at| fill(text, &[("at", &date_time(texts.language, zone, at))]))
    };
    let mine = ticket.is_requester(me);
    let mut said: Vec<String> = Vec::new();
    match ticket.state {
        State::New if ticket.kind == Kind::Request => said.push(by(t.now_taken, t.now_to_evaluate)),
        State::New => said.push(by(t.now_taken, t.now_new)),
        State::Categorised => said.push(by(t.now_taken, t.now_categorised)),
        State::Diagnosing | State::RootCauseAnalysis => {
            said.push(by(t.now_diagnosing_by, t.now_diagnosing));
        }
        State::KnownError | State::FixInProgress => said.push(by(t.now_taken, t.now_diagnosing)),
        State::UnderEvaluation => said.push(t.now_evaluating.to_owned()),
        State::AwaitingApproval => said.push(awaiting(texts, zone, page, me)),
        State::Approved if ticket.approval.is_none() => said.push(t.now_ready.to_owned()),
        State::Approved => said.push(t.now_approved.to_owned()),
        State::InFulfilment => said.push(by(t.now_fulfilling_by, t.now_fulfilling)),
        State::OnHold => {
            said.push(held(texts, ticket, mine, &name(ticket.affected)));
            let until = ticket.hold.as_ref().and_then(|hold| hold.until);
            said.extend(at(t.now_hold_until, until));
            let offered = ticket
                .hold
                .as_ref()
                .is_some_and(|hold| hold.reminders.has_offered());
            if offered && mine {
                said.push(t.now_offered.to_owned());
            }
        }
        State::Resolved | State::RiskAccepted => said.push(t.now_resolved.to_owned()),
        State::Fulfilled => said.push(t.now_fulfilled.to_owned()),
        State::Closed => {
            said.push(t.now_closed.to_owned());
            let until = ticket
                .reopen_until
                .filter(|until| mine && *until >= page.now);
            said.extend(at(t.now_reopen_until, until));
        }
        State::Refused => said.push(t.now_refused.to_owned()),
        State::Cancelled => said.push(t.now_cancelled.to_owned()),
        State::Merged => said.push(t.now_merged.to_owned()),
    }
    if ticket.state.is_done() && mine {
        said.push(t.now_your_word.to_owned());
        said.extend(at(t.now_closes, ticket.closes_at));
    }
    if ticket.cancel_wished && ticket.state.is_open() && mine {
        said.push(t.now_wished.to_owned());
    }
    said.join(" ")
}

fn awaiting(texts: &Texts, zone: &Zone, page: &TicketPage, me: PersonId) -> String {
    let t = &texts.portal;
    let ticket = &page.ticket;
    let Some(approval) = &ticket.approval else {
        return t.now_awaiting_some.to_owned();
    };
    if approval.asked_back {
        return if ticket.is_requester(me) {
            t.now_asked_you.to_owned()
        } else {
            let who = name_of(&page.people, ticket.affected);
            fill(t.now_asked, &[("who", &who)])
        };
    }
    if approval.pending().any(|person| person == me) {
        return t.now_awaiting_you.to_owned();
    }
    let names: Vec<String> = approval
        .pending()
        .filter_map(|person| page.people.get(&person))
        .map(|card| name_if_away(texts, zone, page.now, card))
        .collect();
    match names.as_slice() {
        [] => t.now_awaiting_some.to_owned(),
        names => fill(t.now_awaiting, &[("who", &names.join(", "))]),
    }
}

fn held(texts: &Texts, ticket: &Ticket, mine: bool, affected: &str) -> String {
    let t = &texts.portal;
    match ticket.hold.as_ref().map(|hold| hold.reason) {
        Some(HoldReason::User) if mine => t.now_hold_you.to_owned(),
        Some(HoldReason::User) | None => fill(t.now_hold_user, &[("who", affected)]),
        Some(HoldReason::Vendor) => t.now_hold_vendor.to_owned(),
        Some(HoldReason::Change) => t.now_hold_change.to_owned(),
        Some(HoldReason::Problem) => t.now_hold_problem.to_owned(),
    }
}

/// A person's name, if it is known here.
pub fn name_of(people: &People, person: PersonId) -> String {
    people
        .get(&person)
        .map(|card| card.name.clone())
        .unwrap_or_default()
}
