//! How many people a problem hits, since when, and what they are told of it.

use crate::kernel::context::{now, use_language, use_texts, use_zone};
use crate::recurrence::tell_page::address;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::recurrence::telling::{caused_by, source};
use guichet_domain::tickets::page::Linked;
use guichet_domain::tickets::telling::Known;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::{PersonId, TicketId};
use guichet_locales::{date_time, fill, plural, told};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is said of the incidents that a problem causes; nothing of other tickets.
pub fn reach(problem: &Ticket, linked: &[Linked]) -> AnyView {
    let (l, zone, t) = (use_language(), use_zone(), &use_texts().telling);
    let caused: BTreeSet<TicketId> = caused_by(problem).collect();
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
    let lasts = match until {
        Some(until) => Some((t.lasted, until)),
        None if problem.state.is_open() => Some((t.lasts, now())),
        None => None,
    };
    let lasts = lasts.map(|(words, until)| {
        let lasting = until.since(problem.recorded_at).max(MINUTE);
        fill(words, &[("time", &told::lasting(l, lasting))])
    });
    let said = [
        Some(plural(l, count(people.len()), t.people_one, t.people_many)),
        Some(fill(
            &plural(l, all, t.incidents_one, t.incidents_many),
            &[("date", &since)],
        )),
        Some(open),
        lasts,
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let knows = |known: Known, label| source(problem, known).map(|_| (known, label));
    let fix = knows(Known::Fix, t.tell_fix);
    let workaround = knows(Known::Workaround, t.tell_workaround);
    let workaround = workaround.filter(|_| problem.state.is_open());
    let reference = problem.reference();
    let link = fix.or(workaround).map(|(known, label)| {
        view! { <p class="actions"><a class="button" href=address(reference, known)>{label}</a></p> }
    });
    view! { <p class="meta">{said.join(", ")}</p> {link} }.into_any()
}
