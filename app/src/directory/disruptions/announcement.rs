//! A disruption as everybody reads it, in their own language where there is one.

use crate::kernel::context::{now, use_language, use_texts, use_zone};
use crate::kernel::times::Moment;
use crate::recurrence::me_too_page::me_too_link;
use guichet_domain::Timestamp;
use guichet_domain::directory::disruption::{Announcement, DisruptionUpdate, Phase};
use guichet_domain::kernel::language::Label;
use guichet_domain::tickets::me_too::MeToo;
use guichet_locales::{date_time, fill};
use leptos::prelude::*;

/// The wording of a label for the reader, and the code of the language it is in.
pub fn wording(label: &Label) -> (String, &'static str) {
    let (text, language) = label.said_in(use_language());
    (text.to_owned(), language.code())
}

/// What kind of disruption it is, unless it is a failure that lasts, which its title says.
pub fn kind(
    phase: Phase,
    maintenance: bool,
    since: Timestamp,
    ended: Option<Timestamp>,
) -> Option<&'static str> {
    let t = &use_texts().disruptions;
    match (phase, maintenance) {
        (Phase::Current, false) => None,
        (Phase::Current, true) => Some(t.maintenance_current),
        (Phase::Planned, false) => Some(t.disruption_planned),
        (Phase::Planned, true) => Some(t.maintenance_planned),
        (Phase::Ended, _) if ended < Some(since) => Some(t.called_off),
        (Phase::Ended, false) => Some(t.disruption_ended),
        (Phase::Ended, true) => Some(t.maintenance_ended),
    }
}

/// Since when it lasts, or from when to when it did or is going to.
pub fn when(
    since: Timestamp,
    until: Option<Timestamp>,
    ended: Option<Timestamp>,
    phase: Phase,
) -> String {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().disruptions);
    let time = |at| date_time(language, &zone, at);
    let both = |words, to| fill(words, &[("from", &time(since)), ("to", &time(to))]);
    let one = |words, at| fill(words, &[("time", &time(at))]);
    match (phase, ended, until) {
        (Phase::Ended, Some(ended), _) if ended < since => one(t.called_off_at, ended),
        (Phase::Ended, Some(ended), _) => both(t.from_to, ended),
        (Phase::Planned, _, Some(until)) => both(t.from_to, until),
        (Phase::Planned, _, None) => one(t.from, since),
        (Phase::Current, _, Some(until)) => both(t.since_until, until),
        (Phase::Current | Phase::Ended, _, None) | (Phase::Ended, None, Some(_)) => {
            one(t.since, since)
        }
    }
}

/// A text of several lines, if there is one.
pub fn paragraph(label: &Label) -> Option<AnyView> {
    let (text, lang) = wording(label);
    let there = !text.is_empty();
    there.then(|| view! { <p class="disruption-text" lang=lang>{text}</p> }.into_any())
}

/// What was said since, in the order of time.
pub fn updates(all: &[DisruptionUpdate]) -> Option<AnyView> {
    let t = &use_texts().disruptions;
    let one = |update: &DisruptionUpdate| {
        view! { <li><Moment at=update.at class="meta"/> {paragraph(&update.text)}</li> }
    };
    let items = all.iter().map(one).collect_view();
    let there = !all.is_empty();
    there.then(|| {
        view! { <ol class="disruption-updates" aria-label=t.updates>{items}</ol> }.into_any()
    })
}

/// When there are more news of it. A time that has passed is promised no more.
pub fn promised(at: Option<Timestamp>) -> Option<AnyView> {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().disruptions);
    let at = at.filter(|at| *at > now())?;
    let said = fill(t.next_update, &[("time", &date_time(language, &zone, at))]);
    Some(view! { <p class="meta">{said}</p> }.into_any())
}

/// The ground that a disruption stands on: orange is for what fails now.
pub const fn ground(phase: Phase) -> &'static str {
    match phase {
        Phase::Current => "disruption",
        Phase::Planned => "disruption is-planned",
        Phase::Ended => "disruption is-ended",
    }
}

/// A disruption on the portal.
#[component]
pub fn AnnouncementCard(announcement: Announcement) -> impl IntoView {
    let Announcement {
        id,
        phase,
        maintenance,
        title,
        message,
        since,
        until,
        ended,
        updates: news,
        last_word,
        next_update,
        me_too,
    } = announcement;
    let me_too = me_too.then(|| me_too_link(MeToo::Disruption(id)));
    let (title, lang) = wording(&title);
    let kind = kind(phase, maintenance, since, ended);
    view! {
        <article class=ground(phase)>
            <div>
                {kind.map(|kind| view! { <p class="meta">{kind}</p> })}
                <h2 lang=lang>{title}</h2>
                {paragraph(&message)}
                <p class="meta">{when(since, until, ended, phase)}</p>
                {updates(&news)}
                {promised(next_update)}
                {paragraph(&last_word)}
                {me_too.map(|link| view! { <p class="actions">{link}</p> })}
            </div>
        </article>
    }
}
