//! How many people a problem hits, since when, and what they are told of it.

use crate::kernel::context::{now, use_language, use_texts, use_zone};
use crate::recurrence::tell_page::address;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::tickets::page::Linked;
use guichet_domain::tickets::telling::Known;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TicketId};
use guichet_locales::{date_time, fill, plural, told};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is said of the incidents that a problem causes; nothing of other tickets.
pub fn reach(problem: &Ticket, linked: &[Linked]) -> AnyView {
    let (l, zone, t) = (use_language(), use_zone(), &use_texts().telling);
    let caused: BTreeSet<TicketId> =
        guichet_domain::recurrence::telling::caused_by(problem).collect();
    let incidents = || {
        let linked = linked.iter();
        linked.filter(|one| {
            one.reference.kind == Kind::Incident && caused.contains(&one.reference.id)
        })
    };
    let first = incidents().map(|one| one.recorded_at).min();
    let Some(first) = first.filter(|_| problem.kind == Kind::Problem) else {
        return ().into_any();
    };
    let people: BTreeSet<PersonId> = incidents().map(|one| one.affected).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (all, open) = (
        count(incidents().count()),
        count(incidents().filter(|one| one.state.is_open()).count()),
    );
    let since = date_time(l, &zone, first);
    let open = match open {
        0 => t.open_none.to_owned(),
        n => plural(l, n, t.open_one, t.open_many),
    };
    let until = problem.resolution.as_ref().map(|resolution| resolution.at);
    let until = until.filter(|_| !problem.state.is_open());
    let lasting = until
        .unwrap_or_else(now)
        .since(problem.recorded_at)
        .max(MINUTE);
    let lasting = told::lasting(l, lasting);
    let lasts = if until.is_some() { t.lasted } else { t.lasts };
    let said = [
        plural(l, count(people.len()), t.people_one, t.people_many),
        fill(
            &plural(l, all, t.incidents_one, t.incidents_many),
            &[("date", &since)],
        ),
        open,
        fill(lasts, &[("time", &lasting)]),
    ];
    let is_fixed = matches!(problem.state, State::Resolved | State::Closed);
    let fix = is_fixed.then_some((Known::Fix, t.tell_fix));
    let workaround = (problem.workaround.is_some() && !is_fixed)
        .then_some((Known::Workaround, t.tell_workaround));
    let reference = problem.reference();
    let link = fix.or(workaround).map(|(known, label)| {
        view! { <p class="actions"><a class="button" href=address(reference, known)>{label}</a></p> }
    });
    view! { <p class="meta">{said.join(", ")}</p> {link} }.into_any()
}
